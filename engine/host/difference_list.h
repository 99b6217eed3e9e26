// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "engine/journal/comparison_records.h"

namespace busheng {

/// The rows that a verification found to differ, on their way into the journal: a page at a time, and no more than
/// tuning::kDifferencesListed rows or tuning::kDifferencesListedBytes of them.
///
/// Thread: that of the verification; it opens a journal of its own at the first use.
/// Fails: Storage.
class DifferenceList {
public:
    DifferenceList(QString journalPath, qint64 verification)
        : m_journalPath(std::move(journalPath)), m_verification(verification)
    {
    }

    /// It goes on behind the first `listed` ones; what was kept of later ones is forgotten. The range of the last one.
    Result<qint64> goOnBehind(quint64 listed);
    /// True: it is listed. False: there is no more room.
    Result<bool> add(const Difference& difference);
    /// What was added survives from here on.
    Result<> flush();

private:
    Result<ComparisonRecords> records();

    const QString m_journalPath;
    const qint64 m_verification;
    std::unique_ptr<Journal> m_journal;
    quint64 m_listed = 0; ///< with those that wait
    qint64 m_bytes = 0;
    std::vector<RowDifferenceRecord> m_waiting;
};

RowDifferenceRecord recordOf(const Difference& difference);
Difference differenceOf(const RowDifferenceRecord& record);

} // namespace busheng
