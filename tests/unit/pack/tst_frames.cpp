// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/pack/frames.h"
#include "tests/support/test_main.h"
#include "tests/unit/pack/packet_forge.h"

#include <limits>

using namespace busheng;

namespace {

constexpr std::uint64_t kBig = std::numeric_limits<std::uint64_t>::max();

Bytes encode(const Frame& frame)
{
    Bytes out;
    ByteWriter writer(out);
    writeFrame(writer, frame);
    return out;
}

/// One of each type, with the extremes of their numbers.
std::vector<Frame> oneOfEach(BytesView block)
{
    std::vector<Frame> frames;
    for (std::uint8_t type = 1; type <= 10; ++type) {
        Frame frame;
        frame.type = static_cast<FrameType>(type);
        frames.push_back(frame);
    }
    frames[0].block = block;
    frames[1].loadBegin = {kBig, {kBig}, true, {0, 1, kBig}};
    frames[2].generation = kBig;
    frames[2].count = 2;
    frames[2].block = block;
    frames[3].loadEnd = {{7}, {665'276, 0}};
    frames[4].position = {kBig};
    frames[4].utcMs = std::numeric_limits<qint64>::min();
    frames[5].count = 2;
    frames[5].block = block;
    frames[6].changes = kBig;
    frames[8].markId = kBig;
    frames[8].position = {1};
    frames[9].position = {300};
    frames[9].utcMs = std::numeric_limits<qint64>::max();
    return frames;
}

/// Whether the body is read to its end without complaint.
bool isReadable(BytesView body)
{
    FrameReader reader(body);
    Frame frame;
    while (reader.next(frame)) {
    }
    return !reader.failed();
}

} // namespace

class TstFrames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsBackEveryFrameItWrote();
    void keepsAFramesBesideItsBlockWithinItsRoom();
    void failsOnEveryShortenedFrame();
    void failsOnUnknownTypes();
    void failsOnCountsThatTheBytesCannotHold();
};

void TstFrames::readsBackEveryFrameItWrote()
{
    const Bytes block = test::block(ChangeKind::Upsert, 1, 10, 2, "x");
    const std::vector<Frame> frames = oneOfEach(block);
    Bytes body;
    for (const Frame& frame : frames)
        body += encode(frame);
    FrameReader reader(body);
    Frame got;
    for (const Frame& want : frames) {
        QVERIFY(reader.next(got));
        QCOMPARE(got.type, want.type);
        QCOMPARE(got.block, want.block);
        QCOMPARE(got.count, want.count);
        QCOMPARE(got.generation, want.generation);
        QCOMPARE(got.position, want.position);
        QCOMPARE(got.utcMs, want.utcMs);
        QCOMPARE(got.changes, want.changes);
        QCOMPARE(got.markId, want.markId);
        QCOMPARE(got.loadBegin.generation, want.loadBegin.generation);
        QCOMPARE(got.loadBegin.position, want.loadBegin.position);
        QCOMPARE(got.loadBegin.resumed, want.loadBegin.resumed);
        QCOMPARE(got.loadBegin.expectedRows, want.loadBegin.expectedRows);
        QCOMPARE(got.loadEnd.position, want.loadEnd.position);
        QCOMPARE(got.loadEnd.rowCount, want.loadEnd.rowCount);
    }
    QVERIFY(!reader.next(got));
    QVERIFY(!reader.failed());
}

void TstFrames::keepsAFramesBesideItsBlockWithinItsRoom()
{
    const Bytes block = test::block(ChangeKind::Upsert, 1, 10, 2, "x");
    for (Frame frame : oneOfEach(block)) {
        const std::size_t perTable = 10 * (frame.loadBegin.expectedRows.size() + frame.loadEnd.rowCount.size());
        if (frame.count > 0)
            frame.count = std::numeric_limits<std::uint32_t>::max();
        const std::size_t size = encode(frame).size() - frame.block.size() - perTable;
        // The length of a block in a packet takes three bytes more than this small one's.
        QVERIFY2(static_cast<qint64>(size) + 3 <= static_cast<qint64>(kFrameRoom), qPrintable(QString::number(size)));
    }
}

void TstFrames::failsOnEveryShortenedFrame()
{
    const Bytes block = test::block(ChangeKind::Upsert, 1, 10, 2, "x");
    for (const Frame& frame : oneOfEach(block)) {
        const Bytes whole = encode(frame);
        QVERIFY(isReadable(whole));
        for (std::size_t size = 1; size < whole.size(); ++size)
            QVERIFY2(!isReadable(whole.substr(0, size)), qPrintable(QString::number(size)));
    }
}

void TstFrames::failsOnUnknownTypes()
{
    for (int type = 0; type < 256; ++type) {
        if (type < 1 || type > 10)
            QVERIFY(!isReadable(Bytes(40, static_cast<char>(type))));
    }
}

void TstFrames::failsOnCountsThatTheBytesCannotHold()
{
    const Bytes block = test::block(ChangeKind::Upsert, 1, 10, 2, "x");
    for (const std::uint64_t count :
         {std::uint64_t{0}, std::uint64_t{block.size()}, std::uint64_t{1} << 31, (std::uint64_t{1} << 32) + 2, kBig}) {
        Bytes body;
        ByteWriter out(body);
        out.fixed(static_cast<std::uint8_t>(FrameType::Operations));
        out.varint(count);
        out.sized(block);
        QVERIFY2(!isReadable(body), qPrintable(QString::number(count)));
    }
    for (const std::uint64_t tables : {std::uint64_t{4}, std::uint64_t{65'537}, std::uint64_t{1} << 31, kBig}) {
        Bytes body;
        ByteWriter out(body);
        out.fixed(static_cast<std::uint8_t>(FrameType::LoadEnd));
        out.varint(1);
        out.varint(tables);
        out.raw("\x01\x01\x01");
        QVERIFY2(!isReadable(body), qPrintable(QString::number(tables)));
    }
}

BUSHENG_TEST(TstFrames)
#include "tst_frames.moc"
