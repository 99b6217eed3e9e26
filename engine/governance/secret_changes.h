// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/governance/change_view.h"
#include "engine/governance/guard_state.h"

namespace busheng {

/// "setSecret" as a change that waits: the password lies in the vault meanwhile, under a ticket, and the change knows
/// the ticket and a fingerprint. The same password of the same database has the same fingerprint; it is too short, and
/// too slow to make, to say more about the password.
namespace secret_changes {

bool isOne(const QString& method);
/// Puts the secret of `params` aside; `done` is given what the change keeps of them: "name", "ticket", "fingerprint".
/// Fails: Config CFG_MISSING_KEY when the node has no vault, CFG_BAD_VALUE; Auth OPR_BUSY; Crypto; Storage.
void hold(GuardState& state, const QJsonObject& params, std::function<void(Result<QJsonObject>)> done);
/// What the reviewer sees.
ChangeView look(const QJsonObject& params);
/// The password is in force. Fails: as SecurityApi::setSecret(); Config REV_STALE when it is not there any more.
Result<> apply(GuardState& state, const QJsonObject& params, const QString& by);
/// Passwords whose change does not wait any more are wiped.
Result<> sweep(GuardState& state);

} // namespace secret_changes

} // namespace busheng
