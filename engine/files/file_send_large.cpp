// SPDX-License-Identifier: GPL-3.0-or-later
// The files themselves: small ones in bundles, large ones chunk by chunk.
#include "engine/files/file_send_run.h"

#include "engine/base/failpoint.h"
#include "engine/crypto/sm3.h"
#include "engine/files/transfer_name.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr std::size_t kBundleBytes = 1U << 20;
constexpr std::size_t kBundleItems = 1024;
constexpr std::size_t kMostOffered = 32;
constexpr std::uint64_t kWindowBytes = 8U << 20; ///< sent and not yet dealt with by the peer
constexpr std::int64_t kNsPerMs = 1'000'000;
constexpr std::uint64_t kIndexedFrom = 1U << 20; ///< files that are smaller are sent whole when they change

Bytes indexName(const Bytes& directory, const Bytes& name)
{
    return toHex(view(sm3(joinPath(directory, name)))).toStdString();
}

} // namespace

Result<> FileSendRun::send(Candidate candidate, const TreeDirectory& place)
{
    ENGINE_TRY(pump());
    if (!m_answers.empty())
        ENGINE_TRY(sendAnswered());
    const auto named = checkSentName(candidate.directory, candidate.name, m_options.task.names);
    if (!named)
        return failed(std::move(candidate), candidate.identity.size, named.error().event, named.error().args);
    candidate.size = candidate.identity.size;
    if (m_options.task.isSealedAtRest()) { // it may lie sealed, and then has another size than it says
        const auto file = openContent(place, candidate);
        const auto size = file && *file ? (*file)->size() : Result<std::uint64_t>(candidate.size);
        if (!file || !size) {
            const Error& why = file ? size.error() : file.error();
            return failed(std::move(candidate), candidate.identity.size, why.event, why.args);
        }
        candidate.size = *size;
    }
    if (candidate.size > kLargestSmallFile && !isMade(candidate))
        return offer(Flight{std::move(candidate)});
    if (candidate.size > kLargestSmallFile)
        return sendMade(std::move(candidate), place);
    const auto file = openContent(place, candidate);
    if (!file)
        return failed(std::move(candidate), candidate.identity.size, file.error().event, file.error().args);
    if (!*file) {
        note(candidate, QStringLiteral("skipped"), {}, events::FIL_GONE,
             {shownPath(joinPath(candidate.directory, candidate.name))});
        return {};
    }
    return sendSmall(std::move(candidate), **file);
}

/// Empty: it is gone.
Result<std::optional<ContentSource>> FileSendRun::openContent(const TreeDirectory& place,
                                                              const Candidate& candidate) const
{
    ENGINE_TRY_AS(auto file, place.openFile(candidate.name));
    if (!file)
        return std::optional<ContentSource>();
    ENGINE_TRY_AS(ContentSource content, ContentSource::open(std::move(*file), m_hooks.atRestKeys,
                                                             shownPath(joinPath(candidate.directory, candidate.name))));
    return std::optional(std::move(content));
}

Result<> FileSendRun::sendSmall(Candidate candidate, const ContentSource& file)
{
    const auto readWhole = [&]() -> Result<bool> {
        ENGINE_TRY_AS(const FileIdentity before, file.identity());
        candidate.identity = before;
        ENGINE_TRY_AS(const std::uint64_t size, file.size());
        m_buffer.resize(static_cast<std::size_t>(std::min(size, kLargestSmallFile)));
        ENGINE_TRY_AS(const std::size_t got, file.readAt(0, m_buffer));
        ENGINE_FAILPOINT("files.send.read");
        ENGINE_TRY_AS(const FileIdentity after, file.identity());
        return before == after && got == size;
    };
    const auto isWhole = readWhole();
    const std::uint64_t size = candidate.identity.size;
    if (!isWhole)
        return failed(std::move(candidate), size, isWhole.error().event, isWhole.error().args);
    if (!*isWhole) {
        const QString path = shownPath(joinPath(candidate.directory, candidate.name));
        return failed(std::move(candidate), size, events::FIL_CHANGED, {path});
    }
    BytesView content = m_buffer;
    if (m_options.task.convertText) {
        const auto text = convertSmall(candidate);
        if (!text && text.error().code != ErrorCode::Config)
            return fail(text.error());
        if (!text)
            return failed(std::move(candidate), size, text.error().event, text.error().args);
        content = *text;
    }
    candidate.size = content.size();
    const Digest digest = fileDigest(content);
    if (m_run.kind == u"incremental" && view(candidate.knownDigest) == view(digest)) { // touched, and the same
        keepKnown(candidate, view(digest));
        ++m_run.unchanged;
        return {};
    }
    bundle(Flight{std::move(candidate), false, digest}, content);
    return m_bundle.size() >= kBundleBytes || m_bundled >= kBundleItems ? flushBundle() : Result<>();
}

/// Into the bundle that is being filled; somebody flushes it.
void FileSendRun::bundle(Flight flight, BytesView content)
{
    const Candidate& candidate = flight.candidate;
    const std::uint64_t number = ++m_lastNumber;
    filemsg::appendBundleItem(m_bundle,
                              {number, false, candidate.directory, candidate.name, candidate.identity.modifiedNs,
                               flight.digest, content, candidate.encoding, Bytes(view(candidate.original))});
    ++m_bundled;
    m_inFlight.emplace(number, std::move(flight));
}

Result<> FileSendRun::sendDirectory(const Bytes& directory, const Bytes& name, qint64 ownId)
{
    Candidate candidate;
    candidate.directory = directory;
    candidate.name = name;
    candidate.directoryId = ownId;
    const std::uint64_t number = ++m_lastNumber;
    filemsg::appendBundleItem(m_bundle, {number, true, directory, name, 0, {}, {}});
    ++m_bundled;
    m_inFlight.emplace(number, Flight{std::move(candidate), true});
    return m_bundled >= kBundleItems ? flushBundle() : Result<>();
}

Result<> FileSendRun::flushBundle()
{
    if (m_bundled == 0)
        return {};
    const Bytes bundle = std::exchange(m_bundle, {});
    m_bundled = 0;
    FilePartHead head;
    head.kind = FilePartHead::Kind::Bundle;
    return sendPart(head, bundle);
}

Result<> FileSendRun::sendPart(const FilePartHead& head, BytesView plain)
{
    ENGINE_TRY(greet());
    if (m_sent - m_taken > kWindowBytes)
        ENGINE_TRY(waitUntil([this] { return m_sent - m_taken <= kWindowBytes; }));
    while (!m_rate.isOpen())
        ENGINE_TRY(waitUntil([] { return false; }, m_clock.monotonicNs() + m_rate.waitMs() * kNsPerMs));
    ENGINE_TRY_AS(Bytes payload, m_sealer->seal(head, plain));
    m_sent += payload.size();
    m_rate.take(static_cast<qint64>(payload.size()));
    ENGINE_FAILPOINT("files.send.part");
    m_hooks.send({MessageType::FileData, m_stream, std::move(payload)});
    return {};
}

Result<> FileSendRun::offer(Flight flight)
{
    ENGINE_TRY(greet());
    while (m_offered >= kMostOffered) {
        ENGINE_TRY(waitUntil([this] { return !m_answers.empty(); }));
        ENGINE_TRY(sendAnswered());
    }
    const Candidate& candidate = flight.candidate;
    filemsg::Offer offer;
    offer.number = ++m_lastNumber;
    offer.directory = candidate.directory;
    offer.name = candidate.name;
    offer.version = candidate.identity;
    offer.version.size = candidate.size;
    offer.encoding = candidate.encoding;
    offer.original = Bytes(view(candidate.original));
    if (flight.parts) {
        offer.digest = Bytes(view(flight.digest));
    } else if (candidate.isAsKnown) {
        offer.digest = Bytes(view(candidate.knownDigest));
        std::ranges::copy(offer.digest, flight.digest.begin());
    }
    if (!flight.parts && !candidate.withoutBasis && !candidate.knownDigest.isEmpty()) {
        ENGINE_TRY_AS(const auto index, LeafIndex::open(m_index, indexName(candidate.directory, candidate.name)));
        if (index && view(index->fileDigest()) == view(candidate.knownDigest))
            offer.basis = Bytes(view(candidate.knownDigest));
    }
    m_hooks.send(filemsg::encode(m_stream, offer));
    m_inFlight.emplace(offer.number, std::move(flight));
    ++m_offered;
    return {};
}

Result<> FileSendRun::sendAnswered()
{
    while (!m_answers.empty()) {
        const filemsg::Need need = std::move(m_answers.front());
        m_answers.pop_front();
        if (need.verdict != filemsg::Need::Verdict::Nothing)
            ENGINE_TRY(stream(need));
    }
    return {};
}

Result<> FileSendRun::stream(const filemsg::Need& need)
{
    const auto found = m_inFlight.find(need.number);
    if (found == m_inFlight.end())
        return fail(ErrorCode::Protocol, QStringLiteral("an answer to what was not offered"));
    // Results of other files may come meanwhile, but none of this one before it is through, or given up there.
    Flight flight = found->second;
    FilePartHead head;
    head.number = need.number;
    head.kind = FilePartHead::Kind::Drop;
    const auto streamed = [&]() -> Result<bool> {
        if (flight.copy)
            return streamChunks(need, flight, ContentSource(flight.copy->file));
        ENGINE_TRY_AS(const auto place, placeOf(flight.candidate.directory));
        if (!place)
            return false;
        ENGINE_TRY_AS(const auto file, openContent(*place, flight.parts ? flight.parts->whole : flight.candidate));
        if (!file)
            return false;
        return streamChunks(need, flight, *file);
    }();
    const bool isOfFile =
        !streamed && (streamed.error().code == ErrorCode::Storage || streamed.error().event == events::FIL_SEALED);
    if (!streamed && !isOfFile)
        return fail(streamed.error());
    if (const auto still = m_inFlight.find(need.number); still != m_inFlight.end())
        still->second = flight;
    if (streamed && *streamed) {
        head.kind = FilePartHead::Kind::Close;
        return sendPart(head, view(flight.digest));
    }
    if (!streamed && m_inFlight.erase(need.number) > 0)
        ENGINE_TRY(settleFailed(flight, streamed.error().event, streamed.error().args));
    return sendPart(head, {});
}

/// The leaves of `chunk`, and which of them are not as `before`.
Result<LeafIndex::Leaves> FileSendRun::leavesOf(BytesView chunk, const LeafIndex::Leaves& before,
                                                std::uint64_t& changed) const
{
    LeafIndex::Leaves leaves;
    for (std::size_t at = 0; at < chunk.size(); at += kFileLeafBytes)
        leaves.fast.push_back(differences::fastHash(chunk.substr(at, kFileLeafBytes)));
    changed = 0;
    std::size_t different = 0;
    for (std::size_t leaf = 0; leaf < leaves.fast.size(); ++leaf) {
        if (leaf < before.fast.size() && before.fast[leaf] == leaves.fast[leaf])
            continue;
        changed |= std::uint64_t{1} << leaf;
        ++different;
    }
    constexpr std::size_t kWorthAllTogether = 8;
    if (different >= kWorthAllTogether || before.digests.empty()) {
        leaves.digests = leafDigests(chunk);
        return leaves;
    }
    for (std::size_t leaf = 0; leaf < leaves.fast.size(); ++leaf)
        leaves.digests.push_back((changed >> leaf & 1U) != 0 ? sm3(chunk.substr(leaf * kFileLeafBytes, kFileLeafBytes))
                                                             : before.digests[leaf]);
    return leaves;
}

/// False: the file is not, or is no longer, what was offered.
Result<bool> FileSendRun::streamChunks(const filemsg::Need& need, Flight& flight, const ContentSource& file)
{
    using Verdict = filemsg::Need::Verdict;
    const Candidate& candidate = flight.candidate;
    const std::uint64_t size = candidate.size;
    ENGINE_TRY_AS(const FileIdentity before, file.identity());
    if (!flight.copy && before != candidate.identity)
        return false;
    const Bytes index = indexName(candidate.directory, candidate.name);
    std::optional<LeafIndex> basis;
    if (need.verdict == Verdict::Differences) {
        ENGINE_TRY_AS(basis, LeafIndex::open(m_index, index));
    }
    std::optional<LeafIndexWriter> writer;
    if (size >= kIndexedFrom && !flight.parts) {
        ENGINE_TRY_AS(writer, LeafIndexWriter::create(m_index, index));
    }
    FileDigest whole(size);
    Bytes chunk;
    Bytes body;
    for (std::uint64_t i = 0; i < chunkCount(size); ++i) {
        ENGINE_TRY(pump());
        if (!m_inFlight.contains(need.number)) // the receiver has given it up; its result said why
            return false;
        chunk.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kFileChunkBytes, size - i * kFileChunkBytes)));
        ENGINE_TRY_AS(const std::size_t got, file.readAt(flight.offset + i * kFileChunkBytes, chunk));
        if (got != chunk.size())
            return false;
        LeafIndex::Leaves old;
        if (basis) {
            ENGINE_TRY_AS(old, basis->leaves(i));
        }
        std::uint64_t changed = 0;
        ENGINE_TRY_AS(const LeafIndex::Leaves leaves, leavesOf(chunk, old, changed));
        const Digest digest = chunkDigest(leaves.digests);
        whole.addChunk(digest);
        if (writer)
            ENGINE_TRY(writer->add(leaves));
        if (need.verdict == Verdict::Rest && i < need.chunks.size() &&
            need.chunks[static_cast<std::size_t>(i)] == digest)
            continue;
        FilePartHead head;
        head.number = need.number;
        head.chunk = i;
        head.kind = basis ? FilePartHead::Kind::Differences : FilePartHead::Kind::Chunk;
        if (!basis) {
            ENGINE_TRY(sendPart(head, chunk));
            continue;
        }
        body.clear();
        differences::append(body, changed, chunk, leaves.fast, leaves.digests);
        ENGINE_TRY(sendPart(head, body));
    }
    ENGINE_TRY_AS(const FileIdentity after, file.identity());
    if (after != before)
        return false;
    flight.digest = whole.finish();
    if (writer) {
        ENGINE_TRY(writer->finish(size, flight.digest));
        flight.hasIndex = true;
    }
    return true;
}

} // namespace busheng
