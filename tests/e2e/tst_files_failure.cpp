// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "engine/crypto/sm3.h"
#include "engine/files/file_messages.h"
#include "engine/files/file_part.h"
#include "tests/e2e/file_scene.h"
#include "tests/support/hostile_peer.h"
#include "tests/support/test_main.h"

#include <QDir>

#include <algorithm>
#include <limits>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kTask = QStringLiteral("上报");
const QString kProvince = QStringLiteral("340000");

} // namespace

/// What fails, what is refused, and what a hostile peer tries.
class TstFilesFailure : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void putsAsideWhatFailedFourTimesAndSendsItWhenAsked()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        scene.write(QStringLiteral("dir/good"), 10, 1);
        scene.write(QStringLiteral("dir/bad"), 10, 2);
        // At the receiver a directory stands where the file must go.
        QVERIFY(QDir().mkpath(scene.target() + QStringLiteral("/dir/bad")));
        const auto run = scene.start();
        QVERIFY_OK(run);
        const auto ended = scene.waitForEnd(*run);
        QVERIFY_OK(ended);
        QCOMPARE(ended->outcome, QStringLiteral("failed"));
        QCOMPARE(ended->arrived, quint64(1));
        QCOMPARE(ended->failed, quint64(1));
        const auto rows = cli::await<std::vector<FileRow>>(
            [&](auto reply) { scene.province().files().runFiles(*run, QStringLiteral("failed"), 0, 10, reply); });
        QVERIFY_OK(rows);
        QCOMPARE(rows->size(), std::size_t(1));
        QCOMPARE(rows->front().attempts, qint64(4)); // once, and three resends
        QCOMPARE(rows->front().event, events::DSK_ERROR);
        QVERIFY(!QFile::exists(scene.source() + QStringLiteral("/dir/bad")));
        QVERIFY(QFile::exists(scene.failed() + QStringLiteral("/dir/bad")));
        QFile reason(scene.failed() + QStringLiteral("/dir/bad.reason.txt"));
        QVERIFY(reason.open(QIODevice::ReadOnly) && reason.readAll().contains("DSK_ERROR"));
        QTRY_VERIFY(isAlarmed(scene.nodes().province(), events::FIL_FAILED));

        QVERIFY(QDir().rmdir(scene.target() + QStringLiteral("/dir/bad")));
        const auto preview = resendAll(scene, true);
        QVERIFY_OK(preview);
        QCOMPARE(preview->toSend, quint64(1));
        QVERIFY(QFile::exists(scene.failed() + QStringLiteral("/dir/bad")));
        const auto again = resendAll(scene, false);
        QVERIFY_OK(again);
        const auto mended = scene.waitForEnd(again->run);
        QVERIFY_OK(mended);
        QCOMPARE(mended->arrived, quint64(1));
        QCOMPARE(scene.differences(), QStringList());
        QTRY_VERIFY(!isAlarmed(scene.nodes().province(), events::FIL_FAILED));
        // It came, and late: by less than an hour, by more than a millisecond.
        const auto punctual = reconcile(scene, 3'600'000);
        QVERIFY_OK(punctual);
        QCOMPARE(punctual->state, QStringLiteral("equal"));
        QCOMPARE(punctual->lateCount, quint64(0));
        const auto late = reconcile(scene, 1);
        QVERIFY_OK(late);
        QCOMPARE(late->differenceCount, quint64(0));
        QVERIFY(late->lateCount >= 1);
        const auto bad = std::ranges::find(late->differences, QStringLiteral("dir/bad"), &FileDifference::path);
        QVERIFY(bad != late->differences.end());
        QCOMPARE(bad->kind, QStringLiteral("late"));
        QVERIFY(bad->lastUtcMs - bad->firstUtcMs > 1);
    }

    /// The guess takes nothing that was changed in the last half minute.
    void leavesWhatMayStillBeWritten()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        FileTaskConfig task = FileScene::task();
        task.completeness = QStringLiteral("settled");
        QVERIFY_OK(scene.setTask(task));
        scene.write(QStringLiteral("fresh"), 10, 1);
        const auto run = scene.start();
        QVERIFY_OK(run);
        const auto ended = scene.waitForEnd(*run);
        QVERIFY_OK(ended);
        QCOMPARE(ended->arrived, quint64(0));
        QCOMPARE(ended->skipped, quint64(1));
        const auto rows = cli::await<std::vector<FileRow>>(
            [&](auto reply) { scene.province().files().runFiles(*run, QStringLiteral("skipped"), 0, 10, reply); });
        QVERIFY_OK(rows);
        QCOMPARE(rows->size(), std::size_t(1));
        QCOMPARE(rows->front().event, events::FIL_OPEN);
        QVERIFY(!QFile::exists(scene.target() + QStringLiteral("/fresh")));
    }

    void leavesOutWhatIsNoFile()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        scene.write(QStringLiteral("file"), 10, 1);
        QVERIFY(QFile::link(QStringLiteral("/etc/passwd"), scene.source() + QStringLiteral("/link")));
        QVERIFY(QFile::link(QStringLiteral("/etc"), scene.source() + QStringLiteral("/linked")));
        const auto ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->arrived, quint64(1));
        QCOMPARE(ended->skipped, quint64(2));
        QCOMPARE(QDir(scene.target()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::System),
                 QStringList{QStringLiteral("file")});
    }

    void waitsForTheControlFile()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        FileTaskConfig task = FileScene::task();
        task.completeness = QStringLiteral("control");
        QVERIFY_OK(scene.setTask(task));
        scene.write(QStringLiteral("a"), 10, 1);
        scene.write(QStringLiteral("b"), 10, 2);
        scene.write(QStringLiteral("b.ctl"), 0, 3);
        auto ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->arrived, quint64(1));
        QCOMPARE(ended->skipped, quint64(1));
        QVERIFY(QFile::exists(scene.target() + QStringLiteral("/b")));
        QVERIFY(!QFile::exists(scene.target() + QStringLiteral("/a")));
    }

    void refusesSettingsThatCannotBe()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        const auto refused = [&](const std::function<void(FileTaskConfig&)>& change) {
            FileTaskConfig task = FileScene::task();
            change(task);
            const auto saved = scene.setTask(task);
            return saved ? QString() : saved.error().event;
        };
        QCOMPARE(refused([](auto& task) { task.sourceDirectory = QStringLiteral("../send"); }), events::CFG_BAD_VALUE);
        QCOMPARE(refused([](auto& task) { task.targetDirectory = QStringLiteral("/etc"); }), events::CFG_BAD_VALUE);
        QCOMPARE(refused([](auto& task) { task.resends = 2; }), events::CFG_BAD_VALUE);
        QCOMPARE(refused([](auto& task) { task.starts = QStringLiteral("daily 25:00"); }), events::CFG_BAD_VALUE);
        QCOMPARE(refused([](auto& task) { task.completeness = QStringLiteral("age"); }), events::CFG_BAD_VALUE);
        QCOMPARE(refused([](auto& task) { task.peerCode = QStringLiteral("110000"); }), events::CFG_NOT_FOUND);
        QCOMPARE(refused([](auto& task) { task.name = QStringLiteral("a b"); }), events::CFG_BAD_VALUE);
        QCOMPARE(refused([](auto& task) { task.priority = 9; }), QString());
        const auto unknown = cli::await<qint64>(
            [&](auto reply) { scene.province().files().startTask(QStringLiteral("none"), false, {}, reply); });
        QCOMPARE(unknown.error().event, events::CFG_NOT_FOUND);
    }

    void refusesWhatIsNotSealedWhereTheReceiverSaysSo()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        FileTaskConfig task = FileScene::task();
        task.seal = false;
        QVERIFY_OK(scene.setTask(task));
        scene.write(QStringLiteral("a"), 10, 1);
        QVERIFY_OK(scene.runOnce()); // TLS is enough
        QVERIFY_OK(scene.nodes().ministry().stop());
        TwoNodes::setCrypto(scene.nodes().ministry(), {{QStringLiteral("sealedFilesOnly"), true}});
        QVERIFY_OK(scene.nodes().ministry().start());
        scene.write(QStringLiteral("b"), 10, 2);
        QVERIFY_OK(scene.start());
        const auto isRefused = [](const NodeSnapshot& node) {
            return !node.fileTasks.empty() && node.fileTasks.front().error == events::FIL_REFUSED;
        };
        QVERIFY_OK(scene.nodes().province().waitFor(QStringLiteral("refused"), 20'000, isRefused));
        QVERIFY(!QFile::exists(scene.target() + QStringLiteral("/b")));
    }

    void neverLeavesTheReceiveDirectory()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        QVERIFY_OK(scene.nodes().province().stop());
        const QString outside = scene.nodes().path(QStringLiteral("outside"));
        QVERIFY(QDir().mkpath(outside));
        QVERIFY(QDir().mkpath(scene.target()));
        QVERIFY(QFile::link(outside, scene.target() + QStringLiteral("/link")));
        const std::vector<std::pair<Bytes, Bytes>> names{
            {"", ".."},           {"", "."},   {"", ""},    {"..", "x"},   {"a/../..", "x"}, {"/etc", "x"},
            {"", "/etc/x"},       {"", "a/b"}, {"a/", "x"}, {"a//b", "x"}, {"./a", "x"},     {"", Bytes("a\0b", 3)},
            {"", Bytes(256, 'n')}};
        for (const auto& [directory, name] : names) {
            HostilePeer peer(scene.nodes().province().dataDirectory(), kProvince, scene.nodes().ministryAddress());
            QVERIFY2(peer.isOpen(), qPrintable(peer.reason().toString()));
            openRun(peer);
            sendFile(peer, directory, name);
            QTRY_VERIFY2(isAlarmed(scene.nodes().ministry(), QStringLiteral("Protocol")), directory.c_str());
        }
        {
            HostilePeer peer(scene.nodes().province().dataDirectory(), kProvince, scene.nodes().ministryAddress());
            openRun(peer);
            sendFile(peer, "link", "x");                  // a link that leads out of the tree
            sendFile(peer, "", "gpj\xe2\x80\xae.exe", 1); // each of these is refused by itself
            sendFile(peer, "", "NUL.txt", 2);
            sendFile(peer, "%2e%2e", "x", 3);
            sendFile(peer, "", "honest", 4);
            QTRY_VERIFY(QFile::exists(scene.target() + QStringLiteral("/honest")));
        }
        QCOMPARE(QDir(outside).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList());
        QCOMPARE(QDir(scene.target()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::System),
                 (QStringList{QStringLiteral("honest"), QStringLiteral("link")}));
        QCOMPARE(QDir(scene.nodes().path(QStringLiteral("ministry/lwjc/recv")))
                     .entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
                 QStringList{kProvince});
    }

    void refusesWhatIsNotAsItsDigestSays()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        QVERIFY_OK(scene.nodes().province().stop());
        HostilePeer peer(scene.nodes().province().dataDirectory(), kProvince, scene.nodes().ministryAddress());
        QVERIFY2(peer.isOpen(), qPrintable(peer.reason().toString()));
        openRun(peer);
        Bytes bundle;
        filemsg::appendBundleItem(bundle, {1, false, "", "wrong", 0, Digest{}, "content"});
        sendBundle(peer, bundle, 0);
        sendFile(peer, "", "right", 1);
        QTRY_VERIFY(QFile::exists(scene.target() + QStringLiteral("/right")));
        QVERIFY(!QFile::exists(scene.target() + QStringLiteral("/wrong")));
        // A part that comes twice, or is cut, ends the run.
        sendFile(peer, "", "replayed", 1);
        QTRY_VERIFY(isAlarmed(scene.nodes().ministry(), events::FIL_TAMPERED));
        QVERIFY(!QFile::exists(scene.target() + QStringLiteral("/replayed")));
    }

private:
    static bool isAlarmed(const cli::NodeProcess& node, const QString& event)
    {
        return std::ranges::any_of(node.latest().alarms,
                                   [&](const AlarmSnapshot& alarm) { return alarm.event == event; });
    }

    static Result<FileReconciliation> reconcile(FileScene& scene, qint64 lateAfterMs)
    {
        return cli::await<FileReconciliation>([&](auto reply) {
            scene.province().files().reconcileFiles(QStringLiteral("上报"), 0, std::numeric_limits<qint64>::max(),
                                                    lateAfterMs, reply);
        });
    }
    static Result<FileResend> resendAll(FileScene& scene, bool preview)
    {
        return cli::await<FileResend>(
            [&](auto reply) { scene.province().files().resendFiles(kTask, {}, preview, {}, reply); });
    }

    static void openRun(HostilePeer& peer)
    {
        filemsg::Open open;
        open.key.fill('k');
        open.task = kTask;
        open.targetDirectory = QStringLiteral("reports");
        open.seal = false;
        peer.send(filemsg::encode(1, open));
    }

    /// The parts before it are numbered from 0.
    static void sendBundle(HostilePeer& peer, const Bytes& bundle, int partsBefore)
    {
        auto sealer = FilePartSealer::create(nullptr, false);
        QVERIFY_OK(sealer);
        FilePartHead head;
        for (int i = 0; i < partsBefore; ++i)
            QVERIFY_OK(sealer->seal(head, {}));
        auto part = sealer->seal(head, bundle);
        QVERIFY_OK(part);
        peer.send({MessageType::FileData, 1, std::move(*part)});
    }

    static void sendFile(HostilePeer& peer, const Bytes& directory, const Bytes& name, int partsBefore = 0)
    {
        const Bytes content = "hostile";
        Bytes bundle;
        filemsg::appendBundleItem(bundle, {7, false, directory, name, 0, sm3(content), content});
        sendBundle(peer, bundle, partsBefore);
    }
};

BUSHENG_TEST(TstFilesFailure)
#include "tst_files_failure.moc"
