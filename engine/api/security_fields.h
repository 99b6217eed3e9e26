// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/value_fields.h"

namespace busheng {

/// The members of what SecurityApi and the ledger show, as value_fields.h does it for the rest.
template <typename Visitor, Like<LinkKeyRecord> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("peerCode"), value.peerCode);
    visit(QLatin1String("direction"), value.direction);
    visit(QLatin1String("epoch"), value.epoch);
    visit(QLatin1String("suite"), value.suite);
    visit(QLatin1String("fingerprint"), value.fingerprint);
    visit(QLatin1String("state"), value.state);
    visit(QLatin1String("why"), value.why);
    visit(QLatin1String("by"), value.by);
    visit(QLatin1String("packets"), value.packets);
    visit(QLatin1String("sealedBytes"), value.sealedBytes);
    visit(QLatin1String("madeUtcMs"), value.madeUtcMs);
    visit(QLatin1String("activeUtcMs"), value.activeUtcMs);
    visit(QLatin1String("retiredUtcMs"), value.retiredUtcMs);
    visit(QLatin1String("wipedUtcMs"), value.wipedUtcMs);
}

template <typename Visitor, Like<EvidenceKey> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("fingerprint"), value.fingerprint);
    visit(QLatin1String("node"), value.node);
    visit(QLatin1String("suite"), value.suite);
    visit(QLatin1String("pem"), value.pem);
    visit(QLatin1String("sinceUtcMs"), value.sinceUtcMs);
}

template <typename Visitor, Like<LedgerRow> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("id"), value.id);
    visit(QLatin1String("stream"), value.stream);
    visit(QLatin1String("direction"), value.direction);
    visit(QLatin1String("sequence"), value.sequence);
    visit(QLatin1String("digest"), value.digest);
    visit(QLatin1String("outcome"), value.outcome);
    visit(QLatin1String("event"), value.event);
    visit(QLatin1String("transactions"), value.transactions);
    visit(QLatin1String("changes"), value.changes);
    visit(QLatin1String("plainBytes"), value.plainBytes);
    visit(QLatin1String("sealedBytes"), value.sealedBytes);
    visit(QLatin1String("utcMs"), value.utcMs);
    visit(QLatin1String("kind"), value.kind);
    visit(QLatin1String("peer"), value.peer);
    visit(QLatin1String("name"), value.name);
    visit(QLatin1String("fromPosition"), value.fromPosition);
    visit(QLatin1String("upToPosition"), value.upToPosition);
    visit(QLatin1String("suite"), value.suite);
    visit(QLatin1String("epoch"), value.epoch);
    visit(QLatin1String("by"), value.by);
    visit(QLatin1String("signer"), value.signer);
    visit(QLatin1String("signature"), value.signature);
    visit(QLatin1String("chain"), value.chain);
}

template <typename Visitor, Like<LedgerFilter> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("stream"), value.stream, Presence::Optional);
    visit(QLatin1String("peer"), value.peer, Presence::Optional);
    visit(QLatin1String("direction"), value.direction, Presence::Optional);
    visit(QLatin1String("kind"), value.kind, Presence::Optional);
    visit(QLatin1String("outcome"), value.outcome, Presence::Optional);
    visit(QLatin1String("text"), value.text, Presence::Optional);
    visit(QLatin1String("fromUtcMs"), value.fromUtcMs, Presence::Optional);
    visit(QLatin1String("toUtcMs"), value.toUtcMs, Presence::Optional);
}

template <typename Visitor, Like<LedgerMatches> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("rows"), value.rows);
    visit(QLatin1String("searchedTo"), value.searchedTo);
}

} // namespace busheng
