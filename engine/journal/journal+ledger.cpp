// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal_impl.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

namespace busheng {
namespace {

constexpr int kLargestPage = 10'000;

const QString kInsertEntry = QStringLiteral(
    "INSERT INTO ledger (stream, direction, sequence, digest, outcome, event, transactions, changes, plain_bytes, "
    "sealed_bytes, utc_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

const QString kAddTotals = QStringLiteral(
    "INSERT INTO ledger_totals (stream, direction, outcome, packets, changes, plain_bytes, sealed_bytes, newest) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (stream, direction, outcome) DO UPDATE SET "
    "packets = packets + excluded.packets, changes = changes + excluded.changes, "
    "plain_bytes = plain_bytes + excluded.plain_bytes, sealed_bytes = sealed_bytes + excluded.sealed_bytes, "
    "newest = max(newest, excluded.newest)");

const QString kSelectEntries = QStringLiteral(
    "SELECT id, stream, direction, sequence, digest, outcome, event, transactions, changes, plain_bytes, sealed_bytes, "
    "utc_ms FROM ledger WHERE id < ? ");

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
    return entry;
}

} // namespace

Result<> Journal::appendLedger(const std::vector<LedgerEntry>& entries)
{
    if (entries.empty())
        return {};
    return m_impl->change(Durability::Normal, [&]() -> Result<> {
        std::map<std::tuple<QString, QString, QString>, Addition> additions;
        SqlStatement insert = m_impl->statement(kInsertEntry);
        for (const LedgerEntry& entry : entries) {
            insert.bind(entry.stream).bind(entry.direction).bind(entry.sequence).bind(entry.digest);
            insert.bind(entry.outcome).bind(entry.event).bind(entry.transactions).bind(entry.changes);
            ENGINE_TRY(insert.bind(entry.plainBytes).bind(entry.sealedBytes).bind(entry.utcMs).run());
            Addition& addition = additions[{entry.stream, entry.direction, entry.outcome}];
            ++addition.totals.packets;
            addition.totals.changes += entry.changes;
            addition.totals.plainBytes += entry.plainBytes;
            addition.totals.sealedBytes += entry.sealedBytes;
            addition.newest = std::max(addition.newest, entry.sequence);
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
    SqlStatement query = m_impl->statement(kSelectEntries + ofStream + QStringLiteral("ORDER BY id DESC LIMIT ?"));
    query.bind(beforeId == 0 ? std::numeric_limits<qint64>::max() : beforeId);
    if (!stream.isEmpty())
        query.bind(stream);
    ENGINE_TRY(query.bind(std::clamp(limit, 0, kLargestPage)).run());
    std::vector<LedgerEntry> page;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return page;
        page.push_back(entryOf(query));
    }
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
