// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/configuration_fields.h"
#include "engine/api/values.h"

/// The links' part of value_fields.h.
namespace busheng {

template <typename Visitor, Like<LinkSnapshot> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("config"), value.config);
    visit(QLatin1String("connected"), value.connected);
    visit(QLatin1String("suite"), value.suite);
    visit(QLatin1String("packetSuite"), value.packetSuite);
    visit(QLatin1String("peerSubject"), value.peerSubject);
    visit(QLatin1String("peerSm2Subject"), value.peerSm2Subject);
    visit(QLatin1String("peerAddress"), value.peerAddress);
    visit(QLatin1String("line"), value.line);
    visit(QLatin1String("mainLine"), value.mainLine);
    visit(QLatin1String("connectedSinceUtcMs"), value.connectedSinceUtcMs);
    visit(QLatin1String("sendLimitNow"), value.sendLimitNow);
    visit(QLatin1String("receiveLimitNow"), value.receiveLimitNow);
    visit(QLatin1String("bytesSent"), value.bytesSent);
    visit(QLatin1String("bytesReceived"), value.bytesReceived);
    visit(QLatin1String("lastError"), value.lastError);
    visit(QLatin1String("lastErrorArgs"), value.lastErrorArgs);
}

template <typename Visitor, Like<ServerSnapshot> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("kind"), value.kind);
    visit(QLatin1String("database"), value.database);
    visit(QLatin1String("addresses"), value.addresses);
    visit(QLatin1String("used"), value.used);
}

template <typename Visitor, Like<CredentialSnapshot> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("kind"), value.kind);
    visit(QLatin1String("subject"), value.subject);
    visit(QLatin1String("serial"), value.serial);
    visit(QLatin1String("expiresUtcMs"), value.expiresUtcMs);
}

} // namespace busheng
