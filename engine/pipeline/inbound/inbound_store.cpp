// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/inbound/inbound_store.h"

#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/model/events.h"

namespace busheng {
namespace {

const QString kNote = QStringLiteral("discarding");
const QString kAsideNote = QStringLiteral("setting-aside");
const QString kDamaged = QStringLiteral("damaged-");

/// Removes what an earlier damage left: one is enough to look at, and the disk is bounded.
Result<> removeDamaged(FileSystem& fileSystem, const QString& directory)
{
    ENGINE_TRY_AS(const QStringList names, fileSystem.list(directory));
    for (const QString& name : names) {
        if (name.startsWith(kDamaged))
            ENGINE_TRY(fileSystem.remove(directory + u'/' + name));
    }
    return {};
}

/// Renames everything the log left, and removes the note last.
Result<> finishSetAside(FileSystem& fileSystem, const QString& directory)
{
    ENGINE_TRY_AS(const QStringList names, fileSystem.list(directory));
    for (const QString& name : names) {
        if (name != kAsideNote && !name.startsWith(kDamaged))
            ENGINE_TRY(fileSystem.rename(directory + u'/' + name, directory + u'/' + kDamaged + name));
    }
    ENGINE_TRY(fileSystem.syncDirectory(directory));
    ENGINE_FAILPOINT("inbound.aside.after");
    ENGINE_TRY(fileSystem.remove(directory + u'/' + kAsideNote));
    return fileSystem.syncDirectory(directory);
}

Result<> setAside(FileSystem& fileSystem, const QString& directory)
{
    ENGINE_FAILPOINT("inbound.aside.before");
    ENGINE_TRY(removeDamaged(fileSystem, directory));
    ENGINE_TRY(replaceFile(fileSystem, directory + u'/' + kAsideNote, {}));
    return finishSetAside(fileSystem, directory);
}

/// Removes everything the log left, and the note last.
Result<> finishDiscard(FileSystem& fileSystem, const QString& directory)
{
    ENGINE_TRY_AS(const QStringList names, fileSystem.list(directory));
    for (const QString& name : names) {
        if (name != kNote && !name.startsWith(kDamaged))
            ENGINE_TRY(fileSystem.remove(directory + u'/' + name));
    }
    ENGINE_TRY(fileSystem.syncDirectory(directory));
    ENGINE_FAILPOINT("inbound.discard.after");
    ENGINE_TRY(fileSystem.remove(directory + u'/' + kNote));
    return fileSystem.syncDirectory(directory);
}

Result<> discard(FileSystem& fileSystem, const QString& directory)
{
    ENGINE_FAILPOINT("inbound.discard.before");
    ENGINE_TRY(replaceFile(fileSystem, directory + u'/' + kNote, {}));
    return finishDiscard(fileSystem, directory);
}

} // namespace

Result<std::unique_ptr<RecordLog>> openInboundStore(FileSystem& fileSystem, const RecordLog::Options& options,
                                                    std::uint64_t applied,
                                                    const std::function<void(const Error&)>& onDamaged)
{
    RecordLog::Options wanted = options;
    wanted.firstNumber = applied + 1;
    ENGINE_TRY(fileSystem.makeDirectories(wanted.directory));
    ENGINE_TRY_AS(const bool unfinished, fileSystem.exists(wanted.directory + u'/' + kNote));
    if (unfinished)
        ENGINE_TRY(finishDiscard(fileSystem, wanted.directory));
    ENGINE_TRY_AS(const bool halfAside, fileSystem.exists(wanted.directory + u'/' + kAsideNote));
    if (halfAside)
        ENGINE_TRY(finishSetAside(fileSystem, wanted.directory));
    auto opened = RecordLog::open(fileSystem, wanted);
    if (!opened && opened.error().event == events::SPL_CORRUPT) {
        qCWarning(logInbound).noquote() << "inbound queue put aside:" << opened.error().toString();
        if (onDamaged)
            onDamaged(opened.error());
        ENGINE_TRY(setAside(fileSystem, wanted.directory));
        opened = RecordLog::open(fileSystem, wanted);
    }
    ENGINE_TRY_AS(auto log, std::move(opened));
    const bool joins = log->durableEnd() > applied && log->firstNumber() <= applied + 1;
    if (joins)
        return log;
    qCWarning(logInbound) << "inbound queue" << wanted.directory << "holds packets" << log->firstNumber() << "to"
                          << log->durableEnd() - 1 << "but the target stands at" << applied
                          << ": it is thrown away, the peer will send again";
    log.reset();
    ENGINE_TRY(discard(fileSystem, wanted.directory));
    return RecordLog::open(fileSystem, wanted);
}

} // namespace busheng
