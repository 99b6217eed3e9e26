// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/operator_values.h"
#include "engine/base/result.h"

#include <functional>
#include <vector>

namespace busheng {

/// Receives the answer to a request, exactly once, in the thread of the EngineApi object.
template <typename T = void>
using Reply = std::function<void(Result<T>)>;

/// Who works at a node, and who may (docs/operators.md). A node without operators asks nobody who he is; the first one
/// that is added, a security administrator, switches them on, and from then on every other request of the engine's
/// needs a session. Fails: Auth OPR_SIGN_IN without one, OPR_MUST_CHANGE until the password is one's own, OPR_NO_RIGHT
/// for what the role may not.
class OperatorsApi {
public:
    virtual ~OperatorsApi() = default;
    /// What holds for this program now; needs no session.
    virtual void session(Reply<SessionSnapshot> reply) = 0;
    /// Fails: Auth OPR_REFUSED (a wrong name and a wrong password are not told apart), OPR_BLOCKED, OPR_BUSY.
    virtual void signIn(const QString& name, const QString& password, Reply<SessionSnapshot> reply) = 0;
    /// Goes on with a session that signIn() gave to another connection. Fails: Auth OPR_SIGN_IN when it has ended.
    virtual void useSession(const QString& token, Reply<SessionSnapshot> reply) = 0;
    virtual void signOut(Reply<> reply) = 0; ///< for all programs of this session
    /// One's own. Fails: Auth OPR_REFUSED for a wrong present one; Config OPR_PASSWORD by the rules.
    virtual void changePassword(const QString& present, const QString& wanted, Reply<> reply) = 0;

    /// By name.
    virtual void listOperators(Reply<std::vector<OperatorSnapshot>> reply) = 0;
    /// `role`: operatorRoleName(). He changes the password when he first signs in. Fails: Config CFG_NAME_TAKEN,
    /// CFG_BAD_VALUE, OPR_PASSWORD, OPR_PERSON when that person has another role.
    virtual void addOperator(const QString& name, const QString& person, const QString& role, const QString& password,
                             Reply<> reply) = 0;
    /// Fails: Config CFG_NOT_FOUND; OPR_LAST for the last security administrator, and for the last reviewer while
    /// changes are confirmed.
    virtual void setOperator(const QString& name, const QString& role, bool enabled, Reply<> reply) = 0;
    virtual void resetPassword(const QString& name, const QString& password, Reply<> reply) = 0;
    virtual void unlockOperator(const QString& name, Reply<> reply) = 0;
    /// Whether changes of consequence wait for a second person. Fails: Config REV_NOBODY without a reviewer.
    virtual void setFourEyes(bool on, Reply<> reply) = 0;
};

/// What one person wants and another confirms. While that is on, a request of consequence fails with Auth REV_WAITING
/// and is a change here. Fails: Config CFG_NOT_FOUND; REV_STATE when it waits no more.
class ReviewApi {
public:
    virtual ~ReviewApi() = default;
    /// Newest first; `state` empty: all.
    virtual void changes(const QString& state, qint64 beforeId, int limit,
                         Reply<std::vector<ReviewedChange>> reply) = 0;
    virtual void change(qint64 id, Reply<ReviewedChange> reply) = 0;
    /// The proposer's reason, as long as it waits.
    virtual void explainChange(qint64 id, const QString& reason, Reply<> reply) = 0;
    /// Does it, the way it would have been done at once; answers what came of it. Fails: Auth REV_OWN; REV_STALE when
    /// what it was proposed on is different now; and as what is done.
    virtual void approveChange(qint64 id, const QString& comment, Reply<> reply) = 0;
    virtual void rejectChange(qint64 id, const QString& comment, Reply<> reply) = 0;
    virtual void withdrawChange(qint64 id, Reply<> reply) = 0; ///< the proposer
};

} // namespace busheng
