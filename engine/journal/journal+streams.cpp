// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal_impl.h"
#include "engine/model/events.h"

namespace busheng {

Result<std::vector<OutStreamRecord>> Journal::outStreams()
{
    SqlStatement query = m_impl->statement(QStringLiteral(
        "SELECT peer_code, number, dataset, generation, shape FROM out_streams ORDER BY peer_code, number"));
    ENGINE_TRY(query.run());
    std::vector<OutStreamRecord> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.push_back({query.text(0), static_cast<quint32>(query.integer(1)), query.text(2), query.natural(3),
                       Bytes(view(query.bytes(4)))});
    }
}

Result<> Journal::saveOutStream(const OutStreamRecord& stream)
{
    return m_impl->change(Durability::Full, [&] {
        SqlStatement insert = m_impl->statement(QStringLiteral(
            "INSERT INTO out_streams (peer_code, number, dataset, generation, shape) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (peer_code, number) DO UPDATE SET dataset = excluded.dataset, "
            "generation = excluded.generation, shape = excluded.shape"));
        insert.bind(stream.peerCode).bind(stream.number).bind(stream.dataset).bind(stream.generation);
        return insert.bind(toQByteArray(stream.shape)).run();
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
        SqlStatement exports =
            m_impl->statement(QStringLiteral("DELETE FROM offline_exports WHERE peer_code = ? AND number = ?"));
        ENGINE_TRY(exports.bind(peerCode).bind(number).run());
        SqlStatement structures =
            m_impl->statement(QStringLiteral("DELETE FROM stream_structures WHERE peer_code = ? AND number = ?"));
        return structures.bind(peerCode).bind(number).run();
    });
}

Result<Bytes> Journal::streamStructure(const QString& peerCode, quint32 number, quint32 version)
{
    SqlStatement query = m_impl->statement(
        QStringLiteral("SELECT structure FROM stream_structures WHERE peer_code = ? AND number = ? AND version = ?"));
    ENGINE_TRY(query.bind(peerCode).bind(number).bind(version).run());
    ENGINE_TRY_AS(const bool found, query.next());
    if (!found)
        return Bytes();
    const QByteArray structure = query.bytes(0);
    return Bytes(view(structure));
}

Result<> Journal::saveStreamStructure(const QString& peerCode, quint32 number, quint32 version, BytesView structure,
                                      quint32 oldest)
{
    return m_impl->change(Durability::Full, [&]() -> Result<> {
        SqlStatement insert = m_impl->statement(
            QStringLiteral("INSERT INTO stream_structures (peer_code, number, version, structure) VALUES (?, ?, ?, ?) "
                           "ON CONFLICT (peer_code, number, version) DO UPDATE SET structure = excluded.structure"));
        ENGINE_TRY(insert.bind(peerCode).bind(number).bind(version).bind(toQByteArray(structure)).run());
        SqlStatement removal = m_impl->statement(
            QStringLiteral("DELETE FROM stream_structures WHERE peer_code = ? AND number = ? AND version < ?"));
        return removal.bind(peerCode).bind(number).bind(oldest).run();
    });
}

} // namespace busheng
