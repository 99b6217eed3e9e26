// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/operator_name.h"

#include <windows.h>

#include <array>

namespace busheng {

QString operatorName()
{
    std::array<wchar_t, 257> name{}; // UNLEN + 1
    auto size = static_cast<DWORD>(name.size());
    return ::GetUserNameW(name.data(), &size) == 0 ? QString() : QString::fromWCharArray(name.data());
}

} // namespace busheng
