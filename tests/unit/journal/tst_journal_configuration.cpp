// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "tests/unit/journal/forked.h"
#include "tests/unit/journal/sample_configuration.h"

#include <QTemporaryDir>

#include <algorithm>

namespace busheng {

using namespace test;

class TstJournalConfiguration : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_path = m_directory->filePath(QStringLiteral("journal.db"));
        reopen();
        QVERIFY(m_journal);
    }

    void cleanup()
    {
        m_journal.reset();
        m_directory.reset();
    }

    void keepsEveryKindAcrossARestart()
    {
        QVERIFY_OK(saveSamples(*m_journal));
        reopen();
        QCOMPARE(m_journal->sources().value(), std::vector{kSource});
        QCOMPARE(m_journal->targets().value(), std::vector{kTarget});
        QCOMPARE(m_journal->datasets().value(), std::vector{kDataset});
        QCOMPARE(m_journal->links().value(), std::vector{kLink});
        QCOMPARE(m_journal->subscriptions().value(), std::vector{kSubscription});
    }

    void savingTheSameAgainChangesNothing()
    {
        QVERIFY_OK(saveSamples(*m_journal));
        const quint32 number = m_journal->streamNumber(kSubscription.name).value();
        QVERIFY_OK(saveSamples(*m_journal));
        QCOMPARE(m_journal->sources().value(), std::vector{kSource});
        QCOMPARE(m_journal->datasets().value(), std::vector{kDataset});
        QCOMPARE(m_journal->links().value(), std::vector{kLink});
        QCOMPARE(m_journal->subscriptions().value(), std::vector{kSubscription});
        QCOMPARE(m_journal->streamNumber(kSubscription.name).value(), number);
    }

    void savingByTheSameNameReplaces()
    {
        QVERIFY_OK(saveSamples(*m_journal));
        DatasetConfig dataset = kDataset;
        dataset.route = Route::Trigger;
        dataset.copyTimes.clear();
        dataset.tables = {QStringLiteral("one")};
        dataset.grantedTo.clear();
        QVERIFY_OK(m_journal->saveDataset(dataset));
        QCOMPARE(m_journal->datasets().value(), std::vector{dataset});
        DatabaseConfig source = kSource;
        source.location = QStringLiteral("/moved.db");
        QVERIFY_OK(m_journal->saveSource(source));
        QCOMPARE(m_journal->sources().value(), std::vector{source});
        SubscriptionConfig paused = kSubscription;
        paused.enabled = true;
        const quint32 number = m_journal->streamNumber(kSubscription.name).value();
        QVERIFY_OK(m_journal->saveSubscription(paused));
        QCOMPARE(m_journal->subscriptions().value(), std::vector{paused});
        QCOMPARE(m_journal->streamNumber(kSubscription.name).value(), number);
    }

    void keepsEveryRoute()
    {
        QVERIFY_OK(m_journal->saveSource(kSource));
        for (const Route route :
             {Route::Log, Route::Trigger, Route::Timestamp, Route::Flag, Route::FullCopy, Route::Compare}) {
            DatasetConfig dataset = kDataset;
            dataset.route = route;
            if (route != Route::FullCopy)
                dataset.copyTimes.clear();
            if (route == Route::Timestamp || route == Route::Flag)
                dataset.routeColumn = QStringLiteral("更新时间");
            if (route == Route::Timestamp)
                dataset.deletedColumn = QStringLiteral("作废");
            dataset.overlap = 17;
            dataset.readAs = {QStringLiteral("*=gb18030"), QStringLiteral("p.person.备注=utf8")};
            QVERIFY_OK(m_journal->saveDataset(dataset));
            QCOMPARE(m_journal->datasets().value().at(0), dataset);
        }
    }

    /// Positions of one route mean nothing to another.
    void keepsTheRouteOfADatasetThatIsSent()
    {
        QVERIFY_OK(saveSamples(*m_journal));
        QVERIFY_OK(m_journal->saveOutStream({QStringLiteral("000000"), 7, kDataset.name, 1}));
        DatasetConfig dataset = kDataset;
        dataset.copyTimes = QStringLiteral("daily 03:30");
        QVERIFY_OK(m_journal->saveDataset(dataset));
        dataset.route = Route::Compare;
        dataset.copyTimes.clear();
        const auto refused = m_journal->saveDataset(dataset);
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, events::CFG_BAD_VALUE);
        QCOMPARE(refused.error().args.value(1), QStringLiteral("route"));
        QVERIFY_OK(m_journal->removeOutStream(QStringLiteral("000000"), 7));
        QVERIFY_OK(m_journal->saveDataset(dataset));
    }

    /// Rows that were sent by one encoding would not be those of another.
    void keepsTheEncodingsOfADatasetThatIsSent()
    {
        QVERIFY_OK(saveSamples(*m_journal));
        DatasetConfig dataset = kDataset;
        dataset.readAs = {QStringLiteral("t.v=gbk")};
        QVERIFY_OK(m_journal->saveDataset(dataset));
        dataset.readAs = {QStringLiteral("t.v=klingon")};
        QCOMPARE(m_journal->saveDataset(dataset).error().args.value(1), QStringLiteral("readAs[0]"));
        QVERIFY_OK(m_journal->saveOutStream({QStringLiteral("000000"), 7, kDataset.name, 1}));
        dataset.readAs = {QStringLiteral("t.v=gbk")};
        QVERIFY_OK(m_journal->saveDataset(dataset));
        dataset.readAs.clear();
        QCOMPARE(m_journal->saveDataset(dataset).error().args.value(1), QStringLiteral("readAs"));
    }

    void saysWhichColumnsCannotBeLarge_data()
    {
        using Change = std::function<void(DatasetConfig&)>;
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("why");
        const auto columns = [](const QStringList& names) {
            return Change([names](DatasetConfig& dataset) { dataset.largeColumns = names; });
        };
        const QString scan = QStringLiteral("public.document.scan");
        const QString shape = QStringLiteral("TABLE.COLUMN, each once");
        const QString whole = QStringLiteral("largeColumns");
        QTest::newRow("no table") << columns({QStringLiteral("scan")}) << QStringLiteral("largeColumns[0]") << shape;
        QTest::newRow("no column") << columns({scan, QStringLiteral("public.")}) << QStringLiteral("largeColumns[1]")
                                   << shape;
        QTest::newRow("twice") << columns({scan, scan}) << QStringLiteral("largeColumns[1]") << shape;
        const auto with = [scan](const Change& more) {
            return Change([scan, more](DatasetConfig& dataset) {
                dataset.largeColumns = {scan};
                more(dataset);
            });
        };
        QTest::newRow("another route") << with([](DatasetConfig& dataset) { dataset.route = Route::Trigger; }) << whole
                                       << QStringLiteral("only the route 'log'");
        QTest::newRow("on application") << with([](DatasetConfig& dataset) { dataset.onApplication = true; }) << whole
                                        << QStringLiteral("approvals name");
        QTest::newRow("read by another encoding")
            << with([](DatasetConfig& dataset) { dataset.readAs = {QStringLiteral("*=gb18030")}; }) << whole
            << QStringLiteral("another encoding");
    }

    void saysWhichColumnsCannotBeLarge()
    {
        QFETCH(const std::function<void(DatasetConfig&)>, change);
        QFETCH(const QString, key);
        QFETCH(const QString, why);
        QVERIFY_OK(m_journal->saveSource(kSource));
        DatasetConfig dataset = kDataset;
        dataset.route = Route::Log;
        dataset.copyTimes.clear();
        dataset.largeColumns = {QStringLiteral("public.document.scan"), QStringLiteral("public.document.正文")};
        QVERIFY_OK(m_journal->saveDataset(dataset));
        QCOMPARE(m_journal->datasets().value().at(0), dataset);
        DatasetConfig wrong = dataset;
        change(wrong);
        const auto refused = m_journal->saveDataset(wrong);
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, events::CFG_BAD_VALUE);
        QCOMPARE(refused.error().args.value(1), key);
        QVERIFY2(refused.error().args.value(3).contains(why), qPrintable(refused.error().args.join(u'|')));
        QCOMPARE(m_journal->datasets().value().at(0), dataset);
    }

    void keepsWhatARouteRemembers()
    {
        using Marks = std::map<QString, QString>;
        QCOMPARE(m_journal->routeMarks(QStringLiteral("d")).value(), Marks());
        QVERIFY_OK(m_journal->saveRouteMarks(
            QStringLiteral("d"), {{QStringLiteral("t"), QStringLiteral("1")}, {QStringLiteral("u"), QString()}}));
        QVERIFY_OK(m_journal->saveRouteMarks(QStringLiteral("other"), {{QStringLiteral("t"), QStringLiteral("9")}}));
        QVERIFY_OK(m_journal->saveRouteMarks(QStringLiteral("d"), {{QStringLiteral("t"), QStringLiteral("2")}}));
        reopen();
        QCOMPARE(m_journal->routeMarks(QStringLiteral("d")).value(),
                 (Marks{{QStringLiteral("t"), QStringLiteral("2")}, {QStringLiteral("u"), QString()}}));
        QVERIFY_OK(m_journal->forgetCapture(QStringLiteral("d")));
        QCOMPARE(m_journal->routeMarks(QStringLiteral("d")).value(), Marks());
        QCOMPARE(m_journal->routeMarks(QStringLiteral("other")).value().size(), std::size_t{1});
    }

    void neverGivesAStreamNumberTwice()
    {
        QVERIFY_OK(saveSamples(*m_journal));
        std::vector<quint32> given{m_journal->streamNumber(kSubscription.name).value()};
        for (int round = 0; round < 3; ++round) {
            QVERIFY_OK(m_journal->removeSubscription(kSubscription.name));
            reopen();
            QVERIFY_OK(m_journal->saveSubscription(kSubscription));
            given.push_back(m_journal->streamNumber(kSubscription.name).value());
        }
        SubscriptionConfig elsewhere = kSubscription;
        elsewhere.dataset = QStringLiteral("other");
        QVERIFY_OK(m_journal->saveSubscription(elsewhere));
        given.push_back(m_journal->streamNumber(kSubscription.name).value());
        std::vector<quint32> unique = given;
        std::sort(unique.begin(), unique.end());
        unique.erase(std::unique(unique.begin(), unique.end()), unique.end());
        QCOMPARE(unique, given); // each higher than the one before
        QVERIFY(given.front() >= 1);
    }

    void refusesReferencesToNothing()
    {
        expect(m_journal->saveDataset(kDataset), events::CFG_NOT_FOUND, {QStringLiteral("source"), kDataset.source});
        expect(m_journal->saveSubscription(kSubscription), events::CFG_NOT_FOUND,
               {QStringLiteral("link"), kSubscription.peerCode});
        QVERIFY_OK(m_journal->saveLink(kLink));
        expect(m_journal->saveSubscription(kSubscription), events::CFG_NOT_FOUND,
               {QStringLiteral("target"), kSubscription.target});
        QVERIFY(m_journal->datasets().value().empty());
        QVERIFY(m_journal->subscriptions().value().empty());
    }

    void refusesToRemoveWhatIsInUse()
    {
        QVERIFY_OK(saveSamples(*m_journal));
        QVERIFY_OK(m_journal->saveOutStream({QStringLiteral("000000"), 7, kDataset.name, 1}));
        expect(m_journal->removeSource(kSource.name), events::CFG_IN_USE,
               {QStringLiteral("source"), kSource.name, kDataset.name});
        expect(m_journal->removeTarget(kTarget.name), events::CFG_IN_USE,
               {QStringLiteral("target"), kTarget.name, kSubscription.name});
        expect(m_journal->removeLink(kLink.peerCode), events::CFG_IN_USE,
               {QStringLiteral("link"), kLink.peerCode, kSubscription.name});
        expect(m_journal->removeDataset(kDataset.name), events::CFG_IN_USE,
               {QStringLiteral("dataset"), kDataset.name, QStringLiteral("000000/7")});
        QVERIFY_OK(m_journal->removeOutStream(QStringLiteral("000000"), 7));
        QVERIFY_OK(m_journal->removeSubscription(kSubscription.name));
        QVERIFY_OK(m_journal->removeDataset(kDataset.name));
        QVERIFY_OK(m_journal->removeLink(kLink.peerCode));
        QVERIFY_OK(m_journal->removeTarget(kTarget.name));
        QVERIFY_OK(m_journal->removeSource(kSource.name));
    }

    void aLinkAllowsWhatItsRightsSay()
    {
        QVERIFY_OK(m_journal->saveTarget(kTarget));
        LinkConfig link = kLink;
        link.rights = {linkRightName(LinkRight::GiveTables)};
        QVERIFY_OK(m_journal->saveLink(link));
        QCOMPARE(m_journal->links()->front(), link);
        expect(m_journal->saveSubscription(kSubscription), events::LNK_NO_RIGHT,
               {link.peerCode, linkRightText(LinkRight::TakeTables)});
        FileTaskConfig task;
        task.name = QStringLiteral("上报");
        task.peerCode = link.peerCode;
        expect(m_journal->saveFileTask(task), events::LNK_NO_RIGHT,
               {link.peerCode, linkRightText(LinkRight::SendFiles)});

        link.rights = linkRightNames();
        QVERIFY_OK(m_journal->saveLink(link));
        SubscriptionConfig subscription = kSubscription;
        subscription.enabled = true;
        QVERIFY_OK(m_journal->saveSubscription(subscription));
        QVERIFY_OK(m_journal->saveFileTask(task));
        link.rights.removeOne(linkRightName(LinkRight::TakeTables)); // somebody needs it
        expect(m_journal->saveLink(link), events::CFG_IN_USE,
               {QStringLiteral("right"), QStringLiteral("takeTables"), subscription.name});
        link.rights = {QStringLiteral("takeTables")};
        expect(m_journal->saveLink(link), events::CFG_IN_USE,
               {QStringLiteral("right"), QStringLiteral("sendFiles"), task.name});
        subscription.enabled = task.enabled = false; // now nobody does
        QVERIFY_OK(m_journal->saveSubscription(subscription));
        QVERIFY_OK(m_journal->saveFileTask(task));
        link.rights.clear();
        QVERIFY_OK(m_journal->saveLink(link));
        for (const QStringList& wrong : {QStringList{QStringLiteral("everything")},
                                         QStringList{QStringLiteral("takeFiles"), QStringLiteral("takeFiles")}}) {
            link.rights = wrong;
            expect(m_journal->saveLink(link), events::CFG_BAD_VALUE,
                   {QStringLiteral("link"), QStringLiteral("rights")});
        }
    }

    void saysWhatIsNotThere()
    {
        const QString name = QStringLiteral("nobody");
        expect(m_journal->removeSource(name), events::CFG_NOT_FOUND, {QStringLiteral("source"), name});
        expect(m_journal->removeTarget(name), events::CFG_NOT_FOUND, {QStringLiteral("target"), name});
        expect(m_journal->removeDataset(name), events::CFG_NOT_FOUND, {QStringLiteral("dataset"), name});
        expect(m_journal->removeLink(name), events::CFG_NOT_FOUND, {QStringLiteral("link"), name});
        expect(m_journal->removeSubscription(name), events::CFG_NOT_FOUND, {QStringLiteral("subscription"), name});
        QCOMPARE(m_journal->streamNumber(name).error().event, events::CFG_NOT_FOUND);
        QCOMPARE(m_journal->removeOutStream(QStringLiteral("340000"), 1).error().event, events::CFG_NOT_FOUND);
    }

    void refusesBadValuesAndKeepsNothingOfThem()
    {
        DatabaseConfig source = kSource;
        source.name = QStringLiteral("a/b");
        expect(m_journal->saveSource(source), events::CFG_BAD_VALUE,
               {QStringLiteral("source"), QStringLiteral("name"), QStringLiteral("a/b")});
        DatabaseConfig target = kTarget;
        target.location.clear();
        expect(m_journal->saveTarget(target), events::CFG_BAD_VALUE,
               {QStringLiteral("target"), QStringLiteral("location")});
        LinkConfig link = kLink;
        link.peerCode = QStringLiteral("34000");
        expect(m_journal->saveLink(link), events::CFG_BAD_VALUE, {QStringLiteral("link"), QStringLiteral("peerCode")});
        link = kLink;
        link.address = QStringLiteral("10.0.0.1");
        expect(m_journal->saveLink(link), events::CFG_BAD_VALUE, {QStringLiteral("link"), QStringLiteral("address")});
        SubscriptionConfig subscription = kSubscription;
        subscription.dataset.clear();
        expect(m_journal->saveSubscription(subscription), events::CFG_BAD_VALUE,
               {QStringLiteral("subscription"), QStringLiteral("dataset")});
        QVERIFY(m_journal->sources().value().empty());
        QVERIFY(m_journal->targets().value().empty());
        QVERIFY(m_journal->links().value().empty());
    }

    void aFailedCommitLeavesWhatWas()
    {
        QVERIFY_OK(m_journal->saveSource(kSource));
        DatabaseConfig moved = kSource;
        moved.location = QStringLiteral("/moved.db");
        {
            const ActiveFailpoints active(QStringLiteral("journal.config.before_commit=err"));
            QVERIFY(active.valid());
            QVERIFY(!m_journal->saveSource(moved));
            QVERIFY(!m_journal->removeSource(kSource.name));
            QVERIFY(!m_journal->saveTarget(kTarget));
        }
        QCOMPARE(m_journal->sources().value(), std::vector{kSource});
        QVERIFY(m_journal->targets().value().empty());
        QVERIFY_OK(m_journal->saveSource(moved)); // the connection is not stuck in a transaction
    }

    void aKillLeavesTheOldOrTheNewState_data()
    {
        QTest::addColumn<QString>("failpoint");
        QTest::addColumn<bool>("isNew");
        QTest::newRow("before") << QStringLiteral("journal.config.before_commit=kill") << false;
        QTest::newRow("after") << QStringLiteral("journal.config.after_commit=kill") << true;
    }

    void aKillLeavesTheOldOrTheNewState()
    {
        QFETCH(QString, failpoint);
        QFETCH(bool, isNew);
        QVERIFY_OK(m_journal->saveSource(kSource));
        m_journal.reset();
        DatabaseConfig moved = kSource;
        moved.location = QStringLiteral("/moved.db");
        QVERIFY(diesByKill(failpoint, [&] {
            if (const auto journal = Journal::open(m_path))
                static_cast<void>((*journal)->saveSource(moved));
        }));
        reopen();
        QCOMPARE(m_journal->sources().value(), std::vector{isNew ? moved : kSource});
    }

    void remembersOutStreams()
    {
        const OutStreamRecord first{QStringLiteral("340000"), 1, QStringLiteral("d"), 1};
        OutStreamRecord second{QStringLiteral("340000"), 4'000'000'000U, QStringLiteral("d"), 1};
        QVERIFY_OK(m_journal->saveOutStream(first));
        QVERIFY_OK(m_journal->saveOutStream(second));
        QVERIFY_OK(m_journal->saveOutStream(second));
        second.generation = 2;
        QVERIFY_OK(m_journal->saveOutStream(second));
        reopen();
        QCOMPARE(m_journal->outStreams().value(), (std::vector{first, second}));
        QVERIFY_OK(m_journal->removeOutStream(first.peerCode, first.number));
        QCOMPARE(m_journal->outStreams().value(), std::vector{second});
    }

private:
    void reopen()
    {
        m_journal.reset();
        auto journal = Journal::open(m_path);
        QVERIFY_OK(journal);
        m_journal = std::move(*journal);
    }

    static void expect(const Result<>& result, const QString& event, const QStringList& firstArgs)
    {
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Config);
        QCOMPARE(result.error().event, event);
        QCOMPARE(result.error().args.mid(0, firstArgs.size()), firstArgs);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_path;
    std::unique_ptr<Journal> m_journal;
};

} // namespace busheng

using busheng::TstJournalConfiguration;
BUSHENG_TEST(TstJournalConfiguration)
#include "tst_journal_configuration.moc"
