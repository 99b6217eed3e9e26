// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/governance/operator_desk.h"
#include "engine/governance/review_desk.h"

namespace busheng {

/// The door of a node: who has signed in, what his role may, and what a second person has to confirm first
/// (docs/operators.md). A node without operators lets everything through.
///
/// Whatever changes something leaves a line in the ledger with the name of who did it. Thread: the engine api's.
class Guard final : public LocalApiGuard {
public:
    explicit Guard(GateContext context) : m_state(std::move(context)) {}

    void call(const std::shared_ptr<Caller>& caller, const QString& method, const QJsonObject& params,
              LocalApiAnswer answer) override;
    bool mayWatch(const Caller& caller) override;

    /// What the node's state says of operators and reviews.
    void fill(NodeSnapshot& node);
    OperatorDesk operatorsFor(const std::shared_ptr<Caller>& caller) { return {m_state, caller}; }
    ReviewDesk reviewFor(const std::shared_ptr<Caller>& caller) { return {m_state, caller}; }

private:
    Result<std::optional<OperatorRecord>> admit(Caller& caller, const QString& method, const QJsonObject& params);
    void callSeen(const std::shared_ptr<Caller>& caller, const QString& method, const QJsonObject& params,
                  const LocalApiAnswer& answer);
    void carryOut(const OperatorRecord& who, const QString& method, QJsonObject params, LocalApiAnswer answer);

    GuardState m_state;
};

} // namespace busheng
