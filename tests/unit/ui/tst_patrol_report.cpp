// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "ui/models/patrol_model.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <algorithm>

using namespace busheng;

namespace {

constexpr qint64 kNow = 1'800'000'000'000;
constexpr qint64 kDayMs = 86'400'000;
constexpr qint64 kGiB = qint64(1) << 30;

/// A node in which everything is as it should be.
PatrolFacts wellKept()
{
    PatrolFacts facts;
    facts.node.code = QStringLiteral("340000");
    facts.node.name = QStringLiteral("安徽");
    facts.node.dataDirectory = QStringLiteral("/var/lib/busheng");
    facts.atUtcMs = kNow;
    facts.freeBytes = 60 * kGiB;
    facts.totalBytes = 100 * kGiB;
    facts.clock = ClockSync{true, 12};
    facts.node.credentials = {
        {QStringLiteral("certificate"), QStringLiteral("CN=340000"), QStringLiteral("1"), kNow + 300 * kDayMs}};
    LinkSnapshot link;
    link.config.peerCode = QStringLiteral("100000");
    link.connected = true;
    link.connectedSinceUtcMs = kNow - kDayMs;
    facts.node.links = {link};
    PublicationSnapshot publication;
    publication.config.name = QStringLiteral("参保");
    publication.logCacheQuota = kGiB;
    publication.log.state = QStringLiteral("reserved");
    publication.log.minutesLeft = 60 * 24 * 30;
    facts.node.publications = {publication};
    SubscriptionSnapshot subscription;
    subscription.config.name = QStringLiteral("行政区划");
    subscription.state = SubscriptionState::Live;
    subscription.lagMs = 300;
    facts.node.subscriptions = {subscription};
    VerificationSnapshot verification;
    verification.subscription = subscription.config.name;
    verification.state = QStringLiteral("equal");
    verification.finishedUtcMs = kNow - kDayMs;
    facts.verifications = {verification};
    facts.databases = {{QStringLiteral("source"), QStringLiteral("参保库"), {}, {}}};
    facts.ledgerIsWhole = true;
    return facts;
}

using Change = std::function<void(PatrolFacts&)>;

} // namespace

Q_DECLARE_METATYPE(Change)

class TstPatrolReport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsNothingWhereAllIsWell()
    {
        const auto items = PatrolReport::of(wellKept());
        for (const PatrolItem& item : items)
            QVERIFY2(item.state == PatrolState::Good, qPrintable(item.area + u' ' + item.text));
        QCOMPARE(items.size(), std::size_t{11});
        QVERIFY(PatrolReport::conclusion(items).contains(QStringLiteral("11")));
        QCOMPARE(PatrolReport::titleLines(wellKept()).size(), 3);
    }

    void judges_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<int>("bad");
        QTest::addColumn<int>("notices");
        const auto row = [](const char* name, const Change& change, int bad, int notices) {
            QTest::newRow(name) << change << bad << notices;
        };
        row(
            "a disk that fills", [](PatrolFacts& f) { f.freeBytes = 10 * kGiB; }, 0, 1);
        row(
            "a full disk", [](PatrolFacts& f) { f.freeBytes = 2 * kGiB; }, 1, 0);
        row(
            "little room on a large disk", [](PatrolFacts& f) { f.freeBytes = kGiB / 2; }, 1, 0);
        row(
            "an unknown disk", [](PatrolFacts& f) { f.totalBytes = -1; }, 0, 1);
        row(
            "a clock that nobody keeps", [](PatrolFacts& f) { f.clock = ClockSync{}; }, 1, 0);
        row(
            "a clock that may be wrong", [](PatrolFacts& f) { f.clock->maxErrorMs = 5000; }, 0, 1);
        row(
            "a system that does not tell", [](PatrolFacts& f) { f.clock.reset(); }, 0, 1);
        row(
            "a certificate that ends", [](PatrolFacts& f) { f.node.credentials[0].expiresUtcMs = kNow + 9 * kDayMs; },
            0, 1);
        row(
            "one that has ended", [](PatrolFacts& f) { f.node.credentials[0].expiresUtcMs = kNow - 1; }, 1, 0);
        row(
            "a link that is down", [](PatrolFacts& f) { f.node.links[0].connected = false; }, 1, 0);
        row(
            "one that is switched off",
            [](PatrolFacts& f) {
                f.node.links[0].connected = false;
                f.node.links[0].config.enabled = false;
            },
            0, 0);
        row(
            "a log that runs out", [](PatrolFacts& f) { f.node.publications[0].log.minutesLeft = 600; }, 1, 0);
        row(
            "one that will", [](PatrolFacts& f) { f.node.publications[0].log.minutesLeft = 60 * 48; }, 0, 1);
        row(
            "one that is lost", [](PatrolFacts& f) { f.node.publications[0].log.state = QStringLiteral("lost"); }, 1,
            0);
        row(
            "a log cache that fills", [](PatrolFacts& f) { f.node.publications[0].logCacheBytes = kGiB * 9 / 10; }, 0,
            1);
        row(
            "a subscription that is behind", [](PatrolFacts& f) { f.node.subscriptions[0].lagMs = 2 * 3'600'000; }, 0,
            1);
        row(
            "one that stopped",
            [](PatrolFacts& f) {
                f.node.subscriptions[0].error = events::TGT_STRUCTURE;
                f.node.subscriptions[0].openExceptions = 3;
            },
            1, 1);
        row(
            "never compared", [](PatrolFacts& f) { f.verifications.clear(); }, 0, 1);
        row(
            "compared long ago", [](PatrolFacts& f) { f.verifications[0].finishedUtcMs = kNow - 40 * kDayMs; }, 0, 1);
        row(
            "found different", [](PatrolFacts& f) { f.verifications[0].state = QStringLiteral("different"); }, 1, 0);
        row(
            "a right that is missing",
            [](PatrolFacts& f) {
                f.databases[0].findings = {{QStringLiteral("error"), events::SRC_RIGHTS, {}, {}},
                                           {QStringLiteral("warning"), events::SRC_UNSAFE_SETTING, {}, {}}};
            },
            1, 1);
        row(
            "a database that does not answer",
            [](PatrolFacts& f) {
                f.databases[0].failure =
                    makeEvent(ErrorCode::Sql, events::SRC_UNAVAILABLE, {QStringLiteral("参保库"), {}}, QString());
            },
            1, 0);
        row(
            "an alarm",
            [](PatrolFacts& f) {
                AlarmSnapshot alarm;
                alarm.event = events::CRT_EXPIRING;
                f.node.alarms = {alarm};
            },
            0, 1);
        row(
            "a ledger that was changed", [](PatrolFacts& f) { f.ledgerIsWhole = false; }, 1, 0);
        row(
            "a ledger that could not be checked", [](PatrolFacts& f) { f.ledgerIsWhole.reset(); }, 0, 1);
    }
    void judges()
    {
        QFETCH(const Change, change);
        PatrolFacts facts = wellKept();
        change(facts);
        const auto items = PatrolReport::of(facts);
        QTEST(PatrolReport::count(items, PatrolState::Bad), "bad");
        QTEST(PatrolReport::count(items, PatrolState::Notice), "notices");
        QVERIFY(std::ranges::is_sorted(items, std::ranges::greater(), &PatrolItem::state)); // what is bad comes first
        for (const PatrolItem& item : items)
            QVERIFY(!item.area.isEmpty() && (!item.text.isEmpty() || item.area == PatrolReport::tr("Ledger")));
    }

    void isAModel()
    {
        PatrolModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(PatrolReport::of(wellKept()));
        QCOMPARE(model.rowCount(), 11);
        QVERIFY(!model.index(0, PatrolModel::State).data().toString().isEmpty());
    }

    void namesOfOthersStayText()
    {
        PatrolFacts facts = wellKept();
        facts.node.subscriptions[0].config.name = QStringLiteral("a\u202Eb\nc");
        for (const PatrolItem& item : PatrolReport::of(facts))
            QVERIFY(!item.subject.contains(QChar(0x202E)) && !item.subject.contains(u'\n'));
    }
};

BUSHENG_TEST(TstPatrolReport)
#include "tst_patrol_report.moc"
