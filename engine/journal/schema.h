// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QSqlDatabase>
#include <QStringList>

namespace busheng {

/// Brings the journal in `database` to the newest version, one step after the other, each in a transaction of its own
/// that also sets user_version: a crash leaves a whole version. `steps` are the SQL texts of versions 1, 2, 3 ...
/// Fails: Corrupt when the file is of a later version (UPG_NEWER) or was not made by us; else as sqlError().
Result<> migrateSchema(const QSqlDatabase& database, const QString& path, const QStringList& steps);

/// The version of the journal in `database`; 0: it is empty. Changes nothing. Fails: Corrupt SPL_CORRUPT (of another
/// program), UPG_NEWER (above `newest`).
Result<qint64> schemaVersion(const QSqlDatabase& database, const QString& path, qint64 newest);

/// The steps of this build: resources/sql/journal.
QStringList journalSchemaSteps();

} // namespace busheng
