// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

namespace busheng::binlog {

/// Appends a JSON document of MySQL (5.7 or later), as its log and its tables hold it, as the text that a SELECT there
/// gives. False: it is malformed, deeper than the server's 100 levels, or longer than its bytes can say; what was
/// appended is then no value. Source: MySQL's "Binary JSON" documentation. Not run against a real server.
bool jsonText(BytesView document, Bytes& out);

} // namespace busheng::binlog
