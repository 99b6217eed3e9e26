// SPDX-License-Identifier: GPL-3.0-or-later
// The methods of OperatorsApi and ReviewApi.
#include "engine/localapi/local_api_operators.h"

#include "engine/localapi/local_api_params.h"

namespace busheng {
namespace {

using OperatorMethod = Result<> (*)(const OperatorDoor& door, StrictJsonReader& params, const LocalApiAnswer& answer);

const QLatin1String kName("name");
const QLatin1String kPassword("password");
const QLatin1String kId("id");

Result<> session(const OperatorDoor& door, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY(params.finish());
    door.operators.session(answerObject<SessionSnapshot>(answer));
    return {};
}

Result<> signIn(const OperatorDoor& door, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString name;
    QString password;
    params(kName, name);
    params(kPassword, password);
    ENGINE_TRY(params.finish());
    door.operators.signIn(name, password, answerObject<SessionSnapshot>(answer));
    return {};
}

Result<> useSession(const OperatorDoor& door, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const QString token, textParam(params, QLatin1String("token")));
    door.operators.useSession(token, answerObject<SessionSnapshot>(answer));
    return {};
}

Result<> signOut(const OperatorDoor& door, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY(params.finish());
    door.operators.signOut(answerDone(answer));
    return {};
}

Result<> changePassword(const OperatorDoor& door, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString present;
    QString wanted;
    params(QLatin1String("present"), present);
    params(QLatin1String("wanted"), wanted);
    ENGINE_TRY(params.finish());
    door.operators.changePassword(present, wanted, answerDone(answer));
    return {};
}

Result<> listOperators(const OperatorDoor& door, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY(params.finish());
    door.operators.listOperators(answerList<OperatorSnapshot>(answer));
    return {};
}

Result<> addOperator(const OperatorDoor& door, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString name;
    QString person;
    QString role;
    QString password;
    params(kName, name);
    params(QLatin1String("person"), person);
    params(QLatin1String("role"), role);
    params(kPassword, password);
    ENGINE_TRY(params.finish());
    door.operators.addOperator(name, person, role, password, answerDone(answer));
    return {};
}

Result<> setOperator(const OperatorDoor& door, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString name;
    QString role;
    bool enabled = false;
    params(kName, name);
    params(QLatin1String("role"), role);
    params(QLatin1String("enabled"), enabled);
    ENGINE_TRY(params.finish());
    door.operators.setOperator(name, role, enabled, answerDone(answer));
    return {};
}

Result<> resetPassword(const OperatorDoor& door, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString name;
    QString password;
    params(kName, name);
    params(kPassword, password);
    ENGINE_TRY(params.finish());
    door.operators.resetPassword(name, password, answerDone(answer));
    return {};
}

Result<> unlockOperator(const OperatorDoor& door, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const QString name, textParam(params, kName));
    door.operators.unlockOperator(name, answerDone(answer));
    return {};
}

Result<> setFourEyes(const OperatorDoor& door, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    bool on = false;
    params(QLatin1String("on"), on);
    ENGINE_TRY(params.finish());
    door.operators.setFourEyes(on, answerDone(answer));
    return {};
}

Result<> changes(const OperatorDoor& door, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString state;
    qint64 beforeId = 0;
    qint64 limit = 0;
    params(QLatin1String("state"), state);
    params.number(QLatin1String("beforeId"), beforeId, 0, std::numeric_limits<qint64>::max());
    params.number(QLatin1String("limit"), limit, 0, kLargestPage);
    ENGINE_TRY(params.finish());
    door.review.changes(state, beforeId, static_cast<int>(limit), answerList<ReviewedChange>(answer));
    return {};
}

Result<> change(const OperatorDoor& door, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const qint64 id, idParam(params, kId));
    door.review.change(id, answerObject<ReviewedChange>(answer));
    return {};
}

using Decide = void (ReviewApi::*)(qint64, const QString&, Reply<>);

/// With a word about it.
template <Decide decide>
Result<> decideWith(const OperatorDoor& door, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    qint64 id = 0;
    QString word;
    params.number(kId, id, 0, std::numeric_limits<qint64>::max());
    params(QLatin1String("text"), word);
    ENGINE_TRY(params.finish());
    (door.review.*decide)(id, word, answerDone(answer));
    return {};
}

Result<> withdrawChange(const OperatorDoor& door, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const qint64 id, idParam(params, kId));
    door.review.withdrawChange(id, answerDone(answer));
    return {};
}

const std::map<QString, OperatorMethod>& methods()
{
    static const std::map<QString, OperatorMethod> table{
        {QStringLiteral("session"), session},
        {QStringLiteral("signIn"), signIn},
        {QStringLiteral("useSession"), useSession},
        {QStringLiteral("signOut"), signOut},
        {QStringLiteral("changePassword"), changePassword},
        {QStringLiteral("listOperators"), listOperators},
        {QStringLiteral("addOperator"), addOperator},
        {QStringLiteral("setOperator"), setOperator},
        {QStringLiteral("resetPassword"), resetPassword},
        {QStringLiteral("unlockOperator"), unlockOperator},
        {QStringLiteral("setFourEyes"), setFourEyes},
        {QStringLiteral("changes"), changes},
        {QStringLiteral("change"), change},
        {QStringLiteral("explainChange"), decideWith<&ReviewApi::explainChange>},
        {QStringLiteral("approveChange"), decideWith<&ReviewApi::approveChange>},
        {QStringLiteral("rejectChange"), decideWith<&ReviewApi::rejectChange>},
        {QStringLiteral("withdrawChange"), withdrawChange},
    };
    return table;
}

} // namespace

bool isOperatorMethod(const QString& method)
{
    return methods().contains(method);
}

QStringList operatorMethodNames()
{
    QStringList names;
    for (const auto& [name, method] : methods())
        names.append(name);
    return names;
}

void callOperatorMethod(const OperatorDoor& door, const QString& method, const QJsonObject& params,
                        const LocalApiAnswer& answer)
{
    StrictJsonReader reader(params, method);
    if (const Result<> called = methods().at(method)(door, reader, answer); !called)
        answer(fail(called.error()));
}

} // namespace busheng
