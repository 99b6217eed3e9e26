// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_value.h"
#include "engine/db/table_snapshot.h"

#include <map>

namespace busheng {

/// A place in a server's binary log: a file, and the offset behind an event there.
struct MyLogPlace {
    QString file;
    std::uint64_t offset = 0;
};

/// A REPEATABLE READ, READ ONLY transaction that begins with a consistent snapshot, on a connection of its own. Holds
/// no lock and keeps no writer waiting. See TableSnapshot.
///
/// Keys stand in the order of the collations that the given TableSchema names, so that source and target cut a table
/// alike; where the table here has the same one, as it does when this program made it, its index serves. A table with a
/// key is read in parts of a few megabytes; a keyless one at one go, in the server's order, and ranges of it must be
/// empty. MariaDB cannot hand a snapshot to another connection: openAnother() gives none. A sink must not use the same
/// snapshot. Fails: also Schema SRC_TABLE_REFUSED for a text that is none in its column's encoding (with the row's
/// key).
class MySnapshot final : public TableSnapshot {
public:
    /// place() is not known.
    static Result<std::unique_ptr<MySnapshot>> open(const MyConnection::Options& options);
    /// With its place in the binary log. A MySQL does not say that of a snapshot: there, and only there, the tables
    /// ("database.table") are held for reading while the snapshot begins, a few milliseconds; a lock that is not given
    /// within two seconds is given up. Fails: also Sql transient 1205, when a transaction that has changed one of the
    /// tables stays open.
    static Result<std::unique_ptr<MySnapshot>> openAtPlace(const MyConnection::Options& options,
                                                           const QStringList& tables);

    void restrict(const QString& table, const QString& condition) override;
    Result<std::uint64_t> countRows(const TableSchema& table) override;
    Result<> scan(const TableSchema& table, const KeyRange& range, std::uint64_t limit, const RowSink& sink) override;
    Result<Bytes> fetch(const TableSchema& table, BytesView key) override;

    /// Of openAtPlace(): where in its binary log the server stood; what committed before is seen, and nothing else (of
    /// a MySQL: of the tables that were named). No file: it keeps none.
    const MyLogPlace& place() const { return m_place; }
    /// For reading more of the same moment. Read only, and the transaction must stay open.
    MyConnection& connection() { return *m_connection; }

private:
    struct Table {
        TableSchema schema;
        std::vector<MyColumn> columns;
        QStringList keyTerms;
        QString select; ///< SELECT ... FROM ... AS t
        QString order;  ///< empty: keyless
        std::uint64_t partRows = 0;
    };

    explicit MySnapshot(std::unique_ptr<MyConnection> connection) : m_connection(std::move(connection)) {}
    Result<> begin();
    Result<> beginAtOwnPlace();
    Result<> beginAtHeldPlace(const MyConnection::Options& options, const QStringList& tables);
    Result<Table*> tableOf(const TableSchema& table);
    Result<Table> prepare(const TableSchema& table);
    Result<QString> bound(const Table& table, const QString& comparison, bool isInclusive, BytesView key) const;
    Result<QStringList> literals(const Table& table, BytesView key) const;
    Result<bool> readPart(Table& table, const QString& sql, std::uint64_t& rows, const RowSink& sink);
    Result<> writeRow(const Table& table, const MyRow& fields);

    std::unique_ptr<MyConnection> m_connection;
    MyLogPlace m_place;
    MyCharsets m_charsets;
    std::map<QString, Table> m_tables;         ///< by name
    std::map<QString, QString> m_restrictions; ///< by name
    Bytes m_row;                               ///< reused from row to row
    std::uint64_t m_partBytes = 0;
};

} // namespace busheng
