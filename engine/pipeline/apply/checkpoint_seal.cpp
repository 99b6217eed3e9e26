// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/checkpoint_seal.h"

#include "engine/base/byte_reader.h"
#include "engine/base/byte_writer.h"

#include <xxhash.h>

namespace busheng {
namespace {

void writeHash(ByteWriter& out, BytesView bytes)
{
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    out.fixed<std::uint64_t>(hash.low64);
    out.fixed<std::uint64_t>(hash.high64);
}

} // namespace

Bytes encodeExpectedRows(const std::vector<std::uint64_t>& counts)
{
    Bytes bytes;
    ByteWriter out(bytes);
    for (const std::uint64_t count : counts)
        out.varint(count);
    return bytes;
}

std::vector<std::uint64_t> decodeExpectedRows(BytesView bytes)
{
    std::vector<std::uint64_t> counts;
    ByteReader in(bytes);
    while (!in.failed() && !in.atEnd())
        counts.push_back(in.varint());
    return counts;
}

Bytes encodePartial(const Checkpoint& checkpoint)
{
    Bytes bytes;
    if (checkpoint.partialFrames == 0)
        return bytes;
    ByteWriter out(bytes);
    out.raw(view(checkpoint.partialDigest));
    out.varint(checkpoint.partialFrames);
    return bytes;
}

bool decodePartial(BytesView bytes, Checkpoint& checkpoint)
{
    checkpoint.partialFrames = 0;
    checkpoint.partialDigest = {};
    if (bytes.empty())
        return true;
    if (bytes.size() <= checkpoint.partialDigest.size())
        return false;
    bytes.copy(checkpoint.partialDigest.data(), checkpoint.partialDigest.size());
    ByteReader in(bytes.substr(checkpoint.partialDigest.size()));
    const std::uint64_t frames = in.varint();
    checkpoint.partialFrames = static_cast<std::uint32_t>(frames);
    return !in.failed() && in.atEnd() && frames > 0 && frames <= UINT32_MAX;
}

Bytes checkpointSeal(const QString& stream, const Checkpoint& checkpoint)
{
    Bytes values;
    ByteWriter out(values);
    out.sized(view(stream.toUtf8()));
    out.fixed(checkpoint.sequence);
    out.raw(view(checkpoint.digest));
    out.fixed(checkpoint.position.order);
    out.fixed(checkpoint.generation);
    out.fixed(static_cast<std::uint8_t>(checkpoint.state));
    out.fixed(checkpoint.upsertUntil.order);
    out.fixed(checkpoint.rowsLoaded);
    out.fixed(checkpoint.changesApplied);
    out.sized(encodeExpectedRows(checkpoint.expectedRows));
    writeHash(out, checkpoint.structure);
    if (checkpoint.partialFrames > 0)
        out.raw(encodePartial(checkpoint));
    Bytes seal;
    ByteWriter sealOut(seal);
    writeHash(sealOut, values);
    return seal;
}

} // namespace busheng
