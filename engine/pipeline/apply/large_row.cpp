// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/large_row.h"

#include "engine/db/postgres/pg_value_text.h"
#include "engine/model/events.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <utility>

namespace busheng {
namespace {

constexpr std::uint64_t kMiB = 1U << 20;

QString textOf(const DatasetSchema& schema, const Cell& cell, const ColumnSchema& column)
{
    return schema.engine == u"postgres" ? pgValueToText(cell, column) : cellToText(cell);
}

QString keyText(const DatasetSchema& schema, const TableSchema& table, BytesView key)
{
    std::vector<Cell> cells;
    QStringList texts;
    if (!table.keyColumns.empty() && decodeRow(key, cells) && cells.size() == table.keyColumns.size()) {
        for (std::size_t i = 0; i < cells.size(); ++i)
            texts.append(textOf(schema, cells[i], table.columns[table.keyColumns[i]]));
    }
    return texts.join(QStringLiteral(", "));
}

QString rowJson(const DatasetSchema& schema, const TableSchema& table, BytesView row)
{
    std::vector<Cell> cells;
    if (row.empty() || !decodeRow(row, cells) || cells.size() != table.columns.size())
        return {};
    QJsonObject json;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].kind == CellKind::Null)
            json.insert(table.columns[i].name, QJsonValue());
        else if (cells[i].kind != CellKind::Unchanged)
            json.insert(table.columns[i].name, textOf(schema, cells[i], table.columns[i]));
    }
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

} // namespace

Bytes keyOfLargeRow(const TableSchema& table, const RowChange& change)
{
    const BytesView row = change.before.empty() ? change.after : change.before;
    const bool isKey = !change.before.empty() && RowReader(row).columnCount() == table.keyColumns.size();
    Bytes key;
    if (table.keyColumns.empty() || isKey)
        return Bytes(row);
    return projectRow(row, table.keyColumns, key) ? key : Bytes();
}

Result<RefusedOperation> refusalOf(const DatasetSchema& schema, const LeftOutChange& leftOut)
{
    const TableSchema* const table = schema.table(leftOut.change.tableId);
    if (table == nullptr)
        return fail(ErrorCode::Protocol, QStringLiteral("an operation on a table that the structure does not have"));
    RefusedOperation refused;
    refused.kind = leftOut.change.kind;
    refused.keyText = keyText(schema, *table, keyOfLargeRow(*table, leftOut.change));
    refused.newRow = rowJson(schema, *table, leftOut.change.after);
    QStringList columns;
    for (const std::uint32_t column : leftOut.columns) {
        if (column < table->columns.size())
            columns.append(table->columns[column].name);
    }
    const QString size = QStringLiteral("%1 MiB; at most %2 MiB of a row travel in a stream")
                             .arg(leftOut.bytes / kMiB)
                             .arg(kLargestChange / kMiB);
    refused.why = makeEvent(ErrorCode::Conflict, events::TGT_ROW_LARGE,
                            {table->name, refused.keyText, columns.join(QStringLiteral(", ")), size},
                            QStringLiteral("a row of table %1 is too large: %2").arg(table->name, size));
    return refused;
}

RefusedOperation refusedValue(const TableSchema& table, const ValuePlace& place, const QString& keyText,
                              const QString& why)
{
    RefusedOperation refused;
    refused.table = table.name;
    refused.kind = ChangeKind::Update;
    refused.key = place.key;
    refused.keyText = keyText;
    refused.why = makeEvent(ErrorCode::Conflict, events::TGT_VALUE, {table.name, keyText, place.column.name, why},
                            QStringLiteral("a large value of table %1: %2").arg(table.name, why));
    return refused;
}

} // namespace busheng
