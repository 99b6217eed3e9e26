// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/my_binlog_event.h"

#include <QByteArray>

#include <zlib.h>

#include <algorithm>
#include <array>

namespace busheng::binlog {
namespace {

constexpr std::size_t kHeaderBytes = 19;
constexpr std::size_t kChecksumBytes = 4;
constexpr std::uint64_t kMostColumns = 4096;
constexpr std::uint64_t kMostInflated = 1ULL << 30;

// enum_field_types
constexpr std::uint8_t kString = 254;
constexpr std::uint8_t kVarchar = 15;
constexpr std::uint8_t kEnum = 247;
constexpr std::uint8_t kSet = 248;
constexpr std::uint8_t kBlob = 252;
constexpr std::uint8_t kGeometry = 255;

// optional metadata of a table map
constexpr std::uint8_t kSignedness = 1;
constexpr std::uint8_t kDefaultCharset = 2;
constexpr std::uint8_t kColumnCharset = 3;
constexpr std::uint8_t kColumnName = 4;

constexpr std::uint64_t kBinaryCharset = 63;

Failure broken(const QString& what)
{
    return fail(ErrorCode::Protocol, QStringLiteral("a binary log event is malformed: ") + what);
}

QString fromUtf8(BytesView bytes)
{
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

/// A number of one to nine bytes: below 251 itself, else a mark and the bytes.
std::uint64_t packed(ByteReader& in)
{
    const auto first = in.fixed<std::uint8_t>();
    switch (first) {
    case 252:
        return in.fixed<std::uint16_t>();
    case 253: {
        const std::uint64_t low = in.fixed<std::uint16_t>();
        return low | static_cast<std::uint64_t>(in.fixed<std::uint8_t>()) << 16;
    }
    case 254:
        return in.fixed<std::uint64_t>();
    case 251:
    case 255:
        in.fail();
        return 0;
    default:
        return first;
    }
}

std::uint64_t sixBytes(ByteReader& in)
{
    const std::uint64_t low = in.fixed<std::uint32_t>();
    return low | static_cast<std::uint64_t>(in.fixed<std::uint16_t>()) << 32;
}

/// zlib behind a head of one byte (how many bytes the length has) and the length, its highest byte first.
Result<> inflate(BytesView deflated, Bytes& out)
{
    ByteReader in(deflated);
    const auto head = in.fixed<std::uint8_t>();
    const std::size_t lengthBytes = head & 0x07U;
    std::uint64_t size = 0;
    for (std::size_t i = 0; i < lengthBytes; ++i)
        size = size << 8 | in.fixed<std::uint8_t>();
    const bool isZlib = (head & 0x80U) != 0 && (head & 0x70U) == 0;
    if (in.failed() || !isZlib || lengthBytes > 4 || size > kMostInflated)
        return broken(QStringLiteral("its compression is not known"));
    // qUncompress() wants the size in four bytes, the highest first.
    QByteArray input;
    for (int shift = 24; shift >= 0; shift -= 8)
        input.append(static_cast<char>(size >> shift));
    input.append(in.rest().data(), static_cast<qsizetype>(in.rest().size()));
    const QByteArray inflated = qUncompress(input);
    if (static_cast<std::uint64_t>(inflated.size()) != size)
        return broken(QStringLiteral("it cannot be decompressed"));
    out.assign(inflated.constData(), static_cast<std::size_t>(inflated.size()));
    return {};
}

/// How many bytes of metadata a column of the type has, and whether their order is that of a big number.
std::size_t metaBytes(std::uint8_t type)
{
    switch (type) {
    case 4:   // float
    case 5:   // double
    case 17:  // timestamp2
    case 18:  // datetime2
    case 19:  // time2
    case 245: // json
    case 252: // blob
    case 255: // geometry
    case 140: // compressed blob
        return 1;
    case 15:  // varchar
    case 16:  // bit
    case 141: // compressed varchar
    case 246: // decimal
    case 247:
    case 248:
    case 254:
        return 2;
    default:
        return 0;
    }
}

bool isNumber(std::uint8_t type)
{
    static constexpr std::array kNumbers = {1, 2, 3, 4, 5, 8, 9, 13, 246};
    return std::find(kNumbers.begin(), kNumbers.end(), type) != kNumbers.end();
}

/// A string type stands for char and binary, and, by its metadata, for enum and set.
bool isCharacter(const Column& column)
{
    if (column.type == kString) {
        const auto real = static_cast<std::uint8_t>(column.meta & 0xffU);
        return real != kEnum && real != kSet;
    }
    return column.type == kVarchar || column.type == kBlob || column.type == kGeometry || column.type == 253;
}

void readSignedness(BytesView bits, std::vector<Column>& columns)
{
    std::size_t number = 0;
    for (Column& column : columns) {
        if (!isNumber(column.type))
            continue;
        if (number / 8 < bits.size())
            column.isUnsigned = (static_cast<unsigned char>(bits[number / 8]) & (0x80U >> (number % 8))) != 0;
        ++number;
    }
}

void readDefaultCharset(ByteReader in, std::vector<Column>& columns)
{
    const std::uint64_t common = packed(in);
    std::vector<Column*> texts;
    for (Column& column : columns) {
        if (isCharacter(column)) {
            column.isText = common != kBinaryCharset;
            texts.push_back(&column);
        }
    }
    while (!in.atEnd() && !in.failed()) {
        const std::uint64_t index = packed(in);
        const std::uint64_t charset = packed(in);
        if (index < texts.size())
            texts[index]->isText = charset != kBinaryCharset;
    }
}

void readColumnCharsets(ByteReader in, std::vector<Column>& columns)
{
    for (Column& column : columns) {
        if (isCharacter(column))
            column.isText = packed(in) != kBinaryCharset;
    }
}

bool readNames(ByteReader in, TableMap& map)
{
    for (Column& column : map.columns) {
        const std::uint64_t size = packed(in);
        column.name = fromUtf8(in.raw(size));
    }
    map.hasNames = true;
    return !in.failed();
}

} // namespace

Result<Event> readEvent(BytesView bytes, bool hasChecksum)
{
    ByteReader in(bytes);
    Event event;
    event.timestamp = in.fixed<std::uint32_t>();
    event.type = in.fixed<std::uint8_t>();
    event.serverId = in.fixed<std::uint32_t>();
    event.size = in.fixed<std::uint32_t>();
    event.endsAt = in.fixed<std::uint32_t>();
    event.flags = in.fixed<std::uint16_t>();
    const std::size_t tail = hasChecksum ? kChecksumBytes : 0;
    if (in.failed() || bytes.size() < kHeaderBytes + tail || event.size != bytes.size())
        return broken(QStringLiteral("it has %1 bytes, its header says %2").arg(bytes.size()).arg(event.size));
    if (hasChecksum) {
        ByteReader end(bytes.substr(bytes.size() - kChecksumBytes));
        const auto* const data = reinterpret_cast<const Bytef*>(bytes.data());
        if (crc32(crc32(0, nullptr, 0), data, static_cast<uInt>(bytes.size() - kChecksumBytes)) !=
            end.fixed<std::uint32_t>())
            return broken(QStringLiteral("its checksum is another one"));
    }
    event.body = bytes.substr(kHeaderBytes, bytes.size() - kHeaderBytes - tail);
    return event;
}

/// The event itself always has room for a checksum: one byte says which, four would be its own.
Result<bool> readChecksumUse(const Event& formatDescription)
{
    const BytesView body = formatDescription.body;
    if (body.size() < kChecksumBytes + 1)
        return broken(QStringLiteral("the head of a file is short"));
    const auto algorithm = static_cast<unsigned char>(body[body.size() - kChecksumBytes - 1]);
    if (algorithm > 1)
        return broken(QStringLiteral("checksums of kind %1 are not known").arg(algorithm));
    return algorithm == 1;
}

Result<Rotate> readRotate(const Event& event)
{
    ByteReader in(event.body);
    Rotate rotate;
    rotate.offset = in.fixed<std::uint64_t>();
    rotate.file = fromUtf8(in.rest());
    if (in.failed() || rotate.file.isEmpty())
        return broken(QStringLiteral("it names no next file"));
    return rotate;
}

Result<Gtid> readGtid(const Event& event)
{
    ByteReader in(event.body);
    Gtid gtid;
    gtid.sequence = in.fixed<std::uint64_t>();
    gtid.domain = in.fixed<std::uint32_t>();
    gtid.flags = in.fixed<std::uint8_t>();
    if (in.failed())
        return broken(QStringLiteral("a GTID is short"));
    return gtid;
}

Result<Query> readQuery(const Event& event, Bytes& inflated)
{
    ByteReader in(event.body);
    in.fixed<std::uint32_t>(); // thread
    in.fixed<std::uint32_t>(); // seconds it took
    const auto databaseSize = in.fixed<std::uint8_t>();
    in.fixed<std::uint16_t>(); // its error
    const auto statusSize = in.fixed<std::uint16_t>();
    in.raw(statusSize);
    Query query;
    query.database = fromUtf8(in.raw(databaseSize));
    in.fixed<std::uint8_t>();
    if (in.failed())
        return broken(QStringLiteral("a statement is short"));
    query.statement = in.rest();
    if (event.is(EventType::QueryCompressed)) {
        ENGINE_TRY(inflate(in.rest(), inflated));
        query.statement = inflated;
    }
    return query;
}

Result<std::uint64_t> readTableId(const Event& event)
{
    ByteReader in(event.body);
    const std::uint64_t id = sixBytes(in);
    return in.failed() ? Result<std::uint64_t>(broken(QStringLiteral("a table's number is missing"))) : id;
}

Result<TableMap> readTableMap(const Event& event)
{
    ByteReader in(event.body);
    TableMap map;
    map.tableId = sixBytes(in);
    in.fixed<std::uint16_t>(); // flags
    const auto databaseSize = in.fixed<std::uint8_t>();
    map.database = fromUtf8(in.raw(databaseSize));
    in.fixed<std::uint8_t>();
    const auto tableSize = in.fixed<std::uint8_t>();
    map.table = fromUtf8(in.raw(tableSize));
    in.fixed<std::uint8_t>();
    const std::uint64_t count = packed(in);
    if (in.failed() || count == 0 || count > kMostColumns)
        return broken(QStringLiteral("a table has %1 columns").arg(count));
    map.columns.resize(count);
    for (Column& column : map.columns)
        column.type = in.fixed<std::uint8_t>();
    ByteReader meta(in.raw(packed(in)));
    for (Column& column : map.columns) {
        const std::size_t size = metaBytes(column.type);
        column.meta = size == 1 ? meta.fixed<std::uint8_t>() : size == 2 ? meta.fixed<std::uint16_t>() : 0;
    }
    in.raw((count + 7) / 8); // which may be NULL
    while (!in.atEnd() && !in.failed()) {
        const auto kind = in.fixed<std::uint8_t>();
        const BytesView content = in.raw(packed(in));
        if (kind == kSignedness)
            readSignedness(content, map.columns);
        else if (kind == kDefaultCharset)
            readDefaultCharset(ByteReader(content), map.columns);
        else if (kind == kColumnCharset)
            readColumnCharsets(ByteReader(content), map.columns);
        else if (kind == kColumnName && !readNames(ByteReader(content), map))
            return broken(QStringLiteral("the names of a table's columns are short"));
    }
    if (in.failed() || meta.failed())
        return broken(QStringLiteral("a table's description is short"));
    return map;
}

namespace {

/// The first of the three types of rows that an event is one of; nothing: it has none.
std::optional<EventType> firstRowsType(const Event& event)
{
    for (const EventType first : {EventType::WriteRows, EventType::WriteRowsOfMySql, EventType::WriteRowsCompressed}) {
        if (event.type >= static_cast<std::uint8_t>(first) && event.type <= static_cast<std::uint8_t>(first) + 2)
            return first;
    }
    return std::nullopt;
}

} // namespace

bool isRows(const Event& event)
{
    return firstRowsType(event).has_value();
}

bool isForeignRows(const Event& event)
{
    static constexpr std::array kForeign = {20, 21, 22, 39, 40, 169, 170, 171};
    return std::find(kForeign.begin(), kForeign.end(), event.type) != kForeign.end();
}

bool isHarmless(const Event& event)
{
    static constexpr std::array kHarmless = {
        3,   5,   13,  14,  15, 28,
        29,  35,  36,  37,  41, // Stop, variables of statements, heads of files, notes, group replication
        160, 161, 163, 164,     // notes, checkpoints, lists of GTIDs, encryption
    };
    return event.isIgnorable() || std::find(kHarmless.begin(), kHarmless.end(), event.type) != kHarmless.end();
}

Result<Rows> readRows(const Event& event, Bytes& inflated)
{
    const std::optional<EventType> first = firstRowsType(event);
    if (!first)
        return broken(QStringLiteral("it has no rows"));
    const bool isCompressed = first == EventType::WriteRowsCompressed;
    ByteReader in(event.body);
    Rows rows;
    rows.kind = static_cast<RowsKind>(event.type - static_cast<int>(*first));
    rows.tableId = sixBytes(in);
    in.fixed<std::uint16_t>(); // flags
    if (first == EventType::WriteRowsOfMySql) {
        const auto size = in.fixed<std::uint16_t>(); // with itself
        if (size < sizeof(size))
            return broken(QStringLiteral("the head of rows is short"));
        in.raw(size - sizeof(size));
    }
    const std::uint64_t count = packed(in);
    if (in.failed() || count == 0 || count > kMostColumns)
        return broken(QStringLiteral("rows of %1 columns").arg(count));
    rows.columns = count;
    rows.present = in.raw((count + 7) / 8);
    rows.presentAfter = rows.kind == RowsKind::Update ? in.raw((count + 7) / 8) : rows.present;
    if (in.failed())
        return broken(QStringLiteral("the head of rows is short"));
    rows.rows = in.rest();
    if (isCompressed) {
        ENGINE_TRY(inflate(in.rest(), inflated));
        rows.rows = inflated;
    }
    return rows;
}

} // namespace busheng::binlog
