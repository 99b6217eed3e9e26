// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/db/table_snapshot.h"

#include <map>

namespace busheng {

/// Which transactions a snapshot sees, as pg_current_snapshot() says it: all below xmin, none from xmax on, and of
/// those between all but `running`.
struct PgVisibility {
    std::uint64_t xmin = 0;
    std::uint64_t xmax = 0;
    std::vector<std::uint64_t> running;

    /// `xid` is the 32 bits that the change stream carries; its epoch is the one nearest to the snapshot.
    bool sees(std::uint32_t xid) const;
    /// "10:20:10,14,15". Fails: Protocol.
    static Result<PgVisibility> parse(const QString& text);
};

/// A REPEATABLE READ, READ ONLY transaction on a connection of its own. See TableSnapshot.
///
/// All values are Native cells: the type's binary send form. Keys compare in the same way in every database
/// (pg_key_sql.h): as the key's own index does, save for texts whose collation is not bytewise, enums and extension
/// types, which are sorted unless another index serves. A scan that goes on behind the last row that the one before it
/// gave (and neither has an end or a limit) goes on reading the same COPY instead of asking anew, which is how a load
/// of many blocks stays one pass; counting and fetching in between do not disturb it. A keyless table is given in
/// physical order; ranges of it must be empty, but a scan may be ended by its sink and gone on with by passing the
/// whole last row as `after`. Rows are never all in memory. A sink must not use the same snapshot. A policy that would
/// hide rows makes reading fail. A statement that fails does not cost the snapshot; when the server or the connection
/// goes, all of it is gone, and the error is transient.
class PgSnapshot final : public TableSnapshot {
public:
    static Result<std::unique_ptr<PgSnapshot>> open(const PgConnection::Options& options);
    ~PgSnapshot() override;

    void restrict(const QString& table, const QString& condition) override;
    Result<std::uint64_t> countRows(const TableSchema& table) override;
    Result<> scan(const TableSchema& table, const KeyRange& range, std::uint64_t limit, const RowSink& sink) override;
    Result<Bytes> fetch(const TableSchema& table, BytesView key) override;
    /// By a sample of the keys, where the key's index serves the order.
    Result<std::vector<Bytes>> divide(const TableSchema& table, BytesView after, std::uint64_t bytes) override;
    /// It needs one connection, where this one needs two.
    Result<std::unique_ptr<TableSnapshot>> openAnother() const override;

    /// By table. To be said before it is read.
    void setLargeColumns(std::map<QString, std::vector<LargeColumn>> columns);
    std::vector<LargeColumn> largeColumns(const QString& table) const override;
    Result<std::vector<LargeValue>> describeValues(const TableSchema& table, const KeyRange& range,
                                                   std::uint64_t limit) override;
    Result<std::vector<LargeValue>> describeValues(const TableSchema& table, BytesView key) override;
    Result<> readValue(const TableSchema& table, BytesView key, const LargeColumn& column,
                       const PieceSink& sink) override;

    const PgVisibility& visibility() const;
    /// pg_current_wal_insert_lsn() just after the snapshot was taken: everything in it committed before this.
    std::uint64_t walPosition() const;
    /// For reading more of the same moment. Read only, and the transaction must stay open.
    PgConnection& connection();

private:
    struct Impl;
    explicit PgSnapshot(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace busheng
