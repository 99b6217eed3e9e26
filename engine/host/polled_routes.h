// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/database_drivers.h"

namespace busheng {

/// The routes that look at the tables again and again (docs/routes.md): all but the log, and SQLite's triggers.
bool isPolled(const DatabaseConfig& source, Route route);

/// As openCapturer() and preflightDataset() of database_drivers.h, of a job whose route is one of these.
Result<std::unique_ptr<Capturer>> openPolledCapturer(const CaptureJob& job, Position resumeAfter,
                                                     const std::optional<DatasetSchema>& known, std::stop_token stop);
Result<std::vector<Finding>> preflightPolled(const CaptureJob& job);
/// Takes triggers and change tables away again, where the route has made some.
Result<> uninstallPolled(const CaptureJob& job);
/// As sourceUserSql() of database_drivers.h.
Result<QStringList> polledUserSql(const CaptureJob& job, const QString& user);

} // namespace busheng
