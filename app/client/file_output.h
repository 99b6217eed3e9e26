// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"

namespace busheng::cli {

/// What the commands of file transfer print for people. Names come from other nodes: they are made safe to look at.
void printTasks(const std::vector<FileTaskSnapshot>& tasks);
/// One, with its settings and what went wrong.
void printTask(const FileTaskSnapshot& task);
void printRuns(const std::vector<FileRunRow>& runs);
void printFileRows(const std::vector<FileRow>& files);
void printResend(const FileResend& resend);
void printFileReconciliation(const FileReconciliation& found);

} // namespace busheng::cli
