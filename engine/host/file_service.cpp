// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/file_service.h"

#include "engine/base/log.h"
#include "engine/files/part_assembly.h"
#include "engine/host/database_drivers.h"
#include "engine/host/tuning.h"
#include "engine/model/events.h"
#include "engine/model/timetable.h"

#include <QDir>
#include <QDirIterator>

namespace busheng {
namespace {

constexpr std::int64_t kRateOverNs = 2'000'000'000;
constexpr double kNsPerSecond = 1e9;
constexpr int kRecentRuns = 200;
constexpr qint64 kArrivalsLookedAt = 100'000; ///< at the start, for parts that a crash left
const QString kJoining = QStringLiteral("files");

QString receivingSubject(const QString& peer)
{
    return QStringLiteral("files<") + peer;
}

bool isForSender(MessageType type)
{
    switch (type) {
    case MessageType::FileReady:
    case MessageType::FileNeed:
    case MessageType::FileTaken:
    case MessageType::FileResult:
    case MessageType::FileEnded:
    case MessageType::FileFetched:
        return true;
    default:
        return false;
    }
}

/// A folder by a name that may be Chinese.
QString folderName(const QString& name)
{
    return toHex(view(name.toUtf8()));
}

} // namespace

FileService::FileService(Context context)
    : m_context(std::move(context)), m_records(m_context.journal), m_errands(m_context.post)
{
    connect(&m_schedule, &QTimer::timeout, this, &FileService::onSchedule);
}

FileService::~FileService()
{
    for (auto& [peer, asking] : m_reconcilers)
        asking->onClosed();
}

FileReceiver::Options FileService::receiverOptions(const QString& peer) const
{
    return {peer,
            m_context.ownCode,
            m_context.root + QStringLiteral("/recv/") + peer,
            m_context.root + QStringLiteral("/staging/") + peer,
            m_context.journalPath,
            m_context.sealedOnly};
}

Result<> FileService::open()
{
    for (const char* name : {"send", "recv", "staging", "failed", "archive"})
        ENGINE_TRY(TreeDirectory::openRoot(m_context.root + u'/' + QLatin1String(name)));
    ENGINE_TRY(FilePublisher::recover(m_records, [this](const FileRunRecord& run) {
        return FileReceiver::directoriesOf(receiverOptions(run.peerCode), run.task, run.targetDirectory);
    }));
    ENGINE_TRY(cleanStaging());
    ENGINE_TRY(settleReconciliations());
    ENGINE_TRY_AS(m_newestArrival, m_records.newestTransfer());
    ENGINE_TRY_AS(const auto recent, m_records.runs(QString(), 0, kRecentRuns));
    for (const FileRunRecord& run : recent) {
        if (run.direction == u"out" && run.finishedUtcMs != 0)
            m_last.try_emplace(run.task, run);
    }
    ENGINE_TRY_AS(const auto unfinished, m_records.unfinishedRuns(QStringLiteral("out")));
    for (FileRunRecord run : unfinished) {
        const auto config = configOf(run.task);
        if (config && !m_running.contains(run.task)) {
            qCInfo(logHost).noquote() << "task" << run.task << "goes on with run" << run.id;
            ENGINE_TRY(begin(**config, run));
            continue;
        }
        run.state = QStringLiteral("stopped"); // its task is gone
        run.finishedUtcMs = m_context.clock.utcMs();
        ENGINE_TRY(m_records.saveRun(run));
    }
    m_isOpen = true;
    m_joinedUpTo = std::max<qint64>(0, m_newestArrival - kArrivalsLookedAt);
    joinParts();
    planStarts();
    onSchedule();
    m_schedule.start(tuning::kVerifyScheduleEvery);
    return {};
}

/// What small files left that were never published: the sender sends them again.
Result<> FileService::cleanStaging()
{
    QDirIterator all(m_context.root + QStringLiteral("/staging"), {QStringLiteral("*.part")}, QDir::Files,
                     QDirIterator::Subdirectories);
    while (all.hasNext()) {
        const QString path = all.next();
        if (!QFileInfo::exists(path + QStringLiteral(".state")) && !QFile::remove(path))
            return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, QStringLiteral("it cannot be removed")},
                                  QStringLiteral("removing ") + path));
    }
    return {};
}

void FileService::setTasks(const std::vector<FileTaskConfig>& tasks)
{
    m_tasks = tasks;
    std::vector<QString> gone;
    for (auto& [name, running] : m_running) {
        const auto config = configOf(name);
        if (!config)
            gone.push_back(name);
    }
    for (const QString& name : gone) {
        if (const auto stopped = stop(name); !stopped)
            qCWarning(logHost).noquote() << stopped.error().toString();
    }
    if (m_isOpen) {
        planStarts();
        onSchedule();
    }
    m_context.onChange();
}

/// Up to its last run everything of a task was started; what was missed while the node was off is made up for once.
Result<qint64> FileService::coveredBy(const FileTaskConfig& task)
{
    const qint64 now = m_context.clock.utcMs();
    ENGINE_TRY_AS(qint64 covered,
                  m_context.journal.timetableSince(QStringLiteral("task ") + task.name, task.starts, now));
    if (const auto last = m_last.find(task.name); last != m_last.end())
        covered = std::max(covered, last->second.startedUtcMs);
    if (const auto running = m_running.find(task.name); running != m_running.end())
        covered = std::max(covered, running->second.run.startedUtcMs);
    return covered;
}

void FileService::planStarts()
{
    std::map<QString, Timed> timed;
    for (const FileTaskConfig& task : m_tasks) {
        const auto table = Timetable::parse(task.starts);
        if (!table || !task.enabled)
            continue;
        const auto known = m_timed.find(task.name);
        const MissedRuns missed = task.missed == u"skip" ? MissedRuns::Skip : MissedRuns::MakeUp;
        if (known != m_timed.end() && known->second.table == *table) {
            timed.emplace(task.name, known->second).first->second.missed = missed;
            continue;
        }
        const auto covered = coveredBy(task);
        if (covered)
            timed.emplace(task.name, Timed{*table, *covered, std::nullopt, table->next(*covered), missed});
        else
            m_context.alarms.raise(covered.error(), task.name);
    }
    m_timed = std::move(timed);
}

Result<const FileTaskConfig*> FileService::configOf(const QString& task) const
{
    const auto found = std::ranges::find(m_tasks, task, &FileTaskConfig::name);
    if (found == m_tasks.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("task"), task},
                              QStringLiteral("no task '%1'").arg(task)));
    return &*found;
}

Result<FileService::Running*> FileService::runningOf(const QString& task)
{
    ENGINE_TRY(configOf(task));
    const auto found = m_running.find(task);
    if (found == m_running.end())
        return fail(makeEvent(ErrorCode::Config, events::FIL_IDLE, {task},
                              QStringLiteral("task '%1' is not running").arg(task)));
    return &found->second;
}

Result<FileRunRecord> FileService::newRun(const FileTaskConfig& config, const QString& kind, const QString& by)
{
    if (m_running.contains(config.name))
        return fail(makeEvent(ErrorCode::Config, events::FIL_BUSY, {config.name},
                              QStringLiteral("task '%1' is running").arg(config.name)));
    FileRunRecord run;
    run.key.resize(16);
    ENGINE_TRY(m_context.random.fill({run.key.data(), static_cast<std::size_t>(run.key.size())}));
    run.direction = QStringLiteral("out");
    run.task = config.name;
    run.peerCode = config.peerCode;
    run.targetDirectory = config.targetDirectory;
    run.kind = kind;
    run.state = QStringLiteral("running");
    run.startedUtcMs = m_context.clock.utcMs();
    run.by = by;
    return run;
}

Result<qint64> FileService::start(const QString& task, bool full, const QString& by)
{
    ENGINE_TRY_AS(const FileTaskConfig* const config, configOf(task));
    ENGINE_TRY_AS(
        FileRunRecord run,
        newRun(*config, full || config->fullCopy ? QStringLiteral("full") : QStringLiteral("incremental"), by));
    ENGINE_TRY_AS(run.id, m_records.saveRun(run));
    return begin(*config, run);
}

Result<qint64> FileService::begin(const FileTaskConfig& config, FileRunRecord run)
{
    const qint64 id = run.id;
    m_running.insert_or_assign(config.name, Running{config, std::move(run), nullptr});
    launchQueued();
    m_context.onChange();
    return id;
}

/// At most a few runs per peer: each has a window of bytes on its way. The highest priority first, then the oldest.
void FileService::launchQueued()
{
    for (;;) {
        std::map<QString, int> active;
        for (const auto& [name, running] : m_running)
            active[running.config.peerCode] += running.sender ? 1 : 0;
        Running* next = nullptr;
        for (auto& [name, running] : m_running) {
            if (running.sender || active[running.config.peerCode] >= tuning::kFileRunsPerPeer)
                continue;
            const auto rank = [](const Running& one) { return std::pair(-one.config.priority, one.run.id); };
            if (next == nullptr || rank(running) < rank(*next))
                next = &running;
        }
        if (next == nullptr)
            return;
        launch(*next);
    }
}

FileSender::Hooks FileService::senderHooks(const FileTaskConfig& config)
{
    const QString task = config.name;
    const QString peer = config.peerCode;
    FileSender::Hooks hooks{
        [this, peer](Message message) { m_context.send(peer, std::move(message)); },
        [this, peer](const std::vector<filemsg::PublicKey>& theirs) { return grantKey(peer, theirs); },
        [this, task](const Error& error) { m_context.alarms.raise(error, task); },
        [this, task](const std::optional<Error>& leftOut) {
            m_context.alarms.clearAll(task, leftOut ? leftOut->event : QString());
            if (leftOut)
                m_context.alarms.raise(*leftOut, task);
        },
        [this] { m_context.post(m_context.onChange); },
        [this, task](const FileRunRecord& run) { m_context.post([this, task, run] { onFinished(task, run); }); }};
    if (config.isExport())
        hooks.readRows = [name = config.exportSource, source = m_context.source(config.exportSource)](
                             const RowQuery& query, RowReceiver& receiver, const std::stop_token& stop) -> Result<> {
            if (source)
                return readRows(*source, query, receiver, stop);
            return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("source"), name},
                                  QStringLiteral("no source '%1'").arg(name)));
        };
    if (config.isSealedAtRest())
        hooks.atRestKeys = m_context.atRestKeys;
    return hooks;
}

void FileService::launch(Running& running)
{
    const QString task = running.config.name;
    const QString peer = running.config.peerCode;
    FileSender::Options options{running.config,
                                running.run,
                                m_context.ownCode,
                                m_context.root + QStringLiteral("/send"),
                                m_context.root + QStringLiteral("/failed/") + task,
                                m_context.root + QStringLiteral("/archive/") + task,
                                m_context.workspace + QStringLiteral("/index/") + folderName(task),
                                m_context.workspace + QStringLiteral("/work/") + folderName(task),
                                m_context.journalPath};
    running.sender = std::make_unique<FileSender>(std::move(options), m_context.clock, m_context.random,
                                                  senderHooks(running.config));
    running.sender->onSession(m_openPeers.contains(peer));
}

void FileService::onFinished(const QString& task, const FileRunRecord& run)
{
    const auto found = m_running.find(task);
    if (found == m_running.end() || found->second.run.id != run.id)
        return;
    const bool isOfService = found->second.config.starts == u"service";
    // Its own alarm says so: no file is in the failed directory.
    const bool isExportFailed = found->second.sender && found->second.sender->progress().isExportFailed;
    m_running.erase(found);
    // A task of the service looks every few seconds: that there was nothing is no news, and nothing to keep.
    if (isOfService && run.kind == u"incremental" && run.arrived + run.repeated + run.failed == 0) {
        if (const auto removed = m_records.removeRun(run.id); !removed)
            qCWarning(logHost).noquote() << removed.error().toString();
        launchQueued();
        return;
    }
    m_last[task] = run;
    if (run.failed > 0 && !isExportFailed)
        m_context.alarms.raise(makeEvent(ErrorCode::Storage, events::FIL_FAILED, {task, QString::number(run.failed)},
                                         QStringLiteral("run %1 of '%2'").arg(run.id).arg(task)),
                               task);
    else if (run.state == u"done")
        m_context.alarms.clear(events::FIL_FAILED, task);
    launchQueued();
    m_context.onChange();
}

Result<> FileService::stop(const QString& task)
{
    const auto found = m_running.find(task);
    if (found == m_running.end()) {
        ENGINE_TRY(runningOf(task));
        return {};
    }
    if (found->second.sender) {
        found->second.sender->giveUp();
        return {};
    }
    FileRunRecord run = found->second.run;
    run.state = QStringLiteral("stopped");
    run.finishedUtcMs = m_context.clock.utcMs();
    ENGINE_TRY(m_records.saveRun(run));
    onFinished(task, run);
    return {};
}

Result<> FileService::setPaused(const QString& task, bool paused)
{
    ENGINE_TRY_AS(Running* const running, runningOf(task));
    running->run.state = paused ? QStringLiteral("paused") : QStringLiteral("running");
    if (running->sender)
        running->sender->setPaused(paused);
    else
        ENGINE_TRY(m_records.saveRun(running->run));
    m_context.onChange();
    return {};
}

void FileService::onSchedule()
{
    for (const FileTaskConfig& task : m_tasks) {
        if (!task.enabled || task.starts != u"service" || m_running.contains(task.name))
            continue;
        if (const auto started = start(task.name, false, {}); !started)
            m_context.alarms.raise(started.error(), task.name);
    }
    startDue();
    cleanReceived();
}

void FileService::startDue()
{
    const qint64 now = m_context.clock.utcMs();
    for (auto& [name, timed] : m_timed) {
        if (m_running.contains(name)) // a moment that comes meanwhile has one run behind it
            continue;
        const Due due = whatIsDue(timed.table, {timed.coveredUtcMs, timed.lookedUtcMs, now, timed.missed});
        if (due.clockWasWrong)
            qCWarning(logHost).noquote() << "task" << name << "was last started by a clock that was wrong";
        timed.nextUtcMs = due.nextUtcMs;
        if (due.startUtcMs) {
            if (const auto started = start(name, false, {}); !started) { // and is tried again at the next look
                m_context.alarms.raise(started.error(), name);
                continue;
            }
        }
        timed.coveredUtcMs = due.coveredUtcMs;
        timed.lookedUtcMs = now;
    }
}

void FileService::onOpened(const QString& peer)
{
    m_openPeers.insert(peer);
    for (auto& [name, running] : m_running) {
        if (running.sender && running.config.peerCode == peer)
            running.sender->onSession(true);
    }
}

void FileService::onClosed(const QString& peer)
{
    m_openPeers.erase(peer);
    for (auto& [name, running] : m_running) {
        if (running.sender && running.config.peerCode == peer)
            running.sender->onSession(false);
    }
    if (const auto asking = m_reconcilers.find(peer); asking != m_reconcilers.end())
        asking->second->onClosed();
    if (const auto receiver = m_receivers.find(peer); receiver != m_receivers.end())
        receiver->second->onSessionClosed();
}

void FileService::onArrived(const QString& subject, bool isEnd)
{
    if (const auto newest = m_records.newestTransfer())
        m_newestArrival = *newest;
    // There is room again; that something was tampered with is not over before a whole run went well.
    m_context.alarms.clear(events::DSK_FULL, subject);
    m_context.alarms.clear(events::DSK_ERROR, subject);
    if (isEnd) {
        m_context.alarms.clearAll(subject);
        joinParts(); // a list comes behind its parts, and nothing behind it but the end
    }
    m_context.onChange();
}

/// In a thread of its own, one at a time: what comes meanwhile is looked at behind it.
void FileService::joinParts()
{
    if (m_isJoining || m_newestArrival <= m_joinedUpTo)
        return;
    m_isJoining = true;
    m_errands.run<PartAssembly>(
        QStringLiteral("files.join"),
        [journalPath = m_context.journalPath, receive = QString(m_context.root + QStringLiteral("/recv")),
         after = m_joinedUpTo, &clock = m_context.clock]() -> Result<PartAssembly> {
            ENGINE_TRY_AS(const auto journal, Journal::open(journalPath));
            FileRecords records(*journal);
            return assembleParts(systemFileSystem(), records, receive, after, clock);
        },
        [this, upTo = m_newestArrival](Result<PartAssembly> done) {
            m_isJoining = false;
            if (!done)
                return m_context.alarms.raise(done.error(), kJoining);
            m_joinedUpTo = std::max(upTo, done->lookedUpTo);
            if (done->faults.empty())
                m_context.alarms.clear(events::FIL_JOIN, kJoining);
            for (const Error& fault : done->faults)
                m_context.alarms.raise(fault, kJoining);
            if (done->joined > 0) {
                if (const auto newest = m_records.newestTransfer())
                    m_newestArrival = *newest;
                m_context.onChange();
            }
            joinParts();
        });
}

FileReceiver& FileService::receiverOf(const QString& peer)
{
    std::unique_ptr<FileReceiver>& receiver = m_receivers[peer];
    if (receiver)
        return *receiver;
    const QString subject = receivingSubject(peer);
    FileReceiver::Hooks hooks{
        [this, peer](Message message) { m_context.send(peer, std::move(message)); },
        [this, peer] { return ownKeys(peer); },
        [this, peer](std::uint8_t suite, std::uint32_t epoch, BytesView wrapped) {
            return acceptKey(peer, suite, epoch, wrapped);
        },
        [this, peer](BytesView text) {
            const auto own = m_context.keys.own(*suiteNamed(m_context.suitesFor(peer).first()));
            return own ? (*own)->sign(text).value_or(Bytes()) : Bytes();
        },
        [this, subject](const Error& error) { m_context.alarms.raise(error, subject); },
        [this, subject](bool isEnd) { m_context.post([this, subject, isEnd] { onArrived(subject, isEnd); }); },
        {m_context.atRestKeys, &m_context.random}};
    receiver = std::make_unique<FileReceiver>(receiverOptions(peer), m_context.clock, std::move(hooks));
    return *receiver;
}

void FileService::onMessage(const QString& peer, const std::shared_ptr<const Message>& message,
                            std::shared_ptr<void> hold)
{
    if (message->type == MessageType::FileAsk)
        return answer(peer, *message);
    if (message->type == MessageType::FileFetchedAsk)
        return answerFetched(peer, *message);
    if (message->type == MessageType::FileAnswer) {
        if (const auto asking = m_reconcilers.find(peer); asking != m_reconcilers.end())
            asking->second->onAnswer(message->stream, message->payload);
        return;
    }
    if (!isForSender(message->type)) {
        receiverOf(peer).onMessage(message, std::move(hold));
        return;
    }
    for (auto& [name, running] : m_running) {
        const bool isIts = running.sender && running.config.peerCode == peer &&
                           static_cast<std::uint32_t>(running.run.id) == message->stream;
        if (isIts)
            running.sender->onMessage(message, hold);
    }
}

std::vector<FileTaskSnapshot> FileService::snapshot()
{
    std::vector<FileTaskSnapshot> all;
    const std::int64_t nowNs = m_context.clock.monotonicNs();
    for (const FileTaskConfig& config : m_tasks) {
        FileTaskSnapshot shown;
        shown.config = config;
        shown.state = QStringLiteral("idle");
        FileRunRecord run;
        if (const auto found = m_running.find(config.name); found != m_running.end()) {
            const Running& running = found->second;
            run = running.run;
            shown.state = run.state;
            if (!running.sender) {
                shown.state = QStringLiteral("queued");
            } else {
                const FileProgress progress = running.sender->progress();
                run = progress.run;
                shown.seen = progress.seen;
                shown.waiting = progress.waiting;
                shown.error = progress.error;
                shown.errorArgs = progress.errorArgs;
                shown.state = run.state;
                if (run.state == u"running" && (!m_openPeers.contains(config.peerCode) || !progress.error.isEmpty()))
                    shown.state = QStringLiteral("waiting");
            }
            Rate& rate = m_rates[config.name];
            if (rate.sinceNs == 0 || run.arrived < rate.files) {
                rate = Rate{nowNs, run.arrived, run.bytes, 0, 0};
            } else if (nowNs - rate.sinceNs >= kRateOverNs) {
                const double seconds = static_cast<double>(nowNs - rate.sinceNs) / kNsPerSecond;
                rate = Rate{nowNs, run.arrived, run.bytes, static_cast<double>(run.arrived - rate.files) / seconds,
                            static_cast<double>(run.bytes - rate.bytes) / seconds};
            }
            shown.filesPerSecond = rate.filesPerSecond;
            shown.bytesPerSecond = rate.bytesPerSecond;
        } else if (const auto last = m_last.find(config.name); last != m_last.end()) {
            run = last->second;
            shown.outcome = run.state;
            m_rates.erase(config.name);
        }
        shown.run = run.id;
        shown.kind = run.kind;
        shown.arrived = run.arrived;
        shown.repeated = run.repeated;
        shown.unchanged = run.unchanged;
        shown.failed = run.failed;
        shown.skipped = run.skipped;
        shown.bytes = run.bytes;
        shown.sentBytes = run.sentBytes;
        shown.startedUtcMs = run.startedUtcMs;
        shown.finishedUtcMs = run.finishedUtcMs;
        if (const auto timed = m_timed.find(config.name); timed != m_timed.end())
            shown.nextStartUtcMs = timed->second.nextUtcMs.value_or(-1);
        all.push_back(std::move(shown));
    }
    return all;
}

} // namespace busheng
