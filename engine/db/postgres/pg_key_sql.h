// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/model/schema.h"

namespace busheng {

/// SQL that reads a table by its key, made from what the database itself says about the columns: a structure that came
/// from elsewhere gives names only.
///
/// The order is the same in every database, so that a range of keys means the same rows at source and target: texts
/// compare byte by byte (COLLATE "C", left out where the column compares so anyway, because an index serves only its
/// own collation), and types whose order or operators are a database's own matter (enums, extension types) by their
/// text.
class PgKeySql {
public:
    /// Fails: Schema when the table or one of its columns is not there.
    static Result<PgKeySql> of(PgConnection& connection, const TableSchema& table);

    /// "SELECT t.a, ... FROM ... AS t".
    const QString& select() const { return m_select; }
    /// " ORDER BY ..."; empty for a keyless table.
    const QString& order() const { return m_order; }
    /// Whether the key's own index serves this order, so that a range of keys costs no more than its rows.
    bool isServedByKey() const { return m_isServedByKey; }
    /// "SELECT key ..." of rows about `parts` - 1 times evenly spread behind `after` (empty: all), from about `percent`
    /// of the table's pages. Fails: as compared().
    Result<QString> divide(PgConnection& connection, BytesView after, std::uint64_t parts, double percent) const;
    /// "(key) > (values)" with `comparison` as its operator; the values of the encoded `key` are written into it, in
    /// words that the type reads back exactly. Fails: Corrupt for a key that is none of this table.
    Result<QString> compared(PgConnection& connection, const QString& comparison, BytesView key) const;
    /// " WHERE key = $1 AND ..." for queryBinary().
    const QString& equality() const { return m_equality; }
    /// The parameters for it, as views into `key`.
    Result<std::vector<std::optional<BytesView>>> parameters(BytesView key) const;

private:
    struct KeyColumn {
        QString sql;  ///< as it is ordered and compared
        QString type; ///< without a length, which a value must not be cut to
        bool asText = false;
    };

    QString m_table;
    QString m_select;
    QString m_order;
    QString m_equality;
    std::vector<KeyColumn> m_key;
    bool m_isServedByKey = false;
};

} // namespace busheng
