// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace {

struct Said {
    int exitCode = -1;
    QByteArray output;
    QByteArray error;
};

/// No node runs and none is named: names need none.
Said runClient(const QStringList& words)
{
    QProcess client;
    client.start(QStringLiteral(BUSHENG_BIN_DIR "/busheng-client"), words);
    if (!client.waitForFinished())
        return {};
    return {client.exitCode(), client.readAllStandardOutput(), client.readAllStandardError()};
}

QStringList chinese(const QStringList& words)
{
    return QStringList{QStringLiteral("--lang"), QStringLiteral("zh_CN")} + words;
}

} // namespace

/// `busheng-client name`, `text` and `schedule`, as a business system calls them.
class TstNameCommands : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatANameSays()
    {
        const Said said = runClient(chinese(
            {QStringLiteral("name"), QStringLiteral("check"), QStringLiteral("370000LWJCXT20211212162030013.doc")}));
        QCOMPARE(said.exitCode, 0);
        QVERIFY2(said.output.contains("山东省") && said.output.contains("第 13 个分割文件"), said.output.constData());
        const Said json = runClient({QStringLiteral("--json"), QStringLiteral("name"), QStringLiteral("check"),
                                     QStringLiteral("370000LWJCXT20211212162030.doc")});
        const QJsonObject read = QJsonDocument::fromJson(json.output).object();
        QCOMPARE(read.value(QStringLiteral("region")).toString(), QStringLiteral("370000"));
        QCOMPARE(read.value(QStringLiteral("time")).toString(), QStringLiteral("2021-12-12T16:20:30"));
        QCOMPARE(read.value(QStringLiteral("part")).toInt(-1), 0);
    }

    void saysWhereAndWhyItRefuses_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* kind, const char* name, const char* said) {
            QTest::addRow("%s %s", kind, name)
                << QStringList{QStringLiteral("name"), QStringLiteral("check"), QString::fromUtf8(name),
                               QStringLiteral("--kind"), QString::fromLatin1(kind)}
                << QByteArray(said);
        };
        row("file", "999999LWJC20211212162030.doc", "第 1 个字符：999999 不是行政区划代码");
        row("file", "370000LWJC20210230162030.doc", "第 11 个字符：20210230162030 不是有效的时间");
        row("task", "兵团-联网监测", "第 3 个字符：任务名称中不得有“-”");
        row("directory", "/数据/“发送”", "第 5 个字符：名称中不得使用““”");
        row("directory", "lwjc/send", "不是绝对路径");
        row("tree", "a/../../etc", "第 3 个字符：路径中不得有“.”和“..”");
    }
    void saysWhereAndWhyItRefuses()
    {
        QFETCH(const QStringList, words);
        QFETCH(const QByteArray, said);
        const Said refused = runClient(chinese(words));
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.error.contains(said), refused.error.constData());
        QVERIFY(refused.output.isEmpty());
    }

    void issuesNamesThatNoFileInTheDirectoryHas()
    {
        QTemporaryDir directory;
        QStringList names;
        for (int i = 0; i < 3; ++i) {
            const Said said = runClient({QStringLiteral("name"), QStringLiteral("issue"), QStringLiteral("--region"),
                                         QStringLiteral("340000"), QStringLiteral("--system"),
                                         QStringLiteral("联网监测系统"), QStringLiteral("--suffix"),
                                         QStringLiteral("doc"), QStringLiteral("--dir"), directory.path()});
            QVERIFY2(said.exitCode == 0, said.error.constData());
            const QString name = QString::fromUtf8(said.output).trimmed();
            QVERIFY2(name.startsWith(QStringLiteral("340000LWJCXT20")), qPrintable(name));
            QVERIFY(!names.contains(name));
            names.append(name);
            // Parts with another suffix take the second as well.
            QFile file(directory.filePath(name.section(u'.', 0, 0) + QStringLiteral("001.txt")));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
    }

    void convertsTextsAndSaysWhereItCannot()
    {
        QTemporaryDir directory;
        const auto write = [&directory](const QString& name, const QByteArray& bytes) {
            QFile file(directory.filePath(name));
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
        };
        const QByteArray gbk("\xd0\xd5\xc3\xfb,\xb5\xa5\xce\xbb\n\xd5\xc5\xc8\xfd,\xc9\xe7\xb1\xa3\xbe\xd6\n");
        const QString text = write(QStringLiteral("a.csv"), gbk);
        const QString made = directory.filePath(QStringLiteral("b.csv"));
        const auto convert = [&](const QString& from) {
            return runClient(chinese({QStringLiteral("text"), QStringLiteral("convert"), from, made}));
        };
        const Said refused = convert(write(QStringLiteral("bad.csv"), gbk.repeated(200'000) + "\xff\xff"));
        QCOMPARE(refused.exitCode, 2);
        const QByteArray place = "偏移 " + QByteArray::number(gbk.size() * 200'000);
        QVERIFY2(refused.error.contains(place), refused.error.constData());
        QVERIFY(!QFile::exists(made)); // nothing half is there
        const Said said = convert(text);
        QCOMPARE(said.exitCode, 0);
        QVERIFY2(said.output.contains("GB18030"), said.output.constData());
        QFile converted(made);
        QVERIFY(converted.open(QIODevice::ReadOnly));
        QCOMPARE(converted.readAll(), QByteArray("姓名,单位\n张三,社保局\n"));
        QCOMPARE(convert(text).exitCode, 2); // it is there already
        const QString unknown = write(QStringLiteral("u.csv"), "caf\xe9 na\xefve\n");
        const Said lost = runClient(chinese({QStringLiteral("text"), QStringLiteral("check"), unknown}));
        QCOMPARE(lost.exitCode, 2);
        QVERIFY2(lost.error.contains("文本编码无法识别"), lost.error.constData());
    }

    void splitsAndJoins()
    {
        QTemporaryDir directory;
        const QString whole = directory.filePath(QStringLiteral("370000LWJCXT20211212162030.doc"));
        QFile file(whole);
        const QByteArray content = QByteArray("0123456789").repeated(100);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        QVERIFY(QDir(directory.path()).mkdir(QStringLiteral("parts")));
        const QString parts = directory.filePath(QStringLiteral("parts"));
        const auto split = [&](const QString& bytes) {
            return runClient(chinese({QStringLiteral("split"), whole, QStringLiteral("--part-bytes"), bytes,
                                      QStringLiteral("--dir"), parts}));
        };
        const Said refused = split(QStringLiteral("1"));
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.error.contains("至少 2 字节"), refused.error.constData());
        QCOMPARE(split(QStringLiteral("300")).exitCode, 0);
        QCOMPARE(QDir(parts).entryList(QDir::Files).size(), 5);
        const auto join = [&] {
            return runClient(
                chinese({QStringLiteral("join"), parts + QStringLiteral("/370000LWJCXT20211212162030.parts.json"),
                         QStringLiteral("--dir"), directory.path()}));
        };
        QVERIFY(file.remove());
        QVERIFY(QFile::remove(parts + QStringLiteral("/370000LWJCXT20211212162030003.doc")));
        const Said missing = join();
        QCOMPARE(missing.exitCode, 2);
        QVERIFY2(missing.error.contains("缺少分割文件：003"), missing.error.constData());
        QVERIFY(!file.exists());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        QCOMPARE(split(QStringLiteral("300")).exitCode, 0);
        QVERIFY(file.remove());
        QCOMPARE(join().exitCode, 0);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content);
    }

    void reconcilesTwoTrees()
    {
        QTemporaryDir directory;
        const auto write = [&directory](const char* path, const QByteArray& bytes) {
            const QString whole = directory.filePath(QString::fromUtf8(path));
            QFile file(whole);
            return QDir().mkpath(QFileInfo(whole).path()) && file.open(QIODevice::WriteOnly) &&
                   file.write(bytes) == bytes.size();
        };
        for (const char* side : {"sent/", "got/"}) {
            QVERIFY(write(QByteArray(QByteArray(side) + "数据/a.csv").constData(), "same"));
            QVERIFY(write(QByteArray(QByteArray(side) + "b.csv").constData(), side));
        }
        QVERIFY(write("sent/lost.csv", "lost"));
        QVERIFY(write("got/=1+1.csv", "more"));
        const auto list = [&](const char* side) {
            const QString name = QString::fromLatin1(side);
            return runClient({QStringLiteral("listing"), directory.filePath(name), QStringLiteral("--to"),
                              directory.filePath(name + QStringLiteral(".list"))});
        };
        QCOMPARE(list("sent").exitCode, 0);
        QCOMPARE(list("got").exitCode, 0);
        const auto reconcile = [&](const QString& sender, const QString& receiver) {
            return runClient({QStringLiteral("--lang"), QStringLiteral("zh_CN"), QStringLiteral("--json"),
                              QStringLiteral("reconcile"), directory.filePath(sender), directory.filePath(receiver),
                              QStringLiteral("--csv"), directory.filePath(QStringLiteral("detail.csv"))});
        };
        const Said said = reconcile(QStringLiteral("sent.list"), QStringLiteral("got.list"));
        QCOMPARE(said.exitCode, 1);
        const QJsonObject found = QJsonDocument::fromJson(said.output).object();
        QVERIFY(!found.value(QStringLiteral("agrees")).toBool(true));
        for (const char* verdict : {"equal", "missing", "extra", "different"})
            QCOMPARE(found.value(QStringLiteral("verdicts"))
                         .toObject()
                         .value(QString::fromLatin1(verdict))
                         .toObject()
                         .value(QStringLiteral("files"))
                         .toInt(),
                     1);
        QFile csv(directory.filePath(QStringLiteral("detail.csv")));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        const QByteArray detail = csv.readAll();
        QVERIFY2(detail.startsWith("\xef\xbb\xbf结果,文件") && detail.count('\n') == 4 &&
                     detail.contains(",'=1+1.csv,"),
                 detail.constData());
        QCOMPARE(reconcile(QStringLiteral("sent.list"), QStringLiteral("sent.list")).exitCode, 0);
        const Said broken = reconcile(QStringLiteral("sent/b.csv"), QStringLiteral("sent.list"));
        QCOMPARE(broken.exitCode, 2);
        QVERIFY2(broken.error.contains("不是文件清单的内容"), broken.error.constData());
        const Said gone = reconcile(QStringLiteral("none"), QStringLiteral("sent.list"));
        QCOMPARE(gone.exitCode, 2);
    }

    void packsAndUnpacks()
    {
        QTemporaryDir directory;
        const QString from = directory.filePath(QStringLiteral("from"));
        const QString into = directory.filePath(QStringLiteral("into"));
        const QString archive = directory.filePath(QStringLiteral("a.zip"));
        QVERIFY(QDir().mkpath(from + QStringLiteral("/数据")) && QDir().mkpath(into));
        QFile file(from + QStringLiteral("/数据/a.csv"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("content") == 7);
        file.close();
        const auto unpack = [&] {
            return runClient(chinese({QStringLiteral("unpack"), archive, QStringLiteral("--dir"), into}));
        };
        QCOMPARE(runClient({QStringLiteral("pack"), from, QStringLiteral("--to"), archive}).exitCode, 0);
        QCOMPARE(unpack().exitCode, 0);
        QFile unpacked(into + QStringLiteral("/数据/a.csv"));
        QVERIFY(unpacked.open(QIODevice::ReadOnly));
        QCOMPARE(unpacked.readAll(), QByteArray("content"));
        const Said again = unpack();
        QCOMPARE(again.exitCode, 2);
        QVERIFY2(again.error.contains("不存在或不为空"), again.error.constData());
    }

    void showsWhenATaskWouldStart()
    {
        const auto show = [](const char* line) {
            return runClient(chinese({QStringLiteral("schedule"), QStringLiteral("show"), QString::fromLatin1(line)}));
        };
        const Said shown = show("Daily 23:00");
        QCOMPARE(shown.exitCode, 0);
        QVERIFY2(shown.output.startsWith("daily 23:00: 按时间表启动\n"), shown.output.constData());
        QCOMPARE(shown.output.count(" 23:00\n"), 5);
        QCOMPARE(show("at 2020-01-01 00:00").exitCode, 1);
        const Said refused = show("daily 25:00");
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.error.contains("“25:00” 不是 02:30 这样的时刻"), refused.error.constData());
    }

    void saysWhatIsMissing()
    {
        const Said said =
            runClient(chinese({QStringLiteral("name"), QStringLiteral("issue"), QStringLiteral("--region"),
                               QStringLiteral("340000"), QStringLiteral("--suffix"), QStringLiteral("doc")}));
        QCOMPARE(said.exitCode, 2);
        QVERIFY2(said.error.contains("--system 和 --initials 之一"), said.error.constData());
    }
};

BUSHENG_TEST(TstNameCommands)
#include "tst_name_commands.moc"
