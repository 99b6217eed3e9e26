// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/parts/part_joiner.h"

#include "engine/base/failpoint.h"
#include "engine/files/parts/part_stream.h"

namespace busheng {
namespace {

constexpr qsizetype kMostNamed = 20;

QString numbers(const std::vector<int>& parts)
{
    QStringList shown;
    for (const int part : parts)
        shown.append(QStringLiteral("%1").arg(part, 3, 10, QLatin1Char('0')));
    const bool isCut = shown.size() > kMostNamed;
    return shown.mid(0, kMostNamed).join(QStringLiteral(", ")) + (isCut ? QStringLiteral(", ...") : QString());
}

/// Whether a file beside the parts claims to be one of them.
bool isForeign(const QString& fileName, const PartList& list)
{
    const QByteArray bytes = fileName.toUtf8();
    auto name = parseUploadName(view(bytes));
    if (!name || name->part == 0)
        return false;
    const bool isListed = name->part <= static_cast<int>(list.parts.size()) && name->suffix == list.whole.suffix;
    name->part = 0;
    name->suffix = list.whole.suffix;
    return *name == list.whole && !isListed;
}

QString whyIncomplete(const PartsFound& found)
{
    QStringList reasons;
    if (!found.missing.empty())
        reasons.append(QStringLiteral("these parts are missing: ") + numbers(found.missing));
    if (!found.different.empty())
        reasons.append(QStringLiteral("these parts are not as they were: ") + numbers(found.different));
    if (!found.foreign.isEmpty())
        reasons.append(QStringLiteral("these files are no parts of it: ") +
                       found.foreign.mid(0, kMostNamed).join(QStringLiteral(", ")));
    return reasons.join(QStringLiteral("; "));
}

} // namespace

Result<PartsFound> findParts(FileSystem& fileSystem, const QString& directory, const PartList& list)
{
    PartsFound found;
    for (std::size_t i = 0; i < list.parts.size(); ++i) {
        const int number = static_cast<int>(i) + 1;
        const QString path = directory + u'/' + list.whole.withPart(number).toString();
        ENGINE_TRY_AS(const bool isThere, fileSystem.exists(path));
        if (!isThere) {
            found.missing.push_back(number);
            continue;
        }
        ENGINE_TRY_AS(const auto file, fileSystem.open(path, FileSystem::OpenMode::Read));
        ENGINE_TRY_AS(const qint64 bytes, file->size());
        if (bytes < list.parts[i].bytes)
            found.missing.push_back(number);
        else if (bytes > list.parts[i].bytes)
            found.different.push_back(number);
    }
    ENGINE_TRY_AS(const QStringList names, fileSystem.list(directory));
    for (const QString& name : names) {
        if (isForeign(name, list))
            found.foreign.append(name);
    }
    return found;
}

Result<PartList> readPartList(FileSystem& fileSystem, const QString& directory, const QString& fileName)
{
    ENGINE_TRY_AS(const Bytes json, readFile(fileSystem, directory + u'/' + fileName, kMostPartListBytes));
    return PartList::fromJson(toQByteArray(json), fileName);
}

Result<> joinParts(FileSystem& fileSystem, const QString& directory, const PartList& list,
                   const QString& targetDirectory)
{
    const QString name = list.whole.toString();
    ENGINE_TRY_AS(const PartsFound found, findParts(fileSystem, directory, list));
    if (!found.isComplete())
        return refuseParts(name, whyIncomplete(found));
    ENGINE_TRY_AS(const auto writer, WholeFileWriter::create(fileSystem, targetDirectory, name));
    for (std::size_t i = 0; i < list.parts.size(); ++i) {
        const int number = static_cast<int>(i) + 1;
        const QString path = directory + u'/' + list.whole.withPart(number).toString();
        ENGINE_TRY_AS(const auto part, fileSystem.open(path, FileSystem::OpenMode::Read));
        Sm3 digest;
        ENGINE_TRY(streamFile(*part, 0, list.parts[i].bytes, [&](BytesView block) {
            digest.update(block);
            return writer->append(block);
        }));
        if (digest.finish() != list.parts[i].digest)
            return refuseParts(name, QStringLiteral("these parts are not as they were: ") + numbers({number}));
        ENGINE_FAILPOINT("parts.join.part");
    }
    if (writer->digest() != list.digest)
        return refuseParts(name, QStringLiteral("its parts make another file than it was"));
    ENGINE_TRY(writer->publish());
    return fileSystem.syncDirectory(targetDirectory);
}

} // namespace busheng
