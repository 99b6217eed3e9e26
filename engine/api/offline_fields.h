// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/configuration_fields.h"
#include "engine/api/values.h"

/// The part of value_fields.h about offline starts and quality gates.
namespace busheng {

template <typename Visitor, Like<OfflineSnapshot> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("state"), value.state);
    visit(QLatin1String("packageId"), value.packageId);
    visit(QLatin1String("directory"), value.directory);
    visit(QLatin1String("part"), value.part);
    visit(QLatin1String("parts"), value.parts);
    visit(QLatin1String("packets"), value.packets);
    visit(QLatin1String("packetsTotal"), value.packetsTotal);
    visit(QLatin1String("bytes"), value.bytes);
    visit(QLatin1String("error"), value.error);
    visit(QLatin1String("errorArgs"), value.errorArgs);
}

template <typename Visitor, Like<GateSnapshot> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("state"), value.state);
    visit(QLatin1String("rules"), value.rules);
    visit(QLatin1String("failedRules"), value.failedRules);
    visit(QLatin1String("digest"), value.digest);
    visit(QLatin1String("by"), value.by);
    visit(QLatin1String("decidedUtcMs"), value.decidedUtcMs);
}

} // namespace busheng
