// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/remote_engine.h"

#include "engine/api/json.h"
#include "engine/localapi/remote_replies.h"
#include "engine/model/operator_events.h"

namespace busheng {
namespace {

Result<DatabaseConfig> readDatabase(const QJsonObject& json)
{
    return databaseFromJson(json, QStringLiteral("the node's reply"));
}

Result<PreflightFinding> readFinding(const QJsonObject& json)
{
    return preflightFindingFromJson(json);
}

} // namespace

RemoteEngine::RemoteEngine(const QString& dataDirectory, std::chrono::milliseconds retryEvery)
    : m_channel(dataDirectory, retryEvery)
{
    connect(&m_channel, &RemoteChannel::up, this, &RemoteEngine::goOn);
    connect(&m_channel, &RemoteChannel::pushed, this, &RemoteEngine::takePush);
    connect(&m_channel, &RemoteChannel::lost, this, &RemoteEngine::lost);
}

Result<std::unique_ptr<RemoteEngine>> RemoteEngine::attach(const QString& dataDirectory,
                                                           std::chrono::milliseconds retryEvery, const QString& session)
{
    std::unique_ptr<RemoteEngine> engine(new RemoteEngine(dataDirectory, retryEvery));
    ENGINE_TRY(engine->m_channel.open());
    engine->m_token = session;
    if (!session.isEmpty()) // before whatever is asked next
        engine->m_channel.request(QStringLiteral("useSession"), {{QLatin1String("token"), session}},
                                  [](const Result<QJsonValue>&) {});
    return engine;
}

void RemoteEngine::goOn()
{
    if (m_token.isEmpty())
        return askForState();
    useSession(m_token, [this](const Result<SessionSnapshot>& session) {
        if (session || session.error().code != ErrorCode::Auth)
            return;
        m_token.clear();
        Q_EMIT lost(session.error());
    });
}

void RemoteEngine::askForState()
{
    // Another failure is a new loss, which the channel announces itself.
    m_channel.request(QStringLiteral("snapshot"), {}, [this](const Result<QJsonValue>& result) {
        if (result && result->isObject())
            Q_EMIT changed(nodeSnapshotFromJson(result->toObject()));
        else if (!result && result.error().code == ErrorCode::Auth)
            Q_EMIT lost(result.error());
    });
}

void RemoteEngine::takePush(const QJsonObject& message)
{
    // A push that this program does not know is of a later node, and not for it.
    const QJsonValue snapshot = message.value(QLatin1String("changed"));
    if (snapshot.isObject())
        Q_EMIT changed(nodeSnapshotFromJson(snapshot.toObject()));
    else if (message.contains(QLatin1String("signedOut")))
        Q_EMIT lost(makeEvent(ErrorCode::Auth, events::OPR_SIGN_IN, {QStringLiteral("the session was ended")},
                              QStringLiteral("the node has ended the session")));
}

void RemoteEngine::snapshot(Reply<NodeSnapshot> reply)
{
    m_channel.request(QStringLiteral("snapshot"), {}, takeObject<NodeSnapshot>(std::move(reply), nodeSnapshotFromJson));
}

void RemoteEngine::changeSeen(const SeenChange& change, Reply<> reply)
{
    m_channel.request(change.method, seenParams(change), takeNothing(std::move(reply)));
}

void RemoteEngine::shutdown(Reply<> reply)
{
    m_channel.request(QStringLiteral("shutdown"), {}, takeNothing(std::move(reply)));
}

void RemoteEngine::addSource(const DatabaseConfig& source, Reply<> reply)
{
    m_channel.request(QStringLiteral("addSource"), {{QLatin1String("source"), toJson(source)}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::addTarget(const DatabaseConfig& target, Reply<> reply)
{
    m_channel.request(QStringLiteral("addTarget"), {{QLatin1String("target"), toJson(target)}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::addDataset(const DatasetConfig& dataset, Reply<> reply)
{
    m_channel.request(QStringLiteral("addDataset"), {{QLatin1String("dataset"), toJson(dataset)}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::addLink(const LinkConfig& link, Reply<> reply)
{
    m_channel.request(QStringLiteral("addLink"), {{QLatin1String("link"), toJson(link)}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::addSubscription(const SubscriptionConfig& subscription, Reply<> reply)
{
    m_channel.request(QStringLiteral("addSubscription"), {{QLatin1String("subscription"), toJson(subscription)}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::remove(const QString& kind, const QString& name, Reply<> reply)
{
    m_channel.request(QStringLiteral("remove"), {{QLatin1String("kind"), kind}, {QLatin1String("name"), name}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::listSources(Reply<std::vector<DatabaseConfig>> reply)
{
    m_channel.request(QStringLiteral("listSources"), {}, takeList<DatabaseConfig>(std::move(reply), readDatabase));
}

void RemoteEngine::listTargets(Reply<std::vector<DatabaseConfig>> reply)
{
    m_channel.request(QStringLiteral("listTargets"), {}, takeList<DatabaseConfig>(std::move(reply), readDatabase));
}

void RemoteEngine::listTables(const QString& kind, const QString& database, Reply<QStringList> reply)
{
    m_channel.request(QStringLiteral("listTables"),
                      {{QLatin1String("kind"), kind}, {QLatin1String("database"), database}},
                      [reply = std::move(reply)](const Result<QJsonValue>& result) {
                          if (!result)
                              return reply(fail(result.error()));
                          if (!result->isArray())
                              return reply(badResult());
                          QStringList tables;
                          const QJsonArray names = result->toArray();
                          for (const QJsonValue& name : names)
                              tables.append(name.toString());
                          reply(std::move(tables));
                      });
}

void RemoteEngine::odbcOffer(Reply<OdbcOffer> reply)
{
    m_channel.request(QStringLiteral("odbcOffer"), {}, takeObject<OdbcOffer>(std::move(reply), odbcOfferFromJson));
}

void RemoteEngine::preflight(const DatasetConfig& dataset, Reply<std::vector<PreflightFinding>> reply)
{
    m_channel.request(QStringLiteral("preflight"), {{QLatin1String("dataset"), toJson(dataset)}},
                      takeList<PreflightFinding>(std::move(reply), readFinding));
}

void RemoteEngine::checkTarget(const QString& target, const QStringList& tables, bool makesTables,
                               Reply<std::vector<PreflightFinding>> reply)
{
    m_channel.request(QStringLiteral("checkTarget"),
                      {{QLatin1String("target"), target},
                       {QLatin1String("tables"), QJsonArray::fromStringList(tables)},
                       {QLatin1String("makesTables"), makesTables}},
                      takeList<PreflightFinding>(std::move(reply), readFinding));
}

void RemoteEngine::sourceRights(const DatasetConfig& dataset, const QString& user, const QString& runAs,
                                Reply<QStringList> reply)
{
    m_channel.request(
        QStringLiteral("sourceRights"),
        {{QLatin1String("dataset"), toJson(dataset)}, {QLatin1String("user"), user}, {QLatin1String("runAs"), runAs}},
        takeObject<QStringList>(std::move(reply), readStatements));
}

void RemoteEngine::targetRights(const QString& target, const QStringList& tables, const QString& user, bool makesTables,
                                const QString& runAs, Reply<QStringList> reply)
{
    m_channel.request(QStringLiteral("targetRights"),
                      {{QLatin1String("target"), target},
                       {QLatin1String("tables"), QJsonArray::fromStringList(tables)},
                       {QLatin1String("user"), user},
                       {QLatin1String("makesTables"), makesTables},
                       {QLatin1String("runAs"), runAs}},
                      takeObject<QStringList>(std::move(reply), readStatements));
}

void RemoteEngine::exportConfiguration(Reply<QJsonObject> reply)
{
    m_channel.request(QStringLiteral("exportConfiguration"), {},
                      takeObject<QJsonObject>(std::move(reply), [](const QJsonObject& json) { return json; }));
}

void RemoteEngine::importConfiguration(const QJsonObject& configuration, Reply<> reply)
{
    m_channel.request(QStringLiteral("importConfiguration"), {{QLatin1String("configuration"), configuration}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::pause(const QString& subscription, Reply<> reply)
{
    m_channel.request(QStringLiteral("pause"), {{QLatin1String("subscription"), subscription}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::resume(const QString& subscription, Reply<> reply)
{
    m_channel.request(QStringLiteral("resume"), {{QLatin1String("subscription"), subscription}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::acceptFindings(const QString& subscription, Reply<> reply)
{
    m_channel.request(QStringLiteral("acceptFindings"), {{QLatin1String("subscription"), subscription}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::reload(const QString& subscription, const QString& table, Reply<> reply)
{
    m_channel.request(QStringLiteral("reload"),
                      {{QLatin1String("subscription"), subscription}, {QLatin1String("table"), table}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::look(const QString& dataset, Reply<> reply)
{
    m_channel.request(QStringLiteral("look"), {{QLatin1String("dataset"), dataset}}, takeNothing(std::move(reply)));
}

void RemoteEngine::reloadAs(const SubscriptionConfig& subscription, Reply<> reply)
{
    m_channel.request(QStringLiteral("reloadAs"), {{QLatin1String("subscription"), toJson(subscription)}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::structure(const SubscriptionConfig& subscription, Reply<StructureSnapshot> reply)
{
    m_channel.request(QStringLiteral("structure"), {{QLatin1String("subscription"), toJson(subscription)}},
                      takeObject<StructureSnapshot>(std::move(reply), structureFromJson));
}

void RemoteEngine::approveStructure(const QString& subscription, Reply<> reply)
{
    m_channel.request(QStringLiteral("approveStructure"), {{QLatin1String("subscription"), subscription}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::verify(const QString& subscription, const QString& level, bool gentle, Reply<qint64> reply)
{
    m_channel.request(QStringLiteral("verify"),
                      {{QLatin1String("subscription"), subscription},
                       {QLatin1String("level"), level},
                       {QLatin1String("gentle"), gentle}},
                      takeNumber(std::move(reply)));
}

void RemoteEngine::verification(qint64 id, Reply<VerificationSnapshot> reply)
{
    m_channel.request(QStringLiteral("verification"), {{QLatin1String("id"), id}},
                      takeObject<VerificationSnapshot>(std::move(reply), verificationFromJson));
}

void RemoteEngine::verifications(const QString& subscription, int limit, Reply<std::vector<VerificationSnapshot>> reply)
{
    m_channel.request(QStringLiteral("verifications"),
                      {{QLatin1String("subscription"), subscription}, {QLatin1String("limit"), limit}},
                      takeList<VerificationSnapshot>(std::move(reply), [](const QJsonObject& json) {
                          return Result<VerificationSnapshot>(verificationFromJson(json));
                      }));
}

void RemoteEngine::stopVerification(qint64 id, Reply<> reply)
{
    m_channel.request(QStringLiteral("stopVerification"), {{QLatin1String("id"), id}}, takeNothing(std::move(reply)));
}

void RemoteEngine::repair(qint64 verificationId, Reply<> reply)
{
    m_channel.request(QStringLiteral("repair"), {{QLatin1String("verificationId"), verificationId}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::ledgerPage(const QString& stream, qint64 beforeId, int limit, Reply<std::vector<LedgerRow>> reply)
{
    m_channel.request(
        QStringLiteral("ledgerPage"),
        {{QLatin1String("stream"), stream}, {QLatin1String("beforeId"), beforeId}, {QLatin1String("limit"), limit}},
        takeList<LedgerRow>(std::move(reply),
                            [](const QJsonObject& json) { return Result<LedgerRow>(ledgerRowFromJson(json)); }));
}

void RemoteEngine::alarmHistory(int limit, Reply<std::vector<AlarmSnapshot>> reply)
{
    m_channel.request(QStringLiteral("alarmHistory"), {{QLatin1String("limit"), limit}},
                      takeList<AlarmSnapshot>(std::move(reply), [](const QJsonObject& json) {
                          return Result<AlarmSnapshot>(alarmFromJson(json));
                      }));
}

void RemoteEngine::exceptions(const QString& subscription, const QString& state, qint64 beforeId, int limit,
                              Reply<std::vector<ExceptionRecord>> reply)
{
    m_channel.request(QStringLiteral("exceptions"),
                      {{QLatin1String("subscription"), subscription},
                       {QLatin1String("state"), state},
                       {QLatin1String("beforeId"), beforeId},
                       {QLatin1String("limit"), limit}},
                      takeList<ExceptionRecord>(std::move(reply), [](const QJsonObject& json) {
                          return Result<ExceptionRecord>(exceptionFromJson(json));
                      }));
}

void RemoteEngine::exception(const QString& subscription, qint64 id, Reply<ExceptionRecord> reply)
{
    m_channel.request(QStringLiteral("exception"),
                      {{QLatin1String("subscription"), subscription}, {QLatin1String("id"), id}},
                      takeObject<ExceptionRecord>(std::move(reply), exceptionFromJson));
}

void RemoteEngine::resendExceptions(const QString& subscription, qint64 id, Reply<qint64> reply)
{
    m_channel.request(QStringLiteral("resendExceptions"),
                      {{QLatin1String("subscription"), subscription}, {QLatin1String("id"), id}},
                      takeNumber(std::move(reply)));
}

void RemoteEngine::dismissException(const QString& subscription, qint64 id, const QString& by, const QString& reason,
                                    Reply<> reply)
{
    m_channel.request(QStringLiteral("dismissException"),
                      {{QLatin1String("subscription"), subscription},
                       {QLatin1String("id"), id},
                       {QLatin1String("by"), by},
                       {QLatin1String("reason"), reason}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::resolveConflict(const QString& subscription, qint64 id, const QString& take, const QString& by,
                                   Reply<> reply)
{
    m_channel.request(QStringLiteral("resolveConflict"),
                      {{QLatin1String("subscription"), subscription},
                       {QLatin1String("id"), id},
                       {QLatin1String("by"), by},
                       {QLatin1String("take"), take}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::parkTable(const QString& subscription, const QString& table, const QString& by, Reply<> reply)
{
    m_channel.request(
        QStringLiteral("parkTable"),
        {{QLatin1String("subscription"), subscription}, {QLatin1String("table"), table}, {QLatin1String("by"), by}},
        takeNothing(std::move(reply)));
}

void RemoteEngine::unparkTable(const QString& subscription, const QString& table, const QString& by, Reply<> reply)
{
    m_channel.request(
        QStringLiteral("unparkTable"),
        {{QLatin1String("subscription"), subscription}, {QLatin1String("table"), table}, {QLatin1String("by"), by}},
        takeNothing(std::move(reply)));
}

void RemoteEngine::linkKeys(Reply<std::vector<LinkKeyRecord>> reply)
{
    m_channel.request(QStringLiteral("linkKeys"), {},
                      takeList<LinkKeyRecord>(std::move(reply), [](const QJsonObject& json) {
                          return Result<LinkKeyRecord>(linkKeyFromJson(json));
                      }));
}

void RemoteEngine::rotateKeys(const QString& peer, const QString& by, Reply<> reply)
{
    m_channel.request(QStringLiteral("rotateKeys"), {{QLatin1String("peer"), peer}, {QLatin1String("by"), by}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::sealLedger(Reply<> reply)
{
    m_channel.request(QStringLiteral("sealLedger"), {}, takeNothing(std::move(reply)));
}

void RemoteEngine::ledgerLines(qint64 afterId, int limit, Reply<std::vector<LedgerRow>> reply)
{
    m_channel.request(QStringLiteral("ledgerLines"),
                      {{QLatin1String("afterId"), afterId}, {QLatin1String("limit"), limit}},
                      takeList<LedgerRow>(std::move(reply), [](const QJsonObject& json) {
                          return Result<LedgerRow>(ledgerRowFromJson(json));
                      }));
}

void RemoteEngine::evidenceKeys(Reply<std::vector<EvidenceKey>> reply)
{
    m_channel.request(QStringLiteral("evidenceKeys"), {},
                      takeList<EvidenceKey>(std::move(reply), [](const QJsonObject& json) {
                          return Result<EvidenceKey>(evidenceKeyFromJson(json));
                      }));
}

void RemoteEngine::searchLedger(const LedgerFilter& filter, qint64 beforeId, int limit, Reply<LedgerMatches> reply)
{
    m_channel.request(QStringLiteral("searchLedger"),
                      {{QLatin1String("filter"), toJson(filter)},
                       {QLatin1String("beforeId"), beforeId},
                       {QLatin1String("limit"), limit}},
                      takeObject<LedgerMatches>(std::move(reply), ledgerMatchesFromJson));
}

void RemoteEngine::acknowledgeAlarm(const QString& event, const QString& subject, const QString& by, Reply<> reply)
{
    m_channel.request(QStringLiteral("acknowledgeAlarm"),
                      {{QLatin1String("event"), event}, {QLatin1String("subject"), subject}, {QLatin1String("by"), by}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::silenceAlarm(const QString& event, const QString& subject, qint64 untilUtcMs, const QString& by,
                                const QString& reason, Reply<> reply)
{
    m_channel.request(QStringLiteral("silenceAlarm"),
                      {{QLatin1String("event"), event},
                       {QLatin1String("subject"), subject},
                       {QLatin1String("untilUtcMs"), untilUtcMs},
                       {QLatin1String("by"), by},
                       {QLatin1String("reason"), reason}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::setSecret(const QString& name, const QString& secret, const QString& by, Reply<> reply)
{
    m_channel.request(QStringLiteral("setSecret"),
                      {{QLatin1String("name"), name}, {QLatin1String("secret"), secret}, {QLatin1String("by"), by}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::removeSecret(const QString& name, const QString& by, Reply<> reply)
{
    m_channel.request(QStringLiteral("removeSecret"), {{QLatin1String("name"), name}, {QLatin1String("by"), by}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::secretNames(Reply<QStringList> reply)
{
    m_channel.request(QStringLiteral("secretNames"), {},
                      takeObject<QStringList>(std::move(reply), [](const QJsonObject& json) {
                          QStringList names;
                          for (const QJsonValue name : json.value(QLatin1String("names")).toArray())
                              names.append(name.toString());
                          return names;
                      }));
}

} // namespace busheng
