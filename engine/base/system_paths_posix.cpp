// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/system_paths.h"

namespace busheng {

QString systemDataDirectory()
{
    return QStringLiteral("/var/lib/busheng");
}

} // namespace busheng
