// SPDX-License-Identifier: GPL-3.0-or-later
// Reconciliations of tasks (§8.2.6): asked for and answered at once, or kept.
#include "engine/api/json.h"
#include "engine/host/difference_pages.h"
#include "engine/host/file_service.h"
#include "engine/model/comparison_events.h"
#include "engine/model/events.h"

#include <QJsonDocument>

namespace busheng {
namespace {

const QString kRunning = QStringLiteral("running");

FileReconciliation shownFrom(const FileReconciliationRecord& record)
{
    FileReconciliation shown = fileReconciliationFromJson(QJsonDocument::fromJson(record.report.toUtf8()).object());
    shown.id = record.id;
    return shown;
}

} // namespace

Result<std::shared_ptr<FileReconciler>> FileService::reconcilerFor(const FileTaskConfig& config)
{
    const QString peer = config.peerCode;
    if (!m_openPeers.contains(peer))
        return fail(makeEvent(ErrorCode::Network, events::LNK_DOWN, {peer, QString()},
                              QStringLiteral("no link to %1").arg(peer)));
    if (m_reconcilers.contains(peer))
        return fail(makeEvent(ErrorCode::Config, events::FIL_BUSY, {config.name},
                              QStringLiteral("another reconciliation with %1 is running").arg(peer)));
    const auto reconciler =
        std::make_shared<FileReconciler>([this, peer](Message message) { m_context.send(peer, std::move(message)); });
    m_reconcilers[peer] = reconciler;
    return reconciler;
}

void FileService::reconcile(const QString& task, qint64 fromUtcMs, qint64 toUtcMs, qint64 lateAfterMs,
                            Done<FileReconciliation> onDone)
{
    const auto config = configOf(task);
    if (!config)
        return onDone(fail(config.error()));
    const auto reconciler = reconcilerFor(**config);
    if (!reconciler)
        return onDone(fail(reconciler.error()));
    m_errands.run<FileReconciliation>(
        QStringLiteral("reconcile"),
        [asking = *reconciler, options = FileReconciler::Options{m_context.journalPath, **config, fromUtcMs, toUtcMs,
                                                                 lateAfterMs}] { return asking->compare(options); },
        [this, peer = (*config)->peerCode, onDone = std::move(onDone)](Result<FileReconciliation> found) {
            m_reconcilers.erase(peer);
            onDone(std::move(found));
        });
}

Result<> FileService::saveReconciliation(const FileReconciliation& reconciliation)
{
    FileReconciliation report = reconciliation;
    report.differences.clear(); // they have a table of their own
    ENGINE_TRY(
        ComparisonRecords(m_context.journal)
            .saveReconciliation({report.id, report.task, report.state, report.startedUtcMs, report.finishedUtcMs,
                                 QString::fromUtf8(QJsonDocument(toJson(report)).toJson(QJsonDocument::Compact))}));
    return {};
}

Result<qint64> FileService::beginReconciliation(FileReconciliation wanted)
{
    ENGINE_TRY_AS(const FileTaskConfig* const config, configOf(wanted.task));
    ENGINE_TRY_AS(const auto reconciler, reconcilerFor(*config));
    const QString peer = config->peerCode;
    wanted.state = kRunning;
    wanted.startedUtcMs = m_context.clock.utcMs();
    const auto id =
        ComparisonRecords(m_context.journal)
            .saveReconciliation({0, wanted.task, wanted.state, wanted.startedUtcMs, 0, QStringLiteral("{}")});
    if (!id) {
        m_reconcilers.erase(peer);
        return fail(id.error());
    }
    wanted.id = *id;
    m_kept[wanted.id] = reconciler;
    m_errands.run<FileReconciliation>(
        QStringLiteral("reconcile"),
        [reconciler, options = FileReconciler::Options{m_context.journalPath, *config, wanted.fromUtcMs, wanted.toUtcMs,
                                                       wanted.lateAfterMs, wanted.id}] {
            return reconciler->compare(options);
        },
        [this, peer, wanted, reconciler](const Result<FileReconciliation>& found) {
            m_reconcilers.erase(peer);
            m_kept.erase(wanted.id);
            endReconciliation(wanted, reconciler->progress(), found);
        });
    if (auto saved = saveReconciliation(wanted); !saved) // with the whole of what was asked for
        m_context.alarms.raise(saved.error(), wanted.task);
    m_context.onChange();
    return wanted.id;
}

/// `reached`: how far one came that found no end.
void FileService::endReconciliation(FileReconciliation begun, const FileReconciliation& reached,
                                    const Result<FileReconciliation>& found)
{
    FileReconciliation ended = found ? *found : reached;
    ended.id = begun.id;
    ended.task = begun.task;
    ended.fromUtcMs = begun.fromUtcMs;
    ended.toUtcMs = begun.toUtcMs;
    ended.lateAfterMs = begun.lateAfterMs;
    ended.by = begun.by;
    ended.startedUtcMs = begun.startedUtcMs;
    ended.finishedUtcMs = m_context.clock.utcMs();
    if (!found) {
        const Error& why = found.error();
        const bool isStopped = why.code == ErrorCode::Cancelled;
        ended.state = isStopped ? QStringLiteral("stopped") : QStringLiteral("failed");
        if (!isStopped) {
            ended.error = why.event.isEmpty() ? QString(events::FIL_RECONCILE) : why.event;
            ended.errorArgs = why.event.isEmpty() ? QStringList{begun.task, why.detail} : why.args;
        }
    }
    if (auto saved = saveReconciliation(ended); !saved)
        m_context.alarms.raise(saved.error(), begun.task);
    m_context.onChange();
}

/// What a stop or a crash of the node cut short does not go on: both nodes' records are still there to compare anew.
Result<> FileService::settleReconciliations()
{
    ENGINE_TRY_AS(const auto cut, ComparisonRecords(m_context.journal).unfinishedReconciliations());
    for (const FileReconciliationRecord& record : cut) {
        FileReconciliation ended = shownFrom(record);
        ended.task = record.task;
        ended.startedUtcMs = record.startedUtcMs;
        ended.finishedUtcMs = m_context.clock.utcMs();
        ended.state = QStringLiteral("failed");
        ended.error = events::FIL_RECONCILE;
        ended.errorArgs = {record.task, QStringLiteral("the node was stopped meanwhile")};
        ENGINE_TRY_AS(const qint64 listed, ComparisonRecords(m_context.journal).countFiles({record.id, {}, {}, 0, {}}));
        ended.listed = static_cast<quint64>(listed);
        ENGINE_TRY(saveReconciliation(ended));
    }
    return {};
}

Result<> FileService::stopReconciliation(qint64 id)
{
    const auto found = m_kept.find(id);
    if (found == m_kept.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND,
                              {QStringLiteral("reconciliation"), QString::number(id)},
                              QStringLiteral("no reconciliation %1 is running").arg(id)));
    found->second->cancel();
    return {};
}

Result<std::vector<FileReconciliation>> FileService::reconciliations(const QString& task, qint64 beforeId, int limit)
{
    ENGINE_TRY_AS(const auto records, ComparisonRecords(m_context.journal).reconciliations(task, beforeId, limit));
    std::vector<FileReconciliation> all;
    for (const FileReconciliationRecord& record : records) {
        FileReconciliation shown = shownFrom(record);
        if (const auto running = m_kept.find(record.id); running != m_kept.end()) {
            const FileReconciliation now = running->second->progress();
            shown.here = now.here;
            shown.there = now.there;
            shown.compared = now.compared;
            shown.differenceCount = now.differenceCount;
            shown.lateCount = now.lateCount;
            shown.missing = now.missing;
            shown.extra = now.extra;
            shown.different = now.different;
            shown.listed = now.listed;
        }
        all.push_back(std::move(shown));
    }
    return all;
}

void FileService::differences(const DifferenceQuery& query, Done<FileDifferences> onDone)
{
    const auto known = ComparisonRecords(m_context.journal).reconciliation(query.of);
    if (!known)
        return onDone(fail(known.error()));
    if (!*known)
        return onDone(fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND,
                                     {QStringLiteral("reconciliation"), QString::number(query.of)},
                                     QStringLiteral("no reconciliation %1").arg(query.of))));
    m_errands.run<FileDifferences>(
        QStringLiteral("differences"),
        [path = m_context.journalPath, query]() -> Result<FileDifferences> {
            ENGINE_TRY_AS(const auto journal, Journal::open(path));
            return readFileDifferences(*journal, query);
        },
        std::move(onDone));
}

} // namespace busheng
