// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/capture/my_log_capturer.h"
#include "engine/pipeline/capture/my_log_cursor.h"

namespace busheng {

/// A dataset of other tables than before, and a place in the log from which on its new tables' rows are of it.
struct MyTableSet {
    DatasetSchema schema; ///< of the version of `known`; the new tables are loading
    MyLogPlace from;
};

/// Makes the structure of `known` one of `tables` ("database.table"): those that it has stay as they are there, others
/// are read from the catalog. Each of these is held while that is done, so that nothing alters it between the reading
/// and the place. Nothing is made at the source.
///
/// A connection of its own, which ends with the call. Fails: Sql; Schema SRC_TABLE_*, SRC_COLUMN_UNSUPPORTED for a
/// table that cannot be captured, or that somebody is altering; SRC_RIGHTS with the statement that gives the right;
/// Config as readMySchema() and for what it says of encodings.
Result<MyTableSet> readMyTableSet(const MyLogSource& source, const DatasetSchema& known, const QStringList& tables);

} // namespace busheng
