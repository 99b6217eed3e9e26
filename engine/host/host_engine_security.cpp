// SPDX-License-Identifier: GPL-3.0-or-later
// SecurityApi over the runtime.
#include "engine/host/host_engine.h"

namespace busheng {

void HostEngine::linkKeys(Reply<std::vector<LinkKeyRecord>> reply)
{
    const auto running = runtime();
    reply(running ? Result<std::vector<LinkKeyRecord>>((*running)->linkKeys())
                  : Result<std::vector<LinkKeyRecord>>(fail(running.error())));
}

void HostEngine::rotateKeys(const QString& peer, const QString& by, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->rotateKeys(peer, by) : Result<>(fail(running.error())));
}

} // namespace busheng
