// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/configuration_fields.h"
#include "engine/api/exchange_values.h"

namespace busheng {

/// The members of what ExchangeApi shows and takes, as value_fields.h does it for the rest.
template <typename Visitor, Like<OfferedColumn> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("name"), value.name);
    visit(QLatin1String("type"), value.type);
    visit(QLatin1String("isKey"), value.isKey);
    visit(QLatin1String("isSensitive"), value.isSensitive);
}

template <typename Visitor, Like<OfferedTable> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("table"), value.table);
    visit(QLatin1String("columns"), value.columns);
}

template <typename Visitor, Like<DatasetOffer> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("provider"), value.provider);
    visit(QLatin1String("dataset"), value.dataset);
    visit(QLatin1String("title"), value.title);
    visit(QLatin1String("description"), value.description);
    visit(QLatin1String("contact"), value.contact);
    visit(QLatin1String("refresh"), value.refresh);
    visit(QLatin1String("route"), value.route);
    visit(QLatin1String("onApplication"), value.onApplication);
    visit(QLatin1String("tables"), value.tables);
}

template <typename Visitor, Like<ExchangeStep> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("agreement"), value.agreement);
    visit(QLatin1String("kind"), value.kind);
    visit(QLatin1String("from"), value.from);
    visit(QLatin1String("to"), value.to);
    visit(QLatin1String("dataset"), value.dataset);
    visit(QLatin1String("tables"), value.tables);
    visit(QLatin1String("purpose"), value.purpose);
    visit(QLatin1String("legalBasis"), value.legalBasis);
    visit(QLatin1String("reason"), value.reason);
    visit(QLatin1String("validUntilUtcMs"), value.validUntilUtcMs);
    visit(QLatin1String("by"), value.by);
    visit(QLatin1String("utcMs"), value.utcMs);
    visit(QLatin1String("previous"), value.previous);
}

template <typename Visitor, Like<ExchangeAgreement> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("id"), value.id);
    visit(QLatin1String("isProvider"), value.isProvider);
    visit(QLatin1String("peerCode"), value.peerCode);
    visit(QLatin1String("dataset"), value.dataset);
    visit(QLatin1String("state"), value.state);
    visit(QLatin1String("asked"), value.asked);
    visit(QLatin1String("approved"), value.approved);
    visit(QLatin1String("purpose"), value.purpose);
    visit(QLatin1String("legalBasis"), value.legalBasis);
    visit(QLatin1String("reason"), value.reason);
    visit(QLatin1String("validUntilUtcMs"), value.validUntilUtcMs);
    visit(QLatin1String("by"), value.by);
    visit(QLatin1String("changedUtcMs"), value.changedUtcMs);
    visit(QLatin1String("newest"), value.newest);
    visit(QLatin1String("undelivered"), value.undelivered);
    visit(QLatin1String("error"), value.error);
    visit(QLatin1String("errorArgs"), value.errorArgs);
}

template <typename Visitor, Like<ExchangeEvent> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("id"), value.id);
    visit(QLatin1String("agreement"), value.agreement);
    visit(QLatin1String("kind"), value.kind);
    visit(QLatin1String("node"), value.node);
    visit(QLatin1String("by"), value.by);
    visit(QLatin1String("utcMs"), value.utcMs);
    visit(QLatin1String("reason"), value.reason);
    visit(QLatin1String("way"), value.way);
    visit(QLatin1String("digest"), value.digest);
    visit(QLatin1String("state"), value.state);
    visit(QLatin1String("delivery"), value.delivery);
}

template <typename Visitor, Like<ExchangeApplication> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("draft"), value.draft, Presence::Optional);
    visit(QLatin1String("peerCode"), value.peerCode, Presence::Required);
    visit(QLatin1String("dataset"), value.dataset, Presence::Required);
    visit(QLatin1String("tables"), value.tables, Presence::Required);
    visit(QLatin1String("purpose"), value.purpose, Presence::Required);
    visit(QLatin1String("legalBasis"), value.legalBasis, Presence::Required);
    visit(QLatin1String("validUntilUtcMs"), value.validUntilUtcMs, Presence::Required);
}

template <typename Visitor, Like<ExchangeDecision> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("agreement"), value.agreement, Presence::Required);
    visit(QLatin1String("approves"), value.approves, Presence::Required);
    visit(QLatin1String("tables"), value.tables, Presence::Optional);
    visit(QLatin1String("validUntilUtcMs"), value.validUntilUtcMs, Presence::Optional);
    visit(QLatin1String("reason"), value.reason, Presence::Optional);
    visit(QLatin1String("withSensitive"), value.withSensitive, Presence::Optional);
}

} // namespace busheng
