// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/governance/recovery.h"
#include "engine/model/operator_events.h"
#include "tests/support/test_main.h"
#include "tests/unit/governance/guard_bed.h"

using namespace busheng;
using namespace busheng::test;

/// What who owns the machine does when nobody can sign in any more.
class TstRecovery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void letsSomebodyInAgainWhileTheNodeRuns()
    {
        GuardBed bed;
        bed.employEverybody();
        auto journal = Journal::open(bed.directory.filePath(QStringLiteral("journal.sqlite")));
        QVERIFY(journal);
        Recovery recovery{**journal, bed.clock, systemRandom(), QStringLiteral("account:0")};
        QVERIFY(!recovery.giveAccess(QStringLiteral("root"), {}, QStringLiteral("weak")));
        bed.clock.advanceMs(1000);
        QVERIFY(recovery.giveAccess(QStringLiteral("root"), {}, kOtherPassword));
        QCOMPARE(refusal(bed.ask(bed.root, "snapshot")), events::OPR_SIGN_IN);
        const GateCaller root = bed.signedIn(QStringLiteral("root"), kOtherPassword);
        QCOMPARE(refusal(bed.ask(root, "snapshot")), events::OPR_MUST_CHANGE);
        QVERIFY(bed.hasLine(QStringLiteral("operator"), QStringLiteral("recovered"), QStringLiteral("account:0")));
        QVERIFY(recovery.giveAccess(QStringLiteral("newcomer"), QStringLiteral("New Comer"), kOtherPassword));
        QVERIFY(bed.ask(bed.shen, "listOperators")->toArray().size() == 6);
    }

    void switchesOperatorsOff()
    {
        GuardBed bed;
        bed.employEverybody();
        Recovery recovery{*bed.journal, bed.clock, systemRandom(), QStringLiteral("account:0")};
        QVERIFY(recovery.switchOff());
        QVERIFY(bed.ask(bed.newCaller(), "snapshot"));
        QVERIFY(bed.hasLine(QStringLiteral("operator"), QStringLiteral("switchedOff"), QStringLiteral("account:0")));
        const Result<> again = recovery.switchOff();
        QVERIFY(!again);
        QCOMPARE(again.error().event, events::OPR_TURNED_OFF);
    }
};

BUSHENG_TEST(TstRecovery)
#include "tst_recovery.moc"
