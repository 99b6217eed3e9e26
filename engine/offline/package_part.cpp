// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/offline/package_part.h"

#include "engine/base/byte_reader.h"
#include "engine/base/byte_writer.h"
#include "engine/base/failpoint.h"
#include "engine/crypto/sm3.h"
#include "engine/model/events.h"
#include "engine/offline/zip_entries.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace busheng {
namespace {

const QString kContents = QStringLiteral("contents.json");
constexpr qint64 kLargestContents = 16LL << 20;
constexpr qint64 kSpareBytes = 4LL << 20;
constexpr qint64 kMiB = 1 << 20;
constexpr qint64 kLargestChunk = static_cast<qint64>(kPackageChunkBytes + kLargestPacket) + kMiB;

Bytes contentsOf(const QString& packageId, quint32 number, const std::vector<PackageChunk>& chunks)
{
    QJsonArray all;
    for (const PackageChunk& chunk : chunks)
        all.append(QJsonObject{{QLatin1String("name"), chunk.name},
                               {QLatin1String("first"), static_cast<qint64>(chunk.first)},
                               {QLatin1String("last"), static_cast<qint64>(chunk.last)},
                               {QLatin1String("bytes"), chunk.bytes},
                               {QLatin1String("sm3"), toHex(view(chunk.digest))}});
    const QByteArray text = QJsonDocument(QJsonObject{{QLatin1String("package"), packageId},
                                                      {QLatin1String("number"), static_cast<qint64>(number)},
                                                      {QLatin1String("chunks"), all}})
                                .toJson(QJsonDocument::Compact);
    return Bytes(view(text));
}

} // namespace

Result<> requireRoom(FileSystem& fileSystem, const QString& directory, qint64 bytes)
{
    ENGINE_TRY_AS(const qint64 free, fileSystem.freeBytes(directory));
    if (free >= bytes + kSpareBytes)
        return {};
    return fail(makeEvent(
        ErrorCode::Config, events::OFL_NO_ROOM,
        {directory, QString::number((bytes + kSpareBytes + kMiB - 1) / kMiB), QString::number(free / kMiB)},
        QStringLiteral("%1 has %2 bytes free, %3 are needed").arg(directory).arg(free).arg(bytes + kSpareBytes)));
}

PackagePartWriter::PackagePartWriter(FileSystem& fileSystem, QString directory, QString packageId)
    : m_fileSystem(fileSystem), m_directory(std::move(directory)), m_packageId(std::move(packageId))
{
}

Result<std::unique_ptr<PackagePartWriter>> PackagePartWriter::create(FileSystem& fileSystem, const QString& directory,
                                                                     const PackageHead& head, quint32 number)
{
    constexpr int kNumberDigits = 3;
    std::unique_ptr<PackagePartWriter> writer(new PackagePartWriter(fileSystem, directory, head.id));
    writer->m_part.number = number;
    writer->m_part.name =
        packageBaseName(head) + QStringLiteral(".%1.zip").arg(number, kNumberDigits, 10, QLatin1Char('0'));
    writer->m_path = directory + u'/' + writer->m_part.name + QStringLiteral(".partial");
    QFile::remove(writer->m_path); // of an export that was cut short
    ENGINE_TRY_AS(writer->m_zip, ZipEntriesWriter::create(writer->m_path));
    return writer;
}

PackagePartWriter::~PackagePartWriter()
{
    m_zip.reset();
    if (!m_path.isEmpty())
        QFile::remove(m_path);
}

Result<> PackagePartWriter::add(quint64 sequence, BytesView packet)
{
    if (m_content.empty())
        m_chunk.first = sequence;
    if (m_part.first == 0)
        m_part.first = sequence;
    ByteWriter writer(m_content);
    writer.fixed(static_cast<std::uint32_t>(packet.size()));
    m_content += packet;
    m_chunk.last = sequence;
    m_part.last = sequence;
    m_part.bytes += static_cast<qint64>(packet.size());
    return m_content.size() < kPackageChunkBytes ? Result<>() : writeChunk();
}

Result<> PackagePartWriter::writeChunk()
{
    if (m_content.empty())
        return {};
    ENGINE_TRY(requireRoom(m_fileSystem, m_directory, static_cast<qint64>(m_content.size())));
    m_chunk.name = QStringLiteral("packets.%1").arg(m_chunks.size() + 1);
    m_chunk.bytes = static_cast<qint64>(m_content.size());
    m_chunk.digest = sm3(m_content);
    ENGINE_TRY(m_zip->add(m_chunk.name, m_content));
    m_chunks.push_back(m_chunk);
    m_content.clear();
    return {};
}

Result<PackagePart> PackagePartWriter::finish()
{
    ENGINE_TRY(writeChunk());
    ENGINE_FAILPOINT("offline.part.before");
    const Bytes contents = contentsOf(m_packageId, m_part.number, m_chunks);
    m_part.digest = sm3(contents);
    ENGINE_TRY(m_zip->add(kContents, contents));
    ENGINE_TRY(m_zip->finish());
    ENGINE_TRY_AS(auto file, m_fileSystem.open(m_path, FileSystem::OpenMode::ReadWrite));
    ENGINE_TRY(file->sync());
    ENGINE_TRY(m_fileSystem.rename(m_path, m_directory + u'/' + m_part.name));
    m_path.clear();
    ENGINE_TRY(m_fileSystem.syncDirectory(m_directory));
    ENGINE_FAILPOINT("offline.part.after");
    return m_part;
}

PackagePartReader::PackagePartReader(QString path, PackagePart part, std::unique_ptr<ZipEntriesReader> zip)
    : m_path(std::move(path)), m_part(std::move(part)), m_zip(std::move(zip))
{
}

PackagePartReader::~PackagePartReader() = default;

Result<std::unique_ptr<PackagePartReader>> PackagePartReader::open(const QString& path, const QString& packageId,
                                                                   const PackagePart& part)
{
    ENGINE_TRY_AS(auto zip, ZipEntriesReader::open(path));
    std::unique_ptr<PackagePartReader> reader(new PackagePartReader(path, part, std::move(zip)));
    ENGINE_TRY(reader->readContents(packageId));
    return reader;
}

Result<> PackagePartReader::readContents(const QString& packageId)
{
    ENGINE_TRY_AS(const Bytes contents, m_zip->read(kContents, kLargestContents));
    const QJsonObject json = QJsonDocument::fromJson(toQByteArray(contents)).object();
    if (json.value(QLatin1String("package")).toString() != packageId)
        return refusePackage(m_path, QStringLiteral("it is of another package"));
    if (sm3(contents) != m_part.digest)
        return refusePackage(m_path, QStringLiteral("it was changed or damaged"));
    // From here on it is what the sender signed.
    for (const QJsonValue& item : json.value(QLatin1String("chunks")).toArray()) {
        const QJsonObject one = item.toObject();
        PackageChunk chunk;
        chunk.name = one.value(QLatin1String("name")).toString();
        chunk.first = static_cast<quint64>(one.value(QLatin1String("first")).toInteger());
        chunk.last = static_cast<quint64>(one.value(QLatin1String("last")).toInteger());
        const QByteArray digest = QByteArray::fromHex(one.value(QLatin1String("sm3")).toString().toLatin1());
        if (digest.size() != static_cast<qsizetype>(chunk.digest.size()))
            return refusePackage(m_path, QStringLiteral("it was changed or damaged"));
        std::ranges::copy(digest, chunk.digest.begin());
        m_chunks.push_back(chunk);
    }
    return {};
}

Result<> PackagePartReader::readChunk(const PackageChunk& chunk)
{
    m_packets.clear();
    ENGINE_TRY_AS(const Bytes content, m_zip->read(chunk.name, kLargestChunk));
    if (sm3(content) != chunk.digest)
        return refusePackage(m_path, QStringLiteral("it was changed or damaged"));
    ByteReader reader(content);
    while (!reader.atEnd()) {
        const std::uint32_t size = reader.fixed<std::uint32_t>();
        m_packets.emplace_back(reader.raw(size));
        if (reader.failed())
            return refusePackage(m_path, QStringLiteral("it was changed or damaged"));
    }
    if (m_packets.size() != chunk.last - chunk.first + 1)
        return refusePackage(m_path, QStringLiteral("it was changed or damaged"));
    m_first = chunk.first;
    return {};
}

Result<Bytes> PackagePartReader::packet(quint64 sequence)
{
    if (m_packets.empty() || sequence < m_first || sequence >= m_first + m_packets.size()) {
        const auto chunk = std::ranges::find_if(
            m_chunks, [sequence](const PackageChunk& one) { return one.first <= sequence && sequence <= one.last; });
        if (chunk == m_chunks.end())
            return refusePackage(m_path, QStringLiteral("it lacks a part of what it must hold"));
        ENGINE_TRY(readChunk(*chunk));
    }
    return m_packets.at(static_cast<std::size_t>(sequence - m_first));
}

} // namespace busheng
