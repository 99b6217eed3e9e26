// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/file_task.h"

#include <algorithm>

namespace busheng {

bool isValidTreeDirectory(const QString& path)
{
    if (path.isEmpty())
        return true;
    const bool hasControl =
        std::ranges::any_of(path, [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; });
    if (hasControl || !path.isValidUtf16() || path.toUtf8().size() > kLongestFilePath)
        return false;
    const QStringList components = path.split(u'/');
    return std::ranges::none_of(components, [](const QString& component) {
        return component.isEmpty() || component == u"." || component == u"..";
    });
}

} // namespace busheng
