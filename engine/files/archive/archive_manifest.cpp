// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/archive/archive_manifest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace busheng {
namespace {

const QString kFormat = QStringLiteral("format");
const QString kThisFormat = QStringLiteral("busheng-archive/1");
const QString kFiles = QStringLiteral("files");
const QString kPath = QStringLiteral("path");
const QString kBytes = QStringLiteral("bytes");
const QString kSm3 = QStringLiteral("sm3");

} // namespace

QByteArray ArchiveManifest::toJson() const
{
    QJsonArray all;
    for (const File& file : files)
        all.append(QJsonObject{
            {kPath, QString::fromStdString(file.path)}, {kBytes, file.bytes}, {kSm3, toHex(view(file.digest))}});
    return QJsonDocument(QJsonObject{{kFormat, kThisFormat}, {kFiles, all}}).toJson();
}

Result<ArchiveManifest> ArchiveManifest::fromJson(const QByteArray& json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    if (object.value(kFormat) != kThisFormat || !object.value(kFiles).isArray())
        return fail(ErrorCode::Corrupt, QStringLiteral("no manifest of this format"));
    ArchiveManifest manifest;
    for (const QJsonValue& value : object.value(kFiles).toArray()) {
        File file;
        file.path = value[kPath].toString().toStdString();
        file.bytes = value[kBytes].toInteger(-1);
        const QByteArray hex = value[kSm3].toString().toLatin1();
        const QByteArray digest = QByteArray::fromHex(hex);
        if (file.path.empty() || file.bytes < 0 || digest.toHex() != hex ||
            digest.size() != static_cast<qsizetype>(file.digest.size()))
            return fail(ErrorCode::Corrupt, QStringLiteral("a file of the manifest is malformed"));
        std::ranges::copy(digest, file.digest.begin());
        manifest.files.push_back(std::move(file));
    }
    return manifest;
}

} // namespace busheng
