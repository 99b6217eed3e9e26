// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/governance/change_view.h"
#include "engine/governance/guard_state.h"

namespace busheng {

/// Changes to the operators themselves, as they are written down until somebody confirms them: parameters hold what is
/// kept of a password, never the password. "addOperator", "setOperator", "resetPassword", "setFourEyes".
namespace operator_changes {

QJsonObject passwordJson(const PasswordRecord& password);

/// What would be so, and whether it may: the same rules when it is asked for and when it is done. Fails: Config
/// CFG_NAME_TAKEN, CFG_NOT_FOUND, CFG_BAD_VALUE, OPR_PERSON, OPR_LAST, REV_NOBODY.
Result<ChangeView> look(const GuardState& state, const QString& method, const QJsonObject& params);
/// Does it, by `by`. Fails: as look(); Storage.
Result<> apply(GuardState& state, const QString& method, const QJsonObject& params, const QString& by);

} // namespace operator_changes

/// What others see of a record.
OperatorSnapshot operatorSnapshot(const OperatorRecord& record, qint64 nowUtcMs, bool isSignedIn);

} // namespace busheng
