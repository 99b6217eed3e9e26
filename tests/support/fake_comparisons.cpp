// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_comparisons.h"

#include "engine/api/json.h"

#include <algorithm>

namespace busheng::test {
namespace {

const QStringList kTurns{QStringLiteral("missing"), QStringLiteral("extra"), QStringLiteral("different")};

bool has(const QString& text, const QString& wanted)
{
    return text.contains(wanted, Qt::CaseInsensitive);
}

/// One page of those that `passes` lets through, and how many these are.
template <typename Page, typename Row, typename Passes>
Page pageOf(const std::vector<Row>& all, const DifferenceQuery& query, const Passes& passes)
{
    Page page;
    qint64 at = 0;
    for (const Row& row : all) {
        if (!passes(row))
            continue;
        if (at >= query.from && at < query.from + query.limit)
            page.rows.push_back(row);
        ++at;
    }
    page.total = query.from == 0 ? at : -1;
    return page;
}

QJsonArray listOf(const std::vector<RetentionRule>& rules)
{
    QJsonArray list;
    for (const RetentionRule& rule : rules)
        list.append(toJson(rule));
    return list;
}

} // namespace

RowDifferences FakeComparisons::rowsOf(const DifferenceQuery& query)
{
    if (!m_source)
        return pageOf<RowDifferences>(m_found(query.of), query, [&query](const Difference& row) {
            return (query.kinds.isEmpty() || query.kinds.contains(row.kind)) &&
                   (query.table.isEmpty() || query.table == row.table) &&
                   (query.range == 0 || query.range == row.range) &&
                   (query.text.isEmpty() || has(row.table, query.text) || has(row.key, query.text));
        });
    std::vector<qint64> wanted; // of each three
    for (qint64 turn = 0; turn < kTurns.size(); ++turn) {
        if (query.kinds.isEmpty() || query.kinds.contains(kTurns.at(turn)))
            wanted.push_back(turn);
    }
    const auto each = static_cast<qint64>(wanted.size());
    RowDifferences page;
    const qint64 total = each == 0 ? 0 : m_total / kTurns.size() * each;
    page.total = query.from == 0 ? total : -1;
    for (qint64 at = query.from; at < std::min(total, query.from + query.limit); ++at)
        page.rows.push_back(m_source(at / each * kTurns.size() + wanted[static_cast<std::size_t>(at % each)] + 1));
    return page;
}

void FakeComparisons::rowDifferences(const DifferenceQuery& query, Reply<RowDifferences> reply)
{
    answer<RowDifferences>(QStringLiteral("rowDifferences"), toJson(query), std::move(reply),
                           [=, this]() -> Result<RowDifferences> {
                               RowDifferences page = rowsOf(query);
                               m_given += static_cast<qint64>(page.rows.size());
                               return page;
                           });
}

void FakeComparisons::beginFiles(const QString& task, qint64 fromUtcMs, qint64 toUtcMs, qint64 lateAfterMs,
                                 const QString& by, Reply<qint64> reply)
{
    answer<qint64>(QStringLiteral("beginFiles"),
                   {{QStringLiteral("task"), task},
                    {QStringLiteral("fromUtcMs"), fromUtcMs},
                    {QStringLiteral("toUtcMs"), toUtcMs},
                    {QStringLiteral("lateAfterMs"), lateAfterMs},
                    {QStringLiteral("by"), by}},
                   std::move(reply), [=, this]() -> Result<qint64> {
                       FileReconciliation running;
                       running.id = m_files.empty() ? 1 : m_files.front().id + 1;
                       running.task = task;
                       running.state = QStringLiteral("running");
                       running.fromUtcMs = fromUtcMs;
                       running.toUtcMs = toUtcMs;
                       running.lateAfterMs = lateAfterMs;
                       running.startedUtcMs = toUtcMs;
                       running.by = by;
                       m_files.insert(m_files.begin(), running);
                       return running.id;
                   });
}

void FakeComparisons::stopFiles(qint64 id, Reply<> reply)
{
    answer<void>(QStringLiteral("stopFiles"), {{QStringLiteral("id"), id}}, std::move(reply), [=, this]() -> Result<> {
        for (FileReconciliation& one : m_files) {
            if (one.id == id)
                one.state = QStringLiteral("stopped");
        }
        return {};
    });
}

void FakeComparisons::fileReconciliations(const QString& task, qint64 beforeId, int limit,
                                          Reply<std::vector<FileReconciliation>> reply)
{
    answer<std::vector<FileReconciliation>>(
        QStringLiteral("fileReconciliations"), {{QStringLiteral("task"), task}, {QStringLiteral("beforeId"), beforeId}},
        std::move(reply), [=, this]() -> Result<std::vector<FileReconciliation>> {
            std::vector<FileReconciliation> page;
            for (const FileReconciliation& one : m_files) {
                if ((task.isEmpty() || one.task == task) && (beforeId == 0 || one.id < beforeId) &&
                    page.size() < static_cast<std::size_t>(limit))
                    page.push_back(one);
            }
            return page;
        });
}

void FakeComparisons::fileDifferences(const DifferenceQuery& query, Reply<FileDifferences> reply)
{
    answer<FileDifferences>(
        QStringLiteral("fileDifferences"), toJson(query), std::move(reply), [=, this]() -> Result<FileDifferences> {
            return pageOf<FileDifferences>(m_fileDifferences[query.of], query, [&query](const FileDifference& file) {
                return (query.kinds.isEmpty() || query.kinds.contains(file.kind)) &&
                       (query.text.isEmpty() || has(file.path, query.text));
            });
        });
}

void FakeComparisons::certify(qint64 verification, const QString& by, Reply<QJsonObject> reply)
{
    answer<QJsonObject>(QStringLiteral("certify"), {{QStringLiteral("id"), verification}, {QStringLiteral("by"), by}},
                        std::move(reply), [this]() -> Result<QJsonObject> { return m_certificate; });
}

void FakeComparisons::flowFigures(const QString& flow, qint64 stepSeconds, qint64 fromUtcMs,
                                  Reply<std::vector<FlowFigure>> reply)
{
    answer<std::vector<FlowFigure>>(QStringLiteral("flowFigures"),
                                    {{QStringLiteral("flow"), flow}, {QStringLiteral("stepSeconds"), stepSeconds}},
                                    std::move(reply), [this, fromUtcMs]() -> Result<std::vector<FlowFigure>> {
                                        std::vector<FlowFigure> given;
                                        for (const FlowFigure& figure : m_figures) {
                                            if (figure.atUtcMs >= fromUtcMs)
                                                given.push_back(figure);
                                        }
                                        return given;
                                    });
}

void FakeComparisons::retention(const std::vector<RetentionRule>& asked, Reply<std::vector<RetentionState>> reply)
{
    answer<std::vector<RetentionState>>(QStringLiteral("retention"), {{QStringLiteral("rules"), listOf(asked)}},
                                        std::move(reply), [=, this]() -> Result<std::vector<RetentionState>> {
                                            std::vector<RetentionState> states = m_retention;
                                            for (RetentionState& state : states) {
                                                const auto wanted =
                                                    std::ranges::find(asked, state.rule.kind, &RetentionRule::kind);
                                                if (wanted == asked.end())
                                                    continue;
                                                state.rule = *wanted;
                                                state.wouldDelete = wanted->days == 0 ? 0 : state.records / 2;
                                            }
                                            return states;
                                        });
}

void FakeComparisons::setRetention(const std::vector<RetentionRule>& rules, const QString& by, Reply<> reply)
{
    answer<void>(QStringLiteral("setRetention"), {{QStringLiteral("rules"), listOf(rules)}, {QStringLiteral("by"), by}},
                 std::move(reply), [=, this]() -> Result<> {
                     for (RetentionState& state : m_retention) {
                         const auto wanted = std::ranges::find(rules, state.rule.kind, &RetentionRule::kind);
                         if (wanted != rules.end())
                             state.rule = *wanted;
                     }
                     return {};
                 });
}

} // namespace busheng::test
