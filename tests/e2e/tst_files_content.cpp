// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "engine/crypto/hmac_sm3.h"
#include "engine/crypto/secret_file.h"
#include "engine/crypto/sm2_key.h"
#include "engine/crypto/sm3.h"
#include "tests/e2e/business_system.h"
#include "tests/e2e/file_scene.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QStringEncoder>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kTask = QStringLiteral("上报");
const QString kOperator = QStringLiteral("王芳");
const QString kUpload = QStringLiteral("340000LWJCXT20211212162030.doc");

QString poem(int lines)
{
    QString text;
    for (int i = 0; i < lines; ++i)
        text += QStringLiteral("第%1行：参保人员登记表，张三，合肥市蜀山区。\n").arg(i);
    return text;
}

QByteArray encoded(const char* encoding, const QString& text)
{
    QStringEncoder encoder(encoding);
    return encoder.encode(text);
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString hexSm3(const QByteArray& bytes)
{
    return toHex(view(sm3(view(bytes))));
}

} // namespace

/// What becomes of files on their way: texts are made UTF-8, large ones parts, names are checked (§8.2.4), and all of
/// it is in the ledger (§9 c).
class TstFilesContent : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesTextsUtf8AndKeepsWhatTheyWere()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        QVERIFY_OK(set(scene, [](auto& task) { task.convertText = true; }));
        const QString small = poem(20);
        const QString large = poem(20'000); // above what goes into a bundle
        const QByteArray binary = QByteArray("\x89PNG\r\n\x1a\n", 8) + QByteArray(1000, '\0');
        scene.write(QStringLiteral("gbk.txt"), encoded("GB18030", small));
        scene.write(QStringLiteral("large.csv"), encoded("GB18030", large));
        scene.write(QStringLiteral("utf16.txt"), encoded("UTF-16LE", QChar(0xfeff) + small));
        scene.write(QStringLiteral("utf8.txt"), small.toUtf8());
        scene.write(QStringLiteral("large8.txt"), large.toUtf8());
        scene.write(QStringLiteral("picture.png"), binary);
        scene.write(QStringLiteral("empty"), QByteArray());
        auto ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->arrived, quint64(7));
        QCOMPARE(arrived(scene, "gbk.txt"), small.toUtf8());
        QCOMPARE(arrived(scene, "large.csv"), large.toUtf8());
        QCOMPARE(arrived(scene, "utf16.txt"), small.toUtf8());
        QCOMPARE(arrived(scene, "utf8.txt"), small.toUtf8());
        QCOMPARE(arrived(scene, "large8.txt"), large.toUtf8());
        QCOMPARE(arrived(scene, "picture.png"), binary);
        QCOMPARE(arrived(scene, "empty"), QByteArray());
        // Both nodes know what it was.
        const std::vector<FileRow> sent = filesOf(scene.province(), ended->run);
        const std::vector<FileRow> received = arrivals(scene);
        for (const std::vector<FileRow>& rows : {sent, received}) {
            QCOMPARE(rows.size(), std::size_t(7));
            for (const FileRow& row : rows) {
                const bool isConverted = row.encoding != u"UTF-8" && row.encoding != u"binary";
                QCOMPARE(isConverted, row.path == u"gbk.txt" || row.path == u"large.csv" || row.path == u"utf16.txt");
                QCOMPARE(row.originalDigest,
                         isConverted ? hexSm3(contentOf(scene.source() + u'/' + row.path)) : QString());
                QCOMPARE(row.size, quint64(arrived(scene, row.path.toUtf8().constData()).size()));
            }
        }
        // As it was, nothing is sent; nor when it was only touched.
        scene.write(QStringLiteral("gbk.txt"), encoded("GB18030", small));
        ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->unchanged, quint64(7));
        QCOMPARE(ended->arrived + ended->repeated, quint64(0));
        // A resend is a no-op, of a large one too.
        const auto again = resend(scene, {QStringLiteral("gbk.txt"), QStringLiteral("large.csv")});
        QVERIFY_OK(again);
        QCOMPARE(again->repeated, quint64(2));
        // Without conversion they arrive as they are.
        QVERIFY_OK(set(scene, [](auto& task) { task.convertText = false; }));
        ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->arrived, quint64(3));
        QCOMPARE(scene.differences(), QStringList());
    }

    void refusesATextThatIsNoneWithTheOffset()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        QVERIFY_OK(set(scene, [](auto& task) { task.convertText = true; }));
        const QByteArray good = encoded("GB18030", poem(20));
        scene.write(QStringLiteral("good.txt"), good);
        scene.write(QStringLiteral("bad.txt"),
                    poem(3000).toUtf8() + QByteArray("\xff\xfe\xfd") + "\n"); // behind the head
        const qint64 offset = poem(3000).toUtf8().size();
        const auto ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->outcome, QStringLiteral("failed"));
        QCOMPARE(ended->arrived, quint64(1));
        QCOMPARE(ended->failed, quint64(1));
        QCOMPARE(arrived(scene, "good.txt"), poem(20).toUtf8());
        const auto rows = filesOf(scene.province(), ended->run, QStringLiteral("failed"));
        QCOMPARE(rows.size(), std::size_t(1));
        QCOMPARE(rows.front().event, events::TXT_REFUSED);
        QCOMPARE(rows.front().args,
                 (QStringList{QStringLiteral("bad.txt"), QString::number(offset), QStringLiteral("UTF-8")}));
        QCOMPARE(rows.front().attempts, qint64(1)); // sending it again would not mend it
        QVERIFY(contentOf(scene.failed() + QStringLiteral("/bad.txt.reason.txt")).contains("TXT_REFUSED"));
        QVERIFY(!QFile::exists(scene.target() + QStringLiteral("/bad.txt")));
        // A person says what it is: then it is converted, or refused as that.
        QVERIFY_OK(set(scene, [](auto& task) { task.convertText = false; }));
        const auto again = resend(scene, {});
        QVERIFY_OK(again);
        QCOMPARE(again->arrived, quint64(1));
    }

    void deliversALargeFileInPartsAndTheListBehindThem()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        QVERIFY_OK(set(scene, [](auto& task) { task.splitBytes = 1 << 20; }));
        scene.write(kUpload, (qint64{3} << 20) + 5000, 7); // three parts of 1 MiB, and a small one
        scene.write(QStringLiteral("340000LWJCXT20211212162031.doc"), qint64{1} << 20, 8); // not larger than a part
        auto ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->outcome, QStringLiteral("done"));
        QCOMPARE(ended->arrived, quint64(6));
        const QStringList there = QDir(scene.target()).entryList(QDir::Files, QDir::Name);
        QCOMPARE(there, (QStringList{QStringLiteral("340000LWJCXT20211212162030.parts.json"),
                                     QStringLiteral("340000LWJCXT20211212162030001.doc"),
                                     QStringLiteral("340000LWJCXT20211212162030002.doc"),
                                     QStringLiteral("340000LWJCXT20211212162030003.doc"),
                                     QStringLiteral("340000LWJCXT20211212162030004.doc"),
                                     QStringLiteral("340000LWJCXT20211212162031.doc")}));
        const auto order = arrivals(scene);
        QCOMPARE(order.back().path, there.front()); // the list is the last
        // Who fetches the list gets the whole file.
        const QString away = scene.nodes().path(QStringLiteral("fetched"));
        QCOMPARE(
            client(scene.nodes().ministry(), {QStringLiteral("get"), QStringLiteral("340000/reports/") + there.front(),
                                              QStringLiteral("--to"), away}),
            0);
        QCOMPARE(contentOf(away + u'/' + kUpload), contentOf(scene.source() + u'/' + kUpload));
        // Nothing again; a resend finds the parts there.
        ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->unchanged, quint64(2));
        const auto again = resend(scene, {kUpload});
        QVERIFY_OK(again);
        QCOMPARE(again->arrived, quint64(0));
        QCOMPARE(again->repeated, quint64(5));
        // Of a changed file only the changed part and the list are new.
        QFile file(scene.source() + u'/' + kUpload);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(1'500'000) && file.write("abc") == 3);
        file.close();
        ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->arrived, quint64(2));
        QCOMPARE(ended->repeated, quint64(3));
        QVERIFY(QFile::remove(scene.target() + u'/' + there.at(2)));
        QCOMPARE(
            client(scene.nodes().ministry(), {QStringLiteral("get"), QStringLiteral("340000/reports/") + there.front(),
                                              QStringLiteral("--to"), away}),
            2); // a part is missing
    }

    /// The other policy: what a consumer sees is the whole file.
    void joinsPartsWhereTheTaskSaysSo()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        QVERIFY_OK(set(scene, [](auto& task) {
            task.splitBytes = 1 << 20;
            task.joinParts = true;
        }));
        const auto isAlone = [&scene] {
            return QDir(scene.target()).entryList(QDir::Files, QDir::Name) == QStringList{kUpload};
        };
        scene.write(kUpload, (qint64{3} << 20) + 5000, 7);
        auto ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->outcome, QStringLiteral("done"));
        QTRY_VERIFY(isAlone());
        QCOMPARE(contentOf(scene.target() + u'/' + kUpload), contentOf(scene.source() + u'/' + kUpload));
        QTRY_COMPARE(arrivals(scene).size(), std::size_t(1));
        QCOMPARE(arrivals(scene).front().path, kUpload);
        // Nothing again; of a changed file all parts come, and the whole takes the old one's place.
        ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->unchanged, quint64(1));
        scene.write(kUpload, (qint64{2} << 20) + 1, 8);
        QVERIFY_OK(scene.runOnce());
        QTRY_VERIFY(isAlone() &&
                    contentOf(scene.target() + u'/' + kUpload) == contentOf(scene.source() + u'/' + kUpload));
    }

    void refusesToSplitWhatHasNoNameForParts()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        QVERIFY_OK(set(scene, [](auto& task) { task.splitBytes = 1 << 20; }));
        scene.write(QStringLiteral("大文件.doc"), (qint64{1} << 20) + 1, 7);
        const auto ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->failed, quint64(1));
        const auto rows = filesOf(scene.province(), ended->run, QStringLiteral("failed"));
        QCOMPARE(rows.front().event, events::NAM_REFUSED);
        QVERIFY(QFile::exists(scene.failed() + QStringLiteral("/大文件.doc")));
    }

    void sendsOnlyNamesThatTheTaskAllows()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        const std::vector<QByteArray> deceiving{
            "gpj\xe2\x80\xae.exe", "zero\xe2\x80\x8bwidth", "con", "NUL.txt", "dot.", "blank ", "%2e%2e", "bell\x07",
            "not utf8 \xff"};
        for (const QByteArray& name : deceiving)
            makeFile(scene, name);
        scene.write(QStringLiteral("a:b"), 10, 1);
        scene.write(kUpload, 10, 2);
        scene.write(QStringLiteral("aux/inside"), 10, 3); // a directory that nothing is sent of
        auto ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->arrived, quint64(2));
        const auto leftOut = filesOf(scene.province(), ended->run, QStringLiteral("skipped"));
        QCOMPARE(leftOut.size(), std::size_t(1));
        QCOMPARE(leftOut.front().path, QStringLiteral("aux"));
        QCOMPARE(leftOut.front().event, events::NAM_REFUSED);
        QCOMPARE(ended->failed, quint64(deceiving.size()));
        for (const FileRow& row : filesOf(scene.province(), ended->run, QStringLiteral("failed")))
            QCOMPARE(row.event, events::NAM_REFUSED);
        QVERIFY_OK(set(scene, [](auto& task) { task.names = QStringLiteral("portable"); }));
        scene.write(QStringLiteral("c:d"), 10, 3);
        ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->failed, quint64(1));
        QVERIFY_OK(set(scene, [](auto& task) { task.names = QStringLiteral("upload"); }));
        scene.write(QStringLiteral("340000LWJCXT20211312162030.doc"), 10, 4); // no month 13
        scene.write(QStringLiteral("目录/340000LWJCXT20211212162032.doc"), 10, 5);
        ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->arrived, quint64(1));
        QCOMPARE(ended->failed, quint64(1));
        QVERIFY(QFile::exists(scene.failed() + QStringLiteral("/340000LWJCXT20211312162030.doc")));
        // What is left out fails no run; it is told as long as it is so.
        ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->outcome, QStringLiteral("done"));
        const auto isTold = [&scene] {
            const auto node = cli::await<NodeSnapshot>([&](auto reply) { scene.province().snapshot(reply); });
            return node && std::ranges::any_of(node->alarms, [](const AlarmSnapshot& alarm) {
                       return alarm.event == events::NAM_REFUSED && alarm.subject == kTask;
                   });
        };
        QTRY_VERIFY(isTold());
        QVERIFY(QDir(scene.source() + QStringLiteral("/aux")).removeRecursively());
        QVERIFY_OK(scene.runOnce());
        QTRY_VERIFY(!isTold());
    }

    void makesRoomOldestFirst()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        QVERIFY_OK(set(scene, [](auto& task) {
            task.cleaning = QStringLiteral("delete");
            task.cleanAfterDays = 100;
            task.cleanAboveBytes = 250'000;
        }));
        const QDir source(scene.source());
        for (int i = 1; i <= 3; ++i) {
            scene.write(QStringLiteral("f%1").arg(i), 100'000, static_cast<quint32>(i));
            QVERIFY_OK(scene.runOnce());
        }
        QCOMPARE(source.entryList(QDir::Files, QDir::Name), (QStringList{QStringLiteral("f2"), QStringLiteral("f3")}));
        // What was taken away by hand takes no room; what the receiver has not is never cleaned.
        QVERIFY(QFile::remove(scene.source() + QStringLiteral("/f2")));
        scene.write(QStringLiteral("f4"), 100'000, 4);
        QVERIFY(QDir().mkpath(scene.target() + QStringLiteral("/f5")));
        scene.write(QStringLiteral("f5"), 200'000, 5); // a directory stands in its place
        QVERIFY_OK(scene.runOnce());
        QCOMPARE(source.entryList(QDir::Files, QDir::Name), (QStringList{QStringLiteral("f3"), QStringLiteral("f4")}));
        QVERIFY(QFile::exists(scene.failed() + QStringLiteral("/f5")));
        // More than the disk has is never free: everything that arrived goes.
        QVERIFY_OK(set(scene, [](auto& task) {
            task.cleaning = QStringLiteral("delete");
            task.cleanAfterDays = 100;
            task.cleanFreeBytes = 1LL << 53;
        }));
        QVERIFY_OK(scene.runOnce());
        QVERIFY(source.entryList(QDir::Files).isEmpty());
        const auto lines = ledger(scene.nodes().province(), scene.nodes().path(QStringLiteral("province.jsonl")));
        QCOMPARE(count(lines, "deleted", QString()), 3);
    }

    void writesEachAttemptIntoBothLedgers()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        QVERIFY_OK(set(scene, [](auto& task) {
            task.cleaning = QStringLiteral("archive");
            task.cleanAfterDays = 1;
        }));
        QStringList names;
        for (int i = 0; i < 4; ++i) {
            names.append(QStringLiteral("f%1").arg(i));
            scene.write(names.back(), i == 3 ? 600'000 : 100 * (i + 1), static_cast<quint32>(i));
        }
        QVERIFY_OK(scene.runOnce());
        QRandomGenerator random(20211212);
        constexpr int kResends = 10;
        for (int i = 0; i < kResends; ++i)
            QVERIFY_OK(resend(scene, {names.at(2)}));
        for (int i = 0; i < kResends; ++i)
            QVERIFY_OK(resend(scene, {names.at(random.bounded(4))}));
        QVERIFY(QDir().mkpath(scene.target() + QStringLiteral("/bad")));
        scene.write(QStringLiteral("bad"), 10, 9); // a directory stands in its place
        QVERIFY_OK(scene.runOnce());
        QVERIFY_OK(set(scene, [](auto& task) {
            task.cleaning = QStringLiteral("archive");
            task.cleanAfterDays = 0;
        }));
        QVERIFY_OK(scene.runOnce());

        const auto here = ledger(scene.nodes().province(), scene.nodes().path(QStringLiteral("province.jsonl")));
        QCOMPARE(count(here, "acknowledged", QString()), 4);
        QCOMPARE(count(here, "repeated", QString()), 2 * kResends);
        QVERIFY(count(here, "repeated", names.at(2)) >= kResends);
        QCOMPARE(count(here, "again", QStringLiteral("bad")), 3);
        QCOMPARE(count(here, "failed", QStringLiteral("bad")), 1);
        QCOMPARE(count(here, "archived", QString()), 4);
        const auto there = ledger(scene.nodes().ministry(), scene.nodes().path(QStringLiteral("ministry.jsonl")));
        QCOMPARE(count(there, "published", QString()), 4); // one effect
        QCOMPARE(count(there, "repeated", QString()), 2 * kResends);
        QCOMPARE(count(there, "refused", QStringLiteral("bad")), 4);
        for (const QJsonObject& line : here) {
            if (line.value(QLatin1String("outcome")) != QLatin1String("acknowledged"))
                continue;
            QCOMPARE(line.value(QLatin1String("by")).toString(), kOperator);
            QCOMPARE(line.value(QLatin1String("stream")).toString(), kTask);
            QVERIFY(line.value(QLatin1String("suite")).toString().startsWith(u"SM4-GCM"));
            QCOMPARE(line.value(QLatin1String("digest")).toString().size(), 64);
            QVERIFY(line.value(QLatin1String("plainBytes")).toInteger() >= 100);
        }
    }

    /// As a business system is told: signed, in order, again until it takes it, and over restarts only what is new.
    void tellsABusinessSystemUntilItTakesIt()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        BusinessSystem system;
        const QByteArray secret = "a secret of both sides";
        const QString secretFile = scene.nodes().path(QStringLiteral("secret"));
        QVERIFY_OK(writeSecretFile(systemFileSystem(), secretFile, view(secret + "\n")));
        QFile position(scene.nodes().path(QStringLiteral("position")));
        QVERIFY(position.open(QIODevice::WriteOnly) && position.write("0\n") == 2);
        position.close();
        const auto notify = [&](int count) {
            auto process = std::make_unique<QProcess>();
            process->start(TwoNodes::binary(QStringLiteral("busheng-client")),
                           {QStringLiteral("--data"), scene.nodes().ministry().dataDirectory(),
                            QStringLiteral("notify"), QStringLiteral("--url"), system.url(),
                            QStringLiteral("--secret-file"), secretFile, QStringLiteral("--position"),
                            position.fileName(), QStringLiteral("--count"), QString::number(count)});
            return process;
        };
        const auto first = notify(2);
        scene.write(QStringLiteral("a"), 10, 1);
        scene.write(QStringLiteral("b"), 10, 2);
        QVERIFY_OK(scene.runOnce());
        QTRY_COMPARE_WITH_TIMEOUT(first->state(), QProcess::NotRunning, 30'000);
        QCOMPARE(first->exitCode(), 0);
        QVERIFY(system.posts.size() >= 2); // the first was not taken
        QCOMPARE(system.posts.at(1).body, system.posts.at(0).body);
        for (const BusinessSystem::Post& post : system.posts)
            QCOMPARE(post.signature, "hmac-sm3=" + toHex(view(*hmacSm3(view(secret), view(post.body)))).toLatin1());
        scene.write(QStringLiteral("c"), 10, 3);
        QVERIFY_OK(scene.runOnce());
        const auto second = notify(1);
        QTRY_COMPARE_WITH_TIMEOUT(second->state(), QProcess::NotRunning, 30'000);
        QCOMPARE(system.paths(), (QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}));
        // By a key whose public half the business system has.
        const auto key = Sm2Key::generate();
        QVERIFY_OK(key);
        const QString keyFile = scene.nodes().path(QStringLiteral("key.pem"));
        QVERIFY_OK(writeSecretFile(systemFileSystem(), keyFile, *key->privatePem()));
        const QStringList always{QStringLiteral("notify"), QStringLiteral("--url"), system.url(),
                                 QStringLiteral("--position"), position.fileName()};
        scene.write(QStringLiteral("d"), 10, 4);
        QVERIFY_OK(scene.runOnce());
        QProcess signing;
        signing.start(
            TwoNodes::binary(QStringLiteral("busheng-client")),
            QStringList{QStringLiteral("--data"), scene.nodes().ministry().dataDirectory()} + always +
                QStringList{QStringLiteral("--sign-key"), keyFile, QStringLiteral("--count"), QStringLiteral("1")});
        QTRY_COMPARE_WITH_TIMEOUT(signing.state(), QProcess::NotRunning, 30'000);
        QCOMPARE(system.paths().back(), QStringLiteral("d"));
        const BusinessSystem::Post& signedPost = system.posts.back();
        QVERIFY(signedPost.signature.startsWith("sm2-sm3="));
        const QByteArray signature = QByteArray::fromHex(signedPost.signature.mid(8));
        QVERIFY_OK(key->verify(view(signedPost.body), view(signature)));
        QCOMPARE(client(scene.nodes().ministry(), always + QStringList{QStringLiteral("--sign-key"), secretFile}), 2);
        QCOMPARE(client(scene.nodes().ministry(), always + QStringList{QStringLiteral("--sign-key"), keyFile,
                                                                       QStringLiteral("--secret-file"), secretFile}),
                 2);
        // To another machine only sealed.
        QCOMPARE(client(scene.nodes().ministry(), {QStringLiteral("notify"), QStringLiteral("--url"),
                                                   QStringLiteral("http://192.0.2.1/"), QStringLiteral("--secret-file"),
                                                   secretFile, QStringLiteral("--position"), position.fileName()}),
                 2);
    }

private:
    static Result<> set(FileScene& scene, const std::function<void(FileTaskConfig&)>& change)
    {
        FileTaskConfig task = FileScene::task();
        change(task);
        return scene.setTask(task);
    }

    static QByteArray arrived(FileScene& scene, const char* path)
    {
        return contentOf(scene.target() + u'/' + QString::fromUtf8(path));
    }

    static std::vector<FileRow> filesOf(EngineApi& engine, qint64 run, const QString& state = {})
    {
        const auto rows =
            cli::await<std::vector<FileRow>>([&](auto reply) { engine.files().runFiles(run, state, 0, 1000, reply); });
        return rows.value_or(std::vector<FileRow>());
    }

    static std::vector<FileRow> arrivals(FileScene& scene)
    {
        const auto rows =
            cli::await<std::vector<FileRow>>([&](auto reply) { scene.ministry().files().arrivals(0, 1000, reply); });
        return rows.value_or(std::vector<FileRow>());
    }

    static Result<FileTaskSnapshot> resend(FileScene& scene, const QStringList& paths)
    {
        ENGINE_TRY_AS(const FileResend run, cli::await<FileResend>([&](auto reply) {
                          scene.province().files().resendFiles(kTask, paths, false, kOperator, reply);
                      }));
        return scene.waitForEnd(run.run);
    }

    /// By bytes: names that a QString cannot hold.
    static void makeFile(FileScene& scene, const QByteArray& name)
    {
        const QByteArray path = scene.source().toUtf8() + '/' + name;
        std::FILE* const file = std::fopen(path.constData(), "wb");
        if (file == nullptr || std::fputs("x", file) < 0 || std::fclose(file) != 0)
            qFatal("%s cannot be made", path.constData());
    }

    static int client(const cli::NodeProcess& node, const QStringList& words)
    {
        QProcess process;
        process.start(TwoNodes::binary(QStringLiteral("busheng-client")),
                      QStringList{QStringLiteral("--data"), node.dataDirectory()} + words);
        return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }

    /// The lines about files of a ledger that was exported and verified by the client.
    static std::vector<QJsonObject> ledger(const cli::NodeProcess& node, const QString& path)
    {
        std::vector<QJsonObject> lines;
        if (client(node, {QStringLiteral("ledger"), QStringLiteral("export"), path}) != 0 ||
            client(node, {QStringLiteral("ledger"), QStringLiteral("verify"), path}) != 0)
            return lines;
        const QList<QByteArray> texts = contentOf(path).split('\n');
        for (const QByteArray& text : texts) {
            const QJsonObject line = QJsonDocument::fromJson(text).object();
            if (line.value(QLatin1String("kind")) == QLatin1String("file"))
                lines.push_back(line);
        }
        return lines;
    }

    static int count(const std::vector<QJsonObject>& lines, const char* outcome, const QString& name)
    {
        return static_cast<int>(std::ranges::count_if(lines, [&](const QJsonObject& line) {
            return line.value(QLatin1String("outcome")).toString() == QLatin1String(outcome) &&
                   (name.isEmpty() || line.value(QLatin1String("name")).toString() == name);
        }));
    }
};

BUSHENG_TEST(TstFilesContent)
#include "tst_files_content.moc"
