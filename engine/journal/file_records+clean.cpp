// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/file_records.h"
#include "engine/journal/journal_impl.h"

namespace busheng {
namespace {

Result<std::vector<FileTransferRecord>> readCleanable(SqlStatement& query)
{
    ENGINE_TRY(query.run());
    std::vector<FileTransferRecord> page;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return page;
        FileTransferRecord& record = page.emplace_back();
        record.directoryId = query.integer(0);
        record.directory = Bytes(view(query.bytes(1)));
        record.name = Bytes(view(query.bytes(2)));
        record.size = query.natural(3);
        record.digest = query.bytes(4);
        record.lastUtcMs = query.integer(5);
    }
}

} // namespace

Result<std::vector<FileTransferRecord>> FileRecords::cleanable(qint64 flow, qint64 upToUtcMs, qint64 directory,
                                                               BytesView name, int limit)
{
    SqlStatement query = m_journal.m_impl->statement(QStringLiteral(
        "SELECT c.directory, d.path, c.name, c.size, c.digest, c.utc_ms FROM file_directories d JOIN file_catalogue c "
        "ON c.directory = d.id WHERE d.flow = ? AND c.utc_ms <= ? AND c.cleaned = '' AND "
        "(c.directory, c.name) > (?, ?) ORDER BY c.directory, c.name LIMIT ?"));
    query.bind(flow).bind(upToUtcMs).bind(directory).bind(toQByteArray(name)).bind(limit);
    return readCleanable(query);
}

Result<std::vector<FileTransferRecord>> FileRecords::cleanableByAge(qint64 flow, const FileTransferRecord& after,
                                                                    int limit)
{
    SqlStatement query = m_journal.m_impl->statement(QStringLiteral(
        "SELECT c.directory, d.path, c.name, c.size, c.digest, c.utc_ms FROM file_directories d JOIN file_catalogue c "
        "ON c.directory = d.id WHERE d.flow = ? AND c.cleaned = '' AND (c.utc_ms, c.directory, c.name) > (?, ?, ?) "
        "ORDER BY c.utc_ms, c.directory, c.name LIMIT ?"));
    query.bind(flow).bind(after.lastUtcMs).bind(after.directoryId).bind(toQByteArray(after.name)).bind(limit);
    return readCleanable(query);
}

Result<quint64> FileRecords::cleanableBytes(qint64 flow)
{
    SqlStatement query = m_journal.m_impl->statement(QStringLiteral(
        "SELECT coalesce(sum(c.size), 0) FROM file_directories d JOIN file_catalogue c ON c.directory = d.id WHERE "
        "d.flow = ? AND c.cleaned = ''"));
    ENGINE_TRY(query.bind(flow).run());
    ENGINE_TRY(query.next());
    return query.natural(0);
}

Result<> FileRecords::setCleaned(const std::vector<FileTransferRecord>& files, const QString& how, qint64 utcMs,
                                 const std::vector<LedgerEntry>& lines)
{
    return m_journal.m_impl->change(Durability::Normal, [&]() -> Result<> {
        SqlStatement update = m_journal.m_impl->statement(QStringLiteral(
            "UPDATE file_catalogue SET cleaned = ?, cleaned_utc_ms = ? WHERE directory = ? AND name = ?"));
        for (const FileTransferRecord& file : files)
            ENGINE_TRY(update.bind(how).bind(utcMs).bind(file.directoryId).bind(toQByteArray(file.name)).run());
        return m_journal.m_impl->putLedger(lines);
    });
}

} // namespace busheng
