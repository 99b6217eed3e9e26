// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/names/upload_name.h"

#include "engine/files/names/divisions.h"
#include "engine/files/names/name_text.h"
#include "engine/files/names/system_initials.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr std::size_t kRegionDigits = 6;
constexpr std::size_t kTimeDigits = 14;
constexpr std::size_t kPartDigits = 3;
constexpr std::size_t kMostSuffix = 32;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isCapital(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool isSuffixCharacter(char c)
{
    return isDigit(c) || isCapital(c) || (c >= 'a' && c <= 'z') || c == '.';
}

template <typename Is>
std::size_t countFrom(BytesView name, std::size_t at, Is is)
{
    std::size_t count = 0;
    while (at + count < name.size() && is(name[at + count]))
        ++count;
    return count;
}

QString text(BytesView bytes)
{
    return QString::fromLatin1(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

/// The refusal of the character at `position`, which may be of several bytes.
tl::unexpected<NameRefusal> refuseAt(NameFault fault, BytesView name, std::size_t position)
{
    NameCharacters rest(name.substr(position));
    NameCharacter one = rest.next().value_or(NameCharacter{});
    one.position = static_cast<qsizetype>(position);
    return tl::unexpected(refuseCharacter(fault, name, one));
}

NameResult<void> readTime(BytesView name, std::size_t at, UploadName& into)
{
    const std::size_t digits = countFrom(name, at, isDigit);
    if (digits != kTimeDigits && digits != kTimeDigits + kPartDigits)
        return refuseName(NameFault::TimeMissing, at, digits, {QString::number(digits)});
    const QString time = text(name.substr(at, kTimeDigits));
    into.date = QDate::fromString(time.left(8), QStringLiteral("yyyyMMdd"));
    into.time = QTime::fromString(time.mid(8), QStringLiteral("HHmmss"));
    if (!into.date.isValid() || !into.time.isValid())
        return refuseName(NameFault::TimeInvalid, at, kTimeDigits, {time});
    if (digits == kTimeDigits)
        return {};
    into.part = text(name.substr(at + kTimeDigits, kPartDigits)).toInt();
    if (into.part == 0)
        return refuseName(NameFault::PartZero, at + kTimeDigits, kPartDigits);
    return {};
}

NameResult<void> readSuffix(BytesView name, std::size_t at, UploadName& into)
{
    if (at == name.size() || name[at] != '.')
        return at == name.size() ? refuseName(NameFault::SuffixMissing, at, 0)
                                 : refuseAt(NameFault::ForbiddenCharacter, name, at);
    const BytesView suffix = name.substr(at + 1);
    if (suffix.empty())
        return refuseName(NameFault::SuffixMissing, at, 1);
    for (std::size_t i = 0; i < suffix.size(); ++i) {
        const bool isEdge = i == 0 || i + 1 == suffix.size() || suffix[i - 1] == '.';
        if (!isSuffixCharacter(suffix[i]) || (suffix[i] == '.' && isEdge) || i >= kMostSuffix)
            return refuseAt(NameFault::SuffixInvalid, name, at + 1 + i);
    }
    into.suffix = text(suffix);
    return {};
}

} // namespace

QString UploadName::toString() const
{
    const QString number =
        part > 0 ? QStringLiteral("%1").arg(part, int{kPartDigits}, 10, QLatin1Char('0')) : QString();
    return region + initials + date.toString(QStringLiteral("yyyyMMdd")) + time.toString(QStringLiteral("HHmmss")) +
           number + u'.' + suffix;
}

UploadName UploadName::withPart(int number) const
{
    Q_ASSERT(number >= 0 && number <= kMostParts);
    UploadName other = *this;
    other.part = number;
    return other;
}

NameResult<UploadName> parseUploadName(BytesView name)
{
    if (name.empty())
        return refuseName(NameFault::Empty);
    if (auto hidden = hiddenFault(name))
        return tl::unexpected(*hidden);
    UploadName found;
    if (countFrom(name, 0, isDigit) < kRegionDigits)
        return refuseName(NameFault::RegionMissing, 0, std::min(name.size(), kRegionDigits));
    found.region = text(name.substr(0, kRegionDigits));
    if (divisionName(found.region).isNull())
        return refuseName(NameFault::RegionUnknown, 0, kRegionDigits, {found.region});
    const std::size_t letters = countFrom(name, kRegionDigits, isCapital);
    if (letters == 0) {
        const bool isNothing =
            kRegionDigits == name.size() || name[kRegionDigits] == '.' || isDigit(name[kRegionDigits]);
        return isNothing ? refuseName(NameFault::InitialsMissing, kRegionDigits, 0)
                         : refuseAt(NameFault::InitialsNotCapital, name, kRegionDigits);
    }
    if (letters > kMostInitials)
        return refuseName(NameFault::InitialsTooLong, kRegionDigits, letters,
                          {QString::number(letters), QString::number(kMostInitials)});
    found.initials = text(name.substr(kRegionDigits, letters));
    std::size_t at = kRegionDigits + letters;
    if (at < name.size() && !isDigit(name[at]) && name[at] != '.')
        return refuseAt(NameFault::InitialsNotCapital, name, at);
    if (auto time = readTime(name, at, found); !time)
        return tl::unexpected(time.error());
    at += countFrom(name, at, isDigit);
    if (auto suffix = readSuffix(name, at, found); !suffix)
        return tl::unexpected(suffix.error());
    return found;
}

NameResult<int> partsOf(qint64 fileBytes, qint64 partBytes)
{
    Q_ASSERT(fileBytes >= 0 && partBytes > 0);
    const qint64 parts = std::max<qint64>(1, fileBytes / partBytes + (fileBytes % partBytes != 0 ? 1 : 0));
    if (parts <= kMostParts)
        return static_cast<int>(parts);
    const qint64 needed = fileBytes / kMostParts + (fileBytes % kMostParts != 0 ? 1 : 0);
    return refuseName(NameFault::PartsTooMany, 0, 0, {QString::number(parts), QString::number(needed)});
}

} // namespace busheng
