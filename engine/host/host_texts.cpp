// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/host_texts.h"

namespace busheng {

void HostTexts::survey(const SubscriptionConfig& subscription, qint64 rows, Reply<TextSurvey> reply)
{
    if (const auto running = m_runtime())
        (*running)->desks().texts.survey(subscription, rows, std::move(reply));
    else
        reply(fail(running.error()));
}

void HostTexts::widen(const QString& target, const QStringList& statements, Reply<QStringList> reply)
{
    if (const auto running = m_runtime())
        (*running)->desks().texts.widen(target, statements, std::move(reply));
    else
        reply(fail(running.error()));
}

} // namespace busheng
