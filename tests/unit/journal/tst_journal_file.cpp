// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal.h"
#include "engine/journal/sql_error.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "tests/unit/journal/forked.h"
#include "tests/unit/journal/sample_configuration.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>

#include <atomic>
#include <thread>

namespace busheng {

using namespace test;

namespace {

/// A plain connection to the file, beside the journal's own code.
class RawDatabase {
public:
    explicit RawDatabase(const QString& path, const QString& name = QStringLiteral("raw")) : m_name(name)
    {
        m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
        m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=0"));
        m_database.setDatabaseName(path);
        m_open = m_database.open();
    }
    ~RawDatabase()
    {
        m_database.close();
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
    }
    RawDatabase(const RawDatabase&) = delete;
    RawDatabase& operator=(const RawDatabase&) = delete;

    bool run(const QString& sql)
    {
        QSqlQuery query(m_database);
        const bool done = m_open && query.exec(sql);
        m_error = query.lastError();
        return done;
    }
    const QSqlError& error() const { return m_error; }

private:
    QString m_name;
    QSqlDatabase m_database;
    QSqlError m_error;
    bool m_open = false;
};

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool writeContent(const QString& path, const QByteArray& content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

/// Everything that a journal holds, read once; the first error, if any.
Result<> readAll(const QString& path)
{
    ENGINE_TRY_AS(const auto journal, Journal::open(path));
    ENGINE_TRY(journal->sources());
    ENGINE_TRY(journal->targets());
    ENGINE_TRY(journal->datasets());
    ENGINE_TRY(journal->links());
    ENGINE_TRY(journal->subscriptions());
    ENGINE_TRY(journal->outStreams());
    ENGINE_TRY(journal->ledgerPage(QString(), 0, 10'000));
    ENGINE_TRY(journal->ledgerTotals(QString(), QString(), QString()));
    ENGINE_TRY(journal->alarms(false, 100));
    ENGINE_TRY(journal->verifications(QString(), 100));
    return {};
}

} // namespace

class TstJournalFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_path = m_directory->filePath(QStringLiteral("日志 journal.db"));
    }

    void isForItsOwnerOnly()
    {
        const auto journal = Journal::open(m_path);
        QVERIFY_OK(journal);
        QVERIFY_OK((*journal)->saveSource(kSource));
        const auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther |
                            QFileDevice::WriteOther | QFileDevice::ExeGroup | QFileDevice::ExeOther;
        for (const QString& suffix : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")}) {
            QVERIFY(QFile::exists(m_path + suffix));
            QCOMPARE(QFile::permissions(m_path + suffix) & others, QFileDevice::Permissions());
        }
    }

    void tightensAFileThatOthersCouldRead()
    {
        QVERIFY_OK(Journal::open(m_path));
        QVERIFY(QFile::setPermissions(m_path, QFileDevice::Permissions(0x6644)));
        QVERIFY_OK(Journal::open(m_path));
        QCOMPARE(QFile::permissions(m_path) & QFileDevice::Permissions(0x0077), QFileDevice::Permissions());
    }

    void threadsWithTheirOwnJournalsDoNotGetInEachOthersWay()
    {
        constexpr int kThreads = 4;
        constexpr int kRounds = 25;
        std::atomic<int> failures{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < kThreads; ++t) {
            threads.emplace_back([&, t] {
                const auto journal = Journal::open(m_path);
                if (!journal) {
                    ++failures;
                    return;
                }
                LedgerEntry entry;
                entry.stream = QStringLiteral("340000/%1").arg(t);
                for (int i = 0; i < kRounds; ++i) {
                    DatabaseConfig source = kSource;
                    source.name = QStringLiteral("s%1-%2").arg(t).arg(i);
                    if (!(*journal)->saveSource(source) || !(*journal)->appendLedger({entry, entry}))
                        ++failures;
                }
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(failures.load(), 0);
        const auto journal = Journal::open(m_path);
        QVERIFY_OK(journal);
        QCOMPARE((*journal)->sources().value().size(), std::size_t{kThreads * kRounds});
        QCOMPARE((*journal)->ledgerTotals(QString(), QString(), QString()).value().packets,
                 quint64{kThreads * kRounds * 2});
    }

    void aKillInTheFirstMigrationLeavesANewFile_data()
    {
        QTest::addColumn<QString>("failpoint");
        QTest::newRow("before") << QStringLiteral("journal.migrate.before_commit=kill");
        QTest::newRow("after") << QStringLiteral("journal.migrate.after_commit=kill");
    }

    void aKillInTheFirstMigrationLeavesANewFile()
    {
        QFETCH(QString, failpoint);
        QVERIFY(diesByKill(failpoint, [&] { static_cast<void>(Journal::open(m_path)); }));
        QVERIFY(QFile::exists(m_path));
        const auto journal = Journal::open(m_path);
        QVERIFY_OK(journal);
        QVERIFY_OK(saveSamples(**journal));
    }

    void refusesWhatIsNotAJournal_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("text")
            << QByteArray("this is no database at all, but a text that is long enough\n").repeated(20);
        QTest::newRow("zeros") << QByteArray(8192, '\0');
        QTest::newRow("SQLite's magic and then nothing") << QByteArray("SQLite format 3\0", 16);
        QTest::newRow("SQLite's magic and then noise")
            << QByteArray("SQLite format 3\0", 16) + QByteArray(8192, '\xa5');
    }

    void refusesWhatIsNotAJournal()
    {
        QFETCH(QByteArray, content);
        QVERIFY(writeContent(m_path, content));
        const auto journal = Journal::open(m_path);
        QVERIFY(!journal);
        QCOMPARE(journal.error().code, ErrorCode::Corrupt);
        QCOMPARE(journal.error().event, events::SPL_CORRUPT);
        QVERIFY(journal.error().detail.contains(m_path));
        QCOMPARE(contentOf(m_path), content); // kept as it was
    }

    void refusesAnotherProgramsDatabaseAndDoesNotTouchIt()
    {
        {
            RawDatabase raw(m_path);
            QVERIFY(raw.run(QStringLiteral("CREATE TABLE theirs (a)")));
        }
        const QByteArray before = contentOf(m_path);
        const auto journal = Journal::open(m_path);
        QVERIFY(!journal);
        QCOMPARE(journal.error().code, ErrorCode::Corrupt);
        QVERIFY(journal.error().detail.contains(QStringLiteral("another program")));
        QCOMPARE(contentOf(m_path), before);
    }

    void refusesALaterVersionAndDoesNotTouchIt()
    {
        QVERIFY_OK(Journal::open(m_path));
        {
            RawDatabase raw(m_path);
            QVERIFY(raw.run(QStringLiteral("PRAGMA user_version = 1000")));
        }
        const QByteArray before = contentOf(m_path);
        const auto journal = Journal::open(m_path);
        QVERIFY(!journal);
        QCOMPARE(journal.error().code, ErrorCode::Corrupt);
        QVERIFY(journal.error().detail.contains(QStringLiteral("1000")));
        QVERIFY(!journal.error().transient);
        QCOMPARE(contentOf(m_path), before);
    }

    void tellsADamagedPageWhereverItIs()
    {
        {
            const auto journal = Journal::open(m_path);
            QVERIFY_OK(journal);
            QVERIFY_OK(saveSamples(**journal));
            std::vector<LedgerEntry> entries(500);
            for (LedgerEntry& entry : entries)
                entry.stream = entry.digest = QString(64, u'd');
            QVERIFY_OK((*journal)->appendLedger(entries));
        }
        const QByteArray good = contentOf(m_path);
        constexpr qsizetype kPage = 4096;
        int damaged = 0;
        for (qsizetype page = 0; page < good.size() / kPage; ++page) {
            QByteArray bad = good;
            bad.replace(page * kPage, kPage, QByteArray(kPage, '\xff'));
            QVERIFY(writeContent(m_path, bad));
            if (const Result<> read = readAll(m_path); !read) {
                ++damaged;
                QCOMPARE(read.error().code, ErrorCode::Corrupt);
                QCOMPARE(read.error().event, events::SPL_CORRUPT);
            }
        }
        QVERIFY2(damaged >= 20, qPrintable(QString::number(damaged)));
        QVERIFY(writeContent(m_path, good));
        QVERIFY_OK(readAll(m_path));
    }

    void saysThatTheDirectoryIsMissing()
    {
        const auto journal = Journal::open(m_directory->filePath(QStringLiteral("no/such/journal.db")));
        QVERIFY(!journal);
        QCOMPARE(journal.error().code, ErrorCode::Storage);
        QCOMPARE(journal.error().event, events::DSK_ERROR);
    }

    void aFullDiskIsTransientAndSaidSo()
    {
        RawDatabase raw(m_path);
        QVERIFY(raw.run(QStringLiteral("CREATE TABLE t (b)")));
        QVERIFY(raw.run(QStringLiteral("PRAGMA max_page_count = 4")));
        QVERIFY(!raw.run(QStringLiteral("INSERT INTO t VALUES (zeroblob(100000))")));
        const Error error = sqlError(raw.error(), m_path, QStringLiteral("insert"));
        QCOMPARE(error.code, ErrorCode::Storage);
        QCOMPARE(error.event, events::DSK_FULL);
        QCOMPARE(error.args.value(0), m_path);
        QVERIFY(error.transient);
    }

    void aLockHeldByAnotherIsTransient()
    {
        const auto journal = Journal::open(m_path);
        QVERIFY_OK(journal);
        RawDatabase holder(m_path);
        RawDatabase other(m_path, QStringLiteral("raw-2")); // has no patience, unlike the journal's five seconds
        QVERIFY(holder.run(QStringLiteral("BEGIN IMMEDIATE")));
        QVERIFY(!other.run(QStringLiteral("BEGIN IMMEDIATE")));
        const Error error = sqlError(other.error(), m_path, QStringLiteral("begin"));
        QCOMPARE(error.code, ErrorCode::Storage);
        QVERIFY(error.transient);
        QVERIFY((*journal)->sources().value().empty()); // readers do not wait for a writer
        QVERIFY(holder.run(QStringLiteral("COMMIT")));
        QVERIFY_OK((*journal)->saveSource(kSource));
    }

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_path;
};

} // namespace busheng

using busheng::TstJournalFile;
BUSHENG_TEST(TstJournalFile)
#include "tst_journal_file.moc"
