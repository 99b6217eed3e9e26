// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/model/cell.h"
#include "engine/model/schema.h"

#include <functional>
#include <span>

namespace busheng {

struct PgTargetColumn {
    QString name;                ///< quoted
    std::uint32_t type = 0;      ///< pg_type oid at this target
    std::uint32_t arrayType = 0; ///< of arrays of it; 0: there is none (an array itself)
    bool isKey = false;
    bool identityAlways = false;                             ///< takes values on INSERT only
    enum class Hash { None, Value, Text } hash = Hash::None; ///< how it goes into the row hash of a keyless table
};

/// A table of the dataset as the target has it, and the pieces of SQL that name it. Made when first written to and
/// forgotten when something failed: a person may have changed the table.
struct PgTargetTable {
    /// Fails: Schema TGT_STRUCTURE when the table or a column is missing; Sql.
    static Result<PgTargetTable> read(PgConnection& connection, const QString& target, const TableSchema& schema);

    TableSchema schema;
    QString name; ///< quoted
    std::vector<PgTargetColumn> columns;
    bool isPartitioned = false;     ///< a ctid alone does not say which row
    bool hasFurtherColumns = false; ///< beside ours, and not computed: a row that is written anew would lose them
    bool hasForeignKeys = false;    ///< from it or to it
    bool cascades = false;          ///< deleting elsewhere may delete here
    bool hasOtherUnique = false;

    bool isKeyless() const { return schema.keyColumns.empty(); }
    bool fitsArrays() const; ///< every column's values can be elements of an array
    std::vector<std::uint32_t> types(std::span<const std::uint32_t> which) const;
    std::vector<std::uint32_t> arrayTypes(std::span<const std::uint32_t> which) const;
    std::span<const std::uint32_t> all() const { return m_all; } ///< indices of all columns

    /// "a", "b": names of columns with `prefix` ("t.") before each.
    QString list(std::span<const std::uint32_t> which, const QString& prefix = {}) const;
    /// INSERT INTO ... (columns) OVERRIDING SYSTEM VALUE
    QString insertHead() const;
    /// ON CONFLICT (key) DO UPDATE SET all columns = excluded
    QString conflictClause() const;
    /// The row hash of a keyless table over columns that `term(i)` names; empty: no column can be hashed.
    QString rowHash(const std::function<QString(std::uint32_t column)>& term) const;
    /// rowHash() of the table's own row.
    QString rowHashOf(const QString& prefix) const;
    /// CREATE INDEX IF NOT EXISTS over rowHash(); empty: none is possible.
    QString rowMapSql() const;

    /// The source sent a keyed table's whole old row (REPLICA IDENTITY FULL) where it usually sends the key.
    bool hasWholeBefore(BytesView before) const;

    /// For people: a key's values, or of a keyless table the row's.
    QString keyText(std::span<const Cell> key) const;
    QString keyTextOfRow(std::span<const Cell> row) const;

private:
    std::vector<std::uint32_t> m_all;
};

} // namespace busheng
