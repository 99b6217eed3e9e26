// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/remote_texts.h"

#include "engine/api/json.h"
#include "engine/localapi/remote_replies.h"

namespace busheng {

void RemoteTexts::survey(const SubscriptionConfig& subscription, qint64 rows, Reply<TextSurvey> reply)
{
    m_channel.request(QStringLiteral("surveyTexts"),
                      {{QLatin1String("subscription"), toJson(subscription)}, {QLatin1String("rows"), rows}},
                      takeObject<TextSurvey>(std::move(reply), textSurveyFromJson));
}

void RemoteTexts::widen(const QString& target, const QStringList& statements, Reply<QStringList> reply)
{
    m_channel.request(
        QStringLiteral("widenColumns"),
        {{QLatin1String("target"), target}, {QLatin1String("statements"), QJsonArray::fromStringList(statements)}},
        takeObject<QStringList>(std::move(reply), readStatements));
}

} // namespace busheng
