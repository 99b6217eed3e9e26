// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/platform.h"
#include "engine/crypto/sm3.h"
#include "engine/files/archive/archive_reader.h"
#include "engine/files/archive/archive_writer.h"
#include "tests/support/test_main.h"
#include "tests/unit/files/zip_builder.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace busheng;
using namespace busheng::test;

namespace {

const ArchiveRules kLoose{
    .mostEntries = 1000, .mostBytes = 64LL << 20, .mostRatio = 200, .smallBytes = 1LL << 20, .withManifest = false};

QString writeFile(const QString& path, const Bytes& bytes)
{
    QFile file(path);
    const bool isOk = QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly) &&
                      file.write(bytes.data(), static_cast<qint64>(bytes.size())) == static_cast<qint64>(bytes.size());
    return isOk ? path : QString();
}

Bytes readWhole(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : Bytes();
}

/// An archive file, a directory to unpack into, and one beside it that must stay as it is.
struct Scene {
    QTemporaryDir root;
    QString archive = root.filePath(QStringLiteral("a.zip"));
    QString directory = root.filePath(QStringLiteral("into"));

    explicit Scene(const Bytes& zip)
    {
        writeFile(archive, zip);
        QDir().mkpath(directory);
        writeFile(root.filePath(QStringLiteral("secret")), "as it was");
    }
    QStringList everything() const
    {
        QStringList all;
        QDirIterator entries(root.path(), QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                             QDirIterator::Subdirectories);
        while (entries.hasNext())
            all.append(QDir(root.path()).relativeFilePath(entries.next()));
        all.sort();
        return all;
    }
};

} // namespace

class TstArchive : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void unpacksWhatItPacked()
    {
        Scene scene({});
        const QString from = scene.root.filePath(QStringLiteral("from"));
        const std::map<Bytes, Bytes> files{{"top.csv", "姓名\n张三\n"},
                                           {"数据/说明.txt", ""},
                                           {"a/b/c/deep.jsonl", Bytes(3'000'000, 'x')},
                                           {"a/.hidden", "h"}};
        for (const auto& [path, content] : files)
            QVERIFY(!writeFile(from + u'/' + QString::fromStdString(path), content).isEmpty());
        const auto packed = packDirectory(from, scene.archive);
        QVERIFY_OK(packed);
        QCOMPARE(packed->files.size(), files.size());
        const auto unpacked = unpackArchive(scene.archive, scene.directory);
        QVERIFY_OK(unpacked);
        for (const auto& [path, content] : files)
            QVERIFY(readWhole(scene.directory + u'/' + QString::fromStdString(path)) == content);
        const auto again = unpackArchive(scene.archive, scene.directory);
        QVERIFY(!again); // it is not empty any more, and nothing in it was touched
        QVERIFY(readWhole(scene.directory + QStringLiteral("/top.csv")) == files.at("top.csv"));
        QVERIFY_OK(packDirectory(from, scene.root.filePath(QStringLiteral("b.zip"))));
        QVERIFY(inspectArchive(scene.archive)->size() == files.size() + 1);
    }

    void packsNoLinksAndNoNamesThatNobodyTakes()
    {
        if (kIsWindows) // which has no such names, and whose links are files to Qt
            return;
        Scene scene({});
        const QString from = scene.root.filePath(QStringLiteral("from"));
        writeFile(from + QStringLiteral("/a"), "a");
        QVERIFY(QFile::link(scene.root.filePath(QStringLiteral("secret")), from + QStringLiteral("/link")));
        const auto refused = packDirectory(from, scene.root.filePath(QStringLiteral("b.zip")));
        QCOMPARE(refused.error().event, QStringLiteral("ARC_REFUSED"));
        QVERIFY(QFile::remove(from + QStringLiteral("/link")));
        writeFile(from + QStringLiteral("/a\nb"), "a");
        QCOMPARE(packDirectory(from, scene.root.filePath(QStringLiteral("b.zip"))).error().event,
                 QStringLiteral("NAM_REFUSED"));
        QVERIFY(!QFile::exists(scene.root.filePath(QStringLiteral("b.zip"))));
    }

    void unpacksWhatOthersMade()
    {
        Scene scene(buildZip({{"a/", ""},
                              {"a/b.txt", "stored"},
                              {"c.txt", Bytes(5000, 'c'), 8},
                              {"数据.txt", "utf-8"},
                              {.name = "dos.txt", .content = "d", .madeBy = 0, .mode = 0}}));
        QVERIFY_OK(unpackArchive(scene.archive, scene.directory, kLoose));
        QVERIFY(readWhole(scene.directory + QStringLiteral("/c.txt")) == Bytes(5000, 'c'));
        QVERIFY(readWhole(scene.directory + QStringLiteral("/a/b.txt")) == "stored");
        QVERIFY(readWhole(scene.directory + QStringLiteral("/数据.txt")) == "utf-8");
    }

    void refusesHostileArchives_data()
    {
        QTest::addColumn<QByteArray>("zip");
        QTest::addColumn<QString>("why"); // a part of it
        const auto add = [](const char* name, const Bytes& zip, const char* why) {
            QTest::newRow(name) << toQByteArray(zip) << QString::fromUtf8(why);
        };
        const auto named = [&add](const char* title, const Bytes& name, const char* why) {
            add(title, buildZip({{"good.txt", "good"}, {name, "evil"}}), why);
        };
        const char* dots = "'.' and '..'";
        const char* absolute = "absolute path";
        const char* damaged = "damaged";
        // out of its place
        named("parent", "../secret", dots);
        named("parents", "../../../../../../etc/passwd", dots);
        named("parent inside", "a/../../secret", dots);
        named("parent at the end", "a/..", dots);
        named("dot", "./a", dots);
        named("absolute", "/etc/passwd", absolute);
        named("two slashes", "//a", absolute);
        named("backslashes", "..\\secret", "may not stand");
        named("backslash at the start", "\\secret", absolute);
        named("drive", "C:/secret", "drive");
        named("drive, backslash", "C:\\secret", "drive");
        named("unc", "\\\\server\\share", absolute);
        named("encoded", "%2e%2e/secret", "decoded");
        named("overlong dots", Bytes("\xc0\xae\xc0\xae/secret"), "no UTF-8");
        named("a NUL", Bytes("a\0/../secret", 12), "control character");
        named("an escape sequence", "\x1b[2Ja", "control character");
        named("a line end", "a\nb", "control character");
        named("right to left", "a\xe2\x80\xaetxt.exe", "invisible");
        named("no UTF-8", "\xd6\xd0", "no UTF-8");
        named("no name", "", "it is empty");
        named("only a slash", "/", "it is empty");
        named("an empty part", "a//b", "empty");
        named("a long name", Bytes(256, 'a'), "256 bytes");
        named("a long path", Bytes(5000, 'a'), "5000 bytes");
        Bytes deep;
        for (int i = 0; i < 200; ++i)
            deep += "d/";
        named("deep", deep + "x", "201 parts");
        // no plain files
        const char* special = "neither a file nor a directory";
        for (const auto& [title, mode] :
             {std::pair("symbolic link", 0120777U), std::pair("character device", 020666U),
              std::pair("block device", 060666U), std::pair("pipe", 010666U), std::pair("socket", 0140666U)})
            add(title, buildZip({{.name = "x", .content = "/etc/passwd", .mode = mode}}), special);
        add("symbolic link, by macOS", buildZip({{.name = "x", .content = "..", .madeBy = 19 << 8, .mode = 0120777}}),
            special);
        add("link, then through it", buildZip({{.name = "x", .content = "..", .mode = 0120777}, {"x/secret", "evil"}}),
            special);
        // twice
        const char* twice = "there twice";
        add("twice", buildZip({{"a", "1"}, {"a", "2"}}), twice);
        add("in another case", buildZip({{"a", "1"}, {"A", "2"}}), twice);
        add("in another Unicode form", buildZip({{"\xc3\xa9", "1"}, {"e\xcc\x81", "2"}}), twice);
        add("file, then directory", buildZip({{"a", "1"}, {"a/b", "2"}}), twice);
        add("directory, then file", buildZip({{"a/b", "1"}, {"a", "2"}}), twice);
        add("directory in another case", buildZip({{"a/b", "1"}, {"A", "2"}}), twice);
        // explode
        const Bytes zeros(8 << 20, '\0');
        add("bomb", buildZip({{"bomb", zeros, 8}}), "200 times");
        std::vector<ZipEntry> shared{{"f0", Bytes(900'000, '\0'), 8}};
        for (std::size_t i = 1; i < 60; ++i) // each is small enough; all are the same packed bytes
            shared.push_back(
                {.name = "f" + std::to_string(i), .content = shared[0].content, .method = 8, .offsetOf = 0});
        add("entries that share their bytes", buildZip(shared), "200 times");
        add("says more than there is", buildZip({{.name = "a", .content = "abc", .saidBytes = 0x7fffffff}}),
            "200 times");
        std::vector<ZipEntry> large;
        for (int i = 0; i < 9; ++i)
            large.push_back(
                {.name = std::to_string(i), .content = "x", .saidBytes = 9U << 20, .saidPackedBytes = 9U << 20});
        add("packed size larger than the archive", buildZip(large), "its sizes cannot be");
        std::vector<ZipEntry> many;
        for (int i = 0; i < 1001; ++i)
            many.push_back({std::to_string(i), ""});
        add("too many entries", buildZip(many), "more than 1000 entries");
        add("longer than it says",
            buildZip({{.name = "a", .content = Bytes(100'000, 'a') + Bytes(1000, 'b'), .method = 8, .saidBytes = 10}}),
            "");
        add("shorter than it says", buildZip({{.name = "a", .content = "abc", .method = 8, .saidBytes = 10}}), damaged);
        add("a directory with content", buildZip({{"a/", "evil"}}), "its sizes cannot be");
        // nest
        const Bytes inner = buildZip({{"x", "x"}});
        add("archive in an archive", buildZip({{"inner.zip", inner}}), "an archive itself");
        add("archive with another name", buildZip({{"inner.csv", inner, 8}}), "an archive itself");
        add("gzip", buildZip({{"a.gz", "\x1f\x8b\x08 more"}}), "an archive itself");
        add("7z", buildZip({{"a", "7z\xbc\xaf\x27\x1c more"}}), "an archive itself");
        add("rar", buildZip({{"a", "Rar!\x1a\x07 more"}}), "an archive itself");
        // not readable
        add("encrypted", buildZip({{.name = "a", .content = "abc", .flags = 0x801}}), "encrypted");
        add("another method", buildZip({{.name = "a", .content = "abc", .method = 12}}),
            "other than store and deflate");
        add("wrong checksum", buildZip({{.name = "a", .content = "abc", .saidCrc = 1}}), damaged);
        add("wrong checksum behind a good one",
            buildZip({{"good", "good"}, {.name = "a", .content = "abc", .saidCrc = 1}}), damaged);
        add("no deflate",
            buildZip({{.name = "a", .content = "abc", .method = 0, .saidBytes = 3}}).replace(8, 2, "\x08\0", 2), "");
        add("empty file", {}, "no zip archive");
        add("no archive", "just a text", "no zip archive");
        add("no directory", buildZip({{"a", "1"}}, {.hasNoEnd = true}), "no zip archive");
        add("cut in the middle", buildZip({{"a", Bytes(1000, 'a')}}).substr(0, 500), "no zip archive");
        add("directory elsewhere", buildZip({{"a", "1"}}, {.directoryOffset = 7}), "");
        add("fewer than it has", buildZip({{"a", "1"}, {"b", "2"}}, {.entries = 3}), damaged);
        add("something in front", "MZ program" + buildZip({{"a", "1"}}), "no zip archive");
    }
    void refusesHostileArchives()
    {
        QFETCH(const QByteArray, zip);
        QFETCH(const QString, why);
        Scene scene(zip.toStdString());
        const QStringList before = scene.everything();
        const auto refused = unpackArchive(scene.archive, scene.directory, kLoose);
        QVERIFY(!refused);
        QVERIFY2(refused.error().event == u"ARC_REFUSED", qPrintable(refused.error().toString()));
        QVERIFY2(refused.error().args.at(2).contains(why), qPrintable(refused.error().args.at(2)));
        QCOMPARE(scene.everything(), before);
        QVERIFY(readWhole(scene.root.filePath(QStringLiteral("secret"))) == "as it was");
    }

    void refusesWhatItsManifestDoesNotSay_data()
    {
        QTest::addColumn<QByteArray>("manifest"); // empty: none
        const auto manifest = [](const Bytes& path, const Bytes& content) {
            return ArchiveManifest{{{path, static_cast<qint64>(content.size()), sm3(content)}}}.toJson();
        };
        QTest::newRow("none") << QByteArray();
        QTest::newRow("malformed") << QByteArray("{}");
        QTest::newRow("another content") << manifest("a", "2");
        QTest::newRow("another name") << manifest("b", "1");
        ArchiveManifest two{{{"a", 1, sm3("1")}, {"b", 1, sm3("1")}}};
        QTest::newRow("a file is missing") << two.toJson();
        QTest::newRow("a file too many") << ArchiveManifest{}.toJson();
    }
    void refusesWhatItsManifestDoesNotSay()
    {
        QFETCH(const QByteArray, manifest);
        std::vector<ZipEntry> entries{{"a", "1"}};
        if (!manifest.isEmpty())
            entries.push_back({kManifestName, manifest.toStdString()});
        Scene scene(buildZip(entries));
        const auto refused = unpackArchive(scene.archive, scene.directory);
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, QStringLiteral("ARC_REFUSED"));
        QVERIFY(QDir(scene.directory).isEmpty());
        Scene good(
            buildZip({{"a", "1"}, {kManifestName, ArchiveManifest{{{"a", 1, sm3("1")}}}.toJson().toStdString()}}));
        QVERIFY_OK(unpackArchive(good.archive, good.directory));
    }
};

BUSHENG_TEST(TstArchive)
#include "tst_archive.moc"
