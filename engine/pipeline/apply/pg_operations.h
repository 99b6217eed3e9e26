// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/apply/pg_exception_store.h"
#include "engine/pipeline/apply/pg_keyless_batch.h"
#include "engine/pipeline/apply/pg_parking_tables.h"
#include "engine/pipeline/apply/pg_row_settler.h"
#include "engine/pipeline/apply/pg_row_writer.h"
#include "engine/pipeline/apply/pg_set_writer.h"
#include "engine/pipeline/apply/pg_target_session.h"

#include <unordered_set>

namespace busheng {

/// Gathers operations of a target transaction and writes them as sets, table by table, when enough are there, when
/// order demands it, and at flush().
///
///     block -> log (in order) -> per table what it comes to -> flush: sets
///                   |                                             | a set is refused
///                   +--------- one by one, in order <-------------+ (back to before the set)
///
/// What a policy other than "stop" can settle is settled there (PgRowSettler): the operations before it are kept by a
/// savepoint, and those behind it go on.
///
/// The log is kept until the sets are written, so that a set that is refused (a conflict, or values of a unique index
/// that pass from row to row) is taken back and applied operation by operation at once: that either succeeds, or names
/// the exact row. Few operations, the strict mode, and what no set can express go that way directly.
///
/// Thread: the apply worker. Memory: bounded by kMostOperations and kMostBytes, and one row. Fails: as TargetWriter.
class PgOperations {
public:
    explicit PgOperations(PgTargetSession& session);

    Result<> begin(const QString& origin, const QString& more);
    /// Counts operations in `changed`; not all of them are written yet when it returns.
    Result<> take(const DatasetSchema& schema, BytesView block, bool tolerant, std::uint64_t& changed);
    Result<> flush();
    /// What is taken from now on belongs to this stream and comes from there.
    void setPlace(const QString& stream, const PacketPlace& place);
    PgExceptionStore& exceptions() { return m_exceptions; }
    Parking& parking() { return m_parking; }
    /// Operations of this table are written although it is parked; empty: of none.
    void setDraining(const QString& table) { m_draining = table; }
    void committed();
    void rolledBack();

    /// The transaction holds something that did not come through take().
    void touched() { m_pristine = false; }
    /// The tables were emptied in this transaction: what is loaded into them meets no rows.
    void emptied(const DatasetSchema& schema);
    void forgetTables();

private:
    struct Table {
        PgTargetTable facts;
        std::optional<PgTableBatch> keyed;
        std::optional<PgKeylessBatch> keyless;
        bool inSet = false;      ///< has operations in the set at hand
        bool hasUpserts = false; ///< among them
    };
    struct Logged {
        Table* table;
        RowChange change;
        bool tolerant;
        bool isLoad;
    };
    struct PlaceFrom {
        std::size_t first; ///< index into the log
        PacketPlace place;
    };

    Result<Table*> tableAt(const DatasetSchema& schema, std::uint32_t tableId);
    Result<> takeOne(Table& table, const RowChange& change, bool tolerant);
    static bool isTolerant(const Table& table, bool tolerant);
    Result<> empty(Table& table, ChangeKind kind);
    Taken takeIntoSet(Table& table, const RowChange& change, bool tolerant);
    bool needsOrder(const Table& table, const RowChange& change) const;
    bool isFull(const RowChange& change) const;
    RowChange kept(const RowChange& change);
    Result<> write();
    Result<> writeSets();
    Result<> writeSet(Table& table);
    Result<> writeInOrder();
    Result<> writeSettling();
    Result<> writeRun(std::size_t first, std::size_t end);
    std::size_t nextSpecial(std::size_t from) const;
    Result<> settleOne(std::size_t index, const Error* why);
    PgFaultyOperation operationAt(std::size_t index) const;
    Error named(Error error, std::size_t index) const;
    Result<> takeBack();
    bool copiesUpserts(const Table& table) const;
    void clear();

    PgTargetSession& m_session;
    bool m_overwrite;
    PgRowWriter m_rows;
    PgSetWriter m_sets;
    PgKeylessWriter m_keyless;
    PgExceptionStore m_exceptions;
    PgParkingTables m_parkingTables;
    Parking m_parking;
    QString m_draining;
    PgRowSettler m_settler;
    QString m_stream;
    PacketPlace m_place;

    QString m_origin;
    QString m_more; ///< of begin(), for beginning once more
    std::unordered_map<std::uint32_t, std::unique_ptr<Table>> m_tables;
    std::uint32_t m_version = 0;                    ///< of the structure that m_tables were read for
    bool m_hasOldStatements = false;                ///< at the server, of tables that were forgotten
    std::unordered_set<std::uint32_t> m_emptied;    ///< tables that only our load has filled
    std::unordered_set<std::uint32_t> m_emptiedNow; ///< the same, by this transaction
    bool m_pristine = true;                         ///< nothing was written since begin()
    bool m_careful = false;                         ///< a set was refused: operation by operation until the next commit
    bool m_inOrder = false;                         ///< the log at hand is no set

    ByteArena m_arena;
    std::vector<Logged> m_log;
    std::vector<PlaceFrom> m_places; ///< of the log, ascending
    std::vector<Table*> m_inSet;
    bool m_hasRepairs = false; ///< the log holds rows that were sent again
};

} // namespace busheng
