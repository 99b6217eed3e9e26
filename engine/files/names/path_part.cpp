// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/names/path_part.h"

#include "engine/files/names/name_text.h"

namespace busheng {

NameResult<void> checkPathPart(BytesView part, std::size_t at, PartRules rules)
{
    if (part.empty())
        return refuseName(NameFault::EmptyPart, at);
    if (part == "." || part == "..")
        return refuseName(NameFault::ParentReference, at, part.size());
    if (part.size() > kMostPartBytes)
        return refuseName(NameFault::PartTooLong, at, part.size(),
                          {QString::number(part.size()), QString::number(kMostPartBytes)});
    if (rules == PartRules::Linux)
        return {};
    if (const auto bad = part.find_first_of(":*?\"<>|"); rules == PartRules::Windows && bad != BytesView::npos)
        return refuseName(NameFault::ForbiddenCharacter, at + bad, 1, {shownName(part.substr(bad, 1))});
    if (isWindowsDevice(part))
        return refuseName(NameFault::DeviceName, at, part.size(), {shownName(part)});
    if (part.ends_with('.') || part.ends_with(' '))
        return refuseName(NameFault::TrailingDotOrSpace, at + part.size() - 1, 1);
    return {};
}

bool isWindowsDevice(BytesView part)
{
    static const QStringList devices{QStringLiteral("CON"), QStringLiteral("PRN"),    QStringLiteral("AUX"),
                                     QStringLiteral("NUL"), QStringLiteral("CONIN$"), QStringLiteral("CONOUT$")};
    static const QString numbers = QStringLiteral("0123456789¹²³");
    const QString stem =
        QString::fromUtf8(part.data(), static_cast<qsizetype>(part.size())).section(u'.', 0, 0).trimmed().toUpper();
    const bool isPort =
        stem.size() == 4 && (stem.startsWith(u"COM") || stem.startsWith(u"LPT")) && numbers.contains(stem.back());
    return isPort || devices.contains(stem);
}

bool beginsWithDrive(BytesView path)
{
    const auto isLetter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    return path.size() >= 2 && isLetter(path[0]) && path[1] == ':';
}

} // namespace busheng
