// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/sm3.h"
#include "engine/files/parts/file_splitter.h"
#include "engine/files/parts/part_joiner.h"
#include "tests/support/crash_file_system.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kSource = QStringLiteral("/from/report");
const QString kParts = QStringLiteral("/parts");
const QString kTarget = QStringLiteral("/target");

UploadName wholeName()
{
    return parseUploadName("370000LWJCXT20211212162030.doc").value();
}

QString partPath(int number)
{
    return kParts + u'/' + wholeName().withPart(number).toString();
}

QString targetPath()
{
    return kTarget + u'/' + wholeName().toString();
}

Bytes content(std::size_t bytes)
{
    Bytes text;
    for (std::size_t i = 0; text.size() < bytes; ++i)
        text += std::to_string(i) + ",";
    return text.substr(0, bytes);
}

void prepare(CrashFileSystem& disk, const Bytes& whole)
{
    for (const QString& directory : {QStringLiteral("/from"), kParts, kTarget})
        QVERIFY_OK(disk.makeDirectories(directory));
    disk.setContents(kSource, whole);
}

Result<PartList> split(FileSystem& disk, qint64 partBytes)
{
    return splitFile(disk, kSource, wholeName(), partBytes, kParts);
}

QString whyRefused(const Result<>& result)
{
    return result ? QString() : result.error().args.value(1);
}

} // namespace

class TstFileParts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void joinsWhatItSplit_data()
    {
        QTest::addColumn<int>("bytes");
        QTest::addColumn<int>("partBytes");
        QTest::addColumn<int>("parts");
        QTest::newRow("empty") << 0 << 10 << 1;
        QTest::newRow("one byte") << 1 << 10 << 1;
        QTest::newRow("exactly one") << 10 << 10 << 1;
        QTest::newRow("one more") << 11 << 10 << 2;
        QTest::newRow("exactly three") << 30 << 10 << 3;
        QTest::newRow("one less") << 29 << 10 << 3;
        QTest::newRow("999 parts") << 999 << 1 << 999;
        QTest::newRow("larger than a block") << 3'000'001 << 1'500'000 << 3;
    }
    void joinsWhatItSplit()
    {
        QFETCH(const int, bytes);
        QFETCH(const int, partBytes);
        QFETCH(const int, parts);
        CrashFileSystem disk;
        const Bytes whole = content(static_cast<std::size_t>(bytes));
        prepare(disk, whole);
        const auto list = split(disk, partBytes);
        QVERIFY_OK(list);
        QCOMPARE(list->parts.size(), static_cast<std::size_t>(parts));
        QCOMPARE(list->digest, sm3(whole));
        QCOMPARE(disk.contents(partPath(parts)).value().size(),
                 static_cast<std::size_t>(bytes - (parts - 1) * partBytes));
        const auto read = readPartList(disk, kParts, list->fileName());
        QVERIFY_OK(read);
        QVERIFY(*read == *list);
        for (int again = 0; again < 2; ++again) {
            QVERIFY_OK(joinParts(disk, kParts, *read, kTarget));
            QVERIFY(disk.contents(targetPath()) == whole);
        }
        QVERIFY_OK(split(disk, partBytes)); // and the parts once more
        QCOMPARE(disk.list(kTarget)->size(), 1);
    }

    void refusesThe1000thPart()
    {
        CrashFileSystem disk;
        prepare(disk, content(1000));
        const auto refused = split(disk, 1);
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, QStringLiteral("NAM_REFUSED"));
        QVERIFY2(refused.error().detail.contains(QStringLiteral("at least 2 bytes")),
                 qPrintable(refused.error().detail));
        QVERIFY(disk.list(kParts)->isEmpty());
        QVERIFY_OK(split(disk, 2));
    }

    void joinsNothingThatIsNotWhole_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("why");
        const auto row = [](const char* fault, const char* why) {
            QTest::newRow(fault) << QString::fromLatin1(fault) << QString::fromLatin1(why);
        };
        row("missing", "these parts are missing: 002");
        row("two missing", "these parts are missing: 002, 004");
        row("short", "these parts are missing: 002");
        row("long", "these parts are not as they were: 002");
        row("changed", "these parts are not as they were: 002");
        row("swapped", "these parts are not as they were: 002");
        row("duplicate", "these files are no parts of it: 370000LWJCXT20211212162030002.docx");
        row("beyond the last", "these files are no parts of it: 370000LWJCXT20211212162030005.doc");
        row("missing and foreign", "these parts are missing: 001; these files are no parts of it: "
                                   "370000LWJCXT20211212162030999.doc");
    }
    void joinsNothingThatIsNotWhole()
    {
        QFETCH(const QString, fault);
        QFETCH(const QString, why);
        CrashFileSystem disk;
        prepare(disk, content(40));
        const PartList list = split(disk, 10).value();
        disk.setContents(targetPath(), "what was there before");
        const Bytes second = disk.contents(partPath(2)).value();
        if (fault.startsWith(QStringLiteral("missing and")))
            disk.lose(partPath(1)), disk.setContents(partPath(999), "x");
        else if (fault == u"missing" || fault == u"two missing")
            disk.lose(partPath(2));
        if (fault == u"two missing")
            disk.lose(partPath(4));
        else if (fault == u"short")
            disk.setContents(partPath(2), second.substr(1));
        else if (fault == u"long")
            disk.setContents(partPath(2), second + "x");
        else if (fault == u"changed")
            disk.setContents(partPath(2), "X" + second.substr(1));
        else if (fault == u"swapped")
            disk.setContents(partPath(2), disk.contents(partPath(3)).value());
        else if (fault == u"duplicate")
            disk.setContents(partPath(2) + u'x', second);
        else if (fault == u"beyond the last")
            disk.setContents(partPath(5), second);
        const auto joined = joinParts(disk, kParts, list, kTarget);
        QCOMPARE(whyRefused(joined), why);
        QVERIFY(disk.contents(targetPath()) == Bytes("what was there before"));
        QCOMPARE(disk.list(kTarget)->size(), 1); // nothing half beside it
    }

    /// The parts are as their list says, but the list's whole is another file.
    void provesTheWhole()
    {
        CrashFileSystem disk;
        prepare(disk, content(40));
        PartList list = split(disk, 10).value();
        std::swap(list.parts[0], list.parts[1]);
        const Bytes first = disk.contents(partPath(1)).value();
        disk.setContents(partPath(1), disk.contents(partPath(2)).value());
        disk.setContents(partPath(2), first);
        QCOMPARE(whyRefused(joinParts(disk, kParts, list, kTarget)),
                 QStringLiteral("its parts make another file than it was"));
    }

    void refusesListsThatLie_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("why");
        const QByteArray digest = QByteArray(64, 'a');
        const auto row = [&digest](const char* name, const char* json, const char* why) {
            QTest::newRow(name) << QByteArray(json).replace("D", digest) << QString::fromLatin1(why);
        };
        const char* noList = "it is no list of parts";
        const char* sum = "its sizes do not add up";
        row("nothing", "", noList);
        row("an array", "[]", noList);
        row("another object", "{\"a\":1}", noList);
        row("a key too many",
            R"({"bytes":1,"name":"370000A20211212162030.doc","parts":[{"bytes":1,"sm3":"D"}],"sm3":"D","x":1})",
            noList);
        row("no parts", R"({"bytes":0,"name":"370000A20211212162030.doc","parts":[],"sm3":"D"})", noList);
        row("a short digest",
            R"({"bytes":1,"name":"370000A20211212162030.doc","parts":[{"bytes":1,"sm3":"D"}],"sm3":"ab"})", noList);
        row("negative", R"({"bytes":-1,"name":"370000A20211212162030.doc","parts":[{"bytes":-1,"sm3":"D"}],"sm3":"D"})",
            noList);
        row("too little", R"({"bytes":2,"name":"370000A20211212162030.doc","parts":[{"bytes":1,"sm3":"D"}],"sm3":"D"})",
            sum);
        row("too much", R"({"bytes":1,"name":"370000A20211212162030.doc","parts":[{"bytes":2,"sm3":"D"}],"sm3":"D"})",
            sum);
        row("an overflow",
            R"({"bytes":9223372036854775807,"name":"370000A20211212162030.doc","parts":[{"bytes":9223372036854775807,"sm3":"D"},{"bytes":9223372036854775807,"sm3":"D"}],"sm3":"D"})",
            sum);
        row("a broken size",
            R"({"bytes":1,"name":"370000A20211212162030.doc","parts":[{"bytes":0.5,"sm3":"D"}],"sm3":"D"})", sum);
        row("a part's name",
            R"({"bytes":1,"name":"370000A20211212162030001.doc","parts":[{"bytes":1,"sm3":"D"}],"sm3":"D"})",
            "it names a part and not a whole file");
        row("a path", R"({"bytes":1,"name":"../../etc/passwd","parts":[{"bytes":1,"sm3":"D"}],"sm3":"D"})",
            "it begins with the six digits of an administrative division (GB/T 2260)");
        QByteArray thousand;
        for (int i = 0; i < 1000; ++i)
            thousand += QByteArray(i == 0 ? "" : ",") + "{\"bytes\":1,\"sm3\":\"" + digest + "\"}";
        QTest::newRow("1000 parts") << QByteArray("{\"bytes\":1000,\"name\":\"370000A20211212162030.doc\",\"parts\":[" +
                                                  thousand + "],\"sm3\":\"" + digest + "\"}")
                                    << QString::fromLatin1(noList);
    }
    void refusesListsThatLie()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const QString, why);
        const auto refused = PartList::fromJson(json, QStringLiteral("x.parts.json"));
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, QStringLiteral("PRT_REFUSED"));
        QCOMPARE(refused.error().args.at(1), why);
    }

    /// The power fails in each operation of a split: who finds the list finds its parts, and a second split makes all.
    void whoFindsTheListFindsItsParts()
    {
        const Bytes whole = content(35);
        CrashFileSystem trial;
        prepare(trial, whole);
        const int first = trial.operations();
        QVERIFY_OK(split(trial, 10));
        const int operations = trial.operations() - first;
        QVERIFY(operations > 10);
        for (int n = 1; n <= operations; ++n) {
            for (std::uint64_t seed = 1; seed <= 8; ++seed) {
                CrashFileSystem disk(seed);
                prepare(disk, whole);
                disk.crashAtOperation(disk.operations() + n);
                const bool isDone = split(disk, 10).has_value();
                QVERIFY(!isDone || n == operations);
                disk.restart();
                if (disk.exists(kParts + QStringLiteral("/370000LWJCXT20211212162030.parts.json")).value()) {
                    const auto list =
                        readPartList(disk, kParts, QStringLiteral("370000LWJCXT20211212162030.parts.json"));
                    QVERIFY_OK(list);
                    QVERIFY_OK(joinParts(disk, kParts, *list, kTarget));
                }
                const auto again = split(disk, 10);
                QVERIFY_OK(again);
                QVERIFY_OK(joinParts(disk, kParts, *again, kTarget));
                QVERIFY(disk.contents(targetPath()) == whole);
            }
        }
    }

    /// And of a join: the target is what it was before, or the whole.
    void theTargetIsOldOrWhole()
    {
        const Bytes whole = content(35);
        const Bytes before = "before";
        CrashFileSystem trial;
        prepare(trial, whole);
        const PartList list = split(trial, 10).value();
        const int first = trial.operations();
        QVERIFY_OK(joinParts(trial, kParts, list, kTarget));
        const int operations = trial.operations() - first;
        for (int n = 1; n <= operations; ++n) {
            for (std::uint64_t seed = 1; seed <= 8; ++seed) {
                CrashFileSystem disk(seed);
                prepare(disk, whole);
                QVERIFY_OK(split(disk, 10));
                disk.setContents(targetPath(), before);
                QVERIFY_OK(disk.syncDirectory(kTarget));
                disk.crashAtOperation(disk.operations() + n);
                (void)joinParts(disk, kParts, list, kTarget);
                disk.restart();
                const Bytes now = disk.contents(targetPath()).value_or(Bytes());
                QVERIFY(now == before || now == whole);
                QVERIFY_OK(joinParts(disk, kParts, list, kTarget));
                QVERIFY(disk.contents(targetPath()) == whole);
            }
        }
    }

    void aFullDiskLeavesNothingBehind()
    {
        CrashFileSystem disk;
        prepare(disk, content(4000));
        disk.setFreeBytes(2500);
        const auto refused = split(disk, 1000);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Storage);
        QVERIFY2(disk.list(kParts)->isEmpty(), qPrintable(disk.list(kParts)->join(u' ')));
    }
};

BUSHENG_TEST(TstFileParts)
#include "tst_file_parts.moc"
