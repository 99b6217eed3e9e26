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

} // namespace busheng
