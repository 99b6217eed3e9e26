// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/random_source.h"
#include "engine/model/operators.h"

#include <chrono>
#include <map>

namespace busheng {

/// Who has signed in at this node, in memory only: a restart ends all of them. Thread: one.
class Sessions {
public:
    struct Session {
        QString name;
        OperatorRole role = OperatorRole::Operator;
        qint64 passwordUtcMs = 0; ///< of the password that it began with: another one ends it
        qint64 usedNs = 0;
    };

    static constexpr std::chrono::minutes kIdle{15};      ///< of a person
    static constexpr std::chrono::hours kServiceIdle{24}; ///< of a program
    static constexpr std::size_t kMost = 256;             ///< then the one that is idle for longest ends

    Sessions(Clock& clock, RandomSource& random) : m_clock(clock), m_random(random) {}

    /// The token, 64 hex digits. Fails: Crypto.
    Result<QString> begin(const OperatorRecord& who);
    /// Null when there is none, or none any more.
    Session* find(const QString& token);
    void touch(const QString& token);
    void end(const QString& token) { m_sessions.erase(token); }
    void endAll(const QString& name);
    /// The one that goes on with a new password; others of that name end.
    void keepOnly(const QString& name, const QString& token, qint64 passwordUtcMs);
    bool isSignedIn(const QString& name);

private:
    bool isOver(const Session& session) const;

    Clock& m_clock;
    RandomSource& m_random;
    std::map<QString, Session> m_sessions;
};

} // namespace busheng
