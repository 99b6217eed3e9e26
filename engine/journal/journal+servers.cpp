// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal_impl.h"

namespace busheng {

Result<std::vector<ServerUse>> Journal::serverUses()
{
    SqlStatement query = m_impl->statement(QStringLiteral("SELECT name, addresses, identity, used FROM server_uses"));
    ENGINE_TRY(query.run());
    std::vector<ServerUse> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.push_back({query.text(0), query.text(1).split(u'\n'), query.text(2), static_cast<int>(query.integer(3))});
    }
}

Result<> Journal::saveServerUse(const ServerUse& use)
{
    return m_impl->change(Durability::Full, [&] {
        SqlStatement insert = m_impl->statement(
            QStringLiteral("INSERT INTO server_uses (name, addresses, identity, used) VALUES (?, ?, ?, ?) ON CONFLICT "
                           "(name, addresses) DO UPDATE SET identity = excluded.identity, used = excluded.used"));
        insert.bind(use.database).bind(use.addresses.join(u'\n'));
        insert.bind(use.identity.isNull() ? QStringLiteral("") : use.identity).bind(use.used);
        return insert.run();
    });
}

Result<> Journal::forgetServerUses(const QString& database)
{
    return m_impl->change(Durability::Full, [&] {
        SqlStatement removal = m_impl->statement(QStringLiteral("DELETE FROM server_uses WHERE name = ?"));
        return removal.bind(database).run();
    });
}

} // namespace busheng
