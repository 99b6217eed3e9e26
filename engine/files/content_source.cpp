// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/content_source.h"

#include "engine/files/file_digest.h"

#include <algorithm>

namespace busheng {

Result<ContentSource> ContentSource::open(TreeFile file, const AtRestKeys& keys, const QString& shown)
{
    ContentSource source(std::make_shared<TreeFile>(std::move(file)));
    if (!keys)
        return source;
    std::array<char, SealedFileHead::kBytes> begin{};
    ENGINE_TRY_AS(const std::size_t got, source.m_file->readAt(0, begin));
    const auto head = SealedFileHead::decode({begin.data(), got});
    if (!head)
        return source;
    ENGINE_TRY_AS(const AtRestKey key, keys(head->number));
    ENGINE_TRY_AS(const SecretBytes own, head->fileKey(key));
    auto reader = SealedFileReader::open(
        [file = source.m_file](std::uint64_t offset, std::span<char> out) { return file->readAt(offset, out); },
        own.bytes, shown);
    if (!reader)
        return fail(reader.error());
    source.m_sealed = std::make_shared<SealedFileReader>(std::move(*reader));
    return source;
}

Result<> sealFile(const TreeDirectory& directory, const Bytes& name, const Bytes& work, const AtRestSealing& sealing)
{
    ENGINE_TRY_AS(auto from, directory.openFile(name));
    if (!from)
        return {};
    ENGINE_TRY_AS(const FileIdentity identity, from->identity());
    ENGINE_TRY_AS(const AtRestKey key, sealing.keys(0));
    ENGINE_TRY_AS(const SealedFileHead head, SealedFileHead::make(key, *sealing.random));
    ENGINE_TRY_AS(const SecretBytes own, head.fileKey(key));
    ENGINE_TRY_AS(SealedFileWriter writer, SealedFileWriter::begin(head, own.bytes, *sealing.random));
    ENGINE_TRY_AS(TreeFile made, directory.makeFile(work, true));
    std::optional<TreeFile> to(std::move(made));
    std::uint64_t end = 0;
    const auto append = [&](BytesView bytes) -> Result<> {
        ENGINE_TRY(to->writeAt(end, bytes));
        end += bytes.size();
        return {};
    };
    ENGINE_TRY(append(head.encode()));
    FileDigest whole(identity.size);
    Digest digest{};
    Bytes piece;
    for (std::uint64_t at = 0; at < identity.size; at += kFileChunkBytes) {
        piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kFileChunkBytes, identity.size - at)));
        ENGINE_TRY_AS(const std::size_t got, from->readAt(at, piece));
        if (got != piece.size())
            return fail(ErrorCode::Storage, QStringLiteral("%1 became shorter").arg(shownPath(name)));
        whole.addChunk(chunkDigest(leafDigests(piece)));
        ENGINE_TRY_AS(const Bytes chunk, writer.chunk(piece));
        ENGINE_TRY(append(chunk));
    }
    digest = identity.size <= kFileLeafBytes ? fileDigest(piece) : whole.finish();
    ENGINE_TRY_AS(const Bytes last, writer.end(digest));
    ENGINE_TRY(append(last));
    ENGINE_TRY(to->setModified(identity.modifiedNs));
    ENGINE_TRY(to->sync());
    from.reset(); // Windows moves no file over an open one
    to.reset();
    return directory.rename(work, directory, name);
}

Result<std::uint64_t> ContentSource::size() const
{
    if (m_sealed)
        return m_sealed->size();
    ENGINE_TRY_AS(const FileIdentity now, m_file->identity());
    return now.size;
}

Result<std::size_t> ContentSource::readAt(std::uint64_t offset, std::span<char> out) const
{
    return m_sealed ? m_sealed->readAt(offset, out) : m_file->readAt(offset, out);
}

} // namespace busheng
