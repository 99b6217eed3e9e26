// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "engine/governance/method_rights.h"
#include "engine/governance/sessions.h"
#include "engine/journal/operator_records.h"
#include "engine/localapi/local_api_guard.h"

#include <map>
#include <set>

namespace busheng {

/// What the guard needs of the node it stands in.
struct GateContext {
    EngineApi& engine;
    std::function<Result<Journal*>()> journal; ///< fails when the engine has stopped
    Clock& clock;
    RandomSource& random;
    /// Runs `work` in a thread of its own, and `done` with its outcome back in the engine's.
    std::function<void(std::function<Result<Bytes>()> work, std::function<void(Result<Bytes>)> done)> aside;
    quint32 iterations = 600'000;                                         ///< of new passwords
    std::function<void(const Error&, const QString& subject)> raise = {}; ///< an alarm; may be empty
    std::function<void(const QString& event, const QString& subject)> clear = {};
    /// Passwords that wait with a change: in the vault, each under a ticket.
    struct HeldSecrets {
        std::function<Result<>(const QString& ticket, BytesView secret)> hold;
        /// From now on it is the secret `name`. Fails: Config REV_STALE when there is none under the ticket.
        std::function<Result<>(const QString& ticket, const QString& name, const QString& by)> use;
        std::function<Result<>(const QString& ticket)> drop;
        std::function<QStringList()> tickets;
    };
    HeldSecrets held = {};
};

struct ChangeView;

using GateCaller = std::shared_ptr<LocalApiGuard::Caller>;

/// Whom it is about to let through, and in what state of the password.
enum class PasswordState { Own, Any };

/// Internal to engine/governance: what the parts of the guard share. Thread: the engine api's.
struct GuardState {
    explicit GuardState(GateContext given) : context(std::move(given)), sessions(context.clock, context.random) {}

    GateContext context;
    Sessions sessions;
    /// Wrong passwords of names that nobody has: answered as those of names that somebody has.
    struct Stranger {
        quint32 failures = 0;
        qint64 blockedUntilUtcMs = 0;
    };
    std::map<QString, Stranger> strangers;
    int derivations = 0;         ///< under way
    std::set<qint64> inWork;     ///< changes that are being carried out
    qint64 expiryLookedAtNs = 0; ///< for changes that nobody decided on

    Result<OperatorRecords> records() const;
    Result<bool> hasOperators() const;
    /// Fails: Auth OPR_SIGN_IN; OPR_MUST_CHANGE unless `Any` will do.
    Result<OperatorRecord> whoIs(LocalApiGuard::Caller& caller, PasswordState state = PasswordState::Own);
    /// Whether a session may look on; does not keep it alive.
    bool isAtWork(const QString& token);
    /// As whoIs(), for one whose role may use `method`. A refusal is kept in the ledger. Fails: also OPR_NO_RIGHT.
    Result<OperatorRecord> whoMay(LocalApiGuard::Caller& caller, const QString& method, const QString& subject = {});

    /// Runs `work`, which is slow on purpose, aside; four at a time. Fails: Auth OPR_BUSY.
    void derive(std::function<Result<Bytes>()> work, std::function<void(Result<Bytes>)> done);

    LedgerEntry line(const QString& kind, const QString& outcome, const QString& name, const QString& by) const;
    Result<> note(const LedgerEntry& line) const;
    void raise(const Error& error, const QString& subject) const;
    void clear(const QString& event, const QString& subject) const;

    /// A request of consequence becomes a change that waits; the failure that says so. Fails: also Config REV_FULL,
    /// CFG_BAD_VALUE for what is too large; Storage.
    Error propose(const OperatorRecord& who, const QString& method, const QJsonObject& params,
                  const ChangeView& view) const;
    /// What nobody decided on in time waits no more. Looks once a minute.
    Result<> expireOld();

private:
    /// Nothing when the session is none, or none any more.
    Result<std::optional<OperatorRecord>> holderOf(const QString& token);
};

/// As arguments of events: "a reviewer"; "it was rejected".
QString roleWords(OperatorRole role);
QString stateWords(const QString& changeState);

/// Who the system says asks, where nobody signs in: "account:1000".
QString accountName(const LocalApiGuard::Caller& caller);

} // namespace busheng
