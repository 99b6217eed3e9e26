// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/db/sqlite/sqlite_database.h"

#include <QStringList>

namespace busheng::demo {

/// The five tables of the administrative divisions, children behind their parents.
inline const QStringList kTables = {QStringLiteral("province"), QStringLiteral("city"), QStringLiteral("area"),
                                    QStringLiteral("street"), QStringLiteral("village")};

/// Makes the province's database at `path`: a copy of `divisions` (china-division's data.sqlite), or, when that is
/// empty, the provinces, cities and areas of the GB/T 2260 table that the program carries.
Result<> makeProvinceDatabase(const QString& divisions, const QString& path);

Result<quint64> countRows(const QString& path);

/// Whether both files hold the same rows in all five tables, compared row by row by SQLite itself. Returns the number
/// of rows that one side has and the other has not.
Result<quint64> countDifferentRows(const QString& sourcePath, const QString& targetPath);

} // namespace busheng::demo
