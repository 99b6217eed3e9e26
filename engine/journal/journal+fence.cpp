// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal_impl.h"

#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

Result<Fence> readFence(const SqlStatement& row, int column, const QString& path)
{
    Fence fence;
    fence.number = row.natural(column);
    const QByteArray holder = row.bytes(column + 1);
    if (holder.size() != static_cast<qsizetype>(fence.holder.size()))
        return fail(makeEvent(ErrorCode::Corrupt, events::SPL_CORRUPT, {path},
                              QStringLiteral("journal %1: a fence has no holder of 16 bytes").arg(path)));
    std::ranges::copy(holder, fence.holder.begin());
    return fence;
}

QByteArray holderOf(const Fence& fence)
{
    return {fence.holder.data(), static_cast<qsizetype>(fence.holder.size())};
}

} // namespace

Result<Fence> Journal::fence()
{
    SqlStatement query = m_impl->statement(QStringLiteral("SELECT number, holder FROM fence"));
    ENGINE_TRY(query.run());
    ENGINE_TRY_AS(const bool there, query.next());
    if (!there)
        return Fence();
    return readFence(query, 0, m_impl->path);
}

Result<std::map<QString, Fence>> Journal::peerFences()
{
    SqlStatement query = m_impl->statement(QStringLiteral("SELECT number, holder, peer_code FROM peer_fences"));
    ENGINE_TRY(query.run());
    std::map<QString, Fence> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        ENGINE_TRY_AS(all[query.text(2)], readFence(query, 0, m_impl->path));
    }
}

Result<> Journal::savePeerFence(const QString& peerCode, const Fence& fence)
{
    return m_impl->change(Durability::Full, [&] {
        SqlStatement insert = m_impl->statement(
            QStringLiteral("INSERT OR REPLACE INTO peer_fences (peer_code, number, holder) VALUES (?, ?, ?)"));
        insert.bind(peerCode).bind(static_cast<quint64>(fence.number)).bind(holderOf(fence));
        return insert.run();
    });
}

Result<> Journal::forgetPeerFence(const QString& peerCode)
{
    return m_impl->change(Durability::Full, [&] {
        SqlStatement remove = m_impl->statement(QStringLiteral("DELETE FROM peer_fences WHERE peer_code = ?"));
        remove.bind(peerCode);
        return remove.run();
    });
}

/// A copy that was restored: everything it may not go on with is taken out. What it sent is another flow from now on;
/// numbers that the former one gave after the backup are passed over.
Result<> Journal::becomeCopy(const Fence& fence)
{
    constexpr int kNumbersPassedOver = 1000;
    return m_impl->change(Durability::Full, [&]() -> Result<> {
        SqlStatement own = m_impl->statement(QStringLiteral("UPDATE fence SET number = ?, holder = ?"));
        own.bind(static_cast<quint64>(fence.number)).bind(holderOf(fence));
        ENGINE_TRY(own.run());
        for (const QString& table : {QStringLiteral("out_streams"), QStringLiteral("stream_structures"),
                                     QStringLiteral("table_loads"), QStringLiteral("source_origins")})
            ENGINE_TRY(m_impl->statement(QStringLiteral("DELETE FROM ") + table).run());
        SqlStatement numbers =
            m_impl->statement(QStringLiteral("UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'stream_numbers'"));
        return numbers.bind(kNumbersPassedOver).run();
    });
}

} // namespace busheng
