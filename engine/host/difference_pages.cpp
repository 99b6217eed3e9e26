// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/difference_pages.h"

#include "engine/host/difference_list.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr qint64 kLargestPage = 1'000;

Result<> checkLimit(const DifferenceQuery& query)
{
    if (query.limit >= 1 && query.limit <= kLargestPage && query.from >= 0)
        return {};
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                          {QStringLiteral("query.limit"), QString::number(query.limit),
                           QStringLiteral("a whole number from 1 to %1").arg(kLargestPage)},
                          QStringLiteral("a page of %1 differences").arg(query.limit)));
}

DifferenceSelection selectionOf(const DifferenceQuery& query)
{
    return {query.of, query.kinds, query.table, query.range, query.text};
}

bool passes(const Difference& row, const DifferenceQuery& query)
{
    const auto has = [&query](const QString& text) { return text.contains(query.text, Qt::CaseInsensitive); };
    return (query.kinds.isEmpty() || query.kinds.contains(row.kind)) &&
           (query.table.isEmpty() || query.table == row.table) && (query.range == 0 || query.range == row.range) &&
           (query.text.isEmpty() || has(row.table) || has(row.key) ||
            std::ranges::any_of(row.cells, [&](const DifferenceCell& cell) {
                return has(cell.column) || has(cell.sourceValue) || has(cell.targetValue);
            }));
}

} // namespace

Result<RowDifferences> readRowDifferences(Journal& journal, const DifferenceQuery& query,
                                          const std::vector<Difference>& first)
{
    ENGINE_TRY(checkLimit(query));
    ComparisonRecords records(journal);
    RowDifferences page;
    ENGINE_TRY_AS(const auto any, records.rows({query.of, {}, {}, 0, {}}, 0, 1));
    if (any.empty()) {
        std::vector<Difference> all;
        std::ranges::copy_if(first, std::back_inserter(all), [&](const Difference& row) { return passes(row, query); });
        page.total = query.from == 0 ? static_cast<qint64>(all.size()) : -1;
        for (qint64 i = query.from; i < static_cast<qint64>(all.size()) && i < query.from + query.limit; ++i)
            page.rows.push_back(all[static_cast<std::size_t>(i)]);
        return page;
    }
    const DifferenceSelection selection = selectionOf(query);
    if (query.from == 0) {
        ENGINE_TRY_AS(page.total, records.countRows(selection));
    }
    ENGINE_TRY_AS(const auto rows, records.rows(selection, query.from, static_cast<int>(query.limit)));
    std::ranges::transform(rows, std::back_inserter(page.rows), differenceOf);
    return page;
}

Result<FileDifferences> readFileDifferences(Journal& journal, const DifferenceQuery& query)
{
    ENGINE_TRY(checkLimit(query));
    ComparisonRecords records(journal);
    FileDifferences page;
    const DifferenceSelection selection = selectionOf(query);
    if (query.from == 0) {
        ENGINE_TRY_AS(page.total, records.countFiles(selection));
    }
    ENGINE_TRY_AS(const auto files, records.files(selection, query.from, static_cast<int>(query.limit)));
    for (const FileDifferenceRecord& file : files)
        page.rows.push_back({file.kind, file.path, file.here, file.there, file.size, file.firstUtcMs, file.lastUtcMs,
                             file.attempts, file.thereSize});
    return page;
}

FileDifferenceRecord recordOf(const FileDifference& difference)
{
    return {difference.kind,      difference.path,       difference.here,      difference.there,   difference.size,
            difference.thereSize, difference.firstUtcMs, difference.lastUtcMs, difference.attempts};
}

} // namespace busheng
