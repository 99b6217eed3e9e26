// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scheduler/retry_policy.h"
#include "engine/scheduler/start_mode.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace busheng;

class TstStartMode : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isWrittenAsItIsRead_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("plain");
        QTest::newRow("demand") << QStringLiteral(" Demand ") << QStringLiteral("demand");
        QTest::newRow("service") << QStringLiteral("service") << QStringLiteral("service");
        QTest::newRow("daily") << QStringLiteral("Daily  23:00") << QStringLiteral("daily 23:00");
        QTest::newRow("monthly") << QStringLiteral("monthly 31,last 02:00") << QStringLiteral("monthly 31,last 02:00");
    }
    void isWrittenAsItIsRead()
    {
        QFETCH(const QString, line);
        QFETCH(const QString, plain);
        const auto mode = StartMode::parse(line);
        QVERIFY_OK(mode);
        QCOMPARE(mode->toString(), plain);
        QCOMPARE(StartMode::parse(plain).value(), *mode);
    }

    void refusesWhatItDoesNotUnderstand_data()
    {
        QTest::addColumn<QString>("line");
        for (const char* line : {"", "demand 23:00", "services", "daily", "daily 24:00", "boot"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void refusesWhatItDoesNotUnderstand()
    {
        QFETCH(const QString, line);
        const auto mode = StartMode::parse(line);
        QVERIFY(!mode);
        QCOMPARE(mode.error().code, ErrorCode::Config);
        QVERIFY(mode.error().detail.contains(QStringLiteral("timetable")));
    }

    void pausesGrowAndEnd()
    {
        const RetryPolicy policy{5, 1000, 6000};
        QList<qint64> pauses;
        for (int i = 1; const auto pause = pauseBeforeResend(policy, i); ++i)
            pauses.append(*pause);
        QCOMPARE(pauses, (QList<qint64>{1000, 2000, 4000, 6000, 6000}));
        QVERIFY(!pauseBeforeResend(policy, 0));
    }

    void threeResendsAreTheFewest()
    {
        QVERIFY(pauseBeforeResend({0, 1000, 6000}, 3));
        QVERIFY(!pauseBeforeResend({0, 1000, 6000}, 4));
        QVERIFY(pauseBeforeResend({1'000'000, 1000, 6000}, 999'999));
    }
};

BUSHENG_TEST(TstStartMode)
#include "tst_start_mode.moc"
