// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/file_records.h"
#include "engine/journal/journal_impl.h"

#include <algorithm>
#include <limits>

namespace busheng {
namespace {

constexpr int kLargestPage = 1000;

} // namespace

Result<qint64> FileRecords::saveRun(const FileRunRecord& run)
{
    qint64 id = run.id;
    const Result<> saved = m_journal.m_impl->change(Durability::Full, [&]() -> Result<> {
        SqlStatement insert = m_journal.m_impl->statement(QStringLiteral(
            "INSERT INTO file_runs (id, key, direction, task, peer_code, target_directory, kind, state, "
            "started_utc_ms, finished_utc_ms, "
            "arrived, repeated, unchanged, failed, skipped, bytes, sent_bytes, event, args, receipt, by_whom) "
            "VALUES (nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO "
            "UPDATE "
            "SET "
            "state = excluded.state, finished_utc_ms = excluded.finished_utc_ms, arrived = excluded.arrived, "
            "repeated = excluded.repeated, unchanged = excluded.unchanged, failed = excluded.failed, "
            "skipped = excluded.skipped, bytes = excluded.bytes, sent_bytes = excluded.sent_bytes, "
            "event = excluded.event, args = excluded.args, receipt = excluded.receipt"));
        insert.bind(run.id)
            .bind(run.key)
            .bind(run.direction)
            .bind(run.task)
            .bind(run.peerCode)
            .bind(run.targetDirectory)
            .bind(run.kind);
        insert.bind(run.state).bind(run.startedUtcMs).bind(run.finishedUtcMs).bind(run.arrived).bind(run.repeated);
        insert.bind(run.unchanged).bind(run.failed).bind(run.skipped).bind(run.bytes).bind(run.sentBytes);
        ENGINE_TRY(insert.bind(run.event).bind(joinTexts(run.args)).bind(run.receipt).bind(run.by).run());
        if (id == 0)
            id = insert.lastId();
        return {};
    });
    ENGINE_TRY(saved);
    return id;
}

Result<std::vector<FileRunRecord>> FileRecords::readRuns(const QString& condition, const QVariantList& values)
{
    SqlStatement query = m_journal.m_impl->statement(
        QStringLiteral(
            "SELECT id, key, direction, task, peer_code, target_directory, kind, state, started_utc_ms, "
            "finished_utc_ms, "
            "arrived, repeated, unchanged, failed, skipped, bytes, sent_bytes, event, args, receipt, by_whom "
            "FROM file_runs WHERE ") +
        condition);
    for (const QVariant& value : values) {
        if (value.userType() == QMetaType::QString)
            query.bind(value.toString());
        else if (value.userType() == QMetaType::QByteArray)
            query.bind(value.toByteArray());
        else
            query.bind(value.toLongLong());
    }
    ENGINE_TRY(query.run());
    std::vector<FileRunRecord> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        FileRunRecord run;
        run.id = query.integer(0);
        run.key = query.bytes(1);
        run.direction = query.text(2);
        run.task = query.text(3);
        run.peerCode = query.text(4);
        run.targetDirectory = query.text(5);
        run.kind = query.text(6);
        run.state = query.text(7);
        run.startedUtcMs = query.integer(8);
        run.finishedUtcMs = query.integer(9);
        run.arrived = query.natural(10);
        run.repeated = query.natural(11);
        run.unchanged = query.natural(12);
        run.failed = query.natural(13);
        run.skipped = query.natural(14);
        run.bytes = query.natural(15);
        run.sentBytes = query.natural(16);
        run.event = query.text(17);
        run.args = splitTexts(query.text(18));
        run.receipt = query.bytes(19);
        run.by = query.text(20);
        all.push_back(std::move(run));
    }
}

Result<> FileRecords::removeRun(qint64 id)
{
    return m_journal.m_impl->change(Durability::Normal, [&]() -> Result<> {
        SqlStatement files = m_journal.m_impl->statement(QStringLiteral("DELETE FROM file_transfers WHERE run = ?"));
        ENGINE_TRY(files.bind(id).run());
        SqlStatement removal = m_journal.m_impl->statement(QStringLiteral("DELETE FROM file_runs WHERE id = ?"));
        return removal.bind(id).run();
    });
}

Result<std::optional<FileRunRecord>> FileRecords::run(qint64 id)
{
    ENGINE_TRY_AS(const auto found, readRuns(QStringLiteral("id = ?"), {id}));
    return found.empty() ? std::optional<FileRunRecord>() : std::optional<FileRunRecord>(found.front());
}

Result<std::optional<FileRunRecord>> FileRecords::runByKey(const QByteArray& key)
{
    ENGINE_TRY_AS(const auto found, readRuns(QStringLiteral("key = ?"), {key}));
    return found.empty() ? std::optional<FileRunRecord>() : std::optional<FileRunRecord>(found.front());
}

Result<std::vector<FileRunRecord>> FileRecords::runs(const QString& task, qint64 beforeId, int limit)
{
    const qint64 before = beforeId == 0 ? std::numeric_limits<qint64>::max() : beforeId;
    const int bounded = std::clamp(limit, 0, kLargestPage);
    if (task.isEmpty())
        return readRuns(QStringLiteral("id < ? ORDER BY id DESC LIMIT ?"), {before, bounded});
    return readRuns(QStringLiteral("task = ? AND id < ? ORDER BY id DESC LIMIT ?"), {task, before, bounded});
}

Result<std::vector<FileRunRecord>> FileRecords::unfinishedRuns(const QString& direction)
{
    return readRuns(QStringLiteral("finished_utc_ms = 0 AND direction = ? ORDER BY id"), {direction});
}

Result<> FileRecords::countRun(FileRunRecord& run)
{
    run.arrived = run.repeated = run.failed = run.skipped = run.bytes = 0;
    SqlStatement query = m_journal.m_impl->statement(QStringLiteral(
        "SELECT state, count(*), coalesce(sum(size), 0) FROM file_transfers WHERE run = ? GROUP BY state"));
    ENGINE_TRY(query.bind(run.id).run());
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return {};
        const QString state = query.text(0);
        if (state == u"arrived") {
            run.arrived = query.natural(1);
            run.bytes = query.natural(2);
        } else if (state == u"repeated") {
            run.repeated = query.natural(1);
        } else if (state == u"failed") {
            run.failed = query.natural(1);
        } else if (state == u"skipped") {
            run.skipped = query.natural(1);
        }
    }
}

Result<std::vector<FileRunRecord>> FileRecords::runsBetween(const QString& task, const QString& direction,
                                                            qint64 fromUtcMs, qint64 toUtcMs)
{
    return readRuns(QStringLiteral("task = ? AND direction = ? AND started_utc_ms >= ? AND started_utc_ms < ? "
                                   "ORDER BY id LIMIT 10000"),
                    {task, direction, fromUtcMs, toUtcMs});
}

Result<std::vector<Bytes>> FileRecords::runDirectories(const FileRunRecord& run, BytesView after, bool first, int limit)
{
    ENGINE_TRY_AS(const qint64 ofRun, flow(run.direction, run.peerCode, run.task));
    SqlStatement query = m_journal.m_impl->statement(
        QStringLiteral("SELECT d.path FROM file_directories d WHERE d.flow = ? AND (d.path > ? OR ?) AND EXISTS "
                       "(SELECT 1 FROM file_transfers t WHERE t.run = ? AND t.directory = d.id) ORDER BY d.path "
                       "LIMIT ?"));
    ENGINE_TRY(query.bind(ofRun).bind(toQByteArray(after)).bind(first).bind(run.id).bind(limit).run());
    std::vector<Bytes> paths;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return paths;
        paths.emplace_back(view(query.bytes(0)));
    }
}

Result<std::vector<FileTransferRecord>> FileRecords::runArrived(qint64 run, qint64 directory, BytesView after,
                                                                int limit)
{
    SqlStatement query = m_journal.m_impl->statement(QStringLiteral(
        "SELECT name, size, digest, first_utc_ms, last_utc_ms, attempts FROM file_transfers WHERE run = ? AND "
        "directory = ? AND name > ? AND state IN ('arrived', 'repeated') ORDER BY name LIMIT ?"));
    ENGINE_TRY(query.bind(run).bind(directory).bind(toQByteArray(after)).bind(limit).run());
    std::vector<FileTransferRecord> page;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return page;
        FileTransferRecord& record = page.emplace_back();
        record.name = Bytes(view(query.bytes(0)));
        record.size = query.natural(1);
        record.digest = query.bytes(2);
        record.firstUtcMs = query.integer(3);
        record.lastUtcMs = query.integer(4);
        record.attempts = query.integer(5);
    }
}

Result<FileTotals> FileRecords::totals(const QString& task, const QString& direction, qint64 fromUtcMs, qint64 toUtcMs)
{
    FileTotals totals;
    SqlStatement runs = m_journal.m_impl->statement(
        QStringLiteral("SELECT count(*) FROM file_runs WHERE task = ? AND direction = ? AND started_utc_ms >= ? AND "
                       "started_utc_ms < ?"));
    ENGINE_TRY(runs.bind(task).bind(direction).bind(fromUtcMs).bind(toUtcMs).run());
    ENGINE_TRY(runs.next());
    totals.runs = runs.natural(0);
    SqlStatement files = m_journal.m_impl->statement(QStringLiteral(
        "SELECT t.state, count(*), coalesce(sum(t.size), 0) FROM file_runs r JOIN file_transfers t ON t.run = r.id "
        "WHERE r.task = ? AND r.direction = ? AND r.started_utc_ms >= ? AND r.started_utc_ms < ? GROUP BY t.state"));
    ENGINE_TRY(files.bind(task).bind(direction).bind(fromUtcMs).bind(toUtcMs).run());
    for (;;) {
        ENGINE_TRY_AS(const bool more, files.next());
        if (!more)
            return totals;
        const QString state = files.text(0);
        if (state == u"arrived") {
            totals.files = files.natural(1);
            totals.bytes = files.natural(2);
        } else if (state == u"repeated") {
            totals.repeated = files.natural(1);
        } else if (state == u"failed") {
            totals.failed = files.natural(1);
        } else if (state == u"waiting" || state == u"publishing") {
            totals.waiting += files.natural(1);
        }
    }
}

} // namespace busheng
