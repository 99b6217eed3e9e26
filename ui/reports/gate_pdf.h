// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/gate.h"

namespace busheng {

/// What a quality gate found and what a person said to it, on paper, with a place for a signature by hand and the
/// digest that the ledger has. Needs a QGuiApplication (offscreen will do). Thread: as PdfDocument. Fails: Storage,
/// event DSK_ERROR.
Result<> writeGatePdf(const QString& path, const GateReport& report);

} // namespace busheng
