// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_exchange.h"

#include "engine/api/json.h"

#include <algorithm>

namespace busheng::test {

void FakeExchange::catalogue(Reply<std::vector<DatasetOffer>> reply)
{
    answer<std::vector<DatasetOffer>>(QStringLiteral("catalogue"), {}, std::move(reply),
                                      [this]() -> Result<std::vector<DatasetOffer>> { return m_offers; });
}

void FakeExchange::agreements(Reply<std::vector<ExchangeAgreement>> reply)
{
    answer<std::vector<ExchangeAgreement>>(QStringLiteral("agreements"), {}, std::move(reply),
                                           [this]() -> Result<std::vector<ExchangeAgreement>> { return m_agreements; });
}

void FakeExchange::agreementHistory(const QString& agreement, Reply<std::vector<ExchangeEvent>> reply)
{
    answer<std::vector<ExchangeEvent>>(QStringLiteral("agreementHistory"), {{QStringLiteral("agreement"), agreement}},
                                       std::move(reply),
                                       [this]() -> Result<std::vector<ExchangeEvent>> { return m_history; });
}

Result<QString> FakeExchange::keep(const ExchangeApplication& application, const QString& by, AgreementState state)
{
    ExchangeAgreement made;
    made.id = application.draft.isEmpty() ? QStringLiteral("340000-20261127-%1").arg(++m_last, 6, 10, QChar(u'0'))
                                          : application.draft;
    made.peerCode = application.peerCode;
    made.dataset = application.dataset;
    made.state = state;
    made.asked = application.tables;
    made.purpose = application.purpose;
    made.legalBasis = application.legalBasis;
    made.validUntilUtcMs = application.validUntilUtcMs;
    made.by = by;
    std::erase_if(m_agreements, [&made](const ExchangeAgreement& one) { return one.id == made.id; });
    m_agreements.insert(m_agreements.begin(), made);
    m_onChange();
    return made.id;
}

void FakeExchange::saveDraft(const ExchangeApplication& application, const QString& by, Reply<QString> reply)
{
    answer<QString>(QStringLiteral("saveDraft"), toJson(application), std::move(reply),
                    [=, this] { return keep(application, by, AgreementState::Draft); });
}

void FakeExchange::apply(const ExchangeApplication& application, const QString& by, Reply<QString> reply)
{
    answer<QString>(QStringLiteral("apply"), toJson(application), std::move(reply),
                    [=, this] { return keep(application, by, AgreementState::Applied); });
}

void FakeExchange::discardDraft(const QString& agreement, Reply<> reply)
{
    answer<void>(QStringLiteral("discardDraft"), {{QStringLiteral("agreement"), agreement}}, std::move(reply),
                 [=, this]() -> Result<> {
                     std::erase_if(m_agreements, [&](const ExchangeAgreement& one) { return one.id == agreement; });
                     m_onChange();
                     return {};
                 });
}

void FakeExchange::decide(const ExchangeDecision& decision, const QString&, Reply<> reply)
{
    answer<void>(QStringLiteral("decide"), toJson(decision), std::move(reply), [=, this]() -> Result<> {
        for (ExchangeAgreement& one : m_agreements) {
            if (one.id != decision.agreement)
                continue;
            one.approved = decision.tables;
            one.state = !decision.approves                      ? AgreementState::Refused
                        : isWholeOf(decision.tables, one.asked) ? AgreementState::Approved
                                                                : AgreementState::PartlyApproved;
        }
        m_onChange();
        return {};
    });
}

void FakeExchange::end(const QString& agreement, const QString& reason, const QString&, Reply<> reply)
{
    answer<void>(QStringLiteral("end"), {{QStringLiteral("agreement"), agreement}, {QStringLiteral("reason"), reason}},
                 std::move(reply), [=, this]() -> Result<> {
                     for (ExchangeAgreement& one : m_agreements) {
                         if (one.id == agreement)
                             one.state = one.isProvider ? AgreementState::Revoked : AgreementState::Withdrawn;
                     }
                     m_onChange();
                     return {};
                 });
}

void FakeExchange::exportPaper(const QString& agreement, Reply<QString> reply)
{
    answer<QString>(QStringLiteral("exportPaper"), {{QStringLiteral("agreement"), agreement}}, std::move(reply),
                    []() -> Result<QString> { return QStringLiteral("{}"); });
}

void FakeExchange::importPaper(const QString& text, const QString& name, Reply<QString> reply)
{
    answer<QString>(QStringLiteral("importPaper"), {{QStringLiteral("text"), text}, {QStringLiteral("name"), name}},
                    std::move(reply), []() -> Result<QString> { return QStringLiteral("340000-20261127-000001"); });
}

} // namespace busheng::test
