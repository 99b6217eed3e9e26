// SPDX-License-Identifier: GPL-3.0-or-later
// FilesApi of the fake engine.
#include "tests/support/fake_engine.h"

#include "engine/api/json.h"
#include "engine/model/events.h"

#include <QJsonArray>

namespace busheng::test {

Result<> FakeEngine::setTaskState(const QString& task, const QString& state)
{
    for (FileTaskSnapshot& shown : m_node.fileTasks) {
        if (shown.config.name != task)
            continue;
        shown.state = state;
        Q_EMIT changed(m_node);
        return {};
    }
    return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("task"), task},
                          QStringLiteral("no such task")));
}

void FakeEngine::addTask(const FileTaskConfig& task, Reply<> reply)
{
    answer<void>(QStringLiteral("addTask"), {{QStringLiteral("task"), toJson(task)}}, std::move(reply),
                 [=, this]() -> Result<> {
                     std::erase_if(m_configuration.fileTasks, [&](const auto& one) { return one.name == task.name; });
                     m_configuration.fileTasks.push_back(task);
                     mirrorConfiguration();
                     return {};
                 });
}

void FakeEngine::startTask(const QString& task, bool full, const QString& by, Reply<qint64> reply)
{
    answer<qint64>(QStringLiteral("startTask"),
                   {{QStringLiteral("task"), task}, {QStringLiteral("full"), full}, {QStringLiteral("by"), by}},
                   std::move(reply), [=, this]() -> Result<qint64> {
                       ENGINE_TRY(setTaskState(task, QStringLiteral("running")));
                       return ++m_lastRun;
                   });
}

void FakeEngine::stopTask(const QString& task, Reply<> reply)
{
    answer<void>(QStringLiteral("stopTask"), {{QStringLiteral("task"), task}}, std::move(reply),
                 [=, this] { return setTaskState(task, QStringLiteral("idle")); });
}

void FakeEngine::pauseTask(const QString& task, Reply<> reply)
{
    answer<void>(QStringLiteral("pauseTask"), {{QStringLiteral("task"), task}}, std::move(reply),
                 [=, this] { return setTaskState(task, QStringLiteral("paused")); });
}

void FakeEngine::resumeTask(const QString& task, Reply<> reply)
{
    answer<void>(QStringLiteral("resumeTask"), {{QStringLiteral("task"), task}}, std::move(reply),
                 [=, this] { return setTaskState(task, QStringLiteral("running")); });
}

void FakeEngine::fileRuns(const QString& task, qint64 beforeId, int limit, Reply<std::vector<FileRunRow>> reply)
{
    answer<std::vector<FileRunRow>>(
        QStringLiteral("fileRuns"),
        {{QStringLiteral("task"), task}, {QStringLiteral("beforeId"), beforeId}, {QStringLiteral("limit"), limit}},
        std::move(reply), [this] { return m_fileRuns; });
}

void FakeEngine::runFiles(qint64 run, const QString& state, qint64 afterId, int limit,
                          Reply<std::vector<FileRow>> reply)
{
    answer<std::vector<FileRow>>(QStringLiteral("runFiles"),
                                 {{QStringLiteral("run"), run},
                                  {QStringLiteral("state"), state},
                                  {QStringLiteral("afterId"), afterId},
                                  {QStringLiteral("limit"), limit}},
                                 std::move(reply), [this] { return m_fileRows; });
}

void FakeEngine::resendFiles(const QString& task, const QStringList& paths, bool preview, const QString& by,
                             Reply<FileResend> reply)
{
    answer<FileResend>(QStringLiteral("resendFiles"),
                       {{QStringLiteral("task"), task},
                        {QStringLiteral("paths"), QJsonArray::fromStringList(paths)},
                        {QStringLiteral("preview"), preview},
                        {QStringLiteral("by"), by}},
                       std::move(reply), [=, this]() -> Result<FileResend> {
                           FileResend resend;
                           resend.run = preview ? 0 : ++m_lastRun;
                           resend.toSend = static_cast<quint64>(paths.size());
                           for (const QString& path : paths)
                               resend.items.push_back({path, QStringLiteral("send"), 0});
                           return resend;
                       });
}

void FakeEngine::arrivals(qint64 afterId, int limit, Reply<std::vector<FileRow>> reply)
{
    answer<std::vector<FileRow>>(QStringLiteral("arrivals"),
                                 {{QStringLiteral("afterId"), afterId}, {QStringLiteral("limit"), limit}},
                                 std::move(reply), [this] { return m_fileRows; });
}

void FakeEngine::reconcileFiles(const QString& task, qint64 fromUtcMs, qint64 toUtcMs, Reply<FileReconciliation> reply)
{
    answer<FileReconciliation>(QStringLiteral("reconcileFiles"),
                               {{QStringLiteral("task"), task},
                                {QStringLiteral("fromUtcMs"), fromUtcMs},
                                {QStringLiteral("toUtcMs"), toUtcMs}},
                               std::move(reply), [this] { return m_reconciliation; });
}

} // namespace busheng::test
