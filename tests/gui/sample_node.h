// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/backup_values.h"
#include "engine/api/configuration.h"
#include "engine/api/operator_values.h"
#include "engine/api/values.h"

namespace busheng::test {

/// The ministry's node on an ordinary day: three provinces, one of them unreachable; four flows; two alarms.
NodeSnapshot ministryNode();
/// Its databases: one source and two targets, one of them written as a URI.
NodeConfiguration ministryConfiguration();
/// A reconciliation of two tables that found a missing, an extra and a different row.
VerificationSnapshot foundDifferences();
/// The ministry's node with rows set aside, a conflict and a parked table in its first subscription.
NodeSnapshot failingNode();
/// What was set aside there, newest first.
std::vector<ExceptionRecord> someExceptions();
/// One subscription, stopped by its quality check.
NodeSnapshot qualityNode();

/// A province's node: it publishes one dataset to the ministry and a neighbour, and subscribes to one.
NodeSnapshot provinceNode();

/// A node that sends files: one task runs, one had files that failed, one waits for its time, one is switched off.
NodeSnapshot filesNode();
/// Their runs, newest first, and one that was received.
std::vector<FileRunRow> someRuns();
/// The files of one run, in all states.
std::vector<FileRow> someFiles();
/// `count` lines, newest first.
std::vector<LedgerRow> someLedger(qint64 count);
/// Both directions, with keys that were wiped.
std::vector<LinkKeyRecord> someLinkKeys();
BackupShelf someBackups();
std::vector<OperatorSnapshot> someOperators();     ///< one of each role
std::vector<ReviewedChange> someReviewedChanges(); ///< three that wait, one that was rejected
/// Certificates that hold, end soon and have ended, counted from now.
std::vector<CredentialSnapshot> someCredentials();

} // namespace busheng::test
