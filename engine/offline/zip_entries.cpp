// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/offline/zip_entries.h"

#include "engine/model/events.h"

#include <quazip/quazip.h>
#include <quazip/quazipfile.h>

namespace busheng {
namespace {

Failure diskError(const QString& path, int zipError)
{
    const QString why = QStringLiteral("zip error %1").arg(zipError);
    return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, why}, path + QStringLiteral(": ") + why));
}

} // namespace

Failure refusePackage(const QString& file, const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::OFL_REFUSED, {file, why}, file + QStringLiteral(": ") + why));
}

ZipEntriesWriter::ZipEntriesWriter(std::unique_ptr<QuaZip> zip) : m_zip(std::move(zip)) {}

ZipEntriesWriter::~ZipEntriesWriter() = default;

Result<std::unique_ptr<ZipEntriesWriter>> ZipEntriesWriter::create(const QString& path)
{
    auto zip = std::make_unique<QuaZip>(path);
    zip->setZip64Enabled(true);
    zip->setUtf8Enabled(true);
    if (!zip->open(QuaZip::mdCreate))
        return diskError(path, zip->getZipError());
    return std::unique_ptr<ZipEntriesWriter>(new ZipEntriesWriter(std::move(zip)));
}

Result<> ZipEntriesWriter::add(const QString& name, BytesView content)
{
    QuaZipFile entry(m_zip.get());
    QuaZipNewInfo info(name);
    info.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    constexpr int kStored = 0;
    if (!entry.open(QIODevice::WriteOnly, info, nullptr, 0, kStored, kStored))
        return diskError(m_zip->getZipName(), entry.getZipError());
    const auto size = static_cast<qint64>(content.size());
    const bool isWritten = entry.write(content.data(), size) == size;
    entry.close();
    if (!isWritten || entry.getZipError() != ZIP_OK)
        return diskError(m_zip->getZipName(), entry.getZipError());
    return {};
}

Result<> ZipEntriesWriter::finish()
{
    m_zip->close();
    return m_zip->getZipError() == ZIP_OK ? Result<>() : diskError(m_zip->getZipName(), m_zip->getZipError());
}

ZipEntriesReader::ZipEntriesReader(std::unique_ptr<QuaZip> zip) : m_zip(std::move(zip)) {}

ZipEntriesReader::~ZipEntriesReader() = default;

Result<std::unique_ptr<ZipEntriesReader>> ZipEntriesReader::open(const QString& path)
{
    auto zip = std::make_unique<QuaZip>(path);
    if (!zip->open(QuaZip::mdUnzip))
        return refusePackage(path, QStringLiteral("it is no zip archive, or was cut off"));
    return std::unique_ptr<ZipEntriesReader>(new ZipEntriesReader(std::move(zip)));
}

Result<Bytes> ZipEntriesReader::read(const QString& name, qint64 limit)
{
    const QString file = m_zip->getZipName();
    if (!m_zip->setCurrentFile(name, QuaZip::csSensitive))
        return refusePackage(file, QStringLiteral("it lacks a part of what it must hold"));
    QuaZipFile entry(m_zip.get());
    if (!entry.open(QIODevice::ReadOnly))
        return refusePackage(file, QStringLiteral("it was changed or damaged"));
    const QByteArray content = entry.read(limit + 1);
    entry.close();
    if (content.size() > limit)
        return refusePackage(file, QStringLiteral("a part of it is larger than it may be"));
    if (entry.getZipError() != UNZ_OK)
        return refusePackage(file, QStringLiteral("it was changed or damaged"));
    return Bytes(view(content));
}

} // namespace busheng
