// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/governance/method_rights.h"

#include <algorithm>
#include <array>

namespace busheng {
namespace {

constexpr unsigned bitOf(OperatorRole role)
{
    return 1U << static_cast<unsigned>(role);
}

constexpr unsigned O = bitOf(OperatorRole::Operator);
constexpr unsigned R = bitOf(OperatorRole::Reviewer);
constexpr unsigned S = bitOf(OperatorRole::Security);
constexpr unsigned A = bitOf(OperatorRole::Auditor);
constexpr unsigned X = bitOf(OperatorRole::Service);
constexpr unsigned kPersons = O | R | S | A;
constexpr unsigned kWhoSeesRows = O | R | A; // the security administrator looks after persons and keys, not after data

constexpr auto kRead = MethodRight::Read;
constexpr auto kAct = MethodRight::Act;
constexpr auto kChange = MethodRight::Change;
constexpr auto kBy = MethodRight::TakesBy;

constexpr MethodRight kRights[] = {
    // oneself; the guard asks nothing else of these
    {"session", kRead, kPersons | X},
    {"signIn", kRead, kPersons | X},
    {"useSession", kRead, kPersons | X},
    {"signOut", kRead, kPersons | X},
    {"changePassword", kRead, kPersons | X},
    // operators
    {"listOperators", kRead, kPersons},
    {"addOperator", kChange, S},
    {"setOperator", kChange, S},
    {"resetPassword", kChange, S},
    {"unlockOperator", kAct, S},
    {"setFourEyes", kChange, S},
    // what waits for a second person
    {"changes", kRead, kPersons},
    {"change", kRead, kPersons},
    {"explainChange", kAct, O | S},
    {"withdrawChange", kAct, O | S},
    {"approveChange", kAct, R},
    {"rejectChange", kAct, R},
    // configuration
    {"addSource", kChange, O},
    {"addTarget", kChange, O},
    {"addDataset", kChange, O},
    {"addLink", kChange, O},
    {"addSubscription", kChange, O},
    {"addTask", kChange, O},
    {"remove", kChange, O},
    {"importConfiguration", kChange, O},
    {"exportConfiguration", kRead, kPersons},
    {"listSources", kRead, kPersons},
    {"listTargets", kRead, kPersons},
    {"listTables", kRead, kWhoSeesRows},
    {"odbcOffer", kRead, kWhoSeesRows},
    {"preflight", kRead, kWhoSeesRows},
    {"checkTarget", kRead, kWhoSeesRows},
    {"sourceRights", kChange, O},
    {"targetRights", kChange, O},
    // subscriptions at work
    {"pause", kAct, O},
    {"resume", kAct, O},
    {"look", kAct, O},
    {"acceptFindings", kChange, O},
    {"approveStructure", kChange, O},
    {"reload", kChange, O},
    {"reloadAs", kChange, O},
    {"structure", kRead, kWhoSeesRows},
    {"testDatabase", kAct, O | S}, // who registers it, and who keeps its password
    {"describeTable", kRead, kWhoSeesRows},
    {"datasetStructure", kRead, kWhoSeesRows},
    {"tryMapping", kRead, kWhoSeesRows},
    {"alterTarget", kChange, O},
    {"surveyTexts", kRead, kWhoSeesRows},
    {"widenColumns", kChange, O},
    {"verify", kAct, O},
    {"stopVerification", kAct, O},
    {"verification", kRead, kWhoSeesRows},
    {"verifications", kRead, kWhoSeesRows},
    {"rowDifferences", kRead, kWhoSeesRows},
    {"certifyVerification", kAct, O, kBy},
    {"repair", kChange, O},
    // what targets did not take
    {"exceptions", kRead, kWhoSeesRows},
    {"exception", kRead, kWhoSeesRows},
    {"resendExceptions", kAct, O},
    {"dismissException", kChange, O, kBy},
    {"resolveConflict", kChange, O, kBy},
    {"parkTable", kAct, O, kBy},
    {"unparkTable", kAct, O, kBy},
    // files
    {"startTask", kAct, O | X, kBy},
    {"stopTask", kAct, O | X},
    {"pauseTask", kAct, O},
    {"resumeTask", kAct, O},
    {"resendFiles", kAct, O | X, kBy},
    {"fileRuns", kRead, kWhoSeesRows | X},
    {"runFiles", kRead, kWhoSeesRows | X},
    {"arrivals", kRead, kWhoSeesRows | X},
    {"reconcileFiles", kRead, kWhoSeesRows},
    {"beginFileReconciliation", kAct, O, kBy},
    {"stopFileReconciliation", kAct, O},
    {"fileReconciliations", kRead, kWhoSeesRows},
    {"fileDifferences", kRead, kWhoSeesRows},
    {"takeArrival", kAct, O | X},
    {"noteFetched", kAct, O | X, kBy},
    {"ticketToPut", kAct, O | X},
    // offline starts and quality gates
    {"exportPackage", kChange, O, kBy},
    {"cancelExport", kAct, O},
    {"importPackage", kChange, O, kBy},
    {"cancelImport", kAct, O},
    {"gateReport", kRead, kWhoSeesRows},
    {"askGateAgain", kAct, O},
    {"decideGate", kChange, O, kBy},
    // exchange
    {"exchangeCatalogue", kRead, kPersons},
    {"exchangeAgreements", kRead, kPersons},
    {"exchangeHistory", kRead, kPersons},
    {"exchangeSaveDraft", kAct, O, kBy},
    {"exchangeDiscardDraft", kAct, O},
    {"exchangeApply", kChange, O, kBy},
    {"exchangeDecide", kChange, O, kBy},
    {"exchangeEnd", kChange, O, kBy},
    {"exchangeExport", kAct, O},
    {"exchangeImport", kAct, O},
    // keys, secrets, evidence
    {"linkKeys", kRead, kPersons},
    {"rotateKeys", kAct, S, kBy},
    {"setSecret", kChange, S, kBy}, // the password waits in the vault: secret_changes.h
    {"removeSecret", kChange, S, kBy},
    {"secretNames", kRead, kPersons},
    {"sealLedger", kRead, kPersons},
    {"ledgerLines", kRead, kPersons},
    {"evidenceKeys", kRead, kPersons},
    {"searchLedger", kRead, kPersons},
    {"ledgerPage", kRead, kPersons},
    // backups: they hold the node's keys
    {"backups", kRead, kPersons},
    {"makeBackup", kAct, S, kBy},
    {"verifyBackup", kAct, S, kBy},
    {"cancelBackup", kAct, S},
    {"setBackupPlan", kChange, S},
    // alarms and the node
    {"alarmHistory", kRead, kPersons},
    {"acknowledgeAlarm", kAct, O | S, kBy},
    {"silenceAlarm", kAct, O | S, kBy},
    {"retention", kRead, kPersons},
    {"setRetention", kChange, S, kBy},
    {"flowFigures", kRead, kPersons},
    {"snapshot", kRead, kPersons | X},
    {"shutdown", kAct, O | S},
};

QString textIn(const QJsonObject& params, std::initializer_list<const char*> keys)
{
    for (const char* key : keys) {
        const QJsonValue value = params.value(QLatin1String(key));
        if (value.isString() && !value.toString().isEmpty())
            return value.toString();
        if (value.isDouble())
            return QString::number(value.toInteger());
    }
    return {};
}

} // namespace

bool MethodRight::allows(OperatorRole role) const
{
    return (roles & bitOf(role)) != 0;
}

std::span<const MethodRight> methodRights()
{
    return kRights;
}

const MethodRight* rightOf(const QString& method)
{
    const auto found = std::ranges::find_if(
        kRights, [&method](const MethodRight& right) { return method == QLatin1String(right.method); });
    return found == std::end(kRights) ? nullptr : &*found;
}

QString neededFor(const QString& method, const QJsonObject& params)
{
    if (method == u"resendFiles" && params.value(QLatin1String("preview")).toBool())
        return QStringLiteral("runFiles");
    return method;
}

std::vector<RefusedMethod> refusedTo(OperatorRole role)
{
    std::vector<RefusedMethod> refused;
    for (const MethodRight& right : kRights) {
        if (right.allows(role))
            continue;
        RefusedMethod one{QString::fromLatin1(right.method), {}};
        for (const QString& name : operatorRoleNames()) {
            if (right.allows(*operatorRoleNamed(name)))
                one.roles.append(name);
        }
        refused.push_back(one);
    }
    return refused;
}

bool isOfConsequence(const MethodRight& right, const QJsonObject& params)
{
    const QString method = QString::fromLatin1(right.method);
    if (method == u"sourceRights" || method == u"targetRights")
        return !params.value(QLatin1String("runAs")).toString().isEmpty();
    return right.kind == MethodRight::Change;
}

QString subjectOf(const QString& method, const QJsonObject& params)
{
    for (const char* kind : {"source", "target", "database", "dataset", "link", "subscription", "task"}) {
        const QJsonValue thing = params.value(QLatin1String(kind));
        if (thing.isObject())
            return QStringLiteral("%1 %2").arg(QLatin1String(kind), textIn(thing.toObject(), {"name", "peerCode"}));
    }
    if (method == u"remove")
        return QStringLiteral("%1 %2").arg(textIn(params, {"kind"}), textIn(params, {"name"}));
    QString subject = textIn(params, {"name", "subscription", "task", "dataset", "target", "peer", "verificationId",
                                      "event", "agreement", "stream", "file", "id"});
    const QString part = textIn(params, {"table"});
    return part.isEmpty() ? subject : QString(subject + u' ' + part);
}

} // namespace busheng
