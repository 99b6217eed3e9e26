// SPDX-License-Identifier: GPL-3.0-or-later
// FilesApi over the local socket.
#include "engine/api/json.h"
#include "engine/localapi/remote_engine.h"
#include "engine/localapi/remote_replies.h"

namespace busheng {
namespace {

const QLatin1String kTask("task");
const QLatin1String kBy("by");

Result<FileRow> readRow(const QJsonObject& json)
{
    return fileRowFromJson(json);
}

Result<FileTicket> readTicket(const QJsonObject& json)
{
    return fileTicketFromJson(json);
}

} // namespace

void RemoteEngine::addTask(const FileTaskConfig& task, Reply<> reply)
{
    m_channel.request(QStringLiteral("addTask"), {{kTask, toJson(task)}}, takeNothing(std::move(reply)));
}

void RemoteEngine::startTask(const QString& task, bool full, const QString& by, Reply<qint64> reply)
{
    m_channel.request(QStringLiteral("startTask"), {{kTask, task}, {QLatin1String("full"), full}, {kBy, by}},
                      takeNumber(std::move(reply)));
}

void RemoteEngine::stopTask(const QString& task, Reply<> reply)
{
    m_channel.request(QStringLiteral("stopTask"), {{kTask, task}}, takeNothing(std::move(reply)));
}

void RemoteEngine::pauseTask(const QString& task, Reply<> reply)
{
    m_channel.request(QStringLiteral("pauseTask"), {{kTask, task}}, takeNothing(std::move(reply)));
}

void RemoteEngine::resumeTask(const QString& task, Reply<> reply)
{
    m_channel.request(QStringLiteral("resumeTask"), {{kTask, task}}, takeNothing(std::move(reply)));
}

void RemoteEngine::fileRuns(const QString& task, qint64 beforeId, int limit, Reply<std::vector<FileRunRow>> reply)
{
    m_channel.request(QStringLiteral("fileRuns"),
                      {{kTask, task}, {QLatin1String("beforeId"), beforeId}, {QLatin1String("limit"), limit}},
                      takeList<FileRunRow>(std::move(reply), [](const QJsonObject& json) {
                          return Result<FileRunRow>(fileRunFromJson(json));
                      }));
}

void RemoteEngine::runFiles(qint64 run, const QString& state, qint64 afterId, int limit,
                            Reply<std::vector<FileRow>> reply)
{
    m_channel.request(QStringLiteral("runFiles"),
                      {{QLatin1String("run"), run},
                       {QLatin1String("state"), state},
                       {QLatin1String("afterId"), afterId},
                       {QLatin1String("limit"), limit}},
                      takeList<FileRow>(std::move(reply), readRow));
}

void RemoteEngine::resendFiles(const QString& task, const QStringList& paths, bool preview, const QString& by,
                               Reply<FileResend> reply)
{
    m_channel.request(QStringLiteral("resendFiles"),
                      {{kTask, task},
                       {QLatin1String("paths"), QJsonArray::fromStringList(paths)},
                       {QLatin1String("preview"), preview},
                       {kBy, by}},
                      takeObject<FileResend>(std::move(reply), fileResendFromJson));
}

void RemoteEngine::arrivals(qint64 afterId, int limit, Reply<std::vector<FileRow>> reply)
{
    m_channel.request(QStringLiteral("arrivals"),
                      {{QLatin1String("afterId"), afterId}, {QLatin1String("limit"), limit}},
                      takeList<FileRow>(std::move(reply), readRow));
}

void RemoteEngine::takeArrival(const QString& place, Reply<FileTicket> reply)
{
    m_channel.request(QStringLiteral("takeArrival"), {{QLatin1String("place"), place}},
                      takeObject<FileTicket>(std::move(reply), readTicket));
}

void RemoteEngine::noteFetched(qint64 arrival, const QString& by, Reply<> reply)
{
    m_channel.request(QStringLiteral("noteFetched"), {{QLatin1String("arrival"), arrival}, {kBy, by}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::ticketToPut(const QString& task, Reply<FileTicket> reply)
{
    m_channel.request(QStringLiteral("ticketToPut"), {{kTask, task}},
                      takeObject<FileTicket>(std::move(reply), readTicket));
}

void RemoteEngine::reconcileFiles(const QString& task, qint64 fromUtcMs, qint64 toUtcMs, qint64 lateAfterMs,
                                  Reply<FileReconciliation> reply)
{
    m_channel.request(QStringLiteral("reconcileFiles"),
                      {{kTask, task},
                       {QLatin1String("fromUtcMs"), fromUtcMs},
                       {QLatin1String("toUtcMs"), toUtcMs},
                       {QLatin1String("lateAfterMs"), lateAfterMs}},
                      takeObject<FileReconciliation>(std::move(reply), fileReconciliationFromJson));
}

} // namespace busheng
