// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/exchange_api.h"
#include "engine/host/node_runtime.h"

namespace busheng {

/// ExchangeApi over the runtime, as HostEngine's other facets. Thread: the engine's.
class HostExchange final : public ExchangeApi {
public:
    /// `runtime` fails once the engine has stopped.
    explicit HostExchange(std::function<Result<NodeRuntime*>()> runtime) : m_runtime(std::move(runtime)) {}

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
    template <typename T, typename Ask>
    void answer(const Reply<T>& reply, Ask ask)
    {
        const auto running = m_runtime();
        reply(running ? ask((*running)->exchange()) : Result<T>(fail(running.error())));
    }

    std::function<Result<NodeRuntime*>()> m_runtime;
};

} // namespace busheng
