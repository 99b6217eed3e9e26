// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "engine/files/archive/archive_reader.h"
#include "tests/e2e/file_scene.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/test_main.h"

#include <QDateTime>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kTask = QStringLiteral("导出");

struct Output {
    int exit = -1;
    QString text;
};

Output run(const QString& program, const QStringList& words)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(TwoNodes::binary(program), words);
    if (!process.waitForFinished() || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), QString::fromUtf8(process.readAll())};
}

Output client(const cli::NodeProcess& node, const QStringList& words)
{
    return run(QStringLiteral("busheng-client"), QStringList{QStringLiteral("--data"), node.dataDirectory()} + words);
}

Output example(const QStringList& words)
{
    return run(QStringLiteral("file_exchange_example"), words);
}

} // namespace

/// Rows of a real PostgreSQL as files of a task (§6.2 b, §6.4), configured by command as an operator does.
class TstFilesDataset : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_server.start());
        QVERIFY_OK(m_server.run(QStringLiteral(
            "CREATE TABLE person (id int8 PRIMARY KEY, name text, born date, photo bytea);"
            "INSERT INTO person SELECT i, CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE '张三' || i END, "
            "date '1980-01-01' + i, CASE WHEN i = 7 THEN decode(repeat('ab', 70000), 'hex') END "
            "FROM generate_series(1, 20000) AS i")));
        m_scene = std::make_unique<FileScene>();
        QVERIFY_OK(m_scene->begin());
        QCOMPARE(client(province(), {QStringLiteral("source"), QStringLiteral("add"), QStringLiteral("hr"),
                                     QStringLiteral("--driver"), QStringLiteral("postgres"),
                                     QStringLiteral("--location"), m_server.conninfo()})
                     .exit,
                 0);
    }
    void cleanupTestCase() { m_scene.reset(); }

    void sendsATable()
    {
        QCOMPARE(task({QStringLiteral("--table"), QStringLiteral("public.person"), QStringLiteral("--large"),
                       QStringLiteral("65536")}),
                 0);
        const QJsonObject run = runOnce();
        QCOMPARE(run.value(QLatin1String("outcome")).toString(), QStringLiteral("done"));
        QCOMPARE(run.value(QLatin1String("arrived")).toInteger(), qint64(1));
        const QStringList files = arrived();
        QCOMPARE(files.size(), 1);
        QVERIFY2(files.front().startsWith(QStringLiteral("340000LWJC20")) && files.front().endsWith(u".zip"),
                 qPrintable(files.front()));
        const QString into = unpack(files.front());
        QVERIFY(!into.isEmpty());
        const QList<QByteArray> lines = content(into + QStringLiteral("/data.csv")).split('\n');
        QCOMPARE(lines.size(), 20'002); // the names, the rows, and nothing behind the last
        QVERIFY(lines.contains("1,\"\",1980-01-02,\r"));
        QVERIFY(lines.contains("2,张三2,1980-01-03,\r"));
        QVERIFY(lines.contains("3,,1980-01-04,\r"));
        QVERIFY(lines.contains("7,\"\",1980-01-08,large/000000000007-7-photo.bin\r"));
        QCOMPARE(content(into + QStringLiteral("/large/000000000007-7-photo.bin")), QByteArray(70'000, '\xab'));
        const QJsonObject said = QJsonDocument::fromJson(content(into + QStringLiteral("/dataset.json"))).object();
        QCOMPARE(said.value(QLatin1String("rows")).toInteger(), qint64(20'000));
        QCOMPARE(said.value(QLatin1String("columns")).toArray().size(), 4);
        // Each run is a file of its own; nothing is sent twice.
        QCOMPARE(runOnce().value(QLatin1String("arrived")).toInteger(), qint64(1));
        QCOMPARE(arrived().size(), 2);
    }

    void sendsAQueryAsJsonLines()
    {
        QCOMPARE(task({QStringLiteral("--query"),
                       QStringLiteral("SELECT id, name FROM person WHERE id <= 3 ORDER BY id; -- 前三名"),
                       QStringLiteral("--format"), QStringLiteral("jsonl")}),
                 0);
        const QStringList before = arrived();
        QCOMPARE(runOnce().value(QLatin1String("arrived")).toInteger(), qint64(1));
        QStringList files = arrived();
        files.removeIf([&](const QString& file) { return before.contains(file); });
        QCOMPARE(files.size(), 1);
        QCOMPARE(content(unpack(files.front()) + QStringLiteral("/data.jsonl")),
                 QByteArray("{\"id\":1,\"name\":\"\"}\n{\"id\":2,\"name\":\"张三2\"}\n{\"id\":3,\"name\":null}\n"));
    }

    void leavesOneWholeArchiveWhenKilledAt_data()
    {
        QTest::addColumn<QString>("failpoint");
        for (const char* failpoint :
             {"files.export.row=kill@7000", "files.export.made=kill@1", "files.export.named=kill@1"})
            QTest::newRow(failpoint) << QString::fromLatin1(failpoint);
    }

    /// In the middle of the rows, when the archive is made and not named, and when it has its name: the run goes on by
    /// itself, and exactly one archive arrives, which is whole.
    void leavesOneWholeArchiveWhenKilledAt()
    {
        QFETCH(QString, failpoint);
        QCOMPARE(task({QStringLiteral("--table"), QStringLiteral("public.person")}), 0);
        const QStringList before = arrived();
        cli::NodeProcess& victim = m_scene->nodes().province();
        QVERIFY_OK(victim.stop());
        victim.setEnvironment({QStringLiteral("BUSHENG_FAILPOINT=") + failpoint});
        QVERIFY_OK(victim.start());
        const Output started = client(victim, {QStringLiteral("task"), QStringLiteral("start"), kTask});
        QCOMPARE(started.exit, 0);
        QVERIFY_OK(victim.waitForEnd(30'000));
        QVERIFY_OK(m_scene->nodes().reviveDead());
        const qint64 run = started.text.trimmed().toLongLong();
        const auto isOver = [&] {
            const auto runs = cli::await<std::vector<FileRunRow>>(
                [&](auto reply) { m_scene->province().files().fileRuns(kTask, run + 1, 1, reply); });
            return runs && !runs->empty() && runs->front().id == run && runs->front().state == u"done";
        };
        QTRY_VERIFY_WITH_TIMEOUT(isOver(), 30'000);
        QStringList files = arrived();
        files.removeIf([&](const QString& file) { return before.contains(file); });
        QCOMPARE(files.size(), 1);
        QCOMPARE(content(unpack(files.front()) + QStringLiteral("/data.csv")).count('\n'), 20'001);
        QVERIFY(QDir(m_scene->nodes().path(QStringLiteral("province/lwjc/send/exports")))
                    .entryList({QStringLiteral(".busheng-*")}, QDir::Files | QDir::Hidden)
                    .isEmpty());
    }

    void saysWhyThereIsNoFile()
    {
        const QStringList before = arrived();
        QCOMPARE(task({QStringLiteral("--query"), QStringLiteral("SELECT id FROM person WHERE id < 0")}), 0);
        QJsonObject run = runOnce();
        QCOMPARE(run.value(QLatin1String("outcome")).toString(), QStringLiteral("done"));
        QCOMPARE(event(run), QStringLiteral("EXP_EMPTY"));
        // What cannot pass by itself fails at once, in the database's words.
        QCOMPARE(task({QStringLiteral("--query"), QStringLiteral("SELECT nothing FROM person")}), 0);
        run = runOnce();
        QCOMPARE(run.value(QLatin1String("outcome")).toString(), QStringLiteral("failed"));
        QCOMPARE(event(run), QStringLiteral("EXP_FAILED"));
        const qint64 number = run.value(QLatin1String("run")).toInteger();
        const auto rows = cli::await<std::vector<FileRow>>(
            [&](auto reply) { m_scene->province().files().runFiles(number, {}, 0, 10, reply); });
        QVERIFY_OK(rows);
        QCOMPARE(rows->front().args.at(1), QStringLiteral("hr"));
        QVERIFY2(rows->front().args.at(2).contains(QStringLiteral("column \"nothing\" does not exist")),
                 qPrintable(rows->front().args.at(2)));
        const QString shown =
            client(province(), {QStringLiteral("--lang"), QStringLiteral("zh_CN"), QStringLiteral("task"),
                                QStringLiteral("files"), QString::number(number)})
                .text;
        QVERIFY2(shown.contains(QStringLiteral("数据无法导出")), qPrintable(shown));
        QCOMPARE(task({QStringLiteral("--query"), QStringLiteral("DELETE FROM person")}), 0);
        QCOMPARE(event(runOnce()), QStringLiteral("EXP_FAILED"));
        QCOMPARE(m_server.run(QStringLiteral("SELECT count(*) FROM person")).value_or(QString()),
                 QStringLiteral("20000"));
        QCOMPARE(arrived(), before);
        QVERIFY(QDir(m_scene->nodes().path(QStringLiteral("province/lwjc/send/exports")))
                    .entryList({QStringLiteral(".busheng-*")}, QDir::Files | QDir::Hidden)
                    .isEmpty());
    }

    /// The library's example: what it puts at one end it gets at the other, and goes on from where it was.
    void aBusinessSystemUsesTheLibrary()
    {
        const QString from = m_scene->nodes().path(QStringLiteral("材料.doc"));
        const QString to = m_scene->nodes().path(QStringLiteral("taken"));
        const QString position = m_scene->nodes().path(QStringLiteral("position"));
        const auto newest = cli::await<NodeSnapshot>([&](auto reply) { m_scene->ministry().snapshot(reply); });
        QVERIFY_OK(newest);
        QVERIFY(write(position, QByteArray::number(newest->newestArrival)));
        for (const QByteArray& text : {QByteArray("第一版"), QByteArray("第二版")}) {
            QVERIFY(write(from, text));
            const Output sent =
                example({province().dataDirectory(), QStringLiteral("send"), FileScene::task().name, from});
            QCOMPARE(sent.text, QStringLiteral("done: 1 arrived, 0 failed\n"));
            const Output taken = example({m_scene->nodes().ministry().dataDirectory(), QStringLiteral("receive"), to,
                                          QStringLiteral("1"), position});
            QVERIFY2(taken.exit == 0 && taken.text.contains(QStringLiteral("材料.doc")), qPrintable(taken.text));
            QCOMPARE(content(to + QStringLiteral("/材料.doc")), text);
        }
        // What is wrong is said.
        const Output noTask =
            example({province().dataDirectory(), QStringLiteral("send"), QStringLiteral("没有"), from});
        QVERIFY2(noTask.exit == 1 && noTask.text.contains(QStringLiteral("没有")), qPrintable(noTask.text));
        const Output noFile = example(
            {province().dataDirectory(), QStringLiteral("send"), FileScene::task().name, QStringLiteral("/nowhere")});
        QVERIFY2(noFile.exit == 1 && noFile.text.contains(QStringLiteral("/nowhere")), qPrintable(noFile.text));
        const Output noNode = example({to, QStringLiteral("send"), FileScene::task().name, from});
        QVERIFY2(noNode.exit == 1 && noNode.text.contains(QStringLiteral("Network")), qPrintable(noNode.text));
    }

    /// As paper and as a table, by hand and by a timetable.
    void reportsWhatBothNodesHave()
    {
        const QString directory = m_scene->nodes().path(QStringLiteral("reports"));
        const QStringList always{QStringLiteral("tasks"), QStringLiteral("--data"), province().dataDirectory(),
                                 QStringLiteral("--dir"), directory};
        const auto reports = [&] {
            return QDir(directory + u'/' + FileScene::task().name).entryList(QDir::Files, QDir::Name);
        };
        QVERIFY(write(m_scene->source() + QStringLiteral("/report.txt"), "x"));
        QVERIFY_OK(m_scene->runOnce());
        const Output once = run(QStringLiteral("busheng-report"), always);
        QVERIFY2(once.exit == 0, qPrintable(once.text));
        QCOMPARE(reports().size(), 2);
        const QString stem = directory + u'/' + FileScene::task().name + u'/';
        const QByteArray table = content(stem + reports().at(0));
        QVERIFY2(table.contains("340000") && table.contains("100000"), table.constData());
        QVERIFY(content(stem + reports().at(1)).startsWith("%PDF-"));
        QVERIFY(QDir(stem).removeRecursively());
        // A moment that passed while it was not running is made up for, once.
        QVERIFY(write(directory + QStringLiteral("/reports.json"),
                      "{\"covered\": " + QByteArray::number(QDateTime::currentMSecsSinceEpoch() - 7'200'000) + "}"));
        const Output timed = run(QStringLiteral("busheng-report"),
                                 QStringList{QStringLiteral("tasks"), FileScene::task().name} + always.mid(1) +
                                     QStringList{QStringLiteral("--at"), QStringLiteral("every 30m"),
                                                 QStringLiteral("--count"), QStringLiteral("1")});
        QVERIFY2(timed.exit == 0, qPrintable(timed.text));
        QCOMPARE(reports().size(), 2);
        QVERIFY(content(directory + QStringLiteral("/reports.json")).contains(FileScene::task().name.toUtf8()));
        // What is wrong is said.
        QCOMPARE(run(QStringLiteral("busheng-report"),
                     always + QStringList{QStringLiteral("--at"), QStringLiteral("daily 25:00")})
                     .exit,
                 2);
        QCOMPARE(run(QStringLiteral("busheng-report"),
                     QStringList{QStringLiteral("tasks"), QStringLiteral("没有")} + always.mid(1))
                     .exit,
                 2);
    }

    void refusesTasksThatCannotBe()
    {
        for (const QStringList& options : {QStringList{QStringLiteral("--table"), QStringLiteral("t"),
                                                       QStringLiteral("--query"), QStringLiteral("SELECT 1")},
                                           QStringList{QStringLiteral("--table"), QStringLiteral("t"),
                                                       QStringLiteral("--format"), QStringLiteral("xlsx")},
                                           QStringList{QStringLiteral("--table"), QStringLiteral("t"),
                                                       QStringLiteral("--source"), QStringLiteral("nowhere")},
                                           QStringList{QStringLiteral("--table"), QStringLiteral("t"),
                                                       QStringLiteral("--start"), QStringLiteral("service")}})
            QCOMPARE(task(options), 2);
        // A source that a task reads stays.
        QCOMPARE(task({QStringLiteral("--table"), QStringLiteral("public.person")}), 0);
        const Output removed =
            client(province(), {QStringLiteral("source"), QStringLiteral("remove"), QStringLiteral("hr")});
        QVERIFY(removed.exit != 0 && removed.text.contains(kTask));
    }

    /// The last one: it ends the server.
    void triesAgainWhileTheDatabaseIsAway()
    {
        QCOMPARE(task({QStringLiteral("--table"), QStringLiteral("public.person"), QStringLiteral("--pause"),
                       QStringLiteral("1")}),
                 0);
        QVERIFY_OK(m_server.stop());
        const QJsonObject run = runOnce();
        QCOMPARE(run.value(QLatin1String("outcome")).toString(), QStringLiteral("failed"));
        QCOMPARE(event(run), QStringLiteral("EXP_FAILED"));
        const auto rows = cli::await<std::vector<FileRow>>([&](auto reply) {
            m_scene->province().files().runFiles(run.value(QLatin1String("run")).toInteger(), {}, 0, 10, reply);
        });
        QVERIFY_OK(rows);
        QCOMPARE(rows->front().attempts, qint64(4)); // 1 s, 2 s, 4 s between them
        // It is there again: nobody has to touch the task.
        QVERIFY_OK(m_server.startAgain());
        QCOMPARE(runOnce().value(QLatin1String("arrived")).toInteger(), qint64(1));
    }

private:
    const cli::NodeProcess& province() const { return m_scene->nodes().province(); }

    int task(const QStringList& options) const
    {
        QStringList words{QStringLiteral("task"),    QStringLiteral("add"),         kTask,
                          QStringLiteral("--peer"),  QStringLiteral("100000"),      QStringLiteral("--to"),
                          QStringLiteral("exports"), QStringLiteral("--directory"), QStringLiteral("exports")};
        if (!options.contains(QStringLiteral("--source")))
            words += {QStringLiteral("--source"), QStringLiteral("hr")};
        return client(province(), words + options).exit;
    }

    /// The task's snapshot behind the run.
    QJsonObject runOnce() const
    {
        const Output done = client(province(), {QStringLiteral("--json"), QStringLiteral("task"),
                                                QStringLiteral("start"), kTask, QStringLiteral("--wait")});
        return QJsonDocument::fromJson(done.text.toUtf8()).object();
    }

    /// Of the only file of a run.
    QString event(const QJsonObject& run) const
    {
        const Output files =
            client(province(), {QStringLiteral("--json"), QStringLiteral("task"), QStringLiteral("files"),
                                QString::number(run.value(QLatin1String("run")).toInteger())});
        const QJsonArray rows = QJsonDocument::fromJson(files.text.toUtf8()).array();
        return rows.size() == 1 ? rows.at(0)[QLatin1String("event")].toString() : files.text;
    }

    QStringList arrived() const
    {
        return QDir(m_scene->nodes().path(QStringLiteral("ministry/lwjc/recv/340000/exports")))
            .entryList(QDir::Files, QDir::Name);
    }

    /// By the client, at the ministry; where it is then.
    QString unpack(const QString& file)
    {
        const QString into = m_scene->nodes().path(QStringLiteral("unpacked-") + file);
        QDir().mkpath(into);
        const auto unpacked =
            unpackArchive(m_scene->nodes().path(QStringLiteral("ministry/lwjc/recv/340000/exports/") + file), into);
        return unpacked ? into : QString();
    }

    static bool write(const QString& path, const QByteArray& bytes)
    {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    }

    static QByteArray content(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    MiniPostgres m_server;
    std::unique_ptr<FileScene> m_scene;
};

BUSHENG_TEST(TstFilesDataset)
#include "tst_files_dataset.moc"
