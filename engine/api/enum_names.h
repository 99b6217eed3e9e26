// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/dataset.h"

#include <QStringList>

#include <optional>

/// Internal to engine/api: enumerators from the words that JSON holds.
namespace busheng {

inline constexpr Route kAllRoutes[] = {Route::Log,  Route::Trigger,  Route::Timestamp,
                                       Route::Flag, Route::FullCopy, Route::Compare};
inline constexpr SubscriptionState kAllSubscriptionStates[] = {
    SubscriptionState::Waiting,    SubscriptionState::Initializing, SubscriptionState::Checking,
    SubscriptionState::CatchingUp, SubscriptionState::Live,         SubscriptionState::Paused,
    SubscriptionState::Stopped};

inline std::optional<Route> routeFromName(const QString& name)
{
    for (const Route route : kAllRoutes)
        if (routeName(route) == name)
            return route;
    return std::nullopt;
}

inline QStringList allRouteNames()
{
    QStringList names;
    for (const Route route : kAllRoutes)
        names.append(routeName(route));
    return names;
}

inline constexpr NewColumns kAllNewColumns[] = {NewColumns::Wait, NewColumns::Add, NewColumns::Ignore};

inline std::optional<NewColumns> newColumnsFromName(const QString& name)
{
    for (const NewColumns policy : kAllNewColumns)
        if (newColumnsName(policy) == name)
            return policy;
    return std::nullopt;
}

inline QStringList allNewColumnsNames()
{
    QStringList names;
    for (const NewColumns policy : kAllNewColumns)
        names.append(newColumnsName(policy));
    return names;
}

inline std::optional<SubscriptionState> subscriptionStateFromName(const QString& name)
{
    for (const SubscriptionState state : kAllSubscriptionStates)
        if (subscriptionStateName(state) == name)
            return state;
    return std::nullopt;
}

} // namespace busheng
