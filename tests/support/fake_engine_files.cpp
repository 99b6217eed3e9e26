// SPDX-License-Identifier: GPL-3.0-or-later
// FilesApi, AlarmsApi and the search in the ledger of the fake engine.
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
        std::move(reply), [=, this]() -> Result<std::vector<FileRunRow>> {
            std::vector<FileRunRow> page;
            for (const FileRunRow& run : m_fileRuns) {
                if ((beforeId == 0 || run.id < beforeId) && page.size() < static_cast<std::size_t>(limit))
                    page.push_back(run);
            }
            return page;
        });
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
                           FileResend resend = paths.isEmpty() ? m_failedFiles.value(task) : FileResend();
                           resend.run = preview ? 0 : ++m_lastRun;
                           if (paths.isEmpty())
                               return resend;
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

void FakeEngine::takeArrival(const QString& place, Reply<FileTicket> reply)
{
    answer<FileTicket>(QStringLiteral("takeArrival"), {{QStringLiteral("place"), place}}, std::move(reply),
                       [] { return FileTicket(); });
}

void FakeEngine::noteFetched(qint64 arrival, const QString& by, Reply<> reply)
{
    answer<void>(QStringLiteral("noteFetched"), {{QStringLiteral("arrival"), arrival}, {QStringLiteral("by"), by}},
                 std::move(reply), []() -> Result<> { return {}; });
}

void FakeEngine::ticketToPut(const QString& task, Reply<FileTicket> reply)
{
    answer<FileTicket>(QStringLiteral("ticketToPut"), {{QStringLiteral("task"), task}}, std::move(reply),
                       [] { return FileTicket(); });
}

void FakeEngine::reconcileFiles(const QString& task, qint64 fromUtcMs, qint64 toUtcMs, qint64 lateAfterMs,
                                Reply<FileReconciliation> reply)
{
    answer<FileReconciliation>(QStringLiteral("reconcileFiles"),
                               {{QStringLiteral("task"), task},
                                {QStringLiteral("fromUtcMs"), fromUtcMs},
                                {QStringLiteral("toUtcMs"), toUtcMs},
                                {QStringLiteral("lateAfterMs"), lateAfterMs}},
                               std::move(reply), [this] { return m_reconciliation; });
}

void FakeEngine::searchLedger(const LedgerFilter& filter, qint64 beforeId, int limit, Reply<LedgerMatches> reply)
{
    answer<LedgerMatches>(QStringLiteral("searchLedger"),
                          {{QStringLiteral("filter"), toJson(filter)},
                           {QStringLiteral("beforeId"), beforeId},
                           {QStringLiteral("limit"), limit}},
                          std::move(reply), [=, this]() -> Result<LedgerMatches> {
                              if (m_ledgerSource) {
                                  LedgerMatches made;
                                  qint64 id = beforeId == 0 ? m_ledgerRows : beforeId - 1;
                                  for (; id > 0 && made.rows.size() < static_cast<std::size_t>(limit); --id)
                                      made.rows.push_back(m_ledgerSource(id));
                                  made.searchedTo = id + 1;
                                  return made;
                              }
                              const auto passes = [&](const LedgerRow& row) {
                                  const auto fits = [](const QString& wanted, const QString& is) {
                                      return wanted.isEmpty() || wanted == is;
                                  };
                                  return fits(filter.stream, row.stream) && fits(filter.peer, row.peer) &&
                                         fits(filter.direction, row.direction) && fits(filter.kind, row.kind) &&
                                         fits(filter.outcome, row.outcome) &&
                                         (filter.fromUtcMs == 0 || row.utcMs >= filter.fromUtcMs) &&
                                         (filter.toUtcMs == 0 || row.utcMs < filter.toUtcMs) &&
                                         (filter.text.isEmpty() || row.name.contains(filter.text) ||
                                          row.digest.startsWith(filter.text) ||
                                          QString::number(row.sequence) == filter.text);
                              };
                              LedgerMatches page;
                              page.searchedTo = 1;
                              for (const LedgerRow& row : m_ledger) {
                                  if ((beforeId != 0 && row.id >= beforeId) || !passes(row))
                                      continue;
                                  if (page.rows.size() == static_cast<std::size_t>(limit)) {
                                      page.searchedTo = page.rows.back().id;
                                      break;
                                  }
                                  page.rows.push_back(row);
                              }
                              return page;
                          });
}

Result<> FakeEngine::answerAlarm(const QString& event, const QString& subject,
                                 const std::function<void(AlarmSnapshot&)>& change)
{
    for (AlarmSnapshot& alarm : m_node.alarms) {
        if (alarm.event != event || alarm.subject != subject)
            continue;
        change(alarm);
        Q_EMIT changed(m_node);
        return {};
    }
    return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("alarm"), event},
                          QStringLiteral("no such alarm")));
}

void FakeEngine::acknowledgeAlarm(const QString& event, const QString& subject, const QString& by, Reply<> reply)
{
    answer<void>(QStringLiteral("acknowledgeAlarm"),
                 {{QStringLiteral("event"), event}, {QStringLiteral("subject"), subject}, {QStringLiteral("by"), by}},
                 std::move(reply), [=, this] {
                     return answerAlarm(event, subject, [&](AlarmSnapshot& alarm) {
                         alarm.acknowledgedBy = by;
                         alarm.acknowledgedUtcMs = alarm.raisedUtcMs;
                     });
                 });
}

void FakeEngine::silenceAlarm(const QString& event, const QString& subject, qint64 untilUtcMs, const QString& by,
                              const QString& reason, Reply<> reply)
{
    answer<void>(QStringLiteral("silenceAlarm"),
                 {{QStringLiteral("event"), event},
                  {QStringLiteral("subject"), subject},
                  {QStringLiteral("untilUtcMs"), untilUtcMs},
                  {QStringLiteral("by"), by},
                  {QStringLiteral("reason"), reason}},
                 std::move(reply), [=, this] {
                     return answerAlarm(event, subject, [&](AlarmSnapshot& alarm) {
                         alarm.silencedUntilUtcMs = untilUtcMs;
                         alarm.silencedBy = by;
                         alarm.silenceReason = reason;
                     });
                 });
}

void FakeEngine::look(const QString& dataset, Reply<> reply)
{
    answer<void>(QStringLiteral("look"), {{QStringLiteral("dataset"), dataset}}, std::move(reply),
                 [] { return Result<>(); });
}

} // namespace busheng::test
