// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <QString>

#include <functional>
#include <optional>

namespace busheng {

/// Where the passwords of registered databases come from that no configuration holds: the node's vault. Set once by the
/// process that runs a node, before it opens a database; nothing without it. Thread: any.
using PasswordSource = std::function<std::optional<Bytes>(const QString& database)>;
void setPasswordSource(PasswordSource source);

/// As long as it lives, databasePassword() of this name is this one in the thread that made it, and kept nowhere else:
/// for trying one. Empty: nothing is changed. One at a time in a thread.
class PasswordForThisThread {
public:
    PasswordForThisThread(const QString& database, BytesView password);
    ~PasswordForThisThread();
    PasswordForThisThread(const PasswordForThisThread&) = delete;
    PasswordForThisThread& operator=(const PasswordForThisThread&) = delete;

private:
    friend std::optional<Bytes> databasePassword(const QString& database);

    const QString m_database;
    Bytes m_password;
};

/// Of the source or target with this name; empty: there is none. The caller wipes it.
std::optional<Bytes> databasePassword(const QString& database);

} // namespace busheng
