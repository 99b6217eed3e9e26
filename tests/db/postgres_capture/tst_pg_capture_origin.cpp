// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/db/postgres_capture/pg_capture_fixture.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

/// Which server the log is read from, and how it keeps it.
class TstPgCaptureOrigin : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void tellsHowItsLogIsKept();
    void stopsAtAPromotedCopy();

private:
    const QString m_table = QStringLiteral("CREATE TABLE person(id int PRIMARY KEY, name text)");
    MiniPostgres m_server;
};

void TstPgCaptureOrigin::tellsHowItsLogIsKept()
{
    const PgSource source(m_server, m_table, {QStringLiteral("person")});
    StreamSink sink;
    const auto capturer = source.opened({});
    source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a')"));
    catchUp(source, *capturer, sink);
    const auto before = must(capturer->readLogState());
    QVERIFY(before.has_value());
    QCOMPARE(before->slot, source.slot());
    QCOMPARE(before->status, QStringLiteral("reserved"));
    QVERIFY(!before->safeBytes.has_value()); // no limit
    source.run(QStringLiteral("INSERT INTO person SELECT i, repeat('x', 1000) FROM generate_series(2, 3000) i"));
    const auto after = must(capturer->readLogState());
    QVERIFY(after->written > before->written + 3'000'000);
    QVERIFY(after->retainedBytes >= before->retainedBytes + 3'000'000);
    QVERIFY(after->written > sink.position().order);
    source.run(QStringLiteral("ALTER SYSTEM SET max_slot_wal_keep_size = '256MB'"));
    source.run(QStringLiteral("SELECT pg_reload_conf()"));
    const auto isLimited = [&] {
        const auto now = must(capturer->readLogState());
        return now->safeBytes.has_value() && *now->safeBytes > 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isLimited(), 20'000);
    source.run(QStringLiteral("ALTER SYSTEM RESET max_slot_wal_keep_size"));
    source.run(QStringLiteral("SELECT pg_reload_conf()"));
}

/// Somebody has made the slot anew on the standby that took over: its numbers go on, its history is another one.
void TstPgCaptureOrigin::stopsAtAPromotedCopy()
{
    const PgSource source(m_server, m_table, {QStringLiteral("person")});
    StreamSink sink;
    PgLogSource log = source.source;
    {
        const auto capturer = source.opened({});
        source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a')"));
        catchUp(source, *capturer, sink);
        log.origin = capturer->origin();
        QVERIFY(log.origin.endsWith(QStringLiteral("/1")));
        must(capturer->release(sink.position()));
    }
    MiniPostgres copy;
    QVERIFY_OK(copy.startPromotedCopyOf(m_server));
    QVERIFY_OK(
        copy.run(QStringLiteral("SELECT pg_create_logical_replication_slot('%1', 'pgoutput')").arg(source.slot()),
                 source.database));
    log.source.location = copy.conninfo(source.database);
    const auto refused = openPgLogCapturer(log, sink.position());
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::CAP_TIMELINE);
    QVERIFY(!refused.error().transient);
    QCOMPARE(refused.error().args.value(1), log.origin);
    QVERIFY(refused.error().args.value(2).endsWith(QStringLiteral("/2")));
    // The old one is still what it was.
    log.source.location = source.source.source.location;
    const auto again = openPgLogCapturer(log, sink.position());
    QVERIFY_OK(again);
    QCOMPARE((*again)->origin(), log.origin);
}

BUSHENG_TEST(TstPgCaptureOrigin)
#include "tst_pg_capture_origin.moc"
