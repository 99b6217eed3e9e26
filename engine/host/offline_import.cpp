// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/offline_import.h"

#include "engine/model/events.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace busheng {

OfflineImport::OfflineImport(PackageManifest manifest, QString directory)
    : m_manifest(std::move(manifest)), m_directory(std::move(directory))
{
    m_status.state = QStringLiteral("importing");
    m_status.packageId = m_manifest.id;
    m_status.directory = m_directory;
    m_status.parts = static_cast<qint64>(m_manifest.parts.size());
    m_status.packetsTotal = m_manifest.lastSequence;
}

Result<Bytes> OfflineImport::packet(quint64 sequence)
{
    const auto part = std::ranges::find_if(
        m_manifest.parts, [sequence](const PackagePart& one) { return one.first <= sequence && sequence <= one.last; });
    if (part == m_manifest.parts.end())
        return fail(ErrorCode::Internal, QStringLiteral("packet %1 is in no part").arg(sequence));
    {
        const std::lock_guard lock(m_mutex);
        m_status.part = part->number;
    }
    if (!m_part || m_part->part().number != part->number) {
        m_part.reset();
        const QString path = QDir(m_directory).filePath(part->name);
        if (!QFileInfo::exists(path)) {
            Error missing = makeEvent(ErrorCode::Config, events::OFL_PART_MISSING,
                                      {m_manifest.id, QString::number(part->number), part->name, m_directory},
                                      QStringLiteral("part %1 is not in %2").arg(part->number).arg(m_directory));
            missing.transient = true; // the medium may be put in any time
            return fail(std::move(missing));
        }
        ENGINE_TRY_AS(m_part, PackagePartReader::open(path, m_manifest.id, *part));
    }
    auto packet = m_part->packet(sequence);
    if (!packet)
        m_part.reset();
    return packet;
}

OfflineImport::Status OfflineImport::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

void OfflineImport::noteQueued(quint64 sequence)
{
    const std::lock_guard lock(m_mutex);
    m_status.packets = sequence;
    m_status.error.reset();
    m_status.state = sequence >= m_manifest.lastSequence ? QStringLiteral("imported") : QStringLiteral("importing");
}

void OfflineImport::noteTrouble(const Error& error)
{
    const std::lock_guard lock(m_mutex);
    m_status.error = error;
    m_status.state = error.transient ? QStringLiteral("wantsPart") : QStringLiteral("failed");
}

bool OfflineImport::isStopped() const
{
    const std::lock_guard lock(m_mutex);
    return m_status.error && !m_status.error->transient;
}

} // namespace busheng
