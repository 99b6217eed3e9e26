// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/names/name_issuer.h"
#include "tests/support/test_main.h"

#include <QSet>
#include <QTest>

using namespace busheng;

namespace {

const NameRequest kRequest{QStringLiteral("370000"), QStringLiteral("LWJCXT"), QStringLiteral("doc")};
const QDate kToday(2021, 12, 12);

/// What a ledger of given names answers; the suffix does not make another name.
struct Ledger {
    QSet<QString> given;
    static QString key(const UploadName& name) { return name.toString().section(u'.', 0, 0); }
    bool operator()(const UploadName& name) const { return given.contains(key(name)); }
};

} // namespace

class TstNameIssuer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void takesTheSecondOfTheClock()
    {
        const auto made = issueName(kRequest, kToday, QTime(16, 20, 30, 999), Ledger());
        QVERIFY(made.has_value());
        QCOMPARE(made->toString(), QStringLiteral("370000LWJCXT20211212162030.doc"));
    }

    void givesNoSecondTwice()
    {
        Ledger ledger;
        QStringList names;
        for (int i = 0; i < 3; ++i) {
            const auto made = issueName(kRequest, kToday, QTime(23, 59, 58), ledger);
            QVERIFY(made.has_value());
            ledger.given.insert(Ledger::key(*made));
            names.append(made->toString());
        }
        QCOMPARE(names, (QStringList{QStringLiteral("370000LWJCXT20211212235958.doc"),
                                     QStringLiteral("370000LWJCXT20211212235959.doc"),
                                     QStringLiteral("370000LWJCXT20211213000000.doc")}));
    }

    void aClockSetBackFindsItsSecondsTaken()
    {
        Ledger ledger;
        for (const int second : {30, 31, 32, 31, 30}) {
            const auto made = issueName(kRequest, kToday, QTime(16, 20, second), ledger);
            QVERIFY(made.has_value());
            QVERIFY(!ledger(*made));
            ledger.given.insert(Ledger::key(*made));
        }
        QCOMPARE(ledger.given.size(), 5);
    }

    void runsAheadOfTheClockForAMinuteAtMost()
    {
        Ledger ledger;
        for (int i = 0; i <= kMostSecondsAhead; ++i) {
            const auto made = issueName(kRequest, kToday, QTime(16, 20, 30), ledger);
            QVERIFY(made.has_value());
            ledger.given.insert(Ledger::key(*made));
        }
        const auto refused = issueName(kRequest, kToday, QTime(16, 20, 30), ledger);
        QVERIFY(!refused);
        QCOMPARE(refused.error().fault, NameFault::SecondsTaken);
        QVERIFY(issueName(kRequest, kToday, QTime(16, 20, 31), ledger).has_value());
    }

    void refusesWhatGivesNoName_data()
    {
        QTest::addColumn<QString>("region");
        QTest::addColumn<QString>("initials");
        QTest::addColumn<QString>("suffix");
        QTest::addColumn<QString>("fault");
        const auto row = [](const char* region, const char* initials, const char* suffix, const char* fault) {
            QTest::addRow("%s %s %s", region, initials, suffix)
                << QString::fromUtf8(region) << QString::fromUtf8(initials) << QString::fromUtf8(suffix)
                << QString::fromUtf8(fault);
        };
        row("", "LWJCXT", "doc", "RegionMissing");
        row("999999", "LWJCXT", "doc", "RegionUnknown");
        row("370000", "", "doc", "InitialsMissing");
        row("370000", "lwjc", "doc", "InitialsNotCapital");
        row("370000", "LWJC1", "doc", "TimeMissing");
        row("370000", "LWJCXT", "", "SuffixMissing");
        row("370000", "LWJCXT", "../x", "SuffixInvalid");
        row("370000", "LWJCXT", "d\x01", "ControlCharacter");
    }
    void refusesWhatGivesNoName()
    {
        QFETCH(const QString, region);
        QFETCH(const QString, initials);
        QFETCH(const QString, suffix);
        QFETCH(const QString, fault);
        const auto refused = issueName({region, initials, suffix}, kToday, QTime(16, 20, 30), Ledger());
        QVERIFY(!refused);
        QCOMPARE(nameFaultName(refused.error().fault), fault);
    }
};

BUSHENG_TEST(TstNameIssuer)
#include "tst_name_issuer.moc"
