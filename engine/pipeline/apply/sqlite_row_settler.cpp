// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/sqlite_row_settler.h"

#include "engine/db/values/sqlite_values.h"

#include <algorithm>

namespace busheng {
namespace {

template <typename T>
int order(const T& one, const T& other)
{
    return (one > other ? 1 : 0) - (one < other ? 1 : 0);
}

/// A text that is a number: decimals of other databases are kept as texts.
struct Digits {
    bool isNegative = false;
    BytesView whole;    ///< without zeros in front
    BytesView fraction; ///< without zeros behind

    static std::optional<Digits> of(BytesView text)
    {
        Digits digits;
        digits.isNegative = text.starts_with('-');
        if (digits.isNegative)
            text.remove_prefix(1);
        const std::size_t point = std::min(text.find('.'), text.size());
        digits.whole = text.substr(0, point);
        digits.fraction = point == text.size() ? BytesView() : text.substr(point + 1);
        const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
        const bool hasFraction = point == text.size() || !digits.fraction.empty();
        if (digits.whole.empty() || !hasFraction || !std::ranges::all_of(digits.whole, isDigit) ||
            !std::ranges::all_of(digits.fraction, isDigit))
            return std::nullopt;
        digits.whole.remove_prefix(std::min(digits.whole.find_first_not_of('0'), digits.whole.size()));
        digits.fraction = digits.fraction.substr(0, digits.fraction.find_last_not_of('0') + 1);
        if (digits.whole.empty() && digits.fraction.empty())
            digits.isNegative = false;
        return digits;
    }

    int against(const Digits& other) const
    {
        if (isNegative != other.isNegative)
            return isNegative ? -1 : 1;
        int magnitude = order(whole.size(), other.whole.size());
        if (magnitude == 0)
            magnitude = order(whole, other.whole);
        if (magnitude == 0)
            magnitude = order(fraction, other.fraction);
        return isNegative ? -magnitude : magnitude;
    }
};

/// SQLite's own order of kinds: numbers, texts, blobs.
int rankOf(const Cell& cell)
{
    return cell.kind == CellKind::Text ? 1 : cell.kind == CellKind::Blob ? 2 : 0;
}

} // namespace

bool SqliteRowSettler::isDuplicate(const Error& why) const
{
    return why.native.startsWith(QStringLiteral("UNIQUE constraint failed"));
}

Result<Bytes> SqliteRowSettler::currentRow(const TableSchema& table, BytesView key)
{
    std::vector<Cell> cells;
    Bytes row;
    if (!decodeRow(key, cells) || cells.size() != table.keyColumns.size())
        return row;
    auto select = m_selects.find(table.name);
    if (select == m_selects.end()) {
        // Columns are qualified: SQLite takes an unknown "name" that is not for a text literal.
        const QString from = sqliteQuoted(table.name);
        QStringList columns;
        QStringList terms;
        for (const ColumnSchema& column : table.columns)
            columns.append(QString(from + u'.' + sqliteQuoted(column.name)));
        for (const std::uint32_t column : table.keyColumns)
            terms.append(QString(columns[column] + QStringLiteral(" = ?%1").arg(terms.size() + 1)));
        ENGINE_TRY_AS(SqliteStatement made, m_database.prepare(QStringLiteral("SELECT %1 FROM %2 WHERE %3")
                                                                   .arg(columns.join(QStringLiteral(", ")), from,
                                                                        terms.join(QStringLiteral(" AND ")))));
        select = m_selects.emplace(table.name, std::move(made)).first;
    }
    SqliteStatement& statement = select->second;
    int parameter = 0;
    for (const Cell& cell : cells)
        ENGINE_TRY(statement.bind(++parameter, cell));
    ENGINE_TRY_AS(const bool isThere, statement.step());
    if (isThere) {
        cells.clear();
        for (int column = 0; column < statement.columnCount(); ++column)
            cells.push_back(statement.cell(column));
        encodeRow(cells, row);
    }
    statement.reset();
    return row;
}

Result<int> SqliteRowSettler::compare(const TableSchema& table, std::size_t column, const Cell& one, const Cell& other)
{
    QString why;
    Bytes scratchOfOne;
    Bytes scratchOfOther;
    Cell a = one;
    Cell b = other;
    const EngineValues& values = sqliteValues();
    const auto type = values.parse(table.columns[column].declaredType, why);
    // What is no value of the column's type is compared as SQLite does.
    if (!type || values.toCommon(*type, one, scratchOfOne, a) != nullptr ||
        values.toCommon(*type, other, scratchOfOther, b) != nullptr) {
        a = one;
        b = other;
    }
    if (rankOf(a) != rankOf(b))
        return order(rankOf(a), rankOf(b));
    if (a.kind == CellKind::Integer && b.kind == CellKind::Integer)
        return order(a.integer, b.integer);
    if (rankOf(a) == 0)
        return order(a.kind == CellKind::Integer ? static_cast<double>(a.integer) : a.real,
                     b.kind == CellKind::Integer ? static_cast<double>(b.integer) : b.real);
    const auto digits = Digits::of(a.bytes);
    const auto otherDigits = Digits::of(b.bytes);
    if (a.kind == CellKind::Text && digits && otherDigits)
        return digits->against(*otherDigits);
    return order(a.bytes, b.bytes);
}

} // namespace busheng
