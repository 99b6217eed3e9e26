// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/text_api.h"

#include <QJsonArray>
#include <QJsonObject>

#include <optional>

namespace busheng::test {

/// The texts of a FakeEngine: what the test sets. Replies come through the event loop.
class FakeTexts final : public TextsApi {
public:
    using Note = std::function<std::optional<Error>(const QString& method, const QJsonObject& params)>;
    /// `note` records a call and says whether it fails; `post` runs later.
    FakeTexts(Note note, std::function<void(std::function<void()>)> post)
        : m_note(std::move(note)), m_post(std::move(post))
    {
    }

    void setSurvey(const TextSurvey& survey) { m_survey = survey; }

    void survey(const SubscriptionConfig& subscription, qint64 rows, Reply<TextSurvey> reply) override
    {
        const auto error = m_note(QStringLiteral("surveyTexts"), {{QStringLiteral("subscription"), subscription.name},
                                                                  {QStringLiteral("dataset"), subscription.dataset},
                                                                  {QStringLiteral("target"), subscription.target},
                                                                  {QStringLiteral("rows"), rows}});
        m_post([reply = std::move(reply), survey = m_survey, error] {
            reply(error ? Result<TextSurvey>(fail(*error)) : Result<TextSurvey>(survey));
        });
    }

    void widen(const QString& target, const QStringList& statements, Reply<QStringList> reply) override
    {
        const auto error = m_note(QStringLiteral("widenColumns"),
                                  {{QStringLiteral("target"), target},
                                   {QStringLiteral("statements"), QJsonArray::fromStringList(statements)}});
        m_post([reply = std::move(reply), statements, error] {
            reply(error ? Result<QStringList>(fail(*error)) : Result<QStringList>(statements));
        });
    }

private:
    Note m_note;
    std::function<void(std::function<void()>)> m_post;
    TextSurvey m_survey;
};

} // namespace busheng::test
