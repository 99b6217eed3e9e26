// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/localapi/local_api_methods.h"

#include <memory>

namespace busheng {

/// Stands between the programs at the local socket and the engine: who of them may do what. Thread: the engine api's.
class LocalApiGuard {
public:
    /// One program at the socket, from its connection to its end.
    struct Caller {
        QString account; ///< of the system, as LocalPeer::user
        qint64 process = 0;
        QString session; ///< the guard's: in which one it works; empty: none
    };

    virtual ~LocalApiGuard() = default;
    /// Answers exactly once: with what the engine says, or why it was not asked.
    virtual void call(const std::shared_ptr<Caller>& caller, const QString& method, const QJsonObject& params,
                      LocalApiAnswer answer) = 0;
    /// Whether it is shown the node's state as it changes.
    virtual bool mayWatch(const Caller& caller) = 0;
};

} // namespace busheng
