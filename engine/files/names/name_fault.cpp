// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/names/name_fault.h"

#include "engine/files/names/name_text.h"
#include "engine/model/events.h"

#include <algorithm>
#include <array>

namespace busheng {
namespace {

struct FaultText {
    NameFault fault;
    const char* name;
    const char* reason;
};

constexpr std::array kFaults = {
    FaultText{NameFault::Empty, "Empty", "it is empty"},
    FaultText{NameFault::NotUtf8, "NotUtf8", "its bytes are no UTF-8; convert the name to UTF-8"},
    FaultText{NameFault::ControlCharacter, "ControlCharacter", "the control character %1 may not stand in a name"},
    FaultText{NameFault::InvisibleCharacter, "InvisibleCharacter",
              "the invisible character %1 may not stand in a name: it makes one name look like another"},
    FaultText{NameFault::ForbiddenCharacter, "ForbiddenCharacter", "'%1' may not stand in a name; leave it out"},
    FaultText{NameFault::TooLong, "TooLong", "it has %1 bytes in UTF-8, more than the %2 it may have"},
    FaultText{NameFault::PartTooLong, "PartTooLong",
              "one of its parts has %1 bytes in UTF-8, more than the %2 that a file system takes"},
    FaultText{NameFault::RegionMissing, "RegionMissing",
              "it begins with the six digits of an administrative division (GB/T 2260)"},
    FaultText{NameFault::RegionUnknown, "RegionUnknown", "%1 is no code of an administrative division (GB/T 2260)"},
    FaultText{NameFault::InitialsMissing, "InitialsMissing",
              "the initials of the system's name are missing behind the division's code"},
    FaultText{NameFault::InitialsNotCapital, "InitialsNotCapital",
              "'%1' is no capital A to Z, as the initials of the system's name are"},
    FaultText{NameFault::InitialsTooLong, "InitialsTooLong", "the initials have %1 letters, more than %2"},
    FaultText{NameFault::TimeMissing, "TimeMissing",
              "behind the initials stand 14 digits of the time (yyyyMMddHHmmss), with a part's number 17; here are %1"},
    FaultText{NameFault::TimeInvalid, "TimeInvalid", "%1 is no moment of the calendar (yyyyMMddHHmmss)"},
    FaultText{NameFault::PartZero, "PartZero", "parts are numbered from 001 to 999, 000 is none"},
    FaultText{NameFault::PartsTooMany, "PartsTooMany",
              "%1 parts would be needed and 999 can be numbered; take parts of at least %2 bytes"},
    FaultText{NameFault::SuffixMissing, "SuffixMissing", "a suffix is missing at its end, like .doc"},
    FaultText{NameFault::SuffixInvalid, "SuffixInvalid",
              "'%1' may not stand in the suffix: letters, digits and single dots, 32 at most"},
    FaultText{NameFault::SecondsTaken, "SecondsTaken",
              "the names of the next %1 seconds are all given away; wait, or send the files as one task's directory"},
    FaultText{NameFault::NoInitial, "NoInitial", "'%1' has no pinyin initial; give the initials themselves"},
    FaultText{NameFault::NotTaskCharacter, "NotTaskCharacter",
              "'%1' may not stand in a task's name: Chinese characters, letters A to Z, digits and '_'"},
    FaultText{NameFault::NotAbsolute, "NotAbsolute", "it is not an absolute path"},
    FaultText{NameFault::IsAbsolute, "IsAbsolute", "it is an absolute path and would leave the receiving directory"},
    FaultText{NameFault::DriveLetter, "DriveLetter", "it begins with a drive and would leave the receiving directory"},
    FaultText{NameFault::ParentReference, "ParentReference", "'.' and '..' may not be parts of it"},
    FaultText{NameFault::EmptyPart, "EmptyPart", "a part between two separators is empty"},
    FaultText{NameFault::EncodedReference, "EncodedReference",
              "'%1' means '.', '..' or a separator when it is decoded"},
    FaultText{NameFault::DeviceName, "DeviceName", "'%1' is the name of a device under Windows"},
    FaultText{NameFault::TrailingDotOrSpace, "TrailingDotOrSpace",
              "a part ends with a dot or a space, which Windows takes away"},
    FaultText{NameFault::TooDeep, "TooDeep", "it has %1 parts, more than %2"},
};

const FaultText& textOf(NameFault fault)
{
    const auto found = std::ranges::find(kFaults, fault, &FaultText::fault);
    Q_ASSERT(found != kFaults.end());
    return *found;
}

} // namespace

QString nameFaultName(NameFault fault)
{
    return QString::fromLatin1(textOf(fault).name);
}

QString nameReason(const NameRefusal& refusal)
{
    const QString text = QString::fromLatin1(textOf(refusal.fault).reason);
    // Both at once: an argument may hold a '%'.
    switch (refusal.args.size()) {
    case 0:
        return text;
    case 1:
        return text.arg(refusal.args.at(0));
    default:
        return text.arg(refusal.args.at(0), refusal.args.at(1));
    }
}

Error toError(const NameRefusal& refusal, BytesView name)
{
    const QString shown = shownName(name);
    const QString reason = nameReason(refusal);
    const QString place = QString::number(characterNumber(name, refusal.position));
    return makeEvent(ErrorCode::Config, events::NAM_REFUSED, {shown, place, reason},
                     QStringLiteral("name '%1', character %2: %3").arg(shown, place, reason));
}

} // namespace busheng
