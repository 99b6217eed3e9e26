// SPDX-License-Identifier: GPL-3.0-or-later
// What is recorded of files, for people; and the resend that they ask for.
#include "engine/host/file_service.h"

#include "engine/model/events.h"

namespace busheng {
namespace {

constexpr std::size_t kItemsShown = 1000;
constexpr int kFailedPage = 1000;

FileRow rowOf(const FileTransferRecord& record)
{
    return {record.id,
            record.run,
            record.task,
            record.peerCode,
            shownPath(joinPath(record.directory, record.name)),
            QString(),
            record.size,
            toHex(view(record.digest)),
            record.state,
            record.attempts,
            record.firstUtcMs,
            record.lastUtcMs,
            record.event,
            record.args,
            record.encoding,
            record.original.isEmpty() ? QString() : toHex(view(record.original)),
            record.sealed,
            record.fetchedUtcMs,
            record.fetchedBy};
}

std::vector<FileRow> rowsOf(const std::vector<FileTransferRecord>& records)
{
    std::vector<FileRow> rows;
    for (const FileTransferRecord& record : records)
        rows.push_back(rowOf(record));
    return rows;
}

/// All files beneath `directory`, as paths.
Result<> collect(const TreeDirectory& root, const Bytes& directory, std::vector<Bytes>& paths)
{
    ENGINE_TRY_AS(const auto place, root.open(directory));
    if (!place)
        return {};
    ENGINE_TRY_AS(const auto entries, place->list());
    for (const TreeDirectory::Entry& entry : entries) {
        const Bytes path = joinPath(directory, entry.name);
        if (entry.kind == TreeDirectory::Kind::Directory)
            ENGINE_TRY(collect(root, path, paths));
        else if (entry.kind == TreeDirectory::Kind::File && !BytesView(entry.name).ends_with(".reason.txt"))
            paths.push_back(path);
    }
    return {};
}

struct Split {
    Bytes directory;
    Bytes name;
};

Split splitPath(const Bytes& path)
{
    const std::size_t slash = path.rfind('/');
    return slash == Bytes::npos ? Split{{}, path} : Split{path.substr(0, slash), path.substr(slash + 1)};
}

struct ResendPlan {
    FileResend shown;
    FileRunRecord run;
};

/// In a thread of its own: `run` has no id yet.
Result<ResendPlan> planResend(const QString& journalPath, const QString& root, const FileTaskConfig& config,
                              const QStringList& wanted, bool preview, FileRunRecord run, qint64 nowUtcMs)
{
    ENGINE_TRY_AS(const auto journal, Journal::open(journalPath));
    FileRecords records(*journal);
    ENGINE_TRY_AS(const TreeDirectory send, TreeDirectory::openRoot(root + QStringLiteral("/send")));
    ENGINE_TRY_AS(const TreeDirectory source, send.make(view(config.sourceDirectory.toUtf8())));
    ENGINE_TRY_AS(const TreeDirectory failed, TreeDirectory::openRoot(root + QStringLiteral("/failed/") + config.name));
    ENGINE_TRY_AS(const qint64 flow, records.flow(QStringLiteral("out"), config.peerCode, config.name));
    std::vector<Bytes> paths;
    for (const QString& path : wanted) {
        if (path.isEmpty() || !isValidTreeDirectory(path))
            return fail(
                makeEvent(ErrorCode::Config, events::FIL_NAME, {path}, QStringLiteral("no path of a file: ") + path));
        paths.push_back(path.toUtf8().toStdString());
    }
    if (wanted.isEmpty())
        ENGINE_TRY(collect(failed, {}, paths));
    ResendPlan plan;
    std::vector<FileOutcome> items;
    if (!preview) {
        ENGINE_TRY_AS(run.id, records.saveRun(run));
    }
    for (const Bytes& path : paths) {
        const Split split = splitPath(path);
        ENGINE_TRY_AS(const qint64 directoryId, records.directory(flow, split.directory));
        std::optional<FileIdentity> identity;
        for (const TreeDirectory* tree : {&source, &failed}) {
            ENGINE_TRY_AS(const auto place, tree->open(split.directory));
            if (place && !identity) {
                ENGINE_TRY_AS(identity, place->look(split.name));
            }
        }
        ENGINE_TRY_AS(const auto known, records.known(directoryId, split.name));
        const bool isSame = known && identity && isAcknowledged(config, *known, *identity);
        FileResendItem item{shownPath(path), QStringLiteral("send"), identity ? identity->size : 0};
        if (!identity) {
            item.effect = QStringLiteral("gone");
            ++plan.shown.gone;
        } else if (isSame) {
            item.effect = QStringLiteral("repeated");
            ++plan.shown.repeated;
        } else {
            ++plan.shown.toSend;
        }
        if (plan.shown.items.size() < kItemsShown)
            plan.shown.items.push_back(std::move(item));
        FileOutcome outcome;
        outcome.transfer.run = run.id;
        outcome.transfer.directoryId = directoryId;
        outcome.transfer.name = split.name;
        outcome.transfer.size = identity ? identity->size : 0;
        outcome.transfer.state = QStringLiteral("waiting");
        outcome.transfer.firstUtcMs = outcome.transfer.lastUtcMs = nowUtcMs;
        items.push_back(std::move(outcome));
        if (!preview && items.size() >= kFailedPage) {
            ENGINE_TRY(records.keep(items));
            items.clear();
        }
    }
    if (!preview)
        ENGINE_TRY(records.keep(items));
    plan.run = run;
    plan.shown.run = run.id;
    return plan;
}

} // namespace

void FileService::resend(const QString& task, const QStringList& paths, bool preview, const QString& by,
                         Done<FileResend> onDone)
{
    const auto config = configOf(task);
    if (!config)
        return onDone(fail(config.error()));
    auto run = newRun(**config, QStringLiteral("resend"), by);
    if (!run && !preview)
        return onDone(fail(run.error()));
    m_errands.run<ResendPlan>(
        QStringLiteral("resend"),
        [journalPath = m_context.journalPath, root = m_context.root, copy = **config, paths, preview,
         record = run.value_or(FileRunRecord()),
         now = m_context.clock.utcMs()] { return planResend(journalPath, root, copy, paths, preview, record, now); },
        [this, task, preview, onDone = std::move(onDone)](Result<ResendPlan> plan) {
            if (!plan)
                return onDone(fail(plan.error()));
            const auto current = configOf(task);
            if (!preview && current && !m_running.contains(task)) {
                if (const auto begun = begin(**current, plan->run); !begun)
                    return onDone(fail(begun.error()));
            } else if (!preview) { // another run was quicker; this one is not made
                plan->run.state = QStringLiteral("stopped");
                plan->run.finishedUtcMs = m_context.clock.utcMs();
                if (const auto saved = m_records.saveRun(plan->run); !saved)
                    return onDone(fail(saved.error()));
                return onDone(fail(makeEvent(ErrorCode::Config, events::FIL_BUSY, {task},
                                             QStringLiteral("task '%1' is running").arg(task))));
            }
            onDone(std::move(plan->shown));
        });
}

/// To a peer that compares its records with ours.
void FileService::answer(const QString& peer, const Message& message)
{
    auto ask = filemsg::decodeAsk(message.payload);
    if (!ask)
        return m_context.alarms.raise(ask.error(), peer);
    if (!m_answering.insert(peer).second) // it asks one thing at a time; more is not owed to anybody
        return;
    m_errands.run<filemsg::Answer>(
        QStringLiteral("files.answer"),
        [journalPath = m_context.journalPath, peer, ask = std::move(*ask)]() -> Result<filemsg::Answer> {
            ENGINE_TRY_AS(const auto journal, Journal::open(journalPath));
            FileRecords records(*journal);
            return FileReconciler::answer(records, peer, ask);
        },
        [this, peer, question = message.stream](Result<filemsg::Answer> answer) {
            m_answering.erase(peer);
            if (answer)
                m_context.send(peer, filemsg::encode(question, *answer));
            else
                m_context.alarms.raise(answer.error(), peer);
        });
}

Result<std::vector<FileRunRow>> FileService::runs(const QString& task, qint64 beforeId, int limit)
{
    ENGINE_TRY_AS(const auto records, m_records.runs(task, beforeId, limit));
    std::vector<FileRunRow> rows;
    for (const FileRunRecord& record : records)
        rows.push_back({record.id, record.direction, record.task, record.peerCode, record.kind, record.state,
                        record.startedUtcMs, record.finishedUtcMs, record.arrived, record.repeated, record.unchanged,
                        record.failed, record.skipped, record.bytes, record.sentBytes, toHex(view(record.receipt)),
                        record.by});
    return rows;
}

Result<std::vector<FileRow>> FileService::files(qint64 run, const QString& state, qint64 afterId, int limit)
{
    ENGINE_TRY_AS(const auto found, m_records.run(run));
    if (!found)
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("run"), QString::number(run)},
                              QStringLiteral("no run %1").arg(run)));
    ENGINE_TRY_AS(const auto records, m_records.transfers(run, state, afterId, limit));
    return rowsOf(records);
}

Result<std::vector<FileRow>> FileService::arrivals(qint64 afterId, int limit)
{
    ENGINE_TRY_AS(const auto records, m_records.arrivals(afterId, limit));
    std::vector<FileRow> rows = rowsOf(records);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const QStringList parts{records[i].peerCode, records[i].targetDirectory, rows[i].path};
        rows[i].place = QStringList(parts.first(1) + (parts.at(1).isEmpty() ? parts.mid(2) : parts.mid(1))).join(u'/');
    }
    return rows;
}

} // namespace busheng
