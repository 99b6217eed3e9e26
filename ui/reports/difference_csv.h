// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"

#include <QByteArray>

namespace busheng {

/// What a reconciliation of tables found, for spreadsheet programs: a line for each field of each row that differs.
/// Thread: any.
QByteArray differenceCsvHead();
QByteArray differencesAsCsv(const std::vector<Difference>& differences);

} // namespace busheng
