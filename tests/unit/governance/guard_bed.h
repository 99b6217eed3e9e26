// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/governance/guard.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_engine.h"

#include <QTemporaryDir>

#include <deque>
#include <map>

namespace busheng::test {

inline const QString kGoodPassword = QStringLiteral("Correct-Horse-7");
inline const QString kOtherPassword = QStringLiteral("Battery_Staple_8");

/// A guard before a fake engine, with a real journal, a clock that stands still, and passwords that are cheap to try.
struct GuardBed {
    GuardBed();

    /// Another program at the socket.
    GateCaller newCaller() const;
    /// Asks and waits for the answer.
    Result<QJsonValue> ask(const GateCaller& caller, const char* method, const QJsonObject& params = {});
    /// Makes the first security administrator "root", then one of each role, with a password of their own; each signed
    /// in at a caller of its own.
    void employEverybody();
    GateCaller signedIn(const QString& name, const QString& password = kGoodPassword);
    /// Newest first.
    std::vector<LedgerEntry> lines(int limit = 20);
    bool hasLine(const QString& kind, const QString& outcome, const QString& by);

    QTemporaryDir directory; ///< in memory where the system has such a place: what is tried here is not the disk
    FakeClock clock;
    FakeEngine engine;
    std::unique_ptr<Journal> journal;
    QStringList raised;
    QStringList cleared;
    bool holdsPasswords = false; ///< what is tried waits in `held`
    std::deque<std::function<void()>> held;
    std::map<QString, Bytes> vault; ///< secrets that are in force by "name", and that wait by "waiting/ticket"
    std::unique_ptr<Guard> guard;
    GateCaller root;
    GateCaller li;      ///< operator
    GateCaller wang;    ///< reviewer
    GateCaller shen;    ///< auditor
    GateCaller program; ///< service
};

/// What `caller` is refused with; empty: it was not.
QString refusal(const Result<QJsonValue>& answer);

} // namespace busheng::test
