// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/names/name_fault.h"

#include <QDate>
#include <QTime>

namespace busheng {

/// Parts are numbered with three digits (§8.2.4 b).
inline constexpr int kMostParts = 999;

/// The name of an uploaded file (§8.2.4 a, b): division, initials of the system, time, part, suffix:
///
///   370000 LWJCXT 20211212162030     .doc      a whole file
///   370000 LWJCXT 20211212162030 013 .doc      its 13th part
///
/// The initials are letters only, so that a name is read in one way. The time is the wall clock's and is never turned
/// into another zone's.
struct UploadName {
    QString region;   ///< six digits, GB/T 2260
    QString initials; ///< 1 to 32 capitals
    QDate date;
    QTime time;     ///< whole seconds
    int part = 0;   ///< 1 to 999; 0: the whole file
    QString suffix; ///< without the first dot: "doc", "tar.gz"

    QString toString() const;
    /// The same file's part `number`, 1 to 999; 0 gives the name of the whole.
    UploadName withPart(int number) const;
    bool operator==(const UploadName&) const = default;
};

/// Reads and checks a file's name (no directories in it). Every rule that it breaks has its own refusal; the first
/// from the left is reported. Thread: any.
NameResult<UploadName> parseUploadName(BytesView name);

/// How many parts of `partBytes` (1 or more) a file of `fileBytes` gives; at least 1. Refuses: PartsTooMany with the
/// smallest size that would do, before the first part is made.
NameResult<int> partsOf(qint64 fileBytes, qint64 partBytes);

} // namespace busheng
