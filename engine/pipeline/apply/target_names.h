// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/schema.h"
#include "engine/model/table_mapping.h"

namespace busheng {

/// How tables and columns are called at a target: rows stay as they are, a structure gets other names.
struct TargetNames {
    QString target;       ///< for errors
    QString targetSchema; ///< for tables whose mapping names none; empty: the source's
    std::vector<TableMapping> mappings;
    QString engine = {}; ///< the target's; tables that come from another one have no schema here, or this one:
    QString home = {};   ///< instead of "public" and of none; SQLite has none at all

    bool changesNothing() const;
    /// The structure under its names here. References follow; an index whose name begins with its table's takes the new
    /// one; a generated column is left out where columns have other names. Fails: Config MAP_TARGET (args: target,
    /// table, why) for a renamed column that is not there, or two tables or columns that would have one name.
    Result<DatasetSchema> named(const DatasetSchema& schema) const;
    /// One table of a structure of `sourceEngine`, without looking at the others.
    TableSchema named(const TableSchema& table, const QString& sourceEngine) const;

private:
    const TableMapping* mappingOf(const QString& table) const;
    QString tableName(const QString& source, const QString& sourceEngine) const;
    QString homeOf(const QString& source, const QString& sourceEngine) const;
    QString columnName(const QString& table, const QString& source) const;
    QStringList columnNames(const QString& table, QStringList columns) const;
};

} // namespace busheng
