// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

namespace busheng {

/// Whether a task sends a file or directory of that name (§8.2.4; docs/file-names.md). `policy`: FileTaskConfig::names;
/// of a directory the rules of "upload" are those of "tree". Thread: any. Fails: Config NAM_REFUSED with the path, the
/// place in it, and the rule.
Result<> checkSentName(BytesView directory, BytesView name, const QString& policy, bool isDirectory = false);

/// Whether this node takes it, whatever its sender's task allows: it was said by another machine. Names that lead out
/// of the tree were refused with the whole message before (file_messages.h); this is about names that deceive: hidden
/// and turning characters, what becomes '..' somewhere else, devices. Under Windows also what that refuses. Fails: the
/// same.
Result<> checkReceivedName(BytesView directory, BytesView name);

} // namespace busheng
