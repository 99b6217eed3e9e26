// SPDX-License-Identifier: GPL-3.0-or-later
// What is made of files before they travel: texts become UTF-8 (§8.2.4 c), large files become parts (§8.2.4 b).
#include "engine/files/file_send_run.h"

#include "engine/crypto/sm3.h"
#include "engine/files/names/upload_name.h"
#include "engine/files/text/encoding_detector.h"
#include "engine/files/text/text_converter.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr qint64 kPiece = kFileChunkBytes;
/// Of converted copies at once, beside the last one: the disk has as much to spare.
constexpr std::uint64_t kMostCopied = 256U << 20;

Failure changedMeanwhile(const QString& path)
{
    return fail(makeEvent(ErrorCode::Storage, events::FIL_CHANGED, {path},
                          path + QStringLiteral(" changed while it was read")));
}

} // namespace

Result<> ConvertedCopy::append(BytesView bytes)
{
    ENGINE_TRY(file->writeAt(size, bytes));
    size += bytes.size();
    total += bytes.size();
    return {};
}

bool FileSendRun::isMade(const Candidate& candidate) const
{
    const qint64 most = m_options.task.splitBytes;
    return m_options.task.convertText || (most > 0 && candidate.identity.size > static_cast<std::uint64_t>(most));
}

/// A large file: it is read as a whole before anything of it travels.
Result<> FileSendRun::sendMade(Candidate candidate, const TreeDirectory& place)
{
    while (m_copied > kMostCopied) {
        const std::uint64_t before = m_copied;
        ENGINE_TRY(waitUntil([&] { return m_copied < before || !m_answers.empty(); }));
        ENGINE_TRY(sendAnswered());
    }
    Flight flight{std::move(candidate)};
    std::shared_ptr<Parts> parts;
    const auto made = [&]() -> Result<> {
        ENGINE_TRY_AS(const auto file, openContent(place, flight.candidate));
        if (!file)
            return fail(makeEvent(ErrorCode::Storage, events::FIL_GONE,
                                  {shownPath(joinPath(flight.candidate.directory, flight.candidate.name))},
                                  QStringLiteral("the file is gone")));
        if (m_options.task.convertText)
            ENGINE_TRY(convertLarge(flight, *file));
        const qint64 most = m_options.task.splitBytes;
        if (most == 0 || flight.candidate.size <= static_cast<std::uint64_t>(most))
            return {};
        ENGINE_TRY_AS(parts, makeParts(flight, flight.copy ? ContentSource(flight.copy->file) : *file));
        return {};
    }();
    if (made)
        return parts ? sendParts(flight, parts) : offer(std::move(flight));
    const bool isOfFile = made.error().code == ErrorCode::Config || made.error().code == ErrorCode::Storage ||
                          made.error().event == events::FIL_SEALED;
    if (!isOfFile)
        return made;
    return failed(flight.candidate, flight.candidate.identity.size, made.error().event, made.error().args);
}

/// What a file's bytes say for sure stands; for the rest of texts, what the task says, or what they look like.
Result<TextEncoding> FileSendRun::encodingOf(BytesView head, bool isWhole, const QString& path) const
{
    const auto found = detectEncoding(head, isWhole);
    const auto named = textEncodingOf(m_options.task.textEncoding);
    const bool isGuess = !found || found == TextEncoding::Gb18030 || found == TextEncoding::Big5;
    if (isGuess && named)
        return *named;
    if (!found)
        return fail(makeEvent(ErrorCode::Config, events::TXT_UNKNOWN, {path},
                              QStringLiteral("the encoding of %1 cannot be told").arg(path)));
    return *found;
}

/// m_buffer, or m_converted when it is a text.
Result<BytesView> FileSendRun::convertSmall(Candidate& candidate)
{
    const QString path = shownPath(joinPath(candidate.directory, candidate.name));
    ENGINE_TRY_AS(const TextEncoding encoding,
                  encodingOf(m_buffer, m_buffer.size() <= static_cast<std::size_t>(kDetectBytes), path));
    candidate.encoding = textEncodingName(encoding);
    if (encoding == TextEncoding::Binary)
        return m_buffer;
    ENGINE_TRY_AS(const auto converter, TextConverter::create(encoding, path));
    m_converted.clear();
    ENGINE_TRY(converter->append(m_buffer, m_converted));
    ENGINE_TRY_AS(const TextSummary summary, converter->finish(m_converted));
    if (encoding != TextEncoding::Utf8)
        candidate.original = toQByteArray(view(summary.original));
    return m_converted;
}

Result<> FileSendRun::convertLarge(Flight& flight, const ContentSource& file)
{
    Candidate& candidate = flight.candidate;
    const QString path = shownPath(joinPath(candidate.directory, candidate.name));
    ENGINE_TRY_AS(candidate.identity, file.identity());
    ENGINE_TRY_AS(candidate.size, file.size());
    Bytes piece(static_cast<std::size_t>(std::min(candidate.size, static_cast<std::uint64_t>(kDetectBytes))), '\0');
    ENGINE_TRY_AS(const std::size_t headBytes, file.readAt(0, piece));
    piece.resize(headBytes);
    ENGINE_TRY_AS(const TextEncoding encoding, encodingOf(piece, headBytes == candidate.size, path));
    candidate.encoding = textEncodingName(encoding);
    if (encoding == TextEncoding::Binary)
        return {};
    const bool isChanged = encoding != TextEncoding::Utf8;
    if (isChanged) {
        const Bytes name = std::to_string(m_lastNumber) + ".utf8";
        ENGINE_TRY_AS(TreeFile copy, m_work.makeFile(name, true));
        ENGINE_TRY(m_work.remove(name));
        flight.copy = std::make_shared<ConvertedCopy>(std::move(copy), m_copied);
    }
    ENGINE_TRY_AS(const auto converter, TextConverter::create(encoding, path));
    m_converted.clear();
    for (std::uint64_t at = 0; at < candidate.size; at += piece.size()) {
        ENGINE_TRY(mayGoOn());
        piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, candidate.size - at)));
        ENGINE_TRY_AS(const std::size_t got, file.readAt(at, piece));
        if (got != piece.size())
            return changedMeanwhile(path);
        ENGINE_TRY(converter->append(piece, m_converted));
        if (isChanged)
            ENGINE_TRY(flight.copy->append(m_converted));
        m_converted.clear();
    }
    ENGINE_TRY_AS(const TextSummary summary, converter->finish(m_converted));
    if (isChanged)
        ENGINE_TRY(flight.copy->append(m_converted));
    ENGINE_TRY_AS(const FileIdentity after, file.identity());
    if (after != candidate.identity)
        return changedMeanwhile(path);
    if (isChanged) {
        candidate.original = toQByteArray(view(summary.original));
        candidate.size = flight.copy->size;
    }
    return {};
}

/// Reads what travels, part by part. None: it is a part itself, of which no parts are made.
Result<std::shared_ptr<FileSendRun::Parts>> FileSendRun::makeParts(const Flight& flight, const ContentSource& file)
{
    const Candidate& whole = flight.candidate;
    const auto name = parseUploadName(whole.name);
    if (!name) // only a name of §8.2.4 a says how its parts are called
        return fail(toError(name.error(), whole.name));
    if (name->part != 0)
        return std::shared_ptr<Parts>();
    const qint64 most = m_options.task.splitBytes;
    const auto count = partsOf(static_cast<qint64>(whole.size), most);
    if (!count)
        return fail(toError(count.error(), whole.name));
    auto parts = std::make_shared<Parts>();
    parts->whole = whole;
    parts->list.whole = *name;
    parts->list.bytes = static_cast<qint64>(whole.size);
    parts->list.join = m_options.task.joinParts;
    Sm3 ofWhole;
    Sm3 ofPart;
    Bytes piece;
    for (qint64 offset = 0; offset < parts->list.bytes; offset += most) {
        const qint64 size = std::min(most, parts->list.bytes - offset);
        FileDigest tree(static_cast<std::uint64_t>(size));
        for (qint64 at = 0; at < size; at += static_cast<qint64>(piece.size())) {
            ENGINE_TRY(mayGoOn());
            piece.resize(static_cast<std::size_t>(std::min<qint64>(kPiece, size - at)));
            ENGINE_TRY_AS(const std::size_t got, file.readAt(static_cast<std::uint64_t>(offset + at), piece));
            if (got != piece.size())
                return changedMeanwhile(name->toString());
            ofWhole.update(piece);
            ofPart.update(piece);
            tree.addChunk(chunkDigest(leafDigests(piece)));
        }
        if (size <= static_cast<qint64>(kLargestSmallFile)) // the last one, in one piece
            parts->lastSmall = piece;
        const bool isLeaf = size <= static_cast<qint64>(kFileLeafBytes);
        parts->list.parts.push_back({size, ofPart.finish()});
        parts->digests.push_back(isLeaf ? parts->list.parts.back().digest : tree.finish());
    }
    parts->list.digest = ofWhole.finish();
    parts->open = parts->list.parts.size();
    ENGINE_TRY_AS(const FileIdentity now, file.identity());
    if (!flight.copy && now != whole.identity)
        return changedMeanwhile(name->toString());
    return parts;
}

Result<> FileSendRun::sendParts(const Flight& whole, const std::shared_ptr<Parts>& parts)
{
    std::uint64_t offset = 0;
    for (std::size_t at = 0; at < parts->digests.size(); ++at) {
        Flight part = whole;
        part.candidate.name = parts->list.whole.withPart(static_cast<int>(at) + 1).toString().toStdString();
        part.candidate.size = static_cast<std::uint64_t>(parts->list.parts[at].bytes);
        part.digest = parts->digests[at];
        part.offset = offset;
        part.parts = parts;
        offset += part.candidate.size;
        if (part.candidate.size > kLargestSmallFile)
            ENGINE_TRY(offer(std::move(part)));
        else
            bundle(std::move(part), parts->lastSmall);
    }
    return {};
}

/// One more of them has its result. Behind the last one goes the list: who finds it finds its parts.
Result<> FileSendRun::settlePart(const std::shared_ptr<Parts>& parts)
{
    if (--parts->open > 0)
        return {};
    if (!parts->event.isEmpty())
        return failed(parts->whole, parts->whole.size, parts->event, parts->args);
    if (!std::exchange(parts->isListSent, true)) {
        sendPartList(parts);
        return {};
    }
    keepKnown(parts->whole, view(parts->list.digest));
    return {};
}

void FileSendRun::sendPartList(const std::shared_ptr<Parts>& parts)
{
    const QByteArray text = parts->list.toJson();
    Flight flight{parts->whole};
    flight.candidate.name = parts->list.fileName().toStdString();
    flight.candidate.size = static_cast<std::uint64_t>(text.size());
    flight.candidate.encoding.clear();
    flight.candidate.original.clear();
    flight.digest = fileDigest(view(text));
    flight.parts = parts;
    parts->open = 1;
    bundle(std::move(flight), view(text));
}

} // namespace busheng
