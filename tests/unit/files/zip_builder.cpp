// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/files/zip_builder.h"

namespace busheng::test {
namespace {

void put16(Bytes& to, std::uint32_t value)
{
    to += static_cast<char>(value & 0xff);
    to += static_cast<char>(value >> 8 & 0xff);
}

void put32(Bytes& to, std::uint32_t value)
{
    put16(to, value & 0xffff);
    put16(to, value >> 16);
}

std::uint32_t crc32Of(BytesView bytes)
{
    std::uint32_t crc = 0xffffffff;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc >> 1 ^ (0xedb88320 & (0U - (crc & 1)));
    }
    return ~crc;
}

/// Raw deflate: what qCompress makes, without its length, zlib's header and checksum.
Bytes deflated(const Bytes& content)
{
    const QByteArray packed = qCompress(toQByteArray(content), 9);
    return packed.mid(6, packed.size() - 10).toStdString();
}

} // namespace

Bytes buildZip(const std::vector<ZipEntry>& entries, const ZipLies& lies)
{
    Bytes zip;
    Bytes directory;
    std::vector<std::uint32_t> offsets;
    for (const ZipEntry& entry : entries) {
        const Bytes packed = entry.method == 8 ? deflated(entry.content) : entry.content;
        const std::uint32_t crc = entry.saidCrc.value_or(crc32Of(entry.content));
        const auto packedBytes = entry.saidPackedBytes.value_or(static_cast<std::uint32_t>(packed.size()));
        const auto bytes = entry.saidBytes.value_or(static_cast<std::uint32_t>(entry.content.size()));
        const auto offset = entry.offsetOf ? offsets.at(*entry.offsetOf) : static_cast<std::uint32_t>(zip.size());
        offsets.push_back(offset);
        const auto common = [&](Bytes& to, const Bytes& name) {
            put16(to, 20);
            put16(to, entry.flags);
            put16(to, entry.method);
            put32(to, 0x58210000); // a day of 2024
            put32(to, crc);
            put32(to, packedBytes);
            put32(to, bytes);
            put16(to, static_cast<std::uint32_t>(name.size()));
            put16(to, 0);
        };
        if (!entry.offsetOf) {
            const Bytes& name = entry.localName ? *entry.localName : entry.name;
            put32(zip, 0x04034b50);
            common(zip, name);
            zip += name + packed;
        }
        put32(directory, 0x02014b50);
        put16(directory, entry.madeBy | 20U);
        common(directory, entry.name);
        put16(directory, 0);
        put16(directory, 0);
        put16(directory, 0);
        put32(directory, entry.mode << 16);
        put32(directory, offset);
        directory += entry.name;
    }
    const auto start = static_cast<std::uint32_t>(zip.size());
    zip += directory;
    if (lies.hasNoEnd)
        return zip;
    const std::uint32_t count = lies.entries.value_or(static_cast<std::uint16_t>(entries.size()));
    put32(zip, 0x06054b50);
    put32(zip, 0);
    put16(zip, count);
    put16(zip, count);
    put32(zip, static_cast<std::uint32_t>(directory.size()));
    put32(zip, lies.directoryOffset.value_or(start));
    put16(zip, 0);
    return zip;
}

} // namespace busheng::test
