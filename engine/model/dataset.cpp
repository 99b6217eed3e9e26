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

QString linkRightName(LinkRight right)
{
    switch (right) {
    case LinkRight::GiveTables:
        return QStringLiteral("giveTables");
    case LinkRight::TakeTables:
        return QStringLiteral("takeTables");
    case LinkRight::SendFiles:
        return QStringLiteral("sendFiles");
    case LinkRight::TakeFiles:
        return QStringLiteral("takeFiles");
    }
    return {};
}

QStringList linkRightNames()
{
    return {linkRightName(LinkRight::GiveTables), linkRightName(LinkRight::TakeTables),
            linkRightName(LinkRight::SendFiles), linkRightName(LinkRight::TakeFiles)};
}

QString linkRightText(LinkRight right)
{
    switch (right) {
    case LinkRight::GiveTables:
        return QStringLiteral("that the peer subscribes to datasets of this node");
    case LinkRight::TakeTables:
        return QStringLiteral("that this node subscribes to datasets of the peer");
    case LinkRight::SendFiles:
        return QStringLiteral("that file tasks of this node send to the peer");
    case LinkRight::TakeFiles:
        return QStringLiteral("that file tasks of the peer send to this node");
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
