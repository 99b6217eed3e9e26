// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/pg_wire.h"
#include "engine/pipeline/capture/pgoutput_decoder.h"

#include "tests/support/test_main.h"

#include <QRandomGenerator>

using namespace busheng;
using namespace busheng::pgoutput;

namespace {

/// Writes the messages as the server does.
class Wire {
public:
    explicit Wire(char kind) { m_bytes.push_back(kind); }
    Wire& u8(std::uint8_t value) { return put(value); }
    Wire& u16(std::uint16_t value) { return put(value); }
    Wire& u32(std::uint32_t value) { return put(value); }
    Wire& u64(std::uint64_t value) { return put(value); }
    Wire& kind(char value) { return put(static_cast<std::uint8_t>(value)); }
    Wire& text(BytesView value)
    {
        m_bytes.append(value);
        m_bytes.push_back('\0');
        return *this;
    }
    Wire& value(char kind, BytesView bytes)
    {
        put(static_cast<std::uint8_t>(kind));
        u32(static_cast<std::uint32_t>(bytes.size()));
        m_bytes.append(bytes);
        return *this;
    }
    operator Bytes() const { return m_bytes; }

private:
    template <typename T>
    Wire& put(T value)
    {
        appendPgWire(m_bytes, value);
        return *this;
    }
    Bytes m_bytes;
};

Bytes relation()
{
    return Wire('R')
        .u32(16384)
        .text("public")
        .text("person")
        .kind('d')
        .u16(2)
        .u8(1)
        .text("id")
        .u32(23)
        .u32(UINT32_MAX)
        .u8(0)
        .text("name")
        .u32(1043)
        .u32(24);
}

Bytes update()
{
    return Wire('U')
        .u32(16384)
        .kind('K')
        .u16(2)
        .value('b', "\x01")
        .kind('n')
        .kind('N')
        .u16(2)
        .value('b', "\x02")
        .kind('u');
}

/// One of each, as they come outside a streamed block.
std::vector<Bytes> plainMessages()
{
    return {
        Wire('B').u64(0x1122334455667788).u64(1'000'000).u32(77),
        Wire('O').u64(5).text("busheng_a"),
        relation(),
        Wire('Y').u32(90000).text("public").text("mood"),
        Wire('I').u32(16384).kind('N').u16(3).value('b', "abc").kind('n').value('t', ""),
        update(),
        Wire('U').u32(1).kind('O').u16(1).value('b', "o").kind('N').u16(1).value('b', "n"),
        Wire('U').u32(1).kind('N').u16(1).value('b', "n"),
        Wire('D').u32(1).kind('K').u16(1).value('b', "k"),
        Wire('D').u32(1).kind('O').u16(1).kind('n'),
        Wire('T').u32(2).u8(1).u32(16384).u32(16390),
        Wire('M')
            .u8(1)
            .u64(42)
            .text("busheng.applied")
            .u32(6)
            .kind('1')
            .kind('1')
            .kind('0')
            .kind('0')
            .kind('0')
            .kind('0'),
        Wire('C').u8(0).u64(100).u64(150).u64(1'000'000),
        Wire('c').u32(77).u8(0).u64(100).u64(150).u64(5),
        Wire('A').u32(77).u32(78),
        Wire('S').u32(77).u8(1),
    };
}

/// The same inside a streamed block, where the row messages carry the subtransaction.
std::vector<Bytes> streamedMessages()
{
    std::vector<Bytes> messages;
    for (const Bytes& plain : plainMessages()) {
        if (BytesView("RYIUDTM").find(plain.front()) == BytesView::npos)
            continue;
        Bytes& message = messages.emplace_back(1, plain.front());
        appendPgWire(message, std::uint32_t{4711});
        message.append(plain, 1);
    }
    messages.push_back(Wire('E'));
    return messages;
}

PgoutputDecoder inBlock()
{
    PgoutputDecoder decoder;
    if (!decoder.decode(Bytes(Wire('S').u32(77).u8(1))))
        qFatal("the start of a streamed block");
    return decoder;
}

template <typename T>
T decoded(PgoutputDecoder& decoder, const Bytes& bytes)
{
    const auto message = decoder.decode(bytes);
    if (!message || !std::holds_alternative<T>(*message))
        qFatal("%s", message ? "another message" : qPrintable(message.error().toString()));
    return std::get<T>(*message);
}

} // namespace

class TstPgoutputDecoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTransactions();
    void readsRelations();
    void readsRows();
    void readsTruncatesAndMessages();
    void readsStreamedBlocks();
    void refusesEveryTruncation();
    void refusesWhatComesAfterTheEnd();
    void refusesImpossibleLengths();
    void refusesUnknownAndMisplacedMessages();
    void survivesRandomBytes();
};

void TstPgoutputDecoder::readsTransactions()
{
    PgoutputDecoder decoder;
    const auto messages = plainMessages();
    const auto begin = decoded<Begin>(decoder, messages[0]);
    QCOMPARE(begin.commitLsn, std::uint64_t{0x1122334455667788});
    QCOMPARE(begin.xid, std::uint32_t{77});
    QCOMPARE(pgTimeToUtcMs(begin.time), 946'684'801'000);
    QCOMPARE(decoded<Origin>(decoder, messages[1]).name, BytesView("busheng_a"));
    const auto commit = decoded<Commit>(decoder, messages[12]);
    QCOMPARE(commit.commitLsn, std::uint64_t{100});
    QCOMPARE(commit.endLsn, std::uint64_t{150});
}

void TstPgoutputDecoder::readsRelations()
{
    PgoutputDecoder decoder;
    const Bytes message = relation();
    const auto read = decoded<Relation>(decoder, message);
    QCOMPARE(read.relationId, std::uint32_t{16384});
    QCOMPARE(read.schema, BytesView("public"));
    QCOMPARE(read.name, BytesView("person"));
    QCOMPARE(read.identity, 'd');
    QCOMPARE(read.columns.size(), std::size_t{2});
    QVERIFY(read.columns[0].inKey);
    QCOMPARE(read.columns[0].typeModifier, -1);
    QVERIFY(!read.columns[1].inKey);
    QCOMPARE(read.columns[1].name, BytesView("name"));
    QCOMPARE(read.columns[1].typeId, std::uint32_t{1043});
    QCOMPARE(read.columns[1].typeModifier, 24);
}

void TstPgoutputDecoder::readsRows()
{
    PgoutputDecoder decoder;
    const auto messages = plainMessages();
    const auto insert = decoded<Insert>(decoder, messages[4]);
    QCOMPARE(insert.after.size(), std::size_t{3});
    QCOMPARE(insert.after[0].kind, Value::Kind::Binary);
    QCOMPARE(insert.after[0].bytes, BytesView("abc"));
    QCOMPARE(insert.after[1].kind, Value::Kind::Null);
    QCOMPARE(insert.after[2].kind, Value::Kind::Text);
    QVERIFY(insert.after[2].bytes.empty());
    const Bytes message = update();
    const auto changed = decoded<Update>(decoder, message);
    QCOMPARE(changed.oldRow, OldRow::Key);
    QCOMPARE(changed.before[0].bytes, BytesView("\x01"));
    QCOMPARE(changed.after[0].bytes, BytesView("\x02"));
    QCOMPARE(changed.after[1].kind, Value::Kind::Unchanged);
    QCOMPARE(decoded<Update>(decoder, messages[6]).oldRow, OldRow::Full);
    QCOMPARE(decoded<Update>(decoder, messages[7]).oldRow, OldRow::None);
    QCOMPARE(decoded<Delete>(decoder, messages[8]).oldRow, OldRow::Key);
    QCOMPARE(decoded<Delete>(decoder, messages[9]).before[0].kind, Value::Kind::Null);
}

void TstPgoutputDecoder::readsTruncatesAndMessages()
{
    PgoutputDecoder decoder;
    const auto messages = plainMessages();
    const auto truncate = decoded<Truncate>(decoder, messages[10]);
    QCOMPARE(truncate.relationIds.size(), std::size_t{2});
    QCOMPARE(truncate.relationIds[1], std::uint32_t{16390});
    const auto message = decoded<LogicalMessage>(decoder, messages[11]);
    QVERIFY(message.transactional);
    QCOMPARE(message.lsn, std::uint64_t{42});
    QCOMPARE(message.prefix, BytesView("busheng.applied"));
    QCOMPARE(message.content, BytesView("110000"));
}

void TstPgoutputDecoder::readsStreamedBlocks()
{
    PgoutputDecoder decoder;
    const auto start = decoded<StreamStart>(decoder, Wire('S').u32(77).u8(1));
    QVERIFY(start.first && decoder.inStream());
    const auto messages = streamedMessages();
    QCOMPARE(decoded<Relation>(decoder, messages[0]).xid, std::uint32_t{4711});
    QCOMPARE(decoded<Insert>(decoder, messages[2]).xid, std::uint32_t{4711});
    QCOMPARE(decoded<Update>(decoder, messages[3]).after[0].bytes, BytesView("\x02"));
    QCOMPARE(decoded<LogicalMessage>(decoder, messages[messages.size() - 2]).xid, std::uint32_t{4711});
    decoded<StreamStop>(decoder, messages.back());
    QVERIFY(!decoder.inStream());
    QVERIFY(!decoded<StreamStart>(decoder, Wire('S').u32(77).u8(0)).first);
    decoded<StreamStop>(decoder, messages.back());
    QCOMPARE(decoded<StreamCommit>(decoder, Wire('c').u32(77).u8(0).u64(100).u64(150).u64(5)).endLsn,
             std::uint64_t{150});
    QCOMPARE(decoded<StreamAbort>(decoder, Wire('A').u32(77).u32(78)).subXid, std::uint32_t{78});
}

void TstPgoutputDecoder::refusesEveryTruncation()
{
    for (const bool streamed : {false, true}) {
        for (const Bytes& message : streamed ? streamedMessages() : plainMessages()) {
            for (std::size_t size = 0; size < message.size(); ++size) {
                PgoutputDecoder decoder = streamed ? inBlock() : PgoutputDecoder();
                const auto cut = decoder.decode(BytesView(message).substr(0, size));
                QVERIFY2(!cut, qPrintable(QStringLiteral("%1 cut at %2").arg(QLatin1Char(message[0])).arg(size)));
                QCOMPARE(cut.error().code, ErrorCode::Corrupt);
            }
            PgoutputDecoder decoder = streamed ? inBlock() : PgoutputDecoder();
            QVERIFY_OK(decoder.decode(message));
        }
    }
}

void TstPgoutputDecoder::refusesWhatComesAfterTheEnd()
{
    for (const Bytes& message : plainMessages()) {
        PgoutputDecoder decoder;
        const auto longer = decoder.decode(message + 'x');
        QVERIFY(!longer);
        QCOMPARE(longer.error().code, ErrorCode::Corrupt);
    }
}

void TstPgoutputDecoder::refusesImpossibleLengths()
{
    const std::vector<Bytes> messages{
        Wire('I').u32(1).kind('N').u16(1).kind('b').u32(UINT32_MAX),
        Wire('I').u32(1).kind('N').u16(1).kind('b').u32(INT32_MAX),
        Wire('I').u32(1).kind('N').u16(UINT16_MAX),
        Wire('I').u32(1).kind('N').u16(1).kind('x').u32(0),
        Wire('I').u32(1).kind('K').u16(0),
        Wire('U').u32(1).kind('K').u16(0).kind('K').u16(0),
        Wire('D').u32(1).kind('N').u16(0),
        Wire('T').u32(UINT32_MAX).u8(0),
        Wire('R').u32(1).text("s").text("t").kind('d').u16(UINT16_MAX),
        Wire('M').u8(0).u64(1).text("p").u32(UINT32_MAX),
        Wire('M').u8(7).u64(1).text("p").u32(0),
        Wire('C').u8(9).u64(1).u64(2).u64(3),
    };
    for (const Bytes& message : messages) {
        PgoutputDecoder decoder;
        const auto refused = decoder.decode(message);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Corrupt);
    }
}

void TstPgoutputDecoder::refusesUnknownAndMisplacedMessages()
{
    PgoutputDecoder decoder;
    for (const char kind : {'Z', 'b', 'P', 'K', 'r', 'p', '\0', 'E'}) {
        const auto refused = decoder.decode(Bytes(Wire(kind).u64(0).u64(0)));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Protocol);
    }
    for (const char kind : {'B', 'C', 'S', 'c', 'A'}) {
        PgoutputDecoder streaming = inBlock();
        const auto refused = streaming.decode(Bytes(Wire(kind).u64(0).u64(0)));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Protocol);
    }
}

void TstPgoutputDecoder::survivesRandomBytes()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    std::vector<Bytes> samples = plainMessages();
    for (const Bytes& message : streamedMessages())
        samples.push_back(message);
    for (int round = 0; round < 200'000; ++round) {
        Bytes message = samples[random.bounded(static_cast<quint32>(samples.size()))];
        for (quint32 change = random.bounded(4); change > 0; --change)
            message[random.bounded(static_cast<quint32>(message.size()))] = static_cast<char>(random.bounded(256));
        PgoutputDecoder decoder = round % 2 == 0 ? PgoutputDecoder() : inBlock();
        const auto result = decoder.decode(message);
        if (!result)
            QVERIFY(result.error().code == ErrorCode::Corrupt || result.error().code == ErrorCode::Protocol);
    }
}

BUSHENG_TEST(TstPgoutputDecoder)
#include "tst_pgoutput_decoder.moc"
