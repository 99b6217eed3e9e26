// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/governance/operator_changes.h"

#include "engine/model/events.h"
#include "engine/model/identifier.h"
#include "engine/model/operator_events.h"

#include <algorithm>

namespace busheng {
namespace {

const QString kKind = QStringLiteral("operator");
const QLatin1String kName("name");
const QLatin1String kPerson("person");
const QLatin1String kRole("role");
const QLatin1String kEnabled("enabled");
const QLatin1String kPassword("password");
const QLatin1String kOn("on");
constexpr int kLongestPerson = 64;

/// What there is now, and what would be.
struct Step {
    std::optional<OperatorRecord> before;
    OperatorRecord after;
    QString outcome; ///< of the line in the ledger
};

Failure badValue(const QString& key, const QString& value, const QString& expected)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE, {kKind, key, value, expected},
                          QStringLiteral("%1 '%2'").arg(key, value)));
}

PasswordRecord passwordFrom(const QJsonObject& json)
{
    return {static_cast<quint32>(json.value(QLatin1String("iterations")).toInteger()),
            QByteArray::fromHex(json.value(QLatin1String("salt")).toString().toLatin1()),
            QByteArray::fromHex(json.value(QLatin1String("digest")).toString().toLatin1())};
}

Result<OperatorRole> roleIn(const QJsonObject& params)
{
    const QString name = params.value(kRole).toString();
    const auto role = operatorRoleNamed(name);
    if (!role)
        return badValue(kRole, name, operatorRoleNames().join(QStringLiteral(", ")));
    return *role;
}

/// Nobody has two names here: he could confirm with one what he wants with the other.
Result<> requireOnePerson(const std::vector<OperatorRecord>& all, const OperatorRecord& record)
{
    if (record.role == OperatorRole::Service)
        return {};
    for (const OperatorRecord& other : all) {
        if (other.name != record.name && other.role != OperatorRole::Service &&
            other.person.compare(record.person, Qt::CaseInsensitive) == 0)
            return fail(makeEvent(ErrorCode::Config, events::OPR_PERSON,
                                  {record.person, other.name, roleWords(other.role)},
                                  QStringLiteral("%1 works as %2 already").arg(record.person, other.name)));
    }
    return {};
}

bool hasAnother(const std::vector<OperatorRecord>& all, const OperatorRecord& than)
{
    return std::ranges::any_of(all, [&than](const OperatorRecord& other) {
        return other.name != than.name && other.enabled && other.role == than.role;
    });
}

Result<Step> added(const std::vector<OperatorRecord>& all, const QJsonObject& params)
{
    Step step;
    step.outcome = QStringLiteral("added");
    OperatorRecord& record = step.after;
    record.name = params.value(kName).toString();
    record.person = params.value(kPerson).toString().simplified();
    ENGINE_TRY_AS(record.role, roleIn(params));
    record.password = passwordFrom(params.value(kPassword).toObject());
    record.mustChange = !all.empty() && record.role != OperatorRole::Service;
    if (!isValidName(record.name))
        return badValue(kName, record.name, expectedName());
    if (record.person.isEmpty() || record.person.size() > kLongestPerson)
        return badValue(kPerson, record.person, QStringLiteral("who that is, in 1 to 64 characters"));
    if (all.empty() && record.role != OperatorRole::Security)
        return badValue(kRole, operatorRoleName(record.role),
                        QStringLiteral("the first one is a security administrator"));
    if (std::ranges::find(all, record.name, &OperatorRecord::name) != all.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NAME_TAKEN, {kKind, record.name},
                              QStringLiteral("operator '%1' is there").arg(record.name)));
    ENGINE_TRY(requireOnePerson(all, record));
    return step;
}

Result<Step> changed(const std::vector<OperatorRecord>& all, const QString& method, const QJsonObject& params,
                     bool fourEyes)
{
    const QString name = params.value(kName).toString();
    const auto found = std::ranges::find(all, name, &OperatorRecord::name);
    if (found == all.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {kKind, name},
                              QStringLiteral("no operator '%1'").arg(name)));
    Step step{*found, *found, QStringLiteral("changed")};
    if (method == u"resetPassword") {
        step.after.password = passwordFrom(params.value(kPassword).toObject());
        step.after.mustChange = found->role != OperatorRole::Service;
        step.after.failures = 0;
        step.after.blockedUntilUtcMs = 0;
        step.outcome = QStringLiteral("passwordReset");
        return step;
    }
    ENGINE_TRY_AS(step.after.role, roleIn(params));
    step.after.enabled = params.value(kEnabled).toBool();
    if (found->enabled != step.after.enabled)
        step.outcome = step.after.enabled ? QStringLiteral("enabled") : QStringLiteral("disabled");
    const bool leaves = found->enabled && (!step.after.enabled || step.after.role != found->role);
    const bool isNeeded = found->role == OperatorRole::Security || (found->role == OperatorRole::Reviewer && fourEyes);
    if (leaves && isNeeded && !hasAnother(all, *found))
        return fail(makeEvent(ErrorCode::Config, events::OPR_LAST, {name, roleWords(found->role)},
                              QStringLiteral("'%1' is the last %2").arg(name, operatorRoleName(found->role))));
    ENGINE_TRY(requireOnePerson(all, step.after));
    return step;
}

Result<Step> stepOf(const GuardState& state, const QString& method, const QJsonObject& params)
{
    ENGINE_TRY_AS(OperatorRecords records, state.records());
    ENGINE_TRY_AS(const std::vector<OperatorRecord> all, records.all());
    if (method == u"addOperator")
        return added(all, params);
    ENGINE_TRY_AS(const bool fourEyes, records.fourEyes());
    return changed(all, method, params, fourEyes);
}

Result<> requireReviewer(const GuardState& state, bool on)
{
    ENGINE_TRY_AS(OperatorRecords records, state.records());
    ENGINE_TRY_AS(const std::vector<OperatorRecord> all, records.all());
    const bool hasReviewer = std::ranges::any_of(
        all, [](const OperatorRecord& one) { return one.enabled && one.role == OperatorRole::Reviewer; });
    if (on && !hasReviewer)
        return fail(makeEvent(ErrorCode::Config, events::REV_NOBODY, {}, QStringLiteral("there is no reviewer")));
    return {};
}

QJsonObject shown(const OperatorRecord& record)
{
    return {{kName, record.name},
            {kPerson, record.person},
            {kRole, operatorRoleName(record.role)},
            {kEnabled, record.enabled}};
}

} // namespace

QJsonObject operator_changes::passwordJson(const PasswordRecord& password)
{
    return {{QLatin1String("iterations"), static_cast<qint64>(password.iterations)},
            {QLatin1String("salt"), QString::fromLatin1(password.salt.toHex())},
            {QLatin1String("digest"), QString::fromLatin1(password.digest.toHex())}};
}

Result<ChangeView> operator_changes::look(const GuardState& state, const QString& method, const QJsonObject& params)
{
    if (method == u"setFourEyes") {
        const bool on = params.value(kOn).toBool();
        ENGINE_TRY(requireReviewer(state, on));
        ENGINE_TRY_AS(OperatorRecords records, state.records());
        ENGINE_TRY_AS(const bool is, records.fourEyes());
        const QString before = jsonText({{kOn, is}});
        return ChangeView{before, jsonText({{kOn, on}}), textDigest(before)};
    }
    ENGINE_TRY_AS(const Step step, stepOf(state, method, params));
    QJsonObject after = shown(step.after);
    if (method == u"resetPassword")
        after.insert(QLatin1String("password"), QStringLiteral("***"));
    const QString before = step.before ? jsonText(shown(*step.before)) : QString();
    return ChangeView{before, jsonText(after), textDigest(before)};
}

Result<> operator_changes::apply(GuardState& state, const QString& method, const QJsonObject& params, const QString& by)
{
    ENGINE_TRY_AS(OperatorRecords records, state.records());
    if (method == u"setFourEyes") {
        const bool on = params.value(kOn).toBool();
        ENGINE_TRY(requireReviewer(state, on));
        return records.setFourEyes(on, state.line(kKind, on ? QStringLiteral("enabled") : QStringLiteral("disabled"),
                                                  QStringLiteral("four-eyes"), by));
    }
    ENGINE_TRY_AS(Step step, stepOf(state, method, params));
    const qint64 now = state.context.clock.utcMs();
    if (!step.before) {
        step.after.madeBy = by;
        step.after.madeUtcMs = now;
    }
    if (!step.before || method == u"resetPassword")
        step.after.passwordUtcMs = now;
    ENGINE_TRY(records.save(
        step.after, state.line(kKind, step.outcome, step.after.name + u' ' + operatorRoleName(step.after.role), by)));
    if (step.before)
        state.sessions.endAll(step.after.name);
    if (method == u"resetPassword")
        state.clear(events::OPR_BLOCKED, step.after.name);
    return {};
}

OperatorSnapshot operatorSnapshot(const OperatorRecord& record, qint64 nowUtcMs, bool isSignedIn)
{
    OperatorSnapshot shownRecord;
    shownRecord.name = record.name;
    shownRecord.person = record.person;
    shownRecord.role = operatorRoleName(record.role);
    shownRecord.state = !record.enabled                       ? QStringLiteral("disabled")
                        : record.blockedUntilUtcMs > nowUtcMs ? QStringLiteral("blocked")
                                                              : QStringLiteral("active");
    shownRecord.mustChangePassword = record.mustChange;
    shownRecord.passwordUtcMs = record.passwordUtcMs;
    shownRecord.blockedUntilUtcMs = record.blockedUntilUtcMs;
    shownRecord.lastSignInUtcMs = record.lastSignInUtcMs;
    shownRecord.isSignedIn = isSignedIn;
    shownRecord.madeBy = record.madeBy;
    shownRecord.madeUtcMs = record.madeUtcMs;
    return shownRecord;
}

} // namespace busheng
