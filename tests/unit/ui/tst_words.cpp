// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/text/translator.h"
#include "ui/text/words.h"

#include <QDateTime>
#include <QObject>
#include <QSet>

#include <limits>

using namespace busheng;

class TstWords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { use("en"); }
    void cleanupTestCase() { use("en"); }
    void statesAreTheWordsOfTheSpecification();
    void stagesAreFiveDifferentWords();
    void numbersAreGrouped();
    void bytesChangeUnit_data();
    void bytesChangeUnit();
    void durationsAreReadable_data();
    void durationsAreReadable();
    void axisNumbersAreShort();
    void unknownIsNeverZero();
    void percentIsWholeOnlyAtTheEnd();
    void timesAreLocal();

private:
    static void use(const char* language)
    {
        installTranslator(*QCoreApplication::instance(), QString::fromLatin1(language));
    }
};

void TstWords::statesAreTheWordsOfTheSpecification()
{
    use("zh_CN");
    const QStringList expected = {QStringLiteral("等待"), QStringLiteral("初始化"), QStringLiteral("质量校验"),
                                  QStringLiteral("追赶"), QStringLiteral("实时"),   QStringLiteral("暂停"),
                                  QStringLiteral("停止")};
    for (int i = 0; i < expected.size(); ++i) {
        QCOMPARE(Words::state(SubscriptionState(i)), expected.at(i));
        QVERIFY(!Words::stateHint(SubscriptionState(i)).isEmpty());
    }
    QCOMPARE(Words::state(SubscriptionState(99)), QStringLiteral("未知"));
    QCOMPARE(Words::role(QStringLiteral("platform")), QStringLiteral("平台方"));
}

void TstWords::stagesAreFiveDifferentWords()
{
    for (const char* language : {"en", "zh_CN"}) {
        use(language);
        QSet<QString> words;
        for (int i = 0; i < 5; ++i)
            words.insert(Words::stage(Stage(i)));
        QCOMPARE(words.size(), 5);
    }
}

void TstWords::numbersAreGrouped()
{
    for (const char* language : {"en", "zh_CN"}) {
        use(language);
        QCOMPARE(Words::count(665276), QStringLiteral("665,276"));
        QCOMPARE(Words::count(std::numeric_limits<quint64>::max()), QStringLiteral("18,446,744,073,709,551,615"));
    }
    use("en");
    QCOMPARE(Words::rowsPerSecond(12400.4), QStringLiteral("12,400 rows/s"));
    QCOMPARE(Words::rowsPerSecond(0.5), QStringLiteral("0.5 rows/s"));
    use("zh_CN");
    QCOMPARE(Words::rowsPerSecond(12400), QStringLiteral("12,400 行/秒"));
}

void TstWords::bytesChangeUnit_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << qint64(0) << QStringLiteral("0 B");
    QTest::newRow("below") << qint64(1023) << QStringLiteral("1,023 B");
    QTest::newRow("one") << qint64(1024) << QStringLiteral("1 KiB");
    QTest::newRow("almost the next") << qint64(1024 * 1024 - 1) << QStringLiteral("1 MiB");
    QTest::newRow("decimal") << qint64(1536) << QStringLiteral("1.5 KiB");
    QTest::newRow("large") << qint64(300) * 1024 * 1024 << QStringLiteral("300 MiB");
    QTest::newRow("most") << std::numeric_limits<qint64>::max() << QStringLiteral("8,192 PiB");
    QTest::newRow("unknown") << qint64(-1) << QStringLiteral("unknown");
}

void TstWords::bytesChangeUnit()
{
    QFETCH(qint64, bytes);
    QTEST(Words::bytes(bytes), "text");
}

void TstWords::durationsAreReadable_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("text");
    QTest::newRow("zero") << qint64(0) << QStringLiteral("0 ms");
    QTest::newRow("milliseconds") << qint64(999) << QStringLiteral("999 ms");
    QTest::newRow("seconds") << qint64(2500) << QStringLiteral("2.5 s");
    QTest::newRow("almost a minute") << qint64(59960) << QStringLiteral("0 min 59 s");
    QTest::newRow("minutes") << qint64(245000) << QStringLiteral("4 min 5 s");
    QTest::newRow("hours") << qint64(12000000) << QStringLiteral("3 h 20 min");
    QTest::newRow("days") << qint64(187200000) << QStringLiteral("2 d 4 h");
    QTest::newRow("unknown") << qint64(-1) << QStringLiteral("unknown");
}

void TstWords::durationsAreReadable()
{
    QFETCH(qint64, ms);
    QTEST(Words::duration(ms), "text");
}

void TstWords::axisNumbersAreShort()
{
    QCOMPARE(Words::compactCount(0), QStringLiteral("0"));
    QCOMPARE(Words::compactCount(2500), QStringLiteral("2.5k"));
    QCOMPARE(Words::compactCount(1000000), QStringLiteral("1M"));
    use("zh_CN");
    QCOMPARE(Words::compactCount(2500), QStringLiteral("2,500"));
    QCOMPARE(Words::compactCount(25000), QStringLiteral("2.5 万"));
    QCOMPARE(Words::compactCount(3e8), QStringLiteral("3 亿"));
}

void TstWords::unknownIsNeverZero()
{
    QCOMPARE(Words::knownCount(-1), QStringLiteral("unknown"));
    QCOMPARE(Words::knownCount(0), QStringLiteral("0"));
    QCOMPARE(Words::rowsPerSecond(std::numeric_limits<double>::quiet_NaN()), QStringLiteral("unknown"));
    QCOMPARE(Words::time(0), QStringLiteral("unknown"));
}

void TstWords::percentIsWholeOnlyAtTheEnd()
{
    QCOMPARE(Words::percent(0.9999), QStringLiteral("99%"));
    QCOMPARE(Words::percent(1), QStringLiteral("100%"));
    QCOMPARE(Words::percent(2), QStringLiteral("100%"));
}

void TstWords::timesAreLocal()
{
    const QDateTime local(QDate(2026, 1, 31), QTime(23, 0, 5));
    QCOMPARE(Words::time(local.toMSecsSinceEpoch()), QStringLiteral("2026-01-31 23:00:05"));
    QCOMPARE(Words::date(local.toMSecsSinceEpoch()), QStringLiteral("2026-01-31"));
}

BUSHENG_TEST(TstWords)
#include "tst_words.moc"
