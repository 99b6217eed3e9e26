// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/cell_delegates.h"

namespace busheng {

/// How the state of a link looks; `state` is an int of LinkModel::LinkState.
BadgeDelegate::Look linkLook(int state);

} // namespace busheng
