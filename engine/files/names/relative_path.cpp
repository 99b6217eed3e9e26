// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/names/relative_path.h"

#include "engine/files/names/name_text.h"
#include "engine/files/names/path_part.h"

#include <algorithm>

namespace busheng {
namespace {

/// %2e, %2f and %5c, and the overlong escapes of old servers.
bool decodesToReference(BytesView part)
{
    if (part.find('%') == BytesView::npos)
        return false;
    const QByteArray decoded = QByteArray::fromPercentEncoding(toQByteArray(part));
    return decoded == "." || decoded == ".." || decoded.contains('/') || decoded.contains('\\') ||
           decoded.contains('\0') || decoded.contains("\xc0\xae") || decoded.contains("\xc0\xaf");
}

} // namespace

NameResult<void> checkTreePath(BytesView path, const TreeRules& rules)
{
    if (path.empty())
        return refuseName(NameFault::Empty);
    if (path.size() > static_cast<std::size_t>(rules.mostBytes)) // first: what is too long is not looked at
        return refuseName(NameFault::TooLong, static_cast<std::size_t>(rules.mostBytes), 0,
                          {QString::number(path.size()), QString::number(rules.mostBytes)});
    if (auto hidden = hiddenFault(path))
        return tl::unexpected(*hidden);
    if (path.starts_with('/') || path.starts_with('\\'))
        return refuseName(NameFault::IsAbsolute, 0, 1);
    if (beginsWithDrive(path) && (path.size() == 2 || path[2] == '/' || path[2] == '\\'))
        return refuseName(NameFault::DriveLetter, 0, 2);
    if (const auto slash = path.find('\\'); slash != BytesView::npos)
        return refuseName(NameFault::ForbiddenCharacter, slash, 1, {QStringLiteral("\\")});
    const PartRules partRules = rules.forWindows ? PartRules::Windows
                                : rules.noTraps  ? PartRules::NoTraps
                                                 : PartRules::Linux;
    qsizetype parts = 0;
    std::size_t at = 0;
    while (true) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        if (++parts > rules.mostParts) {
            const auto all = std::ranges::count(path, '/') + 1;
            return refuseName(NameFault::TooDeep, at, 0, {QString::number(all), QString::number(rules.mostParts)});
        }
        const BytesView part = path.substr(at, end - at);
        if (auto checked = checkPathPart(part, at, partRules); !checked)
            return checked;
        if (decodesToReference(part))
            return refuseName(NameFault::EncodedReference, at, part.size(), {shownName(part)});
        if (end == path.size())
            return {};
        at = end + 1;
    }
}

} // namespace busheng
