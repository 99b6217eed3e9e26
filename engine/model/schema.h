// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <vector>

namespace busheng {

/// A column as its source declares it.
struct ColumnSchema {
    QString name;
    QString declaredType; ///< the source's own words: "VARCHAR(255)"
    bool notNull = false;
    QString defaultValue; ///< SQL text; empty: none

    bool operator==(const ColumnSchema&) const = default;
};

struct ForeignKey {
    QStringList columns;
    QString referencedTable;
    QStringList referencedColumns; ///< empty: the referenced table's primary key
    QString onUpdate;              ///< "CASCADE", "SET NULL", ...; empty: no action
    QString onDelete;

    bool operator==(const ForeignKey&) const = default;
};

struct UniqueIndex {
    QString name;
    QStringList columns;
    bool unique = true;

    bool operator==(const UniqueIndex&) const = default;
};

/// A table's structure. `id` is small, given by the dataset, and never reused within it.
struct TableSchema {
    std::uint32_t id = 0;
    QString name;
    std::vector<ColumnSchema> columns;
    std::vector<std::uint32_t> keyColumns; ///< indices into columns, in key order; empty: keyless
    std::vector<ForeignKey> foreignKeys;
    std::vector<UniqueIndex> indexes; ///< beside the key
    bool withoutRowid = false;        ///< SQLite only
    /// Columns that the database computes from others (GENERATED ALWAYS AS ... STORED); defaultValue is the expression.
    /// Rows carry no value for them: they are not among `columns`.
    std::vector<ColumnSchema> generatedColumns;
    /// Columns whose values come behind their rows (model/large_value.h), in the order of the dataset's structure; no
    /// others may. They are not among `columns` either.
    QStringList largeColumns;
    /// Its rows come piece by piece among the changes: until the structure that says otherwise, a change may find a row
    /// that is not there yet, or is there already.
    bool isLoading = false;

    bool operator==(const TableSchema&) const = default;
    const ColumnSchema* column(const QString& columnName) const;
};

/// A type of the source's own that columns of its tables have. Values of an enum travel as their labels, those of a
/// domain as its base type's.
struct UserType {
    QString name;       ///< as a column's declaredType says it: "public.mood"
    QStringList labels; ///< of an enum, in their order; empty: a domain
    QString baseType;   ///< of a domain, in the words of a declaredType
    bool notNull = false;

    bool operator==(const UserType&) const = default;
};

/// The structure of a dataset at a moment. `version` rises with every change.
struct DatasetSchema {
    std::uint32_t version = 1;
    std::vector<TableSchema> tables;
    QString engine =
        QStringLiteral("sqlite");     ///< whose types and values these are: "sqlite", "postgres", "mariadb", "odbc"
    std::vector<UserType> types = {}; ///< that the tables' columns have; each behind those that it is made of

    bool operator==(const DatasetSchema&) const = default;
    const TableSchema* table(std::uint32_t id) const;
    const TableSchema* table(const QString& name) const;
    bool hasLargeColumns() const;
};

/// CBOR, keys as text: docs/formats/structure.md. decode fails with Corrupt on anything malformed or unreasonable
/// (no tables, duplicate ids or names, key columns out of range).
Bytes encodeSchema(const DatasetSchema& schema);
Result<DatasetSchema> decodeSchema(BytesView bytes);

} // namespace busheng
