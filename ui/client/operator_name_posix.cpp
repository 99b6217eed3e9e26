// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/operator_name.h"

#include <pwd.h>
#include <unistd.h>

namespace busheng {

QString operatorName()
{
    const passwd* const user = getpwuid(getuid());
    return user == nullptr ? QString::number(getuid()) : QString::fromLocal8Bit(user->pw_name);
}

} // namespace busheng
