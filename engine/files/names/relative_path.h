// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/names/name_fault.h"

namespace busheng {

/// What the path of an entry of a transferred tree or of an archive must keep, so that it stays beneath the receiving
/// directory: said by the other side, hence hostile until checked.
struct TreeRules {
    /// The receiver (or one that may receive later) runs Windows: devices, drives, endings and its forbidden
    /// characters are refused too.
    bool forWindows = false;
    /// Devices (CON, NUL) and a dot or blank at the end are refused whatever the receiver runs: who takes the file on
    /// to a machine with Windows has another one there, or none.
    bool noTraps = false;
    qsizetype mostBytes = 4095; ///< of the whole path
    qsizetype mostParts = 128;
};

/// Whether `path`, with '/' between its parts and none at its ends, may be created beneath a receiving directory.
/// Refused in any case: what is empty, absolute, begins with a drive, has '.', '..' or an empty part, a backslash, a
/// NUL or another control character, invisible characters, bytes that are no UTF-8, or parts that become '..' or a
/// separator when somebody decodes %2e and %2f. It says nothing about symbolic links that are there already: open
/// beneath the root (openat2 with RESOLVE_BENEATH) all the same. Thread: any.
NameResult<void> checkTreePath(BytesView path, const TreeRules& rules = {});

} // namespace busheng
