// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/model/row_change.h"
#include "engine/pipeline/apply/target_writer.h"

#include <map>

namespace busheng {

/// Tables of a PostgreSQL target whose operations wait (docs/apply-errors.md): busheng.parked_table says which,
/// busheng.parked holds the operations in order, block by block, busheng.parked_structure the structures that their
/// rows were written by. All of it in the transaction of the checkpoint: an operation is either in its table or here.
///
///   park -> operations wait -> the table fits again -> oldest blocks are applied and deleted, in one commit -> ... ->
///   nothing waits: not parked
///
/// Thread: that of the connection. Memory: kMostBytes of waiting operations, and one row. Fails: as PgConnection.
class PgParking {
public:
    /// What waits together: operations of one table, of one structure, from one place.
    struct Block {
        std::int64_t number = 0;
        PacketPlace place;
        std::uint32_t version = 0; ///< of the structure
        bool tolerant = false;
        Bytes operations;
    };

    /// Makes the tables where they are missing. Outside a transaction.
    static Result<> createTables(PgConnection& connection);
    /// Where it is parked already: says the newer reason.
    static Result<> park(PgConnection& connection, const QString& stream, const QString& table, const QString& why,
                         bool byPerson);
    /// False: it is not parked.
    static Result<bool> release(PgConnection& connection, const QString& stream, const QString& table);
    static Result<std::vector<ParkedTable>> list(PgConnection& connection, const QString& stream);

    explicit PgParking(PgConnection& connection) : m_connection(connection) {}

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

    /// The oldest blocks of a table, some MiB at most.
    Result<std::vector<Block>> oldest(const QString& table);
    /// The structure of a block. Fails: Corrupt when it is not there.
    Result<DatasetSchema> structure(std::uint32_t version);
    /// Blocks up to `number` were applied. True: nothing waits any more, and the table is no longer parked.
    Result<bool> applied(const QString& table, std::int64_t number);

private:
    struct Waiting {
        std::int64_t last = 0; ///< number of the newest block
        Block block;           ///< not written yet
        std::uint64_t count = 0;
    };
    Result<> write(const QString& table, Waiting& waiting);

    PgConnection& m_connection;
    QString m_stream;
    bool m_known = false;
    bool m_touched = false;
    bool m_changed = false;
    std::map<QString, Waiting> m_parked;
    std::uint32_t m_structureKept = 0; ///< version that parked_structure is known to hold
};

} // namespace busheng
