// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/my_row_builder.h"

#include "engine/base/per_thread.h"
#include "engine/model/events.h"
#include "engine/model/row_change.h"
#include "engine/pipeline/capture/source_error.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr std::size_t kLargeRow = 64U << 10; ///< from which on values are looked at that may not have changed
constexpr std::size_t kLargeValue = 4U << 10;
constexpr std::size_t kKeptRow = 1U << 20; ///< of memory for the next row

Failure malformed(const TableSchema& table)
{
    return fail(ErrorCode::Protocol, QStringLiteral("rows of table %1 are malformed").arg(table.name));
}

} // namespace

Result<MyRowBuilder> MyRowBuilder::make(MyConnection& connection, MyCharsets& charsets, const QString& source,
                                        const DatasetSchema& schema)
{
    MyRowBuilder builder(source, schema);
    builder.m_haveNames = connection.isMariaDb();
    ENGINE_TRY_AS(const std::int64_t folds,
                  connection.queryInteger(QStringLiteral("SELECT @@global.lower_case_table_names")));
    builder.m_caseOfNames = folds != 0 ? Qt::CaseInsensitive : Qt::CaseSensitive;
    for (const TableSchema& table : builder.m_schema->tables) {
        std::vector<MyColumn>& columns = builder.m_declared[table.id];
        for (const ColumnSchema& column : table.columns) {
            const auto type = MyType::parse(column.declaredType);
            if (!type)
                return fail(makeEvent(ErrorCode::Schema, events::SRC_COLUMN_UNSUPPORTED,
                                      {source, table.name, column.name + QStringLiteral(": ") + column.declaredType},
                                      QStringLiteral("column %1 of %2").arg(column.name, table.name)));
            ENGINE_TRY_AS(const MyCharset* const charset, charsets.of(connection, *type));
            const bool isKey = table.keyColumns.empty() ||
                               std::ranges::find(table.keyColumns, columns.size()) != table.keyColumns.end();
            columns.push_back({*type, charset, isKey});
        }
    }
    return builder;
}

const TableSchema* MyRowBuilder::table(const QString& name) const
{
    const auto found = std::ranges::find_if(
        m_schema->tables, [&](const TableSchema& one) { return one.name.compare(name, m_caseOfNames) == 0; });
    return found == m_schema->tables.end() ? nullptr : &*found;
}

Result<bool> MyRowBuilder::describe(const binlog::Event& event)
{
    ENGINE_TRY_AS(const std::uint64_t id, binlog::readTableId(event));
    const auto known = m_maps.find(id);
    if (known != m_maps.end() && known->second.description == event.body)
        return true;
    ENGINE_TRY_AS(binlog::TableMap map, binlog::readTableMap(event));
    m_maps.erase(id);
    const TableSchema* const schema = table(map.database + u'.' + map.table);
    if (schema == nullptr)
        return false;
    ENGINE_TRY_AS(Table table, match(std::move(map), *schema));
    table.description = Bytes(event.body);
    m_maps.emplace(id, std::move(table));
    return true;
}

/// Those of the structure, in their order; where the server computes some, only a log with names says which.
Result<> MyRowBuilder::nameColumns(binlog::TableMap& map, const TableSchema& schema) const
{
    if (m_haveNames || !schema.generatedColumns.empty())
        return fail(structureDrift(m_source, schema.name,
                                   QStringLiteral("binlog_row_metadata is no longer FULL: its rows name no columns")));
    if (map.columns.size() != schema.columns.size())
        return fail(structureDrift(
            m_source, schema.name,
            QStringLiteral("it has %1 columns, not %2").arg(map.columns.size()).arg(schema.columns.size())));
    for (std::size_t i = 0; i < map.columns.size(); ++i)
        map.columns[i].name = schema.columns[i].name;
    return {};
}

Result<MyRowBuilder::Table> MyRowBuilder::match(binlog::TableMap map, const TableSchema& schema) const
{
    if (!map.hasNames)
        ENGINE_TRY(nameColumns(map, schema));
    Table table;
    table.schema = &schema;
    const std::vector<MyColumn>& declared = m_declared.at(schema.id);
    std::size_t next = 0;
    for (const binlog::Column& wire : map.columns) {
        const bool isComputed =
            std::ranges::find(schema.generatedColumns, wire.name, &ColumnSchema::name) != schema.generatedColumns.end();
        if (isComputed) {
            const auto generated = std::ranges::find(schema.generatedColumns, wire.name, &ColumnSchema::name);
            table.columns.push_back(
                {wire, {MyType::parse(generated->declaredType).value_or(MyType()), nullptr, false}, false});
            continue;
        }
        if (next == schema.columns.size() || schema.columns[next].name != wire.name)
            return fail(structureDrift(m_source, schema.name, QStringLiteral("column %1 is new").arg(wire.name)));
        if (!binlog::fits(wire, declared[next].type, m_haveNames))
            return fail(structureDrift(
                m_source, schema.name,
                QStringLiteral("column %1 is no longer %2").arg(wire.name, schema.columns[next].declaredType)));
        table.columns.push_back({wire, declared[next], true});
        ++next;
    }
    if (next != schema.columns.size())
        return fail(
            structureDrift(m_source, schema.name, QStringLiteral("column %1 is gone").arg(schema.columns[next].name)));
    return table;
}

Result<> MyRowBuilder::writeCells(ByteReader& in, const Table& table, BytesView nulls, Bytes& row)
{
    ByteWriter writer(row);
    Bytes& dropped = perThread<Bytes, struct DroppedCell>();
    std::size_t written = 0;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const Column& column = table.columns[i];
        if (column.isWanted)
            m_offsets.push_back(row.size());
        const BytesView ahead = in.rest();
        const bool isNull = binlog::bitAt(nulls, i);
        if (isNull) {
            if (column.isWanted)
                writeCell(writer, Cell::null());
        } else if (!column.isWanted) {
            dropped.clear();
            ByteWriter ignored(dropped);
            static_cast<void>(binlog::writeValue(in, column.wire, column.declared, ignored));
        } else if (!binlog::writeValue(in, column.wire, column.declared, writer)) {
            if (in.failed())
                return malformed(*table.schema);
            const QString why =
                QStringLiteral("a value of column %1 cannot be read: x'%2'")
                    .arg(column.wire.name,
                         toHex(ahead.substr(0, std::min<std::size_t>(ahead.size() - in.rest().size(), 64))));
            return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_REFUSED, {m_source, table.schema->name, why},
                                  QStringLiteral("source %1, table %2: %3").arg(m_source, table.schema->name, why)));
        }
        written += column.isWanted ? 1 : 0;
    }
    m_offsets.push_back(row.size());
    return in.failed() || written != table.schema->columns.size() ? malformed(*table.schema) : Result<>();
}

/// `present` must be all: binlog_row_image=FULL.
Result<> MyRowBuilder::readRow(ByteReader& in, const Table& table, BytesView present, Bytes& row)
{
    const std::size_t count = table.columns.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (!binlog::bitAt(present, i))
            return fail(structureDrift(m_source, table.schema->name,
                                       QStringLiteral("binlog_row_image is no longer FULL: its rows are not whole")));
    }
    const BytesView nulls = in.raw((count + 7) / 8);
    if (in.failed())
        return malformed(*table.schema);
    row.clear();
    m_offsets.clear();
    ByteWriter(row).varint(table.schema->columns.size());
    return writeCells(in, table, nulls, row);
}

/// Of the row that was read last.
void MyRowBuilder::writeKey(const Table& table, const Bytes& row, Bytes& key) const
{
    if (table.schema->keyColumns.empty()) {
        key = row;
        return;
    }
    key.clear();
    ByteWriter writer(key);
    writer.varint(table.schema->keyColumns.size());
    for (const std::uint32_t column : table.schema->keyColumns)
        writer.raw(BytesView(row).substr(m_offsets[column], m_offsets[column + 1] - m_offsets[column]));
}

/// Large values that an update left as they were do not travel again.
void MyRowBuilder::leaveLargeAlone()
{
    const auto cell = [](const Bytes& row, const std::vector<std::size_t>& offsets, std::size_t column) {
        return BytesView(row).substr(offsets[column], offsets[column + 1] - offsets[column]);
    };
    Bytes left;
    ByteWriter writer(left);
    writer.varint(m_offsets.size() - 1);
    for (std::size_t column = 0; column + 1 < m_offsets.size(); ++column) {
        const BytesView now = cell(m_after, m_offsets, column);
        if (now.size() > kLargeValue && now == cell(m_before, m_beforeOffsets, column))
            writeCell(writer, Cell::unchanged());
        else
            writer.raw(now);
    }
    m_after = std::move(left);
}

Result<std::uint32_t> MyRowBuilder::append(const binlog::Rows& rows, Bytes& block)
{
    const auto found = m_maps.find(rows.tableId);
    if (found == m_maps.end())
        return 0U;
    const Table& table = found->second;
    if (rows.columns != table.columns.size())
        return malformed(*table.schema);
    const std::size_t start = block.size();
    ByteReader in(rows.rows);
    ByteWriter writer(block);
    std::uint32_t count = 0;
    const auto one = [&]() -> Result<> {
        ENGINE_TRY(readRow(in, table, rows.present, m_before));
        if (rows.kind == binlog::RowsKind::Write) {
            writeChange(writer, {ChangeKind::Insert, table.schema->id, {}, m_before});
            return {};
        }
        writeKey(table, m_before, m_key);
        if (rows.kind == binlog::RowsKind::Delete) {
            writeChange(writer, {ChangeKind::Delete, table.schema->id, m_key, {}});
            return {};
        }
        m_beforeOffsets.swap(m_offsets);
        ENGINE_TRY(readRow(in, table, rows.presentAfter, m_after));
        if (m_after.size() > kLargeRow && !table.schema->keyColumns.empty())
            leaveLargeAlone();
        writeChange(writer, {ChangeKind::Update, table.schema->id, m_key, m_after});
        return {};
    };
    while (!in.atEnd()) {
        if (auto done = one(); !done) {
            block.resize(start);
            return fail(std::move(done).error());
        }
        ++count;
    }
    for (Bytes* row : {&m_before, &m_after, &m_key}) {
        if (row->capacity() > kKeptRow)
            Bytes().swap(*row); // the next large one is far away
    }
    return count;
}

} // namespace busheng
