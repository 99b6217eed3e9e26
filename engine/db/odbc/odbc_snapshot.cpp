// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/odbc/odbc_snapshot.h"

#include "engine/db/values/neutral_values.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr std::uint64_t kFirstPartRows = 1000;
constexpr std::uint64_t kMostPartRows = 50'000;
constexpr std::uint64_t kRangeBytes = 8U << 20;

Failure ofTable(Error error, const TableSchema& table)
{
    return fail(withContext(std::move(error), QStringLiteral("reading table %1").arg(table.name)));
}

Failure refused(const OdbcConnection& connection, const TableSchema& table, const QString& why)
{
    return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_REFUSED, {connection.name(), table.name, why},
                          QStringLiteral("table %1 of %2: %3").arg(table.name, connection.name(), why)));
}

} // namespace

Result<std::unique_ptr<OdbcSnapshot>> OdbcSnapshot::open(OdbcConnection::Options options)
{
    ENGINE_TRY_AS(auto connection, OdbcConnection::open(options));
    ENGINE_TRY(connection->beginSnapshot());
    return std::unique_ptr<OdbcSnapshot>(new OdbcSnapshot(std::move(connection)));
}

void OdbcSnapshot::restrict(const QString& table, const QString& condition)
{
    m_restrictions[table] = condition;
}

QString OdbcSnapshot::restriction(const QString& table) const
{
    const auto found = m_restrictions.find(table);
    return found == m_restrictions.end() ? QString() : QString(u'(' + found->second + u')');
}

Result<OdbcSnapshot::Table> OdbcSnapshot::prepare(const TableSchema& table)
{
    ENGINE_TRY_AS(const OdbcTable here, readOdbcTable(*m_connection, table.name));
    const OdbcDialect& dialect = m_connection->dialect();
    Table made;
    made.schema = table;
    QStringList terms;
    for (const ColumnSchema& column : table.columns) {
        const auto found = std::ranges::find(here.schema.columns, column.name, &ColumnSchema::name);
        if (found == here.schema.columns.end())
            return refused(*m_connection, table, QStringLiteral("column %1 is not there").arg(column.name));
        // The trigger route's own tables come without their types.
        if (found->declaredType != column.declaredType && parseNeutralType(column.declaredType))
            return refused(*m_connection, table,
                           QStringLiteral("column %1 is no longer %2").arg(column.name, column.declaredType));
        made.columns.push_back(here.columns[std::size_t(found - here.schema.columns.begin())]);
        const OdbcField& field = made.columns.back().field;
        made.fields.push_back(field);
        const bool hasSize = field.form == OdbcForm::Whole || field.form == OdbcForm::Real;
        made.byRow = made.byRow || (!hasSize && (field.most == 0 || (table.keyColumns.empty() && !field.isSure)));
        terms.append(made.columns.back().read);
    }
    QStringList order;
    for (const std::uint32_t column : table.keyColumns)
        order.append(made.columns[column].order);
    made.select = QStringLiteral("SELECT ") + terms.join(QStringLiteral(", ")) + QStringLiteral(" FROM ") +
                  dialect.quotedTable(table.name) + QStringLiteral(" t");
    if (!order.isEmpty())
        made.order = QStringLiteral(" ORDER BY ") + order.join(QStringLiteral(", "));
    made.partRows = kFirstPartRows;
    return made;
}

Result<OdbcSnapshot::Table*> OdbcSnapshot::tableOf(const TableSchema& table)
{
    auto found = m_tables.find(table.name);
    if (found == m_tables.end() || found->second.schema != table) {
        auto made = prepare(table);
        if (!made)
            return ofTable(std::move(made).error(), table);
        found = m_tables.insert_or_assign(table.name, std::move(*made)).first;
    }
    return &found->second;
}

Result<std::uint64_t> OdbcSnapshot::countRows(const TableSchema& table)
{
    QString sql = QStringLiteral("SELECT COUNT(*) FROM %1 t").arg(m_connection->dialect().quotedTable(table.name));
    if (const QString condition = restriction(table.name); !condition.isEmpty())
        sql += QStringLiteral(" WHERE ") + condition;
    auto rows = m_connection->queryText(sql);
    if (!rows)
        return ofTable(std::move(rows).error(), table);
    return static_cast<std::uint64_t>(rows->toDouble());
}

Result<QStringList> OdbcSnapshot::literals(const Table& table, BytesView key) const
{
    std::vector<Cell> cells;
    QStringList values;
    bool good = decodeRow(key, cells) && cells.size() == table.schema.keyColumns.size();
    for (std::size_t i = 0; good && i < cells.size(); ++i) {
        const auto literal =
            m_connection->dialect().keyLiteral(table.columns[table.schema.keyColumns[i]].type, cells[i]);
        good = literal.has_value();
        values.append(literal.value_or(QString()));
    }
    if (!good)
        return refused(*m_connection, table.schema,
                       QStringLiteral("a value of its key cannot be written in the dialect"));
    return values;
}

/// (a > 1) OR (a = 1 AND b > 2): in this form a server finds its range in the index.
Result<QString> OdbcSnapshot::bound(const Table& table, const QString& comparison, bool isInclusive,
                                    BytesView key) const
{
    ENGINE_TRY_AS(const QStringList values, literals(table, key));
    QStringList alternatives;
    QString equal;
    for (qsizetype i = 0; i < values.size(); ++i) {
        const QString& term = table.columns[table.schema.keyColumns[std::size_t(i)]].order;
        const bool isLast = i + 1 == values.size();
        const QString sign = comparison + (isLast && isInclusive ? QStringLiteral("=") : QString());
        alternatives.append(u'(' + equal + term + u' ' + sign + u' ' + values[i] + u')');
        equal += term + QStringLiteral(" = ") + values[i] + QStringLiteral(" AND ");
    }
    return QString(u'(' + alternatives.join(QStringLiteral(" OR ")) + u')');
}

Result<> OdbcSnapshot::writeRow(const Table& table, std::span<const OdbcValue> values)
{
    m_row.clear();
    ByteWriter writer(m_row);
    writer.varint(table.columns.size());
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        Cell cell;
        const Refusal why = odbcCell(table.columns[i], values[i], m_scratch, cell);
        if (why == nullptr) {
            writeCell(writer, cell);
            continue;
        }
        QStringList key;
        for (const std::uint32_t column : table.schema.keyColumns) {
            const OdbcValue& value = values[column];
            key.append(
                table.fields[column].form == OdbcForm::Whole
                    ? QString::number(value.whole)
                    : QString::fromUtf8(value.bytes.data(), qsizetype(std::min<std::size_t>(value.bytes.size(), 100))));
        }
        return refused(
            *m_connection, table.schema,
            QStringLiteral("row %1, column %2: %3")
                .arg(key.join(QStringLiteral(", ")), table.schema.columns[i].name, QString::fromLatin1(why)));
    }
    return {};
}

Result<OdbcSnapshot::Part> OdbcSnapshot::readPart(Table& table, const QString& sql, const RowSink& sink)
{
    Part part;
    const auto take = [&](std::span<const OdbcValue> values) -> Result<bool> {
        ENGINE_TRY(writeRow(table, values));
        ++part.rows;
        part.bytes += m_row.size();
        return sink(m_row);
    };
    ENGINE_TRY_AS(part.end, m_connection->stream(sql, table.fields, table.byRow, take));
    return part;
}

Result<> OdbcSnapshot::scan(const TableSchema& schema, const KeyRange& range, std::uint64_t limit, const RowSink& sink)
{
    ENGINE_TRY_AS(Table* const table, tableOf(schema));
    const bool isKeyless = schema.keyColumns.empty();
    if (isKeyless && !(range.after.empty() && range.upTo.empty()))
        return fail(ErrorCode::Schema, QStringLiteral("table %1 has no key to read it by").arg(schema.name));
    QStringList fixed;
    if (const QString condition = restriction(schema.name); !condition.isEmpty())
        fixed.append(condition);
    if (!range.upTo.empty()) {
        ENGINE_TRY_AS(const QString upTo, bound(*table, QStringLiteral("<"), true, range.upTo));
        fixed.append(upTo);
    }
    Bytes after = range.after;
    for (std::uint64_t given = 0;;) {
        QStringList conditions = fixed;
        if (!after.empty()) {
            ENGINE_TRY_AS(const QString behind, bound(*table, QStringLiteral(">"), false, after));
            conditions.append(behind);
        }
        QString sql = table->select;
        if (!conditions.isEmpty())
            sql += QStringLiteral(" WHERE ") + conditions.join(QStringLiteral(" AND "));
        sql += table->order;
        const std::uint64_t wanted = limit == 0 ? table->partRows : std::min(table->partRows, limit - given);
        if (!isKeyless)
            sql = filled(m_connection->dialect().paging,
                         {{QStringLiteral("select"), sql}, {QStringLiteral("rows"), QString::number(wanted)}});
        auto part = readPart(*table, sql, [&](BytesView row) {
            ++given;
            return sink(row) && (limit == 0 || given < limit);
        });
        if (!part)
            return ofTable(std::move(part).error(), schema);
        const bool isTooLong = part->end == OdbcEnd::TooLong;
        if (isTooLong && (isKeyless || table->byRow))
            return refused(*m_connection, schema, QStringLiteral("a value is longer than its column can hold"));
        if (part->end == OdbcEnd::Stopped || isKeyless || (!isTooLong && part->rows < wanted))
            return {};
        table->byRow = table->byRow || isTooLong;
        if (part->rows == 0)
            continue; // its first row is to be read anew
        after.clear();
        if (!projectRow(m_row, schema.keyColumns, after))
            return fail(ErrorCode::Internal, QStringLiteral("a row of %1 has no key").arg(schema.name));
        // As many rows at one go as a few megabytes hold: a driver may keep all that was asked for in memory.
        table->partRows = std::clamp<std::uint64_t>(kRangeBytes * part->rows / std::max<std::uint64_t>(part->bytes, 1),
                                                    16, kMostPartRows);
    }
}

Result<Bytes> OdbcSnapshot::fetch(const TableSchema& schema, BytesView key)
{
    if (schema.keyColumns.empty())
        return fail(ErrorCode::Schema, QStringLiteral("table %1 has no key to read it by").arg(schema.name));
    ENGINE_TRY_AS(Table* const table, tableOf(schema));
    ENGINE_TRY_AS(const QStringList values, literals(*table, key));
    QStringList conditions;
    for (qsizetype i = 0; i < values.size(); ++i)
        conditions.append(table->columns[schema.keyColumns[std::size_t(i)]].order + QStringLiteral(" = ") + values[i]);
    if (const QString condition = restriction(schema.name); !condition.isEmpty())
        conditions.append(condition);
    const QString sql = table->select + QStringLiteral(" WHERE ") + conditions.join(QStringLiteral(" AND "));
    Bytes found;
    const auto take = [&found](BytesView row) {
        found = Bytes(row);
        return false;
    };
    auto read = readPart(*table, sql, take);
    if (read && read->end == OdbcEnd::TooLong) {
        table->byRow = true;
        read = readPart(*table, sql, take);
    }
    if (!read)
        return ofTable(std::move(read).error(), schema);
    return found;
}

} // namespace busheng
