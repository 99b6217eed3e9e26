// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/database_password.h"
#include "engine/db/postgres/pg_connection.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/test_main.h"

#include <QScopeGuard>

#include <thread>

using namespace busheng;
using busheng::test::MiniPostgres;

class TstPgConnection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void givesTextNumbersAndNull();
    void copiesInAndOut();
    void endsACopyThatNobodyWantsAndStaysUsable();
    void namesTheStateOfAnError();
    void isTransientWhenTheServerIsGone();
    void isCancelledByAStop();
    void takesThePasswordFromWhereItIsKept();

private:
    std::unique_ptr<PgConnection> connected(std::stop_token stop = {})
    {
        PgConnection::Options options;
        options.conninfo = m_server.conninfo();
        options.name = QStringLiteral("mini");
        options.stop = std::move(stop);
        auto opened = PgConnection::open(options);
        return opened ? std::move(*opened) : nullptr;
    }
    MiniPostgres m_server;
};

void TstPgConnection::givesTextNumbersAndNull()
{
    const auto connection = connected();
    QVERIFY(connection);
    const auto result =
        connection->query(QStringLiteral("SELECT $1::text, 42, NULL::int, true"), {QString::fromUtf8("䶮'\"\\")});
    QVERIFY_OK(result);
    QCOMPARE(result->text(0, 0), QString::fromUtf8("䶮'\"\\"));
    QCOMPARE(result->integer(0, 1), std::int64_t{42});
    QVERIFY(result->isNull(0, 2));
    QVERIFY(result->boolean(0, 3));
    const auto binary =
        connection->queryBinary(QStringLiteral("SELECT $1::bytea, $2::bytea"), {BytesView(), std::nullopt});
    QVERIFY_OK(binary);
    QVERIFY(!binary->isNull(0, 0));
    QVERIFY(binary->isNull(0, 1));
}

void TstPgConnection::copiesInAndOut()
{
    const auto connection = connected();
    QVERIFY_OK(connection->execute(QStringLiteral("CREATE TEMP TABLE t(a int, b text)")));
    QVERIFY_OK(connection->copyBegin(QStringLiteral("COPY t FROM STDIN")));
    QVERIFY_OK(connection->copyData("1\tone\n2\t"));
    QVERIFY_OK(connection->copyData("two\n"));
    const auto copied = connection->copyEnd();
    QVERIFY_OK(copied);
    QCOMPARE(copied->affectedRows(), std::int64_t{2});
    Bytes out;
    QVERIFY_OK(connection->copyOut(QStringLiteral("COPY (SELECT * FROM t ORDER BY a) TO STDOUT"), [&](BytesView data) {
        out += data;
        return true;
    }));
    QCOMPARE(out, Bytes("1\tone\n2\ttwo\n"));
    // Bad input leaves the connection usable.
    QVERIFY_OK(connection->copyBegin(QStringLiteral("COPY t FROM STDIN")));
    QVERIFY_OK(connection->copyData("x\ty\n"));
    QVERIFY(!connection->copyEnd());
    QCOMPARE(connection->queryInteger(QStringLiteral("SELECT count(*) FROM t")).value_or(-1), std::int64_t{2});
}

void TstPgConnection::endsACopyThatNobodyWantsAndStaysUsable()
{
    const auto connection = connected();
    int rows = 0;
    QVERIFY_OK(connection->copyOut(QStringLiteral("COPY (SELECT generate_series(1, 10000000)) TO STDOUT"),
                                   [&](BytesView) { return ++rows < 3; }));
    QCOMPARE(rows, 3);
    QCOMPARE(connection->queryInteger(QStringLiteral("SELECT 7")).value_or(-1), std::int64_t{7});
}

void TstPgConnection::namesTheStateOfAnError()
{
    const auto connection = connected();
    const auto result = connection->query(QStringLiteral("SELECT 1/0"));
    QVERIFY(!result);
    QVERIFY2(result.error().native.startsWith(QStringLiteral("22012")), qPrintable(result.error().toString()));
    QVERIFY(!result.error().transient);
}

void TstPgConnection::isTransientWhenTheServerIsGone()
{
    const auto connection = connected();
    m_server.kill();
    const auto result = connection->query(QStringLiteral("SELECT 1"));
    QVERIFY(!result);
    QVERIFY(result.error().transient);
    QVERIFY(!connected());
    QVERIFY_OK(m_server.startAgain());
    QVERIFY(connected());
}

/// The vault gives it by the name under which the database is registered; the location has none.
void TstPgConnection::takesThePasswordFromWhereItIsKept()
{
    MiniPostgres server;
    QVERIFY_OK(server.start());
    QVERIFY_OK(server.makeUserWithPassword(QStringLiteral("reader"), QStringLiteral("s3cret word")));
    std::optional<Bytes> kept;
    setPasswordSource([&kept](const QString& database) {
        return database == u"the register" ? kept : std::optional<Bytes>("another's");
    });
    const auto cleanUp = qScopeGuard([] { setPasswordSource({}); });
    PgConnection::Options options;
    options.conninfo = server.tcpConninfo(QStringLiteral("postgres"), QStringLiteral("reader"));
    options.name = QStringLiteral("the register");
    auto none = PgConnection::open(options);
    QVERIFY(!none);
    QVERIFY2(none.error().native.contains(QStringLiteral("no password supplied")), qPrintable(none.error().native));
    kept = "wrong";
    auto wrong = PgConnection::open(options);
    QVERIFY(!wrong);
    QVERIFY2(wrong.error().native.contains(QStringLiteral("password authentication failed")),
             qPrintable(wrong.error().native));
    QVERIFY(!wrong.error().toString().contains(QStringLiteral("wrong")));
    kept = "s3cret word";
    auto right = PgConnection::open(options);
    QVERIFY_OK(right);
    QCOMPARE(*(*right)->queryText(QStringLiteral("SELECT current_user")), QStringLiteral("reader"));
}

void TstPgConnection::isCancelledByAStop()
{
    std::stop_source stop;
    const auto connection = connected(stop.get_token());
    // Stops as soon as the server says that the statement runs.
    std::thread stopper([&] {
        while (m_server
                   .run(QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND "
                                       "state = 'active' AND wait_event = 'PgSleep'"))
                   .value_or(QStringLiteral("0")) != u"1")
            std::this_thread::yield();
        stop.request_stop();
    });
    const auto result = connection->query(QStringLiteral("SELECT pg_sleep(60)"));
    stopper.join();
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
}

BUSHENG_TEST(TstPgConnection)
#include "tst_pg_connection.moc"
