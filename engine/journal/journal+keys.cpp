// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal_impl.h"

namespace busheng {

Result<std::vector<LinkKeyRecord>> Journal::linkKeys()
{
    SqlStatement query = m_impl->statement(QStringLiteral(
        "SELECT peer_code, direction, epoch, suite, fingerprint, state, why, by_whom, packets, sealed_bytes, "
        "made_utc_ms, active_utc_ms, retired_utc_ms, wiped_utc_ms FROM link_keys ORDER BY peer_code, direction, "
        "epoch"));
    ENGINE_TRY(query.run());
    std::vector<LinkKeyRecord> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        LinkKeyRecord& key = all.emplace_back();
        key.peerCode = query.text(0);
        key.direction = query.text(1);
        key.epoch = static_cast<quint32>(query.integer(2));
        key.suite = query.text(3);
        key.fingerprint = query.text(4);
        key.state = query.text(5);
        key.why = query.text(6);
        key.by = query.text(7);
        key.packets = query.natural(8);
        key.sealedBytes = query.natural(9);
        key.madeUtcMs = query.integer(10);
        key.activeUtcMs = query.integer(11);
        key.retiredUtcMs = query.integer(12);
        key.wipedUtcMs = query.integer(13);
    }
}

Result<> Journal::saveLinkKey(const LinkKeyRecord& key)
{
    return m_impl->change(Durability::Full, [&] {
        SqlStatement insert = m_impl->statement(QStringLiteral(
            "INSERT OR REPLACE INTO link_keys (peer_code, direction, epoch, suite, fingerprint, state, why, by_whom, "
            "packets, sealed_bytes, made_utc_ms, active_utc_ms, retired_utc_ms, wiped_utc_ms) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
        insert.bind(key.peerCode).bind(key.direction).bind(key.epoch).bind(key.suite).bind(key.fingerprint);
        insert.bind(key.state).bind(key.why).bind(key.by).bind(key.packets).bind(key.sealedBytes);
        insert.bind(key.madeUtcMs).bind(key.activeUtcMs).bind(key.retiredUtcMs).bind(key.wipedUtcMs);
        return insert.run();
    });
}

} // namespace busheng
