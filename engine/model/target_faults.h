// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace busheng {

/// A row that the target did not take, or a conflict and how it ended (docs/apply-errors.md). Rows are JSON objects as
/// text: column -> value as people read it, long texts cut.
struct ExceptionRecord {
    qint64 id = 0; ///< unique within the target database
    QString kind;  ///< "error", "conflict"
    QString state; ///< "open", "resolved", "dismissed", "settled" (by the policy)
    QString table;
    QString operation; ///< "insert", "update", "delete", "upsert", "remove", "load"
    QString key;
    quint64 sequence = 0; ///< of the packet
    quint64 position = 0;
    QString oldRow;     ///< as the source had it; empty: not known
    QString newRow;     ///< as the source has it; empty: deleted
    QString currentRow; ///< as the target had it; empty: not there
    QString sqlState;
    QString message;
    QString outcome; ///< of what is over: "source", "target", and by which policy
    quint64 attempts = 1;
    qint64 createdUtcMs = 0;
    qint64 changedUtcMs = 0;
    QString decidedBy; ///< who dismissed or resolved it
    QString reason;    ///< why

    bool operator==(const ExceptionRecord&) const = default;
};

/// A table whose changes wait in the target while the others flow.
struct ParkedTable {
    QString table;
    QString why;           ///< what differs, and the SQL that mends it; empty: a person parked it
    bool byPerson = false; ///< then only a person lets it go on
    quint64 waitingChanges = 0;
    qint64 sinceUtcMs = 0;

    bool operator==(const ParkedTable&) const = default;
};

/// What a target holds of a stream beside its rows.
struct TargetFaults {
    quint64 openErrors = 0;
    quint64 openConflicts = 0;
    quint64 settled = 0; ///< conflicts that the policy settled, as far as they are still listed
    std::vector<ParkedTable> parked;

    bool operator==(const TargetFaults&) const = default;
};

} // namespace busheng
