// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/task_reports.h"

#include "app/cli/await.h"
#include "app/cli/report.h"
#include "app/cli/session_file.h"
#include "engine/localapi/remote_engine.h"
#include "engine/scheduler/due.h"
#include "ui/reports/reconciliation_pdf.h"

#include <QDateTime>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>

namespace busheng::cli {
namespace {

constexpr int kReconcileWithinMs = 3'600'000;
constexpr int kLookEveryMs = 500;
constexpr qint64 kAgainAfterMs = 60'000;
constexpr qint64 kOverlapMs = 24LL * 3600 * 1000;
const QString kCovered = QStringLiteral("covered");
const QString kTasks = QStringLiteral("tasks");

Result<> writeFile(const QString& path, const QByteArray& bytes)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return {};
    return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, file.errorString()}, file.errorString()));
}

/// What is done: the moment up to which the timetable is, and of each task the end of its last report.
class Done {
public:
    explicit Done(const QString& directory) : m_path(directory + QStringLiteral("/reports.json")) {}

    Result<> read()
    {
        QFile file(m_path);
        if (!file.exists())
            return {};
        const auto why = [this](const QString& what) {
            return fail(makeEvent(ErrorCode::Config, events::CFG_UNREADABLE, {m_path, what}, m_path + u' ' + what));
        };
        if (!file.open(QIODevice::ReadOnly))
            return why(file.errorString());
        const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
        if (!document.isObject())
            return why(QStringLiteral("it is no JSON object"));
        m_object = document.object();
        return {};
    }
    Result<> write() const { return writeFile(m_path, QJsonDocument(m_object).toJson()); }

    qint64 covered(qint64 fallback) const { return m_object.value(kCovered).toInteger(fallback); }
    void setCovered(qint64 utcMs) { m_object.insert(kCovered, utcMs); }
    qint64 endOf(const QString& task) const { return m_object.value(kTasks)[task].toInteger(); }
    void setEndOf(const QString& task, qint64 utcMs)
    {
        QJsonObject tasks = m_object.value(kTasks).toObject();
        tasks.insert(task, utcMs);
        m_object.insert(kTasks, tasks);
    }

private:
    const QString m_path;
    QJsonObject m_object;
};

Result<std::vector<QString>> tasksOf(const NodeSnapshot& node, const QStringList& wanted)
{
    std::vector<QString> names;
    for (const FileTaskSnapshot& task : node.fileTasks) {
        if (wanted.isEmpty() || wanted.contains(task.config.name))
            names.push_back(task.config.name);
    }
    for (const QString& name : wanted) {
        if (std::ranges::find(names, name) == names.end())
            return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("task"), name},
                                  QStringLiteral("no task '%1'").arg(name)));
    }
    return names;
}

/// True: both sides agree.
Result<bool> makeReport(EngineApi& engine, const QString& directory, const QString& task, qint64 fromUtcMs,
                        qint64 toUtcMs)
{
    ENGINE_TRY_AS(const NodeSnapshot node, await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); }));
    ENGINE_TRY_AS(const FileReconciliation found,
                  await<FileReconciliation>(
                      [&](auto reply) { engine.files().reconcileFiles(task, fromUtcMs, toUtcMs, 0, reply); },
                      kReconcileWithinMs));
    const QString place = directory + u'/' + task;
    if (!QDir().mkpath(place))
        return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {place, QStringLiteral("it cannot be made")},
                              place + QStringLiteral(" cannot be made")));
    const QString stem =
        place + u'/' + QDateTime::fromMSecsSinceEpoch(toUtcMs).toString(QStringLiteral("yyyyMMddHHmmss"));
    const ReconciliationTitle title = TaskReconciliation::title(node, found);
    ENGINE_TRY(writeFile(stem + QStringLiteral(".csv"), TaskReconciliation::csv(title, found)));
    ENGINE_TRY(writeTaskReconciliationPdf(stem + QStringLiteral(".pdf"), title, found));
    print(stem + QStringLiteral(".csv: ") + TaskReconciliation::conclusion(found));
    return found.differenceCount == 0;
}

void pauseFor(int ms)
{
    QEventLoop pause;
    QTimer::singleShot(ms, &pause, &QEventLoop::quit);
    pause.exec();
}

/// Reports up to a moment, of all tasks; a task that has its report already gets no second one.
class Round {
public:
    Round(EngineApi& engine, const TaskReportOptions& options, Done& done, qint64 toUtcMs)
        : m_engine(engine), m_options(options), m_done(done), m_toUtcMs(toUtcMs)
    {
    }

    /// Of those that have none yet. What fails does not keep the others from theirs.
    Result<> make()
    {
        ENGINE_TRY_AS(const NodeSnapshot node, await<NodeSnapshot>([&](auto reply) { m_engine.snapshot(reply); }));
        ENGINE_TRY_AS(const auto tasks, tasksOf(node, m_options.tasks));
        Result<> made;
        for (const QString& task : tasks) {
            const qint64 before = m_done.endOf(task);
            if (before == m_toUtcMs)
                continue;
            const auto agrees =
                makeReport(m_engine, m_options.directory, task, std::max<qint64>(0, before - kOverlapMs), m_toUtcMs);
            if (!agrees) {
                made = fail(agrees.error());
                continue;
            }
            m_agrees = m_agrees && *agrees;
            m_done.setEndOf(task, m_toUtcMs);
            ENGINE_TRY(m_done.write());
        }
        return made;
    }
    bool agrees() const { return m_agrees; }

private:
    EngineApi& m_engine;
    const TaskReportOptions& m_options;
    Done& m_done;
    const qint64 m_toUtcMs;
    bool m_agrees = true;
};

} // namespace

Result<ExitCode> makeTaskReports(const TaskReportOptions& options)
{
    if (!QDir().mkpath(options.directory))
        return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR,
                              {options.directory, QStringLiteral("it cannot be made")},
                              options.directory + QStringLiteral(" cannot be made")));
    Done done(options.directory);
    ENGINE_TRY(done.read());
    ENGINE_TRY_AS(const auto engine, RemoteEngine::attach(options.dataDirectory, std::chrono::seconds(1),
                                                          sessionToken(options.dataDirectory)));
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    bool agrees = true;
    if (!options.at) {
        Round round(*engine, options, done, now);
        ENGINE_TRY(round.make());
        return round.agrees() ? ExitOk : ExitWarning;
    }
    DueInput input{done.covered(now), std::nullopt, now, MissedRuns::MakeUp};
    done.setCovered(input.coveredUtcMs); // from its first start on the timetable holds
    ENGINE_TRY(done.write());
    for (int made = 0; options.count == 0 || made < options.count;) {
        input.nowUtcMs = QDateTime::currentMSecsSinceEpoch();
        const Due due = whatIsDue(*options.at, input);
        if (!due.startUtcMs && !due.nextUtcMs)
            break; // its last moment has passed
        if (due.startUtcMs) {
            Round round(*engine, options, done, input.nowUtcMs);
            for (;;) {
                const auto all = round.make();
                if (all)
                    break;
                if (all.error().event == events::CFG_NOT_FOUND || all.error().code == ErrorCode::Storage)
                    return fail(all.error());
                print(all.error().toString());
                pauseFor(kAgainAfterMs);
            }
            agrees = agrees && round.agrees();
            ++made;
        }
        input.coveredUtcMs = due.coveredUtcMs;
        input.lookedUtcMs = input.nowUtcMs;
        if (due.startUtcMs) {
            done.setCovered(due.coveredUtcMs);
            ENGINE_TRY(done.write());
        } else {
            pauseFor(kLookEveryMs);
        }
    }
    return agrees ? ExitOk : ExitWarning;
}

} // namespace busheng::cli
