// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "engine/crypto/secret_file.h"
#include "tests/e2e/file_scene.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kTask = QStringLiteral("上报");
const QByteArray kCanary = QByteArray("机密-canary-").repeated(40);

} // namespace

/// Files that lie sealed at both ends, what the receiver's business system has fetched, and the suites of a link.
class TstFilesAtRest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// put seals, the run opens, the receiver seals as it comes, get opens: nothing lies in clear in between.
    void liesSealedAtBothEndsAndOnlyGetOpens()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        giveVaults(scene, {});
        FileTaskConfig task = FileScene::task();
        task.atRest = QStringLiteral("sealed");
        QVERIFY_OK(scene.setTask(task));
        const QByteArray large = kCanary.repeated(5000) + "end";
        write(scene.nodes().path(QStringLiteral("small.txt")), kCanary);
        write(scene.nodes().path(QStringLiteral("large.txt")), large);
        const QStringList put{QStringLiteral("put"),
                              scene.nodes().path(QStringLiteral("small.txt")),
                              scene.nodes().path(QStringLiteral("large.txt")),
                              QStringLiteral("--task"),
                              kTask,
                              QStringLiteral("--wait")};
        QCOMPARE(client(scene.nodes().province(), put).exit, 0);
        for (const QString& directory : {scene.source(), scene.target()}) {
            for (const char* name : {"/small.txt", "/large.txt"}) {
                const QByteArray lies = content(directory + QLatin1String(name));
                QVERIFY2(lies.startsWith("BSSF"), qPrintable(directory));
                QVERIFY(!lies.contains("canary"));
            }
        }
        QVERIFY(content(scene.target() + QStringLiteral("/large.txt")).size() < large.size() / 4); // packed
        const QString away = scene.nodes().path(QStringLiteral("fetched"));
        const auto get = [&](const QString& name) {
            return client(scene.nodes().ministry(), {QStringLiteral("get"), QStringLiteral("340000/reports/") + name,
                                                     QStringLiteral("--to"), away});
        };
        QCOMPARE(get(QStringLiteral("small.txt")).exit, 0);
        QCOMPARE(get(QStringLiteral("large.txt")).exit, 0);
        QCOMPARE(content(away + QStringLiteral("/small.txt")), kCanary);
        QVERIFY(content(away + QStringLiteral("/large.txt")) == large);
        // Fetched once more, the same file is not written again.
        const QDateTime born = QFileInfo(away + QStringLiteral("/large.txt")).birthTime();
        QCOMPARE(get(QStringLiteral("large.txt")).exit, 0);
        QCOMPARE(QFileInfo(away + QStringLiteral("/large.txt")).birthTime(), born);
        // The reconciled digest is the content's: both sides agree, and a second run sends nothing.
        QCOMPARE(client(scene.nodes().province(), {QStringLiteral("task"), QStringLiteral("reconcile"), kTask}).exit,
                 0);
        QCOMPARE(scene.runOnce()->unchanged, quint64(2));
        // A changed byte: said, nothing is written, and it is not taken for fetched.
        QFile damaged(scene.target() + QStringLiteral("/small.txt"));
        QVERIFY(damaged.open(QIODevice::ReadWrite) && damaged.seek(80) && damaged.write("?") == 1);
        damaged.close();
        QVERIFY(QFile::remove(away + QStringLiteral("/small.txt")));
        const Output refused = get(QStringLiteral("small.txt"));
        QVERIFY2(refused.exit != 0 && refused.text.contains(QStringLiteral("lies sealed and cannot be opened")),
                 qPrintable(refused.text));
        QVERIFY(!QFile::exists(away + QStringLiteral("/small.txt")));
        QVERIFY(QDir(away).entryList({QStringLiteral(".busheng-*")}, QDir::Files | QDir::Hidden).isEmpty());
        // Of a version that changed, the differences travel here too.
        write(scene.nodes().path(QStringLiteral("large.txt")), large + "more");
        QCOMPARE(client(scene.nodes().province(), put).exit, 0);
        QCOMPARE(get(QStringLiteral("large.txt")).exit, 0);
        QVERIFY(content(away + QStringLiteral("/large.txt")) == large + "more");
    }

    void aNodeWithoutAVaultRefuses()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        FileTaskConfig task = FileScene::task();
        task.atRest = QStringLiteral("sealed");
        QVERIFY_OK(scene.setTask(task));
        write(scene.nodes().path(QStringLiteral("a.txt")), kCanary);
        const Output put =
            client(scene.nodes().province(), {QStringLiteral("put"), scene.nodes().path(QStringLiteral("a.txt")),
                                              QStringLiteral("--task"), kTask});
        QVERIFY2(put.exit != 0 && put.text.contains(QStringLiteral("crypto.passphraseFile")), qPrintable(put.text));
        QVERIFY(!QFile::exists(scene.source() + QStringLiteral("/a.txt")));
        // What another program has put there in clear does not lie down in clear at a receiver that cannot seal it.
        scene.write(QStringLiteral("b.txt"), kCanary);
        QVERIFY_OK(scene.start());
        QVERIFY_OK(scene.nodes().province().waitFor(QStringLiteral("refused"), 20'000, [](const NodeSnapshot& node) {
            return !node.fileTasks.empty() && node.fileTasks.front().error == events::FIL_REFUSED;
        }));
        QVERIFY(!QFile::exists(scene.target() + QStringLiteral("/b.txt")));
        // Settings that cannot be.
        task.splitBytes = 1 << 20;
        QCOMPARE(scene.setTask(task).error().event, events::CFG_BAD_VALUE);
        task = FileScene::task();
        task.atRest = QStringLiteral("boxed");
        QCOMPARE(scene.setTask(task).error().event, events::CFG_BAD_VALUE);
    }

    void cleansOnlyWhatWasFetched()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        FileTaskConfig task = FileScene::task();
        task.cleaning = QStringLiteral("delete");
        task.cleanAfterDays = 0;
        task.cleanFetched = true;
        QVERIFY_OK(scene.setTask(task));
        for (const char* name : {"目录/a", "目录/b", "c"})
            scene.write(QString::fromUtf8(name), 10, 1);
        QVERIFY_OK(scene.runOnce());
        for (const char* name : {"/目录/a", "/目录/b", "/c"})
            QVERIFY(QFile::exists(scene.source() + QString::fromUtf8(name)));
        const QString away = scene.nodes().path(QStringLiteral("fetched"));
        for (const char* name : {"目录/a", "c"})
            QCOMPARE(client(scene.nodes().ministry(),
                            {QStringLiteral("get"), QStringLiteral("340000/reports/") + QString::fromUtf8(name),
                             QStringLiteral("--to"), away})
                         .exit,
                     0);
        // It is listed with who has it and since when, and is a line of the receiver's ledger.
        const Output listed = client(scene.nodes().ministry(), {QStringLiteral("--json"), QStringLiteral("list")});
        int fetched = 0;
        for (const QJsonValue& row : QJsonDocument::fromJson(listed.text.toUtf8()).array()) {
            const bool isFetched = row[QLatin1String("fetchedUtcMs")].toInteger() > 0;
            QCOMPARE(isFetched, !row[QLatin1String("fetchedBy")].toString().isEmpty());
            fetched += isFetched ? 1 : 0;
        }
        QCOMPARE(fetched, 2);
        const auto lines = cli::await<std::vector<LedgerRow>>(
            [&](auto reply) { scene.ministry().flow().ledgerPage(QString(), 0, 100, reply); });
        QVERIFY_OK(lines);
        QCOMPARE(std::ranges::count(*lines, QStringLiteral("fetched"), &LedgerRow::outcome), 2);
        // A version that came since has been fetched by nobody.
        scene.write(QStringLiteral("c"), 20, 2);
        QVERIFY_OK(scene.runOnce());
        QVERIFY(!QFile::exists(scene.source() + QStringLiteral("/目录/a")));
        QVERIFY(QFile::exists(scene.source() + QStringLiteral("/目录/b")));
        QVERIFY(QFile::exists(scene.source() + QStringLiteral("/c")));
        const auto unknown = cli::await<>([&](auto reply) { scene.ministry().files().noteFetched(99'999, {}, reply); });
        QCOMPARE(unknown.error().event, events::CFG_NOT_FOUND);
    }

    /// The receive directory, by its own node's policy.
    void cleansTheReceiveDirectoryOfWhatWasFetched()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        for (const char* name : {"目录/a", "b", "c"})
            scene.write(QString::fromUtf8(name), 10, 1);
        QVERIFY_OK(scene.runOnce());
        const QString away = scene.nodes().path(QStringLiteral("fetched"));
        for (const char* name : {"目录/a", "c"})
            QCOMPARE(client(scene.nodes().ministry(),
                            {QStringLiteral("get"), QStringLiteral("340000/reports/") + QString::fromUtf8(name),
                             QStringLiteral("--to"), away})
                         .exit,
                     0);
        write(scene.target() + QStringLiteral("/c"), "another hand was at it");
        QVERIFY_OK(scene.nodes().ministry().stop());
        TwoNodes::setInConfig(
            scene.nodes().ministry(), QStringLiteral("receivedFiles"),
            {{QStringLiteral("whenFetched"), QStringLiteral("archive")}, {QStringLiteral("afterDays"), 0}});
        QVERIFY_OK(scene.nodes().ministry().start());
        QTRY_VERIFY(!QFile::exists(scene.target() + QStringLiteral("/目录/a")));
        QVERIFY(QFile::exists(scene.nodes().path(QStringLiteral("ministry/lwjc/recv-archive/340000/reports/目录/a"))));
        QVERIFY(QFile::exists(scene.target() + QStringLiteral("/b"))); // nobody has fetched it
        QVERIFY(QFile::exists(scene.target() + QStringLiteral("/c")));
        const auto isArchived = [&] {
            const auto lines = cli::await<std::vector<LedgerRow>>(
                [&](auto reply) { scene.ministry().flow().ledgerPage(QString(), 0, 100, reply); });
            return lines && std::ranges::count(*lines, QStringLiteral("archived"), &LedgerRow::outcome) == 1;
        };
        QTRY_VERIFY(isArchived());
    }

    /// Links whose policy has no SM2 and SM4 carry files too, with AES; and one end alone is refused.
    void carriesFilesBySuitesOfThePolicy()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        const QJsonArray aes{QStringLiteral("AES-256-GCM+SHA-256+P-256")};
        giveVaults(scene, {{QStringLiteral("suites"), aes}});
        FileTaskConfig task = FileScene::task();
        task.atRest = QStringLiteral("sealed");
        QVERIFY_OK(scene.setTask(task));
        scene.write(QStringLiteral("small"), 100, 1);
        scene.write(QStringLiteral("large.bin"), 3 << 20, 2);
        const auto ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->outcome, QStringLiteral("done"));
        QCOMPARE(ended->arrived, quint64(2));
        for (EngineApi* engine : {&scene.province(), &scene.ministry()}) {
            const auto lines = cli::await<std::vector<LedgerRow>>(
                [&](auto reply) { engine->flow().ledgerPage(QString(), 0, 100, reply); });
            QVERIFY_OK(lines);
            QVERIFY(std::ranges::any_of(*lines, [](const LedgerRow& line) {
                return line.kind == u"file" && line.suite == u"AES-256-GCM+SHA-256+P-256";
            }));
        }
        const auto runs = cli::await<std::vector<FileRunRow>>(
            [&](auto reply) { scene.province().files().fileRuns(kTask, 0, 1, reply); });
        QVERIFY_OK(runs);
        QVERIFY(!runs->front().receipt.isEmpty());
        QVERIFY(!QDir(scene.nodes().province().dataDirectory() + QStringLiteral("/keys"))
                     .entryList({QStringLiteral("*-out-*.p256")})
                     .isEmpty());
        QCOMPARE(
            client(scene.nodes().ministry(), {QStringLiteral("get"), QStringLiteral("340000/reports/large.bin"),
                                              QStringLiteral("--to"), scene.nodes().path(QStringLiteral("fetched"))})
                .exit,
            0);
        QCOMPARE(content(scene.nodes().path(QStringLiteral("fetched/large.bin"))),
                 content(scene.source() + QStringLiteral("/large.bin")));
        // The receiver takes SM only from now on.
        QVERIFY_OK(scene.nodes().ministry().stop());
        TwoNodes::setCrypto(scene.nodes().ministry(), {{QStringLiteral("passphraseFile"), passphrase(scene)}});
        QVERIFY_OK(scene.nodes().ministry().start());
        scene.write(QStringLiteral("new"), 100, 3);
        QVERIFY_OK(scene.start());
        QVERIFY_OK(scene.nodes().province().waitFor(QStringLiteral("refused"), 20'000, [](const NodeSnapshot& node) {
            return !node.fileTasks.empty() && node.fileTasks.front().error == events::KEY_SUITE;
        }));
    }

    /// A task's own rate, within that of the link.
    void keepsToItsShareOfTheLink()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        FileTaskConfig task = FileScene::task();
        task.compress = false;
        task.rateKiB = 1024;
        QVERIFY_OK(scene.setTask(task));
        scene.write(QStringLiteral("large.bin"), 4 << 20, 1);
        QElapsedTimer clock;
        clock.start();
        QVERIFY_OK(scene.runOnce());
        QVERIFY2(clock.elapsed() >= 2500, qPrintable(QString::number(clock.elapsed())));
        QCOMPARE(scene.differences(), QStringList());
    }

private:
    struct Output {
        int exit = -1;
        QString text;
    };

    static Output client(const cli::NodeProcess& node, const QStringList& words)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(TwoNodes::binary(QStringLiteral("busheng-client")),
                      QStringList{QStringLiteral("--data"), node.dataDirectory()} + words);
        if (!process.waitForFinished() || process.exitStatus() != QProcess::NormalExit)
            return {};
        return {process.exitCode(), QString::fromUtf8(process.readAll())};
    }

    static void write(const QString& path, const QByteArray& bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }

    static QByteArray content(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static QString passphrase(FileScene& scene) { return scene.nodes().path(QStringLiteral("passphrase")); }

    /// Both nodes start anew, with vaults.
    static void giveVaults(FileScene& scene, QJsonObject crypto)
    {
        QVERIFY_OK(writeSecretFile(systemFileSystem(), passphrase(scene), "a passphrase of the test\n"));
        crypto.insert(QStringLiteral("passphraseFile"), passphrase(scene));
        for (cli::NodeProcess* node : {&scene.nodes().province(), &scene.nodes().ministry()}) {
            QVERIFY_OK(node->stop());
            TwoNodes::setCrypto(*node, crypto);
        }
        QVERIFY_OK(scene.nodes().startBoth());
    }
};

BUSHENG_TEST(TstFilesAtRest)
#include "tst_files_at_rest.moc"
