// SPDX-License-Identifier: GPL-3.0-or-later
// What people do: apply, decide, end, and carry papers by hand.
#include "engine/api/json.h"
#include "engine/exchange/agreement_rules.h"
#include "engine/host/exchange_desk.h"
#include "engine/journal/configuration_check.h"
#include "engine/model/events.h"

#include <QDateTime>
#include <QJsonDocument>

#include <algorithm>

namespace busheng {
namespace {

Failure refuse(const QString& agreement, const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::EXC_REFUSED, {agreement, why},
                          QStringLiteral("agreement %1: %2").arg(agreement, why)));
}

} // namespace

Result<std::vector<DatasetOffer>> ExchangeDesk::catalogue()
{
    std::vector<DatasetOffer> all = m_own;
    ENGINE_TRY_AS(const std::vector<StoredOffer> stored, m_records.offers());
    for (const StoredOffer& offer : stored) {
        if (m_context.mayTake(offer.provider))
            all.push_back(offerFromJson(QJsonDocument::fromJson(offer.content).object()));
    }
    return all;
}

Result<std::vector<ExchangeAgreement>> ExchangeDesk::agreements()
{
    ENGINE_TRY_AS(std::vector<ExchangeAgreement> all, m_records.agreements());
    for (ExchangeAgreement& one : all)
        one.state = stateAt(one, m_context.clock.utcMs());
    return all;
}

Result<std::vector<ExchangeEvent>> ExchangeDesk::history(const QString& agreement)
{
    ENGINE_TRY(known(agreement));
    return m_records.history(agreement);
}

Result<ExchangeAgreement> ExchangeDesk::known(const QString& agreement)
{
    ENGINE_TRY_AS(std::optional<ExchangeAgreement> found, m_records.agreement(agreement));
    if (!found)
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("agreement"), agreement},
                              QStringLiteral("no agreement '%1'").arg(agreement)));
    return std::move(*found);
}

Result<std::optional<DatasetOffer>> ExchangeDesk::offerOf(const QString& provider, const QString& dataset)
{
    ENGINE_TRY_AS(const std::vector<DatasetOffer> all, catalogue());
    const auto found = std::ranges::find_if(
        all, [&](const DatasetOffer& one) { return one.provider == provider && one.dataset == dataset; });
    return found == all.end() ? std::optional<DatasetOffer>() : std::optional(*found);
}

Result<QString> ExchangeDesk::newId()
{
    std::array<char, 3> random{};
    ENGINE_TRY(m_context.random.fill(random));
    const QString day =
        QDateTime::fromMSecsSinceEpoch(m_context.clock.utcMs(), Qt::UTC).toString(QStringLiteral("yyyyMMdd"));
    return QStringLiteral("%1-%2-%3").arg(m_context.node, day, toHex({random.data(), random.size()}).toUpper());
}

/// An application as a step that is not signed yet.
Result<ExchangeStep> ExchangeDesk::begun(const ExchangeApplication& application, const QString& by)
{
    LinkConfig peer;
    peer.peerCode = application.peerCode;
    ENGINE_TRY(checkLink(peer, ConfigPlace{QStringLiteral("application"), QString()}));
    QString id = application.draft;
    if (id.isEmpty()) {
        ENGINE_TRY_AS(id, newId());
    }
    if (application.peerCode == m_context.node)
        return refuse(id, QStringLiteral("a node does not apply to itself"));
    if (application.dataset.trimmed().isEmpty())
        return refuse(id, QStringLiteral("the dataset is missing"));
    ExchangeStep step;
    step.agreement = id;
    step.kind = QStringLiteral("apply");
    step.from = m_context.node;
    step.to = application.peerCode;
    step.dataset = application.dataset;
    step.tables = application.tables;
    step.purpose = application.purpose;
    step.legalBasis = application.legalBasis;
    step.validUntilUtcMs = application.validUntilUtcMs;
    step.by = by;
    step.utcMs = m_context.clock.utcMs();
    return step;
}

Result<QString> ExchangeDesk::saveDraft(const ExchangeApplication& application, const QString& by)
{
    ENGINE_TRY_AS(const ExchangeStep step, begun(application, by));
    ENGINE_TRY_AS(const std::optional<ExchangeAgreement> before, m_records.agreement(step.agreement));
    if (before && before->state != AgreementState::Draft)
        return refuse(step.agreement, QStringLiteral("it was sent already"));
    ExchangeAgreement draft;
    draft.id = step.agreement;
    draft.peerCode = step.to;
    draft.dataset = step.dataset;
    draft.asked = step.tables;
    draft.purpose = step.purpose;
    draft.legalBasis = step.legalBasis;
    draft.validUntilUtcMs = step.validUntilUtcMs;
    draft.by = by;
    draft.changedUtcMs = step.utcMs;
    ENGINE_TRY(m_records.saveStep(draft,
                                  {0,
                                   draft.id,
                                   QStringLiteral("draft"),
                                   m_context.node,
                                   by,
                                   step.utcMs,
                                   {},
                                   QStringLiteral("own"),
                                   {},
                                   agreementStateName(draft.state),
                                   {}},
                                  {}));
    m_context.onChange();
    return draft.id;
}

Result<> ExchangeDesk::discardDraft(const QString& agreement)
{
    ENGINE_TRY(m_records.removeDraft(agreement));
    m_context.onChange();
    return {};
}

Result<> ExchangeDesk::take(ExchangeStep step)
{
    ENGINE_TRY_AS(const std::optional<ExchangeAgreement> before, m_records.agreement(step.agreement));
    step.previous = before ? before->newest : QString();
    step.utcMs = m_context.clock.utcMs();
    ENGINE_TRY_AS(const ExchangeAgreement after, afterStep(before, step, m_context.node, step.utcMs));
    ENGINE_TRY_AS(const ExchangePaper paper, m_context.sign(step));
    const QByteArray text = writePaper(paper);
    ENGINE_TRY(keep(after, step, QStringLiteral("own"), text));
    m_context.send(step.to, control::Paper{Bytes(view(text))});
    return {};
}

Result<QString> ExchangeDesk::apply(const ExchangeApplication& application, const QString& by)
{
    ENGINE_TRY_AS(const ExchangeStep step, begun(application, by));
    ENGINE_TRY_AS(const std::optional<DatasetOffer> offer, offerOf(step.to, step.dataset));
    if (const QString mistake = extentMistake(step.tables, offer ? &*offer : nullptr); !mistake.isEmpty())
        return refuse(step.agreement, mistake);
    ENGINE_TRY(take(step));
    return step.agreement;
}

Result<> ExchangeDesk::decide(const ExchangeDecision& decision, const QString& by)
{
    ENGINE_TRY_AS(const ExchangeAgreement agreement, known(decision.agreement));
    ExchangeStep step;
    step.agreement = agreement.id;
    step.kind = decision.approves ? QStringLiteral("approve") : QStringLiteral("refuse");
    step.from = m_context.node;
    step.to = agreement.peerCode;
    step.dataset = agreement.dataset;
    step.reason = decision.reason;
    step.by = by;
    if (!decision.approves)
        return take(step);
    step.tables = decision.tables.empty() ? agreement.asked : decision.tables;
    step.validUntilUtcMs = decision.validUntilUtcMs > 0 ? decision.validUntilUtcMs : agreement.validUntilUtcMs;
    ENGINE_TRY_AS(const std::optional<DatasetOffer> offer, offerOf(m_context.node, agreement.dataset));
    if (!offer)
        return refuse(agreement.id, QStringLiteral("this node does not publish dataset %1").arg(agreement.dataset));
    // Nobody could say which of them are sensitive.
    if (std::ranges::any_of(offer->tables, [](const OfferedTable& table) { return table.columns.empty(); }))
        return refuse(agreement.id,
                      QStringLiteral("the columns of the dataset have not been read from its source yet"));
    if (const QString mistake = extentMistake(step.tables, &*offer); !mistake.isEmpty())
        return refuse(agreement.id, mistake);
    const QStringList sensitive = sensitiveColumns(step.tables, *offer);
    if (!sensitive.isEmpty() && !decision.withSensitive)
        return fail(makeEvent(ErrorCode::Config, events::EXC_SENSITIVE,
                              {agreement.id, sensitive.join(QStringLiteral(", "))},
                              QStringLiteral("sensitive columns of %1 are not confirmed").arg(agreement.id)));
    return take(step);
}

Result<> ExchangeDesk::end(const QString& agreement, const QString& reason, const QString& by)
{
    ENGINE_TRY_AS(const ExchangeAgreement found, known(agreement));
    ExchangeStep step;
    step.agreement = found.id;
    step.kind = found.isProvider ? QStringLiteral("revoke") : QStringLiteral("withdraw");
    step.from = m_context.node;
    step.to = found.peerCode;
    step.dataset = found.dataset;
    step.reason = reason;
    step.by = by;
    return take(step);
}

Result<QByteArray> ExchangeDesk::exportPaper(const QString& agreement)
{
    ENGINE_TRY(known(agreement));
    ENGINE_TRY_AS(const QByteArray paper, m_records.newestPaper(agreement, m_context.node));
    if (paper.isEmpty())
        return refuse(agreement, QStringLiteral("this node has signed no step of it"));
    return paper;
}

Result<QString> ExchangeDesk::importPaper(const QByteArray& text, const QString& name)
{
    ENGINE_TRY_AS(const ExchangePaper paper, readPaper(text, name));
    ENGINE_TRY(receive(paper, QStringLiteral("file")));
    return paper.step.agreement;
}

} // namespace busheng
