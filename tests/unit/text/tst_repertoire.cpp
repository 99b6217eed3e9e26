// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/repertoire.h"

#include <QTest>

#include "tests/support/test_main.h"

using namespace busheng;

/// Which characters an encoding can write.
class TstRepertoire : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhatIsLacking_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("held");
        QTest::addColumn<QString>("lacking"); // one character
        const auto row = [](const char* name, const char* held, const char* lacking) {
            QTest::newRow(name) << QString::fromLatin1(name) << QString::fromUtf8(held) << QString::fromUtf8(lacking);
        };
        row("ascii", "abc ~", "é");
        row("latin1", "José €", "张");
        row("gb2312", "张三", "镕");
        row("gbk", "张三镕", "䶮");
        row("big5", "張", "张");
        row("utf8mb3", "张三䶮㐂", "𠮷");
    }

    void findsWhatIsLacking()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, held);
        QFETCH(const QString, lacking);
        QVERIFY(Repertoire::names().contains(name));
        const Repertoire repertoire(name);
        QVERIFY(!repertoire.firstLacking(held.toStdU32String()));
        QVERIFY(!repertoire.firstLacking({}));
        const auto found = repertoire.firstLacking(QString(held + lacking + held).toStdU32String());
        QVERIFY(found);
        QCOMPARE(QString::fromUcs4(&*found, 1), lacking);
    }

    void knowsTheNamesOfDatabases()
    {
        QCOMPARE(Repertoire::nameOf(QStringLiteral("EUC_CN")), QStringLiteral("gb2312"));
        QCOMPARE(Repertoire::nameOf(QStringLiteral("LATIN1")), QStringLiteral("latin1"));
        QCOMPARE(Repertoire::nameOf(QStringLiteral("SQL_ASCII")), QStringLiteral("ascii"));
        QCOMPARE(Repertoire::nameOf(QStringLiteral("gbk")), QStringLiteral("gbk"));
        QCOMPARE(Repertoire::nameOf(QStringLiteral("utf8mb3")), QStringLiteral("utf8mb3"));
        QCOMPARE(Repertoire::nameOf(QStringLiteral("utf8mb4")), QString());
        QCOMPARE(Repertoire::nameOf(QStringLiteral("UTF8")), QString());
    }
};

BUSHENG_TEST(TstRepertoire)
#include "tst_repertoire.moc"
