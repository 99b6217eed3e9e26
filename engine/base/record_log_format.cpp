// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/record_log_format.h"

#include "engine/base/byte_reader.h"
#include "engine/base/byte_writer.h"

#include <xxhash.h>

#include <algorithm>

namespace busheng::recordlog {
namespace {

constexpr std::uint32_t kSegmentMagic = 0x474c5342U; // "BSLG"
constexpr std::uint32_t kRecordMagic = 0x43525342U;  // "BSRC"
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kCheckedHeaderBytes = 20; // magic, length, number, unsynced
constexpr std::size_t kWindow = 1U << 20;
constexpr int kNumberDigits = 20;

std::optional<std::uint64_t> parseNumber(const QString& digits)
{
    if (digits.size() != kNumberDigits ||
        !std::all_of(digits.begin(), digits.end(), [](QChar c) { return c >= u'0' && c <= u'9'; }))
        return std::nullopt;
    bool ok = false;
    const std::uint64_t number = digits.toULongLong(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

QString formatNumber(std::uint64_t number)
{
    return QString::number(number).rightJustified(kNumberDigits, u'0');
}

std::uint64_t hashOf(BytesView bytes, std::uint64_t seed)
{
    return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

struct SegmentHeader {
    std::uint32_t version = 0;
    std::uint64_t first = 0;
    std::uint64_t salt = 0;
};

std::optional<SegmentHeader> decodeSegmentHeader(BytesView bytes)
{
    ByteReader in(bytes);
    SegmentHeader header;
    const auto magic = in.fixed<std::uint32_t>();
    header.version = in.fixed<std::uint32_t>();
    header.first = in.fixed<std::uint64_t>();
    header.salt = in.fixed<std::uint64_t>();
    const auto check = in.fixed<std::uint64_t>();
    if (in.failed() || magic != kSegmentMagic || check != hashOf(bytes.substr(0, kSegmentHeaderBytes - 8), 0))
        return std::nullopt;
    return header;
}

/// A file seen through a buffer that moves forward: one read of the disk for many small records.
class Window {
public:
    Window(File& file, qint64 fileSize) : m_file(file), m_fileSize(fileSize) {}

    /// `count` bytes from `offset`, fewer only at the end of the file; valid until the next call.
    Result<BytesView> at(qint64 offset, std::size_t count)
    {
        const auto left = static_cast<std::size_t>(std::max<qint64>(0, m_fileSize - offset));
        count = std::min(count, left);
        const auto inside = static_cast<std::size_t>(offset - m_base);
        if (offset < m_base || inside + count > m_buffer.size()) {
            m_buffer.resize(std::min(std::max(count, kWindow), left));
            ENGINE_TRY_AS(const std::size_t got, m_file.readAt(offset, m_buffer));
            m_buffer.resize(got);
            m_base = offset;
            return BytesView(m_buffer).substr(0, count);
        }
        return BytesView(m_buffer).substr(inside, count);
    }

private:
    File& m_file;
    qint64 m_fileSize;
    qint64 m_base = 0;
    Bytes m_buffer;
};

/// Whether a header behind `offset` says that record `number` was durable when it was written. Headers carry the
/// segment's salt, so bytes of a stored row that look like a header are no evidence.
Result<bool> findPromise(Window& window, const Scan& scan, std::uint64_t number)
{
    Bytes magic;
    ByteWriter(magic).fixed(kRecordMagic);
    qint64 offset = scan.segment.size;
    while (offset + static_cast<qint64>(kRecordHeaderBytes) <= scan.fileSize) {
        ENGINE_TRY_AS(const BytesView bytes, window.at(offset, kWindow));
        if (bytes.size() < kRecordHeaderBytes)
            break;
        for (std::size_t at = bytes.find(magic); at != BytesView::npos && at + kRecordHeaderBytes <= bytes.size();
             at = bytes.find(magic, at + 1)) {
            const auto header = decodeRecordHeader(bytes.substr(at), scan.segment.salt);
            if (header && header->number > number && header->durableBefore() > number)
                return true;
        }
        offset += static_cast<qint64>(bytes.size() - kRecordHeaderBytes + 1); // a header may lie across the boundary
    }
    return false;
}

} // namespace

void Segment::noteRecord(std::uint64_t number, qint64 offset)
{
    if (index.empty() || offset - index.back().offset >= kIndexSpacing)
        index.push_back({number, static_cast<std::uint32_t>(offset)});
}

void Segment::cut(std::uint64_t newEnd, qint64 newSize)
{
    end = newEnd;
    size = newSize;
    while (!index.empty() && index.back().number >= newEnd)
        index.pop_back();
}

IndexEntry Segment::locate(std::uint64_t number) const
{
    const auto after =
        std::upper_bound(index.begin(), index.end(), number,
                         [](std::uint64_t value, const IndexEntry& entry) { return value < entry.number; });
    if (after == index.begin())
        return {first, static_cast<std::uint32_t>(kSegmentHeaderBytes)};
    return *(after - 1);
}

QString Anchor::fileName() const
{
    return QStringLiteral("anchor-%1-%2-%3").arg(formatNumber(first), formatNumber(newest), formatNumber(end));
}

std::optional<Anchor> Anchor::fromFileName(const QString& name)
{
    const QStringList parts = name.split(u'-');
    if (parts.size() != 4 || parts.at(0) != QStringLiteral("anchor"))
        return std::nullopt;
    const auto first = parseNumber(parts.at(1));
    const auto newest = parseNumber(parts.at(2));
    const auto end = parseNumber(parts.at(3));
    if (!first || !newest || !end)
        return std::nullopt;
    return Anchor{*first, *newest, *end};
}

QString segmentName(std::uint64_t first)
{
    return formatNumber(first) + QStringLiteral(".log");
}

std::optional<std::uint64_t> segmentNumber(const QString& name)
{
    if (!name.endsWith(QStringLiteral(".log")))
        return std::nullopt;
    return parseNumber(name.chopped(4));
}

Bytes encodeSegmentHeader(std::uint64_t first, std::uint64_t salt)
{
    Bytes bytes;
    ByteWriter out(bytes);
    out.fixed(kSegmentMagic);
    out.fixed(kVersion);
    out.fixed(first);
    out.fixed(salt);
    out.fixed(hashOf(bytes, 0));
    return bytes;
}

bool RecordHeader::fits(BytesView payload) const
{
    return payload.size() == length && hashOf(payload, seed) == hash;
}

void encodeRecord(Bytes& out, RecordHeader header, BytesView payload, std::uint64_t salt)
{
    const std::size_t start = out.size();
    ByteWriter writer(out);
    writer.fixed(kRecordMagic);
    writer.fixed(static_cast<std::uint32_t>(payload.size()));
    writer.fixed(header.number);
    writer.fixed(header.unsynced);
    const std::uint64_t seed = hashOf(BytesView(out).substr(start, kCheckedHeaderBytes), salt);
    writer.fixed(static_cast<std::uint32_t>(seed));
    writer.fixed(hashOf(payload, seed));
    writer.raw(payload);
}

std::optional<RecordHeader> decodeRecordHeader(BytesView bytes, std::uint64_t salt)
{
    ByteReader in(bytes);
    const auto magic = in.fixed<std::uint32_t>();
    RecordHeader header;
    header.length = in.fixed<std::uint32_t>();
    header.number = in.fixed<std::uint64_t>();
    header.unsynced = in.fixed<std::uint32_t>();
    const auto check = in.fixed<std::uint32_t>();
    header.hash = in.fixed<std::uint64_t>();
    if (in.failed() || magic != kRecordMagic)
        return std::nullopt;
    header.seed = hashOf(bytes.substr(0, kCheckedHeaderBytes), salt);
    if (check != static_cast<std::uint32_t>(header.seed))
        return std::nullopt;
    return header;
}

Result<Scan> scanSegment(File& file, std::size_t largestRecord, const Visitor& visitor)
{
    Scan scan;
    ENGINE_TRY_AS(scan.fileSize, file.size());
    Window window(file, scan.fileSize);
    ENGINE_TRY_AS(const BytesView headerBytes, window.at(0, kSegmentHeaderBytes));
    const auto segmentHeader = decodeSegmentHeader(headerBytes);
    if (!segmentHeader)
        return scan;
    if (segmentHeader->version != kVersion)
        return fail(ErrorCode::Corrupt, QStringLiteral("record log format version %1; this program knows version %2")
                                            .arg(segmentHeader->version)
                                            .arg(kVersion));
    scan.headerGood = true;
    Segment& segment = scan.segment;
    segment.first = segment.end = segmentHeader->first;
    segment.salt = segmentHeader->salt;
    segment.size = kSegmentHeaderBytes;
    while (segment.size < scan.fileSize) {
        ENGINE_TRY_AS(const BytesView start, window.at(segment.size, kRecordHeaderBytes));
        const auto header = decodeRecordHeader(start, segment.salt);
        if (!header || header->number != segment.end || header->length > largestRecord)
            break;
        ENGINE_TRY_AS(const BytesView record, window.at(segment.size, kRecordHeaderBytes + header->length));
        const BytesView payload = record.substr(kRecordHeaderBytes);
        if (!header->fits(payload))
            break;
        if (visitor)
            ENGINE_TRY(visitor(header->number, payload));
        segment.noteRecord(segment.end, segment.size);
        segment.size += static_cast<qint64>(record.size());
        ++segment.end;
    }
    if (segment.size < scan.fileSize) {
        ENGINE_TRY_AS(scan.promised, findPromise(window, scan, segment.end));
    }
    return scan;
}

} // namespace busheng::recordlog
