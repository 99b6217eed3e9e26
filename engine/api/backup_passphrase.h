// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

namespace busheng {

/// A backup holds the node's keys, and whoever has the file may try passphrases for years: one has as many characters
/// at least.
inline constexpr qsizetype kShortestBackupPassphrase = 10;

/// For one that a backup is sealed with from now on. Fails: Config BCK_NO_PASSPHRASE for none, CFG_BAD_VALUE for one
/// that is too short.
Result<> checkBackupPassphrase(const QString& passphrase);

} // namespace busheng
