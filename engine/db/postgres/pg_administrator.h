// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QStringList>

#include <stop_token>

namespace busheng {

/// Runs the statements that give `role` its rights (pg_rights_sql.h) as `administrator`, at the database of `conninfo`:
/// all in one transaction, so that a refusal leaves nothing behind. A role that is there already is altered instead of
/// made. Answers with what was run. The administrator's password comes from where the connection's own comes: its
/// passfile, or the server trusts him here.
///
/// Blocks. Fails: Config RGT_REFUSED with the statement that was refused, CONNECT when nobody let us in; Sql transient
/// when the connection broke.
Result<QStringList> runPgAsAdministrator(const QString& conninfo, const QString& name, const QString& administrator,
                                         const QString& role, QStringList statements, std::stop_token stop = {});

} // namespace busheng
