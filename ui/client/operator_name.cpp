// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/operator_name.h"

#ifdef Q_OS_UNIX
#include <pwd.h>
#include <unistd.h>
#endif

namespace busheng {

QString operatorName()
{
#ifdef Q_OS_UNIX
    const passwd* const user = getpwuid(getuid());
    return user == nullptr ? QString::number(getuid()) : QString::fromLocal8Bit(user->pw_name);
#else
    return qEnvironmentVariable("USERNAME");
#endif
}

} // namespace busheng
