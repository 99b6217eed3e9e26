// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/leaf_index.h"

#include "engine/base/byte_reader.h"
#include "engine/base/byte_writer.h"

namespace busheng {
namespace {

constexpr std::string_view kMagic = "busheng leaf 1\n\n"; // written last: an index without it is not whole
constexpr std::size_t kHeadBytes = 16 + 8 + sizeof(Digest);
constexpr std::size_t kLeafEntry = sizeof(differences::FastHash) + sizeof(Digest);

Bytes newName(const Bytes& name)
{
    return name + ".new";
}

} // namespace

Result<std::optional<LeafIndex>> LeafIndex::open(const TreeDirectory& directory, const Bytes& name)
{
    ENGINE_TRY_AS(auto file, directory.openFile(name));
    if (!file)
        return std::optional<LeafIndex>();
    Bytes head(kHeadBytes, '\0');
    ENGINE_TRY_AS(const std::size_t got, file->readAt(0, head));
    if (got != kHeadBytes || !head.starts_with(kMagic))
        return std::optional<LeafIndex>();
    LeafIndex index;
    ByteReader reader(BytesView(head).substr(kMagic.size()));
    index.m_size = reader.fixed<std::uint64_t>();
    std::ranges::copy(reader.raw(sizeof(Digest)), index.m_digest.begin());
    index.m_file = std::move(*file);
    return std::optional<LeafIndex>(std::move(index));
}

Result<LeafIndex::Leaves> LeafIndex::leaves(std::uint64_t chunk) const
{
    Bytes bytes(differences::kLeaves * kLeafEntry, '\0');
    ENGINE_TRY_AS(const std::size_t got, m_file.readAt(kHeadBytes + chunk * bytes.size(), bytes));
    Leaves found;
    const std::size_t count = got / kLeafEntry;
    ByteReader reader(bytes);
    for (std::size_t i = 0; i < count; ++i) {
        std::ranges::copy(reader.raw(sizeof(differences::FastHash)), found.fast.emplace_back().begin());
        std::ranges::copy(reader.raw(sizeof(Digest)), found.digests.emplace_back().begin());
    }
    // The last leaf may be shorter than the one that stands there now: the fast hash then differs by itself.
    return found;
}

Result<LeafIndexWriter> LeafIndexWriter::create(const TreeDirectory& directory, const Bytes& name)
{
    LeafIndexWriter writer;
    ENGINE_TRY_AS(writer.m_file, directory.makeFile(newName(name), true));
    writer.m_at = kHeadBytes;
    return writer;
}

Result<> LeafIndexWriter::add(const LeafIndex::Leaves& leaves)
{
    Bytes bytes;
    bytes.reserve(leaves.fast.size() * kLeafEntry);
    for (std::size_t i = 0; i < leaves.fast.size(); ++i) {
        bytes.append(leaves.fast[i].data(), leaves.fast[i].size());
        bytes += view(leaves.digests[i]);
    }
    ENGINE_TRY(m_file.writeAt(m_at, bytes));
    m_at += bytes.size();
    return {};
}

Result<> LeafIndexWriter::finish(std::uint64_t size, const Digest& digest)
{
    Bytes head(kMagic);
    ByteWriter writer(head);
    writer.fixed(size);
    writer.raw(view(digest));
    return m_file.writeAt(0, head);
}

Result<> LeafIndexWriter::replace(const TreeDirectory& directory, const Bytes& name)
{
    ENGINE_TRY_AS(const auto isThere, directory.look(newName(name)));
    return isThere ? directory.rename(newName(name), directory, name) : Result<>();
}

} // namespace busheng
