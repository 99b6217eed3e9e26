// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/routes_scene.h"

#include <algorithm>

namespace busheng::test {

Result<> RoutesScene::waitUntilEqual(const QString& table, bool revive)
{
    constexpr int kWithinMs = 30'000;
    QElapsedTimer clock;
    clock.start();
    while (true) {
        if (revive)
            ENGINE_TRY(m_nodes.reviveDead());
        const bool marks = table == u"stamped";
        ENGINE_TRY_AS(const QString wanted, m_nodes.atSource(sumOf(m_source, table) +
                                                             (marks ? QStringLiteral(" WHERE gone = 0") : QString())));
        ENGINE_TRY_AS(const QString found, m_nodes.atTarget(sumOf(m_target, table)));
        if (wanted == found)
            return {};
        if (clock.elapsed() > kWithinMs)
            return fail(ErrorCode::Timeout,
                        QStringLiteral("%1 has %2, not %3; %4").arg(table, found, wanted, m_nodes.describe()));
        cli::runEventsFor(100);
    }
}

Result<> RoutesScene::bringChangesByEveryRoute()
{
    ENGINE_TRY(goLive(tables()));
    for (const QString& table : tables())
        ENGINE_TRY(waitUntilEqual(table));
    ENGINE_TRY(change(QStringLiteral("INSERT INTO stamped VALUES (3, 'new', 0, 3)")));
    ENGINE_TRY(change(QStringLiteral("UPDATE stamped SET v = 'other', version = 4 WHERE id = 1")));
    ENGINE_TRY(change(QStringLiteral("UPDATE stamped SET gone = 1, version = 5 WHERE id = 2")));
    ENGINE_TRY(change(QStringLiteral("INSERT INTO flagged VALUES (3, 'new', 0)")));
    ENGINE_TRY(change(QStringLiteral("UPDATE flagged SET v = 'other', sent = 0 WHERE id = 2")));
    for (const QString& table : tables().mid(2)) { // the others have no columns of their own
        ENGINE_TRY(change(QStringLiteral("DELETE FROM %1 WHERE id = 1").arg(table)));
        ENGINE_TRY(change(QStringLiteral("UPDATE %1 SET v = 'other' WHERE id = 2").arg(table)));
        ENGINE_TRY(change(QStringLiteral("INSERT INTO %1 VALUES (4, 'new'), (5, '新')").arg(table)));
    }
    ENGINE_TRY(lookOrCompare(QStringLiteral("copied")));
    ENGINE_TRY(lookOrCompare(QStringLiteral("compared")));
    for (const QString& table : tables())
        ENGINE_TRY(waitUntilEqual(table));
    return waitForSource(QStringLiteral("SELECT count(*) FROM flagged WHERE sent = 1"), QStringLiteral("3"));
}

Result<> RoutesScene::exchangeTablesByEveryRoute()
{
    QStringList routes = tables();
    routes.removeOne(QStringLiteral("logged"));
    ENGINE_TRY(goLive(routes));
    for (const QString& table : routes) {
        auto exchanged = exchangeTables(table);
        if (!exchanged) {
            exchanged.error().detail.prepend(table + QStringLiteral(": "));
            return exchanged;
        }
    }
    return {};
}

Result<> RoutesScene::exchangeTables(const QString& table)
{
    const QString more = QStringLiteral("more_") + table;
    ENGINE_TRY(waitUntilEqual(table));
    ENGINE_TRY(change(QStringLiteral("CREATE TABLE %1 (id int NOT NULL PRIMARY KEY, v varchar(20), gone int NOT "
                                     "NULL DEFAULT 0, version int, sent int);\n"
                                     "INSERT INTO %1 VALUES (1, 'a', 0, 1, 1), (2, 'b', 0, 2, 1)")
                          .arg(more)));
    DatasetConfig dataset = datasetOf(table);
    dataset.tables.append(named(more));
    ENGINE_TRY(m_nodes.setDataset(dataset));
    ENGINE_TRY(waitUntilLoaded(table, more));
    ENGINE_TRY(change(QStringLiteral("UPDATE %1 SET v = 'other', version = 3, sent = 0 WHERE id = 1").arg(more)));
    ENGINE_TRY(change(QStringLiteral("INSERT INTO %1 VALUES (3, 'new', 0, 4, 0)").arg(more)));
    ENGINE_TRY(lookOrCompare(table));
    ENGINE_TRY(waitUntilEqual(more));

    ENGINE_TRY(m_nodes.atTarget(QStringLiteral("UPDATE %1 SET v = 'wrong' WHERE id = 2").arg(more)));
    ENGINE_TRY(m_nodes.atTarget(QStringLiteral("INSERT INTO %1 (id, v, gone) VALUES (9, 'too many', 0)").arg(more)));
    ENGINE_TRY(cli::await<>(
        [&](Reply<> reply) { m_nodes.ministry().engine().flow().reload(table, qualified(m_source, more), reply); }));
    ENGINE_TRY(waitUntilLoaded(table, more));

    // A table that is dropped at its source stops the dataset until it is taken out of it, and no longer.
    if (table != u"copied" && table != u"compared") { // which look when they are told to
        ENGINE_TRY(change(QStringLiteral("DROP TABLE ") + more));
        ENGINE_TRY(waitUntilStopped(table));
    }
    ENGINE_TRY(m_nodes.setDataset(datasetOf(table)));
    ENGINE_TRY(change(table == u"stamped" ? QStringLiteral("INSERT INTO stamped VALUES (10, 'behind', 0, 10)")
                                          : QStringLiteral("INSERT INTO %1 (id, v) VALUES (10, 'behind')").arg(table)));
    ENGINE_TRY(lookOrCompare(table));
    return waitUntilEqual(table);
}

Result<> RoutesScene::waitUntilLoaded(const QString& subscription, const QString& table)
{
    ENGINE_TRY(m_nodes.ministry().waitFor(table, 60'000, [&](const NodeSnapshot& node) {
        const auto found = std::ranges::find_if(
            node.subscriptions, [&](const SubscriptionSnapshot& one) { return one.config.name == subscription; });
        return found != node.subscriptions.end() && found->tables.empty() &&
               m_nodes.atTarget(m_target.hasTableSql(qualified(m_target, table))).value_or(QString()) == u"1";
    }));
    return waitUntilEqual(table);
}

Result<> RoutesScene::waitUntilStopped(const QString& dataset)
{
    return m_nodes.province().waitFor(dataset, 60'000, [&](const NodeSnapshot& node) {
        return std::ranges::any_of(node.publications, [&](const PublicationSnapshot& one) {
            return one.config.name == dataset && !one.error.isEmpty();
        });
    });
}

Result<> RoutesScene::lookOrCompare(const QString& table)
{
    FlowApi& province = m_nodes.province().engine().flow();
    if (table == u"copied")
        return cli::await<>([&](auto reply) { province.look(table, reply); });
    if (table != u"compared")
        return {};
    FlowApi& ministry = m_nodes.ministry().engine().flow();
    ENGINE_TRY(cli::await<qint64>([&](auto reply) { ministry.verify(table, QStringLiteral("field"), false, reply); }));
    return {};
}

DatasetConfig RoutesScene::datasetOf(const QString& table) const
{
    DatasetConfig dataset;
    dataset.name = table;
    dataset.tables = {named(table)};
    if (table == u"stamped") {
        dataset.route = Route::Timestamp;
        dataset.routeColumn = QStringLiteral("version");
        dataset.deletedColumn = QStringLiteral("gone");
    } else if (table == u"flagged") {
        dataset.route = Route::Flag;
        dataset.routeColumn = QStringLiteral("sent");
    } else if (table == u"copied") {
        dataset.route = Route::FullCopy;
        dataset.copyTimes = QStringLiteral("yearly 01-01 00:00");
    } else if (table == u"triggered") {
        dataset.route = Route::Trigger;
    } else if (table == u"logged") {
        dataset.route = Route::Log;
    } else {
        dataset.route = Route::Compare;
    }
    return dataset;
}

} // namespace busheng::test
