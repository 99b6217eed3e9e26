// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/part_assembly.h"

#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/crypto/sm3.h"
#include "engine/files/file_digest.h"
#include "engine/files/parts/part_joiner.h"
#include "engine/files/parts/part_stream.h"
#include "engine/files/tree_directory.h"
#include "engine/model/events.h"

namespace busheng {
namespace {

constexpr BytesView kListEnding = ".parts.json";
constexpr int kPage = 100;
constexpr qsizetype kRunKeyBytes = 16;

struct Digests {
    Digest content{}; ///< SM3
    Digest file{};    ///< FileDigest
};

Result<Digests> digestsOf(FileSystem& fileSystem, const QString& path, qint64 bytes)
{
    ENGINE_TRY_AS(const auto file, fileSystem.open(path, FileSystem::OpenMode::Read));
    ENGINE_TRY_AS(const qint64 size, file->size());
    if (size != bytes)
        return fail(ErrorCode::Conflict, QStringLiteral("%1 has another size").arg(path));
    Sm3 content;
    FileDigest tree(static_cast<std::uint64_t>(bytes));
    ENGINE_TRY(streamFile(*file, 0, bytes, [&](BytesView block) -> Result<> {
        content.update(block);
        tree.addChunk(chunkDigest(leafDigests(block)));
        return {};
    }));
    Digests both{content.finish(), tree.finish()};
    if (bytes <= static_cast<qint64>(kFileLeafBytes))
        both.file = both.content;
    return both;
}

/// The whole file is there, made now or before a crash.
Result<Digests> makeWhole(FileSystem& fileSystem, const QString& directory, const PartList& list)
{
    const QString path = directory + u'/' + list.whole.toString();
    ENGINE_TRY_AS(const bool isThere, fileSystem.exists(path));
    if (isThere) {
        const auto before = digestsOf(fileSystem, path, list.bytes);
        if (before && before->content == list.digest)
            return *before;
    }
    ENGINE_TRY(joinParts(fileSystem, directory, list, directory));
    return digestsOf(fileSystem, path, list.bytes);
}

/// The whole file arrived, in a run of its own: the sender's run has the parts.
Result<> record(FileRecords& records, const FileTransferRecord& listed, const PartList& list, const Digests& digests,
                const FileIdentity& identity, qint64 nowUtcMs)
{
    Sm3 ofRun;
    ofRun.update(view(listed.peerCode.toUtf8()));
    ofRun.update(listed.directory);
    ofRun.update(view(list.toJson()));
    const QByteArray key = toQByteArray(view(ofRun.finish())).left(kRunKeyBytes);
    ENGINE_TRY_AS(auto run, records.runByKey(key));
    if (!run) {
        run.emplace();
        run->key = key;
        run->direction = QStringLiteral("in");
        run->task = listed.task;
        run->peerCode = listed.peerCode;
        run->targetDirectory = listed.targetDirectory;
        run->kind = QStringLiteral("joined");
        run->state = QStringLiteral("done");
        run->arrived = 1;
        run->bytes = static_cast<quint64>(list.bytes);
        run->startedUtcMs = run->finishedUtcMs = nowUtcMs;
        ENGINE_TRY_AS(run->id, records.saveRun(*run));
    }
    FileTransferRecord whole;
    whole.run = run->id;
    whole.directoryId = listed.directoryId;
    whole.name = list.whole.toString().toStdString();
    whole.size = static_cast<std::uint64_t>(list.bytes);
    whole.digest = toQByteArray(view(digests.file));
    whole.state = QStringLiteral("arrived");
    whole.attempts = 1;
    whole.firstUtcMs = whole.lastUtcMs = nowUtcMs;
    const FileCatalogueEntry known{
        whole.name, identity.size, identity.modifiedNs, identity.changedNs, identity.inode, whole.digest,
        run->id,    nowUtcMs,      listed.encoding};
    LedgerEntry line;
    line.kind = QStringLiteral("file");
    line.stream = listed.task;
    line.direction = QStringLiteral("in");
    line.sequence = static_cast<quint64>(run->id);
    line.digest = toHex(view(digests.file));
    line.outcome = QStringLiteral("joined");
    line.plainBytes = list.bytes;
    line.utcMs = nowUtcMs;
    line.peer = listed.peerCode;
    line.name = shownPath(joinPath(listed.directory, whole.name));
    return records.keep({{whole, known, line}});
}

/// False: its list is gone, or its parts are to stay as they are.
Result<bool> assemble(FileSystem& fileSystem, FileRecords& records, const QString& receiveDirectory,
                      const FileTransferRecord& listed, Clock& clock)
{
    QString directory = receiveDirectory + u'/' + listed.peerCode;
    for (const QString& beneath : {listed.targetDirectory, shownPath(listed.directory)}) {
        if (!beneath.isEmpty())
            directory += u'/' + beneath;
    }
    const QString listName = shownPath(listed.name);
    ENGINE_TRY_AS(const bool isThere, fileSystem.exists(directory + u'/' + listName));
    if (!isThere)
        return false;
    ENGINE_TRY_AS(const PartList list, readPartList(fileSystem, directory, listName));
    if (!list.join || list.fileName() != listName)
        return false;
    ENGINE_TRY_AS(const Digests digests, makeWhole(fileSystem, directory, list));
    ENGINE_FAILPOINT("files.assemble.made");
    ENGINE_TRY_AS(const TreeDirectory place, TreeDirectory::openRoot(directory));
    ENGINE_TRY_AS(const auto identity, place.look(list.whole.toString().toStdString()));
    if (!identity) // a consumer is quick
        return false;
    ENGINE_TRY(record(records, listed, list, digests, *identity, clock.utcMs()));
    std::vector<Bytes> parts;
    for (int number = 1; number <= static_cast<int>(list.parts.size()); ++number) {
        parts.push_back(list.whole.withPart(number).toString().toStdString());
        ENGINE_TRY(place.remove(parts.back()));
    }
    ENGINE_FAILPOINT("files.assemble.removed");
    ENGINE_TRY(records.forgetArrived(listed.directoryId, parts));
    ENGINE_TRY(place.remove(listed.name));
    ENGINE_TRY(records.forgetArrived(listed.directoryId, {listed.name}));
    qCInfo(logFiles).noquote() << list.parts.size() << "parts joined as"
                               << shownPath(joinPath(listed.directory, list.whole.toString().toStdString()));
    return true;
}

} // namespace

Result<PartAssembly> assembleParts(FileSystem& fileSystem, FileRecords& records, const QString& receiveDirectory,
                                   qint64 afterArrival, Clock& clock)
{
    PartAssembly done{afterArrival, 0, {}};
    for (;;) {
        ENGINE_TRY_AS(const auto page, records.arrivalsNamed(kListEnding, done.lookedUpTo, kPage));
        if (page.empty())
            return done;
        for (const FileTransferRecord& listed : page) {
            done.lookedUpTo = listed.id;
            const auto joined = assemble(fileSystem, records, receiveDirectory, listed, clock);
            if (joined) {
                done.joined += *joined ? 1 : 0;
                continue;
            }
            const Error& why = joined.error();
            done.faults.push_back(makeEvent(
                why.code, events::FIL_JOIN,
                {shownPath(joinPath(listed.directory, listed.name)), why.args.isEmpty() ? why.detail : why.args.last()},
                why.detail));
        }
    }
}

} // namespace busheng
