// SPDX-License-Identifier: GPL-3.0-or-later
// RemoteEngine's OperatorsApi and ReviewApi: the session goes with the connection, and on with the next one.
#include "engine/api/json.h"
#include "engine/localapi/remote_engine.h"
#include "engine/localapi/remote_replies.h"
#include "engine/model/operator_events.h"

namespace busheng {
namespace {

Result<OperatorSnapshot> readOperator(const QJsonObject& json)
{
    return operatorFromJson(json);
}

Result<ReviewedChange> readChange(const QJsonObject& json)
{
    return reviewedChangeFromJson(json);
}

QJsonObject idAndText(qint64 id, const QString& text)
{
    return {{QLatin1String("id"), id}, {QLatin1String("text"), text}};
}

} // namespace

void RemoteEngine::session(Reply<SessionSnapshot> reply)
{
    m_channel.request(QStringLiteral("session"), {}, takeObject<SessionSnapshot>(std::move(reply), sessionFromJson));
}

/// From now on this is whom we work for; what the node looks like may be seen.
RemoteChannel::Done RemoteEngine::takeSession(Reply<SessionSnapshot> reply)
{
    return takeObject<SessionSnapshot>(
        [this, reply = std::move(reply)](const Result<SessionSnapshot>& session) {
            if (session && !session->mustChangePassword)
                askForState();
            reply(session);
        },
        sessionFromJson);
}

void RemoteEngine::signIn(const QString& name, const QString& password, Reply<SessionSnapshot> reply)
{
    m_channel.request(QStringLiteral("signIn"), {{QLatin1String("name"), name}, {QLatin1String("password"), password}},
                      takeSession([this, reply = std::move(reply)](const Result<SessionSnapshot>& session) {
                          if (session)
                              m_token = session->token;
                          reply(session);
                      }));
}

void RemoteEngine::useSession(const QString& token, Reply<SessionSnapshot> reply)
{
    m_channel.request(QStringLiteral("useSession"), {{QLatin1String("token"), token}},
                      takeSession([this, token, reply = std::move(reply)](const Result<SessionSnapshot>& session) {
                          if (session)
                              m_token = token;
                          reply(session);
                      }));
}

void RemoteEngine::signOut(Reply<> reply)
{
    m_token.clear();
    m_channel.request(
        QStringLiteral("signOut"), {}, takeNothing([this, reply = std::move(reply)](const Result<>& done) {
            reply(done);
            if (done)
                Q_EMIT lost(makeEvent(ErrorCode::Auth, events::OPR_SIGN_IN, {QStringLiteral("the session was ended")},
                                      QStringLiteral("signed out")));
        }));
}

void RemoteEngine::changePassword(const QString& present, const QString& wanted, Reply<> reply)
{
    m_channel.request(QStringLiteral("changePassword"),
                      {{QLatin1String("present"), present}, {QLatin1String("wanted"), wanted}},
                      takeNothing([this, reply = std::move(reply)](const Result<>& changed) {
                          if (changed)
                              askForState();
                          reply(changed);
                      }));
}

void RemoteEngine::listOperators(Reply<std::vector<OperatorSnapshot>> reply)
{
    m_channel.request(QStringLiteral("listOperators"), {}, takeList<OperatorSnapshot>(std::move(reply), readOperator));
}

void RemoteEngine::addOperator(const QString& name, const QString& person, const QString& role, const QString& password,
                               Reply<> reply)
{
    m_channel.request(QStringLiteral("addOperator"),
                      {{QLatin1String("name"), name},
                       {QLatin1String("person"), person},
                       {QLatin1String("role"), role},
                       {QLatin1String("password"), password}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::setOperator(const QString& name, const QString& role, bool enabled, Reply<> reply)
{
    m_channel.request(
        QStringLiteral("setOperator"),
        {{QLatin1String("name"), name}, {QLatin1String("role"), role}, {QLatin1String("enabled"), enabled}},
        takeNothing(std::move(reply)));
}

void RemoteEngine::resetPassword(const QString& name, const QString& password, Reply<> reply)
{
    m_channel.request(QStringLiteral("resetPassword"),
                      {{QLatin1String("name"), name}, {QLatin1String("password"), password}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::unlockOperator(const QString& name, Reply<> reply)
{
    m_channel.request(QStringLiteral("unlockOperator"), {{QLatin1String("name"), name}}, takeNothing(std::move(reply)));
}

void RemoteEngine::setFourEyes(bool on, Reply<> reply)
{
    m_channel.request(QStringLiteral("setFourEyes"), {{QLatin1String("on"), on}}, takeNothing(std::move(reply)));
}

void RemoteEngine::changes(const QString& state, qint64 beforeId, int limit, Reply<std::vector<ReviewedChange>> reply)
{
    m_channel.request(
        QStringLiteral("changes"),
        {{QLatin1String("state"), state}, {QLatin1String("beforeId"), beforeId}, {QLatin1String("limit"), limit}},
        takeList<ReviewedChange>(std::move(reply), readChange));
}

void RemoteEngine::change(qint64 id, Reply<ReviewedChange> reply)
{
    m_channel.request(QStringLiteral("change"), {{QLatin1String("id"), id}},
                      takeObject<ReviewedChange>(std::move(reply), readChange));
}

void RemoteEngine::explainChange(qint64 id, const QString& reason, Reply<> reply)
{
    m_channel.request(QStringLiteral("explainChange"), idAndText(id, reason), takeNothing(std::move(reply)));
}

void RemoteEngine::approveChange(qint64 id, const QString& comment, Reply<> reply)
{
    m_channel.request(QStringLiteral("approveChange"), idAndText(id, comment), takeNothing(std::move(reply)));
}

void RemoteEngine::rejectChange(qint64 id, const QString& comment, Reply<> reply)
{
    m_channel.request(QStringLiteral("rejectChange"), idAndText(id, comment), takeNothing(std::move(reply)));
}

void RemoteEngine::withdrawChange(qint64 id, Reply<> reply)
{
    m_channel.request(QStringLiteral("withdrawChange"), {{QLatin1String("id"), id}}, takeNothing(std::move(reply)));
}

} // namespace busheng
