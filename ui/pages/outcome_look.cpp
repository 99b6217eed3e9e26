// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/outcome_look.h"

#include "ui/models/verification_model.h"

namespace busheng {

using Outcome = VerificationModel::Outcome;

BadgeDelegate::Look outcomeLook(int outcome)
{
    switch (Outcome(outcome)) {
    case Outcome::Running:
        return {QStringLiteral("checking"), Tone::Busy};
    case Outcome::Waiting:
        return {QStringLiteral("waiting"), Tone::Neutral};
    case Outcome::Equal:
        return {QStringLiteral("ok"), Tone::Good};
    case Outcome::Different:
        return {QStringLiteral("alarm"), Tone::Warning};
    case Outcome::Failed:
        return {QStringLiteral("stopped"), Tone::Bad};
    case Outcome::Stopped:
        return {QStringLiteral("paused"), Tone::Neutral};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

} // namespace busheng
