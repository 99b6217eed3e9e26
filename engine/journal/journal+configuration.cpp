// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal_impl.h"
#include "engine/model/events.h"

namespace busheng {
namespace {

const QString kSources = QStringLiteral("sources");
const QString kTargets = QStringLiteral("targets");
const QString kDatasets = QStringLiteral("datasets");
const QString kLinks = QStringLiteral("links");
const QString kName = QStringLiteral("name");
const QString kPeerCode = QStringLiteral("peer_code");

Route routeFrom(const QString& name)
{
    for (const Route route :
         {Route::Log, Route::Trigger, Route::Timestamp, Route::Flag, Route::FullCopy, Route::Compare})
        if (routeName(route) == name)
            return route;
    return Route::Trigger;
}

ConfigPlace formPlace(const QString& kind)
{
    return {kind, QString()};
}

} // namespace

Result<> Journal::Impl::requireRow(const QString& kind, const QString& table, const QString& keyColumn,
                                   const QString& name)
{
    SqlStatement found = statement(QStringLiteral("SELECT 1 FROM %1 WHERE %2 = ?").arg(table, keyColumn));
    ENGINE_TRY(found.bind(name).run());
    ENGINE_TRY_AS(const bool exists, found.next());
    if (!exists)
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {kind, name},
                              QStringLiteral("there is no %1 '%2'").arg(kind, name)));
    return {};
}

Result<> Journal::Impl::remove(const QString& kind, const QString& table, const QString& keyColumn,
                               const QString& usersSql, const QString& name)
{
    return change(Durability::Full, [&]() -> Result<> {
        ENGINE_TRY(requireRow(kind, table, keyColumn, name));
        if (!usersSql.isEmpty()) {
            SqlStatement users = statement(usersSql);
            ENGINE_TRY(users.bind(name).run());
            ENGINE_TRY_AS(const bool used, users.next());
            if (used)
                return fail(makeEvent(ErrorCode::Config, events::CFG_IN_USE, {kind, name, users.text(0)},
                                      QStringLiteral("%1 '%2' is used by '%3'").arg(kind, name, users.text(0))));
        }
        SqlStatement removal = statement(QStringLiteral("DELETE FROM %1 WHERE %2 = ?").arg(table, keyColumn));
        return removal.bind(name).run();
    });
}

Result<std::vector<DatabaseConfig>> Journal::Impl::databases(const QString& table) const
{
    SqlStatement query = statement(QStringLiteral("SELECT name, driver, location FROM %1 ORDER BY name").arg(table));
    ENGINE_TRY(query.run());
    std::vector<DatabaseConfig> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.push_back({query.text(0), query.text(1), query.text(2)});
    }
}

Result<> Journal::Impl::putDatabase(const QString& table, const DatabaseConfig& item, const ConfigPlace& place)
{
    ENGINE_TRY(checkDatabase(item, place));
    SqlStatement insert = statement(
        QStringLiteral("INSERT INTO %1 (name, driver, location) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE "
                       "SET driver = excluded.driver, location = excluded.location")
            .arg(table));
    return insert.bind(item.name).bind(item.driver).bind(item.location).run();
}

Result<> Journal::Impl::putDataset(const DatasetConfig& item, const ConfigPlace& place)
{
    ENGINE_TRY(checkDataset(item, place));
    ENGINE_TRY(requireRow(QStringLiteral("source"), kSources, kName, item.source));
    ENGINE_TRY(requireSameRoute(item, place));
    SqlStatement insert = statement(QStringLiteral(
        "INSERT INTO datasets (name, source, route, tables, granted_to, route_column, deleted_column, overlap, "
        "copy_times, on_application, title, description, contact, refresh, sensitive, read_as, large_columns) VALUES "
        "(?, ?, "
        "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO "
        "UPDATE SET source = excluded.source, route = excluded.route, tables = excluded.tables, "
        "granted_to = excluded.granted_to, route_column = excluded.route_column, "
        "deleted_column = excluded.deleted_column, overlap = excluded.overlap, copy_times = excluded.copy_times, "
        "on_application = excluded.on_application, title = excluded.title, description = excluded.description, "
        "contact = excluded.contact, refresh = excluded.refresh, sensitive = excluded.sensitive, "
        "read_as = excluded.read_as, large_columns = excluded.large_columns"));
    insert.bind(item.name).bind(item.source).bind(routeName(item.route));
    insert.bind(joinTexts(item.tables)).bind(joinTexts(item.grantedTo)).bind(item.routeColumn);
    insert.bind(item.deletedColumn).bind(item.overlap).bind(item.copyTimes).bind(item.onApplication).bind(item.title);
    insert.bind(item.description).bind(item.contact).bind(item.refresh).bind(joinTexts(item.sensitive));
    return insert.bind(joinTexts(item.readAs)).bind(joinTexts(item.largeColumns)).run();
}

/// Positions of one route mean nothing to another, nor does how far one column was read; rows that were sent by one
/// encoding would not be those of another.
Result<> Journal::Impl::requireSameRoute(const DatasetConfig& item, const ConfigPlace& place)
{
    SqlStatement query = statement(QStringLiteral("SELECT route, route_column, read_as, large_columns FROM datasets "
                                                  "WHERE name = ? AND EXISTS (SELECT 1 FROM out_streams "
                                                  "WHERE dataset = datasets.name)"));
    ENGINE_TRY(query.bind(item.name).run());
    ENGINE_TRY_AS(const bool isSent, query.next());
    if (!isSent)
        return {};
    const QString wanted = QStringLiteral("as it is, while the dataset is subscribed: '%1'");
    if (query.text(0) != routeName(item.route))
        return badValue(place, QStringLiteral("route"), routeName(item.route), wanted.arg(query.text(0)));
    if (query.text(1) != item.routeColumn)
        return badValue(place, QStringLiteral("routeColumn"), item.routeColumn, wanted.arg(query.text(1)));
    if (query.text(2) != joinTexts(item.readAs))
        return badValue(place, QStringLiteral("readAs"), item.readAs.join(u','),
                        wanted.arg(splitTexts(query.text(2)).join(u',')));
    if (query.text(3) != joinTexts(item.largeColumns))
        return badValue(place, QStringLiteral("largeColumns"), item.largeColumns.join(u','),
                        wanted.arg(splitTexts(query.text(3)).join(u',')));
    return {};
}

Result<> Journal::Impl::putLink(const LinkConfig& item, const ConfigPlace& place)
{
    ENGINE_TRY(checkLink(item, place));
    if (!item.may(LinkRight::TakeTables))
        ENGINE_TRY(requireUnused(QStringLiteral("subscriptions"), item.peerCode, LinkRight::TakeTables));
    if (!item.may(LinkRight::SendFiles))
        ENGINE_TRY(requireUnused(QStringLiteral("file_tasks"), item.peerCode, LinkRight::SendFiles));
    SqlStatement insert = statement(QStringLiteral(
        "INSERT INTO links (peer_code, peer_name, address, enabled, send_limit, receive_limit, rights) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (peer_code) DO "
        "UPDATE SET peer_name = excluded.peer_name, address = excluded.address, enabled = excluded.enabled, "
        "send_limit = excluded.send_limit, receive_limit = excluded.receive_limit, rights = excluded.rights"));
    insert.bind(item.peerCode).bind(item.peerName).bind(item.address).bind(item.enabled);
    return insert.bind(item.sendLimit).bind(item.receiveLimit).bind(joinTexts(item.rights)).run();
}

/// What is enabled and needs a right keeps it: it would come to a halt behind its operator's back.
Result<> Journal::Impl::requireUnused(const QString& table, const QString& peerCode, LinkRight right)
{
    SqlStatement query =
        statement(QStringLiteral("SELECT name FROM %1 WHERE peer_code = ? AND enabled = 1 ORDER BY name").arg(table));
    ENGINE_TRY(query.bind(peerCode).run());
    ENGINE_TRY_AS(const bool used, query.next());
    if (!used)
        return {};
    return fail(makeEvent(ErrorCode::Config, events::CFG_IN_USE,
                          {QStringLiteral("right"), linkRightName(right), query.text(0)},
                          QStringLiteral("%1 of %2 needs it").arg(query.text(0), table)));
}

Result<> Journal::Impl::requireRight(const QString& peerCode, LinkRight right)
{
    ENGINE_TRY(requireRow(QStringLiteral("link"), kLinks, kPeerCode, peerCode));
    SqlStatement query = statement(QStringLiteral("SELECT rights FROM links WHERE peer_code = ?"));
    ENGINE_TRY(query.bind(peerCode).run());
    ENGINE_TRY(query.next());
    if (splitTexts(query.text(0)).contains(linkRightName(right)))
        return {};
    return fail(makeEvent(ErrorCode::Config, events::LNK_NO_RIGHT, {peerCode, linkRightText(right)},
                          QStringLiteral("the link with %1 lacks %2").arg(peerCode, linkRightName(right))));
}

Result<std::vector<DatabaseConfig>> Journal::sources()
{
    return m_impl->databases(kSources);
}

Result<std::vector<DatabaseConfig>> Journal::targets()
{
    return m_impl->databases(kTargets);
}

Result<std::vector<DatasetConfig>> Journal::datasets()
{
    SqlStatement query = m_impl->statement(
        QStringLiteral("SELECT name, source, route, tables, granted_to, route_column, "
                       "deleted_column, overlap, copy_times, on_application, title, description, "
                       "contact, refresh, sensitive, read_as, large_columns FROM datasets ORDER BY name"));
    ENGINE_TRY(query.run());
    std::vector<DatasetConfig> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.push_back({query.text(0), query.text(1), routeFrom(query.text(2)), splitTexts(query.text(3)),
                       splitTexts(query.text(4)), query.text(5), query.text(6), query.integer(7), query.text(8),
                       query.flag(9), query.text(10), query.text(11), query.text(12), query.text(13),
                       splitTexts(query.text(14)), splitTexts(query.text(15)), splitTexts(query.text(16))});
    }
}

Result<std::vector<LinkConfig>> Journal::links()
{
    SqlStatement query = m_impl->statement(
        QStringLiteral("SELECT peer_code, peer_name, address, enabled, send_limit, receive_limit, rights FROM links "
                       "ORDER BY peer_code"));
    ENGINE_TRY(query.run());
    std::vector<LinkConfig> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.push_back({query.text(0), query.text(1), query.text(2), query.flag(3), query.text(4), query.text(5),
                       splitTexts(query.text(6))});
    }
}

Result<> Journal::saveSource(const DatabaseConfig& source)
{
    return m_impl->change(Durability::Full,
                          [&] { return m_impl->putDatabase(kSources, source, formPlace(QStringLiteral("source"))); });
}

Result<> Journal::saveTarget(const DatabaseConfig& target)
{
    return m_impl->change(Durability::Full,
                          [&] { return m_impl->putDatabase(kTargets, target, formPlace(QStringLiteral("target"))); });
}

Result<> Journal::saveDataset(const DatasetConfig& dataset)
{
    return m_impl->change(Durability::Full,
                          [&] { return m_impl->putDataset(dataset, formPlace(QStringLiteral("dataset"))); });
}

Result<> Journal::saveLink(const LinkConfig& link)
{
    return m_impl->change(Durability::Full, [&] { return m_impl->putLink(link, formPlace(QStringLiteral("link"))); });
}

Result<> Journal::removeSource(const QString& name)
{
    return m_impl->remove(QStringLiteral("source"), kSources, kName,
                          QStringLiteral("SELECT name FROM (SELECT name, source FROM datasets UNION ALL SELECT name, "
                                         "export_source FROM file_tasks) WHERE source = ? ORDER BY name"),
                          name);
}

Result<> Journal::removeTarget(const QString& name)
{
    return m_impl->remove(QStringLiteral("target"), kTargets, kName,
                          QStringLiteral("SELECT name FROM subscriptions WHERE target = ? ORDER BY name"), name);
}

Result<> Journal::removeDataset(const QString& name)
{
    return m_impl->remove(
        QStringLiteral("dataset"), kDatasets, kName,
        QStringLiteral("SELECT peer_code || '/' || number FROM out_streams WHERE dataset = ? ORDER BY 1"), name);
}

Result<> Journal::removeLink(const QString& peerCode)
{
    return m_impl->remove(QStringLiteral("link"), kLinks, kPeerCode,
                          QStringLiteral("SELECT name FROM (SELECT name, peer_code FROM subscriptions UNION ALL "
                                         "SELECT name, peer_code FROM file_tasks) WHERE peer_code = ? ORDER BY name"),
                          peerCode);
}

} // namespace busheng
