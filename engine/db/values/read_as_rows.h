// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/values/read_as_places.h"
#include "engine/model/cell.h"

namespace busheng {

class TextDecoder;

/// How the bytes of a text come from a database that knows nothing of the encoding that they are really in.
enum class ForeignBytes {
    Raw,   ///< as they are (SQLite; PostgreSQL in SQL_ASCII)
    Latin, ///< each as the UTF-8 of the character that latin1 has for it (PostgreSQL in LATIN1)
};

/// The cell in which a stream of the engine carries bytes that are no text in the encoding that is meant: a Blob of
/// PostgreSQL, whose own values are Native; a Native cell of SQLite, whose texts may well be blobs.
Cell unreadableText(const QString& engine, BytesView bytes);
/// It is such a cell, of a column of texts.
bool isUnreadableText(const QString& engine, const Cell& cell);

/// Makes of the rows of one table, as PostgreSQL and SQLite give them, the rows with the texts that
/// DatasetConfig::readAs means. (What MariaDB gives is read so at once: my_read_as.h.) Thread: one at a time.
class ReadAsTable {
public:
    ~ReadAsTable();
    ReadAsTable(ReadAsTable&&) noexcept;
    ReadAsTable& operator=(ReadAsTable&&) noexcept;

    /// Appends what a row of all columns, or a key, becomes. Bytes that are no text of their encoding travel as they
    /// are, in a cell of a kind that the database has for no text (unreadableText()), for the target to set aside with
    /// their row. Columns of a key must be ASCII where something was said of them. Fails: Schema SRC_TABLE_REFUSED for
    /// such bytes in a key, and in a table without one, because nothing could be found by them: with the row's key, the
    /// column and the bytes in hex.
    Result<> row(BytesView row, Bytes& out);
    /// Something was said of the column.
    bool isRead(std::size_t column) const { return m_decoders.at(column) != nullptr; }
    /// Appends the text that `own`, a value of such a column, means. False: it is none.
    bool text(std::size_t column, BytesView own, Bytes& out);

private:
    friend class ReadAs;
    ReadAsTable() = default;
    bool isKey(std::size_t column) const;
    BytesView bytesOf(BytesView own);
    Failure refused(bool isKey, std::size_t column, BytesView bytes) const;

    QString m_source;
    QString m_engine;
    ForeignBytes m_bytes = ForeignBytes::Raw;
    TableSchema m_table;
    std::vector<std::shared_ptr<const TextDecoder>> m_decoders; ///< of each column; null: it passes as it is
    std::vector<Cell> m_cells;                                  ///< these are reused from row to row
    std::vector<Bytes> m_texts;
    Bytes m_raw;
};

/// What a dataset says of the texts of its source. Thread: any, const.
class ReadAs {
public:
    /// `source`: for errors. Fails: as ReadAsPlaces.
    static Result<ReadAs> of(const QString& source, const QStringList& readAs, ForeignBytes bytes,
                             const DatasetSchema& schema);
    /// For a database that says of no text what it is in: something is said of all of them, and no column is of a type
    /// that may hold texts within its values. Fails: Config CFG_BAD_VALUE; Schema SRC_COLUMN_UNSUPPORTED.
    Result<> requireAll(const DatasetSchema& schema) const;
    /// `table`: of the schema, or some of the columns of one.
    Result<ReadAsTable> table(const TableSchema& table) const;

private:
    QString m_source;
    QString m_engine;
    ForeignBytes m_bytes = ForeignBytes::Raw;
    ReadAsPlaces m_places;
};

} // namespace busheng
