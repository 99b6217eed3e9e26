// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace busheng {

/// Where the node of a data directory listens for its own user's programs: "<dataDirectory>/control.sock", or, when
/// that is longer than a socket's path may be (107 bytes), a file in the user's runtime directory named after the
/// directory. On Windows a pipe named after the directory. Server and client both ask this function; links in the
/// directory's path make no difference.
QString localApiPath(const QString& dataDirectory);

} // namespace busheng
