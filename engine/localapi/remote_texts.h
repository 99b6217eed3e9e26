// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/text_api.h"
#include "engine/localapi/remote_channel.h"

namespace busheng {

/// TextsApi of a node over its local socket. Thread: the channel's, which must outlive it.
class RemoteTexts final : public TextsApi {
public:
    explicit RemoteTexts(RemoteChannel& channel) : m_channel(channel) {}

    void survey(const SubscriptionConfig& subscription, qint64 rows, Reply<TextSurvey> reply) override;
    void widen(const QString& target, const QStringList& statements, Reply<QStringList> reply) override;

private:
    RemoteChannel& m_channel;
};

} // namespace busheng
