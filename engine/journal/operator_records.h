// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/journal/journal.h"
#include "engine/model/operators.h"

namespace busheng {

/// The part of the journal about operators and what they confirm for each other. Each change is written in one
/// transaction with its line of the ledger: none is there without the other. Thread, Durable, Fails: as Journal.
class OperatorRecords {
public:
    explicit OperatorRecords(Journal& journal) : m_journal(journal) {}

    Result<std::vector<OperatorRecord>> all(); ///< by name
    Result<std::optional<OperatorRecord>> named(const QString& name);
    Result<bool> isEmpty();
    /// Inserts or replaces by name.
    Result<> save(const OperatorRecord& record, const LedgerEntry& line);
    /// Everybody goes, and nothing is confirmed any more: the node works without operators again.
    Result<> removeAll(const LedgerEntry& line);

    Result<bool> fourEyes();
    Result<> setFourEyes(bool on, const LedgerEntry& line);

    /// Inserts with id 0, else replaces the one with that id; the id. Of what is decided the last 10,000 are kept.
    /// The line's name begins with the id: it is put there.
    Result<qint64> saveChange(const ReviewedChange& change, LedgerEntry line);
    Result<std::optional<ReviewedChange>> change(qint64 id);
    /// Newest first, those with id below `beforeId` (0: from the newest), at most `limit`; `state` empty: all. Without
    /// params, before and after, which may be large: to be shown, never to be saved.
    Result<std::vector<ReviewedChange>> changes(const QString& state, qint64 beforeId, int limit);
    Result<qint64> waiting(); ///< how many
    /// One that waits and is of the same method, params, proposer and base.
    Result<std::optional<qint64>> sameWaiting(const ReviewedChange& change);
    /// Ids of those that wait and have expired.
    Result<std::vector<qint64>> overdue(qint64 nowUtcMs);

private:
    Result<> putOperator(const OperatorRecord& record);

    Journal& m_journal;
};

} // namespace busheng
