// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/table_snapshot.h"
#include "engine/model/dataset.h"
#include "engine/model/packet.h"
#include "engine/model/row_change.h"

#include <memory>
#include <optional>

namespace busheng {

/// Where a stream stands in its target. Lives in the target database (table busheng_checkpoint), written in the same
/// transaction as the rows it speaks of: exactly once, whatever dies.
struct Checkpoint {
    std::uint64_t sequence = 0;   ///< last applied packet; 0: none
    Digest digest{};              ///< of that packet
    Position position;            ///< last applied transaction
    std::uint64_t generation = 0; ///< of the initial load
    SubscriptionState state = SubscriptionState::Waiting;
    Position upsertUntil; ///< until here a resumed load makes changes tolerant (row may be there or not)
    std::uint64_t rowsLoaded = 0;
    std::uint64_t changesApplied = 0;
    /// LoadEnd::rowCount, kept while Checking so that a check which was cut short is repeated in full.
    std::vector<std::uint64_t> expectedRows;
    Bytes structure; ///< encodeSchema() of the structure in force; empty before the first
};

/// A row the target did not have as the source says it was.
enum class ConflictPolicy { Stop, Overwrite };

/// What an Applier needs of a target database. One implementation per database in this folder.
///
/// Thread: the apply worker only. Durable: everything since begin(), when commit() returned ok. Fails: Sql
/// TGT_UNAVAILABLE (transient: busy, gone), Conflict (TGT_CONFLICT), Schema (TGT_STRUCTURE), Corrupt (TGT_CHECKPOINT),
/// Storage (DSK_FULL transient), Protocol without event id for malformed operations. After a failure the open
/// transaction is rolled back by rollback().
class TargetWriter {
public:
    virtual ~TargetWriter() = default;
    /// All zeros for a stream that the target has not seen. To be called before the first writeCheckpoint(), which
    /// fails when the row is no longer what was read or written last: somebody edited it, or another process applies as
    /// well.
    virtual Result<Checkpoint> readCheckpoint(const QString& stream) = 0;
    virtual Result<> begin() = 0;
    /// Applies a block of operations in order, set-wise as far as order allows. `tolerant`: an Insert may find its row,
    /// an Update or Delete may not. Adds the rows it changed to `changed`. `schema` is the one given to
    /// createStructure() last, or the checkpoint's.
    virtual Result<> apply(const DatasetSchema& schema, BytesView block, bool tolerant, std::uint64_t& changed) = 0;
    /// Creates the missing tables and indexes; fails with TGT_STRUCTURE when one is there and differs.
    virtual Result<> createStructure(const DatasetSchema& schema) = 0;
    /// Deletes all rows of the dataset's tables. Fails with TGT_NOT_EMPTY when there are rows and `mayReplace` is
    /// false.
    virtual Result<> emptyTables(const DatasetSchema& schema, bool mayReplace) = 0;
    virtual Result<> writeCheckpoint(const QString& stream, const Checkpoint& checkpoint) = 0;
    virtual Result<> commit() = 0;
    virtual void rollback() = 0;
    /// A snapshot of what is committed now, on its own connection, for verification in another thread.
    virtual Result<std::unique_ptr<TableSnapshot>> openSnapshot() = 0;
    /// Checks that go beyond counts (references between tables). Empty: all well; else one line per finding.
    virtual Result<QStringList> checkIntegrity(const DatasetSchema& schema) = 0;
    /// A table as the target has it, by its name here; nothing when there is none. Fails: Schema when what has that
    /// name can be no target.
    virtual Result<std::optional<TableSchema>> findTable(const QString& name) = 0;
    /// The statements that createStructure() would run now, in order; runs none. Fails: as createStructure(), save for
    /// tables that differ.
    virtual Result<QStringList> structureSql(const DatasetSchema& schema) = 0;
};

} // namespace busheng
