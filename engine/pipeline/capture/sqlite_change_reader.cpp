// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/sqlite_change_reader.h"

#include "engine/model/events.h"
#include "engine/model/row_change.h"
#include "engine/pipeline/capture/source_error.h"
#include "engine/pipeline/capture/sqlite_trigger_sql.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr std::size_t kBlockBytes = 256U << 10;
constexpr int kFirstValue = 3; // behind id, tbl, op

Failure nullKey(const QString& source, const TableSchema& table)
{
    return fail(makeEvent(
        ErrorCode::Schema, events::SRC_TABLE_REFUSED, {source, table.name, QStringLiteral("a row has NULL in its key")},
        QStringLiteral("source %1, table %2: a changed row has NULL in its key").arg(source, table.name)));
}

} // namespace

SqliteChangeReader::SqliteChangeReader(SqliteDatabase& database, const DatasetSchema& schema,
                                       const std::vector<std::int64_t>& numbers)
    : m_database(database), m_schema(schema), m_numbers(numbers)
{
    for (const TableSchema& table : schema.tables)
        m_width = std::max(m_width, sqliteChangeWidth(table));
}

Result<SqliteStatement> SqliteChangeReader::select(Position after, Position upTo)
{
    QString sql = QStringLiteral("SELECT id, tbl, op");
    for (int i = 1; i <= m_width; ++i)
        sql += QStringLiteral(", c%1").arg(i);
    sql += QStringLiteral(" FROM busheng_change WHERE id > ?1 AND id <= ?2 ORDER BY id");
    ENGINE_TRY_AS(SqliteStatement statement, m_database.prepare(sql));
    ENGINE_TRY(statement.bind(1, static_cast<std::int64_t>(after.order)));
    ENGINE_TRY(statement.bind(2, static_cast<std::int64_t>(upTo.order)));
    return statement;
}

Result<SqliteChangeReader::Summary> SqliteChangeReader::read(Position after, Position upTo, const BlockSink& sink)
{
    const QString& source = m_database.name();
    Summary summary;
    m_block.clear();
    m_count = 0;
    m_firstChange = 0;
    ENGINE_TRY_AS(SqliteStatement rows, sourced(select(after, upTo), source));
    std::uint64_t expected = after.order + 1;
    for (;;) {
        ENGINE_TRY_AS(const bool row, sourced(rows.step(), source));
        if (!row)
            break;
        m_id = static_cast<std::uint64_t>(rows.integer(0));
        if (m_id != expected)
            return fail(
                positionLost(source, expected - 1, m_id, QStringLiteral("changes were deleted from busheng_change")));
        ++expected;
        ENGINE_TRY(readRow(rows, m_id, summary));
        if (m_block.size() >= kBlockBytes) {
            ENGINE_TRY(sink(m_firstChange, m_block, m_count));
            m_block.clear();
            m_count = 0;
        }
    }
    if (expected != upTo.order + 1)
        return fail(positionLost(source, expected - 1, upTo.order,
                                 QStringLiteral("the last changes were deleted from busheng_change")));
    if (m_count > 0)
        ENGINE_TRY(sink(m_firstChange, m_block, m_count));
    return summary;
}

Result<> SqliteChangeReader::readRow(const SqliteStatement& row, std::uint64_t id, Summary& summary)
{
    if (row.cell(1).kind != CellKind::Integer || row.cell(2).kind != CellKind::Integer)
        return notOurs(QStringLiteral("its table or operation is not a number"));
    const std::int64_t number = row.integer(1);
    const std::int64_t op = row.integer(2);
    if (number == 0 && op == static_cast<std::int64_t>(SqliteChangeOp::Heartbeat)) {
        if (row.integer(kFirstValue) > 0)
            summary.beatUtcMs = row.integer(kFirstValue);
        return {};
    }
    ENGINE_TRY_AS(const TableSchema* const table, tableOf(number));
    if (table == nullptr)
        return {};
    ENGINE_TRY(append(row, op, *table));
    if (m_firstChange == 0)
        m_firstChange = id;
    ++m_count;
    ++summary.changes;
    return {};
}

/// Null: a table of other datasets.
Result<const TableSchema*> SqliteChangeReader::tableOf(std::int64_t number)
{
    const auto found = std::ranges::find(m_numbers, number);
    if (found != m_numbers.end())
        return &m_schema.tables[static_cast<std::size_t>(found - m_numbers.begin())];
    if (!m_others.contains(number)) {
        ENGINE_TRY_AS(const std::int64_t known,
                      sourced(m_database.queryInteger(
                                  QStringLiteral("SELECT count(*) FROM busheng_table WHERE number = %1").arg(number)),
                              m_database.name()));
        if (known == 0)
            return notOurs(QStringLiteral("it names table number %1, which there never was").arg(number));
        m_others.insert(number);
    }
    return nullptr;
}

Result<> SqliteChangeReader::append(const SqliteStatement& row, std::int64_t op, const TableSchema& table)
{
    RowChange change;
    change.tableId = table.id;
    const int columns = static_cast<int>(table.columns.size());
    switch (static_cast<SqliteChangeOp>(op)) {
    case SqliteChangeOp::Insert:
        change.kind = ChangeKind::Upsert;
        ENGINE_TRY(requireKey(row, table));
        ENGINE_TRY(copyCells(row, kFirstValue, table.columns.size(), m_after));
        break;
    case SqliteChangeOp::Update:
        change.kind = ChangeKind::Update;
        ENGINE_TRY(requireKey(row, table));
        ENGINE_TRY(copyCells(row, kFirstValue, table.columns.size(), m_after));
        ENGINE_TRY(copyKey(row, kFirstValue + columns, table, m_before));
        break;
    case SqliteChangeOp::Delete:
        change.kind = ChangeKind::Delete;
        ENGINE_TRY(copyKey(row, kFirstValue, table, m_before));
        break;
    default:
        return notOurs(QStringLiteral("operation %1 is unknown").arg(op));
    }
    change.before = m_before;
    change.after = m_after;
    ByteWriter writer(m_block);
    writeChange(writer, change);
    return {};
}

Result<> SqliteChangeReader::copyCells(const SqliteStatement& row, int first, std::size_t count, Bytes& out)
{
    out.clear();
    ByteWriter writer(out);
    writer.varint(count);
    for (std::size_t i = 0; i < count; ++i)
        writeCell(writer, row.cell(first + static_cast<int>(i)));
    return {};
}

Result<> SqliteChangeReader::copyKey(const SqliteStatement& row, int first, const TableSchema& table, Bytes& out)
{
    for (std::size_t i = 0; i < table.keyColumns.size(); ++i) {
        if (row.cell(first + static_cast<int>(i)).kind == CellKind::Null)
            return nullKey(m_database.name(), table);
    }
    return copyCells(row, first, table.keyColumns.size(), out);
}

Result<> SqliteChangeReader::requireKey(const SqliteStatement& row, const TableSchema& table) const
{
    for (const std::uint32_t column : table.keyColumns) {
        if (row.cell(kFirstValue + static_cast<int>(column)).kind == CellKind::Null)
            return nullKey(m_database.name(), table);
    }
    return {};
}

Failure SqliteChangeReader::notOurs(const QString& what) const
{
    return fail(
        structureDrift(m_database.name(), QStringLiteral("busheng_change"),
                       QStringLiteral("row %1 is not as a trigger wrote it: %2").arg(QString::number(m_id), what)));
}

} // namespace busheng
