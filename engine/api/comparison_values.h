// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"

namespace busheng {

/// Which differences of one comparison are wanted, and which page of them. Empty members let everything through.
struct DifferenceQuery {
    qint64 of = 0;     ///< the verification, or the reconciliation of files
    QStringList kinds; ///< as Difference::kind or FileDifference::kind
    QString table;     ///< of rows
    qint64 range = 0;  ///< of rows: Difference::range
    QString text;      ///< in a key, a value or a path; ASCII letters in either case
    qint64 from = 0;   ///< how many of them to pass over
    qint64 limit = 0;  ///< 1 to 1,000
};

/// In the order in which they were found. `total`: how many the query lets through, when it began at 0; else -1.
struct RowDifferences {
    qint64 total = -1;
    std::vector<Difference> rows;
};

struct FileDifferences {
    qint64 total = -1;
    std::vector<FileDifference> rows;
};

/// How long one kind of records stays: what is older goes, but for what somebody still needs. Kinds: "runs" (of file
/// tasks, with what became of their files), "alarms" (that are over), "verifications", "fileReconciliations", "changes"
/// (decided by a second person), "agreements" (that are over).
struct RetentionRule {
    QString kind;
    qint64 days = 0; ///< 0: for ever

    bool operator==(const RetentionRule&) const = default;
};

/// A kind of records as it is now.
struct RetentionState {
    RetentionRule rule;
    qint64 records = 0;
    qint64 oldestUtcMs = 0; ///< 0: there are none
    qint64 wouldDelete = 0; ///< now, by `rule`
    qint64 leastDays = 0;   ///< a rule with fewer is refused
};

} // namespace busheng
