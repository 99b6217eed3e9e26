// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/odbc/odbc_catalog.h"
#include "engine/db/table_snapshot.h"

#include <map>

namespace busheng {

/// A read-only transaction as the dialect begins it, on a connection of its own. See TableSnapshot.
///
/// Keys stand in the order of their bytes, which the dialect says how to sort by. A table with a key is read in parts
/// of a few megabytes, by the dialect's paging; one without at one go, and ranges of it must be empty. A snapshot is
/// its connection's: openAnother() gives none. A sink must not use the same snapshot. Fails: also Schema
/// SRC_TABLE_REFUSED for a value that the neutral types have not, with the row's key.
class OdbcSnapshot final : public TableSnapshot {
public:
    static Result<std::unique_ptr<OdbcSnapshot>> open(OdbcConnection::Options options);

    void restrict(const QString& table, const QString& condition) override;
    Result<std::uint64_t> countRows(const TableSchema& table) override;
    Result<> scan(const TableSchema& table, const KeyRange& range, std::uint64_t limit, const RowSink& sink) override;
    Result<Bytes> fetch(const TableSchema& table, BytesView key) override;

    /// For reading more of the same moment.
    OdbcConnection& connection() { return *m_connection; }

private:
    struct Table {
        TableSchema schema;
        std::vector<OdbcColumn> columns; ///< of schema.columns
        std::vector<OdbcField> fields;
        QString select; ///< SELECT ... FROM ... t
        QString order;  ///< empty: keyless
        bool byRow = false;
        std::uint64_t partRows = 0;
    };
    struct Part {
        std::uint64_t rows = 0;
        std::uint64_t bytes = 0;
        OdbcEnd end = OdbcEnd::All;
    };

    explicit OdbcSnapshot(std::unique_ptr<OdbcConnection> connection) : m_connection(std::move(connection)) {}
    Result<Table> prepare(const TableSchema& table);
    Result<Table*> tableOf(const TableSchema& table);
    Result<QStringList> literals(const Table& table, BytesView key) const;
    Result<QString> bound(const Table& table, const QString& comparison, bool isInclusive, BytesView key) const;
    Result<Part> readPart(Table& table, const QString& sql, const RowSink& sink);
    Result<> writeRow(const Table& table, std::span<const OdbcValue> values);
    QString restriction(const QString& table) const;

    std::unique_ptr<OdbcConnection> m_connection;
    std::map<QString, Table> m_tables;         ///< by name
    std::map<QString, QString> m_restrictions; ///< by name
    Bytes m_row;                               ///< reused from row to row
    Bytes m_scratch;
};

} // namespace busheng
