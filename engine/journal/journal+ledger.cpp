// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evidence/ledger_chain.h"
#include "engine/journal/journal_impl.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

namespace busheng {
namespace {

constexpr int kLargestPage = 10'000;
constexpr qint64 kSearchedAtOnce = 20'000; ///< lines: the engine's thread waits for it

const QString kColumns =
    QStringLiteral("id, stream, direction, sequence, digest, outcome, event, transactions, changes, plain_bytes, "
                   "sealed_bytes, utc_ms, "
                   "kind, peer, name, from_position, up_to_position, suite, epoch, by_whom, signer, signature, chain");

const QString kInsertEntry =
    QStringLiteral("INSERT INTO ledger (") + kColumns +
    QStringLiteral(") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

const QString kAddTotals = QStringLiteral(
    "INSERT INTO ledger_totals (stream, direction, outcome, packets, changes, plain_bytes, sealed_bytes, newest) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (stream, direction, outcome) DO UPDATE SET "
    "packets = packets + excluded.packets, changes = changes + excluded.changes, "
    "plain_bytes = plain_bytes + excluded.plain_bytes, sealed_bytes = sealed_bytes + excluded.sealed_bytes, "
    "newest = max(newest, excluded.newest)");

const QString kSelectEntries = QStringLiteral("SELECT ") + kColumns + QStringLiteral(" FROM ledger ");

QByteArray fromHex(const QString& hex)
{
    return QByteArray::fromHex(hex.toLatin1());
}

QString hexOf(const QByteArray& bytes)
{
    return QString::fromLatin1(bytes.toHex());
}

/// What a batch adds to one row of ledger_totals.
struct Addition {
    LedgerTotals totals;
    quint64 newest = 0;
};

LedgerEntry entryOf(const SqlStatement& row)
{
    LedgerEntry entry;
    entry.id = row.integer(0);
    entry.stream = row.text(1);
    entry.direction = row.text(2);
    entry.sequence = row.natural(3);
    entry.digest = row.text(4);
    entry.outcome = row.text(5);
    entry.event = row.text(6);
    entry.transactions = row.natural(7);
    entry.changes = row.natural(8);
    entry.plainBytes = row.integer(9);
    entry.sealedBytes = row.integer(10);
    entry.utcMs = row.integer(11);
    entry.kind = row.text(12);
    entry.peer = row.text(13);
    entry.name = row.text(14);
    entry.fromPosition = row.natural(15);
    entry.upToPosition = row.natural(16);
    entry.suite = row.text(17);
    entry.epoch = static_cast<quint32>(row.integer(18));
    entry.by = row.text(19);
    entry.signer = row.text(20);
    entry.signature = hexOf(row.bytes(21));
    entry.chain = hexOf(row.bytes(22));
    return entry;
}

void bindEntry(SqlStatement& insert, const LedgerEntry& entry)
{
    insert.bind(entry.id).bind(entry.stream).bind(entry.direction).bind(entry.sequence).bind(entry.digest);
    insert.bind(entry.outcome).bind(entry.event).bind(entry.transactions).bind(entry.changes);
    insert.bind(entry.plainBytes).bind(entry.sealedBytes).bind(entry.utcMs).bind(entry.kind).bind(entry.peer);
    insert.bind(entry.name).bind(entry.fromPosition).bind(entry.upToPosition).bind(entry.suite).bind(entry.epoch);
    insert.bind(entry.by).bind(entry.signer).bind(fromHex(entry.signature)).bind(fromHex(entry.chain));
}

Result<std::vector<LedgerEntry>> entriesOf(SqlStatement& query)
{
    std::vector<LedgerEntry> page;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return page;
        page.push_back(entryOf(query));
    }
}

} // namespace

Result<> Journal::appendLedger(const std::vector<LedgerEntry>& entries)
{
    if (entries.empty())
        return {};
    return m_impl->change(Durability::Normal, [&]() -> Result<> {
        std::map<std::tuple<QString, QString, QString>, Addition> additions;
        ENGINE_TRY_AS(LedgerEntry last, ledgerHead());
        SqlStatement insert = m_impl->statement(kInsertEntry);
        for (LedgerEntry entry : entries) {
            entry.id = last.id + 1;
            entry.chain = ledgerChain(last.chain, entry);
            bindEntry(insert, entry);
            ENGINE_TRY(insert.run());
            last = entry;
            if (entry.stream.isEmpty())
                continue;
            Addition& addition = additions[{entry.stream, entry.direction, entry.outcome}];
            addition.newest = std::max(addition.newest, entry.sequence);
            if (entry.kind != u"packet")
                continue;
            ++addition.totals.packets;
            addition.totals.changes += entry.changes;
            addition.totals.plainBytes += entry.plainBytes;
            addition.totals.sealedBytes += entry.sealedBytes;
        }
        SqlStatement add = m_impl->statement(kAddTotals);
        for (const auto& [key, addition] : additions) {
            const auto& [stream, direction, outcome] = key;
            const LedgerTotals& totals = addition.totals;
            add.bind(stream).bind(direction).bind(outcome).bind(totals.packets).bind(totals.changes);
            ENGINE_TRY(add.bind(totals.plainBytes).bind(totals.sealedBytes).bind(addition.newest).run());
        }
        return {};
    });
}

Result<std::vector<LedgerEntry>> Journal::ledgerPage(const QString& stream, qint64 beforeId, int limit)
{
    const QString ofStream = stream.isEmpty() ? QString() : QStringLiteral("AND stream = ? ");
    SqlStatement query = m_impl->statement(kSelectEntries + QStringLiteral("WHERE id < ? ") + ofStream +
                                           QStringLiteral("ORDER BY id DESC LIMIT ?"));
    query.bind(beforeId == 0 ? std::numeric_limits<qint64>::max() : beforeId);
    if (!stream.isEmpty())
        query.bind(stream);
    ENGINE_TRY(query.bind(std::clamp(limit, 0, kLargestPage)).run());
    return entriesOf(query);
}

Result<LedgerMatches> Journal::searchLedger(const LedgerFilter& filter, qint64 beforeId, int limit)
{
    ENGINE_TRY_AS(const LedgerEntry head, ledgerHead());
    const qint64 before = beforeId == 0 ? head.id + 1 : std::min(beforeId, head.id + 1);
    LedgerMatches page;
    page.searchedTo = std::max<qint64>(1, before - kSearchedAtOnce);
    QString sql = kSelectEntries + QStringLiteral("WHERE id < ? AND id >= ?");
    QStringList texts;
    for (const auto& [column, value] :
         {std::pair("stream", filter.stream), std::pair("peer", filter.peer), std::pair("direction", filter.direction),
          std::pair("kind", filter.kind), std::pair("outcome", filter.outcome)}) {
        if (value.isEmpty())
            continue;
        sql += QStringLiteral(" AND %1 = ?").arg(QLatin1String(column));
        texts.append(value);
    }
    bool isNumber = false;
    const quint64 sequence = filter.text.toULongLong(&isNumber);
    if (!filter.text.isEmpty()) {
        sql += QStringLiteral(" AND (instr(name, ?) > 0 OR substr(digest, 1, length(?)) = ?");
        sql += isNumber ? QStringLiteral(" OR sequence = ?)") : QStringLiteral(")");
    }
    if (filter.fromUtcMs > 0)
        sql += QStringLiteral(" AND utc_ms >= ?");
    if (filter.toUtcMs > 0)
        sql += QStringLiteral(" AND utc_ms < ?");
    SqlStatement query = m_impl->statement(sql + QStringLiteral(" ORDER BY id DESC LIMIT ?"));
    query.bind(before).bind(page.searchedTo);
    for (const QString& text : texts)
        query.bind(text);
    if (!filter.text.isEmpty()) {
        query.bind(filter.text).bind(filter.text).bind(filter.text.toLower());
        if (isNumber)
            query.bind(sequence);
    }
    if (filter.fromUtcMs > 0)
        query.bind(filter.fromUtcMs);
    if (filter.toUtcMs > 0)
        query.bind(filter.toUtcMs);
    const int most = std::clamp(limit, 0, kLargestPage);
    ENGINE_TRY(query.bind(most).run());
    ENGINE_TRY_AS(page.rows, entriesOf(query));
    if (!page.rows.empty() && page.rows.size() == static_cast<std::size_t>(most))
        page.searchedTo = page.rows.back().id;
    return page;
}

Result<LedgerEntry> Journal::ledgerHead()
{
    SqlStatement query = m_impl->statement(kSelectEntries + QStringLiteral("ORDER BY id DESC LIMIT 1"));
    ENGINE_TRY(query.run());
    ENGINE_TRY_AS(const bool found, query.next());
    return found ? entryOf(query) : LedgerEntry();
}

Result<std::vector<LedgerEntry>> Journal::ledgerLines(qint64 afterId, int limit)
{
    SqlStatement query = m_impl->statement(kSelectEntries + QStringLiteral("WHERE id > ? ORDER BY id LIMIT ?"));
    ENGINE_TRY(query.bind(afterId).bind(std::clamp(limit, 0, kLargestPage)).run());
    return entriesOf(query);
}

Result<LedgerEntry> Journal::ledgerSum(const QString& stream, const QString& direction, const QString& outcome,
                                       quint64 after)
{
    // What is summed is younger than the statement before it: no scan of the whole stream.
    SqlStatement query = m_impl->statement(QStringLiteral(
        "SELECT count(*), coalesce(sum(changes), 0), coalesce(sum(plain_bytes), 0), coalesce(sum(sealed_bytes), 0), "
        "coalesce(max(sequence), 0), max(up_to_position) FROM ledger WHERE stream = ? AND direction = ? AND "
        "kind = 'packet' AND outcome = ? AND sequence > ? AND id > (SELECT coalesce(max(id), 0) FROM (SELECT id FROM "
        "ledger WHERE stream = ? AND direction = ? AND kind = 'packet' AND outcome = ? AND sequence <= ? ORDER BY "
        "id DESC LIMIT 1))"));
    for (int part = 0; part < 2; ++part)
        query.bind(stream).bind(direction).bind(outcome).bind(after);
    ENGINE_TRY(query.run());
    ENGINE_TRY(query.next());
    LedgerEntry sum;
    sum.stream = stream;
    sum.direction = direction;
    sum.transactions = query.natural(0);
    sum.changes = query.natural(1);
    sum.plainBytes = query.integer(2);
    sum.sealedBytes = query.integer(3);
    sum.sequence = query.natural(4);
    sum.upToPosition = query.natural(5);
    if (sum.sequence > 0) {
        ENGINE_TRY_AS(sum.digest, ledgerDigest(stream, outcome, sum.sequence));
    }
    return sum;
}

Result<QString> Journal::ledgerDigest(const QString& stream, const QString& outcome, quint64 sequence)
{
    SqlStatement query = m_impl->statement(
        QStringLiteral("SELECT digest FROM (SELECT * FROM ledger WHERE stream = ? ORDER BY id DESC LIMIT 5000) "
                       "WHERE kind = 'packet' AND outcome = ? AND sequence = ? LIMIT 1"));
    ENGINE_TRY(query.bind(stream).bind(outcome).bind(sequence).run());
    ENGINE_TRY_AS(const bool found, query.next());
    return found ? query.text(0) : QString();
}

Result<std::vector<EvidenceKey>> Journal::evidenceKeys()
{
    SqlStatement query = m_impl->statement(QStringLiteral(
        "SELECT fingerprint, node, suite, pem, since_utc_ms FROM evidence_keys ORDER BY node, since_utc_ms"));
    ENGINE_TRY(query.run());
    std::vector<EvidenceKey> keys;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return keys;
        keys.push_back(
            {query.text(0), query.text(1), query.text(2), QString::fromUtf8(query.bytes(3)), query.integer(4)});
    }
}

Result<> Journal::saveEvidenceKey(const EvidenceKey& key)
{
    return m_impl->change(Durability::Full, [&] {
        SqlStatement insert =
            m_impl->statement(QStringLiteral("INSERT OR IGNORE INTO evidence_keys (fingerprint, node, suite, pem, "
                                             "since_utc_ms) VALUES (?, ?, ?, ?, ?)"));
        return insert.bind(key.fingerprint)
            .bind(key.node)
            .bind(key.suite)
            .bind(key.pem.toUtf8())
            .bind(key.sinceUtcMs)
            .run();
    });
}

Result<quint64> Journal::ledgerNewestOf(const QString& stream, const QString& direction, const QString& outcome)
{
    SqlStatement query = m_impl->statement(QStringLiteral(
        "SELECT coalesce(max(newest), 0) FROM ledger_totals WHERE stream = ? AND direction = ? AND outcome = ?"));
    ENGINE_TRY(query.bind(stream).bind(direction).bind(outcome).run());
    ENGINE_TRY(query.next());
    return query.natural(0);
}

Result<quint64> Journal::ledgerNewest(const QString& stream, const QString& direction)
{
    SqlStatement query = m_impl->statement(
        QStringLiteral("SELECT coalesce(max(newest), 0) FROM ledger_totals WHERE stream = ? AND direction = ? "
                       "AND outcome IN ('sealed', 'applied')"));
    ENGINE_TRY(query.bind(stream).bind(direction).run());
    ENGINE_TRY(query.next());
    return query.natural(0);
}

Result<LedgerTotals> Journal::ledgerTotals(const QString& stream, const QString& direction, const QString& outcome)
{
    SqlStatement query = m_impl->statement(QStringLiteral(
        "SELECT coalesce(sum(packets), 0), coalesce(sum(changes), 0), coalesce(sum(plain_bytes), 0), "
        "coalesce(sum(sealed_bytes), 0) FROM ledger_totals WHERE (? = '' OR stream = ?) AND (? = '' OR direction = ?) "
        "AND (? = '' OR outcome = ?)"));
    for (const QString& filter : {stream, direction, outcome})
        query.bind(filter).bind(filter);
    ENGINE_TRY(query.run());
    ENGINE_TRY(query.next());
    return LedgerTotals{query.natural(0), query.natural(1), query.integer(2), query.integer(3)};
}

} // namespace busheng
