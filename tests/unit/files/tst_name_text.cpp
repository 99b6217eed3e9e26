// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/names/divisions.h"
#include "engine/files/names/name_text.h"
#include "tests/support/latin_sentence.h"
#include "tests/support/test_main.h"
#include "ui/text/event_text.h"
#include "ui/text/reason_text.h"
#include "ui/text/translator.h"

#include <QCoreApplication>
#include <QTest>

using namespace busheng;
using namespace busheng::test;

class TstNameText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void showsWhatCannotBeSeen()
    {
        QCOMPARE(shownName(BytesView("a\0b\n\x1b[31m", 9)), QStringLiteral("a\\u{0}b\\u{a}\\u{1b}[31m"));
        QCOMPARE(shownName("x\xe2\x80\xae"
                           "cod.exe"),
                 QStringLiteral("x\\u{202e}cod.exe"));
        QCOMPARE(shownName("\xd6\xd0"), QStringLiteral("\\xd6\\xd0"));
        QCOMPARE(shownName("a\\xff"), QStringLiteral("a\\\\xff"));
        QCOMPARE(shownName("数据 é 😀"), QStringLiteral("数据 é 😀"));
    }

    void countsCharactersNotBytes()
    {
        const BytesView name = "数据\xff"
                               "a";
        QCOMPARE(characterNumber(name, 0), 1);
        QCOMPARE(characterNumber(name, 2), 1);
        QCOMPARE(characterNumber(name, 3), 2);
        QCOMPARE(characterNumber(name, 6), 3);
        QCOMPARE(characterNumber(name, 7), 4);
        QCOMPARE(characterNumber(name, 8), 5);
    }

    void knowsNamesThatAFileSystemMayTakeForOne()
    {
        QCOMPARE(collisionKey("Readme.TXT"), collisionKey("README.txt"));
        QCOMPARE(collisionKey("\xc3\xa9"), collisionKey("e\xcc\x81"));
        QCOMPARE(collisionKey("\xc3\x89"), collisionKey("e\xcc\x81"));
        QVERIFY(collisionKey("a") != collisionKey("b"));
        QVERIFY(collisionKey("数据") != collisionKey("數據"));
    }

    /// A refusal says the same in Chinese, with what it names.
    void saysWhyInChinese()
    {
        installTranslator(*QCoreApplication::instance(), QStringLiteral("zh_CN"));
        for (int i = 0; i <= static_cast<int>(NameFault::TooDeep); ++i) {
            const NameRefusal refusal{static_cast<NameFault>(i), 0, 0, {QStringLiteral("17"), QStringLiteral("23")}};
            const QString english = nameReason(refusal);
            const QString chinese = reasonText(english);
            QVERIFY2(hasHan(chinese) && latinSentence(chinese).isEmpty(), qPrintable(english));
            QCOMPARE(chinese.contains(QStringLiteral("17")), english.contains(QStringLiteral("17")));
            QCOMPARE(chinese.contains(QStringLiteral("23")), english.contains(QStringLiteral("23")));
        }
        const Error error = toError({NameFault::RegionUnknown, 0, 6, {QStringLiteral("999999")}}, "999999A");
        QVERIFY(errorLine(error).contains(QStringLiteral("999999 不是行政区划代码")));
        installTranslator(*QCoreApplication::instance(), QStringLiteral("en"));
    }

    void knowsTheDivisions()
    {
        QCOMPARE(divisionName(QStringLiteral("370000")), QStringLiteral("山东省"));
        QCOMPARE(divisionName(QStringLiteral("660000")), QStringLiteral("新疆生产建设兵团"));
        QCOMPARE(divisionName(QStringLiteral("110101")), QStringLiteral("东城区"));
        QVERIFY(divisionName(QStringLiteral("100000")).contains(QStringLiteral("人力资源")));
        QVERIFY(divisionName(QStringLiteral("999999")).isNull());
        QVERIFY(divisionName(QStringLiteral("code")).isNull());
    }
};

BUSHENG_TEST(TstNameText)
#include "tst_name_text.moc"
