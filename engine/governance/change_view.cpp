// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/governance/change_view.h"

#include "engine/api/configuration.h"
#include "engine/api/json.h"
#include "engine/base/bytes.h"
#include "engine/crypto/sm3.h"
#include "engine/model/events.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace busheng {
namespace {

using Done = std::function<void(Result<ChangeView>)>;

/// A kind of configured thing: how it is called in parameters and in a whole configuration.
struct Kind {
    const char* kind;
    const char* list;
    const char* key;
    Result<QJsonObject> (*normal)(const QJsonObject&, const QString& where); ///< strictly read, with every default
};

template <typename T, Result<T> (*read)(const QJsonObject&, const QString&)>
Result<QJsonObject> normalOf(const QJsonObject& json, const QString& where)
{
    ENGINE_TRY_AS(const T value, read(json, where));
    return toJson(value);
}

constexpr std::array kKinds{
    Kind{"source", "sources", "name", normalOf<DatabaseConfig, databaseFromJson>},
    Kind{"target", "targets", "name", normalOf<DatabaseConfig, databaseFromJson>},
    Kind{"dataset", "datasets", "name", normalOf<DatasetConfig, datasetFromJson>},
    Kind{"link", "links", "peerCode", normalOf<LinkConfig, linkFromJson>},
    Kind{"subscription", "subscriptions", "name", normalOf<SubscriptionConfig, subscriptionFromJson>},
    Kind{"task", "fileTasks", "name", normalOf<FileTaskConfig, fileTaskFromJson>},
};

/// "addSource" -> "source"; "reloadAs" is about a subscription.
const Kind* kindOf(const QString& method)
{
    if (method == u"reloadAs")
        return &kKinds[4];
    for (const Kind& kind : kKinds)
        if (method.compare(QStringLiteral("add") + QLatin1String(kind.kind), Qt::CaseInsensitive) == 0)
            return &kind;
    return nullptr;
}

const Kind* kindNamed(const QString& name)
{
    for (const Kind& kind : kKinds)
        if (name == QLatin1String(kind.kind))
            return &kind;
    return nullptr;
}

QJsonObject thingIn(const QJsonObject& configuration, const Kind& kind, const QString& name)
{
    for (const QJsonValue thing : configuration.value(QLatin1String(kind.list)).toArray())
        if (thing.toObject().value(QLatin1String(kind.key)).toString() == name)
            return thing.toObject();
    return {};
}

Error notThere(const QString& kind, const QString& name)
{
    return makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {kind, name},
                     QStringLiteral("no %1 '%2'").arg(kind, name));
}

ChangeView viewOf(const QJsonObject& before, const QJsonObject& after)
{
    const QString text = jsonText(before);
    return {text, jsonText(after), textDigest(text)};
}

/// An order: nothing stands there now that it takes the place of. `standsOn`: what it was given for.
ChangeView orderOf(const QJsonObject& after, const QJsonObject& standsOn)
{
    return {{}, jsonText(after), textDigest(jsonText(standsOn))};
}

/// Asks with `ask`; hands its value on, or its failure to `done`.
template <typename T>
void withAnswer(const Done& done, const std::function<void(Reply<T>)>& ask,
                std::function<Result<ChangeView>(const T&)> look)
{
    ask([done, look = std::move(look)](const Result<T>& answer) {
        done(answer ? look(*answer) : Result<ChangeView>(fail(answer.error())));
    });
}

void withConfiguration(EngineApi& engine, const Done& done, std::function<Result<ChangeView>(const QJsonObject&)> look)
{
    withAnswer<QJsonObject>(
        done, [&engine](Reply<QJsonObject> reply) { engine.settings().exportConfiguration(std::move(reply)); },
        std::move(look));
}

void viewAdded(EngineApi& engine, const Kind& kind, const QString& method, const QJsonObject& params, const Done& done)
{
    const QLatin1String key(kind.kind);
    const Result<QJsonObject> after = kind.normal(params.value(key).toObject(), method);
    if (!after)
        return done(fail(after.error()));
    withConfiguration(engine, done, [&kind, after = *after](const QJsonObject& whole) {
        return viewOf(thingIn(whole, kind, after.value(QLatin1String(kind.key)).toString()), after);
    });
}

void viewRemoved(EngineApi& engine, const QJsonObject& params, const Done& done)
{
    const QString kindName = params.value(QLatin1String("kind")).toString();
    const QString name = params.value(QLatin1String("name")).toString();
    const Kind* const kind = kindNamed(kindName);
    if (kind == nullptr)
        return done(fail(notThere(QStringLiteral("kind"), kindName)));
    withConfiguration(engine, done, [kind, kindName, name](const QJsonObject& whole) -> Result<ChangeView> {
        const QJsonObject before = thingIn(whole, *kind, name);
        if (before.isEmpty())
            return fail(notThere(kindName, name));
        return viewOf(before, {});
    });
}

void viewImported(EngineApi& engine, const QJsonObject& params, const Done& done)
{
    const auto wanted =
        configurationFromJson(params.value(QLatin1String("configuration")).toObject(), QStringLiteral("configuration"));
    if (!wanted)
        return done(fail(wanted.error()));
    withConfiguration(engine, done,
                      [after = toJson(*wanted)](const QJsonObject& whole) { return viewOf(whole, after); });
}

/// What is done to a subscription as it is configured.
void viewSubscription(EngineApi& engine, const QJsonObject& params, const Done& done)
{
    const QString name = params.value(QLatin1String("subscription")).toString();
    withConfiguration(engine, done, [params, name](const QJsonObject& whole) -> Result<ChangeView> {
        const QJsonObject config = thingIn(whole, kKinds[4], name);
        if (config.isEmpty())
            return fail(notThere(QStringLiteral("subscription"), name));
        return orderOf(params, config);
    });
}

void viewFindings(EngineApi& engine, const QJsonObject& params, const Done& done)
{
    const QString name = params.value(QLatin1String("subscription")).toString();
    withAnswer<NodeSnapshot>(
        done, [&engine](Reply<NodeSnapshot> reply) { engine.snapshot(std::move(reply)); },
        [params, name](const NodeSnapshot& node) -> Result<ChangeView> {
            for (const SubscriptionSnapshot& one : node.subscriptions) {
                if (one.config.name != name)
                    continue;
                QJsonObject after = params;
                after.insert(QLatin1String("findings"), QJsonArray::fromStringList(one.qualityFindings));
                return orderOf(after, after);
            }
            return fail(notThere(QStringLiteral("subscription"), name));
        });
}

void viewStructure(EngineApi& engine, const QJsonObject& params, const Done& done)
{
    SubscriptionConfig subscription;
    subscription.name = params.value(QLatin1String("subscription")).toString();
    withAnswer<StructureSnapshot>(
        done,
        [&engine, subscription](Reply<StructureSnapshot> reply) {
            engine.flow().structure(subscription, std::move(reply));
        },
        [params](const StructureSnapshot& structure) -> Result<ChangeView> {
            QJsonObject after = params;
            after.insert(QLatin1String("statements"), QJsonArray::fromStringList(structure.sql));
            return orderOf(after, after);
        });
}

void viewRepair(EngineApi& engine, const QJsonObject& params, const Done& done)
{
    const qint64 id = params.value(QLatin1String("verificationId")).toInteger();
    withAnswer<VerificationSnapshot>(
        done, [&engine, id](Reply<VerificationSnapshot> reply) { engine.flow().verification(id, std::move(reply)); },
        [params](const VerificationSnapshot& found) -> Result<ChangeView> {
            QJsonObject after = params;
            after.insert(QLatin1String("subscription"), found.subscription);
            after.insert(QLatin1String("state"), found.state);
            after.insert(QLatin1String("differences"), static_cast<qint64>(found.differenceCount));
            return orderOf(after, after);
        });
}

void viewException(EngineApi& engine, const QJsonObject& params, const Done& done)
{
    const QString subscription = params.value(QLatin1String("subscription")).toString();
    const qint64 id = params.value(QLatin1String("id")).toInteger();
    withAnswer<ExceptionRecord>(
        done,
        [&engine, subscription, id](Reply<ExceptionRecord> reply) {
            engine.faults().exception(subscription, id, std::move(reply));
        },
        [params](const ExceptionRecord& row) -> Result<ChangeView> {
            const QJsonObject before{{QLatin1String("state"), row.state}, {QLatin1String("table"), row.table}};
            QJsonObject after = params;
            after.insert(QLatin1String("table"), row.table);
            return viewOf(before, after);
        });
}

/// The statements that would be run, and as whom.
void viewRights(EngineApi& engine, const QString& method, const QJsonObject& params, const Done& done)
{
    const QString user = params.value(QLatin1String("user")).toString();
    const auto look = [params](const QStringList& statements) -> Result<ChangeView> {
        QJsonObject after = params;
        after.insert(QLatin1String("statements"), QJsonArray::fromStringList(statements));
        return orderOf(after, after);
    };
    if (method == u"targetRights") {
        QStringList tables;
        for (const QJsonValue table : params.value(QLatin1String("tables")).toArray())
            tables.append(table.toString());
        return withAnswer<QStringList>(
            done,
            [&](Reply<QStringList> reply) {
                engine.settings().targetRights(params.value(QLatin1String("target")).toString(), tables, user,
                                               params.value(QLatin1String("makesTables")).toBool(), {},
                                               std::move(reply));
            },
            look);
    }
    const auto dataset = datasetFromJson(params.value(QLatin1String("dataset")).toObject(), method);
    if (!dataset)
        return done(fail(dataset.error()));
    withAnswer<QStringList>(
        done, [&](Reply<QStringList> reply) { engine.settings().sourceRights(*dataset, user, {}, std::move(reply)); },
        look);
}

void viewSecret(EngineApi& engine, const QJsonObject& params, const Done& done)
{
    const QString name = params.value(QLatin1String("name")).toString();
    withAnswer<QStringList>(
        done, [&engine](Reply<QStringList> reply) { engine.security().secretNames(std::move(reply)); },
        [name](const QStringList& names) -> Result<ChangeView> {
            if (!names.contains(name))
                return fail(notThere(QStringLiteral("secret"), name));
            return viewOf({{QLatin1String("name"), name}}, {});
        });
}

/// What is kept for how long, and what a shorter time deletes at once. What stands there now are the days alone:
/// records come and go while the change waits.
void viewRetention(EngineApi& engine, const QJsonObject& params, const Done& done)
{
    std::vector<RetentionRule> rules;
    for (const QJsonValue rule : params.value(QLatin1String("rules")).toArray())
        rules.push_back({rule[QLatin1String("kind")].toString(), rule[QLatin1String("days")].toInteger()});
    using States = std::vector<RetentionState>;
    const auto daysOf = [](const States& states, const std::vector<RetentionRule>& named, bool withEffect) {
        QJsonObject days;
        for (const RetentionState& state : states) {
            if (std::ranges::find(named, state.rule.kind, &RetentionRule::kind) == named.end())
                continue;
            QJsonObject one{{QLatin1String("days"), state.rule.days}};
            if (withEffect)
                one.insert(QLatin1String("deletesNow"), state.wouldDelete);
            days.insert(state.rule.kind, one);
        }
        return days;
    };
    engine.retention().retention(rules, [&engine, rules, daysOf, done](const Result<States>& wanted) {
        if (!wanted)
            return done(fail(wanted.error()));
        withAnswer<States>(
            done, [&engine](Reply<States> reply) { engine.retention().retention({}, std::move(reply)); },
            [rules, daysOf, after = daysOf(*wanted, rules, true)](const States& now) -> Result<ChangeView> {
                return viewOf(daysOf(now, rules, false), after);
            });
    });
}

/// What a person signs is what the reviewer sees: the findings as they are now.
void viewGate(EngineApi& engine, const QJsonObject& params, const Done& done)
{
    const QString subscription = params.value(QLatin1String("subscription")).toString();
    withAnswer<GateReport>(
        done,
        [&engine, subscription](Reply<GateReport> reply) {
            engine.offline().gateReport(subscription, std::move(reply));
        },
        [params](const GateReport& report) -> Result<ChangeView> {
            const QJsonObject findings = toJson(report);
            QJsonObject after = params;
            after.insert(QLatin1String("report"), findings);
            return orderOf(after, findings);
        });
}

/// A decision about an agreement, or its end: what was asked for and what is in force now.
void viewAgreement(EngineApi& engine, const QJsonObject& params, const Done& done)
{
    const QJsonValue decision = params.value(QLatin1String("decision"));
    const QString id =
        (decision.isObject() ? decision.toObject() : params).value(QLatin1String("agreement")).toString();
    withAnswer<std::vector<ExchangeAgreement>>(
        done,
        [&engine](Reply<std::vector<ExchangeAgreement>> reply) { engine.exchange().agreements(std::move(reply)); },
        [params, id](const std::vector<ExchangeAgreement>& all) -> Result<ChangeView> {
            for (const ExchangeAgreement& one : all) {
                if (one.id != id)
                    continue;
                QJsonObject after = params;
                after.insert(QLatin1String("present"), toJson(one));
                return orderOf(after, {{QLatin1String("newest"), one.newest},
                                       {QLatin1String("state"), agreementStateName(one.state)}});
            }
            return fail(notThere(QStringLiteral("agreement"), id));
        });
}

void viewBackupPlan(EngineApi& engine, const QJsonObject& params, const Done& done)
{
    const auto plan =
        backupPlanFromJson(params.value(QLatin1String("plan")).toObject(), QStringLiteral("setBackupPlan"));
    if (!plan)
        return done(fail(plan.error()));
    withAnswer<BackupShelf>(
        done, [&engine](Reply<BackupShelf> reply) { engine.backup().backups(std::move(reply)); },
        [plan = *plan](const BackupShelf& shelf) -> Result<ChangeView> {
            return viewOf(shelf.plan == BackupPlan() ? QJsonObject() : toJson(shelf.plan), toJson(plan));
        });
}

} // namespace

QString jsonText(const QJsonObject& object)
{
    // Members of an object come in the order of their names.
    return object.isEmpty() ? QString() : QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QString textDigest(const QString& text)
{
    return toHex(view(sm3(view(text.toUtf8()))));
}

void viewChange(EngineApi& engine, const QString& method, const QJsonObject& params, Done done)
{
    if (const Kind* const kind = kindOf(method))
        return viewAdded(engine, *kind, method, params, done);
    if (method == u"remove")
        return viewRemoved(engine, params, done);
    if (method == u"importConfiguration")
        return viewImported(engine, params, done);
    if (method == u"reload")
        return viewSubscription(engine, params, done);
    if (method == u"acceptFindings")
        return viewFindings(engine, params, done);
    if (method == u"approveStructure")
        return viewStructure(engine, params, done);
    if (method == u"repair")
        return viewRepair(engine, params, done);
    if (method == u"dismissException" || method == u"resolveConflict")
        return viewException(engine, params, done);
    if (method == u"sourceRights" || method == u"targetRights")
        return viewRights(engine, method, params, done);
    if (method == u"removeSecret")
        return viewSecret(engine, params, done);
    if (method == u"setRetention")
        return viewRetention(engine, params, done);
    if (method == u"decideGate")
        return viewGate(engine, params, done);
    if (method == u"exchangeDecide" || method == u"exchangeEnd")
        return viewAgreement(engine, params, done);
    if (method == u"setBackupPlan")
        return viewBackupPlan(engine, params, done);
    // A method whose effect nobody has described yet: what was asked for is all there is to see.
    done(orderOf(params, {}));
}

} // namespace busheng
