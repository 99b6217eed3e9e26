// SPDX-License-Identifier: GPL-3.0-or-later
// Who has fetched what arrived here.
#include "engine/journal/file_records.h"
#include "engine/journal/journal_impl.h"

namespace busheng {
namespace {

/// What arrived under that name of a directory: the newest version, with the target directory of the run that brought
/// it.
const QString kArrivedIn = QStringLiteral(
    "SELECT t.id, r.target_directory FROM file_directories d JOIN file_catalogue c ON c.directory = d.id JOIN "
    "file_transfers t ON t.run = c.run AND t.directory = c.directory AND t.name = c.name JOIN file_runs r ON r.id = "
    "t.run WHERE d.flow = ? AND d.path = ? AND c.name = ? AND t.state = 'arrived'");

} // namespace

Result<std::optional<FileTransferRecord>> FileRecords::transfer(qint64 id)
{
    ENGINE_TRY_AS(auto found, readTransfers(QStringLiteral("t.id = ?"), {id}));
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

/// The path says neither the task nor where its target directory ends: each of them is tried, by the index.
Result<std::optional<FileTransferRecord>> FileRecords::arrivedAt(const QString& peer, BytesView path)
{
    std::vector<qint64> flows;
    {
        SqlStatement query = m_journal.m_impl->statement(
            QStringLiteral("SELECT id FROM file_flows WHERE direction = 'in' AND peer_code = ?"));
        ENGINE_TRY(query.bind(peer).run());
        for (;;) {
            ENGINE_TRY_AS(const bool more, query.next());
            if (!more)
                break;
            flows.push_back(query.integer(0));
        }
    }
    const std::size_t slash = path.rfind('/');
    const BytesView name = slash == BytesView::npos ? path : path.substr(slash + 1);
    const BytesView whole = slash == BytesView::npos ? BytesView() : path.substr(0, slash);
    qint64 newest = 0;
    for (const qint64 flow : flows) {
        for (BytesView beneath = whole;;) {
            const BytesView target = whole.substr(0, whole.size() - beneath.size());
            SqlStatement query = m_journal.m_impl->statement(kArrivedIn);
            ENGINE_TRY(query.bind(flow).bind(toQByteArray(beneath)).bind(toQByteArray(name)).run());
            ENGINE_TRY_AS(const bool found, query.next());
            const BytesView ofRun = target.ends_with('/') ? target.substr(0, target.size() - 1) : target;
            if (found && query.text(1).toUtf8() == toQByteArray(ofRun))
                newest = std::max(newest, query.integer(0));
            if (beneath.empty())
                break;
            const std::size_t next = beneath.find('/');
            beneath = next == BytesView::npos ? BytesView() : beneath.substr(next + 1);
        }
    }
    if (newest == 0)
        return std::optional<FileTransferRecord>();
    return transfer(newest);
}

Result<> FileRecords::setFetched(qint64 transfer, qint64 utcMs, const QString& by, const LedgerEntry& line)
{
    return m_journal.m_impl->change(Durability::Full, [&]() -> Result<> {
        SqlStatement update = m_journal.m_impl->statement(
            QStringLiteral("UPDATE file_transfers SET fetched_utc_ms = ?, fetched_by = ? WHERE id = ?"));
        ENGINE_TRY(update.bind(utcMs).bind(by).bind(transfer).run());
        return m_journal.m_impl->putLedger({line});
    });
}

Result<std::vector<FileTransferRecord>> FileRecords::fetchedUpTo(qint64 utcMs, qint64 afterId, int limit)
{
    return readTransfers(QStringLiteral("t.fetched_utc_ms > 0 AND t.fetched_utc_ms <= ? AND t.id > ? AND EXISTS "
                                        "(SELECT 1 FROM file_catalogue c WHERE c.directory = t.directory AND c.name = "
                                        "t.name AND c.run = t.run AND c.cleaned = '') ORDER BY t.id LIMIT ?"),
                         {utcMs, afterId, limit});
}

Result<bool> FileRecords::isFetched(qint64 flow, BytesView directory, BytesView name, BytesView digest)
{
    SqlStatement query = m_journal.m_impl->statement(QStringLiteral(
        "SELECT t.fetched_utc_ms FROM file_directories d JOIN file_catalogue c ON c.directory = d.id JOIN "
        "file_transfers t ON t.run = c.run AND t.directory = c.directory AND t.name = c.name WHERE d.flow = ? AND "
        "d.path = ? AND c.name = ? AND c.digest = ?"));
    query.bind(flow).bind(toQByteArray(directory)).bind(toQByteArray(name)).bind(toQByteArray(digest));
    ENGINE_TRY(query.run());
    ENGINE_TRY_AS(const bool found, query.next());
    return found && query.integer(0) != 0;
}

} // namespace busheng
