// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/governance/guard.h"

#include "engine/base/log.h"
#include "engine/governance/change_view.h"
#include "engine/governance/operator_changes.h"
#include "engine/governance/secret_changes.h"
#include "engine/governance/seen_check.h"
#include "engine/localapi/local_api_operators.h"
#include "engine/model/events.h"

namespace busheng {

/// Who asks, and may; nothing where nobody signs in.
Result<std::optional<OperatorRecord>> Guard::admit(Caller& caller, const QString& method, const QJsonObject& params)
{
    ENGINE_TRY_AS(const bool hasOperators, m_state.hasOperators());
    if (!hasOperators)
        return std::optional<OperatorRecord>();
    ENGINE_TRY_AS(OperatorRecord who, m_state.whoMay(caller, neededFor(method, params), subjectOf(method, params)));
    return std::optional<OperatorRecord>(std::move(who));
}

/// Only while what it takes the place of is as it was seen. Who may not change it is not told how it is.
void Guard::callSeen(const std::shared_ptr<Caller>& caller, const QString& method, const QJsonObject& params,
                     const LocalApiAnswer& answer)
{
    if (!params.value(kSeenKey).isObject())
        return answer(fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                                     {method, kSeenKey, QString(), QStringLiteral("a JSON object")},
                                     QStringLiteral("%1: 'seen' is no object").arg(method))));
    if (const auto admitted = admit(*caller, method, params); !admitted)
        return answer(fail(admitted.error()));
    QJsonObject plain = params;
    const QJsonObject seen = plain.take(kSeenKey).toObject();
    const auto goOn = [this, caller, method, plain, seen, answer](const Result<ChangeView>& view) {
        const Result<> same =
            view ? requireSeen(subjectOf(method, plain), view->before, seen) : Result<>(fail(view.error()));
        if (!same)
            return answer(fail(same.error()));
        call(caller, method, plain, answer);
    };
    if (isOperatorMethod(method))
        return goOn(operator_changes::look(m_state, method, plain));
    viewChange(m_state.context.engine, method, plain, goOn);
}

void Guard::call(const std::shared_ptr<Caller>& caller, const QString& method, const QJsonObject& params,
                 LocalApiAnswer answer)
{
    if (params.contains(kSeenKey) && takesSeen(method))
        return callSeen(caller, method, params, answer);
    if (isOperatorMethod(method)) {
        OperatorDesk operators = operatorsFor(caller);
        ReviewDesk review = reviewFor(caller);
        return callOperatorMethod({operators, review}, method, params, answer);
    }
    const auto admitted = admit(*caller, method, params);
    if (!admitted)
        return answer(fail(admitted.error()));
    if (!*admitted)
        return callLocalApi(m_state.context.engine, method, params, std::move(answer));
    const OperatorRecord& who = **admitted;
    const MethodRight& right = *rightOf(neededFor(method, params));
    const auto fourEyes = [&]() -> Result<bool> {
        ENGINE_TRY_AS(OperatorRecords records, m_state.records());
        return records.fourEyes();
    }();
    if (!fourEyes)
        return answer(fail(fourEyes.error()));
    if (!*fourEyes || !isOfConsequence(right, params))
        return carryOut(who, method, params, std::move(answer));
    if (secret_changes::isOne(method))
        return secret_changes::hold(
            m_state, params, [this, who, method, answer = std::move(answer)](const Result<QJsonObject>& held) {
                answer(fail(held ? m_state.propose(who, method, *held, secret_changes::look(*held)) : held.error()));
            });
    viewChange(m_state.context.engine, method, params,
               [this, who, method, params, answer = std::move(answer)](const Result<ChangeView>& view) {
                   answer(fail(view ? m_state.propose(who, method, params, *view) : view.error()));
               });
}

void Guard::carryOut(const OperatorRecord& who, const QString& method, QJsonObject params, LocalApiAnswer answer)
{
    const MethodRight& right = *rightOf(neededFor(method, params));
    if (right.by == MethodRight::TakesBy)
        params.insert(QLatin1String("by"), who.name);
    if (right.kind == MethodRight::Read || (right.kind == MethodRight::Change && !isOfConsequence(right, params)))
        return callLocalApi(m_state.context.engine, method, params, std::move(answer));
    callLocalApi(m_state.context.engine, method, params,
                 [this, name = who.name, title = QString(method + u' ' + subjectOf(method, params)),
                  answer = std::move(answer)](const Result<QJsonValue>& result) {
                     LedgerEntry line =
                         m_state.line(QStringLiteral("call"),
                                      result ? QStringLiteral("done") : QStringLiteral("failed"), title, name);
                     if (!result)
                         line.event = result.error().event;
                     // After a shutdown there is no ledger: what was asked for last is in the log.
                     if (const Result<> noted = m_state.note(line); !noted)
                         qCWarning(logHost, "%s by %s is not in the ledger: %s", qPrintable(title), qPrintable(name),
                                   qPrintable(noted.error().detail));
                     answer(result);
                 });
}

bool Guard::mayWatch(const Caller& caller)
{
    const auto hasOperators = m_state.hasOperators();
    if (!hasOperators || !*hasOperators)
        return hasOperators.has_value();
    // To look on is no work: it does not keep a session.
    return !caller.session.isEmpty() && m_state.isAtWork(caller.session);
}

void Guard::fill(NodeSnapshot& node)
{
    const Result<> filled = [&]() -> Result<> {
        ENGINE_TRY_AS(node.hasOperators, m_state.hasOperators());
        if (!node.hasOperators)
            return {};
        ENGINE_TRY(m_state.expireOld());
        ENGINE_TRY_AS(OperatorRecords records, m_state.records());
        ENGINE_TRY_AS(node.fourEyes, records.fourEyes());
        ENGINE_TRY_AS(node.waitingChanges, records.waiting());
        return {};
    }();
    if (!filled)
        qCWarning(logHost, "operators: %s", qPrintable(filled.error().detail));
}

} // namespace busheng
