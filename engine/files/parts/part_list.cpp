// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/parts/part_list.h"

#include "engine/model/events.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace busheng {
namespace {

const QString kName = QStringLiteral("name");
const QString kBytes = QStringLiteral("bytes");
const QString kSm3 = QStringLiteral("sm3");
const QString kParts = QStringLiteral("parts");
const QString kJoin = QStringLiteral("join"); ///< left out: false

std::optional<qint64> sizeOf(const QJsonValue& value)
{
    const qint64 size = value.toInteger(-1);
    return size >= 0 ? std::optional(size) : std::nullopt;
}

std::optional<Digest> digestOf(const QJsonValue& value)
{
    const QByteArray hex = value.toString().toLatin1();
    const QByteArray bytes = QByteArray::fromHex(hex);
    Digest digest{};
    if (bytes.size() != static_cast<qsizetype>(digest.size()) || bytes.toHex() != hex)
        return std::nullopt;
    std::ranges::copy(bytes, digest.begin());
    return digest;
}

} // namespace

Failure refuseParts(const QString& file, const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::PRT_REFUSED, {file, why}, file + QStringLiteral(": ") + why));
}

QString PartList::fileName() const
{
    UploadName name = whole;
    name.suffix = QStringLiteral("parts.json");
    return name.toString();
}

QByteArray PartList::toJson() const
{
    QJsonArray all;
    for (const Part& part : parts)
        all.append(QJsonObject{{kBytes, part.bytes}, {kSm3, toHex(view(part.digest))}});
    QJsonObject object{{kName, whole.toString()}, {kBytes, bytes}, {kSm3, toHex(view(digest))}, {kParts, all}};
    if (join)
        object.insert(kJoin, true);
    return QJsonDocument(object).toJson();
}

Result<PartList> PartList::fromJson(const QByteArray& json, const QString& fileName)
{
    QJsonObject object = QJsonDocument::fromJson(json).object();
    const QJsonValue join = object.take(kJoin);
    if (!join.isUndefined() && join != true)
        return refuseParts(fileName, QStringLiteral("it is no list of parts"));
    if (object.keys() != QStringList{kBytes, kName, kParts, kSm3})
        return refuseParts(fileName, QStringLiteral("it is no list of parts"));
    PartList list;
    const QByteArray name = object.value(kName).toString().toUtf8();
    const auto whole = parseUploadName(view(name));
    if (!whole || whole->part != 0)
        return refuseParts(fileName,
                           whole ? QStringLiteral("it names a part and not a whole file") : nameReason(whole.error()));
    list.whole = *whole;
    const auto bytes = sizeOf(object.value(kBytes));
    const auto digest = digestOf(object.value(kSm3));
    const QJsonArray parts = object.value(kParts).toArray();
    if (!bytes || !digest || parts.isEmpty() || parts.size() > kMostParts)
        return refuseParts(fileName, QStringLiteral("it is no list of parts"));
    list.join = join.toBool();
    list.bytes = *bytes;
    list.digest = *digest;
    qint64 left = list.bytes;
    for (const QJsonValue& value : parts) {
        const QJsonObject part = value.toObject();
        const auto partBytes = sizeOf(part.value(kBytes));
        const auto partDigest = digestOf(part.value(kSm3));
        if (part.keys() != QStringList{kBytes, kSm3} || !partBytes || !partDigest || *partBytes > left)
            return refuseParts(fileName, QStringLiteral("its sizes do not add up"));
        left -= *partBytes;
        list.parts.push_back({*partBytes, *partDigest});
    }
    if (left != 0)
        return refuseParts(fileName, QStringLiteral("its sizes do not add up"));
    return list;
}

} // namespace busheng
