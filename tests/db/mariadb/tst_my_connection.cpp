// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_location.h"
#include "engine/model/events.h"
#include "tests/db/mariadb/my_fixture.h"
#include "tests/support/test_main.h"

#include <QFile>

#include <thread>

using namespace busheng;
using namespace busheng::test;

class TstMyConnection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void readsALocation();
    void refusesABadLocation_data();
    void refusesABadLocation();
    void takesThePasswordFromAnOptionFile();
    void refusesAnOptionFileThatOthersMayRead();
    void asksForACertificateAwayFromThisMachine();
    void endsAStatementWhenItIsStopped();
    void namesWhatPassesByItself();

private:
    MiniMariaDb m_server;
};

void TstMyConnection::readsALocation()
{
    const auto location = parseMyLocation(
        QStringLiteral("host=10.1.2.3 port=3307  dbname='rs xt' user='o\\'neil' passfile=/etc/b.cnf sslrootcert=/ca"));
    QVERIFY_OK(location);
    QCOMPARE(location->servers.size(), std::size_t{1});
    QCOMPARE(location->servers.front().toString(), QStringLiteral("10.1.2.3:3307"));
    QCOMPARE(location->database, QStringLiteral("rs xt"));
    QCOMPARE(location->user, QStringLiteral("o'neil"));
    QCOMPARE(location->tls, MyTls::VerifyFull);
    const auto other = myLocationAs(QStringLiteral("host=h dbname=d user=u"), QStringLiteral("it's"));
    QVERIFY_OK(other);
    QCOMPARE(parseMyLocation(*other)->user, QStringLiteral("it's"));
    QCOMPARE(parseMyLocation(QStringLiteral("host=/run/my.sock dbname=d user=u"))->tls, MyTls::Off);
}

void TstMyConnection::refusesABadLocation_data()
{
    QTest::addColumn<QString>("location");
    const auto row = [](const char* name, const char* location) { QTest::newRow(name) << QString::fromUtf8(location); };
    row("nothing", "");
    row("no user", "host=h dbname=d");
    row("no database", "host=h user=u");
    row("a password", "host=h dbname=d user=u password=geheim");
    row("an unknown word", "host=h dbname=d user=u database=x");
    row("twice", "host=h host=i dbname=d user=u");
    row("an open quote", "host='h dbname=d user=u");
    row("no equals sign", "host=h dbname=d user=u tls");
    row("a port out of range", "host=h dbname=d user=u port=70000");
    row("an unknown mode", "host=h dbname=d user=u sslmode=maybe");
}

void TstMyConnection::refusesABadLocation()
{
    QFETCH(const QString, location);
    const auto parsed = parseMyLocation(location);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().event, events::CFG_BAD_VALUE);
    QVERIFY(!parsed.error().toString().contains(QStringLiteral("geheim")));
}

void TstMyConnection::takesThePasswordFromAnOptionFile()
{
    MySource source(m_server,
                    QStringLiteral("CREATE USER 'locked'@'localhost' IDENTIFIED BY 'se cret';\n"
                                   "GRANT ALL ON *.* TO 'locked'@'localhost'"),
                    {});
    QFile file(m_server.directory() + QStringLiteral("/client.cnf"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[client]\npassword='se cret'\n");
    file.close();
    QVERIFY(file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner));
    MyConnection::Options options;
    options.name = QStringLiteral("locked");
    options.location = m_server.locationAs(source.database, QStringLiteral("locked"));
    const auto without = MyConnection::open(options);
    QVERIFY(!without);
    QVERIFY2(without.error().native.startsWith(QStringLiteral("1045")), qPrintable(without.error().native));
    options.location += QStringLiteral(" passfile=") + file.fileName();
    QVERIFY_OK(MyConnection::open(options));
}

void TstMyConnection::refusesAnOptionFileThatOthersMayRead()
{
    QFile file(m_server.directory() + QStringLiteral("/open.cnf"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    QVERIFY(file.setPermissions(QFileDevice::ReadOwner | QFileDevice::ReadOther));
    MyConnection::Options options;
    options.name = QStringLiteral("open");
    options.location = m_server.location(QStringLiteral("mysql")) + QStringLiteral(" passfile=") + file.fileName();
    const auto opened = MyConnection::open(options);
    QVERIFY(!opened);
    QVERIFY2(opened.error().native.contains(QStringLiteral("chmod 600")), qPrintable(opened.error().native));
}

void TstMyConnection::asksForACertificateAwayFromThisMachine()
{
    MyConnection::Options options;
    options.name = QStringLiteral("plain");
    options.location =
        m_server.tcpLocation(QStringLiteral("mysql"), QStringLiteral("root")) + QStringLiteral(" sslmode=verify-full");
    const auto opened = MyConnection::open(options);
    QVERIFY(!opened); // this server has none
    QVERIFY2(opened.error().native.startsWith(QStringLiteral("2026")), qPrintable(opened.error().native));
}

void TstMyConnection::endsAStatementWhenItIsStopped()
{
    std::stop_source stop;
    MyConnection::Options options;
    options.name = QStringLiteral("stopped");
    options.location = m_server.location(QStringLiteral("mysql"));
    options.stop = stop.get_token();
    const auto connection = must(MyConnection::open(options));
    std::jthread stopper([&stop, this] {
        const MiniMariaDb& server = m_server;
        while (must(server.run(QStringLiteral("SELECT count(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE "
                                              "'DO SLEEP(55)'"),
                               QStringLiteral("mysql"))) == u"0") {
        }
        stop.request_stop();
    });
    const auto done = connection->execute(QStringLiteral("DO SLEEP(55)"));
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Cancelled);
    QVERIFY(!connection->isAlive());
}

void TstMyConnection::namesWhatPassesByItself()
{
    MySource source(m_server, QStringLiteral("CREATE TABLE t (id int PRIMARY KEY);\nINSERT INTO t VALUES (1)"), {});
    const auto other = source.open();
    must(source.writer->execute(QStringLiteral("BEGIN")));
    must(source.writer->execute(QStringLiteral("UPDATE t SET id = 2")));
    must(other->execute(QStringLiteral("SET SESSION innodb_lock_wait_timeout = 1")));
    const auto waited = other->execute(QStringLiteral("UPDATE t SET id = 3"));
    QVERIFY(!waited);
    QCOMPARE(myErrorNumber(waited.error()), 1205);
    QVERIFY(waited.error().transient);
    const auto wrong = other->execute(QStringLiteral("SELECT * FROM nothing"));
    QVERIFY(!wrong && !wrong.error().transient);
    QVERIFY(other->isAlive());
    must(m_server.run(QStringLiteral("KILL %1").arg(other->threadId()), QStringLiteral("mysql")));
    const auto gone = other->execute(QStringLiteral("SELECT 1"));
    QVERIFY(!gone);
    QVERIFY(gone.error().transient);
    QVERIFY(!other->isAlive());
}

BUSHENG_TEST(TstMyConnection)
#include "tst_my_connection.moc"
