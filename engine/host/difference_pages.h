// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/comparison_values.h"
#include "engine/journal/comparison_records.h"

namespace busheng {

/// Pages of what comparisons found, as ComparisonsApi answers them. To count may take a while: not in the engine's
/// thread. Fails: Config CFG_BAD_VALUE for a limit that is not 1 to 1,000; Storage.

/// `first`: what stands in the verification's own report. It is all there is of one whose list is gone, or that was
/// made before there were lists.
Result<RowDifferences> readRowDifferences(Journal& journal, const DifferenceQuery& query,
                                          const std::vector<Difference>& first);
Result<FileDifferences> readFileDifferences(Journal& journal, const DifferenceQuery& query);

FileDifferenceRecord recordOf(const FileDifference& difference);

} // namespace busheng
