// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/files/file_digest.h"
#include "engine/files/part_assembly.h"
#include "engine/files/parts/file_splitter.h"
#include "engine/files/tree_directory.h"
#include "engine/journal/journal.h"
#include "engine/model/events.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kPeer = QStringLiteral("340000");
const QString kWhole = QStringLiteral("340000LWJCXT20211212162030.doc");

/// A node's receive directory to which a file came in parts, with its list.
struct Scene {
    explicit Scene(bool join = true)
    {
        content = QByteArray("参保人员登记表\n").repeated(200);
        QDir().mkpath(directory());
        const QString source = root.filePath(kWhole);
        QFile file(source);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("%s cannot be written", qPrintable(source));
        file.close();
        auto made = splitFile(systemFileSystem(), source, *parseUploadName(view(kWhole.toUtf8())), 1000, directory());
        if (!made)
            qFatal("%s", qPrintable(made.error().toString()));
        list = std::move(*made);
        list.join = join;
        QFile listed(directory() + u'/' + list.fileName());
        if (!listed.open(QIODevice::WriteOnly) || listed.write(list.toJson()) < 0)
            qFatal("the list cannot be written");
        open();
        arrive();
    }

    void open()
    {
        journal = std::move(*Journal::open(root.filePath(QStringLiteral("journal.sqlite"))));
        records = std::make_unique<FileRecords>(*journal);
    }

    /// What the publisher keeps of files that came.
    void arrive()
    {
        FileRunRecord run;
        run.key = QByteArray(16, 'k');
        run.direction = QStringLiteral("in");
        run.task = QStringLiteral("上报");
        run.peerCode = kPeer;
        run.targetDirectory = QStringLiteral("reports");
        run.state = QStringLiteral("done");
        run.id = *records->saveRun(run);
        const qint64 flow = *records->flow(QStringLiteral("in"), kPeer, run.task);
        directoryId = *records->directory(flow, "2021");
        std::vector<FileOutcome> outcomes;
        const QStringList names = QDir(directory()).entryList(QDir::Files, QDir::Name);
        for (const QString& name : names) {
            FileOutcome outcome;
            outcome.transfer.run = run.id;
            outcome.transfer.directoryId = directoryId;
            outcome.transfer.name = name.toStdString();
            outcome.transfer.state = QStringLiteral("arrived");
            FileCatalogueEntry known;
            known.name = outcome.transfer.name;
            known.run = run.id;
            outcome.known = known;
            outcomes.push_back(std::move(outcome));
        }
        if (const auto kept = records->keep(outcomes); !kept)
            qFatal("%s", qPrintable(kept.error().toString()));
    }

    QString directory() const { return root.filePath(QStringLiteral("recv/340000/reports/2021")); }
    QStringList files() const { return QDir(directory()).entryList(QDir::Files | QDir::Hidden, QDir::Name); }
    Result<PartAssembly> assemble(qint64 after = 0)
    {
        return assembleParts(systemFileSystem(), *records, root.filePath(QStringLiteral("recv")), after, clock);
    }
    QStringList arrivals() const
    {
        QStringList names;
        const auto rows = records->arrivals(0, 1000);
        for (const FileTransferRecord& row : *rows)
            names.append(shownPath(row.name));
        return names;
    }
    QByteArray whole() const
    {
        QFile file(directory() + u'/' + kWhole);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir root;
    QByteArray content;
    PartList list;
    FakeClock clock;
    qint64 directoryId = 0;
    std::unique_ptr<Journal> journal;
    std::unique_ptr<FileRecords> records;
};

} // namespace

/// Parts that the receiver makes one file of (§8.2.4 b).
class TstPartAssembly : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { QVERIFY_OK(failpoint::configure(QString())); }

    void makesTheWholeAndTheListGoes()
    {
        Scene scene;
        QVERIFY(scene.files().size() > 4);
        const auto done = scene.assemble();
        QVERIFY_OK(done);
        QCOMPARE(done->joined, 1);
        QVERIFY(done->faults.empty());
        QCOMPARE(scene.files(), QStringList{kWhole});
        QCOMPARE(scene.whole(), scene.content);
        // It is what arrived: with its digest, under a number behind all that were told.
        QCOMPARE(scene.arrivals(), QStringList{kWhole});
        const auto row = scene.records->arrivals(done->lookedUpTo, 10);
        QVERIFY_OK(row);
        QCOMPARE(row->size(), std::size_t(1));
        QCOMPARE(row->front().digest, toQByteArray(view(fileDigest(view(scene.content)))));
        QCOMPARE(row->front().targetDirectory, QStringLiteral("reports"));
        QVERIFY(!*scene.records->known(scene.directoryId, scene.list.fileName().toStdString()));
        // Again: nothing.
        const auto again = scene.assemble();
        QVERIFY_OK(again);
        QCOMPARE(again->joined, 0);
        QCOMPARE(scene.whole(), scene.content);
    }

    void leavesPartsThatAreToBeDeliveredAsSuch()
    {
        Scene scene(false);
        const QStringList before = scene.files();
        const auto done = scene.assemble();
        QVERIFY_OK(done);
        QCOMPARE(done->joined, 0);
        QVERIFY(done->faults.empty());
        QCOMPARE(scene.files(), before);
        QCOMPARE(scene.arrivals().size(), before.size());
        // Lists behind which somebody has looked are not looked at again.
        QCOMPARE(scene.assemble(done->lookedUpTo)->lookedUpTo, done->lookedUpTo);
    }

    void saysWhichPartIsMissing()
    {
        Scene scene;
        const QString part = scene.directory() + QStringLiteral("/340000LWJCXT20211212162030002.doc");
        QVERIFY(QFile::remove(part));
        const auto done = scene.assemble();
        QVERIFY_OK(done);
        QCOMPARE(done->joined, 0);
        QCOMPARE(done->faults.size(), std::size_t(1));
        QCOMPARE(done->faults.front().event, events::FIL_JOIN);
        QVERIFY2(done->faults.front().args.at(1).contains(u"002"), qPrintable(done->faults.front().args.at(1)));
        QVERIFY(scene.files().contains(scene.list.fileName())); // everything is still there
        QVERIFY(!scene.files().contains(kWhole));
    }

#ifdef BUSHENG_FAILPOINTS // a release has none
    void finishesWhatACrashLeft_data()
    {
        QTest::addColumn<QString>("where");
        QTest::newRow("the whole was made") << QStringLiteral("files.assemble.made=err");
        QTest::newRow("the parts are gone") << QStringLiteral("files.assemble.removed=err");
    }
    void finishesWhatACrashLeft()
    {
        QFETCH(QString, where);
        Scene scene;
        QVERIFY_OK(failpoint::configure(where));
        const auto cut = scene.assemble();
        QVERIFY_OK(cut);
        QCOMPARE(cut->faults.size(), std::size_t(1));
        QVERIFY_OK(failpoint::configure(QString()));
        scene.records.reset();
        scene.open();
        const auto done = scene.assemble();
        QVERIFY_OK(done);
        QCOMPARE(done->joined, 1);
        QCOMPARE(scene.files(), QStringList{kWhole});
        QCOMPARE(scene.whole(), scene.content);
        QCOMPARE(scene.arrivals(), QStringList{kWhole}); // once
    }
#endif
};

BUSHENG_TEST(TstPartAssembly)
#include "tst_part_assembly.moc"
