// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/file_records.h"

#include "engine/journal/journal_impl.h"

#include <algorithm>
#include <map>

namespace busheng {
namespace {

constexpr int kLargestPage = 10'000;

const QString kKeepTransfer = QStringLiteral(
    "INSERT INTO file_transfers (run, directory, name, size, digest, state, attempts, first_utc_ms, last_utc_ms, "
    "event, "
    "args, encoding, original, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run, directory, "
    "name) DO UPDATE SET "
    // Another version has been fetched by nobody yet.
    "fetched_utc_ms = CASE WHEN digest = excluded.digest THEN fetched_utc_ms ELSE 0 END, "
    "fetched_by = CASE WHEN digest = excluded.digest THEN fetched_by ELSE '' END, "
    "sealed = CASE WHEN state = 'arrived' AND excluded.state = 'repeated' THEN sealed ELSE excluded.sealed END, "
    "size = excluded.size, digest = excluded.digest, attempts = excluded.attempts, "
    // What arrived in this run and came once more has arrived.
    "state = CASE WHEN state = 'arrived' AND excluded.state = 'repeated' THEN state ELSE excluded.state END, "
    "last_utc_ms = excluded.last_utc_ms, event = excluded.event, args = excluded.args, "
    "encoding = excluded.encoding, original = excluded.original");

const QString kKeepKnown = QStringLiteral(
    "INSERT INTO file_catalogue (directory, name, size, modified_ns, changed_ns, inode, digest, run, utc_ms, encoding) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (directory, name) DO UPDATE SET size = excluded.size, "
    "modified_ns = excluded.modified_ns, changed_ns = excluded.changed_ns, inode = excluded.inode, "
    "digest = excluded.digest, run = excluded.run, utc_ms = excluded.utc_ms, encoding = excluded.encoding, cleaned = "
    "'', cleaned_utc_ms = 0");

/// The newest arrival, when the run is one that comes in; that of a second version in one run takes the first one's
/// place.
const QString kKeepArrival =
    QStringLiteral("INSERT OR REPLACE INTO file_arrivals (transfer) SELECT t.id FROM file_transfers t JOIN file_runs r "
                   "ON r.id = t.run "
                   "WHERE t.run = ? AND t.directory = ? AND t.name = ? AND r.direction = 'in'");

const QString kSelectKnown = QStringLiteral("SELECT name, size, modified_ns, changed_ns, inode, digest, run, utc_ms, "
                                            "encoding FROM file_catalogue WHERE directory = ? ");

Bytes rawBytes(const SqlStatement& row, int column)
{
    return Bytes(view(row.bytes(column)));
}

Result<> putTransfer(SqlStatement& insert, const FileTransferRecord& item)
{
    insert.bind(item.run).bind(item.directoryId).bind(toQByteArray(item.name)).bind(item.size).bind(item.digest);
    insert.bind(item.state).bind(item.attempts).bind(item.firstUtcMs).bind(item.lastUtcMs).bind(item.event);
    insert.bind(item.args.isEmpty() ? QString() : joinTexts(item.args));
    return insert.bind(item.encoding)
        .bind(item.original.isNull() ? QByteArray("") : item.original)
        .bind(item.sealed)
        .run();
}

/// Transfers with the number `id`, and how they are found beside `condition`.
QString selectTransfers(const QString& id, const QString& from, const QString& condition)
{
    return QStringLiteral("SELECT %1, t.run, t.directory, d.path, t.name, t.size, t.digest, t.state, t.attempts, "
                          "t.first_utc_ms, t.last_utc_ms, t.event, t.args, r.task, r.peer_code, r.target_directory, "
                          "t.encoding, t.original, t.sealed, t.fetched_utc_ms, t.fetched_by FROM %2 JOIN "
                          "file_directories d ON d.id = t.directory JOIN file_runs "
                          "r ON r.id = t.run WHERE %3")
        .arg(id, from, condition);
}

Result<std::vector<FileTransferRecord>> transfersOf(SqlStatement& query)
{
    ENGINE_TRY(query.run());
    std::vector<FileTransferRecord> page;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return page;
        page.push_back({query.integer(0),
                        query.integer(1),
                        query.integer(2),
                        rawBytes(query, 3),
                        rawBytes(query, 4),
                        query.natural(5),
                        query.bytes(6),
                        query.text(7),
                        query.integer(8),
                        query.integer(9),
                        query.integer(10),
                        query.text(11),
                        splitTexts(query.text(12)),
                        query.text(13),
                        query.text(14),
                        query.text(15),
                        query.text(16),
                        query.bytes(17),
                        query.flag(18),
                        query.integer(19),
                        query.text(20)});
    }
}

FileCatalogueEntry knownOf(const SqlStatement& row)
{
    return {rawBytes(row, 0), row.natural(1), row.integer(2), row.integer(3), row.natural(4),
            row.bytes(5),     row.integer(6), row.integer(7), row.text(8)};
}

} // namespace

Result<qint64> FileRecords::flow(const QString& direction, const QString& peerCode, const QString& task)
{
    qint64 id = 0;
    const Result<> found = m_journal.m_impl->change(Durability::Normal, [&]() -> Result<> {
        SqlStatement insert = m_journal.m_impl->statement(
            QStringLiteral("INSERT OR IGNORE INTO file_flows (direction, peer_code, task) VALUES (?, ?, ?)"));
        ENGINE_TRY(insert.bind(direction).bind(peerCode).bind(task).run());
        SqlStatement query = m_journal.m_impl->statement(
            QStringLiteral("SELECT id FROM file_flows WHERE direction = ? AND peer_code = ? AND task = ?"));
        ENGINE_TRY(query.bind(direction).bind(peerCode).bind(task).run());
        ENGINE_TRY(query.next());
        id = query.integer(0);
        return {};
    });
    ENGINE_TRY(found);
    return id;
}

Result<qint64> FileRecords::directory(qint64 flow, BytesView path)
{
    const QByteArray bytes = toQByteArray(path);
    const auto find = [&]() -> Result<qint64> {
        SqlStatement query =
            m_journal.m_impl->statement(QStringLiteral("SELECT id FROM file_directories WHERE flow = ? AND path = ?"));
        ENGINE_TRY(query.bind(flow).bind(bytes).run());
        ENGINE_TRY_AS(const bool found, query.next());
        return found ? query.integer(0) : 0;
    };
    ENGINE_TRY_AS(const qint64 known, find());
    if (known != 0)
        return known;
    ENGINE_TRY(m_journal.m_impl->change(Durability::Normal, [&] {
        SqlStatement insert = m_journal.m_impl->statement(
            QStringLiteral("INSERT OR IGNORE INTO file_directories (flow, path, there) VALUES (?, ?, 0)"));
        return insert.bind(flow).bind(bytes).run();
    }));
    return find();
}

Result<bool> FileRecords::isDirectoryThere(qint64 directory)
{
    SqlStatement query = m_journal.m_impl->statement(QStringLiteral("SELECT there FROM file_directories WHERE id = ?"));
    ENGINE_TRY(query.bind(directory).run());
    ENGINE_TRY_AS(const bool found, query.next());
    return found && query.flag(0);
}

Result<> FileRecords::setDirectoryThere(qint64 directory)
{
    return m_journal.m_impl->change(Durability::Normal, [&] {
        SqlStatement update =
            m_journal.m_impl->statement(QStringLiteral("UPDATE file_directories SET there = 1 WHERE id = ?"));
        return update.bind(directory).run();
    });
}

Result<std::vector<FileCatalogueEntry>> FileRecords::catalogue(qint64 directory, BytesView after, int limit)
{
    SqlStatement query =
        m_journal.m_impl->statement(kSelectKnown + QStringLiteral("AND name > ? ORDER BY name LIMIT ?"));
    ENGINE_TRY(query.bind(directory).bind(toQByteArray(after)).bind(limit).run());
    std::vector<FileCatalogueEntry> page;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return page;
        page.push_back(knownOf(query));
    }
}

Result<std::optional<FileCatalogueEntry>> FileRecords::known(qint64 directory, BytesView name)
{
    SqlStatement query = m_journal.m_impl->statement(kSelectKnown + QStringLiteral("AND name = ?"));
    ENGINE_TRY(query.bind(directory).bind(toQByteArray(name)).run());
    ENGINE_TRY_AS(const bool found, query.next());
    return found ? std::optional<FileCatalogueEntry>(knownOf(query)) : std::nullopt;
}

Result<> FileRecords::keep(const std::vector<FileOutcome>& outcomes)
{
    if (outcomes.empty())
        return {};
    return m_journal.m_impl->change(Durability::Normal, [&]() -> Result<> {
        SqlStatement transfer = m_journal.m_impl->statement(kKeepTransfer);
        SqlStatement known = m_journal.m_impl->statement(kKeepKnown);
        SqlStatement arrival = m_journal.m_impl->statement(kKeepArrival);
        std::map<qint64, bool> incoming; // by run
        const auto cameIn = [&](qint64 run) -> Result<bool> {
            const auto [at, isNew] = incoming.try_emplace(run, false);
            if (isNew) {
                SqlStatement query =
                    m_journal.m_impl->statement(QStringLiteral("SELECT direction = 'in' FROM file_runs WHERE id = ?"));
                ENGINE_TRY(query.bind(run).run());
                ENGINE_TRY_AS(const bool found, query.next());
                at->second = found && query.flag(0);
            }
            return at->second;
        };
        std::vector<LedgerEntry> lines;
        for (const FileOutcome& outcome : outcomes) {
            const FileTransferRecord& item = outcome.transfer;
            if (outcome.line)
                lines.push_back(*outcome.line);
            if (item.run != 0)
                ENGINE_TRY(putTransfer(transfer, item));
            if (item.run != 0 && item.state == u"arrived") {
                ENGINE_TRY_AS(const bool isArrival, cameIn(item.run));
                if (isArrival)
                    ENGINE_TRY(arrival.bind(item.run).bind(item.directoryId).bind(toQByteArray(item.name)).run());
            }
            if (!outcome.known)
                continue;
            const FileCatalogueEntry& entry = *outcome.known;
            known.bind(outcome.transfer.directoryId).bind(toQByteArray(entry.name)).bind(entry.size);
            known.bind(entry.modifiedNs).bind(entry.changedNs).bind(entry.inode).bind(entry.digest);
            ENGINE_TRY(known.bind(entry.run).bind(entry.utcMs).bind(entry.encoding).run());
        }
        return m_journal.m_impl->putLedger(lines);
    });
}

Result<> FileRecords::beginPublishing(const std::vector<FileTransferRecord>& files)
{
    return m_journal.m_impl->change(Durability::Full, [&]() -> Result<> {
        SqlStatement insert = m_journal.m_impl->statement(kKeepTransfer);
        for (const FileTransferRecord& file : files)
            ENGINE_TRY(putTransfer(insert, file));
        return {};
    });
}

Result<std::vector<FileTransferRecord>> FileRecords::publishing(int limit)
{
    return readTransfers(QStringLiteral("t.state = 'publishing' ORDER BY t.id LIMIT ?"), {limit});
}

Result<> FileRecords::forgetTransfer(qint64 id)
{
    return m_journal.m_impl->change(Durability::Normal, [&] {
        SqlStatement removal = m_journal.m_impl->statement(QStringLiteral("DELETE FROM file_transfers WHERE id = ?"));
        return removal.bind(id).run();
    });
}

Result<std::vector<FileTransferRecord>> FileRecords::readTransfers(const QString& condition, const QVariantList& values)
{
    SqlStatement query = m_journal.m_impl->statement(
        selectTransfers(QStringLiteral("t.id"), QStringLiteral("file_transfers t"), condition));
    for (const QVariant& value : values) {
        if (value.userType() == QMetaType::QString)
            query.bind(value.toString());
        else
            query.bind(value.toLongLong());
    }
    return transfersOf(query);
}

Result<std::vector<FileTransferRecord>> FileRecords::transfers(qint64 run, const QString& state, qint64 afterId,
                                                               int limit)
{
    const int bounded = std::clamp(limit, 0, kLargestPage);
    if (state.isEmpty())
        return readTransfers(QStringLiteral("t.run = ? AND t.id > ? ORDER BY t.id LIMIT ?"), {run, afterId, bounded});
    return readTransfers(QStringLiteral("t.run = ? AND t.id > ? AND t.state = ? ORDER BY t.id LIMIT ?"),
                         {run, afterId, state, bounded});
}

Result<std::vector<FileTransferRecord>> FileRecords::arrivals(qint64 afterId, int limit)
{
    SqlStatement query = m_journal.m_impl->statement(selectTransfers(
        QStringLiteral("a.id"), QStringLiteral("file_arrivals a JOIN file_transfers t ON t.id = a.transfer"),
        QStringLiteral("a.id > ? ORDER BY a.id LIMIT ?")));
    query.bind(afterId).bind(std::clamp(limit, 0, kLargestPage));
    return transfersOf(query);
}

Result<std::vector<FileTransferRecord>> FileRecords::arrivalsNamed(BytesView ending, qint64 afterId, int limit)
{
    SqlStatement query = m_journal.m_impl->statement(selectTransfers(
        QStringLiteral("a.id"), QStringLiteral("file_arrivals a JOIN file_transfers t ON t.id = a.transfer"),
        QStringLiteral("a.id > ? AND substr(t.name, -?) = ? ORDER BY a.id LIMIT ?")));
    query.bind(afterId).bind(static_cast<qint64>(ending.size())).bind(toQByteArray(ending));
    query.bind(std::clamp(limit, 0, kLargestPage));
    return transfersOf(query);
}

Result<> FileRecords::forgetArrived(qint64 directory, const std::vector<Bytes>& names)
{
    return m_journal.m_impl->change(Durability::Normal, [&]() -> Result<> {
        SqlStatement arrival = m_journal.m_impl->statement(
            QStringLiteral("DELETE FROM file_arrivals WHERE transfer IN (SELECT t.id FROM file_transfers t JOIN "
                           "file_runs r ON r.id = t.run WHERE t.directory = ? AND t.name = ? AND r.direction = 'in')"));
        SqlStatement known =
            m_journal.m_impl->statement(QStringLiteral("DELETE FROM file_catalogue WHERE directory = ? AND name = ?"));
        for (const Bytes& name : names) {
            ENGINE_TRY(arrival.bind(directory).bind(toQByteArray(name)).run());
            ENGINE_TRY(known.bind(directory).bind(toQByteArray(name)).run());
        }
        return {};
    });
}

Result<qint64> FileRecords::newestTransfer()
{
    SqlStatement query = m_journal.m_impl->statement(QStringLiteral("SELECT coalesce(max(id), 0) FROM file_arrivals"));
    ENGINE_TRY(query.run());
    ENGINE_TRY(query.next());
    return query.integer(0);
}

} // namespace busheng
