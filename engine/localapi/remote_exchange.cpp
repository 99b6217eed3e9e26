// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/remote_exchange.h"

#include "engine/api/json.h"
#include "engine/localapi/remote_replies.h"

namespace busheng {
namespace {

constexpr QLatin1String kAgreement{"agreement"};
constexpr QLatin1String kBy{"by"};

/// The text that a reply holds under `key`.
RemoteChannel::Done takeText(busheng::Reply<QString> reply, QLatin1String key)
{
    return takeObject<QString>(std::move(reply), [key](const QJsonObject& json) { return json.value(key).toString(); });
}

} // namespace

void RemoteExchange::catalogue(Reply<std::vector<DatasetOffer>> reply)
{
    m_channel.request(QStringLiteral("exchangeCatalogue"), {},
                      takeList<DatasetOffer>(std::move(reply), [](const QJsonObject& json) -> Result<DatasetOffer> {
                          return offerFromJson(json);
                      }));
}

void RemoteExchange::agreements(Reply<std::vector<ExchangeAgreement>> reply)
{
    m_channel.request(
        QStringLiteral("exchangeAgreements"), {},
        takeList<ExchangeAgreement>(std::move(reply), [](const QJsonObject& json) -> Result<ExchangeAgreement> {
            return agreementFromJson(json);
        }));
}

void RemoteExchange::agreementHistory(const QString& agreement, Reply<std::vector<ExchangeEvent>> reply)
{
    m_channel.request(QStringLiteral("exchangeHistory"), {{kAgreement, agreement}},
                      takeList<ExchangeEvent>(std::move(reply), [](const QJsonObject& json) -> Result<ExchangeEvent> {
                          return exchangeEventFromJson(json);
                      }));
}

void RemoteExchange::saveDraft(const ExchangeApplication& application, const QString& by, Reply<QString> reply)
{
    m_channel.request(QStringLiteral("exchangeSaveDraft"),
                      {{QLatin1String("application"), toJson(application)}, {kBy, by}},
                      takeText(std::move(reply), kAgreement));
}

void RemoteExchange::discardDraft(const QString& agreement, Reply<> reply)
{
    m_channel.request(QStringLiteral("exchangeDiscardDraft"), {{kAgreement, agreement}}, takeNothing(std::move(reply)));
}

void RemoteExchange::apply(const ExchangeApplication& application, const QString& by, Reply<QString> reply)
{
    m_channel.request(QStringLiteral("exchangeApply"), {{QLatin1String("application"), toJson(application)}, {kBy, by}},
                      takeText(std::move(reply), kAgreement));
}

void RemoteExchange::decide(const ExchangeDecision& decision, const QString& by, Reply<> reply)
{
    m_channel.request(QStringLiteral("exchangeDecide"), {{QLatin1String("decision"), toJson(decision)}, {kBy, by}},
                      takeNothing(std::move(reply)));
}

void RemoteExchange::end(const QString& agreement, const QString& reason, const QString& by, Reply<> reply)
{
    m_channel.request(QStringLiteral("exchangeEnd"),
                      {{kAgreement, agreement}, {QLatin1String("reason"), reason}, {kBy, by}},
                      takeNothing(std::move(reply)));
}

void RemoteExchange::exportPaper(const QString& agreement, Reply<QString> reply)
{
    m_channel.request(QStringLiteral("exchangeExport"), {{kAgreement, agreement}},
                      takeText(std::move(reply), QLatin1String("text")));
}

void RemoteExchange::importPaper(const QString& text, const QString& name, Reply<QString> reply)
{
    m_channel.request(QStringLiteral("exchangeImport"), {{QLatin1String("text"), text}, {QLatin1String("name"), name}},
                      takeText(std::move(reply), kAgreement));
}

} // namespace busheng
