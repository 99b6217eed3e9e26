// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/names/divisions.h"
#include "tests/support/test_main.h"

#include <QSet>
#include <QTest>

#include <algorithm>

using namespace busheng;

class TstDivisions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesAndPlaces()
    {
        QCOMPARE(divisionName(QStringLiteral("660000")), QStringLiteral("新疆生产建设兵团"));
        QCOMPARE(divisionName(QStringLiteral("100000")), QStringLiteral("人力资源社会保障部"));
        QVERIFY(divisionName(QStringLiteral("999999")).isNull());
        QCOMPARE(divisionPath(QStringLiteral("340000")), QStringLiteral("安徽省"));
        QCOMPARE(divisionPath(QStringLiteral("340104")), QStringLiteral("安徽省 合肥市 蜀山区"));
        QCOMPARE(divisionPath(QStringLiteral("110101")), QStringLiteral("北京市 东城区"));
        QCOMPARE(divisionPath(QStringLiteral("999999")), QString());
    }

    void isInTheOrderOfItsCodesAndHasEachOnce()
    {
        const auto& all = divisions();
        QVERIFY(all.size() > 3000);
        QVERIFY(std::ranges::is_sorted(all, {}, &Division::code));
        QSet<QString> codes;
        for (const Division& division : all)
            codes.insert(division.code);
        QCOMPARE(codes.size(), qsizetype(all.size()));
    }

    void spellsNames_data()
    {
        QTest::addColumn<QString>("initials");
        QTest::addColumn<QString>("pinyin");
        const auto row = [](const char* code, const char* initials, const char* pinyin) {
            QTest::newRow(code) << QString::fromLatin1(initials) << QString::fromLatin1(pinyin);
        };
        row("340000", "AHS", "anhuisheng");
        row("500000", "CQS", "chongqingshi");
        row("540000", "XZZZQ", "xizangzizhiqu");
        row("610000", "SXS", "shaanxisheng");
        row("140000", "SXS", "shanxisheng");
        row("660000", "XJSCJSBT", "xinjiangshengchanjianshebingtuan");
        row("341500", "LAS", "luanshi");
        row("100000", "RLZYSHBZB", "renliziyuanshehuibaozhangbu");
    }
    void spellsNames()
    {
        QFETCH(const QString, initials);
        QFETCH(const QString, pinyin);
        static const std::vector<DivisionSpelling> all = spellDivisions();
        QCOMPARE(all.size(), divisions().size());
        const auto found =
            std::ranges::find(all, QString::fromLatin1(QTest::currentDataTag()), &DivisionSpelling::code);
        QVERIFY(found != all.end());
        QCOMPARE(found->initials, initials);
        QCOMPARE(found->pinyin, pinyin);
    }
};

BUSHENG_TEST(TstDivisions)
#include "tst_divisions.moc"
