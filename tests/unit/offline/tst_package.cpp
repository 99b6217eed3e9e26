// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/model/events.h"
#include "engine/offline/package_part.h"
#include "tests/support/test_main.h"
#include "tests/unit/pack/packet_forge.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace busheng;

namespace {

PackageHead headOf(std::uint32_t number = 7)
{
    PackageHead head;
    head.id = QString(32, u'a');
    head.stream = test::stream();
    head.stream.number = number;
    head.suite = static_cast<std::uint8_t>(SuiteId::Sm);
    head.wrapped = "wrapped";
    head.createdUtcMs = 1'790'000'000'000;
    return head;
}

Bytes packetOf(quint64 sequence)
{
    return Bytes(300'000, static_cast<char>('a' + sequence % 26)) + std::to_string(sequence);
}

/// A part of `count` packets, several chunks long.
Result<PackagePart> writePart(const QString& directory, quint32 number, quint64 first, quint64 count)
{
    ENGINE_TRY_AS(auto writer, PackagePartWriter::create(systemFileSystem(), directory, headOf(), number));
    for (quint64 sequence = first; sequence < first + count; ++sequence)
        ENGINE_TRY(writer->add(sequence, packetOf(sequence)));
    return writer->finish();
}

QString pathOf(const QTemporaryDir& directory, const PackagePart& part)
{
    return directory.filePath(part.name);
}

void changeByte(const QString& path, qint64 at)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite) || !file.seek(at))
        qFatal("%s", qPrintable(file.errorString()));
    char byte = 0;
    file.getChar(&byte);
    file.seek(at);
    file.putChar(static_cast<char>(byte ^ 0x40));
}

} // namespace

/// What lies on the media, and what is made of it when it was tampered with.
class TstPackage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY_OK(failpoint::configure(QString())); }

    void readsFromAnyPacketOn()
    {
        const QTemporaryDir directory;
        const auto part = writePart(directory.path(), 1, 1, 130); // 39 MB: three chunks
        QVERIFY_OK(part);
        QCOMPARE(part->first, quint64{1});
        QCOMPARE(part->last, quint64{130});
        for (const quint64 from : {1, 60, 130}) {
            const auto reader = PackagePartReader::open(pathOf(directory, *part), headOf().id, *part);
            QVERIFY_OK(reader);
            for (quint64 sequence = from; sequence <= 130; ++sequence) {
                const auto packet = (*reader)->packet(sequence);
                QVERIFY_OK(packet);
                QVERIFY(*packet == packetOf(sequence));
            }
        }
    }

    /// An office program opens it: a plain zip, and nothing half done has its name.
    void isThereWholeOrNotAtAll()
    {
        const QTemporaryDir directory;
        {
            auto writer = PackagePartWriter::create(systemFileSystem(), directory.path(), headOf(), 1);
            QVERIFY_OK(writer);
            for (quint64 sequence = 1; sequence <= 60; ++sequence)
                QVERIFY_OK((*writer)->add(sequence, packetOf(sequence)));
            QCOMPARE(QDir(directory.path()).entryList(QDir::Files).filter(QStringLiteral(".partial")).size(), 1);
        }
        QVERIFY(QDir(directory.path()).entryList(QDir::Files).isEmpty());
    }

#ifdef BUSHENG_FAILPOINTS // a release has none
    void leavesNothingOfAPartThatFails()
    {
        const QTemporaryDir directory;
        QVERIFY_OK(failpoint::configure(QStringLiteral("offline.part.before=err")));
        QVERIFY(!writePart(directory.path(), 1, 1, 3));
        QVERIFY(QDir(directory.path()).entryList(QDir::Files).isEmpty());
    }
#endif

    void saysThatADiskIsFull()
    {
        const QTemporaryDir directory;
        const auto refused = requireRoom(systemFileSystem(), directory.path(), 1LL << 60);
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, events::OFL_NO_ROOM);
        QVERIFY_OK(requireRoom(systemFileSystem(), directory.path(), 1));
    }

    /// Wherever a bit is changed, nothing is given out that was not written.
    void refusesAPartThatWasChanged()
    {
        const QTemporaryDir directory;
        const auto part = writePart(directory.path(), 1, 1, 60);
        QVERIFY_OK(part);
        const QString path = pathOf(directory, *part);
        const QString whole = path + QStringLiteral(".whole");
        QVERIFY(QFile::copy(path, whole));
        const qint64 size = QFile(path).size();
        int refused = 0;
        for (qint64 at = 20; at < size; at += size / 9) {
            QFile::remove(path);
            QVERIFY(QFile::copy(whole, path));
            changeByte(path, at);
            const auto reader = PackagePartReader::open(path, headOf().id, *part);
            for (const quint64 sequence : {1, 30, 60}) {
                const auto packet = reader ? (*reader)->packet(sequence) : Result<Bytes>(fail(reader.error()));
                if (packet) {
                    QVERIFY(*packet == packetOf(sequence));
                    continue;
                }
                ++refused;
                QCOMPARE(packet.error().event, events::OFL_REFUSED);
                QCOMPARE(packet.error().args.front(), path);
            }
        }
        QVERIFY(refused > 8);
        QFile file(path); // cut off, as a stick that was pulled out
        QVERIFY(file.resize(size / 2));
        const auto cut = PackagePartReader::open(path, headOf().id, *part);
        QVERIFY(!cut);
        QCOMPARE(cut.error().event, events::OFL_REFUSED);
    }

    void refusesAPartOfAnotherPackage()
    {
        const QTemporaryDir directory;
        const auto part = writePart(directory.path(), 1, 1, 3);
        QVERIFY_OK(part);
        QVERIFY(!PackagePartReader::open(pathOf(directory, *part), QString(32, u'b'), *part));
        PackagePart other = *part;
        other.digest[3] ^= 1;
        QVERIFY(!PackagePartReader::open(pathOf(directory, *part), headOf().id, other));
    }

    void manifestComesBackWholeAndIsSealed()
    {
        const QTemporaryDir directory;
        const SealedManifest sealed = seal();
        const QString path = directory.filePath(manifestFileName(sealed.head));
        QVERIFY_OK(writeManifestFile(systemFileSystem(), path, sealed));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("secret_table")); // nothing clear on the media
        const auto read = readManifestFile(path);
        QVERIFY_OK(read);
        QVERIFY(read->head == sealed.head);
        QVERIFY(read->chain == sealed.chain);
        QVERIFY(signedPackageText(read->headBytes, read->sealed) == signedPackageText(sealed.headBytes, sealed.sealed));
        const auto opened = openManifest(*read, key(), path);
        QVERIFY_OK(opened);
        QVERIFY(*opened == manifest());
        LinkKey other = key();
        other.secret[0] ^= 1;
        QVERIFY(!openManifest(*read, other, path));
    }

    void manifestOfPartsThatDoNotJoinIsRefused_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("a part left out") << 0;
        QTest::newRow("a packet left out between parts") << 1;
        QTest::newRow("ends early") << 2;
        QTest::newRow("leads to another folder") << 3;
        QTest::newRow("no parts") << 4;
    }
    void manifestOfPartsThatDoNotJoinIsRefused()
    {
        QFETCH(const int, what);
        PackageManifest wrong = manifest();
        switch (what) {
        case 0:
            wrong.parts.erase(wrong.parts.begin());
            break;
        case 1:
            wrong.parts[1].first += 1;
            break;
        case 2:
            wrong.lastSequence += 1;
            break;
        case 3:
            wrong.parts[0].name = QStringLiteral("../../etc/passwd");
            break;
        default:
            wrong.parts.clear();
        }
        QVERIFY(!openManifest(seal(wrong), key(), QStringLiteral("m")));
    }

    void refusesWhatIsNoManifest()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("x.manifest.zip"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("no zip at all");
        file.close();
        const auto read = readManifestFile(path);
        QVERIFY(!read);
        QCOMPARE(read.error().event, events::OFL_REFUSED);
        SealedManifest later = seal();
        later.headBytes.replace(later.headBytes.find("\"version\":1"), 11, "\"version\":2");
        QVERIFY_OK(writeManifestFile(systemFileSystem(), path, later));
        QVERIFY(!readManifestFile(path));
    }

private:
    static LinkKey key()
    {
        return test::linkKey(kPackageEpoch);
    }

    static PackageManifest manifest()
    {
        PackageManifest made;
        made.id = headOf().id;
        made.dataset = QStringLiteral("参保登记");
        made.position = 99;
        made.lastSequence = 20;
        made.lastDigest[0] = 'd';
        made.tables = {{QStringLiteral("public.secret_table"), 500}};
        PackagePart one;
        one.number = 1;
        one.name = QStringLiteral("p.001.zip");
        one.first = 1;
        one.last = 12;
        PackagePart two = one;
        two.number = 2;
        two.name = QStringLiteral("p.002.zip");
        two.first = 13;
        two.last = 20;
        made.parts = {one, two};
        return made;
    }

    static SealedManifest seal(const PackageManifest& content = manifest())
    {
        SealedManifest sealed;
        sealed.head = headOf();
        sealed.headBytes = encodePackageHead(sealed.head);
        auto body = sealManifest(content, sealed.head, key(), test::bootId());
        if (!body)
            qFatal("%s", qPrintable(body.error().toString()));
        sealed.sealed = std::move(*body);
        sealed.signature = "signature";
        sealed.chain = {"one", "two"};
        return sealed;
    }
};

BUSHENG_TEST(TstPackage)
#include "tst_package.moc"
