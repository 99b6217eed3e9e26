// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/reconciliation.h"

#include <functional>

namespace busheng::cli {

/// Compares two listing files (engine/files/reconcile/listing_file.h). `lateAfterMinutes` 0: nothing is late.
/// Fails: Config, CFG_UNREADABLE or CFG_SYNTAX with the file; what `onDetail` says.
Result<ReconciliationSummary> reconcileListings(const QString& senderFile, const QString& receiverFile,
                                                qint64 lateAfterMinutes,
                                                const std::function<Result<>(const FileComparison&)>& onDetail);

} // namespace busheng::cli
