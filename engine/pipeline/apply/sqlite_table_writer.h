// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/sqlite/sqlite_database.h"
#include "engine/pipeline/apply/sqlite_row_settler.h"

#include <optional>
#include <unordered_map>

namespace busheng {

/// Writes row operations on one table of a SQLite target through prepared statements that are made once.
///
/// Strict: the target's row must be as the source says it was, to the byte where the source tells all of it, else
/// TGT_CONFLICT. Tolerant (a resumed load catching up): the source's row wins, whatever was there. A whole row that
/// meets another row in a secondary unique index removes that one then: the source holds both constraints, so the other
/// row is out of date.
///
/// A row that does not go is settled as the policy says; without one that settles it is the failure.
///
/// Thread: that of the database. Fails: Conflict TGT_CONFLICT; Schema TGT_STRUCTURE when the table is no longer what
/// the structure says; Protocol without event for malformed rows; Sql and Storage that may pass.
class SqliteTableWriter {
public:
    /// The database and the settler must outlive the writer.
    SqliteTableWriter(SqliteDatabase& database, QString target, TableSchema table, SqliteRowSettler& settler);

    /// Adds the rows it changed to `changed`.
    Result<> apply(const RowChange& change, bool tolerant, std::uint64_t& changed);

private:
    Result<> empty();
    Result<> write(const RowChange& change, bool tolerant);
    Result<> writeSource(const RowChange& change, BytesView whole);
    Result<> requireAsItWas();
    Result<> decode(const RowChange& change);
    Result<> decodeKey(const RowChange& change);
    Result<> decodeRowAfter(const RowChange& change);
    Result<> insert();
    Result<> upsert(bool mayReplaceOthers);
    Result<> update(bool tolerant);
    Result<> move();
    Result<> updateInPlace(bool& found);
    Result<> remove(bool mayBeMissing);

    Result<SqliteStatement*> updateStatement();
    Result<> prepare(std::optional<SqliteStatement>& statement, const QString& sql);
    Result<> runWithRow(SqliteStatement& statement);
    QString columnList() const;
    QString keyCondition(std::size_t firstParameter) const;
    QString insertSql(const QString& verb) const;

    bool keyChanges() const;
    bool rowIsWhole() const;
    bool canReplaceOthers() const;
    QString keyText() const;
    Failure malformed(const QString& why) const;
    Failure conflict(const QString& expected, const QString& native = {}) const;
    Failure explain(Error error) const;

    SqliteDatabase& m_database;
    QString m_target;
    TableSchema m_table;
    SqliteRowSettler& m_settler;
    std::vector<bool> m_isKey; ///< per column
    bool m_hasOtherUnique = false;

    std::optional<SqliteStatement> m_insert;
    std::optional<SqliteStatement> m_upsert;
    std::optional<SqliteStatement> m_replace;
    std::optional<SqliteStatement> m_delete;
    std::unordered_map<std::string, SqliteStatement> m_updates; ///< by the columns they set, a byte each
    std::string m_updateColumns;                                ///< of the update at hand

    Bytes m_key;                ///< the operation at hand: its key, where the source tells the whole old row
    BytesView m_old;            ///< the operation at hand: the whole old row, where the source tells it
    std::vector<Cell> m_before; ///< the operation at hand: key cells
    std::vector<Cell> m_after;  ///< the operation at hand: whole row
    std::uint64_t m_changed = 0;
};

} // namespace busheng
