// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/schema.h"
#include "engine/pipeline/capture/my_binlog_value.h"

#include <memory>
#include <unordered_map>

namespace busheng {

/// Turns the rows of binary log events into operations (model/row_change.h) on the dataset's tables.
///
/// The log names tables by numbers that hold until the next file; each is described anew in each transaction that
/// changes it, and that description is held against the structure: another one is CAP_DRIFT, for the capturer to follow
/// or to stop at. A MySQL describes columns by their types alone (before 8.0, and by default): there they are those of
/// the structure in their order, and whoever uses this watches for statements that alter it. Thread: the capture
/// worker. Fails: Schema CAP_DRIFT, SRC_TABLE_REFUSED (a value that cannot be read); Protocol for malformed rows.
class MyRowBuilder {
public:
    /// The charsets must outlive it.
    static Result<MyRowBuilder> make(MyConnection& connection, MyCharsets& charsets, const QString& source,
                                     const DatasetSchema& schema);

    /// Takes the description of a table. False: it is none of the dataset's, and its rows are not wanted.
    Result<bool> describe(const binlog::Event& event);
    bool isKnown(std::uint64_t tableId) const { return m_maps.contains(tableId); }
    /// Appends the rows' operations to `block`; their number.
    Result<std::uint32_t> append(const binlog::Rows& rows, Bytes& block);
    /// Whether the log names the columns of rows, so that another structure shows by itself.
    bool haveNames() const { return m_haveNames; }
    /// What numbers mean ends with the file.
    void forgetNumbers() { m_maps.clear(); }
    /// Whether a statement could change one of the tables: "database.table" as it was written there.
    const TableSchema* table(const QString& name) const;
    /// A server whose names are of no case (each on Windows) logs statements as they were written.
    Qt::CaseSensitivity caseOfNames() const { return m_caseOfNames; }
    const std::vector<TableSchema>& tables() const { return m_schema->tables; }

private:
    struct Column {
        binlog::Column wire;
        MyColumn declared;
        bool isWanted = true; ///< else the server computes it
    };
    struct Table {
        const TableSchema* schema = nullptr;
        Bytes description; ///< the event's body, to know it again
        std::vector<Column> columns;
    };

    MyRowBuilder(QString source, const DatasetSchema& schema)
        : m_source(std::move(source)), m_schema(std::make_shared<const DatasetSchema>(schema))
    {
    }
    Result<Table> match(binlog::TableMap map, const TableSchema& schema) const;
    Result<> nameColumns(binlog::TableMap& map, const TableSchema& schema) const;
    Result<> readRow(ByteReader& in, const Table& table, BytesView present, Bytes& row);
    Result<> writeCells(ByteReader& in, const Table& table, BytesView nulls, Bytes& row);
    void writeKey(const Table& table, const Bytes& row, Bytes& key) const;
    void leaveLargeAlone();

    QString m_source;
    bool m_haveNames = true;
    Qt::CaseSensitivity m_caseOfNames = Qt::CaseSensitive;
    std::shared_ptr<const DatasetSchema> m_schema;
    std::unordered_map<std::uint32_t, std::vector<MyColumn>> m_declared; ///< by TableSchema::id
    std::unordered_map<std::uint64_t, Table> m_maps;                     ///< by the log's number
    std::vector<std::size_t> m_offsets;       ///< of the cells of the row written last, and its end
    std::vector<std::size_t> m_beforeOffsets; ///< of an update's old row
    Bytes m_before;
    Bytes m_after;
    Bytes m_key;
};

} // namespace busheng
