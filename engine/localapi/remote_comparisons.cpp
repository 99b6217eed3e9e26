// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/remote_comparisons.h"

#include "engine/api/json.h"
#include "engine/localapi/remote_replies.h"

namespace busheng {
namespace {

constexpr QLatin1String kQuery{"query"};
constexpr QLatin1String kTask{"task"};
constexpr QLatin1String kBy{"by"};
constexpr QLatin1String kRules{"rules"};

QJsonArray listOf(const std::vector<RetentionRule>& rules)
{
    QJsonArray list;
    for (const RetentionRule& rule : rules)
        list.append(toJson(rule));
    return list;
}

} // namespace

void RemoteComparisons::rowDifferences(const DifferenceQuery& query, Reply<RowDifferences> reply)
{
    m_channel.request(QStringLiteral("rowDifferences"), {{kQuery, toJson(query)}},
                      takeObject<RowDifferences>(std::move(reply), rowDifferencesFromJson));
}

void RemoteComparisons::certify(qint64 verification, const QString& by, Reply<QJsonObject> reply)
{
    m_channel.request(QStringLiteral("certifyVerification"), {{QLatin1String("id"), verification}, {kBy, by}},
                      takeObject<QJsonObject>(std::move(reply), [](const QJsonObject& json) { return json; }));
}

void RemoteComparisons::fileDifferences(const DifferenceQuery& query, Reply<FileDifferences> reply)
{
    m_channel.request(QStringLiteral("fileDifferences"), {{kQuery, toJson(query)}},
                      takeObject<FileDifferences>(std::move(reply), fileDifferencesFromJson));
}

void RemoteComparisons::beginFiles(const QString& task, qint64 fromUtcMs, qint64 toUtcMs, qint64 lateAfterMs,
                                   const QString& by, Reply<qint64> reply)
{
    m_channel.request(QStringLiteral("beginFileReconciliation"),
                      {{kTask, task},
                       {QLatin1String("fromUtcMs"), fromUtcMs},
                       {QLatin1String("toUtcMs"), toUtcMs},
                       {QLatin1String("lateAfterMs"), lateAfterMs},
                       {kBy, by}},
                      takeNumber(std::move(reply)));
}

void RemoteComparisons::stopFiles(qint64 id, Reply<> reply)
{
    m_channel.request(QStringLiteral("stopFileReconciliation"), {{QLatin1String("id"), id}},
                      takeNothing(std::move(reply)));
}

void RemoteComparisons::fileReconciliations(const QString& task, qint64 beforeId, int limit,
                                            Reply<std::vector<FileReconciliation>> reply)
{
    m_channel.request(
        QStringLiteral("fileReconciliations"),
        {{kTask, task}, {QLatin1String("beforeId"), beforeId}, {QLatin1String("limit"), limit}},
        takeList<FileReconciliation>(std::move(reply), [](const QJsonObject& json) -> Result<FileReconciliation> {
            return fileReconciliationFromJson(json);
        }));
}

void RemoteRetention::retention(const std::vector<RetentionRule>& asked, Reply<std::vector<RetentionState>> reply)
{
    m_channel.request(QStringLiteral("retention"), {{kRules, listOf(asked)}},
                      takeList<RetentionState>(std::move(reply), [](const QJsonObject& json) -> Result<RetentionState> {
                          return retentionStateFromJson(json);
                      }));
}

void RemoteRetention::setRetention(const std::vector<RetentionRule>& rules, const QString& by, Reply<> reply)
{
    m_channel.request(QStringLiteral("setRetention"), {{kRules, listOf(rules)}, {kBy, by}},
                      takeNothing(std::move(reply)));
}

void RemoteFigures::flowFigures(const QString& flow, qint64 stepSeconds, qint64 fromUtcMs,
                                Reply<std::vector<FlowFigure>> reply)
{
    m_channel.request(QStringLiteral("flowFigures"),
                      {{QLatin1String("flow"), flow},
                       {QLatin1String("stepSeconds"), stepSeconds},
                       {QLatin1String("fromUtcMs"), fromUtcMs}},
                      takeList<FlowFigure>(std::move(reply), [](const QJsonObject& json) -> Result<FlowFigure> {
                          return flowFigureFromJson(json);
                      }));
}

} // namespace busheng
