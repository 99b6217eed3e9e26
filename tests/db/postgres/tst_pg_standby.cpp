// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_connection.h"
#include "engine/model/standby_events.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

/// A database with a primary and a streaming standby: real servers, a real promotion.
class TstPgStandby : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// One long story: each step is the state that the next one begins with.
    void followsThePrimaryAndNeverGoesBackToTheFormerOne()
    {
        MiniPostgres first;
        MiniPostgres second;
        QVERIFY_OK(first.start());
        QVERIFY_OK(second.startStandbyOf(first));
        const QString location = QStringLiteral("host=%1,%2 port=%3,%4 dbname=postgres user=postgres")
                                     .arg(second.directory(), first.directory())
                                     .arg(second.port())
                                     .arg(first.port());

        // The standby stands first in the list, and is passed over.
        const auto primary = open(location);
        QVERIFY_OK(primary);
        QCOMPARE(portOf(**primary), first.port());
        const auto walsender = open(location, true);
        QVERIFY_OK(walsender);
        QCOMPARE(portOf(**walsender), first.port());

        first.kill();
        const auto none = open(location);
        QVERIFY(!none);
        QCOMPARE(none.error().event, events::DB_NO_PRIMARY);
        QVERIFY2(none.error().args.at(1).contains(QStringLiteral("it is a standby")), qPrintable(none.error().native));

        QVERIFY_OK(second.promote());
        const auto promoted = open(location);
        QVERIFY_OK(promoted);
        QCOMPARE(portOf(**promoted), second.port());

        // The former primary is back as if nothing had happened, and the new one is away.
        QVERIFY_OK(first.startAgain());
        second.kill();
        const auto former = open(location);
        QVERIFY(!former);
        QVERIFY2(
            former.error().args.at(1).contains(QStringLiteral("former primary: timeline 1, another server is at 2")),
            qPrintable(former.error().native));
    }

    void refusesAnotherDatabaseUnderASecondAddress()
    {
        MiniPostgres right;
        MiniPostgres other;
        QVERIFY_OK(right.start());
        QVERIFY_OK(other.start());
        const QString location = QStringLiteral("host=127.0.0.1,127.0.0.1 port=%1,%2 dbname=postgres user=postgres")
                                     .arg(right.port())
                                     .arg(other.port());
        QVERIFY_OK(open(location));
        right.kill();
        const auto refused = open(location);
        QVERIFY(!refused);
        QVERIFY2(refused.error().args.at(1).contains(QStringLiteral("another database")),
                 qPrintable(refused.error().native));
    }

private:
    static Result<std::unique_ptr<PgConnection>> open(const QString& location, bool replication = false)
    {
        return PgConnection::open({location, QStringLiteral("standby test"), replication, QStringLiteral("test"), {}});
    }
    static int portOf(PgConnection& connection)
    {
        return connection.queryText(QStringLiteral("SHOW port")).value_or(QString()).toInt();
    }
};

BUSHENG_TEST(TstPgStandby)
#include "tst_pg_standby.moc"
