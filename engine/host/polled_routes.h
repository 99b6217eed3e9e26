// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/database_drivers.h"

namespace busheng {

/// The routes that look at the tables again and again, on every database (docs/routes.md).
bool isPolled(Route route);

/// As openCapturer() and preflightDataset() of database_drivers.h, of a job whose route is one of these.
Result<std::unique_ptr<Capturer>> openPolledCapturer(const CaptureJob& job, Position resumeAfter,
                                                     const std::optional<DatasetSchema>& known, std::stop_token stop);
Result<std::vector<Finding>> preflightPolled(const CaptureJob& job);

} // namespace busheng
