// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>

namespace busheng::cli {

/// What `busheng-client sign-in` keeps for the commands after it: the token of a session, in a file of this user's
/// runtime directory (else of its data directory) that nobody else can read, named after the node's data directory.
/// BUSHENG_SESSION takes its place.

/// Empty: nobody has signed in. A file that others could read counts for nothing.
QString sessionToken(const QString& dataDirectory);
/// Fails: Storage; Config CFG_BAD_CERT when the file system cannot keep others out.
Result<> keepSession(const QString& dataDirectory, const QString& token);
Result<> forgetSession(const QString& dataDirectory);

} // namespace busheng::cli
