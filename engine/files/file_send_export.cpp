// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are made of a database's rows, before there is anything to send (§6.2 b, §6.4).
#include "engine/files/file_send_run.h"

#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/files/names/name_issuer.h"
#include "engine/model/events.h"

#include <QDateTime>

#include <algorithm>

namespace busheng {
namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;
constexpr BytesView kMaking = ".busheng-export-"; ///< begins as what is never sent
constexpr BytesView kKeptSuffix = ".name";
constexpr std::size_t kLongestName = 255;
const QString kZip = QStringLiteral("zip");
const QString kNoSystem = QStringLiteral("LWJC"); ///< of a node whose code names no system

/// Of the archive on its way, in the directory in which it will stand.
Bytes makingName(qint64 run)
{
    return Bytes(kMaking) + std::to_string(run) + ".zip";
}

/// A file in which a run keeps the name that it has issued: a second start of it makes no second archive.
Bytes keptName(qint64 run)
{
    return "export-" + std::to_string(run) + Bytes(kKeptSuffix);
}

} // namespace

Result<FileSendRun::Export> FileSendRun::exportRows()
{
    if (!m_options.task.isExport() || m_run.kind == u"resend")
        return Export::Made;
    if (const auto opened = openTrees(); !opened)
        return exportFailed(Bytes(), opened.error());
    const auto name = exportName(m_source);
    if (!name)
        return exportFailed(Bytes(), name.error());
    ENGINE_TRY_AS(const qint64 directoryId, m_records.directory(m_flow, {}));
    ENGINE_TRY_AS(const auto there, m_source.look(*name));
    ENGINE_TRY_AS(const auto sent, m_records.known(directoryId, *name));
    if (there || sent) // before a crash
        return Export::Made;
    const auto made = makeExport(*name);
    if (!made)
        return exportFailed(*name, made.error());
    if (made->rows == 0) {
        noteExport(*name, QStringLiteral("skipped"), events::EXP_EMPTY,
                   {m_options.task.name, m_options.task.exportSource});
        return Export::Made;
    }
    qCInfo(logFiles).noquote() << "task" << m_run.task << ":" << made->rows << "rows exported as" << shownPath(*name);
    return Export::Made;
}

/// By §8.2.4 a: division and system are this node's, the time is that of the run.
Result<Bytes> FileSendRun::exportName(const TreeDirectory& place) const
{
    ENGINE_TRY_AS(const auto kept, m_work.openFile(keptName(m_run.id)));
    if (kept) {
        Bytes name(kLongestName, '\0');
        ENGINE_TRY_AS(const std::size_t length, kept->readAt(0, name));
        name.resize(length);
        if (parseUploadName(name)) // else the crash was while it was written
            return name;
    }
    QString initials;
    for (const QChar character : m_options.ownCode.section(u'-', 1)) {
        if (character >= u'A' && character <= u'Z')
            initials += character;
    }
    const NameRequest request{m_options.ownCode.left(6), initials.isEmpty() ? kNoSystem : initials, kZip};
    ENGINE_TRY_AS(const auto entries, place.list());
    ENGINE_TRY_AS(const qint64 directoryId, m_records.directory(m_flow, {}));
    Result<> looked;
    const auto isTaken = [&](const UploadName& name) {
        const Bytes whole = name.toString().toStdString();
        const BytesView stem = BytesView(whole).substr(0, whole.size() - 4);
        const auto known = m_records.known(directoryId, whole);
        if (!known)
            looked = fail(known.error());
        return (known && *known) || std::ranges::any_of(entries, [&](const TreeDirectory::Entry& entry) {
                   return BytesView(entry.name).starts_with(stem);
               });
    };
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_run.startedUtcMs);
    const auto issued = issueName(request, now.date(), now.time(), isTaken);
    ENGINE_TRY(looked);
    if (!issued)
        return fail(toError(issued.error(), view((request.region + request.initials).toUtf8())));
    const Bytes name = issued->toString().toStdString();
    ENGINE_TRY_AS(const auto older, m_work.list());
    for (const TreeDirectory::Entry& entry : older) {
        if (BytesView(entry.name).ends_with(kKeptSuffix))
            ENGINE_TRY(m_work.remove(entry.name));
    }
    ENGINE_TRY_AS(TreeFile keep, m_work.makeFile(keptName(m_run.id), true));
    ENGINE_TRY(keep.writeAt(0, name));
    ENGINE_TRY(keep.sync());
    return name;
}

Result<DatasetSummary> FileSendRun::makeExport(const Bytes& name)
{
    const FileTaskConfig& task = m_options.task;
    const Bytes making = makingName(m_run.id);
    ENGINE_TRY(removeMade()); // of a crash
    std::stop_source reading;
    {
        const std::lock_guard lock(m_state.mutex);
        m_state.reading = reading;
        if (m_state.isGivenUp || m_state.isPaused)
            reading.request_stop();
    }
    const std::stop_callback onStop(m_stop, [&reading] { reading.request_stop(); });
    DatasetOrder order;
    order.task = task.name;
    order.source = task.exportSource;
    order.rows = {task.exportTable, task.exportQuery};
    order.format = task.exportFormat == u"jsonl" ? RowFormat::JsonLines : RowFormat::Csv;
    order.noFormulas = task.exportNoFormulas;
    order.largeBytes = task.exportLargeBytes;
    order.workDirectory = m_options.workDirectory + QStringLiteral("/export");
    order.archive = m_options.sendDirectory + u'/' + task.sourceDirectory + u'/' + QString::fromStdString(making);
    order.nowUtcMs = m_clock.utcMs();
    const auto read = [&](const RowQuery& query, RowReceiver& receiver) {
        return m_hooks.readRows(query, receiver, reading.get_token());
    };
    const auto mayGoOn = [&reading]() -> Result<> {
        ENGINE_FAILPOINT("files.export.row");
        if (reading.stop_requested())
            return fail(ErrorCode::Cancelled, QStringLiteral("a person wants it otherwise, or the node stops"));
        return {};
    };
    ENGINE_TRY_AS(const DatasetSummary summary, exportDataset(systemFileSystem(), order, read, mayGoOn));
    ENGINE_FAILPOINT("files.export.made");
    if (summary.rows > 0) {
        if (task.isSealedAtRest())
            ENGINE_TRY(sealFile(m_source, making, making + ".sealed", {m_hooks.atRestKeys, &m_random}));
        ENGINE_TRY(m_source.rename(making, m_source, name));
        ENGINE_FAILPOINT("files.export.named");
        ENGINE_TRY(m_source.syncFileSystem());
    }
    return summary;
}

/// What may pass is tried again, as a file that failed is; then the run has failed, and says why.
/// What is half made of this run's archive; it is in clear, also where files lie sealed.
Result<> FileSendRun::removeMade()
{
    ENGINE_TRY_AS(const auto entries, m_source.list());
    const Bytes making = makingName(m_run.id);
    for (const TreeDirectory::Entry& entry : entries) {
        if (BytesView(entry.name).starts_with(making))
            ENGINE_TRY(m_source.remove(entry.name));
    }
    return {};
}

Result<FileSendRun::Export> FileSendRun::exportFailed(const Bytes& name, const Error& why)
{
    if (const auto removed = removeMade(); !removed)
        qCWarning(logFiles).noquote() << "task" << m_run.task << "leaves what it made:" << removed.error().toString();
    if (why.code == ErrorCode::Cancelled)
        return Export::Again;
    qCWarning(logFiles).noquote() << "task" << m_run.task << "cannot export:" << why.toString();
    if (why.transient && m_exportAttempts < m_options.task.resends) {
        m_exportDueNs = m_clock.monotonicNs() +
                        ((m_options.task.firstPauseSeconds * kNsPerSecond) << std::min<qint64>(m_exportAttempts, 10));
        ++m_exportAttempts;
        m_hooks.onFault(why);
        return Export::Again;
    }
    noteExport(name.empty() ? Bytes("dataset.zip") : name, QStringLiteral("failed"), why.event, why.args);
    ++m_run.failed;
    m_hooks.onFault(why);
    {
        const std::lock_guard lock(m_state.mutex);
        m_state.progress.isExportFailed = true;
    }
    return Export::Failed;
}

void FileSendRun::noteExport(const Bytes& name, const QString& state, const QString& event, const QStringList& args)
{
    Candidate candidate;
    candidate.name = name;
    candidate.attempts = m_exportAttempts + 1;
    const auto directory = m_records.directory(m_flow, {});
    if (!directory) {
        qCWarning(logFiles).noquote() << directory.error().toString();
        return;
    }
    candidate.directoryId = *directory;
    note(candidate, state, {}, event, args);
}

} // namespace busheng
