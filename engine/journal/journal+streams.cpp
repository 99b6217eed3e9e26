// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal_impl.h"
#include "engine/model/events.h"

namespace busheng {

Result<std::vector<OutStreamRecord>> Journal::outStreams()
{
    SqlStatement query = m_impl->statement(
        QStringLiteral("SELECT peer_code, number, dataset, generation FROM out_streams ORDER BY peer_code, number"));
    ENGINE_TRY(query.run());
    std::vector<OutStreamRecord> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.push_back({query.text(0), static_cast<quint32>(query.integer(1)), query.text(2), query.natural(3)});
    }
}

Result<> Journal::saveOutStream(const OutStreamRecord& stream)
{
    return m_impl->change(Durability::Full, [&] {
        SqlStatement insert = m_impl->statement(QStringLiteral(
            "INSERT INTO out_streams (peer_code, number, dataset, generation) VALUES (?, ?, ?, ?) ON CONFLICT "
            "(peer_code, number) DO UPDATE SET dataset = excluded.dataset, generation = excluded.generation"));
        return insert.bind(stream.peerCode).bind(stream.number).bind(stream.dataset).bind(stream.generation).run();
    });
}

Result<> Journal::removeOutStream(const QString& peerCode, quint32 number)
{
    return m_impl->change(Durability::Full, [&]() -> Result<> {
        SqlStatement removal =
            m_impl->statement(QStringLiteral("DELETE FROM out_streams WHERE peer_code = ? AND number = ?"));
        ENGINE_TRY(removal.bind(peerCode).bind(number).run());
        if (removal.rowsAffected() == 0)
            return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND,
                                  {QStringLiteral("stream"), QStringLiteral("%1/%2").arg(peerCode).arg(number)},
                                  QStringLiteral("no stream %1 is sent to %2").arg(number).arg(peerCode)));
        return {};
    });
}

} // namespace busheng
