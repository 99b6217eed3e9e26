// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/structure_look.h"

#include "ui/models/structure_models.h"

namespace busheng {

BadgeDelegate::Look structureStateLook(int state)
{
    switch (StructureState(state)) {
    case StructureState::Same:
        return {QStringLiteral("ok"), Tone::Good};
    case StructureState::Missing:
        return {QStringLiteral("waiting"), Tone::Warning};
    case StructureState::Differs:
        return {QStringLiteral("alarm"), Tone::Bad};
    case StructureState::Ignored:
        return {QStringLiteral("paused"), Tone::Neutral};
    case StructureState::Extra:
        return {QStringLiteral("info"), Tone::Neutral};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

} // namespace busheng
