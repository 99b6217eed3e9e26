// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/names/upload_name.h"

#include <functional>

namespace busheng {

/// What a new name is made of.
struct NameRequest {
    QString region;   ///< six digits, GB/T 2260
    QString initials; ///< capitals; initialsOf() makes them from the system's name
    QString suffix;   ///< "doc"
};

/// How far names may run ahead of the clock when more than one is asked for in a second.
inline constexpr int kMostSecondsAhead = 60;

/// Whether a name of this division, system and second was given away, whole or as parts, whatever its suffix. The
/// answer must be of durable knowledge (ledger, directory), so that neither a restart nor a clock set back repeats one.
using IsTaken = std::function<bool(const UploadName&)>;

/// A name that nobody has: of the second `now`, or of the next one that is free, at most kMostSecondsAhead later. A
/// clock set back finds its seconds taken and goes forward in the same way. Thread: any.
/// `now`: what the wall clock shows. Refuses: what parseUploadName() refuses; SecondsTaken.
NameResult<UploadName> issueName(const NameRequest& request, const QDate& today, const QTime& now,
                                 const IsTaken& isTaken);

} // namespace busheng
