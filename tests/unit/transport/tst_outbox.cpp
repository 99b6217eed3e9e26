// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/pipeline/transport/outbox.h"
#include "tests/support/crash_file_system.h"
#include "tests/support/test_main.h"
#include "tests/unit/pack/packed_stream.h"

#include <QTemporaryDir>

using namespace busheng;
using test::CrashFileSystem;
using test::Packet;

namespace {

Outbox::Options options(const QString& directory = QStringLiteral("/outbox"), qint64 quota = 0)
{
    return {directory, quota, 4096};
}

/// A chain of `count` small packets.
std::vector<Packet> chain(std::size_t count)
{
    std::vector<Packet> packets;
    PacketWriter writer(test::linkKey(), test::stream(), test::bootId());
    Digest previous{};
    for (std::size_t i = 1; i <= count; ++i) {
        Packet packet;
        packet.header = test::smallHeader(10 * i);
        packet.header.sequence = i;
        packet.header.previous = previous;
        if (!writer.write(packet.header, test::smallBody(10 * i), packet.bytes))
            qFatal("no packet");
        previous = packetDigest(packet.bytes);
        packets.push_back(packet);
    }
    return packets;
}

} // namespace

class TstOutbox : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY_OK(failpoint::configure(QString())); }

    void keepsPacketsOverARestart();
    void keepsTheNewestPacketWhenAllAreReleased();
    void releasesAgainWithoutEffect();
#ifdef BUSHENG_FAILPOINTS // a release has none
    void takesTheSamePacketAgainAfterAFailure_data();
    void takesTheSamePacketAgainAfterAFailure();
#endif
    void losesNothingWhenThePowerFails();
    void waitsForRoomWithinItsQuota();
    void waitsForRoomOnAFullDisk();
    void refusesAPacketThatIsNotDue();
    void refusesToReleaseOrReadWhatIsNotThere();
    void noticesDamageAtRest();
};

void TstOutbox::keepsPacketsOverARestart()
{
    QTemporaryDir directory;
    const auto packets = chain(50);
    {
        const auto outbox = Outbox::open(systemFileSystem(), options(directory.path()));
        QVERIFY_OK(outbox);
        QCOMPARE((*outbox)->firstSequence(), std::uint64_t{1});
        QCOMPARE((*outbox)->endSequence(), std::uint64_t{1});
        for (const Packet& packet : packets)
            QVERIFY_OK((*outbox)->append(packet.header, packet.bytes));
        QVERIFY((*outbox)->bytesUsed() > 50 * 200);
    }
    const auto outbox = Outbox::open(systemFileSystem(), options(directory.path()));
    QVERIFY_OK(outbox);
    QCOMPARE((*outbox)->endSequence(), std::uint64_t{51});
    for (const Packet& packet : packets) {
        const auto read = (*outbox)->read(packet.header.sequence);
        QVERIFY_OK(read);
        QCOMPARE(*read, packet.bytes);
    }
}

void TstOutbox::keepsTheNewestPacketWhenAllAreReleased()
{
    CrashFileSystem fileSystem;
    const auto packets = chain(100);
    {
        const auto outbox = Outbox::open(fileSystem, options());
        QVERIFY_OK(outbox);
        for (const Packet& packet : packets)
            QVERIFY_OK((*outbox)->append(packet.header, packet.bytes));
        const qint64 full = (*outbox)->bytesUsed();
        QVERIFY_OK((*outbox)->release(50));
        QVERIFY((*outbox)->firstSequence() > 1 && (*outbox)->firstSequence() <= 51);
        QVERIFY_OK((*outbox)->read(51));
        QVERIFY_OK((*outbox)->release(100));
        QVERIFY((*outbox)->bytesUsed() < full / 4);
    }
    const auto outbox = Outbox::open(fileSystem, options());
    QVERIFY_OK(outbox);
    QCOMPARE((*outbox)->endSequence(), std::uint64_t{101});
    const auto newest = (*outbox)->read(100);
    QVERIFY_OK(newest);
    QCOMPARE(test::resumePoint({{}, *newest}).sequence, std::uint64_t{100});
}

void TstOutbox::releasesAgainWithoutEffect()
{
    CrashFileSystem fileSystem;
    const auto outbox = Outbox::open(fileSystem, options());
    QVERIFY_OK(outbox);
    QVERIFY_OK((*outbox)->release(0));
    for (const Packet& packet : chain(100))
        QVERIFY_OK((*outbox)->append(packet.header, packet.bytes));
    QVERIFY_OK((*outbox)->release(60));
    const std::uint64_t first = (*outbox)->firstSequence();
    const qint64 used = (*outbox)->bytesUsed();
    for (const std::uint64_t sequence : {60, 20, 0}) {
        QVERIFY_OK((*outbox)->release(sequence));
        QCOMPARE((*outbox)->firstSequence(), first);
        QCOMPARE((*outbox)->bytesUsed(), used);
    }
}

#ifdef BUSHENG_FAILPOINTS // a release has none
void TstOutbox::takesTheSamePacketAgainAfterAFailure_data()
{
    QTest::addColumn<QString>("name");
    for (const char* step : {"append.before", "append.after", "sync.before", "sync.after", "rotate"})
        QTest::newRow(step) << QStringLiteral("outbox.") + QString::fromLatin1(step);
}

void TstOutbox::takesTheSamePacketAgainAfterAFailure()
{
    QFETCH(QString, name);
    CrashFileSystem fileSystem;
    const auto packets = chain(60);
    int failed = 0;
    {
        const auto outbox = Outbox::open(fileSystem, options());
        QVERIFY_OK(outbox);
        for (const Packet& packet : packets) {
            QVERIFY_OK(failpoint::configure(name + QStringLiteral("=err*2")));
            Result<> done = (*outbox)->append(packet.header, packet.bytes);
            for (int i = 0; i < 3 && !done; ++i, ++failed) {
                QCOMPARE((*outbox)->endSequence(), packet.header.sequence);
                done = (*outbox)->append(packet.header, packet.bytes);
            }
            QVERIFY_OK(done);
        }
    }
    QVERIFY(failed >= 2);
    QVERIFY_OK(failpoint::configure(QString()));
    const auto outbox = Outbox::open(fileSystem, options());
    QVERIFY_OK(outbox);
    QCOMPARE((*outbox)->endSequence(), std::uint64_t{61});
    for (const Packet& packet : packets)
        QCOMPARE(*(*outbox)->read(packet.header.sequence), packet.bytes);
}
#endif

/// The power fails at each operation on the disk in turn; the sender then goes on where the outbox says.
void TstOutbox::losesNothingWhenThePowerFails()
{
    const auto packets = chain(30);
    int crashes = 0;
    for (int at = 1;; ++at) {
        CrashFileSystem fileSystem(static_cast<std::uint64_t>(at));
        fileSystem.crashAtOperation(at);
        std::uint64_t promised = 1; // one past the newest append that returned ok
        std::uint64_t released = 0;
        if (const auto outbox = Outbox::open(fileSystem, options())) {
            for (const Packet& packet : packets) {
                if (!(*outbox)->append(packet.header, packet.bytes))
                    break;
                promised = packet.header.sequence + 1;
                if (packet.header.sequence % 10 == 0 && (*outbox)->release(packet.header.sequence - 5))
                    released = packet.header.sequence - 5;
            }
        }
        const bool crashed = fileSystem.isDown();
        if (crashed)
            fileSystem.restart();
        fileSystem.crashAtOperation(0);
        const auto outbox = Outbox::open(fileSystem, options());
        QVERIFY_OK(outbox);
        const QString where = QStringLiteral("operation %1").arg(at);
        QVERIFY2((*outbox)->endSequence() >= promised && (*outbox)->endSequence() <= promised + 1, qPrintable(where));
        const std::uint64_t wanted = std::max<std::uint64_t>(released + 1, (*outbox)->firstSequence());
        for (std::uint64_t sequence = wanted; sequence < (*outbox)->endSequence(); ++sequence)
            QCOMPARE(*(*outbox)->read(sequence), packets[sequence - 1].bytes);
        for (std::uint64_t sequence = (*outbox)->endSequence(); sequence <= packets.size(); ++sequence)
            QVERIFY_OK((*outbox)->append(packets[sequence - 1].header, packets[sequence - 1].bytes));
        QCOMPARE((*outbox)->endSequence(), std::uint64_t{31});
        if (!crashed)
            break;
        ++crashes;
    }
    QVERIFY(crashes > 60);
}

void TstOutbox::waitsForRoomWithinItsQuota()
{
    CrashFileSystem fileSystem;
    const auto outbox = Outbox::open(fileSystem, options(QStringLiteral("/outbox"), 12'000));
    QVERIFY_OK(outbox);
    int waited = 0;
    for (const Packet& packet : chain(200)) {
        auto done = (*outbox)->append(packet.header, packet.bytes);
        if (!done) {
            ++waited;
            QVERIFY(done.error().transient);
            QCOMPARE(done.error().event, QStringLiteral("DSK_QUOTA"));
            QCOMPARE((*outbox)->endSequence(), packet.header.sequence);
            QVERIFY_OK((*outbox)->release(packet.header.sequence - 1));
            done = (*outbox)->append(packet.header, packet.bytes);
        }
        QVERIFY_OK(done);
        QVERIFY((*outbox)->bytesUsed() <= 12'000);
    }
    QVERIFY(waited > 3);
}

void TstOutbox::waitsForRoomOnAFullDisk()
{
    CrashFileSystem fileSystem;
    const auto outbox = Outbox::open(fileSystem, options());
    QVERIFY_OK(outbox);
    const auto packets = chain(2);
    QVERIFY_OK((*outbox)->append(packets[0].header, packets[0].bytes));
    fileSystem.setFreeBytes(100);
    const auto full = (*outbox)->append(packets[1].header, packets[1].bytes);
    QVERIFY(!full);
    QVERIFY(full.error().transient);
    QCOMPARE(full.error().event, QStringLiteral("DSK_FULL"));
    QCOMPARE((*outbox)->endSequence(), std::uint64_t{2});
    fileSystem.setFreeBytes(std::nullopt);
    QVERIFY_OK((*outbox)->append(packets[1].header, packets[1].bytes));
    QCOMPARE(*(*outbox)->read(2), packets[1].bytes);
}

void TstOutbox::refusesAPacketThatIsNotDue()
{
    CrashFileSystem fileSystem;
    const auto outbox = Outbox::open(fileSystem, options());
    QVERIFY_OK(outbox);
    const auto packets = chain(3);
    QVERIFY(!(*outbox)->append(packets[1].header, packets[1].bytes));
    QVERIFY_OK((*outbox)->append(packets[0].header, packets[0].bytes));
    QVERIFY(!(*outbox)->append(packets[0].header, packets[0].bytes));
    QVERIFY(!(*outbox)->append(packets[2].header, packets[2].bytes));
    QCOMPARE((*outbox)->endSequence(), std::uint64_t{2});
}

void TstOutbox::refusesToReleaseOrReadWhatIsNotThere()
{
    CrashFileSystem fileSystem;
    const auto outbox = Outbox::open(fileSystem, options());
    QVERIFY_OK(outbox);
    for (const Packet& packet : chain(100))
        QVERIFY_OK((*outbox)->append(packet.header, packet.bytes));
    QVERIFY_OK((*outbox)->release(80));
    for (const std::uint64_t sequence : {std::uint64_t{101}, ~std::uint64_t{0}}) {
        const auto released = (*outbox)->release(sequence);
        QVERIFY(!released);
        QCOMPARE(released.error().code, ErrorCode::Protocol);
    }
    for (const std::uint64_t sequence : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{101}, ~std::uint64_t{0}}) {
        const auto read = (*outbox)->read(sequence);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Protocol);
    }
}

void TstOutbox::noticesDamageAtRest()
{
    CrashFileSystem fileSystem;
    {
        const auto outbox = Outbox::open(fileSystem, options());
        QVERIFY_OK(outbox);
        for (const Packet& packet : chain(3))
            QVERIFY_OK((*outbox)->append(packet.header, packet.bytes));
    }
    const auto names = fileSystem.list(QStringLiteral("/outbox"));
    QVERIFY_OK(names);
    for (const QString& name : *names) {
        const QString path = QStringLiteral("/outbox/") + name;
        Bytes content = *fileSystem.contents(path);
        if (content.size() < 400)
            continue;
        content[300] = static_cast<char>(content[300] ^ 1);
        fileSystem.setContents(path, content);
    }
    const auto damaged = Outbox::open(fileSystem, options());
    QVERIFY(!damaged);
    QCOMPARE(damaged.error().event, QStringLiteral("SPL_CORRUPT"));
}

BUSHENG_TEST(TstOutbox)
#include "tst_outbox.moc"
