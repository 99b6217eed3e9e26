// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/large_part.h"

#include "engine/base/byte_reader.h"
#include "engine/base/byte_writer.h"
#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/model/events.h"

#include <xxhash.h>

#include <algorithm>

namespace busheng {
namespace {

constexpr std::uint64_t kSaveEvery = 64U << 20;
constexpr std::string_view kStateMagic = "busheng part v1\n";
constexpr std::string_view kSealedStateMagic = "busheng part s1\n";
constexpr std::uint64_t kLargestState = 512U << 20;

Failure outOfOrder(std::uint64_t chunk)
{
    return fail(ErrorCode::Protocol, QStringLiteral("chunk %1 of a file is out of order").arg(chunk));
}

} // namespace

LargePart::LargePart(const TreeDirectory& staging, filemsg::Offer offer, Bytes stagedName, const AtRestSealing* sealing)
    : m_staging(staging), m_offer(std::move(offer)), m_stagedName(std::move(stagedName)), m_sealing(sealing)
{
}

Bytes LargePart::stateHead() const
{
    Bytes head(m_sealing != nullptr ? kSealedStateMagic : kStateMagic);
    ByteWriter writer(head);
    writer.fixed(m_offer.version.size);
    writer.fixed(static_cast<std::uint64_t>(m_offer.version.modifiedNs));
    writer.fixed(static_cast<std::uint64_t>(m_offer.version.changedNs));
    writer.fixed(m_offer.version.inode);
    return head;
}

Result<std::vector<Digest>> LargePart::resume()
{
    ENGINE_TRY_AS(const auto state, m_staging.openFile(stateName()));
    if (!state)
        return std::vector<Digest>();
    ENGINE_TRY_AS(const FileIdentity identity, state->identity());
    Bytes bytes(static_cast<std::size_t>(std::min(identity.size, kLargestState)), '\0');
    ENGINE_TRY_AS(const std::size_t got, state->readAt(0, bytes));
    const Bytes head = stateHead();
    // Whole, and of this version: else it is worth nothing.
    const bool isWhole =
        got == bytes.size() && got >= head.size() + sizeof(Digest) && bytes.starts_with(head) &&
        view(sm3(BytesView(bytes).substr(0, got - sizeof(Digest)))) == BytesView(bytes).substr(got - sizeof(Digest));
    ENGINE_TRY_AS(const auto part, m_staging.look(m_stagedName));
    if (!isWhole || !part) {
        ENGINE_TRY(drop());
        return std::vector<Digest>();
    }
    const std::size_t count = (got - head.size()) / sizeof(Digest) - 1;
    m_chunks.resize(static_cast<std::size_t>(std::min<std::uint64_t>(count, chunkCount(m_offer.version.size))));
    ByteReader reader(BytesView(bytes).substr(head.size()));
    for (Digest& digest : m_chunks)
        std::ranges::copy(reader.raw(sizeof(Digest)), digest.begin());
    return m_chunks;
}

Result<> LargePart::open()
{
    if (m_file)
        return {};
    const bool isFresh = m_chunks.empty();
    if (isFresh)
        ENGINE_TRY(m_staging.remove(stateName()));
    ENGINE_TRY_AS(m_file, m_staging.makeFile(m_stagedName, isFresh));
    return m_sealing != nullptr ? openSealed(isFresh) : m_file->truncate(m_offer.version.size);
}

/// What is behind the chunks that are known was written before a crash, and is made anew.
Result<> LargePart::openSealed(bool isFresh)
{
    const auto read = [this](std::uint64_t offset, std::span<char> out) { return m_file->readAt(offset, out); };
    std::optional<SealedFileHead> head;
    std::optional<std::uint64_t> end;
    if (!isFresh) {
        std::array<char, SealedFileHead::kBytes> begin{};
        ENGINE_TRY_AS(const std::size_t got, read(0, begin));
        head = SealedFileHead::decode({begin.data(), got});
        ENGINE_TRY_AS(end, SealedFileReader::offsetOf(read, m_chunks.size()));
        if (!head || !end)
            return fail(ErrorCode::Conflict, QStringLiteral("what is staged is no longer what it was"));
    }
    ENGINE_TRY_AS(const AtRestKey key, m_sealing->keys(head ? head->number : 0));
    if (!head) {
        ENGINE_TRY_AS(head, SealedFileHead::make(key, *m_sealing->random));
        ENGINE_TRY(m_file->writeAt(0, head->encode()));
    }
    ENGINE_TRY_AS(const SecretBytes own, head->fileKey(key));
    ENGINE_TRY_AS(m_writer, SealedFileWriter::begin(*head, own.bytes, *m_sealing->random));
    m_writer->goOnAt(m_chunks.size(), std::min<std::uint64_t>(m_chunks.size() * kFileChunkBytes, m_offer.version.size));
    m_end = end.value_or(SealedFileHead::kBytes);
    return m_file->truncate(m_end);
}

Result<> LargePart::write(std::uint64_t offset, BytesView bytes)
{
    ENGINE_TRY(m_file->writeAt(offset, bytes));
    m_file->startWriting(offset, bytes.size());
    return {};
}

Result<> LargePart::put(std::uint64_t chunk, BytesView content, const Digest& digest)
{
    const std::uint64_t offset = chunk * kFileChunkBytes;
    const bool isDue = chunk >= m_next && chunk <= m_chunks.size() && chunk < chunkCount(m_offer.version.size);
    if (!isDue || content.size() != std::min<std::uint64_t>(kFileChunkBytes, m_offer.version.size - offset))
        return outOfOrder(chunk);
    if (m_sealing != nullptr && chunk != m_chunks.size())
        return fail(ErrorCode::Conflict, QStringLiteral("chunk %1 of a sealed file is another one").arg(chunk));
    ENGINE_TRY(open());
    if (m_sealing != nullptr) {
        ENGINE_TRY_AS(const Bytes sealed, m_writer->chunk(content));
        ENGINE_TRY(write(m_end, sealed));
        m_end += sealed.size();
    } else {
        ENGINE_TRY(write(offset, content));
    }
    if (chunk == m_chunks.size())
        m_chunks.push_back(digest);
    else
        m_chunks[static_cast<std::size_t>(chunk)] = digest;
    m_next = chunk + 1;
    m_unsaved += content.size();
    ENGINE_FAILPOINT("files.receive.chunk");
    return m_unsaved >= kSaveEvery ? startSaving() : Result<>();
}

Result<> LargePart::takeChunk(std::uint64_t chunk, BytesView content)
{
    return put(chunk, content, chunkDigest(leafDigests(content)));
}

Result<bool> LargePart::takeDifferences(std::uint64_t chunk, BytesView body)
{
    const std::uint64_t offset = chunk * kFileChunkBytes;
    if (chunk >= chunkCount(m_offer.version.size) || !m_basis)
        return outOfOrder(chunk);
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(kFileChunkBytes, m_offer.version.size - offset));
    m_assembled.resize(size);
    ENGINE_TRY_AS(const std::size_t got, m_basis->readAt(offset, m_assembled));
    ByteReader reader(body);
    const auto changed = reader.fixed<std::uint64_t>();
    std::vector<Digest> digests;
    for (std::size_t at = 0, leaf = 0; at < size; at += kFileLeafBytes, ++leaf) {
        const std::size_t length = std::min(kFileLeafBytes, size - at);
        char* const here = m_assembled.data() + at;
        if ((changed >> leaf & 1U) != 0) {
            std::ranges::copy(reader.raw(length), here);
            digests.push_back(sm3({here, length}));
            continue;
        }
        const BytesView fast = reader.raw(sizeof(differences::FastHash));
        const BytesView digest = reader.raw(sizeof(Digest));
        if (reader.failed())
            break;
        const differences::FastHash found = differences::fastHash({here, length});
        if (at + length > got || BytesView(found.data(), found.size()) != fast)
            return false;
        std::ranges::copy(digest, digests.emplace_back().begin());
    }
    if (reader.failed() || !reader.atEnd())
        return fail(ErrorCode::Protocol, QStringLiteral("the differences of a chunk are malformed"));
    ENGINE_TRY(put(chunk, m_assembled, chunkDigest(digests)));
    return true;
}

/// What the staged file has, up to now.
Bytes LargePart::state() const
{
    Bytes state = stateHead();
    for (const Digest& digest : m_chunks)
        state += view(digest);
    state += view(sm3(state));
    return state;
}

Result<> LargePart::save()
{
    ENGINE_TRY(finishSaving());
    if (!m_file || m_unsaved == 0)
        return {};
    ENGINE_TRY(startSaving());
    return finishSaving();
}

/// The disk takes its time; the chunks that come meanwhile are not in the state that is written then.
Result<> LargePart::startSaving()
{
    ENGINE_TRY(finishSaving());
    const auto work = [this, state = state()]() -> Result<> {
        ENGINE_TRY(m_file->sync());
        ENGINE_TRY_AS(TreeFile file, m_staging.makeFile(stateName(), true));
        return file.writeAt(0, state);
    };
    m_unsaved = 0;
    m_saver = std::make_unique<WorkerThread>(
        QStringLiteral("files.save"), [this, work](const std::stop_token&) { m_saved = work(); },
        [this](const Error& error) { m_saved = fail(error); });
    return {};
}

Result<> LargePart::finishSaving()
{
    m_saver.reset();
    return std::exchange(m_saved, {});
}

Result<> LargePart::close(const Digest& digest, std::int64_t modifiedNs)
{
    FileDigest whole(m_offer.version.size);
    for (const Digest& chunk : m_chunks)
        whole.addChunk(chunk);
    if (m_chunks.size() != chunkCount(m_offer.version.size) || whole.finish() != digest)
        return fail(makeEvent(ErrorCode::Corrupt, events::FIL_TAMPERED,
                              {QString(), QString(), shownPath(joinPath(m_offer.directory, m_offer.name))},
                              QStringLiteral("the digest of a file is not what its sender says")));
    ENGINE_TRY(finishSaving());
    ENGINE_TRY(open());
    if (m_sealing != nullptr) {
        ENGINE_TRY_AS(const Bytes end, m_writer->end(digest));
        ENGINE_TRY(write(m_end, end));
    }
    ENGINE_TRY(m_file->setModified(modifiedNs));
    m_file.reset();
    m_basis.reset();
    return m_staging.remove(stateName());
}

Result<> LargePart::drop()
{
    if (const auto saved = finishSaving(); !saved)
        qCWarning(logFiles).noquote() << saved.error().toString(); // of what is thrown away
    m_file.reset();
    m_chunks.clear();
    m_next = 0;
    m_unsaved = 0;
    ENGINE_TRY(m_staging.remove(stateName()));
    return m_staging.remove(m_stagedName);
}

differences::FastHash differences::fastHash(BytesView leaf)
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(leaf.data(), leaf.size()));
    FastHash hash;
    std::copy_n(reinterpret_cast<const char*>(canonical.digest), hash.size(), hash.begin());
    return hash;
}

void differences::append(Bytes& out, std::uint64_t changed, BytesView content, std::span<const FastHash> fast,
                         std::span<const Digest> digests)
{
    ByteWriter writer(out);
    writer.fixed(changed);
    for (std::size_t at = 0, leaf = 0; at < content.size(); at += kFileLeafBytes, ++leaf) {
        if ((changed >> leaf & 1U) != 0) {
            writer.raw(content.substr(at, kFileLeafBytes));
        } else {
            writer.raw({fast[leaf].data(), fast[leaf].size()});
            writer.raw(view(digests[leaf]));
        }
    }
}

} // namespace busheng
