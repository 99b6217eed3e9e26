// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/row_change.h"
#include "engine/pipeline/apply/target_writer.h"

#include <functional>
#include <map>

namespace busheng {

/// What waits together of a parked table: operations of one structure, from one place.
struct ParkedBlock {
    std::int64_t number = 0; ///< rises from the oldest on
    PacketPlace place;
    std::uint32_t version = 0; ///< of the structure
    bool tolerant = false;
    std::uint64_t count = 0;
    Bytes operations;
};

/// The tables of a target in which parked operations wait, as its kind of database writes them. Each call is one
/// statement or few, in the transaction at hand. Thread: that of the connection. Fails: as the connection.
class ParkingTables {
public:
    virtual ~ParkingTables() = default;
    /// The stream's parked tables, and the number of the newest block of each; 0: none waits.
    virtual Result<std::map<QString, std::int64_t>> parked(const QString& stream) = 0;
    virtual Result<> keepStructure(const QString& stream, std::uint32_t version, BytesView structure) = 0;
    virtual Result<> add(const QString& stream, const QString& table, const ParkedBlock& block) = 0;
    /// The oldest one behind the block of that number; nothing when there is none.
    virtual Result<std::optional<ParkedBlock>> next(const QString& stream, const QString& table,
                                                    std::int64_t after) = 0;
    /// Nothing when it is not there.
    virtual Result<std::optional<Bytes>> structure(const QString& stream, std::uint32_t version) = 0;
    virtual Result<> remove(const QString& stream, const QString& table, std::int64_t upTo) = 0;
    /// The table is parked no more, when nothing of it waits and no person holds it: then true.
    virtual Result<bool> end(const QString& stream, const QString& table) = 0;
    virtual Result<> removeStructures(const QString& stream) = 0;

    /// Where it is parked already: says the newer reason. A person's word stays.
    virtual Result<> park(const QString& stream, const QString& table, const QString& why, bool byPerson) = 0;
    /// False: it is not parked.
    virtual Result<bool> release(const QString& stream, const QString& table) = 0;
    virtual Result<std::vector<ParkedTable>> list(const QString& stream) = 0;
};

/// Tables of a target whose operations wait (docs/apply-errors.md), in the transaction of the checkpoint: an operation
/// is either in its table or in the parking tables.
///
///   park -> operations wait -> the table fits again -> oldest blocks are applied and deleted, in one commit -> ... ->
///   nothing waits: not parked
///
/// Thread: that of the connection. Memory: a block of each table, and one row. Fails: as ParkingTables.
class Parking {
public:
    /// `tables` must outlive it. `target`: for errors.
    Parking(ParkingTables& tables, QString target) : m_tables(tables), m_target(std::move(target)) {}

    /// Inside a transaction, at its begin.
    Result<> learn(const QString& stream);
    void forget() { m_known = false; }
    void rolledBack();
    void committed();
    bool takeChanged() { return std::exchange(m_changed, false); }

    bool isParked(const QString& table) const { return m_parked.contains(table); }
    bool isAny() const { return !m_parked.empty(); }
    /// Takes an operation of a parked table; written by flush() at the latest.
    Result<> add(const DatasetSchema& schema, const QString& table, const RowChange& change, bool tolerant,
                 const PacketPlace& place);
    Result<> flush();
    /// A load begins: what waits is of no use any more, and the table is to be emptied first.
    Result<> startAnew(const DatasetSchema& schema, const TableSchema& table, const PacketPlace& place);

    /// The oldest blocks of a table: some MiB, or one with a large row.
    Result<std::vector<ParkedBlock>> oldest(const QString& table);
    /// The structure of a block. Fails: Corrupt when it is not there.
    Result<DatasetSchema> structure(std::uint32_t version);
    /// Blocks up to `number` were applied. True: nothing waits any more, and the table is no longer parked.
    Result<bool> applied(const QString& table, std::int64_t number);

private:
    struct Waiting {
        std::int64_t last = 0; ///< number of the newest block
        ParkedBlock block;     ///< not written yet
    };
    Result<> write(const QString& table, Waiting& waiting);

    ParkingTables& m_tables;
    QString m_target;
    QString m_stream;
    bool m_known = false;
    bool m_touched = false;
    bool m_changed = false;
    std::map<QString, Waiting> m_parked;
    std::uint32_t m_structureKept = 0; ///< version that the tables are known to hold
};

/// What a writer does for drainOne().
struct DrainSteps {
    std::function<Result<>(const TableSchema& table)> begin; ///< a transaction, where the table fits
    std::function<Result<>(const QString& table)> write;     ///< its oldest blocks, and commits
    std::function<void()> rollback;
    std::function<Result<>(const QString& table, const QString& why)> park; ///< says the newer reason
};

/// The oldest blocks of the first table that fits again: TargetWriter::drainParked().
Result<bool> drainOne(const std::vector<ParkedTable>& parked, const DatasetSchema& schema, const DrainSteps& steps);
/// Applies the oldest blocks of a parked table, each with its structure, and takes them out of what waits.
Result<> drainOldest(Parking& parking, const QString& table,
                     const std::function<Result<>(const DatasetSchema& structure, const ParkedBlock& block)>& apply);
/// Those of the structure whose operations do not wait.
DatasetSchema withoutParked(const DatasetSchema& schema, const Parking& parking);

} // namespace busheng
