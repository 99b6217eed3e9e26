// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/reconcile/listing.h"

#include <functional>

namespace busheng {

struct ReconcileRules {
    /// A file is late when it arrived this long after the sender first tried it. By two clocks: choose it well above
    /// what they may differ. 0: nothing is late.
    qint64 lateAfterMs = 0;
};

/// Compares two listings in one pass, each file once; `onDetail` is told of every file, in order. Pure: nothing is
/// changed, and the same listings give the same answer. Memory: a page of each.
///
/// Fails: what a listing or `onDetail` says; Corrupt when a listing is not in order or has a file twice.
Result<ReconciliationSummary> reconcile(FileListing& sender, FileListing& receiver, const ReconcileRules& rules,
                                        const std::function<Result<>(const FileComparison&)>& onDetail);

/// What two records say; at least one is there.
FileVerdict verdictOf(const FileComparison& detail, const ReconcileRules& rules);

} // namespace busheng
