// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>

namespace busheng {

/// What a person wrote as the location of a PostgreSQL database: libpq keywords ("host=... dbname=... user=...") or a
/// postgresql:// URI. Does not connect. Fails: Config CFG_BAD_VALUE for a syntax error, an unknown keyword, a missing
/// database name or user, or a password: it would lie in clear in the journal and in exported configurations.
Result<> checkPgConninfo(const QString& location);

/// The same database for another user, as libpq keywords. Fails: as above.
Result<QString> pgConninfoAs(const QString& location, const QString& user);

} // namespace busheng
