// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/db/postgres_apply/pg_stream_fixture.h"
#include "tests/support/test_main.h"

#include <thread>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kWaits = QStringLiteral("SELECT count(*) FROM pg_locks WHERE NOT granted");

} // namespace

/// What is nobody's row's fault passes: it is rolled back and tried again, and never set aside, whatever the policy.
class TstPgTargetEnvironment : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void triesAgain_data();
    void triesAgain();
    void losesADeadlock();
    void waitsForItsRights();
    void isCutInTheMiddleOfACommit();
    void waitsForATableThatIsLocked();

private:
    struct Scene {
        explicit Scene(MiniPostgres& server) : f(server)
        {
            f.data.config.faults.rowErrors = RowErrorPolicy::SetAside;
            f.data.config.faults.conflicts.choice = ConflictChoice::SourceWins;
        }
        Result<> begin()
        {
            ENGINE_TRY(f.data.create());
            f.data.onSource(QStringLiteral("CREATE TABLE account(id int PRIMARY KEY, owner text); "
                                           "INSERT INTO account SELECT i, 'o' FROM generate_series(1, 200) i"));
            schema = f.data.schema({QStringLiteral("account")});
            f.load(feed, schema);
            ENGINE_TRY(f.open());
            return f.play(feed.packets());
        }
        void work(std::uint64_t position, int rows)
        {
            f.data.update(schema.tables[0], QStringLiteral("owner = owner || 'x'"),
                          QStringLiteral("id <= %1").arg(rows));
            f.data.insert(schema.tables[0], QStringLiteral("%1, 'n'").arg(1000 + position));
            f.transaction(feed, position);
        }
        /// Goes on from the checkpoint: everything is there once, and nothing was set aside.
        void verifyGoesOn()
        {
            QVERIFY_OK(f.open());
            QVERIFY_OK(f.play(feed.packets()));
            QVERIFY(f.data.isSame(schema));
            QCOMPARE(f.data.askTarget(QStringLiteral("SELECT count(*) FROM busheng.exceptions")), QStringLiteral("0"));
        }

        PgStreamFixture f;
        PacketFeed feed;
        DatasetSchema schema;
    };

    MiniPostgres m_server;
};

void TstPgTargetEnvironment::triesAgain_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<int>("rows");
    for (const int rows : {3, 150}) {
        for (const char* state : {"40001", "40P01", "55P03", "53200", "53300", "57P03", "53100"})
            QTest::addRow("%s, %d rows", state, rows) << QString::fromLatin1(state) << rows;
    }
}

/// As the server says it: serialization failure, deadlock, lock timeout, out of memory, too many connections, starting
/// up, disk full.
void TstPgTargetEnvironment::triesAgain()
{
    QFETCH(const QString, state);
    QFETCH(const int, rows);
    Scene s(m_server);
    QVERIFY_OK(s.begin());
    s.f.data.onTarget(QStringLiteral("CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'so' "
                                     "USING ERRCODE = '%1'; END $$; CREATE TRIGGER t BEFORE UPDATE ON account FOR EACH "
                                     "ROW WHEN (old.id = 2) EXECUTE FUNCTION fails(); "
                                     "ALTER TABLE account ENABLE ALWAYS TRIGGER t")
                          .arg(state));
    s.work(11, rows);
    const auto failed = s.f.play(s.feed.packets());
    QVERIFY(!failed);
    QVERIFY2(failed.error().transient, qPrintable(failed.error().toString()));
    QVERIFY(failed.error().native.contains(state));
    s.f.data.onTarget(QStringLiteral("DROP TRIGGER t ON account"));
    s.verifyGoesOn();
}

/// A real one: the other holds the second row and asks for the first. The server ends one of the two; whichever it is,
/// everything is there once at last.
void TstPgTargetEnvironment::losesADeadlock()
{
    Scene s(m_server);
    QVERIFY_OK(s.begin());
    // The writer's session notices first: each looks once, when it has waited so long.
    s.f.data.onTarget(QStringLiteral("ALTER DATABASE t SET deadlock_timeout = '60s'"));
    s.f.data.connect();
    s.f.data.onTarget(QStringLiteral("ALTER DATABASE t SET deadlock_timeout = '2s'"));
    s.f.data.onTarget(QStringLiteral("BEGIN; UPDATE account SET owner = owner WHERE id = 2"));
    QVERIFY_OK(s.f.open());
    s.work(11, 2); // first row 1, then row 2
    std::thread other([&] {
        while (m_server.run(kWaits).value_or(QString()) != u"1")
            std::this_thread::yield();
        s.f.data.onTarget(QStringLiteral("UPDATE account SET owner = owner WHERE id = 1"));
        s.f.data.onTarget(QStringLiteral("ROLLBACK"));
    });
    const auto lost = s.f.play(s.feed.packets());
    s.f.close(); // lets the other have its lock
    other.join();
    s.f.data.onTarget(QStringLiteral("ALTER DATABASE t RESET deadlock_timeout"));
    QVERIFY(!lost);
    QVERIFY2(lost.error().transient, qPrintable(lost.error().toString()));
    QVERIFY2(lost.error().native.startsWith(u"40P01"), qPrintable(lost.error().toString()));
    s.verifyGoesOn();
}

void TstPgTargetEnvironment::waitsForItsRights()
{
    Scene s(m_server);
    QVERIFY_OK(s.begin());
    s.f.data.onTarget(QStringLiteral(
        "DO $$ BEGIN IF to_regrole('clerk') IS NULL THEN CREATE ROLE clerk LOGIN; END IF; END $$; "
        "GRANT USAGE ON SCHEMA busheng, public TO clerk; GRANT ALL ON ALL TABLES IN SCHEMA busheng, public TO clerk"));
    s.f.data.config.target.location += QStringLiteral(" user=clerk");
    QVERIFY_OK(s.f.open());
    s.work(11, 3);
    QVERIFY_OK(s.f.play(s.feed.packets()));
    s.f.data.onTarget(QStringLiteral("REVOKE UPDATE ON account FROM clerk"));
    s.work(12, 3);
    const auto refused = s.f.play(s.feed.packets());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Config);
    QCOMPARE(refused.error().event, events::TGT_UNAVAILABLE);
    QVERIFY(!refused.error().transient);
    QVERIFY_OK(s.f.open());
    QCOMPARE(s.f.applier->checkpoint().sequence, std::uint64_t{2});
    s.f.data.onTarget(QStringLiteral("GRANT UPDATE ON account TO clerk"));
    s.verifyGoesOn();
    s.f.close();
    s.f.data.onTarget(QStringLiteral("DROP OWNED BY clerk"));
}

/// The server is in the middle of COMMIT when the connection ends: a deferred trigger waits there for our lock.
void TstPgTargetEnvironment::isCutInTheMiddleOfACommit()
{
    Scene s(m_server);
    QVERIFY_OK(s.begin());
    s.f.data.onTarget(
        QStringLiteral("CREATE FUNCTION waits() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM "
                       "pg_advisory_xact_lock(4711); RETURN NULL; END $$; CREATE CONSTRAINT TRIGGER t AFTER "
                       "INSERT ON account DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "
                       "waits(); ALTER TABLE account ENABLE ALWAYS TRIGGER t; SELECT pg_advisory_lock(4711)"));
    s.work(11, 100);
    std::thread cutter([&] {
        while (m_server
                   .run(QStringLiteral("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query = "
                                       "'COMMIT' AND wait_event_type = 'Lock'"))
                   .value_or(QString()) != u"1")
            std::this_thread::yield();
    });
    const auto cut = s.f.play(s.feed.packets());
    cutter.join();
    QVERIFY(!cut);
    QVERIFY2(cut.error().transient, qPrintable(cut.error().toString()));
    QCOMPARE(cut.error().event, events::TGT_UNAVAILABLE);
    s.f.data.onTarget(QStringLiteral("SELECT pg_advisory_unlock(4711); DROP TRIGGER t ON account"));
    s.verifyGoesOn();
}

/// A lock timeout that the administrator set is for others: we wait until the table is free, without an error each
/// time.
void TstPgTargetEnvironment::waitsForATableThatIsLocked()
{
    Scene s(m_server);
    QVERIFY_OK(s.begin());
    s.f.data.onTarget(QStringLiteral("ALTER DATABASE t SET lock_timeout = '100ms'"));
    s.f.data.onTarget(QStringLiteral("BEGIN; LOCK TABLE account"));
    QVERIFY_OK(s.f.open());
    s.work(11, 100);
    std::thread other([&] {
        while (m_server.run(kWaits).value_or(QString()) != u"1")
            std::this_thread::yield();
        s.f.data.onTarget(QStringLiteral("COMMIT"));
    });
    const auto applied = s.f.play(s.feed.packets());
    other.join();
    s.f.data.onTarget(QStringLiteral("ALTER DATABASE t RESET lock_timeout"));
    QVERIFY_OK(applied);
    s.verifyGoesOn();
}

BUSHENG_TEST(TstPgTargetEnvironment)
#include "tst_pg_target_environment.moc"
