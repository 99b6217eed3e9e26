// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/table_snapshot.h"
#include "engine/model/dataset.h"
#include "engine/model/large_value.h"
#include "engine/model/packet.h"
#include "engine/model/row_change.h"
#include "engine/model/target_faults.h"

#include <functional>
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
    /// Per table: while Initializing, LoadBegin::expectedRows; while Checking, LoadEnd::rowCount, kept so that a check
    /// which was cut short is repeated in full.
    std::vector<std::uint64_t> expectedRows;
    /// Frames of packet sequence + 1 that are applied already, when each transaction is committed by itself, and that
    /// packet's digest: another packet with this number begins at its first frame. 0: none.
    std::uint32_t partialFrames = 0;
    Digest partialDigest{};
    Bytes structure; ///< encodeSchema() of the structure in force; empty before the first
};

/// A row the target did not have as the source says it was.
enum class ConflictPolicy { Stop, Overwrite };

/// Where the operations that are applied now come from.
struct PacketPlace {
    std::uint64_t sequence = 0; ///< of the packet
    Position position;          ///< of the transaction; of the load's snapshot
    bool isLoad = false;        ///< rows of an initial load
};

/// An operation that never came to be one here: the target has no such value (translatedTarget).
struct RefusedOperation {
    QString table; ///< here
    ChangeKind kind = ChangeKind::Insert;
    Bytes key;       ///< with the target's values, as RowChange::before of a Remove
    Bytes otherKey;  ///< where an update moves the row, if it does and the target can hold it
    QString keyText; ///< for people
    QString newRow;  ///< JSON, as the source has it; empty: deleted
    Error why;       ///< TGT_VALUE, TGT_ROW_LARGE
};

/// A large value that came whole and lies on the disk (model/large_value.h), for as long as a call lasts.
class ValueSource {
public:
    virtual ~ValueSource() = default;
    virtual std::uint64_t size() const = 0;
    /// Gives all of it, in pieces. May be asked again. Fails: Storage; what `sink` returns.
    virtual Result<> read(const std::function<Result<>(BytesView piece)>& sink) = 0;
};
/// Which value it is.
struct ValuePlace {
    std::uint32_t tableId = 0;
    Bytes key; ///< as RowChange::before
    LargeColumn column;
};

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
    /// Applies a block of operations in order, set-wise as far as order allows. `tolerant`: in tables with a key an
    /// Insert may find its row, an Update or Delete may not; in a table that isLoading that holds anyway. Adds the rows
    /// it changed to `changed`. `schema` is the one given to createStructure() last, or the checkpoint's.
    virtual Result<> apply(const DatasetSchema& schema, BytesView block, bool tolerant, std::uint64_t& changed) = 0;
    /// createStructure() commits by itself: what was written before it must be committed with its checkpoint first.
    virtual bool commitsStructure() const { return false; }
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
    /// The same, whose rows are those of `schema`, which may be of another kind of database than the target.
    virtual Result<std::unique_ptr<TableSnapshot>> snapshotOf(const DatasetSchema&) { return openSnapshot(); }
    /// Checks that go beyond counts (references between tables). Empty: all well; else one line per finding.
    virtual Result<QStringList> checkIntegrity(const DatasetSchema& schema) = 0;
    /// A table as the target has it, by its name here; nothing when there is none. Fails: Schema when what has that
    /// name can be no target.
    virtual Result<std::optional<TableSchema>> findTable(const QString& name) = 0;
    /// The statements that createStructure() would run now, in order; runs none. Fails: as createStructure(), save for
    /// tables that differ.
    virtual Result<QStringList> structureSql(const DatasetSchema& schema) = 0;

    // Rows set aside and tables parked (docs/apply-errors.md). A database without them has none.
    /// Says where what apply() gets from now on comes from.
    virtual void setPlace(const QString& stream, const PacketPlace& place);
    /// An operation in its order that the target cannot hold: set aside as the policy says. Fails: with its own error.
    virtual Result<> refuse(const RefusedOperation& refused);
    /// An operation in its order that is too large for a stream and came without its large values: refuse() with what
    /// says which row it is here; where the target does not have the columns that were left out, as apply().
    /// `refused`: what people read.
    virtual Result<> leaveOut(const DatasetSchema& schema, const LeftOutChange& leftOut, bool tolerant,
                              RefusedOperation refused, std::uint64_t& changed);
    /// Writes a large value into its row, behind all that came before it; nothing: NULL. The row may not be there (set
    /// aside, or not carried): then nothing happens. Fails: as apply(); Schema TGT_STRUCTURE where the table has no
    /// such column; refuse() as the policy says for a value that the column does not take. A database that writes none:
    /// Config TGT_TYPE.
    virtual Result<> writeValue(const DatasetSchema& schema, const ValuePlace& place, ValueSource* value);
    /// As committed. Outside a transaction.
    virtual Result<TargetFaults> faults(const QString& stream);
    /// True once after something committed may have changed what faults() gives.
    virtual bool takeFaultsChanged() { return false; }
    /// Rows of the load that were set aside, so that they are not missed when rows are counted.
    virtual Result<std::uint64_t> rowsSetAside(const QString& stream, const QString& table);
    /// The table's operations wait: what is in it now is not what the source has.
    virtual bool isParked(const QString&) const { return false; }
    /// Writes the oldest operations that wait of a table that fits again, in a transaction of its own; the checkpoint
    /// stays as it is. Only between transactions. False: there is nothing that could be written. Fails: as apply();
    /// Schema TGT_STRUCTURE while no table fits, and then says so in faults().
    virtual Result<bool> drainParked(const QString& stream, const DatasetSchema& schema);
    /// A person or another connection changed exceptions or parked tables: they are read again at the next begin().
    virtual void forgetFaults() {}
};

} // namespace busheng
