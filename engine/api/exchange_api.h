// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/exchange_values.h"
#include "engine/base/result.h"

#include <functional>

namespace busheng {

/// Exchange (§5, docs/exchange.md): the catalogue, and the agreements about datasets with their history. Every step is
/// signed by this node and names the person `by`. Fails: Config CFG_NOT_FOUND for an agreement that is not there,
/// EXC_REFUSED, EXC_OVER for a step that cannot be taken.
class ExchangeApi {
public:
    template <typename T = void>
    using Reply = std::function<void(Result<T>)>;

    virtual ~ExchangeApi() = default;
    /// What this node offers (its own code as the provider) and what its peers offer to it.
    virtual void catalogue(Reply<std::vector<DatasetOffer>> reply) = 0;
    /// The newest change first.
    virtual void agreements(Reply<std::vector<ExchangeAgreement>> reply) = 0;
    virtual void agreementHistory(const QString& agreement, Reply<std::vector<ExchangeEvent>> reply) = 0;
    /// Keeps an application that is not sent; returns its id. Nothing of it needs to be complete but the peer and the
    /// dataset.
    virtual void saveDraft(const ExchangeApplication& application, const QString& by, Reply<QString> reply) = 0;
    virtual void discardDraft(const QString& agreement, Reply<> reply) = 0;
    /// Signs it and sends it as soon as there is a link; returns its id.
    virtual void apply(const ExchangeApplication& application, const QString& by, Reply<QString> reply) = 0;
    virtual void decide(const ExchangeDecision& decision, const QString& by, Reply<> reply) = 0;
    /// The applicant withdraws, the provider revokes: who of both this node is says which.
    virtual void end(const QString& agreement, const QString& reason, const QString& by, Reply<> reply) = 0;
    /// The newest signed step of this node, to be carried by hand.
    virtual void exportPaper(const QString& agreement, Reply<QString> reply) = 0;
    /// Takes a step that came by hand; returns the agreement's id. `name` is the file's, for errors. Fails:
    /// EXC_UNREADABLE, EXC_SIGNATURE, EXC_ADDRESSEE, EXC_REPEATED, EXC_OVER, EXC_REFUSED; Tls for its certificate.
    virtual void importPaper(const QString& text, const QString& name, Reply<QString> reply) = 0;
};

} // namespace busheng
