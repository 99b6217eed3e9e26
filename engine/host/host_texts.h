// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/text_api.h"
#include "engine/host/node_runtime.h"

namespace busheng {

/// TextsApi over the runtime, as HostEngine's other facets. Thread: the engine's.
class HostTexts final : public TextsApi {
public:
    /// `runtime` fails once the engine has stopped.
    explicit HostTexts(std::function<Result<NodeRuntime*>()> runtime) : m_runtime(std::move(runtime)) {}

    void survey(const SubscriptionConfig& subscription, qint64 rows, Reply<TextSurvey> reply) override;
    void widen(const QString& target, const QStringList& statements, Reply<QStringList> reply) override;

private:
    std::function<Result<NodeRuntime*>()> m_runtime;
};

} // namespace busheng
