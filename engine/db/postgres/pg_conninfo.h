// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>

#include <vector>

namespace busheng {

/// What a person wrote as the location of a PostgreSQL database: libpq keywords ("host=... dbname=... user=...") or a
/// postgresql:// URI. Does not connect. Fails: Config CFG_BAD_VALUE for a syntax error, an unknown keyword, a missing
/// database name or user, or a password: it would lie in clear in the journal and in exported configurations; of
/// several addresses also for ports that do not fit them, one that is there twice, or target_session_attrs.
Result<> checkPgConninfo(const QString& location);

/// One of the servers that a location names: "host=a,b port=5432". Empty parts are libpq's default.
struct PgServer {
    QString host;
    QString hostAddress; ///< hostaddr: no name is resolved
    QString port;

    QString toString() const; ///< "10.1.2.3:5432"
};

/// In their order; one without a name when the location leaves it to libpq. Fails: Config CFG_BAD_VALUE.
Result<std::vector<PgServer>> pgServers(const QString& location);

/// Why a server that is `found` ("system/timeline") is not the one that was known as `known`, or a former primary of
/// it; empty: it is the one, or was promoted since.
QString whyNotPgServer(const QString& known, const QString& found);

/// The same database for another user, as libpq keywords. Fails: as above.
Result<QString> pgConninfoAs(const QString& location, const QString& user);

} // namespace busheng
