// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/process_info.h"
#include "tests/support/test_main.h"
#include "tests/unit/apply/target_fixture.h"

#include <atomic>
#include <random>
#include <thread>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr int kAccounts = 40;
constexpr std::int64_t kEach = 1000;

/// Money that moves between accounts, in transactions that are whole in a packet or span three. The sum never changes.
class Bank {
public:
    explicit Bank(std::uint32_t seed) : m_random(seed), m_balances(kAccounts, kEach) {}

    PacketFeed story(int packets)
    {
        Block accounts;
        for (int id = 0; id < kAccounts; ++id)
            accounts.upsert(account(id, "a", kEach));
        PacketFeed feed;
        feed.structure(bankSchema()).loadBegin(1, 1).loadRows(accounts).loadEnd(1).seal();
        for (int i = 0; i < packets; ++i) {
            if (m_random() % 4 == 0) {
                spanning(feed);
                continue;
            }
            for (std::uint32_t n = m_random() % 5 + 1; n > 0; --n)
                feed.begin(++m_position).operations(give(-1)).operations(give(1)).end();
            feed.seal();
        }
        return feed;
    }

    const std::vector<std::int64_t>& balances() const { return m_balances; }

private:
    void spanning(PacketFeed& feed)
    {
        if (m_random() % 3 == 0) { // a first try that is forgotten
            const std::vector<std::int64_t> kept = m_balances;
            feed.begin(m_position + 1).operations(give(-1)).seal();
            feed.operations(give(-1)).seal();
            feed.dropped().seal();
            m_balances = kept;
        }
        feed.begin(++m_position).operations(give(-1)).operations(give(-1)).seal();
        feed.operations(give(1)).seal();
        feed.operations(give(1)).end().seal();
    }

    Block give(std::int64_t amount)
    {
        const auto id = static_cast<std::int64_t>(m_random() % kAccounts);
        std::int64_t& balance = m_balances[static_cast<std::size_t>(id)];
        balance += amount;
        return Block().update(row({number(id)}), account(id, "a", balance));
    }

    std::mt19937 m_random;
    std::vector<std::int64_t> m_balances;
    std::uint64_t m_position = 1;
};

/// One packet of a transaction that spans many; `total` operations when it is the last, else 0.
FedPacket largePart(int part, int rows, int total)
{
    const Bytes name(490, 'n');
    Block block;
    for (int i = 0; i < rows; ++i)
        block.insert(account(part * rows + i, name.c_str(), 1));
    PacketFeed feed;
    if (part == 0)
        feed.begin(2);
    feed.operations(block);
    if (total > 0) {
        Frame end;
        end.type = FrameType::TransactionEnd;
        end.changes = static_cast<std::uint64_t>(total);
        feed.frame(end);
    }
    FedPacket packet = feed.seal().last();
    packet.header.flags = 0;
    if (total == 0)
        packet.header.set(PacketFlag::TransactionOpen);
    return packet;
}

} // namespace

class TstApplierAtomicity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noReaderEverSeesHalfATransaction();
    void memoryStaysFlatInALargeTransaction();
};

void TstApplierAtomicity::noReaderEverSeesHalfATransaction()
{
    const auto seed = static_cast<std::uint32_t>(std::random_device()());
    qInfo("seed %u", seed);
    Bank bank(seed);
    const PacketFeed feed = bank.story(150);
    TargetFixture target;
    target.options.commitRows = 7;
    QVERIFY_OK(target.open());
    QVERIFY_OK(target.give(feed.packets()[0]));

    std::atomic<bool> stop = false;
    std::atomic<int> reads = 0;
    std::atomic<int> wrong = 0;
    std::thread reader([&] {
        const auto database = target.other();
        while (!stop) {
            const auto sum = database->queryInteger(QStringLiteral("SELECT sum(balance) FROM account"));
            if (!sum || *sum != kAccounts * kEach)
                ++wrong;
            ++reads;
        }
    });
    const Result<> played = target.play(feed.packets());
    while (reads < 20)
        std::this_thread::yield();
    stop = true;
    reader.join();
    QVERIFY_OK(played);
    QCOMPARE(wrong.load(), 0);
    std::vector<Bytes> expected;
    for (int id = 0; id < kAccounts; ++id)
        expected.push_back(account(id, "a", bank.balances()[static_cast<std::size_t>(id)]));
    QCOMPARE(target.rows(bankSchema().tables[0]), expected);
}

void TstApplierAtomicity::memoryStaysFlatInALargeTransaction()
{
    constexpr int kPackets = 75;
    constexpr int kRows = 4000;
    TargetFixture target;
    QVERIFY_OK(target.open());
    PacketFeed start;
    start.structure(bankSchema()).loadBegin(1, 1).loadEnd(1).seal();
    QVERIFY_OK(target.play(start.packets()));
    Digest previous = start.last().digest;
    const qint64 before = peakResidentBytes();
    for (int i = 0; i < kPackets; ++i) {
        const bool last = i + 1 == kPackets;
        FedPacket packet = largePart(i, kRows, last ? kPackets * kRows : 0);
        packet.header.sequence = static_cast<std::uint64_t>(i) + 2;
        packet.header.previous = previous;
        previous = packet.digest;
        QVERIFY_OK(target.give(packet));
    }
    const qint64 grown = peakResidentBytes() - before;
    const auto rows = target.other()->queryInteger(QStringLiteral("SELECT count(*) FROM account"));
    QVERIFY_OK(rows);
    QCOMPARE(*rows, std::int64_t{kPackets} * kRows);
    // 150 MB of rows; the page cache may hold 64 MiB of them, whatever their number.
#ifdef __SANITIZE_ADDRESS__
    Q_UNUSED(grown) // freed memory stays resident there
#else
    QVERIFY2(grown < 100LL << 20, qPrintable(QStringLiteral("%1 MiB").arg(grown >> 20)));
#endif
}

BUSHENG_TEST(TstApplierAtomicity)
#include "tst_applier_atomicity.moc"
