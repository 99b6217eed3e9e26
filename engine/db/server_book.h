// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/server_use.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace busheng {

/// Says that a connection is open, as long as it lives.
using ServerLease = std::shared_ptr<void>;

/// Chooses among the addresses of a database, and remembers what was chosen: over all connections of this process, and
/// by whoever sets onChange() beyond its end.
///
/// Addresses are tried in their order; one that served is tried first for a minute after the main one failed, so that a
/// dead main server does not hold up each connection. Thread: any. Connections of the same database may choose at the
/// same time.
class ServerBook {
public:
    /// Connects to the address at `place` and gives the server's identity. Fails when nobody answers, and for a server
    /// that may not be used, with the reason in `native`; Cancelled ends the choice.
    using Open = std::function<Result<QString>(int place)>;
    /// Why a server of identity `found` is not the one that was known as `known`, or an older state of it; empty: it
    /// is, and is no older.
    using WhyNot = std::function<QString(const QString& known, const QString& found)>;

    /// The one of this process, as databasePassword(): set by whoever runs a node.
    static ServerBook& ofProcess();

    explicit ServerBook(std::function<std::int64_t()> monotonicNs);

    /// What was known before this process.
    void remember(const ServerUse& use);
    /// A person has registered it, anew or for the first time: any server may be it.
    void forget(const QString& database);
    /// Called in the thread that connects or lets go, when another address is used or the identity rises; must not call
    /// back. When setting returns, the former one is not called any more.
    void setOnChange(std::function<void(const ServerUse&)> onChange);
    /// Of each database with several addresses that was opened. While connections to more than one of its addresses are
    /// open, the furthest from the main one counts.
    std::vector<ServerUse> uses() const;

    /// Fails: Sql DB_NO_PRIMARY, transient, with what each address said; Cancelled.
    Result<ServerLease> choose(const QString& database, const QStringList& addresses, const Open& open,
                               const WhyNot& whyNot);

private:
    struct Entry {
        ServerUse use;
        std::int64_t mainFailedNs = 0; ///< when the main address was last tried in vain; 0: it was not
        std::map<int, int> open;       ///< connections, by place
    };
    /// A source and a target may have the same name.
    using Key = std::pair<QString, QStringList>;
    std::vector<int> order(const Key& key);
    QString knownIdentity(const Key& key) const;
    ServerLease took(const Key& key, int place, const QString& identity, const WhyNot& whyNot);
    void gaveBack(const Key& key, int place);

    const std::function<std::int64_t()> m_monotonicNs;
    mutable std::mutex m_mutex; ///< guards what follows
    std::map<Key, Entry> m_entries;
    std::function<void(const ServerUse&)> m_onChange;
};

} // namespace busheng
