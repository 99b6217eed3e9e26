// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/odbc/odbc_catalog.h"

#include "engine/db/values/neutral_values.h"
#include "engine/model/events.h"

#include <algorithm>
#include <charconv>

namespace busheng {
namespace {

constexpr std::int64_t kMostBound = 2000; ///< characters or bytes; longer values are read one by one
constexpr std::size_t kNumberRoom = 8;    ///< sign, point, zeros, beside a decimal's digits
constexpr std::size_t kUsualNumber = 130; ///< of a number without a size
constexpr std::size_t kTimeRoom = 48;
constexpr std::size_t kUuidRoom = 48;
constexpr qsizetype kColumnFields = 6;

/// A row of the columns' query.
struct Native {
    QString name;
    QString type;
    std::optional<int> length;
    std::optional<int> precision;
    std::optional<int> scale;
    bool notNull = false;
};

std::optional<int> numberOf(const std::optional<QString>& text)
{
    bool isNumber = false;
    const double number = text ? text->toDouble(&isNumber) : 0;
    return isNumber && std::abs(number) < 1e9 ? std::optional(static_cast<int>(number)) : std::nullopt;
}

QString sized(const OdbcTemplate& as, const Native& native)
{
    const auto size = [](std::optional<int> number) { return QString::number(std::max(number.value_or(0), 0)); };
    return filled(as, {{QStringLiteral("length"), size(native.length)},
                       {QStringLiteral("precision"), size(native.precision)},
                       {QStringLiteral("scale"), size(native.scale)}});
}

OdbcField fieldOf(const CommonType& type, bool wholeAsText)
{
    const OdbcField digits{OdbcForm::Text, kTimeRoom, true};
    const auto bounded = [&type](OdbcForm form) {
        const bool isShort = type.length > 0 && type.length <= kMostBound;
        return OdbcField{form, isShort ? static_cast<std::size_t>(type.length) : 0, isShort};
    };
    switch (type.kind) {
    case CommonKind::Boolean:
        return wholeAsText ? digits : OdbcField{OdbcForm::Whole, 0, true};
    case CommonKind::Integer:
        return wholeAsText || (type.isUnsigned && type.bits == 64) ? digits : OdbcField{OdbcForm::Whole, 0, true};
    case CommonKind::Float:
    case CommonKind::Double:
        return {OdbcForm::Real, 0, true};
    case CommonKind::Binary:
        return bounded(OdbcForm::Binary);
    case CommonKind::Decimal:
        return {OdbcForm::Text, static_cast<std::size_t>(type.length) + kNumberRoom, true};
    case CommonKind::Number:
        return {OdbcForm::Text, kUsualNumber, false};
    case CommonKind::Date:
    case CommonKind::Time:
    case CommonKind::DateTime:
    case CommonKind::Moment:
        return {OdbcForm::Text, kTimeRoom, true};
    case CommonKind::Uuid:
        return {OdbcForm::Text, kUuidRoom, true};
    case CommonKind::Text:
    case CommonKind::Bits:
    case CommonKind::Json:
        break;
    }
    return bounded(OdbcForm::Text);
}

Error unsupported(const OdbcConnection& connection, const QString& table, const Native& native, const QString& why)
{
    const QString shown = QStringLiteral("column %1 (%2): %3").arg(native.name, native.type, why);
    return makeEvent(ErrorCode::Schema, events::SRC_COLUMN_UNSUPPORTED, {connection.name(), table, shown},
                     QStringLiteral("table %1 of %2, %3").arg(table, connection.name(), shown));
}

OdbcFilling placesOf(const OdbcDialect& dialect, const QString& table)
{
    const bool isQualified = dialect.hasSchemas && table.contains(u'.');
    return {{QStringLiteral("schema"), dialect.literal(isQualified ? table.section(u'.', 0, 0) : QString())},
            {QStringLiteral("table"), dialect.literal(isQualified ? table.section(u'.', 1) : table)}};
}

Result<OdbcColumn> columnOf(const OdbcConnection& connection, const QString& table, const Native& native,
                            ColumnSchema& schema)
{
    const OdbcDialect& dialect = connection.dialect();
    const OdbcTypeRule* const rule = dialect.rule(native.type, native.precision, native.scale);
    if (rule == nullptr)
        return fail(
            unsupported(connection, table, native,
                        QStringLiteral("the dialect %1 does not know this type: leave the column out, or add the "
                                       "type to the dialect file")
                            .arg(dialect.name)));
    if (rule->as.isEmpty())
        return fail(unsupported(connection, table, native, rule->why));
    const auto type = parseNeutralType(sized(rule->as, native));
    if (!type)
        return fail(unsupported(connection, table, native,
                                QStringLiteral("its size %1 has no counterpart").arg(sized(rule->as, native))));
    OdbcColumn column;
    column.type = *type;
    const QString term = QStringLiteral("t.") + dialect.quoted(native.name);
    column.read = filled(sized(rule->read, native), {{QStringLiteral("column"), term}});
    column.order = filled(rule->order, {{QStringLiteral("column"), term}});
    if (type->kind == CommonKind::Text)
        column.order = filled(dialect.textOrder, {{QStringLiteral("column"), column.order}});
    column.field = fieldOf(*type, dialect.wholeAsText);
    column.isTrimmed = rule->isTrimmed;
    schema = {native.name, neutralTypeName(*type), native.notNull, {}};
    return column;
}

Result<> readKey(OdbcConnection& connection, const OdbcFilling& places, const std::vector<Native>& natives,
                 OdbcTable& table)
{
    ENGINE_TRY_AS(const OdbcTexts keys, connection.query(filled(connection.dialect().keys, places)));
    for (const auto& row : keys) {
        const QString name = row.front().value_or(QString());
        const auto found = std::ranges::find(table.schema.columns, name, &ColumnSchema::name);
        if (found == table.schema.columns.end())
            return fail(
                ErrorCode::Schema,
                QStringLiteral("the key of %1 has a column %2, which the table has not").arg(table.schema.name, name));
        const auto at = static_cast<std::uint32_t>(found - table.schema.columns.begin());
        if (!neutralValues().keepsOrder(table.columns[at].type))
            return fail(unsupported(connection, table.schema.name, natives[at],
                                    QStringLiteral("it is in the key, and has no order that both ends share")));
        found->notNull = true;
        table.schema.keyColumns.push_back(at);
    }
    return {};
}

Result<> readIndexes(OdbcConnection& connection, const OdbcFilling& places, TableSchema& table)
{
    if (connection.dialect().indexes.isEmpty())
        return {};
    ENGINE_TRY_AS(const OdbcTexts rows, connection.query(filled(connection.dialect().indexes, places)));
    for (const auto& row : rows) {
        if (row.size() < 3 || !row[0] || !row[2] || table.column(*row[2]) == nullptr)
            continue; // over an expression
        if (table.indexes.empty() || table.indexes.back().name != *row[0])
            table.indexes.push_back({*row[0], {}, numberOf(row[1]).value_or(0) != 0});
        table.indexes.back().columns.append(*row[2]);
    }
    return {};
}

} // namespace

Result<QString> qualifiedOdbcTable(OdbcConnection& connection, const QString& table)
{
    if (!connection.dialect().hasSchemas || table.contains(u'.'))
        return table;
    ENGINE_TRY_AS(const QString schema, connection.queryText(connection.dialect().schema));
    return QString(schema.trimmed() + u'.' + table);
}

Result<OdbcTable> readOdbcTable(OdbcConnection& connection, const QString& name)
{
    ENGINE_TRY_AS(const QString qualified, qualifiedOdbcTable(connection, name));
    const OdbcFilling places = placesOf(connection.dialect(), qualified);
    ENGINE_TRY_AS(const OdbcTexts rows, connection.query(filled(connection.dialect().columns, places)));
    OdbcTable table;
    table.schema.name = qualified;
    std::vector<Native> natives;
    for (const auto& row : rows) {
        if (static_cast<qsizetype>(row.size()) < kColumnFields)
            return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                                  {connection.dialect().name, QStringLiteral("columns"), QString::number(row.size()),
                                   QStringLiteral("a query with six columns")},
                                  QStringLiteral("the dialect's columns query gives too few columns")));
        natives.push_back({row[0].value_or(QString()), row[1].value_or(QString()).trimmed(), numberOf(row[2]),
                           numberOf(row[3]), numberOf(row[4]), numberOf(row[5]).value_or(0) != 0});
        ColumnSchema schema;
        ENGINE_TRY_AS(OdbcColumn column, columnOf(connection, qualified, natives.back(), schema));
        table.columns.push_back(std::move(column));
        table.schema.columns.push_back(std::move(schema));
    }
    if (rows.empty())
        return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_MISSING, {connection.name(), qualified},
                              QStringLiteral("%1 has no table %2").arg(connection.name(), qualified)));
    ENGINE_TRY(readKey(connection, places, natives, table));
    ENGINE_TRY(readIndexes(connection, places, table.schema));
    return table;
}

Result<DatasetSchema> readOdbcSchema(OdbcConnection& connection, const QStringList& tables)
{
    DatasetSchema schema;
    schema.engine = QStringLiteral("odbc");
    for (const QString& name : tables) {
        ENGINE_TRY_AS(OdbcTable table, readOdbcTable(connection, name));
        schema.tables.push_back(std::move(table.schema));
    }
    std::ranges::sort(schema.tables, {}, &TableSchema::name);
    for (std::size_t i = 0; i < schema.tables.size(); ++i)
        schema.tables[i].id = static_cast<std::uint32_t>(i + 1);
    return schema;
}

Result<QStringList> listOdbcTables(OdbcConnection& connection, int limit)
{
    ENGINE_TRY_AS(const OdbcTexts rows, connection.query(connection.dialect().tables));
    QStringList names;
    for (const auto& row : rows) {
        if (row.size() < 2 || !row[1] || row[1]->contains(u'.') || (row[0] && row[0]->contains(u'.')))
            continue;
        if (row[1]->startsWith(QStringLiteral("busheng_"), Qt::CaseInsensitive) ||
            row[1]->startsWith(QStringLiteral("changed_for_busheng_"), Qt::CaseInsensitive))
            continue;
        names.append(connection.dialect().hasSchemas ? QString(row[0].value_or(QString()).trimmed() + u'.' + *row[1])
                                                     : *row[1]);
    }
    names.sort();
    return names.mid(0, limit);
}

namespace {

/// A whole number in digits, or one of 64 bits without a sign.
Refusal wholeCell(const OdbcColumn& column, const OdbcValue& value, Cell& cell)
{
    if (column.field.form == OdbcForm::Whole) {
        cell = Cell::ofInteger(value.whole);
        return nullptr;
    }
    const char* const end = value.bytes.data() + value.bytes.size();
    std::int64_t number = 0;
    const auto [stop, failure] = std::from_chars(value.bytes.data(), end, number);
    if (failure == std::errc() && stop == end) {
        cell = Cell::ofInteger(number);
        return nullptr;
    }
    std::uint64_t large = 0;
    const auto [last, overflow] = std::from_chars(value.bytes.data(), end, large);
    cell = Cell::ofText(value.bytes);
    return overflow == std::errc() && last == end && column.type.isUnsigned ? nullptr : "no whole number of 64 bits";
}

} // namespace

Refusal odbcCell(const OdbcColumn& column, const OdbcValue& value, Bytes& scratch, Cell& cell)
{
    cell = Cell::null();
    if (value.isNull)
        return nullptr;
    if (!value.isValid)
        return "a text with a character that is none";
    switch (column.type.kind) {
    case CommonKind::Boolean:
        if (const Refusal why = wholeCell(column, value, cell); why != nullptr)
            return why;
        return cell.integer == 0 || cell.integer == 1 ? nullptr : "neither true nor false";
    case CommonKind::Integer:
        return wholeCell(column, value, cell);
    case CommonKind::Float:
        cell = Cell::ofReal(double{static_cast<float>(value.real)});
        return nullptr;
    case CommonKind::Double:
        cell = Cell::ofReal(value.real);
        return nullptr;
    case CommonKind::Binary:
        cell = Cell::ofBlob(value.bytes);
        return nullptr;
    default:
        break;
    }
    BytesView text = value.bytes;
    if (column.isTrimmed)
        text = text.substr(0, text.find_last_not_of(' ') + 1);
    const Refusal why = neutralText(column.type, text, scratch, text);
    cell = Cell::ofText(text);
    return why;
}

} // namespace busheng
