// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/sqlite/sqlite_row_query.h"

#include "engine/model/events.h"

#include <QFileInfo>

#include <array>
#include <charconv>

namespace busheng {
namespace {

/// Long enough for any number that std::to_chars writes.
using Digits = std::array<char, 32>;

RowValue valueOf(const Cell& cell, Digits& digits)
{
    const auto number = [&digits](auto value) {
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        return RowValue{RowValue::Kind::Number, {digits.data(), static_cast<std::size_t>(end - digits.data())}};
    };
    switch (cell.kind) {
    case CellKind::Integer:
        return number(cell.integer);
    case CellKind::Real:
        return number(cell.real);
    case CellKind::Text:
        return {RowValue::Kind::Text, cell.bytes};
    case CellKind::Blob:
        return {RowValue::Kind::Binary, cell.bytes};
    default:
        return {};
    }
}

} // namespace

Result<> readSqliteRows(const QString& path, const QString& name, const RowQuery& wanted, RowReceiver& receiver,
                        const std::stop_token& stop)
{
    if (!QFileInfo(path).isFile()) {
        Error gone = makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, QStringLiteral("there is no such file")},
                               QStringLiteral("opening %1").arg(name));
        gone.transient = true;
        return fail(gone);
    }
    ENGINE_TRY_AS(const auto database, SqliteDatabase::open(path, SqliteDatabase::OpenMode::ReadWrite, name));
    ENGINE_TRY(database->execute(QStringLiteral("PRAGMA query_only = ON")));
    // The line feed ends a comment at the end of the query.
    const QString select = wanted.table.isEmpty()
                               ? QStringLiteral("SELECT * FROM (\n%1\n)").arg(withoutSemicolon(wanted.query))
                               : QStringLiteral("SELECT * FROM ") + sqliteQuoted(wanted.table);
    ENGINE_TRY_AS(SqliteStatement rows, database->prepareOnly(select));
    std::vector<RowColumn> columns;
    for (int i = 0; i < rows.columnCount(); ++i)
        columns.push_back({rows.columnName(i), rows.declaredType(i)});
    ENGINE_TRY(receiver.begin(columns, {}));
    std::vector<RowValue> values(columns.size());
    std::vector<Digits> digits(columns.size());
    for (;;) {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, QStringLiteral("stopping"));
        ENGINE_TRY_AS(const bool more, rows.step());
        if (!more)
            return {};
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = valueOf(rows.cell(static_cast<int>(i)), digits[i]);
        ENGINE_TRY(receiver.row(values));
    }
}

} // namespace busheng
