// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "tests/unit/journal/forked.h"
#include "tests/unit/journal/sample_configuration.h"

#include <QTemporaryDir>

#include <functional>

namespace busheng {

using namespace test;

/// The lists that replaceConfiguration takes, to be spoilt one by one.
struct Lists {
    std::vector<DatabaseConfig> sources{kSource};
    std::vector<DatabaseConfig> targets{kTarget};
    std::vector<DatasetConfig> datasets{kDataset};
    std::vector<LinkConfig> links{kLink};
    std::vector<SubscriptionConfig> subscriptions{kSubscription};

    Result<> replaceIn(Journal& journal) const
    {
        return journal.replaceConfiguration(sources, targets, datasets, links, subscriptions);
    }

    static Lists readFrom(Journal& journal)
    {
        return {journal.sources().value(), journal.targets().value(), journal.datasets().value(),
                journal.links().value(), journal.subscriptions().value()};
    }

    bool operator==(const Lists&) const = default;
};

/// Another configuration, with nothing in common with the samples.
Lists otherLists()
{
    Lists lists;
    lists.sources = {{QStringLiteral("s2"), QStringLiteral("sqlite"), QStringLiteral("/s2")}};
    lists.targets = {{QStringLiteral("t2"), QStringLiteral("sqlite"), QStringLiteral("/t2")}};
    lists.datasets = {
        {QStringLiteral("d2"), QStringLiteral("s2"), Route::Trigger, {QStringLiteral("t")}, QStringList()}};
    lists.links = {{QStringLiteral("330000"), QString(), QString(), true}};
    lists.subscriptions = {
        {QStringLiteral("u2"), QStringLiteral("330000"), QStringLiteral("d"), QStringLiteral("t2"), false, true}};
    return lists;
}

class TstJournalImport : public QObject {
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

    void takesTheWholeInPlaceOfThePresent()
    {
        QVERIFY_OK(otherLists().replaceIn(*m_journal));
        QVERIFY_OK(Lists().replaceIn(*m_journal));
        reopen();
        QVERIFY(Lists::readFrom(*m_journal) == Lists());
        QVERIFY_OK(Lists({}, {}, {}, {}, {}).replaceIn(*m_journal));
        QVERIFY(m_journal->sources().value().empty());
    }

    void theSameAgainKeepsTheStreamNumbers()
    {
        Lists lists;
        SubscriptionConfig another = kSubscription;
        another.name = QStringLiteral("sub-2");
        lists.subscriptions.push_back(another);
        QVERIFY_OK(lists.replaceIn(*m_journal));
        const quint32 first = m_journal->streamNumber(kSubscription.name).value();
        const quint32 second = m_journal->streamNumber(another.name).value();
        QVERIFY(first != second);
        lists.subscriptions[1].dataset = QStringLiteral("another");
        lists.subscriptions[0].enabled = !lists.subscriptions[0].enabled;
        QVERIFY_OK(lists.replaceIn(*m_journal));
        QCOMPARE(m_journal->streamNumber(kSubscription.name).value(), first);
        QVERIFY(m_journal->streamNumber(another.name).value() > second);
    }

    void refusesTheWholeForOnePart_data()
    {
        QTest::addColumn<std::function<void(Lists&)>>("spoil");
        QTest::addColumn<QString>("event");
        QTest::addColumn<QString>("mentioned");
        using Spoil = std::function<void(Lists&)>;
        QTest::newRow("bad name") << Spoil([](Lists& l) {
            l.sources.push_back({QStringLiteral("a b"), {}, {}});
        }) << events::CFG_BAD_VALUE
                                  << QStringLiteral("sources[1].name");
        QTest::newRow("empty location") << Spoil([](Lists& l) { l.targets[0].location.clear(); })
                                        << events::CFG_BAD_VALUE << QStringLiteral("targets[0].location");
        QTest::newRow("no tables") << Spoil([](Lists& l) { l.datasets[0].tables.clear(); }) << events::CFG_BAD_VALUE
                                   << QStringLiteral("datasets[0].tables");
        QTest::newRow("bad grant") << Spoil([](Lists& l) { l.datasets[0].grantedTo[1] = QStringLiteral("*"); })
                                   << events::CFG_BAD_VALUE << QStringLiteral("datasets[0].grantedTo[1]");
        QTest::newRow("bad code") << Spoil([](Lists& l) { l.links[0].peerCode = QStringLiteral("x"); })
                                  << events::CFG_BAD_VALUE << QStringLiteral("links[0].peerCode");
        QTest::newRow("bad limit") << Spoil([](Lists& l) { l.links[0].sendLimit = QStringLiteral("2MB/s"); })
                                   << events::CFG_BAD_VALUE << QStringLiteral("links[0].sendLimit");
        QTest::newRow("bad receive limit")
            << Spoil([](Lists& l) { l.links[0].receiveLimit = QStringLiteral("2MiB/s, never pause"); })
            << events::CFG_BAD_VALUE << QStringLiteral("links[0].receiveLimit");
        QTest::newRow("bad subscription") << Spoil([](Lists& l) { l.subscriptions[0].name.clear(); })
                                          << events::CFG_BAD_VALUE << QStringLiteral("subscriptions[0].name");
        QTest::newRow("source twice") << Spoil([](Lists& l) { l.sources.push_back(kSource); }) << events::CFG_NAME_TAKEN
                                      << kSource.name;
        QTest::newRow("link twice") << Spoil([](Lists& l) { l.links.push_back(kLink); }) << events::CFG_NAME_TAKEN
                                    << kLink.peerCode;
        QTest::newRow("subscription twice") << Spoil([](Lists& l) { l.subscriptions.push_back(kSubscription); })
                                            << events::CFG_NAME_TAKEN << kSubscription.name;
        QTest::newRow("no source") << Spoil([](Lists& l) { l.sources.clear(); }) << events::CFG_NOT_FOUND
                                   << kSource.name;
        QTest::newRow("no target") << Spoil([](Lists& l) { l.targets.clear(); }) << events::CFG_NOT_FOUND
                                   << kTarget.name;
        QTest::newRow("no link") << Spoil([](Lists& l) { l.links.clear(); }) << events::CFG_NOT_FOUND << kLink.peerCode;
    }

    void refusesTheWholeForOnePart()
    {
        QFETCH(std::function<void(Lists&)>, spoil);
        QFETCH(QString, event);
        QFETCH(QString, mentioned);
        QVERIFY_OK(otherLists().replaceIn(*m_journal));
        const quint32 number = m_journal->streamNumber(QStringLiteral("u2")).value();
        Lists lists;
        spoil(lists);
        const Result<> replaced = lists.replaceIn(*m_journal);
        QVERIFY(!replaced);
        QCOMPARE(replaced.error().code, ErrorCode::Config);
        QCOMPARE(replaced.error().event, event);
        QCOMPARE(replaced.error().args.value(1), mentioned);
        QVERIFY(Lists::readFrom(*m_journal) == otherLists());
        QCOMPARE(m_journal->streamNumber(QStringLiteral("u2")).value(), number);
    }

    void refusesToDropADatasetThatIsSent()
    {
        QVERIFY_OK(Lists().replaceIn(*m_journal));
        QVERIFY_OK(m_journal->saveOutStream({QStringLiteral("330000"), 3, kDataset.name, 1}));
        QVERIFY_OK(Lists().replaceIn(*m_journal)); // it stays
        const Result<> replaced = otherLists().replaceIn(*m_journal);
        QVERIFY(!replaced);
        QCOMPARE(replaced.error().event, events::CFG_IN_USE);
        QVERIFY(Lists::readFrom(*m_journal) == Lists());
    }

    void aKillLeavesTheOldOrTheNewWhole_data()
    {
        QTest::addColumn<QString>("failpoint");
        QTest::addColumn<bool>("isNew");
        QTest::newRow("before") << QStringLiteral("journal.config.before_commit=kill") << false;
        QTest::newRow("after") << QStringLiteral("journal.config.after_commit=kill") << true;
    }

    void aKillLeavesTheOldOrTheNewWhole()
    {
        QFETCH(QString, failpoint);
        QFETCH(bool, isNew);
        QVERIFY_OK(Lists().replaceIn(*m_journal));
        m_journal.reset();
        QVERIFY(diesByKill(failpoint, [&] {
            if (const auto journal = Journal::open(m_path))
                static_cast<void>(otherLists().replaceIn(**journal));
        }));
        reopen();
        QVERIFY(Lists::readFrom(*m_journal) == (isNew ? otherLists() : Lists()));
    }

private:
    void reopen()
    {
        m_journal.reset();
        auto journal = Journal::open(m_path);
        QVERIFY_OK(journal);
        m_journal = std::move(*journal);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_path;
    std::unique_ptr<Journal> m_journal;
};

} // namespace busheng

using busheng::TstJournalImport;
BUSHENG_TEST(TstJournalImport)
#include "tst_journal_import.moc"
