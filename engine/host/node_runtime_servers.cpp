// SPDX-License-Identifier: GPL-3.0-or-later
// Which of its servers each database is used by, and which line each link: what stands by is used by itself, and shown.
#include "engine/host/node_runtime.h"

#include "engine/base/log.h"
#include "engine/db/server_book.h"
#include "engine/host/database_drivers.h"
#include "engine/model/standby_events.h"

#include <algorithm>

namespace busheng {

Result<> NodeRuntime::openServerBook()
{
    ENGINE_TRY_AS(const std::vector<ServerUse> known, m_journal->serverUses());
    for (const ServerUse& use : known)
        ServerBook::ofProcess().remember(use);
    ServerBook::ofProcess().setOnChange([this](const ServerUse& use) { post([this, use] { onServerUse(use); }); });
    return {};
}

void NodeRuntime::onServerUse(const ServerUse& use)
{
    qCInfo(logHost).noquote() << use.database << "is used at" << use.addresses.value(use.used) << use.identity;
    if (auto saved = m_journal->saveServerUse(use); !saved)
        m_alarms->raise(saved.error(), use.database);
    showServerUses();
    Q_EMIT changed();
}

std::vector<ServerSnapshot> NodeRuntime::serverSnapshots() const
{
    const std::vector<ServerUse> uses = ServerBook::ofProcess().uses();
    std::vector<ServerSnapshot> shown;
    const auto add = [&](const QString& kind, const std::vector<DatabaseConfig>& databases) {
        for (const DatabaseConfig& database : databases) {
            const auto use = std::ranges::find(uses, database.name, &ServerUse::database);
            if (use == uses.end())
                continue; // of most: their locations need no reading
            const QStringList addresses = serverAddresses(database);
            for (const ServerUse& one : uses) {
                if (one.database == database.name && one.addresses == addresses)
                    shown.push_back({kind, one.database, one.addresses, one.addresses.value(one.used)});
            }
        }
    };
    add(QStringLiteral("source"), m_configuration.sources);
    add(QStringLiteral("target"), m_configuration.targets);
    return shown;
}

/// The alarms that stand agree with what is used, and with what is registered.
void NodeRuntime::showServerUses()
{
    const std::vector<ServerSnapshot> servers = serverSnapshots();
    const auto isStandby = [](const ServerSnapshot& server) { return server.used != server.addresses.value(0); };
    for (const ServerSnapshot& server : servers) {
        const QStringList args{server.database, server.used, server.addresses.value(0)};
        const bool stands = std::ranges::any_of(m_alarms->standing(), [&args](const Alarm& alarm) {
            return alarm.event == events::DB_STANDBY_IN_USE && alarm.args == args;
        });
        if (isStandby(server) && !stands)
            m_alarms->raise(makeEvent(ErrorCode::Sql, events::DB_STANDBY_IN_USE, args,
                                      QStringLiteral("%1 is used at %2").arg(server.database, server.used)),
                            server.database);
    }
    for (const Alarm& alarm : m_alarms->standing()) {
        const bool isOver = alarm.event == events::DB_STANDBY_IN_USE &&
                            std::ranges::none_of(servers, [&](const ServerSnapshot& server) {
                                return server.database == alarm.subject && isStandby(server);
                            });
        if (isOver)
            m_alarms->clear(alarm.event, alarm.subject);
    }
}

Result<> NodeRuntime::forgetServers(const QString& database)
{
    ServerBook::ofProcess().forget(database);
    return m_journal->forgetServerUses(database);
}

/// Behind what a session has cleared.
void NodeRuntime::showLine(const PeerInfo& peer)
{
    if (peer.line > 0)
        m_alarms->raise(makeEvent(ErrorCode::Network, events::LNK_STANDBY_LINE, {peer.code, peer.dialed, peer.mainLine},
                                  QStringLiteral("%1 is reached at %2").arg(peer.code, peer.dialed)),
                        peer.code);
}

} // namespace busheng
