// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/governance/operator_desk.h"

#include "engine/crypto/wipe.h"
#include "engine/governance/operator_changes.h"
#include "engine/governance/password.h"
#include "engine/model/events.h"
#include "engine/model/operator_events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr quint32 kFreeFailures = 5;
constexpr qint64 kFirstPauseMs = 60'000;
constexpr qint64 kLongestPauseMs = 86'400'000;
constexpr qint64 kPasswordLifeMs = 90LL * 86'400'000; ///< of a person's
constexpr std::size_t kMostStrangers = 1000;

using Secret = std::shared_ptr<const SecretBytes>;

Secret secretOf(const QString& text)
{
    return std::make_shared<const SecretBytes>(Bytes(view(text.toUtf8())));
}

qint64 pauseAfter(quint32 failures)
{
    if (failures < kFreeFailures)
        return 0;
    const quint32 doublings = std::min<quint32>(failures - kFreeFailures, 16);
    return std::min(kFirstPauseMs << doublings, kLongestPauseMs);
}

Error refused(const QString& name)
{
    return makeEvent(ErrorCode::Auth, events::OPR_REFUSED, {name}, QStringLiteral("name or password is wrong"));
}

Error blocked(const QString& name, qint64 leftMs)
{
    return makeEvent(ErrorCode::Auth, events::OPR_BLOCKED, {name, QString::number((leftMs + 999) / 1000)},
                     QStringLiteral("'%1' is blocked for %2 ms").arg(name).arg(leftMs));
}

/// One more wrong password, of a name that somebody has or nobody.
Result<> countFailure(GuardState& state, const QString& name, std::optional<OperatorRecord> record,
                      const LocalApiGuard::Caller& caller)
{
    const qint64 now = state.context.clock.utcMs();
    const QString account = name + QStringLiteral(" @ ") + accountName(caller);
    LedgerEntry line =
        state.line(QStringLiteral("operator"), QStringLiteral("signInFailed"), account, record ? name : QString());
    line.event = events::OPR_REFUSED;
    if (!record) {
        if (state.strangers.size() >= kMostStrangers)
            state.strangers.clear();
        GuardState::Stranger& stranger = state.strangers[name];
        stranger.blockedUntilUtcMs = now + pauseAfter(++stranger.failures);
        return state.note(line);
    }
    const qint64 pause = pauseAfter(++record->failures);
    record->blockedUntilUtcMs = now + pause;
    if (pause > 0) {
        line.outcome = QStringLiteral("blocked");
        line.event = events::OPR_BLOCKED;
        state.raise(blocked(name, pause), name);
    }
    ENGINE_TRY_AS(OperatorRecords records, state.records());
    return records.save(*record, line);
}

qint64 blockedFor(const GuardState& state, const QString& name, const std::optional<OperatorRecord>& record)
{
    const auto stranger = state.strangers.find(name);
    const qint64 until = record                              ? record->blockedUntilUtcMs
                         : stranger != state.strangers.end() ? stranger->second.blockedUntilUtcMs
                                                             : 0;
    return std::max<qint64>(0, until - state.context.clock.utcMs());
}

/// The token of the session that begins when the password was right.
Result<QString> finishSignIn(GuardState& state, const LocalApiGuard::Caller& caller, const QString& name,
                             const PasswordRecord& tried, const Bytes& digest)
{
    ENGINE_TRY_AS(OperatorRecords records, state.records());
    ENGINE_TRY_AS(std::optional<OperatorRecord> record, records.named(name));
    // Others may have tried meanwhile.
    if (const qint64 left = blockedFor(state, name, record); left > 0)
        return fail(blocked(name, left));
    const bool isRight = record && record->enabled && record->password == tried && isSameDigest(tried, digest);
    if (!isRight) {
        ENGINE_TRY(countFailure(state, name, record, caller));
        return fail(refused(name));
    }
    record->failures = 0;
    record->blockedUntilUtcMs = 0;
    record->lastSignInUtcMs = state.context.clock.utcMs();
    if (record->role != OperatorRole::Service && record->lastSignInUtcMs - record->passwordUtcMs > kPasswordLifeMs)
        record->mustChange = true;
    ENGINE_TRY(records.save(*record, state.line(QStringLiteral("operator"), QStringLiteral("signedIn"),
                                                name + QStringLiteral(" @ ") + accountName(caller), name)));
    state.clear(events::OPR_BLOCKED, name);
    return state.sessions.begin(*record);
}

} // namespace

Result<SessionSnapshot> OperatorDesk::snapshotOf(const QString& token) const
{
    SessionSnapshot shown;
    ENGINE_TRY_AS(OperatorRecords records, m_state.records());
    ENGINE_TRY_AS(shown.hasOperators, m_state.hasOperators());
    ENGINE_TRY_AS(shown.fourEyes, records.fourEyes());
    const auto who = m_state.whoIs(*m_caller, PasswordState::Any);
    if (!who)
        return shown;
    shown.name = who->name;
    shown.person = who->person;
    shown.role = operatorRoleName(who->role);
    shown.mustChangePassword = who->mustChange;
    shown.idleMinutes = who->role == OperatorRole::Service
                            ? std::chrono::duration_cast<std::chrono::minutes>(Sessions::kServiceIdle).count()
                            : Sessions::kIdle.count();
    shown.token = token;
    shown.refused = refusedTo(who->role);
    return shown;
}

void OperatorDesk::session(Reply<SessionSnapshot> reply)
{
    reply(snapshotOf({}));
}

void OperatorDesk::signIn(const QString& name, const QString& password, Reply<SessionSnapshot> reply)
{
    const auto ready = [&]() -> Result<PasswordRecord> {
        ENGINE_TRY_AS(const bool hasOperators, m_state.hasOperators());
        if (!hasOperators)
            return fail(
                makeEvent(ErrorCode::Config, events::OPR_TURNED_OFF, {}, QStringLiteral("this node has no operators")));
        ENGINE_TRY_AS(OperatorRecords records, m_state.records());
        ENGINE_TRY_AS(const std::optional<OperatorRecord> record, records.named(name));
        if (const qint64 left = blockedFor(m_state, name, record); left > 0)
            return fail(blocked(name, left));
        if (record)
            return record->password;
        // A name that nobody has takes as long as one that somebody has.
        return newPasswordRecord(m_state.context.random, m_state.context.iterations);
    }();
    if (!ready)
        return reply(fail(ready.error()));
    m_state.derive([tried = *ready, secret = secretOf(password)] { return passwordDigest(tried, secret->bytes); },
                   [state = &m_state, caller = m_caller, name, tried = *ready,
                    reply = std::move(reply)](const Result<Bytes>& digest) {
                       if (!digest)
                           return reply(fail(digest.error()));
                       const Result<QString> token = finishSignIn(*state, *caller, name, tried, *digest);
                       if (!token)
                           return reply(fail(token.error()));
                       caller->session = *token;
                       reply(OperatorDesk(*state, caller).snapshotOf(*token));
                   });
}

void OperatorDesk::useSession(const QString& token, Reply<SessionSnapshot> reply)
{
    m_caller->session = token;
    const auto who = m_state.whoIs(*m_caller, PasswordState::Any);
    reply(who ? snapshotOf({}) : Result<SessionSnapshot>(fail(who.error())));
}

void OperatorDesk::signOut(Reply<> reply)
{
    const auto who = m_state.whoIs(*m_caller, PasswordState::Any);
    if (!who)
        return reply(fail(who.error()));
    m_state.sessions.end(m_caller->session);
    m_caller->session.clear();
    reply(m_state.note(m_state.line(QStringLiteral("operator"), QStringLiteral("signedOut"),
                                    who->name + QStringLiteral(" @ ") + accountName(*m_caller), who->name)));
}

void OperatorDesk::changePassword(const QString& present, const QString& wanted, Reply<> reply)
{
    const auto who = m_state.whoIs(*m_caller, PasswordState::Any);
    if (!who)
        return reply(fail(who.error()));
    const qint64 left = blockedFor(m_state, who->name, *who);
    if (left > 0)
        return reply(fail(blocked(who->name, left)));
    if (auto right = checkPasswordRules(wanted, who->name); !right)
        return reply(std::move(right));
    if (wanted == present)
        return reply(fail(makeEvent(ErrorCode::Config, events::OPR_PASSWORD, {QStringLiteral("it is the present one")},
                                    QStringLiteral("unchanged"))));
    auto fresh = newPasswordRecord(m_state.context.random, m_state.context.iterations);
    if (!fresh)
        return reply(fail(fresh.error()));
    // Both at once: the present one's digest, then the wanted one's.
    m_state.derive(
        [tried = who->password, next = *fresh, old = secretOf(present), secret = secretOf(wanted)]() -> Result<Bytes> {
            ENGINE_TRY_AS(const Bytes one, passwordDigest(tried, old->bytes));
            ENGINE_TRY_AS(const Bytes other, passwordDigest(next, secret->bytes));
            return one + other;
        },
        [state = &m_state, caller = m_caller, tried = who->password, next = *fresh,
         reply = std::move(reply)](const Result<Bytes>& digests) {
            reply([&]() -> Result<> {
                ENGINE_TRY(digests);
                ENGINE_TRY_AS(OperatorRecord now, state->whoIs(*caller, PasswordState::Any));
                const std::size_t half = digests->size() / 2;
                if (now.password != tried || !isSameDigest(tried, BytesView(*digests).substr(0, half))) {
                    ENGINE_TRY(countFailure(*state, now.name, now, *caller));
                    return fail(refused(now.name));
                }
                now.password = next;
                now.password.digest = toQByteArray(BytesView(*digests).substr(half));
                now.mustChange = false;
                now.failures = 0;
                now.passwordUtcMs = state->context.clock.utcMs();
                ENGINE_TRY_AS(OperatorRecords records, state->records());
                ENGINE_TRY(records.save(now, state->line(QStringLiteral("operator"), QStringLiteral("passwordChanged"),
                                                         now.name, now.name)));
                // Whoever else works under the name has the old one.
                state->sessions.keepOnly(now.name, caller->session, now.passwordUtcMs);
                return {};
            }());
        });
}

void OperatorDesk::listOperators(Reply<std::vector<OperatorSnapshot>> reply)
{
    reply([&]() -> Result<std::vector<OperatorSnapshot>> {
        ENGINE_TRY_AS(const bool hasOperators, m_state.hasOperators());
        std::vector<OperatorSnapshot> shown;
        if (!hasOperators)
            return shown;
        ENGINE_TRY(m_state.whoMay(*m_caller, QStringLiteral("listOperators")));
        ENGINE_TRY_AS(OperatorRecords records, m_state.records());
        ENGINE_TRY_AS(const std::vector<OperatorRecord> all, records.all());
        const qint64 now = m_state.context.clock.utcMs();
        for (const OperatorRecord& one : all)
            shown.push_back(operatorSnapshot(one, now, m_state.sessions.isSignedIn(one.name)));
        return shown;
    }());
}

void OperatorDesk::doOrPropose(const QString& method, const QJsonObject& params, const Reply<>& reply)
{
    reply([&]() -> Result<> {
        ENGINE_TRY_AS(const bool hasOperators, m_state.hasOperators());
        if (!hasOperators && method == u"addOperator")
            return operator_changes::apply(m_state, method, params, accountName(*m_caller));
        ENGINE_TRY_AS(const OperatorRecord who, m_state.whoMay(*m_caller, method, subjectOf(method, params)));
        ENGINE_TRY_AS(const ChangeView view, operator_changes::look(m_state, method, params));
        ENGINE_TRY_AS(OperatorRecords records, m_state.records());
        ENGINE_TRY_AS(const bool fourEyes, records.fourEyes());
        // Who is suspected is shut out at once; letting him in again waits.
        ENGINE_TRY_AS(const auto present, records.named(params.value(QLatin1String("name")).toString()));
        const bool onlyDisables = method == u"setOperator" && !params.value(QLatin1String("enabled")).toBool() &&
                                  present &&
                                  operatorRoleName(present->role) == params.value(QLatin1String("role")).toString();
        if (fourEyes && !onlyDisables)
            return fail(m_state.propose(who, method, params, view));
        return operator_changes::apply(m_state, method, params, who.name);
    }());
}

void OperatorDesk::withPassword(const QString& method, QJsonObject params, const QString& password,
                                const Reply<>& reply)
{
    if (auto right = checkPasswordRules(password, params.value(QLatin1String("name")).toString()); !right)
        return reply(std::move(right));
    const auto fresh = newPasswordRecord(m_state.context.random, m_state.context.iterations);
    if (!fresh)
        return reply(fail(fresh.error()));
    m_state.derive([next = *fresh, secret = secretOf(password)] { return passwordDigest(next, secret->bytes); },
                   [state = &m_state, caller = m_caller, method, params = std::move(params), next = *fresh,
                    reply](const Result<Bytes>& digest) {
                       if (!digest)
                           return reply(fail(digest.error()));
                       PasswordRecord kept = next;
                       kept.digest = toQByteArray(*digest);
                       QJsonObject whole = params;
                       whole.insert(QLatin1String("password"), operator_changes::passwordJson(kept));
                       OperatorDesk(*state, caller).doOrPropose(method, whole, reply);
                   });
}

void OperatorDesk::addOperator(const QString& name, const QString& person, const QString& role, const QString& password,
                               Reply<> reply)
{
    const auto hasOperators = m_state.hasOperators();
    if (!hasOperators)
        return reply(fail(hasOperators.error()));
    // Who may not is told before anybody's password is looked at.
    if (*hasOperators) {
        if (const auto who = m_state.whoMay(*m_caller, QStringLiteral("addOperator"), name); !who)
            return reply(fail(who.error()));
    }
    withPassword(QStringLiteral("addOperator"),
                 {{QLatin1String("name"), name}, {QLatin1String("person"), person}, {QLatin1String("role"), role}},
                 password, reply);
}

void OperatorDesk::setOperator(const QString& name, const QString& role, bool enabled, Reply<> reply)
{
    const auto who = m_state.whoIs(*m_caller);
    if (who && who->name == name) // nobody gives himself another role
        return reply(fail(makeEvent(ErrorCode::Auth, events::OPR_NO_RIGHT,
                                    {name, roleWords(who->role), QStringLiteral("setOperator")},
                                    QStringLiteral("'%1' about himself").arg(name))));
    doOrPropose(QStringLiteral("setOperator"),
                {{QLatin1String("name"), name}, {QLatin1String("role"), role}, {QLatin1String("enabled"), enabled}},
                reply);
}

void OperatorDesk::resetPassword(const QString& name, const QString& password, Reply<> reply)
{
    if (const auto who = m_state.whoMay(*m_caller, QStringLiteral("resetPassword"), name); !who)
        return reply(fail(who.error()));
    withPassword(QStringLiteral("resetPassword"), {{QLatin1String("name"), name}}, password, reply);
}

void OperatorDesk::unlockOperator(const QString& name, Reply<> reply)
{
    reply([&]() -> Result<> {
        ENGINE_TRY_AS(const OperatorRecord who, m_state.whoMay(*m_caller, QStringLiteral("unlockOperator"), name));
        ENGINE_TRY_AS(OperatorRecords records, m_state.records());
        ENGINE_TRY_AS(std::optional<OperatorRecord> record, records.named(name));
        if (!record)
            return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("operator"), name},
                                  QStringLiteral("no operator '%1'").arg(name)));
        record->failures = 0;
        record->blockedUntilUtcMs = 0;
        ENGINE_TRY(records.save(*record,
                                m_state.line(QStringLiteral("operator"), QStringLiteral("unblocked"), name, who.name)));
        m_state.clear(events::OPR_BLOCKED, name);
        return {};
    }());
}

void OperatorDesk::setFourEyes(bool on, Reply<> reply)
{
    doOrPropose(QStringLiteral("setFourEyes"), {{QLatin1String("on"), on}}, reply);
}

} // namespace busheng
