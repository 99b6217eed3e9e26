// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_value_writer.h"

#include "engine/db/postgres/pg_value_text.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/large_row.h"
#include "engine/pipeline/apply/pg_errors.h"

#include <QtEndian>

namespace busheng {
namespace {

constexpr std::uint64_t kInPieces = 1U << 20; ///< from so many bytes on
constexpr std::uint32_t kBytea = 17;
constexpr std::uint32_t kText = 25;
constexpr std::uint32_t kVarchar = 1043;
/// Signature, flags, no extension; one column.
constexpr BytesView kCopyHead("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0\0\1", 21);
constexpr BytesView kCopyTail("\377\377", 2);

const QString kStages[] = {QStringLiteral("busheng_value_bytes"), QStringLiteral("busheng_value_text")};

QString typeName(bool isText)
{
    return isText ? QStringLiteral("text") : QStringLiteral("bytea");
}

} // namespace

void PgValueWriter::forget()
{
    m_columns.clear();
    m_hasStage[0] = m_hasStage[1] = false;
}

Result<const PgValueWriter::Column*> PgValueWriter::columnOf(const TableSchema& table, const LargeColumn& column)
{
    const std::pair place(table.name, column.name);
    if (const auto known = m_columns.find(place); known != m_columns.end())
        return &known->second;
    const QString name = pgQuotedTable(table.name);
    ENGINE_TRY_AS(
        const PgResult found,
        m_connection.query(QStringLiteral("SELECT attname, atttypid FROM pg_catalog.pg_attribute WHERE attrelid "
                                          "= to_regclass($1) AND attnum > 0 AND NOT attisdropped AND "
                                          "attgenerated = ''"),
                           {name}));
    std::map<QString, std::uint32_t> types;
    for (int row = 0; row < found.rows(); ++row)
        types[found.text(row, 0)] = static_cast<std::uint32_t>(found.integer(row, 1));
    const auto type = types.find(column.name);
    const bool fits = type != types.end() &&
                      (column.isText ? type->second == kText || type->second == kVarchar : type->second == kBytea);
    if (!fits) {
        const QString sql =
            QStringLiteral("ALTER TABLE %1 ADD COLUMN %2 %3").arg(name, pgQuoted(column.name), typeName(column.isText));
        return fail(makeEvent(ErrorCode::Config, events::TGT_LARGE_COLUMN, {m_target, table.name, column.name, sql},
                              QStringLiteral("table %1 of target %2 has no column %3 of type %4")
                                  .arg(table.name, m_target, column.name, typeName(column.isText))));
    }
    Column made;
    made.assignment = QStringLiteral("UPDATE %1 SET %2 = ").arg(name, pgQuoted(column.name));
    QStringList terms;
    for (const std::uint32_t key : table.keyColumns) {
        terms.append(pgQuoted(table.columns.at(key).name) + QStringLiteral(" = $%1").arg(terms.size() + 1));
    }
    made.where = QStringLiteral(" WHERE ") + terms.join(QStringLiteral(" AND "));
    return &m_columns.emplace(place, std::move(made)).first->second;
}

/// The server takes each parameter for what it is compared with or assigned to.
Result<> PgValueWriter::update(const Column& column, const QString& with, const std::vector<Cell>& key,
                               const std::vector<std::optional<BytesView>>& values)
{
    std::vector<std::optional<BytesView>> parameters;
    for (const Cell& cell : key)
        parameters.emplace_back(cell.bytes);
    parameters.insert(parameters.end(), values.begin(), values.end());
    ENGINE_TRY(m_connection.queryBinary(QString(column.assignment + with + column.where), parameters));
    return {};
}

Result<> PgValueWriter::writeWhole(const Column& column, const std::vector<Cell>& key, ValueSource* value)
{
    Bytes bytes;
    if (value != nullptr) {
        ENGINE_TRY(value->read([&bytes](BytesView piece) -> Result<> {
            bytes.append(piece);
            return {};
        }));
    }
    return update(column, QStringLiteral("$%1").arg(key.size() + 1), key,
                  {value == nullptr ? std::nullopt : std::optional(BytesView(bytes))});
}

Result<> PgValueWriter::copyPieces(const QString& stage, ValueSource& value)
{
    ENGINE_TRY(m_connection.copyBegin(QStringLiteral("COPY pg_temp.%1 FROM STDIN (FORMAT binary)").arg(stage)));
    Bytes head(kCopyHead);
    const quint32 size = qToBigEndian(static_cast<quint32>(value.size()));
    head.append(reinterpret_cast<const char*>(&size), sizeof size); // NOLINT: the bytes of a number
    ENGINE_TRY(m_connection.copyData(head));
    auto given = value.read([this](BytesView piece) { return m_connection.copyData(piece); });
    if (given)
        given = m_connection.copyData(kCopyTail);
    const auto ended = m_connection.copyEnd(); // also of one that was cut: the connection is free again
    if (given && !ended)
        return fail(ended.error());
    return given;
}

/// The stage keeps its value as it came: packed, it would be packed for nothing.
Result<> PgValueWriter::writeInPieces(const Column& column, const std::vector<Cell>& key, bool isText,
                                      ValueSource& value)
{
    const QString& stage = kStages[isText ? 1 : 0];
    if (!m_hasStage[isText ? 1 : 0]) {
        ENGINE_TRY(m_connection.execute(QStringLiteral("DROP TABLE IF EXISTS pg_temp.%1; CREATE TEMP TABLE %1 (value "
                                                       "%2); ALTER TABLE pg_temp.%1 ALTER value SET STORAGE EXTERNAL")
                                            .arg(stage, typeName(isText))));
        m_hasStage[isText ? 1 : 0] = true;
    }
    ENGINE_TRY(copyPieces(stage, value));
    ENGINE_TRY(update(column, QStringLiteral("(SELECT value FROM pg_temp.%1)").arg(stage), key, {}));
    return m_connection.execute(QStringLiteral("TRUNCATE pg_temp.") + stage);
}

Result<> PgValueWriter::write(const TableSchema& table, const ValuePlace& place, ValueSource* value)
{
    std::vector<Cell> key;
    if (!decodeRow(place.key, key) || key.size() != table.keyColumns.size() || key.empty())
        return fail(ErrorCode::Protocol, QStringLiteral("a large value of table %1 names no row").arg(table.name));
    ENGINE_TRY_AS(const Column* const column, columnOf(table, place.column));
    ENGINE_TRY(m_connection.execute(QStringLiteral("SAVEPOINT busheng_value")));
    const bool isText = place.column.isText;
    const bool hasStage[] = {m_hasStage[0], m_hasStage[1]};
    auto written = value != nullptr && value->size() >= kInPieces ? writeInPieces(*column, key, isText, *value)
                                                                  : writeWhole(*column, key, value);
    if (written)
        return m_connection.execute(QStringLiteral("RELEASE SAVEPOINT busheng_value"));
    if (!isPgRowError(written.error()) || !m_connection.isAlive())
        return written;
    ENGINE_TRY(
        m_connection.execute(QStringLiteral("ROLLBACK TO SAVEPOINT busheng_value; RELEASE SAVEPOINT busheng_value")));
    std::copy(std::begin(hasStage), std::end(hasStage), std::begin(m_hasStage));
    QStringList texts;
    for (std::size_t i = 0; i < key.size(); ++i)
        texts.append(pgValueToText(key[i], table.columns[table.keyColumns[i]]));
    return fail(refusedValue(table, place, texts.join(QStringLiteral(", ")), written.error().native).why);
}

} // namespace busheng
