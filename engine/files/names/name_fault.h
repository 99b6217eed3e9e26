// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <QStringList>

#include <tl/expected.hpp>

namespace busheng {

/// Why a name is refused. One word per rule, so that forms, commands and tests speak of the same thing.
enum class NameFault {
    // any name
    Empty,              ///< nothing there
    NotUtf8,            ///< the bytes at the position are no UTF-8
    ControlCharacter,   ///< %1 its code; C0, DEL, C1, line and paragraph separator
    InvisibleCharacter, ///< %1 its code; changes the direction of writing or shows nothing
    ForbiddenCharacter, ///< %1 the character; forbidden by §8.2.4 d in both widths, or by a file system
    TooLong,            ///< %1 bytes it has, %2 bytes it may have
    PartTooLong,        ///< one part of a path; %1 bytes, %2 allowed
    // upload names, §8.2.4 a and b
    RegionMissing,      ///< does not begin with six digits
    RegionUnknown,      ///< %1 is no code of GB/T 2260
    InitialsMissing,    ///< no capitals behind the region
    InitialsNotCapital, ///< %1 stands where a capital A to Z must
    InitialsTooLong,    ///< %1 letters, %2 allowed
    TimeMissing,        ///< %1 digits where 14 or 17 must stand
    TimeInvalid,        ///< %1 is no moment of the calendar
    PartZero,           ///< part 000
    PartsTooMany,       ///< %1 parts; %2 bytes per part would do
    SuffixMissing,      ///< no dot and suffix
    SuffixInvalid,      ///< %1 stands in the suffix
    SecondsTaken,       ///< every second of the next %1 is taken
    NoInitial,          ///< %1 has no pinyin initial
    // task names, §8.2.4 f
    NotTaskCharacter, ///< %1 is no Han character, letter, digit or underscore
    // paths, §8.2.4 d, and names inside transferred trees
    NotAbsolute,        ///< a directory is given from the root on
    IsAbsolute,         ///< a path inside a tree begins at the root
    DriveLetter,        ///< a path inside a tree begins with a drive
    ParentReference,    ///< '.' or '..' as a part
    EmptyPart,          ///< two separators side by side, or one at the end
    EncodedReference,   ///< %1 decodes to '.', '..' or a separator
    DeviceName,         ///< %1 is a device under Windows
    TrailingDotOrSpace, ///< Windows takes it away: two names become one
    TooDeep,            ///< %1 parts, %2 allowed
};

/// A refusal: which rule, where, of what.
struct NameRefusal {
    NameFault fault = NameFault::Empty;
    qsizetype position = 0; ///< the first byte that is wrong, from 0; the length of the name where something is missing
    qsizetype length = 0;   ///< bytes that are wrong; 0 where something is missing
    QStringList args;       ///< as the fault says

    bool operator==(const NameRefusal&) const = default;
};

/// A value, or the refusal. Not a Result: a form marks the place while somebody types.
template <typename T>
using NameResult = tl::expected<T, NameRefusal>;

inline tl::unexpected<NameRefusal> refuseName(NameFault fault, std::size_t position = 0, std::size_t length = 0,
                                              QStringList args = {})
{
    return tl::unexpected(
        NameRefusal{fault, static_cast<qsizetype>(position), static_cast<qsizetype>(length), std::move(args)});
}

/// "RegionUnknown", as in tests and JSON.
QString nameFaultName(NameFault fault);
/// One sentence in English with what, why and what to do; ui/text has each in Chinese.
QString nameReason(const NameRefusal& refusal);
/// The same as an error of the command line: Config, event NAM_REFUSED with the name as it may be shown, the number of
/// the first wrong character (from 1) and the reason.
Error toError(const NameRefusal& refusal, BytesView name);

} // namespace busheng
