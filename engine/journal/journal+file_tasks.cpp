// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal_impl.h"

namespace busheng {
namespace {

const QString kTable = QStringLiteral("file_tasks");

} // namespace

Result<> Journal::Impl::putFileTask(const FileTaskConfig& item, const ConfigPlace& place)
{
    ENGINE_TRY(checkFileTask(item, place));
    ENGINE_TRY(requireRight(item.peerCode, LinkRight::SendFiles));
    if (item.isExport())
        ENGINE_TRY(
            requireRow(QStringLiteral("source"), QStringLiteral("sources"), QStringLiteral("name"), item.exportSource));
    SqlStatement insert = statement(QStringLiteral(
        "INSERT OR REPLACE INTO file_tasks (name, peer_code, source_directory, patterns, target_directory, full_copy, "
        "compress, seal, convert_text, split_bytes, priority, resends, first_pause_seconds, completeness, cleaning, "
        "clean_after_days, starts, enabled, names, text_encoding, missed, export_source, export_table, export_query, "
        "export_format, export_no_formulas, export_large_bytes, join_parts, clean_above_bytes, clean_free_bytes, "
        "clean_fetched, at_rest, rate_kib) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    insert.bind(item.name).bind(item.peerCode).bind(item.sourceDirectory).bind(joinTexts(item.patterns));
    insert.bind(item.targetDirectory).bind(item.fullCopy).bind(item.compress).bind(item.seal).bind(item.convertText);
    insert.bind(item.splitBytes).bind(item.priority).bind(item.resends).bind(item.firstPauseSeconds);
    insert.bind(item.completeness).bind(item.cleaning).bind(item.cleanAfterDays).bind(item.starts);
    insert.bind(item.enabled).bind(item.names).bind(item.textEncoding).bind(item.missed);
    insert.bind(item.exportSource).bind(item.exportTable).bind(item.exportQuery).bind(item.exportFormat);
    insert.bind(item.exportNoFormulas).bind(item.exportLargeBytes).bind(item.joinParts);
    insert.bind(item.cleanAboveBytes).bind(item.cleanFreeBytes).bind(item.cleanFetched);
    return insert.bind(item.atRest).bind(item.rateKiB).run();
}

Result<std::vector<FileTaskConfig>> Journal::fileTasks()
{
    SqlStatement query = m_impl->statement(QStringLiteral(
        "SELECT name, peer_code, source_directory, patterns, target_directory, full_copy, compress, "
        "seal, convert_text, split_bytes, priority, resends, first_pause_seconds, completeness, "
        "cleaning, clean_after_days, starts, enabled, names, text_encoding, missed, export_source, "
        "export_table, export_query, export_format, export_no_formulas, export_large_bytes, join_parts, "
        "clean_above_bytes, clean_free_bytes, clean_fetched, at_rest, rate_kib FROM file_tasks ORDER BY name"));
    ENGINE_TRY(query.run());
    std::vector<FileTaskConfig> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.push_back({query.text(0),     query.text(1),     query.text(2),     splitTexts(query.text(3)),
                       query.text(4),     query.flag(5),     query.flag(6),     query.flag(7),
                       query.flag(8),     query.integer(9),  query.integer(10), query.integer(11),
                       query.integer(12), query.text(13),    query.text(14),    query.integer(15),
                       query.text(16),    query.flag(17),    query.text(18),    query.text(19),
                       query.text(20),    query.text(21),    query.text(22),    query.text(23),
                       query.text(24),    query.flag(25),    query.integer(26), query.flag(27),
                       query.integer(28), query.integer(29), query.flag(30),    query.text(31),
                       query.integer(32)});
    }
}

Result<> Journal::saveFileTask(const FileTaskConfig& task)
{
    return m_impl->change(Durability::Full, [&] {
        return m_impl->putFileTask(task, {QStringLiteral("task"), QString()});
    });
}

Result<> Journal::removeFileTask(const QString& name)
{
    return m_impl->remove(QStringLiteral("task"), kTable, QStringLiteral("name"), QString(), name);
}

} // namespace busheng
