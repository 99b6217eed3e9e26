// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "engine/base/result.h"
#include "engine/model/timetable.h"

#include <QStringList>

#include <optional>

namespace busheng::cli {

/// Reconciliations of a node's tasks as files for people (§8.2.6).
struct TaskReportOptions {
    QString dataDirectory; ///< of the node
    QString directory;     ///< TASK/yyyyMMddHHmmss.csv and .pdf are made in it, and reports.json with what is done
    QStringList tasks;     ///< none: all that the node sends
    std::optional<Timetable> at; ///< none: once, now
    int count = 0;               ///< with `at`: ends after so many moments; 0: never
};

/// Asks the node for the reconciliation of each task and writes it, as CSV and as PDF. A report's period begins a day
/// before the end of the one before, so that a run that was under way then is looked at again; the first one begins
/// with the first run. What cannot be had now, because the link or the node is away, is tried again every minute until
/// it is; a moment that passed while this was not running is made up for once.
///
/// Blocks; needs a QGuiApplication. ExitWarning when nodes do not agree. Fails: Network when there is no node at the
/// beginning; Config CFG_NOT_FOUND for no such task; without `at` also what the node says; Storage.
Result<ExitCode> makeTaskReports(const TaskReportOptions& options);

} // namespace busheng::cli
