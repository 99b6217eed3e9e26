// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/node_command.h"

#include "engine/model/events.h"

namespace busheng {

const NodeCommand* findCommand(std::initializer_list<std::span<const NodeCommand>> commands, const QStringList& words)
{
    const QString wanted = words.join(u' ');
    for (const std::span<const NodeCommand> some : commands) {
        for (const NodeCommand& command : some) {
            if (wanted == QLatin1String(command.words))
                return &command;
        }
    }
    return nullptr;
}

Failure wrongNodeUsage(const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_USAGE, {why}, why));
}

} // namespace busheng
