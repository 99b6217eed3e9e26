// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/service.h"

namespace busheng {

std::span<const NodeCommand> serviceCommands()
{
    return {};
}

Result<int> runAsService(const QString&, const std::function<int(const std::function<void()>& isUp)>& node)
{
    return node([] {});
}

} // namespace busheng
