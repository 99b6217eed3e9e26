// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal_impl.h"

#include <QJsonDocument>

namespace busheng {

Result<std::optional<OfflineExportRecord>> Journal::offlineExport(const QString& peerCode, quint32 number)
{
    SqlStatement query = m_impl->statement(
        QStringLiteral("SELECT state, detail, last_packet FROM offline_exports WHERE peer_code = ? AND number = ?"));
    ENGINE_TRY(query.bind(peerCode).bind(number).run());
    ENGINE_TRY_AS(const bool found, query.next());
    if (!found)
        return std::optional<OfflineExportRecord>();
    return std::optional(OfflineExportRecord{peerCode, number, query.text(0), query.text(1).toUtf8(), query.bytes(2)});
}

Result<> Journal::saveOfflineExport(const OfflineExportRecord& record)
{
    return m_impl->change(Durability::Full, [&] {
        SqlStatement insert = m_impl->statement(QStringLiteral(
            "INSERT INTO offline_exports (peer_code, number, state, detail, last_packet) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (peer_code, number) DO UPDATE SET state = excluded.state, detail = excluded.detail, "
            "last_packet = excluded.last_packet"));
        insert.bind(record.peerCode).bind(record.number).bind(record.state);
        return insert.bind(QString::fromUtf8(record.detail)).bind(record.lastPacket).run();
    });
}

Result<std::optional<OfflineImportRecord>> Journal::offlineImport(quint32 number)
{
    SqlStatement query =
        m_impl->statement(QStringLiteral("SELECT state, detail FROM offline_imports WHERE number = ?"));
    ENGINE_TRY(query.bind(number).run());
    ENGINE_TRY_AS(const bool found, query.next());
    if (!found)
        return std::optional<OfflineImportRecord>();
    return std::optional(OfflineImportRecord{number, query.text(0), query.text(1).toUtf8()});
}

Result<> Journal::saveOfflineImport(const OfflineImportRecord& record)
{
    return m_impl->change(Durability::Full, [&] {
        SqlStatement insert = m_impl->statement(
            QStringLiteral("INSERT INTO offline_imports (number, state, detail) VALUES (?, ?, ?) "
                           "ON CONFLICT (number) DO UPDATE SET state = excluded.state, detail = excluded.detail"));
        return insert.bind(record.number).bind(record.state).bind(QString::fromUtf8(record.detail)).run();
    });
}

Result<std::optional<GateReport>> Journal::gateReport(const QString& stream, quint64 generation)
{
    SqlStatement query =
        m_impl->statement(QStringLiteral("SELECT report FROM gate_reports WHERE stream = ? AND generation = ?"));
    ENGINE_TRY(query.bind(stream).bind(generation).run());
    ENGINE_TRY_AS(const bool found, query.next());
    if (!found)
        return std::optional<GateReport>();
    return std::optional(gateReportFromJson(QJsonDocument::fromJson(query.text(0).toUtf8()).object()));
}

Result<> Journal::saveGateReport(const GateReport& report)
{
    return m_impl->change(Durability::Full, [&] {
        SqlStatement insert = m_impl->statement(
            QStringLiteral("INSERT INTO gate_reports (stream, generation, report) VALUES (?, ?, ?) "
                           "ON CONFLICT (stream, generation) DO UPDATE SET report = excluded.report"));
        const QByteArray json = QJsonDocument(gateReportToJson(report)).toJson(QJsonDocument::Compact);
        return insert.bind(report.stream).bind(report.generation).bind(QString::fromUtf8(json)).run();
    });
}

} // namespace busheng
