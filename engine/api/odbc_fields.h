// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/odbc_values.h"
#include "engine/api/value_fields.h"

namespace busheng {

template <typename Visitor, Like<OdbcDialectRow> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("name"), value.name);
    visit(QLatin1String("title"), value.title);
    visit(QLatin1String("tried"), value.tried);
    visit(QLatin1String("problem"), value.problem);
}

template <typename Visitor, Like<OdbcOffer> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("drivers"), value.drivers);
    visit(QLatin1String("dataSources"), value.dataSources);
    visit(QLatin1String("dialects"), value.dialects);
}

} // namespace busheng
