// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "tests/e2e/file_scene.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QProcess>

using namespace busheng;
using namespace busheng::test;

/// File transfer between two real nodes, when all is well (§7.2, §8.2).
class TstFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sendsATreeAsItIsAndOnlyOnce()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        scene.makeTree();
        auto ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->outcome, QStringLiteral("done"));
        QCOMPARE(scene.differences(), QStringList());
        const quint64 files = ended->arrived;
        QVERIFY2(files > 1500, qPrintable(QString::number(files)));
        QVERIFY2(ended->sentBytes < ended->bytes, "what compresses was not compressed");

        ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->unchanged, files);
        QCOMPARE(ended->arrived, quint64(0));
        QCOMPARE(ended->sentBytes, quint64(0));

        // All of it again: it is there, and nothing is written.
        ended = scene.runOnce(true);
        QVERIFY_OK(ended);
        QCOMPARE(ended->repeated, files);
        QCOMPARE(ended->arrived, quint64(0));
        // But what was taken away comes again in a full copy.
        QVERIFY(QFile::remove(scene.target() + QStringLiteral("/text.txt")));
        ended = scene.runOnce(true);
        QVERIFY_OK(ended);
        QCOMPARE(ended->arrived, quint64(1));
        QCOMPARE(scene.differences(), QStringList());
    }

    void sendsOfAChangedFileWhatDiffers()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        scene.write(QStringLiteral("big.bin"), qint64{40} << 20, 7);
        QVERIFY_OK(scene.runOnce());
        QFile file(scene.source() + QStringLiteral("/big.bin"));
        QVERIFY(file.open(QIODevice::ReadWrite));
        for (const qint64 at : {qint64{5'000'000}, qint64{17'000'001}, (qint64{40} << 20) - 3})
            QVERIFY(file.seek(at) && file.write("abc") == 3);
        file.close();
        auto ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->arrived, quint64(1));
        QVERIFY2(ended->sentBytes < (1U << 20), qPrintable(QString::number(ended->sentBytes)));
        QCOMPARE(scene.differences(), QStringList());
        // The receiver's copy is no longer what it was: everything is sent, and the result is right all the same.
        QFile copy(scene.target() + QStringLiteral("/big.bin"));
        QVERIFY(copy.open(QIODevice::ReadWrite) && copy.seek(9'000'000) && copy.write("xyz") == 3);
        copy.close();
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(1) && file.write("q") == 1);
        file.close();
        ended = scene.runOnce();
        QVERIFY_OK(ended);
        QVERIFY(ended->sentBytes > (30U << 20));
        QCOMPARE(scene.differences(), QStringList());
    }

    void resendsTenTimesWithOneEffect()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        for (int i = 0; i < 5; ++i)
            scene.write(QStringLiteral("f%1").arg(i), 1000 * (i + 1) * (i == 4 ? 300 : 1), static_cast<quint32>(i));
        QVERIFY_OK(scene.runOnce());
        const auto before = arrivals(scene);
        QCOMPARE(before.size(), std::size_t(5));
        const QDateTime published = QFileInfo(scene.target() + QStringLiteral("/f1")).birthTime();
        const QStringList order{QStringLiteral("f3"), QStringLiteral("f1"), QStringLiteral("f4"), QStringLiteral("f0"),
                                QStringLiteral("f1"), QStringLiteral("f4"), QStringLiteral("f1"), QStringLiteral("f2"),
                                QStringLiteral("f1"), QStringLiteral("f1")};
        int attempts = 0;
        for (const QString& name : order) {
            const auto look = resend(scene, {name}, true);
            QVERIFY_OK(look);
            QCOMPARE(look->repeated, quint64(1));
            QCOMPARE(look->run, qint64(0));
            const auto run = resend(scene, {name}, false);
            QVERIFY_OK(run);
            const auto ended = scene.waitForEnd(run->run);
            QVERIFY_OK(ended);
            QCOMPARE(ended->repeated, quint64(1));
            const auto rows = cli::await<std::vector<FileRow>>(
                [&](auto reply) { scene.province().files().runFiles(run->run, QString(), 0, 10, reply); });
            QVERIFY_OK(rows);
            for (const FileRow& row : *rows)
                attempts += row.state == u"repeated" && row.path == name ? 1 : 0;
        }
        QCOMPARE(attempts, 10);
        QCOMPARE(arrivals(scene).size(), std::size_t(5));
        QCOMPARE(QFileInfo(scene.target() + QStringLiteral("/f1")).birthTime(), published);
    }

    void reconcilesFileByFile()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        for (int i = 0; i < 40; ++i)
            scene.write(QStringLiteral("目录%1/f%2").arg(i % 3).arg(i), 100, static_cast<quint32>(i));
        QVERIFY_OK(scene.runOnce());
        const auto found = cli::await<FileReconciliation>([&](auto reply) {
            scene.province().files().reconcileFiles(QStringLiteral("上报"), 0, std::numeric_limits<qint64>::max(), 0,
                                                    reply);
        });
        QVERIFY_OK(found);
        QCOMPARE(found->state, QStringLiteral("equal"));
        QCOMPARE(found->compared, quint64(40));
        QCOMPARE(found->here.files, quint64(40));
        QCOMPARE(found->there.files, quint64(40));
    }

    void startsWithTheServiceAndGoesOnWithWhatComes()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        scene.write(QStringLiteral("a"), 10, 1);
        FileTaskConfig task = FileScene::task();
        task.starts = QStringLiteral("service");
        QVERIFY_OK(scene.setTask(task));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(scene.target() + QStringLiteral("/a")), 10'000);
        QVERIFY_OK(scene.nodes().province().stop());
        scene.write(QStringLiteral("b"), 10, 2);
        QVERIFY_OK(scene.nodes().province().start());
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(scene.target() + QStringLiteral("/b")), 10'000);
        scene.write(QStringLiteral("c"), 10, 3);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(scene.target() + QStringLiteral("/c")), 30'000);
        QTRY_COMPARE(scene.differences(), QStringList());
    }

    void cleansWhatWasAcknowledgedAndIsStillTheSame()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        FileTaskConfig task = FileScene::task();
        task.cleaning = QStringLiteral("archive");
        task.cleanAfterDays = 1;
        QVERIFY_OK(scene.setTask(task));
        scene.write(QStringLiteral("目录/a"), 10, 1);
        QVERIFY_OK(scene.runOnce());
        QVERIFY(QFile::exists(scene.source() + QStringLiteral("/目录/a"))); // not yet a day
        task.cleanAfterDays = 0;
        QVERIFY_OK(scene.setTask(task));
        scene.write(QStringLiteral("b"), 10, 2);
        QVERIFY_OK(scene.runOnce());
        const QString archive = scene.nodes().path(QStringLiteral("province/lwjc/archive/上报"));
        for (const char* name : {"/目录/a", "/b"}) {
            QVERIFY(!QFile::exists(scene.source() + QString::fromUtf8(name)));
            QVERIFY(QFile::exists(archive + QString::fromUtf8(name)));
            QVERIFY(QFile::exists(scene.target() + QString::fromUtf8(name)));
        }
        task.cleaning = QStringLiteral("delete");
        QVERIFY_OK(scene.setTask(task));
        scene.write(QStringLiteral("c"), 10, 3);
        QVERIFY(QDir().mkpath(scene.target() + QStringLiteral("/d")));
        scene.write(QStringLiteral("d"), 10, 4); // cannot arrive
        QVERIFY_OK(scene.runOnce());
        QVERIFY(!QFile::exists(scene.source() + QStringLiteral("/c")));
        QVERIFY(QFile::exists(scene.target() + QStringLiteral("/c")));
        QVERIFY(QFile::exists(scene.failed() + QStringLiteral("/d"))); // what was not acknowledged is kept
    }

    void pausesGoesOnAndStops()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        QVERIFY_OK(scene.nodes().ministry().stop());
        scene.write(QStringLiteral("a"), 10, 1);
        const auto run = scene.start();
        QVERIFY_OK(run);
        const auto again = scene.start();
        QVERIFY(!again);
        QCOMPARE(again.error().event, events::FIL_BUSY);
        const auto isState = [&](const QString& state) {
            return scene.nodes().province().waitFor(state, 10'000, [&](const NodeSnapshot& node) {
                return !node.fileTasks.empty() && node.fileTasks.front().state == state;
            });
        };
        QVERIFY_OK(isState(QStringLiteral("waiting")));
        QVERIFY_OK(
            cli::await<>([&](auto reply) { scene.province().files().pauseTask(QStringLiteral("上报"), reply); }));
        QVERIFY_OK(isState(QStringLiteral("paused")));
        QVERIFY_OK(scene.nodes().ministry().start());
        QVERIFY_OK(scene.nodes().province().stop()); // a pause outlives the process
        QVERIFY_OK(scene.nodes().province().start());
        QVERIFY_OK(isState(QStringLiteral("paused")));
        QVERIFY_OK(
            cli::await<>([&](auto reply) { scene.province().files().resumeTask(QStringLiteral("上报"), reply); }));
        QVERIFY_OK(scene.waitForEnd(*run));
        QCOMPARE(scene.differences(), QStringList());

        QVERIFY_OK(scene.nodes().ministry().stop());
        scene.write(QStringLiteral("b"), 10, 2);
        const auto second = scene.start();
        QVERIFY_OK(second);
        QVERIFY_OK(cli::await<>([&](auto reply) { scene.province().files().stopTask(QStringLiteral("上报"), reply); }));
        const auto stopped = scene.waitForEnd(*second);
        QVERIFY_OK(stopped);
        QCOMPARE(stopped->outcome, QStringLiteral("stopped"));
        const auto idle =
            cli::await<>([&](auto reply) { scene.province().files().stopTask(QStringLiteral("上报"), reply); });
        QCOMPARE(idle.error().event, events::FIL_IDLE);
    }

    /// As a business system would from a shell script.
    void servesBusinessSystemsByCommand()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        QFile document(scene.nodes().path(QStringLiteral("340000LWJCXT20211212162030.doc")));
        QVERIFY(document.open(QIODevice::WriteOnly) && document.write("内容") > 0);
        document.close();
        QProcess watching;
        watching.start(TwoNodes::binary(QStringLiteral("busheng-client")),
                       {QStringLiteral("--data"), scene.nodes().ministry().dataDirectory(), QStringLiteral("watch"),
                        QStringLiteral("--after"), QStringLiteral("0"), QStringLiteral("--count"),
                        QStringLiteral("1")});
        const auto call = [&](cli::NodeProcess& node, const QStringList& words) {
            QProcess client;
            client.start(TwoNodes::binary(QStringLiteral("busheng-client")),
                         QStringList{QStringLiteral("--data"), node.dataDirectory()} + words);
            client.waitForFinished(30'000);
            if (client.exitCode() != 0)
                qWarning() << words << client.readAllStandardError() << client.readAllStandardOutput();
            return client.exitStatus() == QProcess::NormalExit ? client.exitCode() : -1;
        };
        const QString put = QStringLiteral("put");
        QCOMPARE(call(scene.nodes().province(), {put, document.fileName(), QStringLiteral("--task"),
                                                 QStringLiteral("上报"), QStringLiteral("--wait")}),
                 0);
        QVERIFY(watching.waitForFinished(10'000));
        QVERIFY(watching.readAllStandardOutput().contains("340000/reports/340000LWJCXT20211212162030.doc"));
        const QString away = scene.nodes().path(QStringLiteral("fetched"));
        QCOMPARE(call(scene.nodes().ministry(),
                      {QStringLiteral("get"), QStringLiteral("340000/reports/340000LWJCXT20211212162030.doc"),
                       QStringLiteral("--to"), away}),
                 0);
        QFile fetched(away + QStringLiteral("/340000LWJCXT20211212162030.doc"));
        QVERIFY(fetched.open(QIODevice::ReadOnly));
        QCOMPARE(fetched.readAll(), QByteArray("内容"));
        QCOMPARE(call(scene.nodes().ministry(),
                      {QStringLiteral("get"), QStringLiteral("../../journal.sqlite"), QStringLiteral("--to"), away}),
                 2);
        QCOMPARE(call(scene.nodes().province(), {QStringLiteral("task"), QStringLiteral("set"), QStringLiteral("上报"),
                                                 QStringLiteral("--priority"), QStringLiteral("8")}),
                 0);
        QCOMPARE(call(scene.nodes().province(), {QStringLiteral("task"), QStringLiteral("set"), QStringLiteral("上报"),
                                                 QStringLiteral("--resends"), QStringLiteral("1")}),
                 2);
    }

private:
    static std::vector<FileRow> arrivals(FileScene& scene)
    {
        const auto rows =
            cli::await<std::vector<FileRow>>([&](auto reply) { scene.ministry().files().arrivals(0, 1000, reply); });
        return rows.value_or(std::vector<FileRow>());
    }

    static Result<FileResend> resend(FileScene& scene, const QStringList& paths, bool preview)
    {
        return cli::await<FileResend>([&](auto reply) {
            scene.province().files().resendFiles(QStringLiteral("上报"), paths, preview, QStringLiteral("王芳"), reply);
        });
    }
};

BUSHENG_TEST(TstFiles)
#include "tst_files.moc"
