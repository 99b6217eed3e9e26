// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/dataset.h"

namespace busheng {

QString routeName(Route route)
{
    switch (route) {
    case Route::Log:
        return QStringLiteral("log");
    case Route::Trigger:
        return QStringLiteral("trigger");
    case Route::Timestamp:
        return QStringLiteral("timestamp");
    case Route::Flag:
        return QStringLiteral("flag");
    case Route::FullCopy:
        return QStringLiteral("full-copy");
    case Route::Compare:
        return QStringLiteral("compare");
    }
    return {};
}

QString newColumnsName(NewColumns policy)
{
    switch (policy) {
    case NewColumns::Wait:
        return QStringLiteral("wait");
    case NewColumns::Add:
        return QStringLiteral("add");
    case NewColumns::Ignore:
        return QStringLiteral("ignore");
    }
    return {};
}

QString subscriptionStateName(SubscriptionState state)
{
    switch (state) {
    case SubscriptionState::Waiting:
        return QStringLiteral("waiting");
    case SubscriptionState::Initializing:
        return QStringLiteral("initializing");
    case SubscriptionState::Checking:
        return QStringLiteral("checking");
    case SubscriptionState::CatchingUp:
        return QStringLiteral("catching-up");
    case SubscriptionState::Live:
        return QStringLiteral("live");
    case SubscriptionState::Paused:
        return QStringLiteral("paused");
    case SubscriptionState::Stopped:
        return QStringLiteral("stopped");
    }
    return {};
}

} // namespace busheng
