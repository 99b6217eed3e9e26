// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/file_reception.h"

#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/crypto/cipher_suite.h"
#include "engine/crypto/file_key.h"
#include "engine/files/names/task_name.h"
#include "engine/files/transfer_name.h"
#include "engine/model/events.h"

namespace busheng {
namespace {

constexpr std::uint64_t kTellTakenEvery = 512U << 10;
constexpr std::size_t kMostDirectories = 4096;
constexpr std::size_t kMostLarge = 64; ///< offered and not through

Failure notNow(const char* what)
{
    return fail(ErrorCode::Protocol, QStringLiteral("%1 may not come here").arg(QLatin1String(what)));
}

} // namespace

Result<> FileReception::take(const Message& message)
{
    if (message.type == MessageType::FileOpen)
        return onOpen(message);
    if (!m_destination)
        return notNow("a message about files");
    switch (message.type) {
    case MessageType::FileKey:
        return onKey(message.payload);
    case MessageType::FileOffer:
        return onOffer(message.payload);
    case MessageType::FileData:
        return onData(message);
    case MessageType::FileEnd:
        return onEnd(message.payload);
    default:
        return notNow("a message about files");
    }
}

Result<> FileReception::onOpen(const Message& message)
{
    ENGINE_TRY_AS(const filemsg::Open open, filemsg::decodeOpen(message.payload));
    if (!parseTaskName(view(open.task.toUtf8())))
        return fail(ErrorCode::Protocol, QStringLiteral("no name of a task"));
    if (!open.seal && m_options.sealedOnly)
        return fail(makeEvent(ErrorCode::Auth, events::FIL_REFUSED,
                              {open.task, m_options.ownCode, QStringLiteral("this node takes sealed tasks only")},
                              QStringLiteral("task '%1' of %2 is not sealed").arg(open.task, m_options.peer)));
    if (open.sealedAtRest) {
        if (const auto key = m_hooks.sealing.keys(0); !key)
            return fail(makeEvent(
                ErrorCode::Auth, events::FIL_REFUSED,
                {open.task, m_options.ownCode, QStringLiteral("this node has no vault with a key to seal files with")},
                key.error().toString()));
        m_sealing = &m_hooks.sealing;
    }
    m_task = open.task;
    m_fullCopy = open.fullCopy;
    m_seal = open.seal;
    ENGINE_TRY_AS(FileDestination destination, FileReceiver::directoriesOf(m_options, open.task, open.targetDirectory));
    destination.stream = message.stream;
    destination.key = open.key;
    destination.task = open.task;
    const QByteArray key(open.key.data(), static_cast<qsizetype>(open.key.size()));
    ENGINE_TRY_AS(auto run, m_records.runByKey(key));
    if (run && (run->peerCode != m_options.peer || run->task != open.task || run->direction != u"in"))
        return fail(ErrorCode::Protocol, QStringLiteral("a run that is another one"));
    if (!run) {
        run.emplace();
        run->key = key;
        run->direction = QStringLiteral("in");
        run->task = open.task;
        run->peerCode = m_options.peer;
        run->targetDirectory = open.targetDirectory;
        run->kind = open.fullCopy ? QStringLiteral("full") : QStringLiteral("incremental");
        run->state = QStringLiteral("running");
        run->startedUtcMs = m_clock.utcMs();
        ENGINE_TRY_AS(run->id, m_records.saveRun(*run));
    } else if (run->finishedUtcMs != 0) { // its end was not heard
        run->state = QStringLiteral("running");
        run->finishedUtcMs = 0;
        ENGINE_TRY(m_records.saveRun(*run));
    }
    destination.run = run->id;
    ENGINE_TRY_AS(destination.flow, m_records.flow(QStringLiteral("in"), m_options.peer, open.task));
    m_destination = std::make_shared<FileDestination>(std::move(destination));
    if (!m_seal) {
        ENGINE_TRY_AS(m_opener, FilePartOpener::create(nullptr));
    }
    ENGINE_TRY_AS(auto keys, m_hooks.publicKeys());
    m_hooks.send(filemsg::encode(message.stream, filemsg::Ready{{}, {}, std::move(keys)}));
    qCInfo(logFiles).noquote() << "receiving task" << m_task << "from" << m_options.peer << "into"
                               << open.targetDirectory;
    return {};
}

Result<> FileReception::onKey(BytesView payload)
{
    ENGINE_TRY_AS(const filemsg::Key key, filemsg::decodeKey(payload));
    if (!m_seal || m_opener)
        return notNow("a key");
    ENGINE_TRY_AS(const LinkKey link, m_hooks.acceptKey(key.suite, key.epoch, key.wrapped));
    ENGINE_TRY_AS(const PacketKey derived, deriveFileKey(link, m_options.peer, m_options.ownCode, key.salt));
    ENGINE_TRY_AS(m_opener, FilePartOpener::create(&derived, *link.suite));
    m_destination->suite = link.suite->name();
    m_destination->epoch = key.epoch;
    return {};
}

Result<FileReception::Directory*> FileReception::directory(const Bytes& path)
{
    const auto found = m_directories.find(path);
    if (found != m_directories.end())
        return &found->second;
    if (m_directories.size() >= kMostDirectories)
        m_directories.clear();
    Directory made;
    ENGINE_TRY_AS(made.id, m_records.directory(m_destination->flow, path));
    ENGINE_TRY_AS(const auto first, m_records.catalogue(made.id, {}, 1));
    made.isNew = first.empty();
    return &m_directories.emplace(path, made).first->second;
}

Result<bool> FileReception::isAsPublished(const Bytes& directory, const FileCatalogueEntry& known) const
{
    ENGINE_TRY_AS(const auto place, m_destination->target.open(directory));
    if (!place)
        return false;
    ENGINE_TRY_AS(const auto identity, place->look(known.name));
    return identity == FileIdentity{known.size, known.modifiedNs, known.changedNs, known.inode};
}

Result<bool> FileReception::isRepeated(const Bytes& directoryPath, const Bytes& name, BytesView digest,
                                       std::optional<FileCatalogueEntry>* known)
{
    ENGINE_TRY_AS(const Directory* const place, directory(directoryPath));
    if (place->isNew)
        return false;
    ENGINE_TRY_AS(auto entry, m_records.known(place->id, name));
    const bool isSame = entry && view(entry->digest) == digest;
    if (known != nullptr)
        *known = entry;
    if (!isSame)
        return false;
    if (!m_fullCopy) // a consumer may have taken it away: that is what it came for
        return true;
    return isAsPublished(directoryPath, *entry);
}

StagedFile FileReception::staged(std::uint64_t number, const Bytes& directory, const Bytes& name) const
{
    StagedFile file;
    file.destination = m_destination;
    file.number = number;
    file.directory = directory;
    file.name = name;
    file.sealed = m_sealing != nullptr;
    return file;
}

StagedFile FileReception::staged(const filemsg::Offer& offer) const
{
    StagedFile file = staged(offer.number, offer.directory, offer.name);
    file.size = offer.version.size;
    file.encoding = offer.encoding;
    file.original = toQByteArray(offer.original);
    return file;
}

Result<> FileReception::publish(StagedFile file)
{
    if (!m_publisher.add(std::move(file), m_stop))
        return fail(ErrorCode::Cancelled, QStringLiteral("the node stops"));
    return {};
}

Result<> FileReception::settle(StagedFile file, filemsg::Result::Outcome outcome, const QString& event,
                               const QStringList& args)
{
    file.kind = StagedFile::Kind::Settled;
    file.settled = {file.number, outcome, event, args};
    return publish(std::move(file));
}

Result<> FileReception::onOffer(BytesView payload)
{
    using Verdict = filemsg::Need::Verdict;
    ENGINE_TRY_AS(filemsg::Offer offer, filemsg::decodeOffer(payload));
    if (m_large.size() >= kMostLarge || m_large.contains(offer.number))
        return notNow("an offer");
    filemsg::Need need{offer.number, Verdict::Whole, {}};
    if (const auto named = checkReceivedName(offer.directory, offer.name); !named) {
        need.verdict = Verdict::Nothing;
        m_hooks.send(filemsg::encode(m_destination->stream, need));
        return settle(staged(offer), filemsg::Result::Outcome::Failed, named.error().event, named.error().args);
    }
    const Bytes name = FilePublisher::stagedName(offer.directory, offer.name);
    if (!m_publisher.waitUntilFree(m_destination->flow, name, m_stop))
        return fail(ErrorCode::Cancelled, QStringLiteral("the node stops"));
    std::optional<FileCatalogueEntry> known;
    ENGINE_TRY_AS(const bool isThere, isRepeated(offer.directory, offer.name, offer.digest, &known));
    if (isThere) {
        need.verdict = Verdict::Nothing;
        StagedFile file = staged(offer);
        std::ranges::copy(offer.digest, file.digest.begin());
        m_hooks.send(filemsg::encode(m_destination->stream, need));
        return settle(std::move(file), filemsg::Result::Outcome::Repeated);
    }
    LargePart part(m_destination->staging, offer, name, m_sealing);
    ENGINE_TRY_AS(need.chunks, part.resume());
    if (!need.chunks.empty()) {
        need.verdict = Verdict::Rest;
    } else if (known && !offer.basis.empty() && view(known->digest) == offer.basis) {
        ENGINE_TRY_AS(const bool isUntouched, isAsPublished(offer.directory, *known));
        ENGINE_TRY_AS(const auto place, m_destination->target.open(offer.directory));
        if (isUntouched && place) {
            ENGINE_TRY_AS(auto basis, place->openFile(offer.name));
            // One that lies sealed and cannot be opened is none: the file is sent whole.
            auto content = basis ? ContentSource::open(std::move(*basis), m_sealing ? m_sealing->keys : AtRestKeys(),
                                                       shownPath(offer.name))
                                 : Result<ContentSource>(fail(ErrorCode::Storage, QStringLiteral("it is gone")));
            if (content) {
                need.verdict = Verdict::Differences;
                part.setBasis(std::move(*content));
            }
        }
    }
    m_large.emplace(offer.number, std::move(part));
    m_hooks.send(filemsg::encode(m_destination->stream, need));
    return {};
}

Result<> FileReception::onData(const Message& message)
{
    if (!m_opener)
        return notNow("data");
    ENGINE_FAILPOINT("files.receive.data");
    auto head = m_opener->open(message.payload, m_plain);
    if (!head)
        return fail(makeEvent(head.error().code, events::FIL_TAMPERED, {m_task, m_options.peer, head.error().detail},
                              head.error().detail));
    if (head->kind == FilePartHead::Kind::Bundle)
        ENGINE_TRY(onBundle(m_plain));
    else
        ENGINE_TRY(onLarge(*head, m_plain));
    m_taken += message.payload.size();
    if (m_taken - m_takenTold >= kTellTakenEvery) {
        m_takenTold = m_taken;
        m_hooks.send(filemsg::encodeTaken(m_destination->stream, m_taken));
    }
    return {};
}

Result<> FileReception::onBundle(BytesView bundle)
{
    ENGINE_TRY_AS(const auto items, filemsg::decodeBundle(bundle));
    for (const filemsg::BundleItem& item : items)
        ENGINE_TRY(onItem(item));
    return {};
}

Result<> FileReception::onItem(const filemsg::BundleItem& item)
{
    StagedFile file = staged(item.number, item.directory, item.name);
    file.size = item.content.size();
    file.digest = item.digest;
    file.encoding = item.encoding;
    file.original = toQByteArray(item.original);
    if (const auto named = checkReceivedName(item.directory, item.name); !named)
        return settle(std::move(file), filemsg::Result::Outcome::Failed, named.error().event, named.error().args);
    if (item.isDirectory) {
        file.kind = StagedFile::Kind::Directory;
        return publish(std::move(file));
    }
    ENGINE_TRY_AS(const bool isThere, isRepeated(item.directory, item.name, view(item.digest)));
    if (isThere)
        return settle(std::move(file), filemsg::Result::Outcome::Repeated);
    if (fileDigest(item.content) != item.digest) {
        const QStringList args{m_task, m_options.peer, shownPath(joinPath(item.directory, item.name))};
        m_hooks.onFault(makeEvent(ErrorCode::Corrupt, events::FIL_TAMPERED, args,
                                  QStringLiteral("the digest of a file is not what its sender says")));
        return settle(std::move(file), filemsg::Result::Outcome::Failed, events::FIL_TAMPERED, args);
    }
    const auto written = stage(file, item.content, item.modifiedNs);
    if (!written && written.error().code == ErrorCode::Cancelled)
        return written;
    if (!written) {
        m_hooks.onFault(written.error());
        return settle(std::move(file), filemsg::Result::Outcome::Failed, written.error().event, written.error().args);
    }
    return publish(std::move(file));
}

Result<> FileReception::stage(StagedFile file, BytesView content, std::int64_t modifiedNs)
{
    const Bytes name = FilePublisher::stagedName(file.directory, file.name);
    if (!m_publisher.waitUntilFree(m_destination->flow, name, m_stop))
        return fail(ErrorCode::Cancelled, QStringLiteral("the node stops"));
    Bytes sealed;
    if (m_sealing != nullptr) {
        ENGINE_TRY_AS(sealed, sealWhole(*m_sealing, content, file.digest));
        content = sealed;
    }
    ENGINE_TRY_AS(TreeFile part, m_destination->staging.makeFile(name, true));
    if (const auto written = part.writeAt(0, content); !written) {
        ENGINE_TRY(m_destination->staging.remove(name));
        return written;
    }
    return part.setModified(modifiedNs);
}

Result<> FileReception::onLarge(const FilePartHead& head, BytesView plain)
{
    using Kind = FilePartHead::Kind;
    const auto found = m_large.find(head.number);
    if (found == m_large.end())
        return notNow("a part of a file that was not offered");
    LargePart& part = found->second;
    StagedFile file = staged(part.offer());
    const auto giveUp = [&](const Error& why) -> Result<> {
        if (part.isGivenUp)
            return {};
        part.isGivenUp = true;
        m_hooks.onFault(why);
        if (why.code != ErrorCode::Storage || !why.transient) // what is staged may be of use when there is room again
            ENGINE_TRY(part.drop());
        return settle(file, filemsg::Result::Outcome::Failed, why.event, why.args);
    };
    const auto sendAnew = [&]() -> Result<> {
        part.isGivenUp = true;
        ENGINE_TRY(part.drop());
        return settle(file, filemsg::Result::Outcome::BasisLost);
    };
    switch (head.kind) {
    case Kind::Chunk: {
        const auto taken = part.isGivenUp ? Result<>() : part.takeChunk(head.chunk, plain);
        if (!taken && taken.error().code == ErrorCode::Conflict)
            return sendAnew();
        if (!taken && taken.error().code != ErrorCode::Storage)
            return taken;
        return taken ? taken : giveUp(taken.error());
    }
    case Kind::Differences: {
        const auto taken = part.isGivenUp ? Result<bool>(true) : part.takeDifferences(head.chunk, plain);
        // A basis that lies sealed and was damaged is no basis either.
        const bool isBasisLost =
            taken ? !*taken : taken.error().code == ErrorCode::Conflict || taken.error().event == events::FIL_SEALED;
        if (isBasisLost)
            return sendAnew();
        if (!taken && taken.error().code != ErrorCode::Storage)
            return fail(taken.error());
        return taken ? Result<>() : giveUp(taken.error());
    }
    case Kind::Drop: {
        const bool wasTold = part.isGivenUp;
        ENGINE_TRY(part.drop());
        m_large.erase(found);
        return wasTold ? Result<>()
                       : settle(file, filemsg::Result::Outcome::Failed, events::FIL_CHANGED,
                                {shownPath(joinPath(file.directory, file.name))});
    }
    case Kind::Close:
        break;
    case Kind::Bundle:
        return notNow("a bundle");
    }
    if (plain.size() != sizeof(Digest))
        return fail(ErrorCode::Protocol, QStringLiteral("the end of a file is malformed"));
    std::ranges::copy(plain, file.digest.begin());
    if (part.isGivenUp) {
        m_large.erase(found);
        return {};
    }
    ENGINE_TRY_AS(const bool isThere, isRepeated(file.directory, file.name, plain));
    if (isThere) {
        ENGINE_TRY(part.drop());
        m_large.erase(found);
        return settle(std::move(file), filemsg::Result::Outcome::Repeated);
    }
    if (const auto closed = part.close(file.digest, part.offer().version.modifiedNs); !closed) {
        Error why = closed.error();
        if (why.event == events::FIL_TAMPERED)
            why.args = {m_task, m_options.peer, why.args.value(2)};
        const auto told = giveUp(why);
        m_large.erase(found);
        return told;
    }
    m_large.erase(found);
    return publish(std::move(file));
}

Result<> FileReception::onEnd(BytesView payload)
{
    ENGINE_TRY_AS(const filemsg::End end, filemsg::decodeEnd(payload));
    for (auto& [number, part] : m_large)
        ENGINE_TRY(part.drop());
    StagedFile last;
    last.kind = StagedFile::Kind::End;
    last.destination = m_destination;
    last.settled.outcome = end.isGivenUp ? filemsg::Result::Outcome::Failed : filemsg::Result::Outcome::Arrived;
    m_destination.reset();
    m_opener.reset();
    m_large.clear();
    return publish(std::move(last));
}

void FileReception::suspend()
{
    if (m_destination)
        m_publisher.close(*m_destination);
    for (auto& [number, part] : m_large) {
        if (const auto saved = part.save(); !saved)
            m_hooks.onFault(saved.error());
    }
}

} // namespace busheng
