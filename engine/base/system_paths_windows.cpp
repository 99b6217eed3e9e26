// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/system_paths.h"

namespace busheng {

QString systemDataDirectory()
{
    return qEnvironmentVariable("ProgramData", QStringLiteral("C:/ProgramData")).replace(u'\\', u'/') +
           QStringLiteral("/Busheng");
}

} // namespace busheng
