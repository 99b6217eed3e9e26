// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/two_nodes.h"

namespace busheng::test {

enum class Victim { Province, Ministry };

/// Runs load and changes while one node is killed at a failpoint ("logcache.sync.after=kill@3") and started again
/// without it, and says whether both sides end equal, with no transaction half visible in between. Fails too when the
/// failpoint was never reached: then the test would prove nothing.
inline Result<> killAndCompare(Victim victim, const QString& failpoint)
{
    TwoNodes nodes(2000);
    if (!nodes.isValid())
        return fail(ErrorCode::Internal, nodes.failure());
    cli::NodeProcess& doomed = victim == Victim::Province ? nodes.province() : nodes.ministry();
    doomed.setEnvironment({QStringLiteral("BUSHENG_FAILPOINT=") + failpoint});
    int deaths = 0;
    const auto revive = [&]() -> Result<> {
        ENGINE_TRY_AS(const int revived, nodes.reviveDead());
        deaths += revived;
        return {};
    };
    // A node may die at any of these steps; each is tried again with it alive.
    const auto persistently = [&](const std::function<Result<>()>& step) -> Result<> {
        auto done = step();
        for (int attempt = 0; !done && attempt < 3; ++attempt) {
            // The connection breaks a moment before the process is seen to be gone.
            if (auto ended = doomed.waitForEnd(3000); !ended)
                return done;
            ENGINE_TRY(revive());
            done = step();
        }
        return done;
    };
    if (auto started = nodes.startBoth(); !started)
        ENGINE_TRY(revive());
    ENGINE_TRY(persistently([&] { return nodes.configure(); }));
    ENGINE_TRY(persistently([&] { return nodes.waitUntilInStep(); }));
    ENGINE_TRY(nodes.work(0, 15));
    ENGINE_TRY(persistently([&] { return nodes.waitUntilInStep(); }));
    ENGINE_TRY(nodes.work(15, 15));
    ENGINE_TRY(persistently([&] { return nodes.waitUntilInStep(); }));
    if (deaths == 0)
        return fail(ErrorCode::Internal, QStringLiteral("%1 was never reached").arg(failpoint));
    ENGINE_TRY_AS(const quint64 different, nodes.countDifferentRows());
    if (different != 0)
        return fail(ErrorCode::Conflict, QStringLiteral("%1 rows differ after %2").arg(different).arg(failpoint));
    return {};
}

} // namespace busheng::test
