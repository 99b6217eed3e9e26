// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/widgets/theme_colors.h"

#include <QString>

namespace busheng {

/// How a state looks: its shape first, its tone second.
struct StateLook {
    QString icon;
    Tone tone = Tone::Neutral;
};

StateLook stateLook(SubscriptionState state);

} // namespace busheng
