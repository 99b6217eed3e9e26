// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/files/file_publisher.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>

#include <condition_variable>

using namespace busheng;

/// From staging to where consumers look, and what recovery makes of each step that a crash can fall between.
class TstFilePublisher : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_journal = std::move(*Journal::open(journalPath()));
        m_messages.clear();
        m_faults = 0;
    }

    void cleanup()
    {
        m_journal.reset();
        QVERIFY_OK(failpoint::configure(QString()));
    }

    void publishesAndTellsAndRecords()
    {
        const auto to = destination();
        {
            FilePublisher publisher = make();
            for (int i = 0; i < 10; ++i)
                QVERIFY(publisher.add(staged(to, i), {}));
            waitForResults(10);
        }
        FileRecords records(*m_journal);
        const auto arrived = records.arrivals(0, 100);
        QVERIFY_OK(arrived);
        QCOMPARE(arrived->size(), std::size_t(10));
        for (int i = 0; i < 10; ++i)
            QVERIFY((*to->target.open("d"))->look(name(i))->has_value());
        QCOMPARE(to->staging.list()->size(), std::size_t(0));
        const auto known = records.known(arrived->front().directoryId, arrived->front().name);
        QVERIFY_OK(known);
        QVERIFY(known->has_value());
    }

    void tellsNothingOfAnOpeningThatIsOver()
    {
        const auto to = destination();
        FilePublisher publisher = make();
        publisher.close(*to);
        QVERIFY(publisher.add(staged(to, 0), {}));
        const auto next = destination();
        QVERIFY(publisher.add(staged(next, 1), {}));
        waitForResults(1);
        QCOMPARE(m_results, std::vector<std::uint64_t>{1});
    }

    void saysWhatFailedAndPublishesTheRest()
    {
        const auto to = destination();
        QVERIFY_OK(to->target.make("d/" + name(1))); // a directory stands there
        FilePublisher publisher = make();
        for (int i = 0; i < 3; ++i)
            QVERIFY(publisher.add(staged(to, i), {}));
        waitForResults(3);
        QCOMPARE(m_failed, std::vector<std::uint64_t>{1});
        QVERIFY((*to->target.open("d"))->look(name(2))->has_value());
    }

    void findsAfterACrashWhatHadArrived()
    {
        // The journal says that both are about to be seen; one was renamed.
        const auto to = destination();
        FileRecords records(*m_journal);
        const auto directory = records.directory(to->flow, "d");
        QVERIFY_OK(directory);
        std::vector<FileTransferRecord> intents(2);
        for (int i = 0; i < 2; ++i) {
            staged(to, i);
            intents[static_cast<std::size_t>(i)].run = to->run;
            intents[static_cast<std::size_t>(i)].directoryId = *directory;
            intents[static_cast<std::size_t>(i)].name = name(i);
            intents[static_cast<std::size_t>(i)].state = QStringLiteral("publishing");
            intents[static_cast<std::size_t>(i)].digest = QByteArray(32, 'd');
        }
        QVERIFY_OK(records.beginPublishing(intents));
        QVERIFY_OK(to->staging.rename(FilePublisher::stagedName("d", name(0)), *to->target.make("d"), name(0)));
        for (int again = 0; again < 2; ++again) {
            QVERIFY_OK(FilePublisher::recover(records, [&](const FileRunRecord&) -> Result<FileDestination> {
                FileDestination directories;
                ENGINE_TRY_AS(directories.target, TreeDirectory::openRoot(path("recv")));
                ENGINE_TRY_AS(directories.staging, TreeDirectory::openRoot(path("staging")));
                return directories;
            }));
            const auto arrived = records.arrivals(0, 10);
            QVERIFY_OK(arrived);
            QCOMPARE(arrived->size(), std::size_t(1));
            QCOMPARE(arrived->front().name, name(0));
        }
        const auto known = records.known(*directory, name(0));
        QVERIFY(known->has_value());
        QVERIFY(!records.known(*directory, name(1))->has_value());
    }

#ifdef BUSHENG_FAILPOINTS // a release has none
    void tellsAFailureWhenItCannotBeMadeDurable()
    {
        QVERIFY_OK(failpoint::configure(QStringLiteral("files.publish.before_sync=err*1")));
        const auto to = destination();
        FilePublisher publisher = make();
        QVERIFY(publisher.add(staged(to, 0), {}));
        waitForResults(1);
        QCOMPARE(m_failed, std::vector<std::uint64_t>{0});
        QVERIFY(m_faults > 0);
        QVERIFY(publisher.add(staged(to, 0), {})); // sent again
        waitForResults(2);
        QCOMPARE(m_failed.size(), std::size_t(1));
        QVERIFY((*to->target.open("d"))->look(name(0))->has_value());
    }
#endif

private:
    QString path(const char* folder) const
    {
        return m_directory->filePath(QLatin1String(folder));
    }
    QString journalPath() const
    {
        return m_directory->filePath(QStringLiteral("journal.sqlite"));
    }
    static Bytes name(int i)
    {
        return "文件" + std::to_string(i);
    }

    std::shared_ptr<FileDestination> destination()
    {
        FileRecords records(*m_journal);
        FileRunRecord run;
        run.key = QByteArray(16, static_cast<char>('a' + m_runs++));
        run.direction = QStringLiteral("in");
        run.task = QStringLiteral("t");
        run.peerCode = QStringLiteral("340000");
        run.kind = QStringLiteral("incremental");
        run.state = QStringLiteral("running");
        auto to = std::make_shared<FileDestination>();
        to->stream = 1;
        to->run = *records.saveRun(run);
        to->flow = *records.flow(run.direction, run.peerCode, run.task);
        to->target = *TreeDirectory::openRoot(path("recv"));
        to->staging = *TreeDirectory::openRoot(path("staging"));
        return to;
    }

    StagedFile staged(const std::shared_ptr<FileDestination>& to, int i)
    {
        StagedFile file;
        file.destination = to;
        file.number = static_cast<std::uint64_t>(i);
        file.directory = "d";
        file.name = name(i);
        file.size = 7;
        auto part = to->staging.makeFile(FilePublisher::stagedName("d", name(i)), true);
        if (!part || !part->writeAt(0, "content"))
            qFatal("no part");
        return file;
    }

    FilePublisher make()
    {
        FilePublisher::Hooks hooks{
            [this](const Message& message) {
                const std::lock_guard lock(m_mutex);
                const auto results = filemsg::decodeResults(message.payload);
                for (const filemsg::Result& result : results.value_or(std::vector<filemsg::Result>())) {
                    m_results.push_back(result.number);
                    if (result.outcome == filemsg::Result::Outcome::Failed)
                        m_failed.push_back(result.number);
                }
                m_changed.notify_all();
            },
            [](BytesView) { return Bytes("signed"); }, [this](const Error&) { ++m_faults; }, [](bool) {}};
        m_results.clear();
        m_failed.clear();
        return {QStringLiteral("340000"), QStringLiteral("100000"), journalPath(), systemClock(), std::move(hooks)};
    }

    void waitForResults(std::size_t count)
    {
        std::unique_lock lock(m_mutex);
        QVERIFY(m_changed.wait_for(lock, std::chrono::seconds(20), [&] { return m_results.size() >= count; }));
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Journal> m_journal;
    std::vector<Message> m_messages;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::uint64_t> m_results;
    std::vector<std::uint64_t> m_failed;
    std::atomic<int> m_faults = 0;
    int m_runs = 0;
};

BUSHENG_TEST(TstFilePublisher)
#include "tst_file_publisher.moc"
