// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/my_value_writer.h"

#include "engine/db/mariadb/my_quoting.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/large_row.h"
#include "engine/pipeline/apply/my_errors.h"
#include "engine/pipeline/apply/my_table_writer.h"
#include "engine/pipeline/apply/my_target_structure.h"

namespace busheng {

Failure MyValueWriter::missing(const TableSchema& table, const LargeColumn& column) const
{
    const QString type = column.isText ? QStringLiteral("longtext") : QStringLiteral("longblob");
    const QString sql =
        QStringLiteral("ALTER TABLE %1 ADD COLUMN %2 %3").arg(myQuotedTable(table.name), myQuoted(column.name), type);
    return fail(makeEvent(ErrorCode::Config, events::TGT_LARGE_COLUMN, {m_target, table.name, column.name, sql},
                          QStringLiteral("table %1 of target %2 has no column %3 of type %4")
                              .arg(table.name, m_target, column.name, type)));
}

Result<MyBulk*> MyValueWriter::statementOf(const TableSchema& table, const LargeColumn& column)
{
    const std::pair place(table.name, column.name);
    if (const auto known = m_statements.find(place); known != m_statements.end())
        return &known->second;
    ENGINE_TRY_AS(const std::optional<TableSchema> found, findMyTable(m_connection, table.name));
    const ColumnSchema* const here = found ? found->column(column.name) : nullptr;
    const auto type = here == nullptr ? std::nullopt : MyType::parse(here->declaredType);
    if (!type || type->kind != (column.isText ? MyKind::Text : MyKind::Binary))
        return missing(table, column);
    std::vector<MyKind> kinds{type->kind};
    std::vector<bool> isUnsigned{false};
    QStringList terms;
    for (const std::uint32_t key : table.keyColumns) {
        const ColumnSchema* const keyHere = found->column(table.columns.at(key).name);
        const MyType keyType = keyHere == nullptr ? MyType() : MyType::parse(keyHere->declaredType).value_or(MyType());
        terms.append(myQuoted(table.columns.at(key).name) + QStringLiteral(" = ") + myKeyParameter(keyType));
        kinds.push_back(keyType.kind);
        isUnsigned.push_back(keyType.isUnsigned);
    }
    // What the row says of times stays, also in a column that is declared ON UPDATE CURRENT_TIMESTAMP.
    QString kept;
    for (const ColumnSchema& own : table.columns) {
        const ColumnSchema* const ownHere = found->column(own.name);
        const auto ownType = ownHere == nullptr ? std::nullopt : MyType::parse(ownHere->declaredType);
        if (ownType && (ownType->kind == MyKind::Timestamp || ownType->kind == MyKind::DateTime))
            kept += QStringLiteral(", %1 = %1").arg(myQuoted(own.name));
    }
    const QString sql =
        QStringLiteral("UPDATE %1 SET %2 = ?%3 WHERE %4")
            .arg(myQuotedTable(table.name), myQuoted(column.name), kept, terms.join(QStringLiteral(" AND ")));
    ENGINE_TRY_AS(MyBulk bulk, MyBulk::prepare(m_connection, sql, {}, kinds, isUnsigned));
    return &m_statements.emplace(place, std::move(bulk)).first->second;
}

Result<> MyValueWriter::write(const TableSchema& table, const ValuePlace& place, ValueSource* value)
{
    std::vector<Cell> key;
    if (!decodeRow(place.key, key) || key.size() != table.keyColumns.size() || key.empty())
        return fail(ErrorCode::Protocol, QStringLiteral("a large value of table %1 names no row").arg(table.name));
    ENGINE_TRY_AS(MyBulk* const statement, statementOf(table, place.column));
    statement->clear();
    const Cell empty = place.column.isText ? Cell::ofText({}) : Cell::ofBlob({});
    bool fits = statement->add(value == nullptr ? Cell::null() : empty);
    QStringList texts;
    for (const Cell& cell : key) {
        fits = statement->add(cell) && fits;
        texts.append(cellToText(cell));
    }
    statement->endRow();
    if (!fits)
        return fail(ErrorCode::Protocol, QStringLiteral("a large value of table %1 names no row").arg(table.name));
    const QString keyText = texts.join(QStringLiteral(", "));
    if (value == nullptr || value->size() == 0) {
        ENGINE_TRY(statement->runOne(0));
        return {};
    }
    ENGINE_TRY_AS(const std::size_t most, m_connection.mostBytes());
    if (value->size() > most)
        return fail(
            refusedValue(table, place, keyText,
                         QStringLiteral("a value of %1 bytes; max_allowed_packet is %2").arg(value->size()).arg(most))
                .why);
    const auto written = statement->runWithPieces([value](const auto& sink) { return value->read(sink); });
    if (written)
        return {};
    if (isMyRowError(written.error()) && m_connection.isAlive())
        return fail(refusedValue(table, place, keyText, written.error().native).why);
    return fail(written.error());
}

} // namespace busheng
