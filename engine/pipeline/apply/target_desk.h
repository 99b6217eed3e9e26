// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/model/target_faults.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace busheng {

/// A row that the source is to send again: by its key, or of a keyless table by the whole row.
struct RowToResend {
    QString table;
    Bytes key;
};

/// What a person does at a target beside the stream (docs/apply-errors.md): looks at what was set aside, and decides.
/// It has a connection of its own; what it changes is committed when it returns.
///
/// Thread: one. Fails: Sql TGT_UNAVAILABLE; Config CFG_NOT_FOUND for an id that the stream has not; Config FLT_STATE
/// for one that is not in the state that this is for.
class TargetDesk {
public:
    virtual ~TargetDesk() = default;
    /// Newest first, `beforeId` 0: from the newest; `state` empty: all.
    virtual Result<std::vector<ExceptionRecord>> exceptions(const QString& stream, const QString& state,
                                                            qint64 beforeId, int limit) = 0;
    virtual Result<ExceptionRecord> exception(const QString& stream, qint64 id) = 0;
    /// Of an open one; `id` 0: of all open errors, the oldest `limit`.
    virtual Result<std::vector<RowToResend>> rowsToResend(const QString& stream, qint64 id, int limit) = 0;
    /// The row stays as it is in the target; who said so and why is kept with it.
    virtual Result<> dismiss(const QString& stream, qint64 id, const QString& by, const QString& reason) = 0;
    /// Of an open conflict. "target": it is over. "source": the decision is kept, the row has to be sent again.
    virtual Result<> decide(const QString& stream, qint64 id, const QString& take, const QString& by) = 0;
    /// The table's operations wait from the next commit on. A table that a person parked waits until release().
    virtual Result<> park(const QString& stream, const QString& table, const QString& why, bool byPerson) = 0;
    /// It goes on as soon as it fits. Fails: Config CFG_NOT_FOUND when it is not parked.
    virtual Result<> release(const QString& stream, const QString& table) = 0;
    virtual Result<TargetFaults> faults(const QString& stream) = 0;
};

/// A row whose every change was set aside is sent once.
void eachOnce(std::vector<RowToResend>& rows);
/// FLT_STATE: the exception is not open, or of another kind; `kind` empty: of any.
Failure notOpen(const ExceptionRecord& record, const QString& kind);

/// A row of the columns id, kind, state, table, operation, key, sequence, position, old, new and current row, SQL
/// state, message, outcome, attempts, created and changed (milliseconds), decided by, reason, as every desk asks for
/// them.
template <typename Rows>
ExceptionRecord exceptionRecordAt(const Rows& found, int row)
{
    ExceptionRecord record;
    record.id = found.integer(row, 0);
    record.kind = found.text(row, 1);
    record.state = found.text(row, 2);
    record.table = found.text(row, 3);
    record.operation = found.text(row, 4);
    record.key = found.text(row, 5);
    record.sequence = static_cast<quint64>(found.integer(row, 6));
    record.position = static_cast<quint64>(found.integer(row, 7));
    record.oldRow = found.text(row, 8);
    record.newRow = found.text(row, 9);
    record.currentRow = found.text(row, 10);
    record.sqlState = found.text(row, 11);
    record.message = found.text(row, 12);
    record.outcome = found.text(row, 13);
    record.attempts = static_cast<quint64>(found.integer(row, 14));
    record.createdUtcMs = found.integer(row, 15);
    record.changedUtcMs = found.integer(row, 16);
    record.decidedBy = found.text(row, 17);
    record.reason = found.text(row, 18);
    return record;
}

} // namespace busheng
