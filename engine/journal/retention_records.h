// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/journal/journal.h"

namespace busheng {

/// A kind of records that a person may have deleted after some time.
struct RetentionKind {
    const char* name;
    qint64 leastDays;   ///< no rule may have fewer
    qint64 defaultDays; ///< without a rule; 0: for ever
};

/// What there is of a kind.
struct RetentionCount {
    qint64 records = 0;
    qint64 oldestUtcMs = 0; ///< 0: there are none
    qint64 deletable = 0;   ///< old enough, and nobody needs it any more
};

/// The journal's part about how long records stay. What a rule never deletes, however old: what still stands, runs or
/// waits; runs of tasks whose files still lie in the receive directory, and the newest one of each task; the newest
/// verification of each subscription; agreements that are in force, or with a step that a peer has not taken.
///
/// Thread: that of its journal. Durable: as Journal. Fails: Storage; Config CFG_BAD_VALUE for an unknown kind.
class RetentionRecords {
public:
    explicit RetentionRecords(Journal& journal) : m_journal(journal) {}

    static const std::vector<RetentionKind>& kinds();
    static const RetentionKind* kind(const QString& name);

    /// Days by kind, of every kind; 0: for ever.
    Result<std::map<QString, qint64>> rules();
    /// Sets these; with the lines in the ledger or not at all. Durable at once.
    Result<> setRules(const std::map<QString, qint64>& days, const std::vector<LedgerEntry>& lines);
    /// `beforeUtcMs`: what is older would go.
    Result<RetentionCount> count(const QString& kind, qint64 beforeUtcMs);
    /// Deletes some of what is older than that, a little at a time so that others can write in between; how many
    /// records. Call until it is 0.
    Result<qint64> deleteSome(const QString& kind, qint64 beforeUtcMs);

private:
    Journal& m_journal;
};

} // namespace busheng
