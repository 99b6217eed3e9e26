// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/logcache/log_record.h"

#include "engine/base/byte_reader.h"

#include <limits>

namespace busheng {
namespace {

std::uint32_t readCount(ByteReader& in)
{
    const std::uint64_t count = in.varint();
    if (count == 0 || count > std::numeric_limits<std::uint32_t>::max())
        in.fail();
    return static_cast<std::uint32_t>(count);
}

BytesView readBlock(ByteReader& in)
{
    const BytesView block = in.failed() ? BytesView() : in.raw(in.rest().size());
    if (block.empty())
        in.fail();
    return block;
}

bool readBody(ByteReader& in, LogRecord& record)
{
    switch (record.kind) {
    case LogRecord::Kind::Begin:
        record.transaction = in.varint();
        return true;
    case LogRecord::Kind::Operations:
        record.transaction = in.varint();
        record.subTransaction = in.varint();
        record.count = readCount(in);
        record.block = readBlock(in);
        return true;
    case LogRecord::Kind::Commit:
        record.transaction = in.varint();
        record.position.order = in.varint();
        record.utcMs = in.zigzag();
        return true;
    case LogRecord::Kind::Abort:
        record.transaction = in.varint();
        record.subTransaction = in.varint();
        return true;
    case LogRecord::Kind::Mark:
        record.markId = in.varint();
        record.position.order = in.varint();
        return true;
    case LogRecord::Kind::Heartbeat:
        record.position.order = in.varint();
        record.utcMs = in.zigzag();
        return true;
    case LogRecord::Kind::Repair:
        record.position.order = in.varint();
        record.count = readCount(in);
        record.block = readBlock(in);
        return true;
    case LogRecord::Kind::Structure:
        record.position.order = in.varint();
        record.block = readBlock(in);
        return true;
    case LogRecord::Kind::Transaction:
        record.transaction = record.subTransaction = in.varint();
        record.position.order = in.varint();
        record.utcMs = in.zigzag();
        record.count = readCount(in);
        record.block = readBlock(in);
        return true;
    }
    return false;
}

} // namespace

Result<LogRecord> decodeLogRecord(BytesView bytes)
{
    ByteReader in(bytes);
    LogRecord record;
    record.kind = static_cast<LogRecord::Kind>(in.fixed<std::uint8_t>());
    if (!readBody(in, record) || in.failed() || !in.atEnd())
        return fail(ErrorCode::Corrupt, QStringLiteral("not a log cache record: kind %1, %2 bytes")
                                            .arg(static_cast<int>(record.kind))
                                            .arg(bytes.size()));
    return record;
}

void encodeLogRecord(ByteWriter& out, const LogRecord& record)
{
    out.fixed(static_cast<std::uint8_t>(record.kind));
    switch (record.kind) {
    case LogRecord::Kind::Begin:
        out.varint(record.transaction);
        break;
    case LogRecord::Kind::Operations:
        out.varint(record.transaction);
        out.varint(record.subTransaction);
        out.varint(record.count);
        out.raw(record.block);
        break;
    case LogRecord::Kind::Commit:
        out.varint(record.transaction);
        out.varint(record.position.order);
        out.zigzag(record.utcMs);
        break;
    case LogRecord::Kind::Abort:
        out.varint(record.transaction);
        out.varint(record.subTransaction);
        break;
    case LogRecord::Kind::Mark:
        out.varint(record.markId);
        out.varint(record.position.order);
        break;
    case LogRecord::Kind::Heartbeat:
        out.varint(record.position.order);
        out.zigzag(record.utcMs);
        break;
    case LogRecord::Kind::Repair:
        out.varint(record.position.order);
        out.varint(record.count);
        out.raw(record.block);
        break;
    case LogRecord::Kind::Structure:
        out.varint(record.position.order);
        out.raw(record.block);
        break;
    case LogRecord::Kind::Transaction:
        out.varint(record.transaction);
        out.varint(record.position.order);
        out.zigzag(record.utcMs);
        out.varint(record.count);
        out.raw(record.block);
        break;
    }
}

} // namespace busheng
