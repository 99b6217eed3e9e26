// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/link_look.h"

#include "ui/models/link_model.h"

namespace busheng {

BadgeDelegate::Look linkLook(int state)
{
    switch (LinkModel::LinkState(state)) {
    case LinkModel::LinkState::Connected:
        return {QStringLiteral("ok"), Tone::Good};
    case LinkModel::LinkState::Standby:
        return {QStringLiteral("alarm"), Tone::Warning};
    case LinkModel::LinkState::Down:
        return {QStringLiteral("waiting"), Tone::Neutral};
    case LinkModel::LinkState::Failed:
        return {QStringLiteral("link-down"), Tone::Bad};
    case LinkModel::LinkState::Disabled:
        return {QStringLiteral("paused"), Tone::Neutral};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

} // namespace busheng
