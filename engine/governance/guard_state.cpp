// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/governance/guard_state.h"

#include "engine/governance/change_view.h"
#include "engine/governance/secret_changes.h"
#include "engine/model/events.h"
#include "engine/model/operator_events.h"

namespace busheng {
namespace {

constexpr qint64 kMostWaiting = 500;
constexpr int kDerivationsAtOnce = 4;
constexpr qint64 kKeptDays = 7;
constexpr qint64 kDayMs = 86'400'000;
constexpr qsizetype kLargestChange = 4 << 20; ///< characters, of parameters and both views together
constexpr qint64 kExpiryEveryNs = 60'000'000'000;

Error signInFirst(const QString& why)
{
    return makeEvent(ErrorCode::Auth, events::OPR_SIGN_IN, {why}, why);
}

} // namespace

QString roleWords(OperatorRole role)
{
    switch (role) {
    case OperatorRole::Operator:
        return QStringLiteral("an operator");
    case OperatorRole::Reviewer:
        return QStringLiteral("a reviewer");
    case OperatorRole::Security:
        return QStringLiteral("a security administrator");
    case OperatorRole::Auditor:
        return QStringLiteral("an auditor");
    case OperatorRole::Service:
        return QStringLiteral("a business system");
    }
    return {};
}

QString stateWords(const QString& changeState)
{
    if (changeState == u"done")
        return QStringLiteral("it was carried out");
    if (changeState == u"approved") // and nothing was kept of what came of it
        return QStringLiteral("it was confirmed, and what came of it is not known");
    if (changeState == u"failed")
        return QStringLiteral("it was confirmed, and failed");
    if (changeState == u"rejected")
        return QStringLiteral("it was rejected");
    if (changeState == u"withdrawn")
        return QStringLiteral("it was withdrawn");
    if (changeState == u"expired")
        return QStringLiteral("nobody decided in time");
    if (changeState == u"stale")
        return QStringLiteral("it was overtaken by another");
    return QStringLiteral("it is being carried out");
}

QString accountName(const LocalApiGuard::Caller& caller)
{
    return QStringLiteral("account:") + (caller.account.isEmpty() ? QStringLiteral("?") : caller.account);
}

Result<OperatorRecords> GuardState::records() const
{
    ENGINE_TRY_AS(Journal* const journal, context.journal());
    return OperatorRecords(*journal);
}

Result<bool> GuardState::hasOperators() const
{
    ENGINE_TRY_AS(OperatorRecords all, records());
    ENGINE_TRY_AS(const bool isEmpty, all.isEmpty());
    return !isEmpty;
}

Result<std::optional<OperatorRecord>> GuardState::holderOf(const QString& token)
{
    const Sessions::Session* const session = sessions.find(token);
    if (session == nullptr)
        return std::optional<OperatorRecord>();
    ENGINE_TRY_AS(OperatorRecords all, records());
    ENGINE_TRY_AS(std::optional<OperatorRecord> who, all.named(session->name));
    // Whatever was changed about a person holds at once.
    if (who && who->enabled && who->role == session->role && who->passwordUtcMs == session->passwordUtcMs)
        return who;
    sessions.end(token);
    return std::optional<OperatorRecord>();
}

Result<OperatorRecord> GuardState::whoIs(LocalApiGuard::Caller& caller, PasswordState state)
{
    if (caller.session.isEmpty())
        return fail(signInFirst(QStringLiteral("nobody has signed in")));
    ENGINE_TRY_AS(const std::optional<OperatorRecord> who, holderOf(caller.session));
    if (!who) {
        caller.session.clear();
        return fail(signInFirst(QStringLiteral("the session was ended")));
    }
    sessions.touch(caller.session);
    if (who->mustChange && state == PasswordState::Own)
        return fail(makeEvent(ErrorCode::Auth, events::OPR_MUST_CHANGE, {who->name},
                              QStringLiteral("%1 has a password that another chose").arg(who->name)));
    return *who;
}

bool GuardState::isAtWork(const QString& token)
{
    const auto who = holderOf(token);
    return who && *who && !(*who)->mustChange;
}

Result<OperatorRecord> GuardState::whoMay(LocalApiGuard::Caller& caller, const QString& method, const QString& subject)
{
    ENGINE_TRY_AS(const OperatorRecord who, whoIs(caller));
    const MethodRight* const right = rightOf(method);
    if (right != nullptr && right->allows(who.role))
        return who;
    LedgerEntry refused = line(QStringLiteral("call"), QStringLiteral("refused"), method + u' ' + subject, who.name);
    refused.event = events::OPR_NO_RIGHT;
    ENGINE_TRY(note(refused));
    return fail(makeEvent(ErrorCode::Auth, events::OPR_NO_RIGHT, {who.name, roleWords(who.role), method},
                          QStringLiteral("%1 may not: %2").arg(who.name, method)));
}

void GuardState::derive(std::function<Result<Bytes>()> work, std::function<void(Result<Bytes>)> done)
{
    if (derivations >= kDerivationsAtOnce)
        return done(fail(makeEvent(ErrorCode::Auth, events::OPR_BUSY, {},
                                   QStringLiteral("%1 passwords are being tried").arg(derivations))));
    ++derivations;
    context.aside(std::move(work), [this, done = std::move(done)](Result<Bytes> digest) {
        --derivations;
        done(std::move(digest));
    });
}

LedgerEntry GuardState::line(const QString& kind, const QString& outcome, const QString& name, const QString& by) const
{
    LedgerEntry entry;
    entry.kind = kind;
    entry.outcome = outcome;
    entry.name = name.trimmed();
    entry.by = by;
    entry.utcMs = context.clock.utcMs();
    return entry;
}

Result<> GuardState::note(const LedgerEntry& entry) const
{
    ENGINE_TRY_AS(Journal* const journal, context.journal());
    return journal->appendLedger({entry});
}

void GuardState::raise(const Error& error, const QString& subject) const
{
    if (context.raise)
        context.raise(error, subject);
}

void GuardState::clear(const QString& event, const QString& subject) const
{
    if (context.clear)
        context.clear(event, subject);
}

Error GuardState::propose(const OperatorRecord& who, const QString& method, const QJsonObject& params,
                          const ChangeView& view) const
{
    const auto waits = [](qint64 id) {
        return makeEvent(ErrorCode::Auth, events::REV_WAITING, {QString::number(id)},
                         QStringLiteral("change %1 waits for a second person").arg(id));
    };
    const Result<Error> proposed = [&]() -> Result<Error> {
        ENGINE_TRY_AS(OperatorRecords all, records());
        ReviewedChange change;
        change.method = method;
        change.params = jsonText(params);
        change.base = view.base;
        change.proposer = who.name;
        ENGINE_TRY_AS(const std::optional<qint64> same, all.sameWaiting(change));
        if (same) // a second click asks for nothing new
            return waits(*same);
        ENGINE_TRY_AS(const qint64 waiting, all.waiting());
        if (waiting >= kMostWaiting)
            return makeEvent(ErrorCode::Config, events::REV_FULL, {QString::number(kMostWaiting)},
                             QStringLiteral("%1 changes wait already").arg(kMostWaiting));
        if (change.params.size() + view.before.size() + view.after.size() > kLargestChange)
            return makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                             {method, QStringLiteral("params"), QString::number(change.params.size()),
                              QStringLiteral("at most 4 MiB for a change that a person looks at")},
                             QStringLiteral("the change is too large to be looked at"));
        change.subject = subjectOf(method, params);
        change.before = view.before;
        change.after = view.after;
        change.state = QStringLiteral("waiting");
        change.proposedUtcMs = context.clock.utcMs();
        change.expiresUtcMs = change.proposedUtcMs + kKeptDays * kDayMs;
        LedgerEntry proposal =
            line(QStringLiteral("change"), QStringLiteral("proposed"), method + u' ' + change.subject, who.name);
        proposal.digest = textDigest(change.params);
        ENGINE_TRY_AS(const qint64 id, all.saveChange(change, proposal));
        return waits(id);
    }();
    return proposed ? *proposed : proposed.error();
}

Result<> GuardState::expireOld()
{
    const qint64 nowNs = context.clock.monotonicNs();
    if (expiryLookedAtNs != 0 && nowNs - expiryLookedAtNs < kExpiryEveryNs)
        return {};
    expiryLookedAtNs = nowNs;
    ENGINE_TRY_AS(OperatorRecords all, records());
    const qint64 now = context.clock.utcMs();
    ENGINE_TRY_AS(const std::vector<qint64> over, all.overdue(now));
    for (const qint64 id : over) {
        if (inWork.contains(id))
            continue;
        ENGINE_TRY_AS(std::optional<ReviewedChange> change, all.change(id));
        if (!change)
            continue;
        change->state = QStringLiteral("expired");
        change->decidedUtcMs = now;
        ENGINE_TRY(all.saveChange(
            *change, line(QStringLiteral("change"), change->state, change->method + u' ' + change->subject, {})));
    }
    return secret_changes::sweep(*this);
}

} // namespace busheng
