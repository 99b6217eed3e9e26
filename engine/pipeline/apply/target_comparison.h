// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/apply/target_look.h"

#include <functional>

/// What looking at a target has in common for all kinds of databases (target_look.h).
namespace busheng {

/// Fails: Schema TGT_STRUCTURE when `schema` is of another kind of database than `engine`.
Result<> requireEngine(const DatasetSchema& schema, const QString& engine, const QString& target);

using FindTable = std::function<Result<std::optional<TableSchema>>(const QString& name)>;
using Compare = QStringList (*)(const TableSchema& wanted, const TableSchema& found);

/// Each wanted table beside what the target has of that name, into `look`. Answers with what is wanted: `schema`, when
/// `ignoreColumns` without the columns that the target has not. Fails: as `findTable`, save for Schema: what is found
/// then is no table, and a difference.
Result<DatasetSchema> compareTables(const DatasetSchema& schema, bool ignoreColumns, const FindTable& findTable,
                                    Compare compare, TargetLook& look);

} // namespace busheng
