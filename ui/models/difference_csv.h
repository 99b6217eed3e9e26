// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"

#include <QByteArray>

namespace busheng {

/// What a reconciliation found, for spreadsheet programs: UTF-8 with a byte order mark, a line for each field of each
/// row that differs; fields quoted as RFC 4180 says, and none is taken for a formula.
QByteArray differencesAsCsv(const VerificationSnapshot& verification);

/// One field of it.
QString csvField(const QString& value);

} // namespace busheng
