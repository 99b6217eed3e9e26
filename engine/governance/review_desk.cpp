// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/governance/review_desk.h"

#include "engine/governance/operator_changes.h"
#include "engine/governance/secret_changes.h"
#include "engine/localapi/local_api_operators.h"
#include "engine/model/events.h"
#include "engine/model/operator_events.h"

#include <QJsonDocument>

#include <algorithm>

namespace busheng {
namespace {

const QString kChange = QStringLiteral("change");
constexpr qsizetype kLongestWord = 1000;

QString titleOf(const ReviewedChange& change)
{
    return change.method + u' ' + change.subject;
}

Error notThere(qint64 id)
{
    return makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {kChange, QString::number(id)},
                     QStringLiteral("no change %1").arg(id));
}

Error stale(const ReviewedChange& change)
{
    return makeEvent(ErrorCode::Config, events::REV_STALE, {QString::number(change.id), change.subject},
                     QStringLiteral("what change %1 was proposed on is different now").arg(change.id));
}

QJsonObject paramsOf(const ReviewedChange& change)
{
    return QJsonDocument::fromJson(change.params.toUtf8()).object();
}

/// Whether the one who wanted it may still want it.
Result<bool> mayStillWant(const GuardState& state, const ReviewedChange& change)
{
    ENGINE_TRY_AS(OperatorRecords records, state.records());
    ENGINE_TRY_AS(const auto proposer, records.named(change.proposer));
    const MethodRight* const right = rightOf(change.method);
    return proposer && proposer->enabled && right != nullptr && right->allows(proposer->role);
}

void look(const GuardState& state, const ReviewedChange& change, std::function<void(Result<ChangeView>)> done)
{
    if (isOperatorMethod(change.method))
        return done(operator_changes::look(state, change.method, paramsOf(change)));
    if (secret_changes::isOne(change.method))
        return done(secret_changes::look(paramsOf(change)));
    viewChange(state.context.engine, change.method, paramsOf(change), std::move(done));
}

void carryOut(GuardState& state, const ReviewedChange& change, const QString& by, const LocalApiAnswer& done)
{
    QJsonObject params = paramsOf(change);
    const auto told = [&done](const Result<>& applied) {
        done(applied ? Result<QJsonValue>(QJsonValue()) : Result<QJsonValue>(fail(applied.error())));
    };
    if (isOperatorMethod(change.method))
        return told(operator_changes::apply(state, change.method, params, by));
    if (secret_changes::isOne(change.method))
        return told(secret_changes::apply(state, params, by));
    if (rightOf(change.method)->by == MethodRight::TakesBy)
        params.insert(QLatin1String("by"), by);
    callLocalApi(state.context.engine, change.method, params, done);
}

/// It is confirmed, and no second time: kept before anything is done. Killed meanwhile, it stays so.
Result<> keepApproval(const GuardState& state, ReviewedChange change)
{
    change.state = QStringLiteral("approved");
    change.decidedUtcMs = state.context.clock.utcMs();
    ENGINE_TRY_AS(OperatorRecords records, state.records());
    ENGINE_TRY(records.saveChange(change, state.line(kChange, change.state, titleOf(change), change.reviewer)));
    return {};
}

/// What has come of it is kept.
Result<> keepOutcome(const GuardState& state, ReviewedChange change, const Result<>& outcome)
{
    change.state = outcome ? QStringLiteral("done") : QStringLiteral("failed");
    if (!outcome) {
        change.event = outcome.error().event;
        change.args = outcome.error().args;
        if (outcome.error().event == events::REV_STALE)
            change.state = QStringLiteral("stale");
    }
    change.decidedUtcMs = state.context.clock.utcMs();
    LedgerEntry line = state.line(kChange, change.state, titleOf(change), change.reviewer);
    line.event = change.event;
    line.digest = textDigest(change.params);
    ENGINE_TRY_AS(OperatorRecords records, state.records());
    ENGINE_TRY(records.saveChange(change, line));
    return {};
}

} // namespace

void ReviewDesk::changes(const QString& state, qint64 beforeId, int limit, Reply<std::vector<ReviewedChange>> reply)
{
    reply([&]() -> Result<std::vector<ReviewedChange>> {
        ENGINE_TRY_AS(const bool hasOperators, m_state.hasOperators());
        if (hasOperators)
            ENGINE_TRY(m_state.whoMay(*m_caller, QStringLiteral("changes")));
        ENGINE_TRY(m_state.expireOld());
        ENGINE_TRY_AS(OperatorRecords records, m_state.records());
        return records.changes(state, beforeId, limit); // what is in them is for change()
    }());
}

void ReviewDesk::change(qint64 id, Reply<ReviewedChange> reply)
{
    reply([&]() -> Result<ReviewedChange> {
        ENGINE_TRY_AS(const bool hasOperators, m_state.hasOperators());
        if (hasOperators)
            ENGINE_TRY(m_state.whoMay(*m_caller, QStringLiteral("change")));
        ENGINE_TRY_AS(OperatorRecords records, m_state.records());
        ENGINE_TRY_AS(const auto found, records.change(id));
        if (!found)
            return fail(notThere(id));
        return *found;
    }());
}

Result<std::pair<OperatorRecord, ReviewedChange>> ReviewDesk::waiting(const QString& method, qint64 id)
{
    ENGINE_TRY_AS(const OperatorRecord who, m_state.whoMay(*m_caller, method, QString::number(id)));
    ENGINE_TRY(m_state.expireOld());
    ENGINE_TRY_AS(OperatorRecords records, m_state.records());
    ENGINE_TRY_AS(const auto found, records.change(id));
    if (!found)
        return fail(notThere(id));
    const bool isInWork = m_state.inWork.contains(id);
    if (isInWork || found->state != u"waiting") {
        const QString words = stateWords(isInWork ? QString() : found->state);
        return fail(makeEvent(ErrorCode::Config, events::REV_STATE, {QString::number(id), words},
                              QStringLiteral("change %1 is %2").arg(id).arg(found->state)));
    }
    return std::pair(who, *found);
}

Result<> ReviewDesk::decide(ReviewedChange change, const QString& outcome, const QString& by, const QString& comment)
{
    change.state = outcome;
    change.reviewer = by == change.proposer ? QString() : by;
    change.comment = comment.left(kLongestWord);
    change.decidedUtcMs = m_state.context.clock.utcMs();
    ENGINE_TRY_AS(OperatorRecords records, m_state.records());
    ENGINE_TRY(records.saveChange(change, m_state.line(kChange, outcome, titleOf(change), by)));
    return secret_changes::sweep(m_state);
}

void ReviewDesk::explainChange(qint64 id, const QString& reason, Reply<> reply)
{
    reply([&]() -> Result<> {
        ENGINE_TRY_AS(auto found, waiting(QStringLiteral("explainChange"), id));
        auto& [who, change] = found;
        if (change.proposer != who.name)
            return fail(makeEvent(ErrorCode::Auth, events::OPR_NO_RIGHT,
                                  {who.name, roleWords(who.role), QStringLiteral("explainChange")},
                                  QStringLiteral("change %1 is another's").arg(id)));
        change.reason = reason.trimmed().left(kLongestWord);
        ENGINE_TRY_AS(OperatorRecords records, m_state.records());
        ENGINE_TRY(
            records.saveChange(change, m_state.line(kChange, QStringLiteral("explained"), titleOf(change), who.name)));
        return {};
    }());
}

void ReviewDesk::rejectChange(qint64 id, const QString& comment, Reply<> reply)
{
    reply([&]() -> Result<> {
        ENGINE_TRY_AS(const auto found, waiting(QStringLiteral("rejectChange"), id));
        return decide(found.second, QStringLiteral("rejected"), found.first.name, comment);
    }());
}

void ReviewDesk::withdrawChange(qint64 id, Reply<> reply)
{
    reply([&]() -> Result<> {
        ENGINE_TRY_AS(const auto found, waiting(QStringLiteral("withdrawChange"), id));
        if (found.second.proposer != found.first.name)
            return fail(makeEvent(ErrorCode::Auth, events::OPR_NO_RIGHT,
                                  {found.first.name, roleWords(found.first.role), QStringLiteral("withdrawChange")},
                                  QStringLiteral("change %1 is another's").arg(id)));
        return decide(found.second, QStringLiteral("withdrawn"), found.first.name, {});
    }());
}

void ReviewDesk::approveChange(qint64 id, const QString& comment, Reply<> reply)
{
    auto found = waiting(QStringLiteral("approveChange"), id);
    if (!found)
        return reply(fail(found.error()));
    auto [who, change] = std::move(*found);
    if (change.proposer == who.name)
        return reply(fail(makeEvent(ErrorCode::Auth, events::REV_OWN, {QString::number(id)},
                                    QStringLiteral("change %1 is %2's own").arg(id).arg(who.name))));
    change.reviewer = who.name;
    change.comment = comment.left(kLongestWord);
    m_state.inWork.insert(id);
    const auto end = [state = &m_state, change, reply](const Result<>& outcome) {
        // What was done was done, whether that can be kept or not.
        if (const auto kept = keepOutcome(*state, change, outcome); !kept)
            state->raise(kept.error(), titleOf(change));
        state->inWork.erase(change.id);
        if (const auto swept = secret_changes::sweep(*state); !swept)
            state->raise(swept.error(), titleOf(change));
        reply(outcome);
    };
    const auto may = mayStillWant(m_state, change);
    if (!may || !*may)
        return end(fail(may ? stale(change) : may.error()));
    look(m_state, change, [state = &m_state, change, end, reply](const Result<ChangeView>& view) {
        if (!view)
            return end(fail(view.error()));
        if (view->base != change.base)
            return end(fail(stale(change)));
        if (const auto kept = keepApproval(*state, change); !kept) {
            state->inWork.erase(change.id);
            return reply(fail(kept.error())); // nothing was done: it waits on
        }
        carryOut(*state, change, change.proposer + u'/' + change.reviewer,
                 [end](const Result<QJsonValue>& done) { end(done ? Result<>() : Result<>(fail(done.error()))); });
    });
}

} // namespace busheng
