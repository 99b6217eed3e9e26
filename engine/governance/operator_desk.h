// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/governance/guard_state.h"

namespace busheng {

/// OperatorsApi for one caller. Wrong passwords block a name for a while: from the fifth in a row for a minute, then
/// twice as long each time, at most a day.
///
/// Thread: the engine api's. Passwords are tried in threads of their own, four at a time; what is under way does not
/// need the desk any more, only the state, which must outlive it.
class OperatorDesk final : public OperatorsApi {
public:
    OperatorDesk(GuardState& state, GateCaller caller) : m_state(state), m_caller(std::move(caller)) {}

    void session(Reply<SessionSnapshot> reply) override;
    void signIn(const QString& name, const QString& password, Reply<SessionSnapshot> reply) override;
    void useSession(const QString& token, Reply<SessionSnapshot> reply) override;
    void signOut(Reply<> reply) override;
    void changePassword(const QString& present, const QString& wanted, Reply<> reply) override;
    void listOperators(Reply<std::vector<OperatorSnapshot>> reply) override;
    void addOperator(const QString& name, const QString& person, const QString& role, const QString& password,
                     Reply<> reply) override;
    void setOperator(const QString& name, const QString& role, bool enabled, Reply<> reply) override;
    void resetPassword(const QString& name, const QString& password, Reply<> reply) override;
    void unlockOperator(const QString& name, Reply<> reply) override;
    void setFourEyes(bool on, Reply<> reply) override;

private:
    /// By the one who may, or by whoever makes the first operator: at once, or as a change that waits.
    void doOrPropose(const QString& method, const QJsonObject& params, const Reply<>& reply);
    void withPassword(const QString& method, QJsonObject params, const QString& password, const Reply<>& reply);
    Result<SessionSnapshot> snapshotOf(const QString& token) const;

    GuardState& m_state;
    GateCaller m_caller;
};

} // namespace busheng
