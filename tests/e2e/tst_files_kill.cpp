// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "tests/e2e/file_scene.h"
#include "tests/support/test_main.h"

#include <QDir>

using namespace busheng;
using namespace busheng::test;

/// Either node dies in the middle of a transfer, at every step that changes something, while a consumer looks at the
/// receive directory every 10 ms: it only ever sees whole files, and in the end all of them, each of which has arrived
/// once.
class TstFilesKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void survivesAKillAt_data()
    {
        QTest::addColumn<bool>("atSender");
        QTest::addColumn<QString>("failpoint");
        const auto add = [](bool atSender, const char* failpoint) {
            QTest::newRow(failpoint) << atSender << QString::fromLatin1(failpoint);
        };
        add(true, "files.send.read=kill@100");
        add(true, "files.send.part=kill@1");
        add(true, "files.send.part=kill@12");
        add(false, "files.receive.data=kill@2");
        add(false, "files.receive.chunk=kill@9");
        add(false, "files.publish.before_sync=kill@1");
        add(false, "files.publish.before_rename=kill@1");
        add(false, "files.publish.one_renamed=kill@150");
        add(false, "files.publish.after_rename=kill@1");
        add(false, "files.publish.after_record=kill@1");
    }

    void survivesAKillAt()
    {
        QFETCH(bool, atSender);
        QFETCH(QString, failpoint);
        FileScene scene;
        QVERIFY_OK(scene.begin());
        scene.makeTree(400);
        cli::NodeProcess& victim = atSender ? scene.nodes().province() : scene.nodes().ministry();
        QVERIFY_OK(victim.stop());
        victim.setEnvironment({QStringLiteral("BUSHENG_FAILPOINT=") + failpoint});
        QVERIFY_OK(victim.start());
        Consumer consumer(scene.target(), scene.source());
        const auto run = scene.start();
        QVERIFY_OK(run);
        QVERIFY_OK(victim.waitForEnd(30'000));
        const auto ended = scene.waitForEnd(*run, 60'000, true);
        QVERIFY_OK(ended);
        QCOMPARE(ended->outcome, QStringLiteral("done"));
        QCOMPARE(scene.differences(), QStringList());
        QCOMPARE(consumer.complaints(), QStringList());
        QVERIFY(consumer.looks() > 0);
        // Each has arrived once, whatever was sent again.
        const auto rows =
            cli::await<std::vector<FileRow>>([&](auto reply) { scene.ministry().files().arrivals(0, 10'000, reply); });
        QVERIFY_OK(rows);
        std::set<QString> paths;
        for (const FileRow& row : *rows)
            paths.insert(row.path);
        QCOMPARE(paths.size(), rows->size());
        QCOMPARE(rows->size(), static_cast<std::size_t>(ended->arrived + ended->repeated));
    }

    void goesOnWithALargeFileWhereItWasCut()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        scene.write(QStringLiteral("large.bin"), qint64{100} << 20, 3);
        QVERIFY_OK(scene.nodes().ministry().stop());
        scene.nodes().ministry().setEnvironment({QStringLiteral("BUSHENG_FAILPOINT=files.receive.chunk=kill@95")});
        QVERIFY_OK(scene.nodes().ministry().start());
        Consumer consumer(scene.target(), scene.source());
        const auto run = scene.start();
        QVERIFY_OK(run);
        QVERIFY_OK(scene.nodes().ministry().waitForEnd(30'000));
        // The receiver dies at its 95th MiB, when the first 64 have long been durable: the sender says so a moment
        // later.
        QVERIFY_OK(scene.nodes().province().waitFor(QStringLiteral("sent"), 20'000, [](const NodeSnapshot& node) {
            return node.fileTasks.front().sentBytes > (60U << 20);
        }));
        const auto ended = scene.waitForEnd(*run, 60'000, true);
        QVERIFY_OK(ended);
        QCOMPARE(scene.differences(), QStringList());
        QCOMPARE(consumer.complaints(), QStringList());
        // What was durable, 64 MiB of it, was not sent again.
        QVERIFY2(ended->sentBytes < (140U << 20), qPrintable(QString::number(ended->sentBytes)));
    }
};

BUSHENG_TEST(TstFilesKill)
#include "tst_files_kill.moc"
