// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/logcache/log_record.h"
#include "tests/support/test_main.h"

#include <limits>
#include <random>

using namespace busheng;

namespace {

using Kind = LogRecord::Kind;

Bytes encode(const LogRecord& record)
{
    Bytes bytes;
    ByteWriter out(bytes);
    encodeLogRecord(out, record);
    return bytes;
}

/// One of each kind, as the format page shows them.
std::vector<std::pair<LogRecord, QString>> examples()
{
    return {
        {{Kind::Begin, 7, 0, {}, 0, 0, 0, {}}, QStringLiteral("0107")},
        {{Kind::Operations, 7, 9, {}, 0, 0, 3, "abc"}, QStringLiteral("02070903616263")},
        {{Kind::Commit, 7, 0, {300}, -5, 0, 0, {}}, QStringLiteral("0307ac0209")},
        {{Kind::Abort, 7, 9, {}, 0, 0, 0, {}}, QStringLiteral("040709")},
        {{Kind::Mark, 0, 0, {300}, 0, 4, 0, {}}, QStringLiteral("0504ac02")},
        {{Kind::Heartbeat, 0, 0, {300}, 5, 0, 0, {}}, QStringLiteral("06ac020a")},
        {{Kind::Repair, 0, 0, {300}, 0, 0, 1, "z"}, QStringLiteral("07ac02017a")},
        {{Kind::Structure, 0, 0, {300}, 0, 0, 0, "s"}, QStringLiteral("08ac0273")},
        {{Kind::Transaction, 7, 7, {300}, -5, 0, 1, "z"}, QStringLiteral("0907ac0209017a")},
    };
}

bool same(const LogRecord& a, const LogRecord& b)
{
    return a.kind == b.kind && a.transaction == b.transaction && a.subTransaction == b.subTransaction &&
           a.position == b.position && a.utcMs == b.utcMs && a.markId == b.markId && a.count == b.count &&
           a.block == b.block;
}

} // namespace

class TstLogRecord : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachKindHasTheBytesOfTheFormatPage()
    {
        for (const auto& [record, hex] : examples()) {
            const Bytes bytes = encode(record);
            QCOMPARE(toHex(bytes), hex);
            QVERIFY(same(decodeLogRecord(bytes).value(), record));
        }
        const auto most = std::numeric_limits<std::uint64_t>::max();
        const LogRecord largest{Kind::Operations, most, most, {}, 0, 0, std::numeric_limits<std::uint32_t>::max(), "b"};
        const Bytes bytes = encode(largest); // the block is a view into it
        QVERIFY(same(decodeLogRecord(bytes).value(), largest));
    }

    void refusesAnyCutAndAnythingBehindTheEnd()
    {
        for (const auto& [record, hex] : examples()) {
            const Bytes bytes = encode(record);
            const std::size_t minimum = bytes.size() - (record.block.empty() ? 0 : record.block.size() - 1);
            for (std::size_t size = 0; size < minimum; ++size) {
                const auto decoded = decodeLogRecord(BytesView(bytes).substr(0, size));
                QVERIFY(!decoded);
                QCOMPARE(decoded.error().code, ErrorCode::Corrupt);
            }
            if (record.block.empty())
                QVERIFY(!decodeLogRecord(bytes + '\0'));
        }
    }

    void refusesUnknownKindsAndCountsThatCannotBe()
    {
        for (const int kind : {0, 10, 255})
            QVERIFY(!decodeLogRecord(static_cast<char>(kind) + Bytes(6, '\1')));
        QVERIFY(!decodeLogRecord(BytesView("\x02\x07\x09\x00"
                                           "abc",
                                           7))); // no operations
        QVERIFY(!decodeLogRecord(BytesView("\x02\x07\x09\x80\x80\x80\x80\x10"
                                           "abc",
                                           11))); // 2^32
    }

    void randomBytesAreRefusedOrRoundTrip()
    {
        std::mt19937 random(11);
        int accepted = 0;
        for (int i = 0; i < 50000; ++i) {
            Bytes bytes(random() % 16, '\0');
            for (char& byte : bytes)
                byte = static_cast<char>(random() % 3 == 0 ? random() : random() % 9);
            if (const auto record = decodeLogRecord(bytes)) {
                ++accepted;
                const Bytes again = encode(*record);
                QVERIFY(same(decodeLogRecord(again).value(), *record));
            }
        }
        QVERIFY(accepted > 100);
    }
};

BUSHENG_TEST(TstLogRecord)
#include "tst_log_record.moc"
