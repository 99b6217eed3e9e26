// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/comparison_values.h"
#include "engine/api/value_fields.h"
#include "engine/model/flow_figure.h"

namespace busheng {

template <typename Visitor, Like<DifferenceQuery> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("of"), value.of);
    visit(QLatin1String("kinds"), value.kinds, Presence::Optional);
    visit(QLatin1String("table"), value.table, Presence::Optional);
    visit(QLatin1String("range"), value.range, Presence::Optional);
    visit(QLatin1String("text"), value.text, Presence::Optional);
    visit(QLatin1String("from"), value.from, Presence::Optional);
    visit(QLatin1String("limit"), value.limit);
}

template <typename Visitor, Like<RowDifferences> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("total"), value.total);
    visit(QLatin1String("rows"), value.rows);
}

template <typename Visitor, Like<FileDifferences> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("total"), value.total);
    visit(QLatin1String("rows"), value.rows);
}

template <typename Visitor, Like<RetentionRule> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("kind"), value.kind);
    visit(QLatin1String("days"), value.days);
}

template <typename Visitor, Like<RetentionState> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("rule"), value.rule);
    visit(QLatin1String("records"), value.records);
    visit(QLatin1String("oldestUtcMs"), value.oldestUtcMs);
    visit(QLatin1String("wouldDelete"), value.wouldDelete);
    visit(QLatin1String("leastDays"), value.leastDays);
}

template <typename Visitor, Like<FlowFigure> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("atUtcMs"), value.atUtcMs);
    visit(QLatin1String("rowsPerSecond"), value.rowsPerSecond);
    visit(QLatin1String("lagMs"), value.lagMs);
}

} // namespace busheng
