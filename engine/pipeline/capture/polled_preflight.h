// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/finding.h"
#include "engine/pipeline/capture/polled_route.h"

namespace busheng {

/// Looks at a source before a route that looks at its tables is used; changes nothing.
///
/// Errors: what readSchema() and the route's check() refuse (SRC_UNAVAILABLE, SRC_TABLE_*, SRC_COLUMN_UNSUPPORTED,
/// SRC_ROUTE_COLUMN), a stamp column with NULLs (SRC_ROUTE_COLUMN). Warnings: SRC_ROUTE_COLUMN for one that may have
/// some, SRC_ROUTE_SLOW, SRC_PARENT_OUTSIDE.
Result<std::vector<Finding>> preflightPolledDataset(PolledSource& source, PolledRoute& route, const QString& name,
                                                    const DatasetConfig& dataset);

} // namespace busheng
