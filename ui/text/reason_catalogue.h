// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace busheng {

/// The reasons that our own code gives in the arguments of events, and the few of Qt, OpenSSL and the operating system
/// that an operator meets; context "Reason" in the .ts files. %1 ... stand for whatever is there, which may be a reason
/// again. The lint checks that every reason in engine/ and app/ is among them. Thread: any.
std::span<const char* const> reasonCatalogue();
/// Its parts about files, and about certificates that are asked for; in reasonCatalogue().
std::span<const char* const> fileReasonCatalogue();
std::span<const char* const> identityReasonCatalogue();
/// Its part about routes that look at tables.
std::span<const char* const> routeReasonCatalogue();
std::span<const char* const> standbyReasonCatalogue();
/// Its part about offline starts and quality gates.
std::span<const char* const> offlineReasonCatalogue();
/// Its part about agreements.
std::span<const char* const> exchangeReasonCatalogue();
/// Its part about MariaDB.
std::span<const char* const> mariaDbReasonCatalogue();
/// Its part about databases behind ODBC.
std::span<const char* const> odbcReasonCatalogue();
/// Its part about types and values that a database of another kind has not.
std::span<const char* const> typeReasonCatalogue();
/// Its part about texts and their encodings.
std::span<const char* const> textReasonCatalogue();
/// Its part about backups, and about certificates that come with their keys.
std::span<const char* const> backupReasonCatalogue();
/// Its part about certificates of what was compared, and figures of flows.
std::span<const char* const> certificateReasonCatalogue();
/// Its part about operators.
std::span<const char* const> operatorReasonCatalogue();

} // namespace busheng
