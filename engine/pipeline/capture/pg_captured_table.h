// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/model/large_value.h"
#include "engine/model/schema.h"

#include <map>

namespace busheng {

/// A column as the change stream describes it.
struct PgCapturedColumn {
    QString name;
    QString declaredType; ///< for people
    std::uint32_t typeId = 0;
    std::int32_t typeModifier = -1;

    bool operator==(const PgCapturedColumn&) const = default;
};

/// A table as it was when its capturing began: what the change stream is held against. Kept at the source, as the
/// comment on our publication, so that a restart finds changes of the structure that happened meanwhile.
struct PgCapturedTable {
    std::uint32_t id = 0; ///< TableSchema::id
    QString name;         ///< "schema.table"
    std::vector<PgCapturedColumn> columns;
    std::vector<std::uint32_t> keyColumns; ///< empty: keyless
    QStringList generatedColumns;
    std::vector<LargeColumn> largeColumns; ///< the stream has none of them

    bool operator==(const PgCapturedTable&) const = default;
};

/// Tables of a dataset and the columns whose values do not come with their rows (DatasetConfig::largeColumns).
struct PgDatasetTables {
    QString source; ///< for errors
    QStringList tables;
    QStringList largeColumns;
};
/// The structure of the rows as they come: without the large columns, and without indexes and computed columns that
/// need these. Fails: as readPgSchema; Schema SRC_TABLE_REFUSED for a column that cannot be read apart.
Result<DatasetSchema> readPgRowSchema(PgConnection& connection, const PgDatasetTables& tables);
/// The tables as they are now. Fails: as readPgRowSchema.
Result<std::vector<PgCapturedTable>> readPgCapturedTables(PgConnection& connection, const PgDatasetTables& tables);
/// By table; those that have some.
std::map<QString, std::vector<LargeColumn>> pgLargeColumns(const std::vector<PgCapturedTable>& tables);

/// Gives the tables the ids that `known` has for them, and tables that it has not an id of their own.
void keepTableIds(const DatasetSchema& known, std::vector<PgCapturedTable>& tables);
/// The same for a structure; what is loading there is loading still.
void keepTableIds(const DatasetSchema& known, DatasetSchema& schema);

QString pgCapturedTablesToText(const std::vector<PgCapturedTable>& tables);
/// Nothing when `text` is not one of ours.
std::optional<std::vector<PgCapturedTable>> pgCapturedTablesFromText(const QString& text);

/// Where two descriptions of the same tables first differ: the table, and what is different there; nothing: nowhere.
std::optional<std::pair<QString, QString>> pgCapturedDifference(const std::vector<PgCapturedTable>& captured,
                                                                const std::vector<PgCapturedTable>& found);

} // namespace busheng
