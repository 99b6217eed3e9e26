// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/configuration_fields.h"
#include "engine/api/structure_values.h"
#include "engine/api/values.h"

/// The part of value_fields.h about the structure of a target beside its source's.
namespace busheng {

template <typename Visitor, Like<StructureColumn> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("column"), value.column);
    visit(QLatin1String("targetColumn"), value.targetColumn);
    visit(QLatin1String("sourceType"), value.sourceType);
    visit(QLatin1String("sourceNotNull"), value.sourceNotNull);
    visit(QLatin1String("sourceDefault"), value.sourceDefault);
    visit(QLatin1String("targetType"), value.targetType);
    visit(QLatin1String("targetNotNull"), value.targetNotNull);
    visit(QLatin1String("targetDefault"), value.targetDefault);
    visit(QLatin1String("state"), value.state);
}

template <typename Visitor, Like<StructureTable> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("table"), value.table);
    visit(QLatin1String("targetTable"), value.targetTable);
    visit(QLatin1String("state"), value.state);
    visit(QLatin1String("columns"), value.columns);
    visit(QLatin1String("differences"), value.differences);
}

template <typename Visitor, Like<StructureSnapshot> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("subscription"), value.subscription);
    visit(QLatin1String("target"), value.target);
    visit(QLatin1String("tables"), value.tables);
    visit(QLatin1String("sql"), value.sql);
    visit(QLatin1String("waitsForApproval"), value.waitsForApproval);
}

template <typename Visitor, Like<DescribedColumn> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("name"), value.name);
    visit(QLatin1String("type"), value.type);
    visit(QLatin1String("isKey"), value.isKey);
    visit(QLatin1String("notNull"), value.notNull);
    visit(QLatin1String("defaultValue"), value.defaultValue);
}

template <typename Visitor, Like<DescribedTable> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("table"), value.table);
    visit(QLatin1String("columns"), value.columns);
}

template <typename Visitor, Like<DatasetStructure> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("provider"), value.provider);
    visit(QLatin1String("dataset"), value.dataset);
    visit(QLatin1String("tables"), value.tables);
}

} // namespace busheng
