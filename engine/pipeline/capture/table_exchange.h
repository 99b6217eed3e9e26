// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/schema.h"

namespace busheng {

QStringList namesOf(const DatasetSchema& schema);

/// The structure of a dataset that its readers know as `known` and that is to be of the tables of `wanted`: those that
/// stay are as they are known; behind them stand those that come, loading, under ids that none of `known` has. The
/// version is that of `known`.
DatasetSchema exchangedTables(const DatasetSchema& known, DatasetSchema wanted);

} // namespace busheng
