// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/db/mariadb/my_connection.h"
#include "engine/model/dataset.h"
#include "engine/model/finding.h"

#include <vector>

namespace busheng {

/// Looks at a MariaDB or MySQL source before anything is read by its log; changes nothing. No finding: publish it.
///
/// Errors: SRC_UNAVAILABLE; SRC_VERSION (neither MariaDB 10.5 nor MySQL 5.6 or later); SRC_SETTING for what the log
/// must be like (myLogSettings), with the statement that mends it; SRC_RIGHTS with the statement that gives the right;
/// SRC_TABLE_* (missing, no ordinary table, not InnoDB, rows that the server changes by a reference without logging
/// them), SRC_COLUMN_UNSUPPORTED. Warnings: SRC_KEYLESS, SRC_INDEX_SKIPPED, SRC_PARENT_OUTSIDE, SRC_UNSAFE_SETTING,
/// SRC_LOG_RETENTION. Fails: Config for an empty list of tables, or one that names a table twice; for what it says of
/// encodings.
Result<std::vector<Finding>> preflightMyDataset(const DatabaseConfig& source, const DatasetConfig& dataset);

/// What an administrator runs so that `user` may read the dataset and the log, and no more. The user is one who comes
/// from anywhere ('user'@'%') with a password that the administrator sets afterwards.
Result<QStringList> mySourceUserSql(const DatabaseConfig& source, const DatasetConfig& dataset, const QString& user);
/// The same for a route that looks at the tables: reading them, writing the flag, making triggers.
Result<QStringList> myReaderSql(const DatabaseConfig& source, const DatasetConfig& dataset, const QString& user);
/// The same for a target.
Result<QStringList> myTargetUserSql(const DatabaseConfig& target, const QStringList& tables, const QString& user,
                                    bool makesTables);

} // namespace busheng
