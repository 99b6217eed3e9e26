// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/text_values.h"
#include "engine/api/value_fields.h"

namespace busheng {

template <typename Visitor, Like<TextSample> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("key"), value.key);
    visit(QLatin1String("text"), value.text);
}

template <typename Visitor, Like<TextColumn> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("table"), value.table);
    visit(QLatin1String("column"), value.column);
    visit(QLatin1String("sourceType"), value.sourceType);
    visit(QLatin1String("rows"), value.rows);
    visit(QLatin1String("longestCharacters"), value.longestCharacters);
    visit(QLatin1String("longestBytes"), value.longestBytes);
    visit(QLatin1String("longestKey"), value.longestKey);
    visit(QLatin1String("unreadable"), value.unreadable);
    visit(QLatin1String("unreadableSamples"), value.unreadableSamples);
    visit(QLatin1String("looksLike"), value.looksLike);
    visit(QLatin1String("targetTable"), value.targetTable);
    visit(QLatin1String("targetColumn"), value.targetColumn);
    visit(QLatin1String("targetType"), value.targetType);
    visit(QLatin1String("limit"), value.limit);
    visit(QLatin1String("unit"), value.unit);
    visit(QLatin1String("lacking"), value.lacking);
    visit(QLatin1String("lackingSamples"), value.lackingSamples);
    visit(QLatin1String("problems"), value.problems);
    visit(QLatin1String("sql"), value.sql);
}

template <typename Visitor, Like<TextSurvey> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("dataset"), value.dataset);
    visit(QLatin1String("target"), value.target);
    visit(QLatin1String("rows"), value.rows);
    visit(QLatin1String("columns"), value.columns);
}

} // namespace busheng
