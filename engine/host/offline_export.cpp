// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/offline_export.h"

#include "engine/base/failpoint.h"
#include "engine/journal/journal.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace busheng {
namespace {

const QString kWaiting = QStringLiteral("waiting");
const QString kExporting = QStringLiteral("exporting");
const QString kComplete = QStringLiteral("complete");

QJsonObject parsed(const OfflineExportRecord& record)
{
    return QJsonDocument::fromJson(record.detail).object();
}

QByteArray compact(const QJsonObject& json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

qint64 numberOf(const QJsonObject& json, const char* key)
{
    return json.value(QLatin1String(key)).toInteger();
}

QString textOf(const QJsonObject& json, const char* key)
{
    return json.value(QLatin1String(key)).toString();
}

QJsonObject orderToJson(const OfflineExport::Order& order)
{
    return {{QLatin1String("directory"), order.directory},
            {QLatin1String("partBytes"), order.partBytes},
            {QLatin1String("by"), order.by}};
}

} // namespace

QString packageKeyName(const QString& peer, std::uint32_t number)
{
    return QStringLiteral("%1-package-%2").arg(peer).arg(number);
}

OfflineExportRecord OfflineExport::newRecord(const StreamId& stream, const PackageHead& head)
{
    const QByteArray text = toQByteArray(encodePackageHead(head));
    return {stream.to, stream.number, kWaiting,
            compact({{QLatin1String("head"), QJsonDocument::fromJson(text).object()}}), QByteArray()};
}

Result<OfflineExportRecord> OfflineExport::ordered(const OfflineExportRecord& record, const std::optional<Order>& order)
{
    OfflineExportRecord changed = record;
    QJsonObject json = parsed(record);
    json.remove(QLatin1String("order"));
    if (order)
        json.insert(QLatin1String("order"), orderToJson(*order));
    changed.detail = compact(json);
    changed.state = order ? kExporting : kWaiting;
    return changed;
}

Result<std::unique_ptr<OfflineExport>> OfflineExport::open(Context context)
{
    std::unique_ptr<OfflineExport> made(new OfflineExport(std::move(context)));
    ENGINE_TRY(made->readRecord());
    return made;
}

Result<> OfflineExport::readRecord()
{
    const QJsonObject json = parsed(m_context.record);
    const QJsonObject head = json.value(QLatin1String("head")).toObject();
    m_head.id = textOf(head, "id");
    m_head.stream = m_context.stream;
    m_head.suite = static_cast<std::uint8_t>(numberOf(head, "suite"));
    const QByteArray wrapped = QByteArray::fromHex(textOf(head, "wrapped").toLatin1());
    m_head.wrapped = Bytes(view(wrapped));
    m_head.createdUtcMs = numberOf(head, "createdUtcMs");
    if (m_head.id.isEmpty() || m_head.wrapped.empty())
        return fail(ErrorCode::Corrupt, QStringLiteral("the record of a package cannot be read"));
    for (const QJsonValue& part : json.value(QLatin1String("parts")).toArray()) {
        ENGINE_TRY_AS(PackagePart read, partFromJson(part.toObject()));
        m_parts.push_back(std::move(read));
    }
    for (const QJsonValue& table : json.value(QLatin1String("tables")).toArray())
        m_tables.push_back(
            {textOf(table.toObject(), "name"), static_cast<quint64>(numberOf(table.toObject(), "rows"))});
    m_generation = static_cast<quint64>(numberOf(json, "generation"));
    if (const QJsonObject order = json.value(QLatin1String("order")).toObject(); !order.isEmpty())
        m_order = Order{textOf(order, "directory"), numberOf(order, "partBytes"), textOf(order, "by")};
    m_state = m_context.record.state == kComplete ? State::Complete : m_order ? State::Exporting : State::Waiting;
    if (m_state == State::Complete) {
        const QJsonObject joint = json.value(QLatin1String("joint")).toObject();
        const QByteArray digest = QByteArray::fromHex(textOf(joint, "digest").toLatin1());
        if (digest.size() != static_cast<qsizetype>(m_joint.lastDigest.size()))
            return fail(ErrorCode::Corrupt, QStringLiteral("the record of a package cannot be read"));
        std::ranges::copy(digest, m_joint.lastDigest.begin());
        m_joint.lastSequence = static_cast<quint64>(numberOf(joint, "sequence"));
        m_joint.position = {static_cast<quint64>(numberOf(joint, "position"))};
        m_joint.schemaVersion = static_cast<std::uint32_t>(numberOf(joint, "schemaVersion"));
    }
    note();
    return {};
}

QByteArray OfflineExport::detail() const
{
    const QByteArray head = toQByteArray(encodePackageHead(m_head));
    QJsonArray parts;
    for (const PackagePart& part : m_parts)
        parts.append(partToJson(part));
    QJsonArray tables;
    for (const PackageTable& table : m_tables)
        tables.append(
            QJsonObject{{QLatin1String("name"), table.name}, {QLatin1String("rows"), static_cast<qint64>(table.rows)}});
    QJsonObject json{{QLatin1String("head"), QJsonDocument::fromJson(head).object()},
                     {QLatin1String("parts"), parts},
                     {QLatin1String("tables"), tables},
                     {QLatin1String("generation"), static_cast<qint64>(m_generation)}};
    if (m_order)
        json.insert(QLatin1String("order"), orderToJson(*m_order));
    if (m_state == State::Complete)
        json.insert(QLatin1String("joint"),
                    QJsonObject{{QLatin1String("sequence"), static_cast<qint64>(m_joint.lastSequence)},
                                {QLatin1String("digest"), toHex(view(m_joint.lastDigest))},
                                {QLatin1String("position"), static_cast<qint64>(m_joint.position.order)},
                                {QLatin1String("schemaVersion"), static_cast<qint64>(m_joint.schemaVersion)}});
    return compact(json);
}

Result<> OfflineExport::save()
{
    OfflineExportRecord& record = m_context.record;
    record.state = m_state == State::Complete ? kComplete : m_order ? kExporting : kWaiting;
    record.detail = detail();
    ENGINE_TRY_AS(const auto journal, Journal::open(m_context.journalPath));
    ENGINE_TRY(journal->saveOfflineExport(record));
    note();
    return {};
}

void OfflineExport::note()
{
    const std::lock_guard lock(m_mutex);
    m_status.state = m_context.record.state;
    m_status.packageId = m_head.id;
    m_status.directory = m_order ? m_order->directory : QString();
    m_status.parts = static_cast<qint64>(m_parts.size());
    m_status.packets = m_part ? m_part->last() : m_parts.empty() ? 0 : m_parts.back().last;
    m_status.bytes = m_part ? m_part->bytes() : 0;
    for (const PackagePart& part : m_parts)
        m_status.bytes += part.bytes;
}

Result<std::optional<ResumePoint>> OfflineExport::begin()
{
    m_isWriting = true;
    ENGINE_TRY(requireRoom(m_context.fileSystem, m_order->directory, static_cast<qint64>(kPackageChunkBytes)));
    if (m_context.record.lastPacket.isEmpty())
        return std::optional<ResumePoint>();
    PacketReader reader(m_context.stream);
    reader.addKey(m_context.key);
    m_last = Bytes(view(m_context.record.lastPacket));
    ENGINE_TRY_AS(ResumePoint point, readResumePoint(m_last, reader));
    m_joint = point.packerStart();
    return std::optional(std::move(point));
}

void OfflineExport::noteLoad(const DatasetSchema& schema, const std::vector<std::uint64_t>& rows, quint64 generation)
{
    m_tables.clear();
    for (std::size_t i = 0; i < schema.tables.size(); ++i)
        m_tables.push_back({schema.tables[i].name, i < rows.size() ? rows[i] : 0});
    m_generation = generation;
}

Result<bool> OfflineExport::add(const PacketHeader& header, const Digest& digest, BytesView packet)
{
    bool isWhole = false;
    if (m_part && m_part->bytes() + static_cast<qint64>(packet.size()) > m_order->partBytes) {
        ENGINE_TRY(finishPart());
        isWhole = true;
    }
    if (!m_part) {
        ENGINE_TRY_AS(m_part, PackagePartWriter::create(m_context.fileSystem, m_order->directory, m_head,
                                                        static_cast<quint32>(m_parts.size()) + 1));
    }
    ENGINE_TRY(m_part->add(header.sequence, packet));
    m_last = packet;
    m_inPart.emplace_back(header, digest);
    m_joint = {header.sequence, digest, header.upTo, header.schemaVersion, false};
    note();
    return isWhole;
}

Result<> OfflineExport::finishPart()
{
    ENGINE_TRY_AS(PackagePart part, m_part->finish());
    m_part.reset();
    m_parts.push_back(std::move(part));
    m_context.record.lastPacket = toQByteArray(m_last);
    ENGINE_TRY(save());
    std::ranges::move(m_inPart, std::back_inserter(m_whole));
    m_inPart.clear();
    return {};
}

std::vector<std::pair<PacketHeader, Digest>> OfflineExport::takeWhole()
{
    return std::exchange(m_whole, {});
}

PackageManifest OfflineExport::manifest() const
{
    return {m_head.id,          m_context.dataset, m_generation, m_joint.position.order, m_joint.lastSequence,
            m_joint.lastDigest, m_tables,          m_parts};
}

Result<> OfflineExport::finish()
{
    if (m_part)
        ENGINE_TRY(finishPart());
    ENGINE_FAILPOINT("offline.manifest.before");
    SealedManifest sealed;
    sealed.head = m_head;
    sealed.headBytes = encodePackageHead(m_head);
    BootId bootId{};
    ENGINE_TRY(m_context.random.fill(bootId));
    ENGINE_TRY_AS(sealed.sealed, sealManifest(manifest(), m_head, m_context.key, bootId));
    ENGINE_TRY_AS(PackageSignature signature, m_context.sign(signedPackageText(sealed.headBytes, sealed.sealed)));
    sealed.signature = std::move(signature.signature);
    sealed.chain = std::move(signature.chain);
    ENGINE_TRY(
        writeManifestFile(m_context.fileSystem, QDir(m_order->directory).filePath(manifestFileName(m_head)), sealed));
    ENGINE_FAILPOINT("offline.manifest.after");
    m_state = State::Complete;
    m_context.record.lastPacket.clear();
    m_isWriting = false;
    return save();
}

void OfflineExport::failed(const Error& error)
{
    m_part.reset();
    m_isWriting = false;
    const std::lock_guard lock(m_mutex);
    m_status.state = QStringLiteral("failed");
    m_status.error = error;
}

OfflineExport::Status OfflineExport::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

} // namespace busheng
