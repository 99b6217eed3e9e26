// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/structure_values.h"
#include "engine/api/values.h"

namespace busheng::test {

/// The tables of 安徽_行政区划 beside the ministry's: one is the same, one lacks a column and has another of too narrow
/// a type, one is not there yet.
StructureSnapshot someStructure();
/// The same tables as the province declares them.
DatasetStructure someDatasetStructure();
/// A column that is missing at the target and a table that would be made: what a mapping of the first table comes to.
StructureSnapshot triedMapping();

} // namespace busheng::test
