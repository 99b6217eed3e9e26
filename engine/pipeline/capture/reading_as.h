// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/values/read_as_rows.h"
#include "engine/pipeline/capture/capturer.h"

namespace busheng {

/// The rows of `inner` with the texts that DatasetConfig::readAs means (docs/encodings.md).
std::unique_ptr<TableSnapshot> readingAs(std::unique_ptr<TableSnapshot> inner, std::shared_ptr<const ReadAs> said);

/// What a capturer of PostgreSQL or SQLite brings, the same way: its changes, its repairs, its snapshots. `known`: of
/// the rows that come first. A table whose structure changes is CAP_DRIFT: rows of the new one may come before it is
/// told.
std::unique_ptr<Capturer> readingAs(std::unique_ptr<Capturer> inner, const QString& source,
                                    std::shared_ptr<const ReadAs> said, DatasetSchema known);

} // namespace busheng
