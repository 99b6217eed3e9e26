// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QStringList>

#include <stop_token>

namespace busheng {

/// Runs the statements that give a user his rights as `administrator`, at the database of `location`; answers with what
/// was run. MariaDB commits each by itself: what stood before a refused one stays, and all may be run again.
///
/// Blocks. Fails: Config RGT_REFUSED with the statement that was refused, CONNECT when nobody let us in; Sql transient
/// when the connection broke.
Result<QStringList> runMyAsAdministrator(const QString& location, const QString& name, const QString& administrator,
                                         const QStringList& statements, std::stop_token stop = {});

} // namespace busheng
