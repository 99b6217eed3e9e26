// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/offline/package_manifest.h"

#include "engine/base/byte_writer.h"
#include "engine/offline/zip_entries.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace busheng {
namespace {

const QString kFormat = QStringLiteral("busheng-offline-package");
constexpr int kVersion = 1;
constexpr qint64 kLargestHead = 64 << 10;
constexpr qint64 kLargestChain = 256 << 10;
constexpr qint64 kLargestSignature = 4 << 10;
const QString kHeadEntry = QStringLiteral("head.json");
const QString kSealedEntry = QStringLiteral("manifest.sealed");
const QString kSignatureEntry = QStringLiteral("signature.der");
const QString kChainEntry = QStringLiteral("chain.json");

QString hexOf(BytesView bytes)
{
    return toHex(bytes);
}

Bytes bytesOf(const QString& hex)
{
    const QByteArray bytes = QByteArray::fromHex(hex.toLatin1());
    return Bytes(view(bytes));
}

bool readDigest(const QString& hex, Digest& digest)
{
    const Bytes bytes = bytesOf(hex);
    if (bytes.size() != digest.size())
        return false;
    std::ranges::copy(bytes, digest.begin());
    return true;
}

Bytes compact(const QJsonObject& json)
{
    const QByteArray text = QJsonDocument(json).toJson(QJsonDocument::Compact);
    return Bytes(view(text));
}

quint64 naturalOf(const QJsonObject& json, const char* key)
{
    return static_cast<quint64>(json.value(QLatin1String(key)).toInteger());
}

QString textOf(const QJsonObject& json, const char* key)
{
    return json.value(QLatin1String(key)).toString();
}

bool isPackageId(const QString& id)
{
    static const QRegularExpression form(QStringLiteral("^[0-9a-f]{32}$"));
    return form.match(id).hasMatch();
}

Result<PackageHead> headOf(BytesView bytes, const QString& file)
{
    const QJsonObject json = QJsonDocument::fromJson(toQByteArray(bytes)).object();
    if (textOf(json, "format") != kFormat)
        return refusePackage(file, QStringLiteral("it is no package of an offline start"));
    if (json.value(QLatin1String("version")).toInt() != kVersion)
        return refusePackage(file, QStringLiteral("it was written by a later version"));
    PackageHead head;
    head.id = textOf(json, "id");
    head.stream = {textOf(json, "from"), textOf(json, "to"), static_cast<quint32>(naturalOf(json, "number"))};
    head.suite = static_cast<std::uint8_t>(json.value(QLatin1String("suite")).toInt());
    head.wrapped = bytesOf(textOf(json, "wrapped"));
    head.createdUtcMs = json.value(QLatin1String("createdUtcMs")).toInteger();
    if (!isPackageId(head.id) || head.wrapped.empty() || suiteOf(static_cast<SuiteId>(head.suite)) == nullptr)
        return refusePackage(file, QStringLiteral("it was changed or damaged"));
    return head;
}

QJsonObject manifestToJson(const PackageManifest& manifest)
{
    QJsonArray tables;
    for (const PackageTable& table : manifest.tables)
        tables.append(
            QJsonObject{{QLatin1String("name"), table.name}, {QLatin1String("rows"), static_cast<qint64>(table.rows)}});
    QJsonArray parts;
    for (const PackagePart& part : manifest.parts)
        parts.append(partToJson(part));
    return {{QLatin1String("id"), manifest.id},
            {QLatin1String("dataset"), manifest.dataset},
            {QLatin1String("generation"), static_cast<qint64>(manifest.generation)},
            {QLatin1String("position"), static_cast<qint64>(manifest.position)},
            {QLatin1String("lastSequence"), static_cast<qint64>(manifest.lastSequence)},
            {QLatin1String("lastDigest"), hexOf(view(manifest.lastDigest))},
            {QLatin1String("tables"), tables},
            {QLatin1String("parts"), parts}};
}

/// One part behind the other, the last one ends with the last packet.
bool joins(const PackageManifest& manifest)
{
    quint64 due = 1;
    quint32 number = 1;
    for (const PackagePart& part : manifest.parts) {
        if (part.number != number++ || part.first != due || part.last < part.first)
            return false;
        due = part.last + 1;
    }
    return !manifest.parts.empty() && due == manifest.lastSequence + 1;
}

} // namespace

QString packageBaseName(const PackageHead& head)
{
    constexpr int kShown = 8;
    return QStringLiteral("busheng-%1-%2-%3-%4")
        .arg(head.stream.from, head.stream.to)
        .arg(head.stream.number)
        .arg(head.id.left(kShown));
}

QString manifestFileName(const PackageHead& head)
{
    return packageBaseName(head) + QStringLiteral(".manifest.zip");
}

QJsonObject partToJson(const PackagePart& part)
{
    return {{QLatin1String("number"), static_cast<qint64>(part.number)},
            {QLatin1String("name"), part.name},
            {QLatin1String("bytes"), part.bytes},
            {QLatin1String("first"), static_cast<qint64>(part.first)},
            {QLatin1String("last"), static_cast<qint64>(part.last)},
            {QLatin1String("digest"), hexOf(view(part.digest))}};
}

Result<PackagePart> partFromJson(const QJsonObject& json)
{
    PackagePart part;
    part.number = static_cast<quint32>(naturalOf(json, "number"));
    part.name = textOf(json, "name");
    part.bytes = json.value(QLatin1String("bytes")).toInteger();
    part.first = naturalOf(json, "first");
    part.last = naturalOf(json, "last");
    // A name is a name: it leads nowhere else.
    if (!readDigest(textOf(json, "digest"), part.digest) || part.name.isEmpty() || part.name.contains(u'/') ||
        part.name.contains(u'\\'))
        return fail(ErrorCode::Corrupt, QStringLiteral("a part of a package cannot be read"));
    return part;
}

Bytes encodePackageHead(const PackageHead& head)
{
    return compact({{QLatin1String("format"), kFormat},
                    {QLatin1String("version"), kVersion},
                    {QLatin1String("id"), head.id},
                    {QLatin1String("from"), head.stream.from},
                    {QLatin1String("to"), head.stream.to},
                    {QLatin1String("number"), static_cast<qint64>(head.stream.number)},
                    {QLatin1String("suite"), head.suite},
                    {QLatin1String("wrapped"), hexOf(head.wrapped)},
                    {QLatin1String("createdUtcMs"), head.createdUtcMs}});
}

Bytes signedPackageText(BytesView headBytes, BytesView sealed)
{
    Bytes text = "busheng offline package 1";
    ByteWriter writer(text);
    writer.fixed(static_cast<std::uint64_t>(headBytes.size()));
    text += headBytes;
    text += sealed;
    return text;
}

Result<Bytes> sealManifest(const PackageManifest& manifest, const PackageHead& head, const LinkKey& key,
                           const BootId& bootId)
{
    PacketWriter writer(key, head.stream, bootId);
    PacketHeader header;
    header.sequence = 1; // of this boot id, which no packet of the stream has
    Bytes sealed;
    ENGINE_TRY(writer.write(header, compact(manifestToJson(manifest)), sealed));
    return sealed;
}

Result<PackageManifest> openManifest(const SealedManifest& sealed, const LinkKey& key, const QString& file)
{
    PacketReader reader(sealed.head.stream);
    reader.addKey(key);
    Bytes body;
    ENGINE_TRY(reader.read(sealed.sealed, body));
    const QJsonObject json = QJsonDocument::fromJson(toQByteArray(body)).object();
    PackageManifest manifest;
    manifest.id = textOf(json, "id");
    manifest.dataset = textOf(json, "dataset");
    manifest.generation = naturalOf(json, "generation");
    manifest.position = naturalOf(json, "position");
    manifest.lastSequence = naturalOf(json, "lastSequence");
    const bool hasDigest = readDigest(textOf(json, "lastDigest"), manifest.lastDigest);
    for (const QJsonValue& table : json.value(QLatin1String("tables")).toArray())
        manifest.tables.push_back({textOf(table.toObject(), "name"), naturalOf(table.toObject(), "rows")});
    for (const QJsonValue& part : json.value(QLatin1String("parts")).toArray()) {
        ENGINE_TRY_AS(PackagePart read, partFromJson(part.toObject()));
        manifest.parts.push_back(std::move(read));
    }
    if (!hasDigest || manifest.id != sealed.head.id || !joins(manifest))
        return refusePackage(file, QStringLiteral("it was changed or damaged"));
    return manifest;
}

Result<> writeManifestFile(FileSystem& fileSystem, const QString& path, const SealedManifest& manifest)
{
    const QString partial = path + QStringLiteral(".partial");
    QFile::remove(partial);
    ENGINE_TRY_AS(auto zip, ZipEntriesWriter::create(partial));
    QJsonArray chain;
    for (const Bytes& certificate : manifest.chain)
        chain.append(hexOf(certificate));
    const QByteArray chainText = QJsonDocument(chain).toJson(QJsonDocument::Compact);
    ENGINE_TRY(zip->add(kHeadEntry, manifest.headBytes));
    ENGINE_TRY(zip->add(kSealedEntry, manifest.sealed));
    ENGINE_TRY(zip->add(kSignatureEntry, manifest.signature));
    ENGINE_TRY(zip->add(kChainEntry, view(chainText)));
    ENGINE_TRY(zip->finish());
    ENGINE_TRY_AS(auto file, fileSystem.open(partial, FileSystem::OpenMode::ReadWrite));
    ENGINE_TRY(file->sync());
    ENGINE_TRY(fileSystem.rename(partial, path));
    return fileSystem.syncDirectory(QFileInfo(path).path());
}

Result<SealedManifest> readManifestFile(const QString& path)
{
    ENGINE_TRY_AS(auto zip, ZipEntriesReader::open(path));
    SealedManifest manifest;
    ENGINE_TRY_AS(manifest.headBytes, zip->read(kHeadEntry, kLargestHead));
    ENGINE_TRY_AS(manifest.head, headOf(manifest.headBytes, path));
    ENGINE_TRY_AS(manifest.sealed, zip->read(kSealedEntry, static_cast<qint64>(kLargestPacket)));
    ENGINE_TRY_AS(manifest.signature, zip->read(kSignatureEntry, kLargestSignature));
    ENGINE_TRY_AS(const Bytes chain, zip->read(kChainEntry, kLargestChain));
    for (const QJsonValue& certificate : QJsonDocument::fromJson(toQByteArray(chain)).array())
        manifest.chain.push_back(bytesOf(certificate.toString()));
    return manifest;
}

} // namespace busheng
