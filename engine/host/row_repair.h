// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/dataset_projection.h"
#include "engine/db/table_snapshot.h"
#include "engine/pipeline/capture/capture_sink.h"

#include <vector>

namespace busheng {

/// A row that is to be sent again as it is now: its key, or the whole row where the table has none.
struct RowKey {
    std::uint32_t tableId = 0;
    Bytes key;
};

/// Writes the rows as `snapshot`, which stands at `position`, has them: first Removes for all that are not there, then
/// Upserts, so that rows that go make room for rows that come. Of a keyless table all equal rows are removed and as
/// many written as the source has; that costs one pass over the table, and two where `part` carries some columns only
/// and `rows` are made of these. What is written is whole rows, for all streams. Fails: as TableSnapshot and the sink;
/// Protocol for a table that the structure has not.
Result<> writeRepair(TableSnapshot& snapshot, Position position, const DatasetSchema& schema,
                     const std::vector<RowKey>& rows, const DatasetProjection* part, CaptureSink& sink);

} // namespace busheng
