// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/exchange_api.h"
#include "engine/localapi/remote_channel.h"

namespace busheng {

/// ExchangeApi of a node over its local socket. Thread: the channel's, which must outlive it.
class RemoteExchange final : public ExchangeApi {
public:
    explicit RemoteExchange(RemoteChannel& channel) : m_channel(channel) {}

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
    RemoteChannel& m_channel;
};

} // namespace busheng
