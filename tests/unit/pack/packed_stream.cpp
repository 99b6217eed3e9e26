// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/pack/packed_stream.h"

#include "engine/pipeline/pack/validate_frames.h"

#include <stdexcept>

namespace busheng::test {
namespace {

void require(bool condition, const char* what)
{
    if (!condition)
        throw std::runtime_error(what);
}

template <typename R>
void requireOk(const R& result)
{
    if (!result)
        throw std::runtime_error(result.error().toString().toStdString());
}

Error outputFailure()
{
    return makeTransient(ErrorCode::Storage, QStringLiteral("DSK_FULL"), QStringLiteral("the outbox is full"));
}

/// Walks the frames of one packet after another.
class Receiver {
public:
    Received result;

    void take(const Packet& packet)
    {
        PacketReader reader(stream());
        reader.addKey(linkKey());
        Bytes body;
        const auto header = reader.read(packet.bytes, body);
        requireOk(header);
        require(*header == packet.header, "output was given another header");
        require(header->sequence == m_sequence + 1, "sequence");
        require(header->previous == m_digest, "previous digest");
        const auto summary = validateFrames(body);
        requireOk(summary);
        require(summary->transactions == header->transactions, "number of transactions");
        require(summary->changes == header->changes, "number of changes");
        require(summary->load == header->has(PacketFlag::Load), "flag Load");
        require(summary->transactionOpen == header->has(PacketFlag::TransactionOpen), "flag TransactionOpen");
        if (!header->has(PacketFlag::Load))
            require(header->from == m_position, "from does not join");
        m_packetPosition = header->from;
        walk(body);
        require(header->upTo == m_packetPosition, "upTo");
        require(result.open == header->has(PacketFlag::TransactionOpen), "open transaction");
        m_sequence = header->sequence;
        m_digest = packetDigest(packet.bytes);
        m_position = header->upTo;
    }

private:
    void walk(BytesView body)
    {
        FrameReader frames(body);
        Frame frame;
        while (frames.next(frame))
            takeFrame(frame);
        require(!frames.failed(), "frames");
    }

    void takeFrame(const Frame& frame)
    {
        switch (frame.type) {
        case FrameType::Structure:
            require(!result.open, "a structure in a transaction");
            break;
        case FrameType::LoadBegin:
            result.loads += frame.loadBegin.resumed ? 0 : 1;
            break;
        case FrameType::LoadRows:
            require(frame.generation == static_cast<std::uint64_t>(result.loads), "generation");
            result.loaded += frame.block;
            break;
        case FrameType::LoadEnd:
            ++result.loadEnds;
            break;
        case FrameType::TransactionBegin:
            require(!result.open, "a transaction in a transaction");
            m_current = {frame.position, {}};
            result.open = true;
            break;
        case FrameType::Operations:
            require(result.open, "operations outside of a transaction");
            m_current.operations += frame.block;
            break;
        case FrameType::TransactionEnd:
            require(result.open, "an end without a begin");
            result.transactions.push_back(m_current);
            m_packetPosition = m_current.position;
            result.open = false;
            break;
        case FrameType::TransactionDropped:
            require(result.open, "nothing to drop");
            result.open = false;
            ++result.dropped;
            break;
        case FrameType::Mark:
            result.marks.push_back(frame.markId);
            m_packetPosition = frame.position;
            break;
        case FrameType::Heartbeat:
            m_packetPosition = frame.position;
            break;
        }
    }

    Received::Transaction m_current;
    std::uint64_t m_sequence = 0;
    Digest m_digest{};
    Position m_position;
    Position m_packetPosition;
};

} // namespace

Source::Source()
{
    LogCache::Options options;
    options.directory = QStringLiteral("/cache");
    auto opened = LogCache::open(m_fileSystem, options);
    requireOk(opened);
    m_cache = std::move(*opened);
}

void Source::transaction(std::uint64_t position, std::uint32_t count, BytesView text)
{
    requireOk(m_cache->begin(position));
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto id = static_cast<std::int64_t>(position * 1000 + i);
        requireOk(m_cache->operations(position, position, change(ChangeKind::Insert, 1, id, text), 1));
    }
    requireOk(m_cache->commit(position, {position}, 1'700'000'000'000));
    requireOk(m_cache->flush());
}

PackedStream::PackedStream(char bootFill) : m_boot(bootFill)
{
    start({});
}

void PackedStream::restart()
{
    start(packets.empty() ? Packer::Start() : resumePoint(packets.back()).packerStart());
}

void PackedStream::start(const Packer::Start& from)
{
    m_packer.reset();
    m_writer = std::make_unique<PacketWriter>(linkKey(), stream(), bootId(m_boot++));
    const auto output = [this](const PacketHeader& header, BytesView bytes) -> Result<> {
        if (fullNowAndThen && ++m_attempts % 3 != 0)
            return fail(outputFailure());
        packets.push_back({header, Bytes(bytes)});
        return {};
    };
    m_packer = std::make_unique<Packer>(*m_writer, output, from);
}

Result<> PackedStream::pack(LogCache& cache)
{
    Composer composer(cache, m_packer->position());
    while (true) {
        ENGINE_TRY_AS(const auto item, composer.next());
        if (!item)
            return m_packer->flush();
        ENGINE_TRY(m_packer->item(*item, composer));
    }
}

Received receive(const std::vector<Packet>& packets)
{
    Receiver receiver;
    for (const Packet& packet : packets)
        receiver.take(packet);
    return receiver.result;
}

ResumePoint resumePoint(const Packet& packet)
{
    PacketReader reader(stream());
    reader.addKey(linkKey());
    auto point = readResumePoint(packet.bytes, reader);
    requireOk(point);
    return *point;
}

Bytes putTogether(BytesView operations)
{
    Bytes whole;
    ByteWriter out(whole);
    PartCollector parts;
    RowChange change;
    for (ChangeReader reader(operations); reader.next(change);) {
        if (!travelsApart(change.kind)) {
            require(!parts.isUnderWay(), "an operation inside the parts of another");
            writeChange(out, change);
            continue;
        }
        const auto isWhole = parts.take(change);
        requireOk(isWhole);
        if (*isWhole)
            out.raw(parts.operation());
    }
    require(!parts.isUnderWay(), "parts without an end");
    return whole;
}

} // namespace busheng::test
