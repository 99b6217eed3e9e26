// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/cell_delegates.h"

namespace busheng {

/// How a StructureState (structure_models.h) is drawn, beside its word.
BadgeDelegate::Look structureStateLook(int state);

} // namespace busheng
