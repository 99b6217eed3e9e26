// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/inbound/quarantine.h"

#include "engine/crypto/sm3.h"
#include "engine/pipeline/pack/packet_codec.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <optional>

namespace busheng {
namespace {

/// The n of "<n>.packet" and "<n>.json".
std::optional<std::uint64_t> numberOf(const QString& name)
{
    if (!name.endsWith(QStringLiteral(".packet")) && !name.endsWith(QStringLiteral(".json")))
        return {};
    bool ok = false;
    const qulonglong number = name.left(name.indexOf(u'.')).toULongLong(&ok);
    return ok ? std::optional<std::uint64_t>(number) : std::nullopt;
}

Bytes describe(BytesView packet, const Error& reason, qint64 utcMs)
{
    QJsonObject json;
    json[QStringLiteral("at")] = QDateTime::fromMSecsSinceEpoch(utcMs, Qt::UTC).toString(Qt::ISODateWithMs);
    json[QStringLiteral("code")] = errorCodeName(reason.code);
    json[QStringLiteral("event")] = reason.event;
    json[QStringLiteral("args")] = QJsonArray::fromStringList(reason.args);
    json[QStringLiteral("detail")] = reason.detail;
    json[QStringLiteral("bytes")] = static_cast<qint64>(packet.size());
    json[QStringLiteral("sm3")] = toHex(view(sm3(packet)));
    return QJsonDocument(json).toJson().toStdString();
}

} // namespace

Quarantine::Quarantine(FileSystem& fileSystem, QString directory, Clock& clock)
    : m_fileSystem(fileSystem), m_directory(std::move(directory)), m_clock(clock)
{
}

Result<> Quarantine::keep(BytesView packet, const Error& reason)
{
    ENGINE_TRY(m_fileSystem.makeDirectories(m_directory));
    ENGINE_TRY(removeOld());
    const QString path = QStringLiteral("%1/%2").arg(m_directory).arg(m_next);
    // The packet first: a packet without its reason is still evidence.
    ENGINE_TRY(replaceFile(m_fileSystem, path + QStringLiteral(".packet"), packet.substr(0, kLargestPacket)));
    ENGINE_TRY(replaceFile(m_fileSystem, path + QStringLiteral(".json"), describe(packet, reason, m_clock.utcMs())));
    ++m_next;
    return {};
}

/// Makes room for one more.
Result<> Quarantine::removeOld()
{
    ENGINE_TRY_AS(const QStringList names, m_fileSystem.list(m_directory));
    std::uint64_t newest = m_next == 0 ? 0 : m_next - 1;
    for (const QString& name : names)
        newest = std::max(newest, numberOf(name).value_or(0));
    m_next = newest + 1;
    for (const QString& name : names) {
        const auto number = numberOf(name);
        if (number && *number + kQuarantineFiles <= m_next)
            ENGINE_TRY(m_fileSystem.remove(m_directory + u'/' + name));
    }
    return {};
}

} // namespace busheng
