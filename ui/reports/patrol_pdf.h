// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "ui/models/patrol_report.h"

namespace busheng {

/// The report of a patrol on paper. Needs a QGuiApplication (offscreen will do). Thread: as PdfDocument. Fails:
/// Storage, event DSK_ERROR.
Result<> writePatrolPdf(const QString& path, const PatrolFacts& facts);

/// "patrol-340000-20261127-0730.pdf"
QString patrolFileName(const PatrolFacts& facts);

} // namespace busheng
