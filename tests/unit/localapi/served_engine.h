// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/localapi/local_api_server.h"
#include "engine/localapi/remote_engine.h"
#include "tests/support/fake_engine.h"

#include <QTemporaryDir>

namespace busheng::test {

/// A fake engine behind a real server, in a directory of its own.
struct ServedEngine {
    explicit ServedEngine(const LocalApiLimits& limits = {}) : server(engine, limits) {}

    Result<> listen() { return server.listen(directory.path()); }
    Result<std::unique_ptr<RemoteEngine>> attach() const
    {
        return RemoteEngine::attach(directory.path(), std::chrono::milliseconds(20));
    }

    QTemporaryDir directory;
    FakeEngine engine;
    LocalApiServer server;
};

} // namespace busheng::test
