// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/host_backup.h"

#include "engine/api/backup_passphrase.h"
#include "engine/backup/node_restore.h"
#include "engine/host/vault_keys.h"
#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace busheng {
namespace {

constexpr qint64 kLookEveryNs = 10'000'000'000;
const QString kBackup = QStringLiteral("backup"); ///< kind of work, of ledger lines; subject of alarms
const QString kVerify = QStringLiteral("verify");
const QString kMade = QStringLiteral("made");
const QString kVerified = QStringLiteral("verified");
const QString kByPlan = QStringLiteral("timetable");

Error badPath(const QString& path, const QString& why)
{
    return makeEvent(ErrorCode::Config, events::CFG_BAD_PATH, {QStringLiteral("file"), path, why},
                     QStringLiteral("%1: %2").arg(path, why));
}

BackupRow rowOf(const BackupRecord& record)
{
    BackupRow row;
    row.id = record.id;
    row.file = record.file;
    row.cause = record.cause;
    row.takenUtcMs = record.takenUtcMs;
    row.fileBytes = record.fileBytes;
    row.by = record.by;
    row.verifiedUtcMs = record.verifiedUtcMs;
    row.event = record.event;
    row.args = record.args;
    if (record.event == events::UPG_NEWER)
        row.state = QStringLiteral("newer");
    else if (!record.event.isEmpty())
        row.state = QStringLiteral("damaged");
    else
        row.state = record.verifiedUtcMs > 0 ? kVerified : kMade;
    return row;
}

LedgerEntry lineOf(const QString& outcome, const QString& file, const QString& by, qint64 utcMs)
{
    LedgerEntry line;
    line.kind = kBackup;
    line.outcome = outcome;
    line.name = file;
    line.by = by;
    line.utcMs = utcMs;
    return line;
}

/// `all`: newest first.
HostBackup::Trimmed trimFiles(FileSystem& files, const std::vector<BackupRecord>& all, qint64 keep)
{
    HostBackup::Trimmed trimmed;
    qint64 kept = 0;
    for (const BackupRecord& one : all) {
        const auto there = files.exists(one.file);
        if (there && kept < keep) {
            kept += *there && one.event.isEmpty() ? 1 : 0;
            continue;
        }
        const Result<> removed = !there ? Result<>(fail(there.error())) : *there ? files.remove(one.file) : Result<>();
        if (!removed) {
            trimmed.failure = removed.error();
            break;
        }
        trimmed.gone.push_back(one);
    }
    return trimmed;
}

} // namespace

Result<Journal*> HostBackup::journal() const
{
    ENGINE_TRY_AS(NodeRuntime* const running, m_context.runtime());
    return &running->journal();
}

void HostBackup::backups(Reply<BackupShelf> reply)
{
    const auto known = [&]() -> Result<BackupShelf> {
        ENGINE_TRY_AS(Journal* const journal, this->journal());
        BackupShelf shelf;
        ENGINE_TRY_AS(const BackupPlanRecord plan, this->plan());
        shelf.plan = {plan.times, plan.directory, plan.keep};
        if (const auto timetable = Timetable::parse(plan.times))
            shelf.nextUtcMs = timetable->next(std::max(plan.coveredUtcMs, m_context.seams.clock.utcMs())).value_or(0);
        shelf.hasPassphrase = keptPassphrase().has_value();
        ENGINE_TRY_AS(const std::vector<BackupRecord> records, BackupRecords(*journal).all());
        std::ranges::transform(records, std::back_inserter(shelf.backups), rowOf);
        return shelf;
    }();
    if (!known)
        return reply(fail(known.error()));
    // Whether they lie there still is asked beside: a folder of another machine may take its time.
    m_context.errands().run<BackupShelf>(
        QStringLiteral("backups"),
        [shelf = *known, &files = m_context.seams.fileSystem]() mutable -> Result<BackupShelf> {
            for (BackupRow& row : shelf.backups) {
                const auto there = files.exists(row.file);
                if (there && !*there)
                    row.state = QStringLiteral("gone");
            }
            return std::move(shelf);
        },
        std::move(reply));
}

Result<std::shared_ptr<HostBackup::Work>> HostBackup::begin(const Order& order)
{
    if (m_work)
        return fail(makeEvent(ErrorCode::Config, events::BCK_BUSY, {m_work->file},
                              QStringLiteral("%1 is at work").arg(m_work->file)));
    if (!QDir::isAbsolutePath(order.file))
        return fail(badPath(order.file, QStringLiteral("it must be a whole path")));
    if (order.passphrase.empty())
        return fail(makeEvent(ErrorCode::Config, events::BCK_NO_PASSPHRASE, {},
                              QStringLiteral("no passphrase for %1").arg(order.file)));
    m_work = std::make_shared<Work>();
    m_work->kind = order.kind;
    m_work->file = order.file;
    return m_work;
}

void HostBackup::run(const Order& order, const Reply<BackupRow>& reply)
{
    const auto running = m_context.runtime();
    const auto work = running ? begin(order) : Result<std::shared_ptr<Work>>(fail(running.error()));
    if (!work)
        return reply(fail(work.error()));
    const ArchiveProgress progress = [shared = *work](qint64 done, qint64 total) {
        shared->doneBytes = done;
        shared->totalBytes = total;
        return !shared->isCancelled;
    };
    NodeBackup backup;
    backup.dataDirectory = m_context.dataDirectory;
    backup.file = order.file;
    backup.passphrase = order.passphrase;
    backup.iterations = m_context.iterations;
    backup.progress = progress;
    m_context.errands().run<Outcome>(
        kBackup,
        [backup, kind = order.kind, seams = m_context.seams]() -> Result<Outcome> {
            Outcome outcome;
            ENGINE_TRY_AS(outcome.head,
                          kind == kVerify
                              ? verifyBackupFile(seams.fileSystem, backup.file, backup.passphrase, backup.progress)
                              : backUpNode(seams.fileSystem, seams.random, seams.clock, backup));
            outcome.fileBytes = QFileInfo(backup.file).size();
            return outcome;
        },
        [this, order, reply](const Result<Outcome>& outcome) {
            m_work.reset();
            ++m_changes;
            reply(takeOutcome(order, outcome));
        });
}

/// What came of it is remembered, as far as there is a file that it can be said of.
Result<BackupRow> HostBackup::takeOutcome(const Order& order, const Result<Outcome>& outcome)
{
    ENGINE_TRY_AS(Journal* const journal, this->journal());
    BackupRecords records(*journal);
    const qint64 now = m_context.seams.clock.utcMs();
    ENGINE_TRY_AS(auto record, records.ofFile(order.file));
    const bool isCancelled = !outcome && outcome.error().code == ErrorCode::Cancelled;
    if (!outcome) {
        // A wrong passphrase says nothing about the file.
        const bool isDamaged = order.kind == kVerify && outcome.error().code == ErrorCode::Corrupt;
        LedgerEntry line = lineOf(QStringLiteral("failed"), order.file, order.by, now);
        line.event = outcome.error().event;
        if (isDamaged && record) {
            record->verifiedUtcMs = now;
            record->event = outcome.error().event;
            record->args = outcome.error().args;
            ENGINE_TRY(records.save(*record, line));
        } else if (!isCancelled) {
            ENGINE_TRY(journal->appendLedger({line}));
        }
        return fail(outcome.error());
    }
    if (order.kind == kVerify && record) {
        record->verifiedUtcMs = now;
        record->event.clear();
        record->args.clear();
    } else {
        record = BackupRecord{0,
                              order.file,
                              order.kind == kVerify ? QStringLiteral("found") : order.cause,
                              outcome->head.takenUtcMs,
                              outcome->fileBytes,
                              order.by,
                              order.kind == kVerify ? now : 0,
                              {},
                              {}};
    }
    ENGINE_TRY_AS(record->id,
                  records.save(*record, lineOf(order.kind == kVerify ? kVerified : kMade, order.file, order.by, now)));
    return rowOf(*record);
}

void HostBackup::makeBackup(const QString& file, const QString& passphrase, const QString& by, Reply<BackupRow> reply)
{
    if (const Result<> isGood = checkBackupPassphrase(passphrase); !isGood)
        return reply(fail(isGood.error()));
    run({kBackup, file, Bytes(view(passphrase.toUtf8())), by, QStringLiteral("asked")}, reply);
}

void HostBackup::verifyBackup(const QString& file, const QString& passphrase, const QString& by, Reply<BackupRow> reply)
{
    Order order{kVerify, file, Bytes(view(passphrase.toUtf8())), by, {}};
    if (passphrase.isEmpty()) {
        auto kept = keptPassphrase();
        if (!kept)
            return reply(fail(kept.error()));
        order.passphrase = std::move(*kept);
    }
    run(order, reply);
}

void HostBackup::cancelBackup(Reply<> reply)
{
    if (!m_work)
        return reply(fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {kBackup, QString()},
                                    QStringLiteral("no backup is at work"))));
    m_work->isCancelled = true;
    reply({});
}

void HostBackup::stop()
{
    if (m_work)
        m_work->isCancelled = true;
}

BackupProgress HostBackup::progress() const
{
    BackupProgress shown;
    shown.changes = m_changes;
    if (!m_work)
        return shown;
    shown.work = m_work->kind;
    shown.file = m_work->file;
    shown.doneBytes = m_work->doneBytes;
    shown.totalBytes = m_work->totalBytes;
    return shown;
}

Result<Bytes> HostBackup::keptPassphrase() const
{
    ENGINE_TRY_AS(NodeRuntime* const running, m_context.runtime());
    ENGINE_TRY_AS(const Vault* const vault, running->vault());
    std::optional<Bytes> kept = vault->get(namedSecret(kBackupSecret));
    if (!kept)
        return fail(makeEvent(ErrorCode::Config, events::BCK_NO_PASSPHRASE, {},
                              QStringLiteral("no passphrase is kept for backups")));
    return std::move(*kept);
}

Result<BackupPlanRecord> HostBackup::plan()
{
    if (!m_plan) {
        ENGINE_TRY_AS(Journal* const journal, this->journal());
        ENGINE_TRY_AS(m_plan, BackupRecords(*journal).plan());
    }
    return *m_plan;
}

void HostBackup::setBackupPlan(const BackupPlan& plan, Reply<> reply)
{
    const Result<> possible = [&]() -> Result<> {
        if (plan.times.isEmpty())
            return {};
        if (const auto times = Timetable::parse(plan.times); !times)
            return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                                  {QStringLiteral("plan"), QStringLiteral("times"), plan.times, times.error().detail},
                                  times.error().detail));
        ENGINE_TRY(keptPassphrase());
        return {};
    }();
    if (!possible)
        return reply(fail(possible.error()));
    // The folder is looked at beside: one of another machine may take its time.
    m_context.errands().run<void>(
        QStringLiteral("backups"),
        [plan]() -> Result<> {
            const QFileInfo folder(plan.directory);
            if (!plan.times.isEmpty() && (!folder.isAbsolute() || !folder.isDir()))
                return fail(badPath(plan.directory, QStringLiteral("it is not a folder")));
            return {};
        },
        [this, plan, reply = std::move(reply)](const Result<>& looked) {
            reply(looked ? savePlan(plan) : Result<>(fail(looked.error())));
        });
}

Result<> HostBackup::savePlan(const BackupPlan& plan)
{
    ENGINE_TRY_AS(NodeRuntime* const running, m_context.runtime());
    const BackupPlanRecord record{plan.times, plan.directory, plan.keep, m_context.seams.clock.utcMs()};
    ENGINE_TRY(BackupRecords(running->journal()).savePlan(record));
    m_plan = record;
    ++m_changes;
    // What failed by the former timetable is over: without one nothing would ever end the alarm.
    running->alarms().clearAll(kBackup);
    return {};
}

void HostBackup::look()
{
    const qint64 nowNs = m_context.seams.clock.monotonicNs();
    if (m_lookedNs != 0 && nowNs - m_lookedNs < kLookEveryNs)
        return;
    m_lookedNs = nowNs;
    const auto running = m_context.runtime();
    if (!running)
        return;
    if (const Result<> looked = lookAtPlan(); !looked)
        (*running)->alarms().raise(looked.error(), kBackup);
}

Result<> HostBackup::lookAtPlan()
{
    ENGINE_TRY_AS(BackupPlanRecord record, plan());
    if (record.times.isEmpty() || m_work) // what is due waits until the work is done
        return {};
    ENGINE_TRY_AS(const Timetable times, Timetable::parse(record.times));
    const qint64 now = m_context.seams.clock.utcMs();
    const Due due = whatIsDue(times, {record.coveredUtcMs, m_lookedUtcMs, now, MissedRuns::MakeUp});
    m_lookedUtcMs = now;
    if (due.coveredUtcMs != record.coveredUtcMs) {
        // Kept first: never twice for one moment.
        ENGINE_TRY_AS(Journal* const journal, this->journal());
        record.coveredUtcMs = due.coveredUtcMs;
        ENGINE_TRY(BackupRecords(*journal).savePlan(record));
        m_plan = record;
    }
    if (due.startUtcMs)
        beginByPlan(record);
    return {};
}

void HostBackup::beginByPlan(const BackupPlanRecord& plan)
{
    const auto running = m_context.runtime();
    auto passphrase = keptPassphrase();
    if (!running || !passphrase) {
        if (running)
            (*running)->alarms().raise(passphrase.error(), kBackup);
        return;
    }
    const QString stamp =
        QDateTime::fromMSecsSinceEpoch(m_context.seams.clock.utcMs()).toString(QStringLiteral("yyyyMMdd-HHmmss"));
    const QString file =
        QDir(plan.directory)
            .absoluteFilePath(QStringLiteral("busheng-%1-%2.bsbk").arg((*running)->config().code, stamp));
    run({kBackup, file, std::move(*passphrase), QString(), kByPlan}, [this, plan](const Result<BackupRow>& made) {
        if (made)
            trim(plan);
        else
            noteByPlan(fail(made.error()));
    });
}

/// What the timetable's newest backup came to.
void HostBackup::noteByPlan(const Result<>& outcome)
{
    const auto running = m_context.runtime();
    if (!running)
        return;
    if (outcome)
        (*running)->alarms().clearAll(kBackup);
    else
        (*running)->alarms().raise(outcome.error(), kBackup);
}

/// Of those that the timetable made the newest stay: of those that are of use, so that a damaged or missing one takes
/// no good one's place. What a person made is a person's. Files are looked at and deleted beside.
void HostBackup::trim(const BackupPlanRecord& plan)
{
    auto all = [&]() -> Result<std::vector<BackupRecord>> {
        ENGINE_TRY_AS(Journal* const journal, this->journal());
        return BackupRecords(*journal).all();
    }();
    if (!all || plan.keep <= 0)
        return noteByPlan(all ? Result<>() : Result<>(fail(all.error())));
    std::erase_if(*all, [](const BackupRecord& one) { return one.cause != kByPlan; });
    m_context.errands().run<Trimmed>(
        QStringLiteral("backups"),
        [all = std::move(*all), keep = plan.keep, &files = m_context.seams.fileSystem]() -> Result<Trimmed> {
            return trimFiles(files, all, keep);
        },
        [this](const Result<Trimmed>& trimmed) {
            noteByPlan(trimmed ? forget(*trimmed) : Result<>(fail(trimmed.error())));
        });
}

/// What was deleted before something failed is forgotten, too.
Result<> HostBackup::forget(const Trimmed& trimmed)
{
    ENGINE_TRY_AS(Journal* const journal, this->journal());
    BackupRecords records(*journal);
    for (const BackupRecord& one : trimmed.gone)
        ENGINE_TRY(records.forget(
            one.id, lineOf(QStringLiteral("deleted"), one.file, QString(), m_context.seams.clock.utcMs())));
    ++m_changes;
    return trimmed.failure ? Result<>(fail(*trimmed.failure)) : Result<>();
}

} // namespace busheng
