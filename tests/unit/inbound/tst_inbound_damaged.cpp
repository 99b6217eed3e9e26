// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "tests/unit/inbound/inbound_fixture.h"

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr std::size_t kPackets = 12;
constexpr std::uint64_t kApplied = 4;

/// What a clean end leaves: all packets queued, the first few applied.
std::map<QString, Bytes> filled(const std::vector<Bytes>& packets)
{
    CrashFileSystem files;
    {
        auto queue = openQueue(files);
        for (const Bytes& packet : packets)
            static_cast<void>((*queue)->accept(packet));
        static_cast<void>((*queue)->sync());
    }
    std::map<QString, Bytes> image;
    const QStringList names = files.list(kQueueDirectory).value();
    for (const QString& name : names)
        image[name] = files.contents(kQueueDirectory + u'/' + name).value();
    return image;
}

void layOut(CrashFileSystem& files, const std::map<QString, Bytes>& image)
{
    static_cast<void>(files.makeDirectories(kQueueDirectory));
    for (const auto& [name, bytes] : image)
        files.setContents(kQueueDirectory + u'/' + name, bytes);
}

InboundQueue::Applied appliedOf(const std::vector<Bytes>& packets)
{
    return {kApplied, packetDigest(packets[kApplied - 1])};
}

} // namespace

/// A queue whose files are damaged at rest is put aside and filled again by the sender.
class TstInboundDamaged : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void beginsAnewFromTheCheckpointWhereverAByteIsFlipped()
    {
        const std::vector<Bytes> packets = chain(kPackets);
        const std::map<QString, Bytes> image = filled(packets);
        int putAside = 0;
        for (const auto& [name, whole] : image) {
            for (std::size_t at = 0; at < whole.size(); at += 17) {
                CrashFileSystem files;
                layOut(files, image);
                Bytes bad = whole;
                bad[at] = static_cast<char>(bad[at] ^ 0x10);
                files.setContents(kQueueDirectory + u'/' + name, bad);
                std::optional<Error> told;
                auto queue = open(files, packets, told);
                QVERIFY_OK(queue);
                QVERIFY2(told.has_value(), qPrintable(name));
                QCOMPARE(told->event, events::SPL_CORRUPT);
                QCOMPARE((*queue)->endSequence(), kApplied + 1);
                QVERIFY((*queue)->lastDigest() == packetDigest(packets[kApplied - 1]));
                QCOMPARE(files.contents(kQueueDirectory + QStringLiteral("/damaged-") + name), bad);
                fillAgain(**queue, packets);
                ++putAside;
            }
        }
        QVERIFY(putAside > 50);
    }

    void aWholeQueueStays()
    {
        const std::vector<Bytes> packets = chain(kPackets);
        CrashFileSystem files;
        layOut(files, filled(packets));
        std::optional<Error> told;
        auto queue = open(files, packets, told);
        QVERIFY_OK(queue);
        QVERIFY(!told.has_value());
        QCOMPARE((*queue)->endSequence(), kPackets + 1);
    }

    void keepsOneDamageAside()
    {
        const std::vector<Bytes> packets = chain(kPackets);
        CrashFileSystem files;
        layOut(files, filled(packets));
        for (int round = 0; round < 3; ++round) {
            damage(files);
            std::optional<Error> told;
            auto queue = open(files, packets, told);
            QVERIFY_OK(queue);
            QVERIFY(told.has_value());
            fillAgain(**queue, packets);
        }
        const QStringList names = files.list(kQueueDirectory).value();
        QCOMPARE(names.filter(QStringLiteral("damaged-")).size(), 2); // a segment and an anchor
        QCOMPARE(names.size(), 4);
    }

    void goesOnPuttingAsideAfterAPowerFailureAtEachStep()
    {
        const std::vector<Bytes> packets = chain(kPackets);
        const std::map<QString, Bytes> image = filled(packets);
        for (int step = 1;; ++step) {
            CrashFileSystem files(static_cast<std::uint64_t>(step));
            layOut(files, image);
            damage(files);
            std::optional<Error> told;
            files.crashAtOperation(files.operations() + step);
            const bool opened = open(files, packets, told).has_value();
            if (!files.isDown()) {
                QVERIFY(opened && step > 4);
                return;
            }
            files.restart();
            auto queue = open(files, packets, told);
            QVERIFY_OK(queue);
            // Renamed in part, it may look like a new queue, never like a whole one.
            QCOMPARE((*queue)->endSequence(), kApplied + 1);
            fillAgain(**queue, packets);
        }
    }

private:
    static Result<std::unique_ptr<InboundQueue>> open(FileSystem& files, const std::vector<Bytes>& packets,
                                                      std::optional<Error>& told)
    {
        InboundQueue::Options options;
        options.directory = kQueueDirectory;
        options.onDamaged = [&told](const Error& error) { told = error; };
        auto queue = InboundQueue::open(files, options, stream(), appliedOf(packets));
        if (queue)
            (*queue)->addKey(linkKey());
        return queue;
    }

    static void damage(CrashFileSystem& files)
    {
        const QStringList names = files.list(kQueueDirectory).value();
        for (const QString& name : names) {
            if (!name.endsWith(QStringLiteral(".log")) || name.startsWith(QStringLiteral("damaged-")))
                continue;
            Bytes bytes = files.contents(kQueueDirectory + u'/' + name).value();
            bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
            files.setContents(kQueueDirectory + u'/' + name, bytes);
        }
    }

    /// As the sender does when it is asked from the checkpoint on.
    static void fillAgain(InboundQueue& queue, const std::vector<Bytes>& packets)
    {
        for (std::size_t i = queue.endSequence() - 1; i < packets.size(); ++i)
            QVERIFY_OK(queue.accept(packets[i]));
        QVERIFY_OK(queue.sync());
        QCOMPARE(queue.endSequence(), kPackets + 1);
        QCOMPARE(queue.read(kPackets).value_or(Bytes()), packets.back());
    }
};

BUSHENG_TEST(TstInboundDamaged)
#include "tst_inbound_damaged.moc"
