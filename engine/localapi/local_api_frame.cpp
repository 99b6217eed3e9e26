// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/local_api_frame.h"

#include <QJsonDocument>
#include <QtEndian>

namespace busheng {
namespace {

constexpr qsizetype kHeader = 4;
constexpr qsizetype kSmallestFrame = 2; // "{}"

} // namespace

Result<QByteArray> encodeLocalFrame(const QJsonObject& object, qsizetype largest)
{
    const QByteArray json = QJsonDocument(object).toJson(QJsonDocument::Compact);
    if (json.size() > largest)
        return fail(ErrorCode::Protocol,
                    QStringLiteral("a message of %1 bytes is larger than a frame may be").arg(json.size()));
    QByteArray frame(kHeader, Qt::Uninitialized);
    qToLittleEndian(static_cast<quint32>(json.size()), frame.data());
    return frame + json;
}

Result<std::optional<QJsonObject>> LocalFrameReader::next()
{
    if (m_buffer.size() < kHeader)
        return std::optional<QJsonObject>();
    const auto length = static_cast<qsizetype>(qFromLittleEndian<quint32>(m_buffer.constData()));
    if (length < kSmallestFrame || length > m_largest)
        return fail(ErrorCode::Protocol, QStringLiteral("a frame may not have %1 bytes").arg(length));
    if (m_buffer.size() < kHeader + length)
        return std::optional<QJsonObject>();
    QJsonParseError error;
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray::fromRawData(m_buffer.constData() + kHeader, length), &error);
    m_buffer.remove(0, kHeader + length);
    if (!document.isObject())
        return fail(ErrorCode::Protocol, QStringLiteral("a frame holds no JSON object: %1").arg(error.errorString()));
    return std::optional<QJsonObject>(document.object());
}

} // namespace busheng
