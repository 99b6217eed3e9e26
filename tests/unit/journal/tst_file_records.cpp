// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/file_records.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>

using namespace busheng;

namespace {

FileRunRecord runOf(char key, const QString& direction = QStringLiteral("out"))
{
    FileRunRecord run;
    run.key = QByteArray(16, key);
    run.direction = direction;
    run.task = QStringLiteral("上报");
    run.peerCode = QStringLiteral("100000");
    run.targetDirectory = QStringLiteral("reports");
    run.kind = QStringLiteral("full");
    run.state = QStringLiteral("running");
    run.startedUtcMs = key;
    return run;
}

} // namespace

/// Tasks, runs and files in the journal.
class TstFileRecords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_journal = std::move(*Journal::open(m_directory->filePath(QStringLiteral("journal.sqlite"))));
        QVERIFY_OK(m_journal->saveLink({QStringLiteral("100000"), QStringLiteral("部"), QString(), true}));
        m_records = std::make_unique<FileRecords>(*m_journal);
    }

    void cleanup()
    {
        m_records.reset();
        m_journal.reset();
    }

    void keepsTasksAndWhatTheyUse()
    {
        FileTaskConfig task;
        task.name = QStringLiteral("上报");
        task.peerCode = QStringLiteral("100000");
        task.patterns = {QStringLiteral("*.doc"), QStringLiteral("a/*")};
        task.starts = QStringLiteral("daily 23:00");
        task.fullCopy = true;
        task.cleanFetched = true;
        task.atRest = QStringLiteral("sealed");
        task.rateKiB = 512;
        QVERIFY_OK(m_journal->saveFileTask(task));
        QCOMPARE(*m_journal->fileTasks(), std::vector<FileTaskConfig>{task});
        task.priority = 9;
        QVERIFY_OK(m_journal->saveFileTask(task));
        QCOMPARE(*m_journal->fileTasks(), std::vector<FileTaskConfig>{task});
        const auto used = m_journal->removeLink(task.peerCode);
        QVERIFY(!used);
        QCOMPARE(used.error().event, events::CFG_IN_USE);
        task.cleaning = QStringLiteral("burn");
        QCOMPARE(m_journal->saveFileTask(task).error().event, events::CFG_BAD_VALUE);
        QVERIFY_OK(m_journal->removeFileTask(task.name));
        QCOMPARE(m_journal->removeFileTask(task.name).error().event, events::CFG_NOT_FOUND);
    }

    void refusesTasksWithSettingsThatCannotBe()
    {
        const auto refused = [this](const std::function<void(FileTaskConfig&)>& change) {
            FileTaskConfig task;
            task.name = QStringLiteral("上报");
            task.peerCode = QStringLiteral("100000");
            change(task);
            const auto saved = m_journal->saveFileTask(task);
            return saved ? QString() : saved.error().args.join(u' ');
        };
        QCOMPARE(refused([](auto& task) { task.name = QString(16, QChar(0x62a5)); }), QString()); // 48 bytes
        QVERIFY(refused([](auto& task) { task.name = QString(16, QChar(0x62a5)) + u'a'; }).contains(u"48"));
        QVERIFY(refused([](auto& task) { task.name = QStringLiteral("up-load"); }).contains(u"name"));
        QVERIFY(refused([](auto& task) { task.splitBytes = 1000; }).contains(u"1048576"));
        QCOMPARE(refused([](auto& task) { task.splitBytes = 1 << 20; }), QString());
        QVERIFY(refused([](auto& task) { task.names = QStringLiteral("any"); }).contains(u"portable"));
        QVERIFY(refused([](auto& task) { task.missed = QStringLiteral("never"); }).contains(u"makeUp"));
        QVERIFY(refused([](auto& task) { task.textEncoding = QStringLiteral("EBCDIC"); }).contains(u"GB18030"));
        const auto exports = [&refused](const std::function<void(FileTaskConfig&)>& change) {
            return refused([&change](FileTaskConfig& task) {
                task.exportSource = QStringLiteral("hr");
                task.exportTable = QStringLiteral("public.person");
                task.sourceDirectory = QStringLiteral("exports");
                change(task);
            });
        };
        QCOMPARE(exports([](auto&) {}), QStringLiteral("source hr")); // all right, but that there is no such source
        QVERIFY(exports([](auto& task) { task.exportTable.clear(); }).contains(u"exportTable"));
        QVERIFY(exports([](auto& task) { task.exportQuery = QStringLiteral("SELECT 1"); }).contains(u"exportTable"));
        QVERIFY(exports([](auto& task) { task.exportSource.clear(); }).contains(u"exportSource"));
        QVERIFY(exports([](auto& task) { task.exportFormat = QStringLiteral("xlsx"); }).contains(u"jsonl"));
        QVERIFY(exports([](auto& task) { task.sourceDirectory.clear(); }).contains(u"sourceDirectory"));
        QVERIFY(exports([](auto& task) { task.patterns = {QStringLiteral("*")}; }).contains(u"patterns"));
        QVERIFY(exports([](auto& task) { task.completeness = QStringLiteral("control"); }).contains(u"completeness"));
        QVERIFY(exports([](auto& task) { task.starts = QStringLiteral("service"); }).contains(u"starts"));
        QVERIFY(exports([](auto& task) { task.exportLargeBytes = -1; }).contains(u"exportLargeBytes"));
        QVERIFY(refused([](auto& task) { task.cleanAboveBytes = -1; }).contains(u"cleanAboveBytes"));
        QVERIFY(refused([](auto& task) { task.cleanFreeBytes = -1; }).contains(u"cleanFreeBytes"));
        const QString starts = refused([](auto& task) { task.starts = QStringLiteral("daily 25:00"); });
        QVERIFY2(starts.contains(u"demand") && starts.contains(u"service"), qPrintable(starts));
    }

    void writesTheLedgerWithTheRecordOrNotAtAll()
    {
        FileRunRecord run = runOf('a');
        run.id = *m_records->saveRun(run);
        FileOutcome outcome;
        outcome.transfer.run = run.id;
        outcome.transfer.directoryId = someDirectory();
        outcome.transfer.name = "f";
        outcome.transfer.state = QStringLiteral("arrived");
        outcome.transfer.encoding = QStringLiteral("GB18030");
        outcome.transfer.original = QByteArray(32, 'o');
        LedgerEntry line;
        line.kind = QStringLiteral("file");
        line.stream = run.task;
        line.direction = QStringLiteral("out");
        line.outcome = QStringLiteral("acknowledged");
        line.name = QStringLiteral("f");
        line.by = QStringLiteral("王芳");
        outcome.line = line;
        QVERIFY_OK(m_records->keep({outcome, outcome}));
        const auto lines = m_journal->ledgerLines(0, 10);
        QVERIFY_OK(lines);
        QCOMPARE(lines->size(), std::size_t(2)); // an attempt each; of the record there is one
        QCOMPARE(lines->back().by, line.by);
        QVERIFY(!lines->back().chain.isEmpty() && lines->back().chain != lines->front().chain);
        const auto kept = m_records->transfers(run.id, QString(), 0, 10);
        QCOMPARE(kept->size(), std::size_t(1));
        QCOMPARE(kept->front().encoding, outcome.transfer.encoding);
        QCOMPARE(kept->front().original, outcome.transfer.original);
        outcome.transfer.run = 0;
        outcome.line.reset();
        outcome.known = FileCatalogueEntry{"f", 1, 2, 3, 4, QByteArray(32, 'd'), run.id, 5, QStringLiteral("UTF-8")};
        QVERIFY_OK(m_records->keep({outcome}));
        QCOMPARE((*m_records->known(outcome.transfer.directoryId, "f"))->encoding, QStringLiteral("UTF-8"));
        QVERIFY_OK(m_records->setCleaned({outcome.transfer}, QStringLiteral("deleted"), 6, {line}));
        QCOMPARE(m_journal->ledgerLines(0, 10)->size(), std::size_t(3));
    }

    void numbersArrivalsAsTheyCome()
    {
        FileRunRecord run = runOf('i', QStringLiteral("in"));
        run.id = *m_records->saveRun(run);
        const auto outcomeOf = [&](const char* name, const QString& state) {
            FileOutcome outcome;
            outcome.transfer.run = run.id;
            outcome.transfer.directoryId = someDirectory();
            outcome.transfer.name = name;
            outcome.transfer.state = state;
            if (state == u"arrived")
                outcome.known = FileCatalogueEntry{name, 1, 2, 3, 4, QByteArray(32, 'd'), run.id, 5};
            return outcome;
        };
        // "late" began first, and failed; who has seen "early" must be told of it all the same.
        QVERIFY_OK(m_records->keep({outcomeOf("late", QStringLiteral("failed"))}));
        QVERIFY_OK(m_records->keep({outcomeOf("early", QStringLiteral("arrived"))}));
        const qint64 seen = *m_records->newestTransfer();
        QCOMPARE(m_records->arrivals(0, 10)->front().name, Bytes("early"));
        QVERIFY_OK(m_records->keep({outcomeOf("late", QStringLiteral("arrived"))}));
        const auto news = m_records->arrivals(seen, 10);
        QCOMPARE(news->size(), std::size_t(1));
        QCOMPARE(news->front().name, Bytes("late"));
        QCOMPARE(news->front().id, *m_records->newestTransfer());
        // What was sent from here is no arrival.
        run = runOf('o');
        run.id = *m_records->saveRun(run);
        QVERIFY_OK(m_records->keep({outcomeOf("sent", QStringLiteral("arrived"))}));
        QCOMPARE(m_records->arrivals(0, 10)->size(), std::size_t(2));
    }

    void findsRuns()
    {
        FileRunRecord run = runOf('a');
        run.id = *m_records->saveRun(run);
        QVERIFY(run.id > 0);
        QCOMPARE(m_records->unfinishedRuns(QStringLiteral("out"))->size(), std::size_t(1));
        run.state = QStringLiteral("done");
        run.finishedUtcMs = 5;
        run.receipt = "signed";
        QCOMPARE(*m_records->saveRun(run), run.id);
        QCOMPARE(m_records->unfinishedRuns(QStringLiteral("out"))->size(), std::size_t(0));
        const auto found = m_records->runByKey(run.key);
        QVERIFY(found->has_value());
        QCOMPARE((*found)->receipt, run.receipt);
        QCOMPARE((*found)->targetDirectory, run.targetDirectory);
        QVERIFY(!m_records->runByKey(QByteArray(16, 'z'))->has_value());
        FileRunRecord second = runOf('b', QStringLiteral("in"));
        second.id = *m_records->saveRun(second);
        const auto both = m_records->runs(run.task, 0, 10);
        QCOMPARE(both->size(), std::size_t(2));
        QCOMPARE(both->front().id, second.id);
        QCOMPARE(m_records->runs(run.task, second.id, 10)->size(), std::size_t(1));
        QVERIFY(!m_records->saveRun(runOf('a'))); // a key is one run's
    }

    void readsTheCatalogueInPagesByBytes()
    {
        const qint64 directory = someDirectory();
        std::vector<FileOutcome> outcomes;
        for (int i = 0; i < 100; ++i) {
            FileOutcome outcome;
            outcome.transfer.directoryId = directory;
            outcome.known = FileCatalogueEntry{"n" + std::to_string(i), 1, 2, 3, 4, QByteArray(32, 'd'), 1, 5};
            outcomes.push_back(outcome);
        }
        QVERIFY_OK(m_records->keep(outcomes));
        Bytes after;
        std::size_t seen = 0;
        for (;;) {
            const auto page = m_records->catalogue(directory, after, 7);
            QVERIFY_OK(page);
            if (page->empty())
                break;
            for (const FileCatalogueEntry& entry : *page) {
                QVERIFY(entry.name > after);
                after = entry.name;
                ++seen;
            }
        }
        QCOMPARE(seen, std::size_t(100));
        QVERIFY(m_records->known(directory, "n42")->has_value());
        QVERIFY(!m_records->known(directory, "n420")->has_value());
        QCOMPARE(m_records->transfers(1, QString(), 0, 10)->size(), std::size_t(0)); // only what is known was kept
    }

    void keepsAnArrivalThatIsRepeatedInItsRun()
    {
        FileRunRecord run = runOf('a', QStringLiteral("in"));
        run.id = *m_records->saveRun(run);
        const qint64 directory = someDirectory();
        for (const char* state : {"publishing", "arrived", "repeated"}) {
            FileOutcome outcome;
            outcome.transfer.run = run.id;
            outcome.transfer.directoryId = directory;
            outcome.transfer.name = "file";
            outcome.transfer.size = 10;
            outcome.transfer.state = QLatin1String(state);
            QVERIFY_OK(m_records->keep({outcome}));
        }
        QCOMPARE(m_records->arrivals(0, 10)->size(), std::size_t(1));
        QVERIFY_OK(m_records->countRun(run));
        QCOMPARE(run.arrived, quint64(1));
        QCOMPARE(run.bytes, quint64(10));
        const auto totals = m_records->totals(run.task, run.direction, 0, 1000);
        QVERIFY_OK(totals);
        QCOMPARE(totals->files, quint64(1));
        QCOMPARE(m_records->runDirectories(run, {}, true, 10)->size(), std::size_t(0)); // of another flow
        QCOMPARE(m_records->runArrived(run.id, directory, {}, 10)->size(), std::size_t(1));
        QCOMPARE(m_records->runArrived(run.id, directory, "file", 10)->size(), std::size_t(0));
    }

    /// A path beneath the receive directory is found whatever its task's target directory is; a new version has been
    /// fetched by nobody.
    void knowsWhatWasFetched()
    {
        FileRunRecord run = runOf('a', QStringLiteral("in"));
        run.targetDirectory = QStringLiteral("reports/2026");
        run.id = *m_records->saveRun(run);
        const qint64 flow = *m_records->flow(QStringLiteral("in"), run.peerCode, run.task);
        const qint64 directory = *m_records->directory(flow, "目录/里");
        const auto arrive = [&](char version) {
            FileOutcome outcome;
            outcome.transfer.run = run.id;
            outcome.transfer.directoryId = directory;
            outcome.transfer.name = "a";
            outcome.transfer.digest = QByteArray(32, version);
            outcome.transfer.state = QStringLiteral("arrived");
            outcome.transfer.sealed = true;
            outcome.known = FileCatalogueEntry{"a", 1, 2, 3, 4, QByteArray(32, version), run.id, 5};
            QVERIFY_OK(m_records->keep({outcome}));
        };
        arrive('1');
        const auto found = m_records->arrivedAt(run.peerCode, "reports/2026/目录/里/a");
        QVERIFY_OK(found);
        QVERIFY(found->has_value() && (*found)->sealed && (*found)->fetchedUtcMs == 0);
        for (const char* path : {"a", "目录/里/a", "reports/目录/里/a", "reports/2026/里/a", "reports/2026/目录/里/b"})
            QVERIFY2(!m_records->arrivedAt(run.peerCode, path)->has_value(), path);
        QVERIFY(!m_records->arrivedAt(QStringLiteral("340000"), "reports/2026/目录/里/a")->has_value());
        QVERIFY(!*m_records->isFetched(flow, "目录/里", "a", Bytes(32, '1')));
        LedgerEntry line;
        line.kind = QStringLiteral("file");
        line.outcome = QStringLiteral("fetched");
        QVERIFY_OK(m_records->setFetched((*found)->id, 77, QStringLiteral("王芳"), line));
        QVERIFY(*m_records->isFetched(flow, "目录/里", "a", Bytes(32, '1')));
        QVERIFY(!*m_records->isFetched(flow, "目录/里", "a", Bytes(32, '2')));
        const auto listed = m_records->arrivals(0, 10);
        QCOMPARE(listed->front().fetchedUtcMs, qint64(77));
        QCOMPARE(listed->front().fetchedBy, QStringLiteral("王芳"));
        arrive('2');
        QVERIFY(!*m_records->isFetched(flow, "目录/里", "a", Bytes(32, '2')));
        QCOMPARE(m_records->arrivals(0, 10)->back().fetchedUtcMs, qint64(0));
    }

private:
    qint64 someDirectory()
    {
        const qint64 flow = *m_records->flow(QStringLiteral("out"), QStringLiteral("100000"), QStringLiteral("上报"));
        const qint64 directory = *m_records->directory(flow, "目录");
        if (*m_records->directory(flow, "目录") != directory)
            qFatal("another number for the same directory");
        return directory;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<FileRecords> m_records;
};

BUSHENG_TEST(TstFileRecords)
#include "tst_file_records.moc"
