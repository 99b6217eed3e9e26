// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/cell_delegates.h"

namespace busheng {

/// How the outcome of a reconciliation looks: of VerificationModel::Outcome.
BadgeDelegate::Look outcomeLook(int outcome);

} // namespace busheng
