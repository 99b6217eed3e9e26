// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/governance/guard_state.h"

namespace busheng {

/// ReviewApi for one caller: what waits for a second person. What is confirmed is done by the very call that would have
/// done it at once, as "proposer/reviewer". Thread: the engine api's; the state must outlive what is under way.
class ReviewDesk final : public ReviewApi {
public:
    ReviewDesk(GuardState& state, GateCaller caller) : m_state(state), m_caller(std::move(caller)) {}

    void changes(const QString& state, qint64 beforeId, int limit, Reply<std::vector<ReviewedChange>> reply) override;
    void change(qint64 id, Reply<ReviewedChange> reply) override;
    void explainChange(qint64 id, const QString& reason, Reply<> reply) override;
    void approveChange(qint64 id, const QString& comment, Reply<> reply) override;
    void rejectChange(qint64 id, const QString& comment, Reply<> reply) override;
    void withdrawChange(qint64 id, Reply<> reply) override;

private:
    /// One that waits, for whoever may `method`.
    Result<std::pair<OperatorRecord, ReviewedChange>> waiting(const QString& method, qint64 id);
    Result<> decide(ReviewedChange change, const QString& outcome, const QString& by, const QString& comment);

    GuardState& m_state;
    GateCaller m_caller;
};

} // namespace busheng
