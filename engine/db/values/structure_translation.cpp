// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/values/structure_translation.h"

#include "engine/base/per_thread.h"
#include "engine/db/postgres/pg_value_text.h"
#include "engine/model/events.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <numeric>

namespace busheng {
namespace {

bool isNothing(const Cell& cell)
{
    return cell.kind == CellKind::Null || cell.kind == CellKind::Unchanged;
}

Failure malformed(const QString& table)
{
    return fail(ErrorCode::Protocol, QStringLiteral("a row of table %1 is malformed").arg(table));
}

} // namespace

Result<StructureTranslation> StructureTranslation::of(const DatasetSchema& source, const QString& engine,
                                                      const QString& target)
{
    StructureTranslation made;
    made.m_source = engineValues(source.engine);
    made.m_target = engineValues(engine);
    made.m_isFromPostgres = source.engine == u"postgres";
    MappedStructure mapped = mapStructure(source, engine);
    for (std::size_t i = 0; i < source.tables.size(); ++i) {
        const TableSchema& from = source.tables[i];
        if (!mapped.refusals[i].isEmpty()) {
            const QString why = mapped.refusals[i].join(QStringLiteral("; "));
            return fail(makeEvent(ErrorCode::Config, events::TGT_TYPE, {target, from.name, why},
                                  QStringLiteral("table %1 of target %2: %3").arg(from.name, target, why)));
        }
        Table table;
        table.name = from.name;
        table.columns = from.columns;
        table.key = from.keyColumns;
        table.all.resize(from.columns.size());
        std::iota(table.all.begin(), table.all.end(), 0U);
        for (const ColumnSchema& column : from.columns)
            table.types.push_back(mapType(source.engine, column.declaredType, source.types, engine, false).common);
        made.m_tables.emplace(from.id, std::move(table));
    }
    made.m_schema = std::move(mapped.schema);
    return made;
}

Result<const StructureTranslation::Table*> StructureTranslation::table(std::uint32_t id) const
{
    const auto found = m_tables.find(id);
    if (found == m_tables.end())
        return fail(ErrorCode::Protocol,
                    QStringLiteral("an operation on table %1, which the structure does not have").arg(id));
    return &found->second;
}

QString StructureTranslation::keyText(const Table& table, const Places& places, const std::vector<Cell>& cells) const
{
    QStringList texts;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const bool isKey = table.key.empty() || std::ranges::find(table.key, places[i]) != table.key.end();
        if (isKey && !isNothing(cells[i]))
            texts.append(m_isFromPostgres ? pgValueToText(cells[i], table.columns[places[i]]) : cellToText(cells[i]));
    }
    return texts.join(QStringLiteral(", "));
}

Result<> StructureTranslation::translate(const Table& table, const Places& places, BytesView row, Bytes& out) const
{
    std::vector<Cell>& cells = perThread<std::vector<Cell>, struct TranslatedCells>();
    Bytes& first = perThread<Bytes, struct TranslatedFirst>();
    Bytes& second = perThread<Bytes, struct TranslatedSecond>();
    if (!decodeRow(row, cells) || cells.size() != places.size())
        return malformed(table.name);
    ByteWriter writer(out);
    writer.varint(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (isNothing(cells[i])) {
            writeCell(writer, cells[i]);
            continue;
        }
        const CommonType& type = table.types[places[i]];
        Cell common;
        Cell own;
        Refusal why = m_source->toCommon(type, cells[i], first, common);
        if (why == nullptr)
            why = m_target->fromCommon(type, common, second, own);
        if (why != nullptr) {
            const QString key = keyText(table, places, cells);
            const QString& column = table.columns[places[i]].name;
            return fail(makeEvent(ErrorCode::Conflict, events::TGT_VALUE,
                                  {table.name, key, column, QString::fromLatin1(why)},
                                  QStringLiteral("table %1, row %2, column %3: %4")
                                      .arg(table.name, key, column, QString::fromLatin1(why))));
        }
        writeCell(writer, own);
    }
    return {};
}

Result<> StructureTranslation::translateBlock(BytesView block, Bytes& out) const
{
    Bytes& before = perThread<Bytes, struct TranslatedBefore>();
    Bytes& after = perThread<Bytes, struct TranslatedAfter>();
    ChangeReader reader(block);
    RowChange change;
    ByteWriter writer(out);
    while (reader.next(change)) {
        ENGINE_TRY_AS(const Table* const at, table(change.tableId));
        RowChange translated{change.kind, change.tableId, {}, {}};
        if (!change.before.empty()) {
            // The key, or the whole old row.
            const bool isKey = !at->key.empty() && RowReader(change.before).columnCount() == at->key.size();
            before.clear();
            ENGINE_TRY(translate(*at, isKey ? at->key : at->all, change.before, before));
            translated.before = before;
        }
        if (!change.after.empty()) {
            after.clear();
            ENGINE_TRY(translate(*at, at->all, change.after, after));
            translated.after = after;
        }
        writeChange(writer, translated);
    }
    if (reader.failed())
        return fail(ErrorCode::Protocol, QStringLiteral("operations are malformed"));
    return {};
}

Result<Bytes> StructureTranslation::translateKey(std::uint32_t tableId, BytesView key) const
{
    Bytes translated;
    if (key.empty())
        return translated;
    ENGINE_TRY_AS(const Table* const at, table(tableId));
    ENGINE_TRY(translate(*at, at->key, key, translated));
    return translated;
}

Result<Bytes> StructureTranslation::translateKeyOf(const RowChange& change) const
{
    ENGINE_TRY_AS(const Table* const at, table(change.tableId));
    const BytesView row = change.before.empty() ? change.after : change.before;
    const bool isKey = !at->key.empty() && RowReader(row).columnCount() == at->key.size() && !change.before.empty();
    Bytes key;
    if (at->key.empty() || isKey)
        key = Bytes(row);
    else if (!projectRow(row, at->key, key))
        return malformed(at->name);
    Bytes translated;
    ENGINE_TRY(translate(*at, at->key.empty() ? at->all : at->key, key, translated));
    return translated;
}

QString StructureTranslation::sourceRowText(const RowChange& change) const
{
    const auto found = m_tables.find(change.tableId);
    std::vector<Cell> cells;
    if (found == m_tables.end() || change.after.empty() || !decodeRow(change.after, cells) ||
        cells.size() != found->second.columns.size())
        return {};
    QJsonObject json;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const ColumnSchema& column = found->second.columns[i];
        if (cells[i].kind == CellKind::Null)
            json.insert(column.name, QJsonValue());
        else if (cells[i].kind != CellKind::Unchanged)
            json.insert(column.name, m_isFromPostgres ? pgValueToText(cells[i], column) : cellToText(cells[i]));
    }
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

bool StructureTranslation::restore(const Table& table, const Places& places, BytesView row, Bytes& out) const
{
    std::vector<Cell>& cells = perThread<std::vector<Cell>, struct RestoredCells>();
    Bytes& first = perThread<Bytes, struct RestoredFirst>();
    Bytes& second = perThread<Bytes, struct RestoredSecond>();
    if (!decodeRow(row, cells) || cells.size() != places.size())
        return false;
    ByteWriter writer(out);
    writer.varint(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (isNothing(cells[i])) {
            writeCell(writer, cells[i]);
            continue;
        }
        const CommonType& type = table.types[places[i]];
        Cell common;
        Cell own;
        const bool isKnown = m_target->toCommon(type, cells[i], first, common) == nullptr &&
                             m_source->fromCommon(type, common, second, own) == nullptr;
        if (isKnown) {
            writeCell(writer, own);
            continue;
        }
        const ColumnSchema& column = m_schema.table(table.name)->columns[places[i]];
        const QByteArray shown =
            (cells[i].kind == CellKind::Native ? pgValueToText(cells[i], column) : cellToText(cells[i])).toUtf8();
        writeCell(writer, Cell::ofText(view(shown)));
    }
    return true;
}

bool StructureTranslation::restoreRow(std::uint32_t tableId, BytesView row, Bytes& out) const
{
    const auto found = m_tables.find(tableId);
    return found != m_tables.end() && restore(found->second, found->second.all, row, out);
}

bool StructureTranslation::restoreKey(std::uint32_t tableId, BytesView key, Bytes& out) const
{
    const auto found = m_tables.find(tableId);
    return found != m_tables.end() && restore(found->second, found->second.key, key, out);
}

} // namespace busheng
