// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/sm3.h"
#include "engine/model/events.h"
#include "engine/pipeline/inbound/quarantine.h"
#include "engine/pipeline/pack/packet_codec.h"
#include "tests/support/crash_file_system.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace busheng;

namespace {

const QString kDirectory = QStringLiteral("/quarantine");

Error reason()
{
    return makeEvent(ErrorCode::Corrupt, events::PKT_TAMPERED, {QStringLiteral("340000/7"), QStringLiteral("5")},
                     QStringLiteral("packet 5 is not as it was sealed"));
}

} // namespace

class TstQuarantine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsAPacketAndWhyItWasRefused();
    void keepsTheNewestOnly();
    void keepsTheBeginningOfWhatIsTooLong();
    void leavesOtherFilesAlone();
    void saysWhenTheDiskIsFull();
    void survivesAPowerFailure();
};

void TstQuarantine::keepsAPacketAndWhyItWasRefused()
{
    QTemporaryDir directory;
    test::FakeClock clock(1'700'000'000'123);
    Quarantine quarantine(systemFileSystem(), directory.filePath(QStringLiteral("deep/down")), clock);
    QVERIFY_OK(quarantine.keep("the packet", reason()));
    const auto packet = readFile(systemFileSystem(), directory.filePath(QStringLiteral("deep/down/1.packet")), 1000);
    QVERIFY_OK(packet);
    QCOMPARE(*packet, Bytes("the packet"));
    const auto text = readFile(systemFileSystem(), directory.filePath(QStringLiteral("deep/down/1.json")), 10'000);
    QVERIFY_OK(text);
    const QJsonObject json = QJsonDocument::fromJson(toQByteArray(*text)).object();
    QCOMPARE(json[QStringLiteral("event")].toString(), QStringLiteral("PKT_TAMPERED"));
    QCOMPARE(json[QStringLiteral("code")].toString(), errorCodeName(ErrorCode::Corrupt));
    QCOMPARE(json[QStringLiteral("args")].toArray().size(), 2);
    QCOMPARE(json[QStringLiteral("detail")].toString(), reason().detail);
    QCOMPARE(json[QStringLiteral("at")].toString(), QStringLiteral("2023-11-14T22:13:20.123Z"));
    QCOMPARE(json[QStringLiteral("bytes")].toInteger(), qint64{10});
    QCOMPARE(json[QStringLiteral("sm3")].toString(), toHex(view(sm3("the packet"))));
}

void TstQuarantine::keepsTheNewestOnly()
{
    test::CrashFileSystem fileSystem;
    int kept = 0;
    // Over restarts as well.
    for (int process = 0; process < 5; ++process) {
        Quarantine quarantine(fileSystem, kDirectory);
        for (int i = 0; i < 20; ++i)
            QVERIFY_OK(quarantine.keep("packet " + std::to_string(++kept), reason()));
    }
    const auto names = fileSystem.list(kDirectory);
    QVERIFY_OK(names);
    QCOMPARE(names->size(), 2 * kQuarantineFiles);
    QVERIFY(!names->contains(QStringLiteral("36.packet")));
    for (int n = 37; n <= 100; ++n) {
        QCOMPARE(*fileSystem.contents(QStringLiteral("%1/%2.packet").arg(kDirectory).arg(n)),
                 "packet " + std::to_string(n));
        QVERIFY(names->contains(QStringLiteral("%1.json").arg(n)));
    }
}

void TstQuarantine::keepsTheBeginningOfWhatIsTooLong()
{
    test::CrashFileSystem fileSystem;
    Quarantine quarantine(fileSystem, kDirectory);
    QVERIFY_OK(quarantine.keep(Bytes(kLargestPacket + 1000, 'x'), reason()));
    QVERIFY_OK(quarantine.keep({}, reason()));
    QCOMPARE(fileSystem.contents(kDirectory + QStringLiteral("/1.packet"))->size(), kLargestPacket);
    QCOMPARE(fileSystem.contents(kDirectory + QStringLiteral("/2.packet"))->size(), std::size_t{0});
}

void TstQuarantine::leavesOtherFilesAlone()
{
    test::CrashFileSystem fileSystem;
    QVERIFY_OK(fileSystem.makeDirectories(kDirectory));
    const QStringList others = {QStringLiteral("notes.txt"), QStringLiteral("x.packet"), QStringLiteral("-1.packet"),
                                QStringLiteral("99999999999999999999999.packet")};
    for (const QString& name : others)
        fileSystem.setContents(kDirectory + u'/' + name, "kept");
    Quarantine quarantine(fileSystem, kDirectory);
    for (int i = 0; i < kQuarantineFiles + 5; ++i)
        QVERIFY_OK(quarantine.keep("packet", reason()));
    for (const QString& name : others)
        QCOMPARE(*fileSystem.contents(kDirectory + u'/' + name), Bytes("kept"));
    QCOMPARE(fileSystem.list(kDirectory)->size(), 2 * kQuarantineFiles + others.size());
}

void TstQuarantine::saysWhenTheDiskIsFull()
{
    test::CrashFileSystem fileSystem;
    Quarantine quarantine(fileSystem, kDirectory);
    fileSystem.setFreeBytes(3);
    const auto full = quarantine.keep("packet", reason());
    QVERIFY(!full);
    QVERIFY(full.error().transient);
    fileSystem.setFreeBytes(std::nullopt);
    QVERIFY_OK(quarantine.keep("packet", reason()));
}

void TstQuarantine::survivesAPowerFailure()
{
    for (int at = 1;; ++at) {
        test::CrashFileSystem fileSystem(static_cast<std::uint64_t>(at));
        fileSystem.crashAtOperation(at);
        bool first = false;
        {
            Quarantine quarantine(fileSystem, kDirectory);
            first = quarantine.keep("first", reason()).has_value();
        }
        const bool crashed = fileSystem.isDown();
        if (crashed)
            fileSystem.restart();
        fileSystem.crashAtOperation(0);
        Quarantine quarantine(fileSystem, kDirectory);
        QVERIFY_OK(quarantine.keep("second", reason()));
        int packets = 0;
        const auto names = fileSystem.list(kDirectory);
        QVERIFY_OK(names);
        for (const QString& name : *names) {
            if (!name.endsWith(QStringLiteral(".packet")))
                continue;
            const Bytes content = *fileSystem.contents(kDirectory + u'/' + name);
            QVERIFY(content == "first" || content == "second");
            ++packets;
        }
        QVERIFY(packets == 2 || (packets == 1 && !first));
        if (!crashed)
            break;
    }
}

BUSHENG_TEST(TstQuarantine)
#include "tst_quarantine.moc"
