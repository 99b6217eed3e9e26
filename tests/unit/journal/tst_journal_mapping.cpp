// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/schema.h"
#include "engine/journal/sql_transaction.h"

#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "tests/unit/journal/sample_configuration.h"

#include <QTemporaryDir>

using namespace busheng;
using namespace busheng::test;

namespace {

SubscriptionConfig mapped()
{
    SubscriptionConfig subscription = kSubscription;
    subscription.newColumns = NewColumns::Ignore;
    subscription.targetSchema = QStringLiteral("归档");
    subscription.reviewStructure = true;
    subscription.mappings = {{QStringLiteral("person"),
                              QStringLiteral("insured"),
                              {QStringLiteral("id"), QStringLiteral("name")},
                              {{QStringLiteral("name"), QStringLiteral("full_name")}},
                              QStringLiteral("id > 3 and name <> '黑''名单'")}};
    return subscription;
}

} // namespace

class TstJournalMapping : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_path = m_directory->filePath(QStringLiteral("journal.db"));
        reopen();
        QVERIFY_OK(saveSamples(*m_journal));
    }

    void cleanup() { m_journal.reset(); }

    void remembersMappings()
    {
        QVERIFY_OK(m_journal->saveSubscription(mapped()));
        reopen();
        QCOMPARE(m_journal->subscriptions().value(), std::vector{mapped()});
    }

    void anotherMappingIsAnotherFlow()
    {
        QVERIFY_OK(m_journal->saveSubscription(mapped()));
        const quint32 number = m_journal->streamNumber(kSubscription.name).value();
        SubscriptionConfig other = mapped();
        other.newColumns = NewColumns::Add;
        other.reviewStructure = false;
        QVERIFY_OK(m_journal->saveSubscription(other)); // options of the same flow
        QCOMPARE(m_journal->streamNumber(kSubscription.name).value(), number);
        other.mappings.front().filter = QStringLiteral("id > 4");
        QVERIFY_OK(m_journal->saveSubscription(other));
        QVERIFY(m_journal->streamNumber(kSubscription.name).value() > number);
        const quint32 second = m_journal->streamNumber(kSubscription.name).value();
        other.targetSchema.clear();
        QVERIFY_OK(m_journal->saveSubscription(other));
        QVERIFY(m_journal->streamNumber(kSubscription.name).value() > second);
    }

    void refusesMappingsThatCannotBe()
    {
        SubscriptionConfig bad = mapped();
        bad.mappings.front().filter = QStringLiteral("id >");
        const auto saved = m_journal->saveSubscription(bad);
        QVERIFY(!saved);
        QCOMPARE(saved.error().event, events::CFG_BAD_VALUE);
        QCOMPARE(saved.error().args.value(1), QStringLiteral("mappings[0].filter"));
        bad = mapped();
        bad.targetSchema = QStringLiteral("a.b");
        QCOMPARE(m_journal->saveSubscription(bad).error().args.value(1), QStringLiteral("targetSchema"));
        QCOMPARE(m_journal->subscriptions().value(), std::vector{kSubscription});
    }

    void remembersWhatWasApproved()
    {
        QCOMPARE(m_journal->approvedStructure(kSubscription.name).value(), QString());
        QVERIFY_OK(m_journal->approveStructure(kSubscription.name, QStringLiteral("abc")));
        QVERIFY_OK(m_journal->saveSubscription(kSubscription));
        reopen();
        QCOMPARE(m_journal->approvedStructure(kSubscription.name).value(), QStringLiteral("abc"));
        QVERIFY_OK(m_journal->removeSubscription(kSubscription.name));
        QVERIFY_OK(m_journal->saveSubscription(kSubscription));
        QCOMPARE(m_journal->approvedStructure(kSubscription.name).value(), QString());
    }

    void keepsTheStructuresOfStreams()
    {
        const QString peer = QStringLiteral("340000");
        const OutStreamRecord record{peer, 1, QStringLiteral("d"), 1, encodeMappings(mapped().mappings)};
        QVERIFY_OK(m_journal->saveOutStream(record));
        QVERIFY_OK(m_journal->saveStreamStructure(peer, 1, 1, "one", 0));
        QVERIFY_OK(m_journal->saveStreamStructure(peer, 1, 2, "two", 1));
        QVERIFY_OK(m_journal->saveStreamStructure(peer, 2, 2, "another stream's", 0));
        reopen();
        QCOMPARE(m_journal->outStreams().value(), std::vector{record});
        QVERIFY(m_journal->streamStructure(peer, 1, 1).value() == "one");
        QVERIFY_OK(m_journal->saveStreamStructure(peer, 1, 3, "three", 2));
        QVERIFY(m_journal->streamStructure(peer, 1, 1).value().empty());
        QVERIFY(m_journal->streamStructure(peer, 1, 2).value() == "two");
        QVERIFY_OK(m_journal->removeOutStream(peer, 1));
        QVERIFY(m_journal->streamStructure(peer, 1, 3).value().empty());
        QVERIFY(!m_journal->streamStructure(peer, 2, 2).value().empty());
    }

    /// What a journal of the version before said of new columns.
    void takesOverTheOldOption()
    {
        const QString path = m_directory->filePath(QStringLiteral("old.db"));
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("old"));
            database.setDatabaseName(path);
            QVERIFY(database.open());
            QVERIFY_OK(migrateSchema(database, path, journalSchemaSteps().mid(0, 2)));
            for (const QString& sql :
                 {QStringLiteral("INSERT INTO links VALUES ('340000', '', '', 1)"),
                  QStringLiteral("INSERT INTO targets VALUES ('t', 'sqlite', '/t.db')"),
                  QStringLiteral("INSERT INTO stream_numbers VALUES (1, 's'), (2, 'w')"),
                  QStringLiteral("INSERT INTO subscriptions VALUES ('s', '340000', 'd', 't', 0, 1, 1, 0, 1),"
                                 " ('w', '340000', 'd', 't', 0, 1, 2, 1, 0)")})
                QVERIFY_OK(executeSql(database, path, sql));
            database.close();
        }
        QSqlDatabase::removeDatabase(QStringLiteral("old"));
        const auto journal = Journal::open(path);
        QVERIFY_OK(journal);
        const auto all = (*journal)->subscriptions();
        QVERIFY_OK(all);
        QCOMPARE(all->size(), std::size_t{2});
        QCOMPARE(all->at(0).newColumns, NewColumns::Add);
        QCOMPARE(all->at(1).newColumns, NewColumns::Wait);
        QVERIFY(all->at(1).strict);
        QVERIFY(all->at(0).mappings.empty());
    }

private:
    void reopen()
    {
        m_journal.reset();
        auto opened = Journal::open(m_path);
        QVERIFY_OK(opened);
        m_journal = std::move(*opened);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_path;
    std::unique_ptr<Journal> m_journal;
};

BUSHENG_TEST(TstJournalMapping)
#include "tst_journal_mapping.moc"
