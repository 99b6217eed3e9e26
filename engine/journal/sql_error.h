// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QSqlError>

namespace busheng {

/// What SQLite said about the journal at `path`, as our Error: full disk is Storage DSK_FULL and transient, busy is
/// Storage and transient, other input/output is Storage DSK_ERROR, a damaged or foreign file is Corrupt (SPL_CORRUPT),
/// anything else is Internal, because the statements are ours.
Error sqlError(const QSqlError& error, const QString& path, const QString& doing);

} // namespace busheng
