// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/state_look.h"

namespace busheng {

StateLook stateLook(SubscriptionState state)
{
    switch (state) {
    case SubscriptionState::Waiting:
        return {QStringLiteral("waiting"), Tone::Neutral};
    case SubscriptionState::Initializing:
        return {QStringLiteral("initializing"), Tone::Busy};
    case SubscriptionState::Checking:
        return {QStringLiteral("checking"), Tone::Busy};
    case SubscriptionState::CatchingUp:
        return {QStringLiteral("catchingup"), Tone::Busy};
    case SubscriptionState::Live:
        return {QStringLiteral("live"), Tone::Good};
    case SubscriptionState::Paused:
        return {QStringLiteral("paused"), Tone::Warning};
    case SubscriptionState::Stopped:
        return {QStringLiteral("stopped"), Tone::Bad};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

} // namespace busheng
