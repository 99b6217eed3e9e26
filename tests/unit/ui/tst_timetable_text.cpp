// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/text/timetable_text.h"
#include "ui/text/translator.h"

#include <QCoreApplication>

using namespace busheng;

/// Timetables as people say them.
class TstTimetableText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanupTestCase() { installTranslator(*QCoreApplication::instance(), QStringLiteral("en")); }

    void saysWhenSomethingStarts_data()
    {
        QTest::addColumn<QString>("chinese");
        QTest::addColumn<QString>("english");
        const auto row = [](const char* line, const char* chinese, const char* english) {
            QTest::newRow(line) << QString::fromUtf8(chinese) << QString::fromUtf8(english);
        };
        row("demand", "手工启动", "by hand");
        row("service", "随服务启动，持续传输", "all the time, with the service");
        row("every 6h", "每 6 小时", "every 6 hours");
        row("every 1h", "每 1 小时", "every 1 hour");
        row("every 30m", "每 30 分钟", "every 30 minutes");
        row("daily 23:00", "每天 23:00", "daily 23:00");
        row("daily 02:30,14:30", "每天 02:30和14:30", "daily 02:30 and 14:30");
        row("weekly mon,thu 02:30", "每周一和周四 02:30", "every Mon and Thu 02:30");
        row("monthly 1,last 02:30", "每月 1 日和最后一日 02:30", "monthly on day 1 and the last day 02:30");
        row("yearly 12-31 22:00", "每年 12月31日 22:00", "yearly on December 31 22:00");
        row("at 2026-12-01 02:30", "定时一次：2026-12-01 02:30", "once at 2026-12-01 02:30");
        row("whenever\n<b>", "whenever\\u000A<b>", "whenever\\u000A<b>"); // what is none is shown as it is, safely
    }
    void saysWhenSomethingStarts()
    {
        QFETCH(const QString, chinese);
        QFETCH(const QString, english);
        const QString line = QString::fromLatin1(QTest::currentDataTag());
        installTranslator(*QCoreApplication::instance(), QStringLiteral("zh_CN"));
        QCOMPARE(TimetableText::of(line), chinese);
        installTranslator(*QCoreApplication::instance(), QStringLiteral("en"));
        QCOMPARE(TimetableText::of(line), english);
    }
};

BUSHENG_TEST(TstTimetableText)
#include "tst_timetable_text.moc"
