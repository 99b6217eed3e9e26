// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_conninfo.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

using namespace busheng;

class TstPgConninfo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesKeywordsAndUris();
    void namesAnotherUserOfTheSameDatabase();
    void refusesWhatCannotWorkAndWhatIsSecret_data();
    void refusesWhatCannotWorkAndWhatIsSecret();
};

void TstPgConninfo::takesKeywordsAndUris()
{
    QVERIFY_OK(checkPgConninfo(QStringLiteral("host=10.1.2.3 dbname=rsxt user=busheng passfile=/etc/busheng/pgpass")));
    QVERIFY_OK(checkPgConninfo(QStringLiteral("postgresql://busheng@[::1]:5432/rsxt?sslmode=verify-full")));
    QVERIFY_OK(checkPgConninfo(QStringLiteral("service=rsxt")));
}

void TstPgConninfo::namesAnotherUserOfTheSameDatabase()
{
    const auto keywords = pgConninfoAs(QStringLiteral("host=h dbname='it''s' user=reader"), QStringLiteral("o\\'b"));
    QVERIFY(!keywords); // libpq doubles no quotes: it wants a backslash
    const auto named = pgConninfoAs(QStringLiteral("host=h dbname='it\\'s' user=reader"), QStringLiteral("o\\'b"));
    QVERIFY_OK(named);
    QVERIFY(named->contains(QStringLiteral("dbname='it\\'s'")) && named->contains(QStringLiteral("user='o\\\\\\'b'")));
    QVERIFY(!named->contains(QStringLiteral("reader")));
    QVERIFY_OK(checkPgConninfo(*named));
    const auto uri = pgConninfoAs(QStringLiteral("postgresql://busheng@[::1]:5432/rsxt"), QStringLiteral("postgres"));
    QVERIFY_OK(uri);
    QVERIFY(uri->contains(QStringLiteral("host='::1'")) && uri->endsWith(QStringLiteral("user='postgres'")));
}

void TstPgConninfo::refusesWhatCannotWorkAndWhatIsSecret_data()
{
    QTest::addColumn<QString>("location");
    QTest::newRow("empty") << QString();
    QTest::newRow("no database") << QStringLiteral("host=h user=u");
    QTest::newRow("no user") << QStringLiteral("host=h dbname=d");
    QTest::newRow("unknown keyword") << QStringLiteral("hots=h dbname=d user=u");
    QTest::newRow("syntax") << QStringLiteral("host='h dbname=d user=u");
    QTest::newRow("password") << QStringLiteral("host=h dbname=d user=u password=geheim");
    QTest::newRow("password in a URI") << QStringLiteral("postgresql://u:geheim@h/d");
    QTest::newRow("password of a key") << QStringLiteral("host=h dbname=d user=u sslpassword=geheim");
}

void TstPgConninfo::refusesWhatCannotWorkAndWhatIsSecret()
{
    QFETCH(const QString, location);
    const auto refused = checkPgConninfo(location);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::CFG_BAD_VALUE);
    QVERIFY(!refused.error().toString().contains(QStringLiteral("geheim")));
    QVERIFY(!refused.error().args.join(u' ').contains(QStringLiteral("geheim")));
}

BUSHENG_TEST(TstPgConninfo)
#include "tst_pg_conninfo.moc"
