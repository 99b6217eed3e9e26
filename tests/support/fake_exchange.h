// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/exchange_api.h"

#include <QJsonObject>

#include <optional>

namespace busheng::test {

/// The exchange of a FakeEngine: what the test sets, and what it is asked to do changes states as a node would. Replies
/// come through the event loop.
class FakeExchange final : public ExchangeApi {
public:
    using Note = std::function<std::optional<Error>(const QString& method, const QJsonObject& params)>;
    /// `note` records a call and says whether it fails; `post` runs later; `onChange` makes a new snapshot.
    FakeExchange(Note note, std::function<void(std::function<void()>)> post, std::function<void()> onChange)
        : m_note(std::move(note)), m_post(std::move(post)), m_onChange(std::move(onChange))
    {
    }

    void setOffers(const std::vector<DatasetOffer>& offers) { m_offers = offers; }
    void setAgreements(const std::vector<ExchangeAgreement>& agreements) { m_agreements = agreements; }
    void setHistory(const std::vector<ExchangeEvent>& history) { m_history = history; } ///< of every agreement
    const std::vector<ExchangeAgreement>& agreementsNow() const { return m_agreements; }

    void catalogue(Reply<std::vector<DatasetOffer>> reply) override;
    void agreements(Reply<std::vector<ExchangeAgreement>> reply) override;
    void agreementHistory(const QString& agreement, Reply<std::vector<ExchangeEvent>> reply) override;
    void saveDraft(const ExchangeApplication& application, const QString& by, Reply<QString> reply) override;
    void discardDraft(const QString& agreement, Reply<> reply) override;
    void apply(const ExchangeApplication& application, const QString& by, Reply<QString> reply) override;
    void decide(const ExchangeDecision& decision, const QString& by, Reply<> reply) override;
    void end(const QString& agreement, const QString& reason, const QString& by, Reply<> reply) override;
    void exportPaper(const QString& agreement, Reply<QString> reply) override;
    void importPaper(const QString& text, const QString& name, Reply<QString> reply) override;

private:
    template <typename T>
    void answer(const QString& method, const QJsonObject& params, Reply<T> reply, std::function<Result<T>()> work)
    {
        const std::optional<Error> error = m_note(method, params);
        m_post([reply = std::move(reply), work = std::move(work), error] {
            reply(error ? Result<T>(fail(*error)) : work());
        });
    }
    Result<QString> keep(const ExchangeApplication& application, const QString& by, AgreementState state);

    Note m_note;
    std::function<void(std::function<void()>)> m_post;
    std::function<void()> m_onChange;
    std::vector<DatasetOffer> m_offers;
    std::vector<ExchangeAgreement> m_agreements;
    std::vector<ExchangeEvent> m_history;
    int m_last = 0;
};

} // namespace busheng::test
