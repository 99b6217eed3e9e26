// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/exchange_records.h"

#include "engine/journal/journal_impl.h"
#include "engine/model/events.h"

namespace busheng {
namespace {

constexpr int kAll = -1; ///< as a LIMIT

Result<ExchangeAgreement> agreementOf(const SqlStatement& row, const QString& path)
{
    const auto mappings = [&](int column) -> Result<std::vector<TableMapping>> {
        auto decoded = decodeMappings(view(row.bytes(column)));
        if (!decoded)
            return fail(makeEvent(ErrorCode::Corrupt, events::SPL_CORRUPT, {path},
                                  QStringLiteral("agreement %1: %2").arg(row.text(0), decoded.error().detail)));
        return decoded;
    };
    ExchangeAgreement agreement;
    agreement.id = row.text(0);
    agreement.isProvider = row.flag(1);
    agreement.peerCode = row.text(2);
    agreement.dataset = row.text(3);
    agreement.state = agreementStateFrom(row.text(4));
    ENGINE_TRY_AS(agreement.asked, mappings(5));
    ENGINE_TRY_AS(agreement.approved, mappings(6));
    agreement.purpose = row.text(7);
    agreement.legalBasis = row.text(8);
    agreement.reason = row.text(9);
    agreement.validUntilUtcMs = row.integer(10);
    agreement.by = row.text(11);
    agreement.changedUtcMs = row.integer(12);
    agreement.newest = row.text(13);
    agreement.undelivered = static_cast<int>(row.integer(14));
    agreement.error = row.text(15);
    agreement.errorArgs = splitTexts(row.text(16));
    return agreement;
}

QByteArray bytesOf(const std::vector<TableMapping>& mappings)
{
    const Bytes encoded = encodeMappings(mappings);
    return encoded.empty() ? QByteArray("") : toQByteArray(encoded); // never NULL
}

} // namespace

Result<std::vector<StoredOffer>> ExchangeRecords::offers()
{
    SqlStatement query = m_journal.m_impl->statement(
        QStringLiteral("SELECT provider, dataset, content FROM exchange_offers ORDER BY provider, dataset"));
    ENGINE_TRY(query.run());
    std::vector<StoredOffer> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.push_back({query.text(0), query.text(1), query.bytes(2)});
    }
}

Result<> ExchangeRecords::saveOffer(const StoredOffer& offer)
{
    return m_journal.m_impl->change(Durability::Normal, [&] {
        SqlStatement insert = m_journal.m_impl->statement(
            QStringLiteral("INSERT OR REPLACE INTO exchange_offers (provider, dataset, content) VALUES (?, ?, ?)"));
        return insert.bind(offer.provider).bind(offer.dataset).bind(offer.content).run();
    });
}

Result<bool> ExchangeRecords::keepOffers(const QString& provider, const QStringList& kept)
{
    bool forgot = false;
    const Result<> changed = m_journal.m_impl->change(Durability::Normal, [&]() -> Result<> {
        SqlStatement query =
            m_journal.m_impl->statement(QStringLiteral("SELECT dataset FROM exchange_offers WHERE provider = ?"));
        ENGINE_TRY(query.bind(provider).run());
        QStringList gone;
        for (;;) {
            ENGINE_TRY_AS(const bool more, query.next());
            if (!more)
                break;
            if (!kept.contains(query.text(0)))
                gone.append(query.text(0));
        }
        for (const QString& dataset : std::as_const(gone)) {
            SqlStatement remove = m_journal.m_impl->statement(
                QStringLiteral("DELETE FROM exchange_offers WHERE provider = ? AND dataset = ?"));
            ENGINE_TRY(remove.bind(provider).bind(dataset).run());
        }
        forgot = !gone.isEmpty();
        return {};
    });
    if (!changed)
        return fail(changed.error());
    return forgot;
}

Result<std::vector<ExchangeAgreement>> ExchangeRecords::read(const QString& condition, const QString& value, int limit)
{
    SqlStatement query = m_journal.m_impl->statement(
        QStringLiteral(
            "SELECT a.id, is_provider, peer_code, dataset, a.state, asked, approved, purpose, legal_basis, a.reason, "
            "valid_until, a.by_person, changed_utc_ms, newest, (SELECT count(*) FROM exchange_events w WHERE "
            "w.agreement = a.id AND w.delivery = 'waiting'), coalesce(r.event, ''), coalesce(r.args, '') FROM "
            // what the peer said of the newest own step
            "exchange_agreements a LEFT JOIN exchange_events r ON r.agreement = a.id AND r.digest = a.newest AND "
            "r.delivery = 'refused' WHERE %1 ORDER BY changed_utc_ms DESC, a.id LIMIT %2")
            .arg(condition, QString::number(limit)));
    if (!value.isNull())
        query.bind(value);
    ENGINE_TRY(query.run());
    std::vector<ExchangeAgreement> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        ENGINE_TRY_AS(ExchangeAgreement agreement, agreementOf(query, m_journal.m_impl->path));
        all.push_back(std::move(agreement));
    }
}

Result<std::vector<ExchangeAgreement>> ExchangeRecords::agreements()
{
    constexpr int kMostShown = 10'000;
    return read(QStringLiteral("1"), QString(), kMostShown);
}

Result<std::vector<ExchangeAgreement>> ExchangeRecords::ofPeer(const QString& peer)
{
    return read(QStringLiteral("a.peer_code = ?"), peer, kAll);
}

Result<std::vector<ExchangeAgreement>> ExchangeRecords::inForce()
{
    return read(
        QStringLiteral("a.state IN ('%1', '%2')")
            .arg(agreementStateName(AgreementState::Approved), agreementStateName(AgreementState::PartlyApproved)),
        QString(), kAll);
}

Result<std::optional<ExchangeAgreement>> ExchangeRecords::agreement(const QString& id)
{
    ENGINE_TRY_AS(std::vector<ExchangeAgreement> found, read(QStringLiteral("a.id = ?"), id, 1));
    return found.empty() ? std::optional<ExchangeAgreement>() : std::optional(std::move(found.front()));
}

Result<> ExchangeRecords::saveStep(const ExchangeAgreement& agreement, const ExchangeEvent& event,
                                   const QByteArray& paper)
{
    return m_journal.m_impl->change(Durability::Full, [&]() -> Result<> {
        SqlStatement put = m_journal.m_impl->statement(QStringLiteral(
            "INSERT OR REPLACE INTO exchange_agreements (id, is_provider, peer_code, dataset, state, asked, approved, "
            "purpose, legal_basis, reason, valid_until, by_person, changed_utc_ms, newest) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
        put.bind(agreement.id).bind(agreement.isProvider).bind(agreement.peerCode).bind(agreement.dataset);
        put.bind(agreementStateName(agreement.state)).bind(bytesOf(agreement.asked)).bind(bytesOf(agreement.approved));
        put.bind(agreement.purpose).bind(agreement.legalBasis).bind(agreement.reason).bind(agreement.validUntilUtcMs);
        put.bind(agreement.by).bind(agreement.changedUtcMs).bind(agreement.newest);
        ENGINE_TRY(put.run());
        SqlStatement insert = m_journal.m_impl->statement(
            QStringLiteral("INSERT INTO exchange_events (agreement, kind, node, by_person, utc_ms, reason, way, "
                           "digest, state, delivery, paper) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
        insert.bind(event.agreement).bind(event.kind).bind(event.node).bind(event.by).bind(event.utcMs);
        insert.bind(event.reason).bind(event.way).bind(event.digest).bind(event.state).bind(event.delivery);
        return insert.bind(paper.isNull() ? QByteArray("") : paper).run();
    });
}

Result<> ExchangeRecords::removeDraft(const QString& id)
{
    return m_journal.m_impl->change(Durability::Full, [&]() -> Result<> {
        SqlStatement remove = m_journal.m_impl->statement(
            QStringLiteral("DELETE FROM exchange_agreements WHERE id = ? AND state = 'draft'"));
        ENGINE_TRY(remove.bind(id).run());
        if (remove.rowsAffected() == 0)
            return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("draft"), id},
                                  QStringLiteral("no draft '%1'").arg(id)));
        SqlStatement events =
            m_journal.m_impl->statement(QStringLiteral("DELETE FROM exchange_events WHERE agreement = ?"));
        return events.bind(id).run();
    });
}

Result<std::vector<ExchangeEvent>> ExchangeRecords::history(const QString& agreement)
{
    SqlStatement query = m_journal.m_impl->statement(
        QStringLiteral("SELECT id, agreement, kind, node, by_person, utc_ms, reason, way, digest, state, delivery FROM "
                       "exchange_events WHERE agreement = ? ORDER BY id LIMIT 10000"));
    ENGINE_TRY(query.bind(agreement).run());
    std::vector<ExchangeEvent> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.push_back({query.integer(0), query.text(1), query.text(2), query.text(3), query.text(4), query.integer(5),
                       query.text(6), query.text(7), query.text(8), query.text(9), query.text(10)});
    }
}

Result<bool> ExchangeRecords::knowsStep(const QString& agreement, const QString& digest)
{
    SqlStatement query =
        m_journal.m_impl->statement(QStringLiteral("SELECT 1 FROM exchange_events WHERE digest = ? AND agreement = ?"));
    ENGINE_TRY(query.bind(digest).bind(agreement).run());
    return query.next();
}

Result<std::vector<StoredPaper>> ExchangeRecords::waitingFor(const QString& peer)
{
    SqlStatement query = m_journal.m_impl->statement(
        QStringLiteral("SELECT e.id, e.agreement, e.digest, e.paper FROM exchange_events e JOIN exchange_agreements a "
                       "ON a.id = e.agreement WHERE e.delivery = 'waiting' AND a.peer_code = ? ORDER BY e.id"));
    ENGINE_TRY(query.bind(peer).run());
    std::vector<StoredPaper> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.push_back({query.integer(0), query.text(1), query.text(2), query.bytes(3)});
    }
}

Result<> ExchangeRecords::noteDelivery(const QString& digest, const QString& delivery, const QString& event,
                                       const QStringList& args)
{
    return m_journal.m_impl->change(Durability::Full, [&] {
        SqlStatement update = m_journal.m_impl->statement(
            QStringLiteral("UPDATE exchange_events SET delivery = ?, event = ?, args = ? WHERE digest = ? AND "
                           "delivery = 'waiting'"));
        return update.bind(delivery).bind(event).bind(joinTexts(args)).bind(digest).run();
    });
}

Result<QByteArray> ExchangeRecords::newestPaper(const QString& agreement, const QString& node)
{
    SqlStatement query = m_journal.m_impl->statement(
        QStringLiteral("SELECT paper FROM exchange_events WHERE agreement = ? AND node = ? AND digest <> '' "
                       "ORDER BY id DESC LIMIT 1"));
    ENGINE_TRY(query.bind(agreement).bind(node).run());
    ENGINE_TRY_AS(const bool found, query.next());
    return found ? query.bytes(0) : QByteArray();
}

} // namespace busheng
