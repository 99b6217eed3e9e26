// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/odbc/odbc_row_query.h"

#include "engine/db/odbc/odbc_snapshot.h"
#include "engine/db/values/neutral_values.h"
#include "engine/model/events.h"

#include <array>
#include <charconv>

namespace busheng {
namespace {

/// Long enough for any number that std::to_chars writes.
using Digits = std::array<char, 32>;

RowValue valueOf(const CommonType& type, const Cell& cell, Digits& digits)
{
    const auto number = [&digits](auto value) {
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        return RowValue{RowValue::Kind::Number, {digits.data(), static_cast<std::size_t>(end - digits.data())}};
    };
    if (type.kind == CommonKind::Boolean && cell.kind == CellKind::Integer)
        return {RowValue::Kind::Boolean, cell.integer != 0 ? "true" : "false"};
    switch (cell.kind) {
    case CellKind::Integer:
        return number(cell.integer);
    case CellKind::Real:
        return number(cell.real);
    case CellKind::Text:
        return {type.kind == CommonKind::Integer ? RowValue::Kind::Number : RowValue::Kind::Text, cell.bytes};
    case CellKind::Blob:
        return {RowValue::Kind::Binary, cell.bytes};
    default:
        return {};
    }
}

} // namespace

Result<> readOdbcRows(const OdbcConnection::Options& options, const RowQuery& wanted, RowReceiver& receiver)
{
    if (wanted.table.isEmpty()) {
        const QString what = QStringLiteral("a SELECT of a database behind ODBC as the rows of a file; name a table");
        return fail(makeEvent(ErrorCode::Config, events::NOT_YET, {what}, what));
    }
    ENGINE_TRY_AS(const auto snapshot, OdbcSnapshot::open(options));
    ENGINE_TRY_AS(const OdbcTable table, readOdbcTable(snapshot->connection(), wanted.table));
    std::vector<RowColumn> columns;
    std::vector<CommonType> types;
    for (const ColumnSchema& column : table.schema.columns) {
        columns.push_back({column.name, column.declaredType});
        types.push_back(parseNeutralType(column.declaredType).value_or(CommonType()));
    }
    ENGINE_TRY(receiver.begin(columns, {}));
    std::vector<Cell> cells;
    std::vector<RowValue> values(columns.size());
    std::vector<Digits> digits(columns.size());
    Result<> taken;
    ENGINE_TRY(snapshot->scan(table.schema, {}, 0, [&](BytesView row) {
        if (!decodeRow(row, cells) || cells.size() != values.size()) {
            taken = fail(ErrorCode::Internal, QStringLiteral("a row of %1 is malformed").arg(wanted.table));
            return false;
        }
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = valueOf(types[i], cells[i], digits[i]);
        taken = receiver.row(values);
        return taken.has_value();
    }));
    return taken;
}

} // namespace busheng
