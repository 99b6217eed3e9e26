// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/my_target_desk.h"
#include "tests/db/mariadb/my_pair.h"
#include "tests/support/test_main.h"
#include "tests/unit/apply/packet_feed.h"

using namespace busheng;
using namespace busheng::test;

/// A table of a MariaDB target whose operations wait while the others flow (docs/apply-errors.md).
class TstMyTargetParking : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        // MySQL 5.6 takes of large values no more in a transaction than a tenth of its redo log.
        const QStringList large =
            m_server.isMySql() ? QStringList{QStringLiteral("--innodb-log-file-size=80M")} : QStringList();
        QVERIFY_OK(m_server.start(QStringList{QStringLiteral("--sql-mode=")} + large));
    }
    void cleanup() { QVERIFY_OK(failpoint::configure({})); }
    void makesNoTableWithoutNeed();
    void waitsAndGoesOn();
    void saysWhyItStillWaits();
    void waitsForThePersonWhoParkedIt();
    void beginsAnewWithALoad();
    void undoesWhatARollbackUndid();
    void holdsLargeRows();

private:
    struct Scene : Pair {
        explicit Scene(MiniMariaDb& server)
            : Pair(server,
                   QStringLiteral("CREATE TABLE account (id int PRIMARY KEY, owner varchar(20), balance int);\n"
                                  "CREATE TABLE bag (a int, b varchar(9))"),
                   {QStringLiteral("account"), QStringLiteral("bag")})
        {
            must(create());
            writer->setPlace(stream, {7, Position{70}, false});
            desk = must(openMyTargetDesk(target.target, {}));
            account = database + QStringLiteral(".account");
        }
        void work(int i)
        {
            source.run(QStringLiteral("BEGIN;\nINSERT INTO account VALUES (%1, 'o', %1), (%2, 'o', 0);\n"
                                      "UPDATE account SET balance = balance + 1 WHERE id % 3 = 0;\n"
                                      "DELETE FROM account WHERE id = %2 - 20;\n"
                                      "INSERT INTO bag VALUES (%1, 'b');\nCOMMIT")
                           .arg(i)
                           .arg(i + 1000));
        }
        Result<> drainAll()
        {
            for (;;) {
                ENGINE_TRY_AS(const bool more, writer->drainParked(stream, schema()));
                if (!more)
                    return {};
            }
        }
        std::vector<ParkedTable> parked() { return must(writer->faults(stream)).parked; }
        QString count(const QString& table)
        {
            return must(source.server.run(QStringLiteral("SELECT count(*) FROM ") + table, database));
        }

        QString stream = QStringLiteral("s");
        std::unique_ptr<TargetDesk> desk;
        QString account;
    };

    MiniMariaDb m_server;
};

void TstMyTargetParking::makesNoTableWithoutNeed()
{
    Scene scene(m_server);
    scene.work(1);
    QVERIFY_OK(scene.follow());
    QCOMPARE(must(m_server.run(QStringLiteral("SHOW TABLES LIKE 'busheng_parked%'"), scene.database)), QString());
    QCOMPARE(scene.desk->release(scene.stream, scene.account).error().event, events::CFG_NOT_FOUND);
}

void TstMyTargetParking::waitsAndGoesOn()
{
    Scene scene(m_server);
    for (int i = 0; i < 5; ++i)
        scene.work(i);
    QVERIFY_OK(scene.follow());
    QVERIFY_OK(scene.desk->park(scene.stream, scene.account, QStringLiteral("it does not fit"), false));
    scene.writer->forgetFaults();
    for (int i = 5; i < 30; ++i)
        scene.work(i);
    scene.source.run(QStringLiteral("TRUNCATE TABLE account"));
    for (int i = 30; i < 60; ++i)
        scene.work(i);
    QVERIFY_OK(scene.follow());
    QCOMPARE(scene.count(QStringLiteral("account")), QStringLiteral("10"));
    QCOMPARE(scene.count(QStringLiteral("bag")), QStringLiteral("60"));
    QVERIFY(scene.writer->isParked(scene.account));
    QVERIFY(scene.writer->takeFaultsChanged());
    QCOMPARE(scene.parked().size(), std::size_t{1});
    QVERIFY(scene.parked()[0].waitingChanges > 100);
    // The place of the checkpoint is that of the packets, whatever is drained.
    QVERIFY_OK(scene.drainAll());
    QCOMPARE(scene.difference(), QString());
    QVERIFY(scene.parked().empty());
    scene.work(60);
    QVERIFY_OK(scene.follow());
    QCOMPARE(scene.difference(), QString());
    QCOMPARE(scene.count(QStringLiteral("busheng_parked_structure")), QStringLiteral("0"));
}

/// Each time that it is looked at, and by the row where it is one.
void TstMyTargetParking::saysWhyItStillWaits()
{
    Scene scene(m_server);
    must(m_server.run(QStringLiteral("ALTER TABLE account DROP COLUMN owner"), scene.database));
    scene.work(1);
    const auto refused = scene.follow();
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::TGT_STRUCTURE);
    QCOMPARE(refused.error().args.value(1), scene.account);
    QVERIFY_OK(scene.desk->park(scene.stream, scene.account, refused.error().args.value(2), false));
    scene.writer->forgetFaults();
    QVERIFY_OK(scene.follow());
    const auto still = scene.writer->drainParked(scene.stream, scene.schema());
    QVERIFY(!still);
    QCOMPARE(still.error().event, events::TGT_STRUCTURE);
    QVERIFY2(scene.parked()[0].why.contains(QStringLiteral("column owner is not there")),
             qPrintable(scene.parked()[0].why));
    must(m_server.run(QStringLiteral("ALTER TABLE account ADD COLUMN owner varchar(20);\n"
                                     "INSERT INTO account (id) VALUES (1)"),
                      scene.database));
    const auto conflict = scene.writer->drainParked(scene.stream, scene.schema());
    QVERIFY(!conflict);
    QCOMPARE(conflict.error().event, events::TGT_CONFLICT);
    QVERIFY2(scene.parked()[0].why.startsWith(QStringLiteral("row 1: ")), qPrintable(scene.parked()[0].why));
    must(m_server.run(QStringLiteral("DELETE FROM account"), scene.database));
    QVERIFY_OK(scene.drainAll());
    QCOMPARE(scene.difference(), QString());
    // One that is gone is not made anew: its rows went with it.
    QVERIFY_OK(scene.desk->park(scene.stream, scene.account, QStringLiteral("work"), false));
    scene.writer->forgetFaults();
    scene.work(2);
    QVERIFY_OK(scene.follow());
    must(m_server.run(QStringLiteral("DROP TABLE account"), scene.database));
    const auto gone = scene.writer->drainParked(scene.stream, scene.schema());
    QVERIFY(!gone);
    QCOMPARE(gone.error().args.value(2), QStringLiteral("it is not there"));
}

void TstMyTargetParking::waitsForThePersonWhoParkedIt()
{
    Scene scene(m_server);
    QVERIFY_OK(scene.desk->park(scene.stream, scene.account, QStringLiteral("work on it"), true));
    scene.writer->forgetFaults();
    scene.work(1);
    QVERIFY_OK(scene.follow());
    QCOMPARE(scene.writer->drainParked(scene.stream, scene.schema()).value_or(true), false);
    QVERIFY(scene.parked()[0].byPerson);
    QVERIFY_OK(scene.desk->release(scene.stream, scene.account));
    QVERIFY_OK(scene.drainAll());
    QCOMPARE(scene.difference(), QString());
}

void TstMyTargetParking::beginsAnewWithALoad()
{
    Scene scene(m_server);
    scene.work(1);
    QVERIFY_OK(scene.follow());
    QVERIFY_OK(scene.desk->park(scene.stream, scene.account, QStringLiteral("work"), false));
    scene.writer->forgetFaults();
    scene.work(2);
    QVERIFY_OK(scene.follow());
    QVERIFY_OK(scene.writer->begin());
    QVERIFY_OK(scene.writer->emptyTables(scene.schema(), true));
    QVERIFY_OK(scene.writer->commit());
    QCOMPARE(scene.count(QStringLiteral("account")), QStringLiteral("2")); // it waits
    QCOMPARE(scene.parked()[0].waitingChanges, quint64{1});                // a truncation, and nothing before it
    QVERIFY_OK(scene.drainAll());
    QCOMPARE(scene.count(QStringLiteral("account")), QStringLiteral("0"));
}

/// An operation is in its table or it waits, whatever fails in between.
void TstMyTargetParking::undoesWhatARollbackUndid()
{
    Scene scene(m_server);
    QVERIFY_OK(scene.desk->park(scene.stream, scene.account, QStringLiteral("work"), false));
    scene.writer->forgetFaults();
    scene.work(1);
    QVERIFY_OK(failpoint::configure(QStringLiteral("apply.park.block=err")));
    QVERIFY(!scene.follow());
    QCOMPARE(scene.parked()[0].waitingChanges, quint64{0});
    QVERIFY_OK(failpoint::configure({}));
    QVERIFY_OK(scene.follow());
    const quint64 waiting = scene.parked()[0].waitingChanges;
    QVERIFY(waiting > 0);
    QVERIFY_OK(failpoint::configure(QStringLiteral("apply.park.applied=err")));
    QVERIFY(!scene.writer->drainParked(scene.stream, scene.schema()));
    QCOMPARE(scene.count(QStringLiteral("account")), QStringLiteral("0"));
    QCOMPARE(scene.parked()[0].waitingChanges, waiting);
    QVERIFY_OK(failpoint::configure({}));
    QVERIFY_OK(scene.drainAll());
    QCOMPARE(scene.difference(), QString());
}

/// As large as the table takes them, and not all of them at once in memory.
void TstMyTargetParking::holdsLargeRows()
{
    Pair pair(m_server, QStringLiteral("CREATE TABLE document (id int PRIMARY KEY, body longtext)"),
              {QStringLiteral("document")});
    QVERIFY_OK(pair.create());
    const QString stream = QStringLiteral("s");
    const QString table = pair.database + QStringLiteral(".document");
    pair.writer->setPlace(stream, {7, Position{70}, false});
    const auto desk = must(openMyTargetDesk(pair.target.target, {}));
    QVERIFY_OK(desk->park(stream, table, QStringLiteral("work"), false));
    pair.writer->forgetFaults();
    const Bytes body(12U << 20, 'b');
    Block rows;
    for (int id = 1; id <= 3; ++id)
        rows.insert(row({number(id), Cell::ofText(body)}));
    QVERIFY_OK(pair.apply(rows.bytes()));
    const auto drain = [&] { return pair.writer->drainParked(stream, pair.schema()); };
    const auto drained = [&] {
        return must(m_server.run(QStringLiteral("SELECT concat(count(*), ' ', coalesce(min(length(body)), 0)) FROM "
                                                "document"),
                                 pair.database));
    };
    QCOMPARE(drained(), QStringLiteral("0 0"));
    QVERIFY_OK(drain());
    QCOMPARE(drained(), QStringLiteral("1 12582912"));
    QVERIFY_OK(drain());
    QVERIFY_OK(drain());
    QCOMPARE(drained(), QStringLiteral("3 12582912"));
    QCOMPARE(drain().value_or(true), false);
}

BUSHENG_TEST(TstMyTargetParking)
#include "tst_my_target_parking.moc"
