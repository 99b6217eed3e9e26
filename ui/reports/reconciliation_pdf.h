// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "ui/reports/task_reconciliation.h"

#include <vector>

namespace busheng {

/// How many files a PDF names; the rest is counted and stands in the CSV.
inline constexpr std::size_t kMostPdfRows = 1000;

/// The report for people and the files: conclusion, summary, and the files that are not equal (`details`, at most
/// kMostPdfRows of `detailCount`), A4, pages numbered. Needs a QGuiApplication (offscreen will do).
/// Thread: any. Fails: Storage, event DSK_ERROR.
Result<> writeReconciliationPdf(const QString& path, const ReconciliationTitle& title,
                                const ReconciliationSummary& summary, const std::vector<FileComparison>& details,
                                qint64 detailCount);
/// The same of what both nodes' records of a task say.
Result<> writeTaskReconciliationPdf(const QString& path, const ReconciliationTitle& title,
                                    const FileReconciliation& found);

} // namespace busheng
