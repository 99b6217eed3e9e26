// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/reports/reconciliation_words.h"

namespace busheng {

/// The beginning of a detail file: byte order mark and header.
QByteArray reconciliationCsvStart();
QByteArray reconciliationCsvRow(const FileComparison& detail);
/// The summary, a file of its own.
QByteArray reconciliationCsvSummary(const ReconciliationTitle& title, const ReconciliationSummary& summary);

} // namespace busheng
