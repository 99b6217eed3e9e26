// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/names/absolute_path.h"

#include "engine/files/names/name_text.h"
#include "engine/files/names/path_part.h"

#include <algorithm>
#include <array>

namespace busheng {
namespace {

constexpr std::array kForbidden = {U'"', U'“', U'”', U'＂', U'<', U'＜', U'>', U'＞', U'|', U'｜', U'／', U'＼'};

/// How many bytes the root has; 0: the path has none.
std::size_t rootBytes(BytesView path, PathStyle style)
{
    if (style == PathStyle::Posix)
        return path.starts_with('/') ? 1 : 0;
    const bool isRoot = beginsWithDrive(path) && path.size() >= 3 && (path[2] == '\\' || path[2] == '/');
    return isRoot ? 3 : 0;
}

} // namespace

bool isForbiddenInPath(char32_t character)
{
    return std::ranges::find(kForbidden, character) != kForbidden.end();
}

NameResult<void> checkAbsolutePath(BytesView path, PathStyle style)
{
    if (path.empty())
        return refuseName(NameFault::Empty);
    if (auto hidden = hiddenFault(path))
        return tl::unexpected(*hidden);
    const std::size_t root = rootBytes(path, style);
    if (root == 0)
        return refuseName(NameFault::NotAbsolute);
    NameCharacters characters(path);
    while (const auto one = characters.next()) {
        const bool isOfRoot = static_cast<std::size_t>(one->position) < root;
        const bool isBackslash = style == PathStyle::Posix && one->code == U'\\';
        if (!isOfRoot && (isForbiddenInPath(one->code) || isBackslash))
            return tl::unexpected(refuseCharacter(NameFault::ForbiddenCharacter, path, *one));
    }
    const BytesView separators = style == PathStyle::Posix ? BytesView("/") : BytesView("\\/");
    std::size_t at = root;
    while (at < path.size()) {
        const std::size_t end = std::min(path.find_first_of(separators, at), path.size());
        if (auto part = checkPathPart(path.substr(at, end - at), at,
                                      style == PathStyle::Windows ? PartRules::Windows : PartRules::Linux);
            !part)
            return part;
        at = end + 1;
    }
    if (path.size() > kMostPathBytes)
        return refuseName(NameFault::TooLong, kMostPathBytes, path.size() - kMostPathBytes,
                          {QString::number(path.size()), QString::number(kMostPathBytes)});
    return {};
}

} // namespace busheng
