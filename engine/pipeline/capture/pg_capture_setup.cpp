// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/pg_capture_setup.h"

#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/db/postgres/pg_catalog.h"
#include "engine/model/events.h"
#include "engine/pipeline/capture/source_error.h"

#include <QCryptographicHash>

#include <algorithm>

namespace busheng {
namespace {

/// Of what may still be written before the server throws the slot's log away; a warning is due below.
constexpr std::int64_t kSafeWalWarning = 1LL << 30;

bool sameNames(const DatasetSchema& schema, const std::vector<PgCapturedTable>& captured)
{
    return schema.tables.size() == captured.size() &&
           std::ranges::all_of(captured, [&](const auto& table) { return schema.table(table.name) != nullptr; });
}

Result<std::uint64_t> readNextXid(PgConnection& connection)
{
    ENGINE_TRY_AS(const QString xid, connection.queryText(QStringLiteral(
                                         "SELECT pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())")));
    return xid.toULongLong();
}

} // namespace

QString pgCaptureName(const QString& nodeCode, const DatasetConfig& dataset)
{
    const QByteArray names = (nodeCode + u'\n' + dataset.source + u'\n' + dataset.name).toUtf8();
    const QByteArray hash = QCryptographicHash::hash(names, QCryptographicHash::Sha256);
    return QStringLiteral("busheng_") + QString::fromLatin1(hash.left(8).toHex());
}

PgCaptureSetup::PgCaptureSetup(const PgLogSource& source)
    : m_source(source), m_name(pgCaptureName(source.nodeCode, source.dataset))
{
}

PgConnection::Options PgCaptureSetup::connectionOptions() const
{
    PgConnection::Options options;
    options.conninfo = m_source.source.location;
    options.name = m_source.source.name;
    options.purpose = QStringLiteral("capture ") + m_name;
    options.stop = m_source.stop;
    options.rawTexts = !m_source.dataset.readAs.isEmpty();
    return options;
}

PgDatasetTables PgCaptureSetup::rowTables(const QStringList& tables) const
{
    return {m_source.source.name, tables, m_source.dataset.largeColumns};
}

Result<DatasetSchema> PgCaptureSetup::readSchema(PgConnection& connection) const
{
    return readPgRowSchema(connection, rowTables(m_source.dataset.tables));
}

Error PgCaptureSetup::slotLost(const PgSlotState& slot, const QString& object, Position resumeAfter,
                               const QString& why) const
{
    const QString& source = m_source.source.name;
    return makeEvent(ErrorCode::Schema, events::CAP_SLOT_LOST,
                     {source, object, pgLsnText(resumeAfter.order), pgLsnText(slot.currentLsn)},
                     QStringLiteral("source %1 cannot go on after position %2: %3 %4")
                         .arg(source, pgLsnText(resumeAfter.order), object, why));
}

Result<> PgCaptureSetup::requireSlot(const PgSlotState& slot, Position resumeAfter) const
{
    if (!slot.exists)
        return fail(slotLost(slot, m_name, resumeAfter, QStringLiteral("is gone")));
    if (!slot.isOurs)
        return fail(slotLost(slot, m_name, resumeAfter, QStringLiteral("was made anew by somebody else")));
    if (slot.walStatus == u"lost")
        return fail(slotLost(slot, m_name, resumeAfter, QStringLiteral("has lost its log")));
    const QString& source = m_source.source.name;
    if (slot.confirmedLsn > resumeAfter.order)
        return fail(positionLost(source, resumeAfter.order, slot.confirmedLsn,
                                 QStringLiteral("the slot was advanced beyond it")));
    if (slot.currentLsn < resumeAfter.order)
        return fail(
            positionLost(source, resumeAfter.order, slot.currentLsn,
                         QStringLiteral("the server's log ends before it: an older copy was put in its place")));
    if (slot.safeWalBytes && *slot.safeWalBytes < kSafeWalWarning)
        qCWarning(logCapture).noquote() << "source" << source << "keeps" << slot.retainedBytes() << "bytes of log for"
                                        << m_name << "and throws them away after" << *slot.safeWalBytes << "more";
    return {};
}

Result<PgCaptureSetup::Ready> PgCaptureSetup::prepare(PgConnection& connection, Position resumeAfter) const
{
    ENGINE_TRY(requirePgLogRoute(connection, m_source.source.name));
    ENGINE_TRY_AS(const QString origin, requireOrigin(connection, resumeAfter));
    ENGINE_TRY(freePgSlot(connection, m_name, QStringLiteral("busheng ") + connectionOptions().purpose));
    ENGINE_TRY_AS(Ready ready, resumeAfter.order == 0 ? install(connection) : resume(connection, resumeAfter));
    ENGINE_TRY_AS(ready.nextXid, readNextXid(connection));
    ready.origin = origin;
    return ready;
}

/// A server that was promoted, restored or set up anew counts its log on: the same number is another place there.
Result<QString> PgCaptureSetup::requireOrigin(PgConnection& connection, Position resumeAfter) const
{
    ENGINE_TRY_AS(const QString origin,
                  connection.queryText(QStringLiteral(
                      "SELECT system_identifier || '/' || ('x' || substr(pg_catalog.pg_walfile_name("
                      "pg_catalog.pg_current_wal_lsn()), 1, 8))::bit(32)::int FROM pg_catalog.pg_control_system()")));
    if (resumeAfter.order == 0 || m_source.origin.isEmpty() || m_source.origin == origin)
        return origin;
    return fail(makeEvent(ErrorCode::Schema, events::CAP_TIMELINE, {m_source.source.name, m_source.origin, origin},
                          QStringLiteral("source %1 was system and timeline %2 and is %3")
                              .arg(m_source.source.name, m_source.origin, origin)));
}

Result<PgCaptureSetup::Ready> PgCaptureSetup::install(PgConnection& connection) const
{
    Ready ready;
    ENGINE_TRY_AS(ready.captured, readPgCapturedTables(connection, rowTables(m_source.dataset.tables)));
    if (m_source.known)
        keepTableIds(*m_source.known, ready.captured);
    ENGINE_TRY(requirePgIdentities(connection, m_source.source.name, ready.captured));
    ENGINE_TRY_AS(PgPublicationState publication,
                  readPgPublication(connection, m_name, m_source.dataset.tables, ready.captured));
    ENGINE_TRY_AS(PgSlotState slot, readPgSlot(connection, m_name));
    // A publication must be older than what is read through it: the server looks it up as it was at each change.
    // One without our comment was made by the tables' owner for a role with few rights: it is taken as it is.
    const bool isWhole = publication.exists && publication.fault.isEmpty();
    if (isWhole && !publication.captured) {
        ENGINE_TRY(commentPgPublication(connection, m_name, ready.captured));
        publication.captured = ready.captured;
    }
    const bool adopts = isWhole && publication.captured == ready.captured;
    if (slot.exists && (!adopts || !slot.isOurs || slot.walStatus == u"lost")) {
        ENGINE_TRY(dropPgSlot(connection, m_name));
        slot = {};
    }
    if (!adopts) {
        ENGINE_TRY(dropPgPublication(connection, m_name));
        ENGINE_TRY(createPgPublication(connection, m_name, ready.captured));
    }
    ENGINE_FAILPOINT("capture.pg.published");
    if (!slot.exists) {
        ENGINE_TRY(createPgSlot(connection, m_name));
        ENGINE_FAILPOINT("capture.pg.slot_created");
        ENGINE_TRY_AS(slot, readPgSlot(connection, m_name));
    }
    ready.slot = slot;
    return ready;
}

Result<PgCaptureSetup::Ready> PgCaptureSetup::resume(PgConnection& connection, Position resumeAfter) const
{
    ENGINE_TRY_AS(const PgSlotState slot, readPgSlot(connection, m_name));
    ENGINE_TRY(requireSlot(slot, resumeAfter));
    ENGINE_TRY_AS(PgPublicationState publication, readPgPublication(connection, m_name, m_source.dataset.tables));
    if (!publication.exists)
        return fail(slotLost(slot, m_name, resumeAfter, QStringLiteral("(the publication) is gone")));
    Ready ready;
    // The stream may still hold rows as they were before a change of the structure, so what counts is how it was.
    if (publication.captured) {
        ready.captured = std::move(*publication.captured);
    } else {
        ENGINE_TRY_AS(ready.captured, readPgCapturedTables(connection, rowTables(m_source.dataset.tables)));
        if (m_source.known)
            keepTableIds(*m_source.known, ready.captured);
    }
    // The list of tables was changed: told already, and to be done at the source as well.
    if (m_source.known && !sameNames(*m_source.known, ready.captured)) {
        ENGINE_TRY_AS(const Structure now,
                      withTables(connection, *m_source.known, ready.captured, m_source.dataset.tables));
        ENGINE_TRY(alterPgPublication(connection, m_name, now.captured));
        ENGINE_FAILPOINT("capture.tables.published");
        ready.captured = now.captured;
    }
    // Where columns are left out, the stream says nothing of one that came later.
    if (!m_source.dataset.largeColumns.isEmpty())
        ENGINE_TRY(requireStructure(connection, ready.captured));
    ready.slot = slot;
    return ready;
}

Result<> PgCaptureSetup::checkHealth(PgConnection& connection, Position resumeAfter) const
{
    ENGINE_TRY_AS(const PgSlotState slot, readPgSlot(connection, m_name));
    ENGINE_TRY(requireSlot(slot, resumeAfter));
    ENGINE_TRY_AS(const PgPublicationState publication, readPgPublication(connection, m_name, m_source.dataset.tables));
    if (!publication.exists)
        return fail(slotLost(slot, m_name, resumeAfter, QStringLiteral("(the publication) is gone")));
    if (!publication.fault.isEmpty())
        return fail(triggerOff(m_source.source.name, m_name, publication.fault));
    if (!m_source.dataset.largeColumns.isEmpty() && publication.captured) // as above
        return requireStructure(connection, *publication.captured);
    return {};
}

Result<> PgCaptureSetup::requireStructure(PgConnection& connection, const std::vector<PgCapturedTable>& captured) const
{
    ENGINE_TRY_AS(const auto found, readPgCapturedTables(connection, rowTables(m_source.dataset.tables)));
    if (const auto difference = pgCapturedDifference(captured, found))
        return fail(structureDrift(m_source.source.name, difference->first, difference->second));
    if (!m_source.known)
        return {};
    ENGINE_TRY_AS(const DatasetSchema now, readSchema(connection));
    for (const UserType& type : m_source.known->types) {
        if (std::ranges::find(now.types, type) == now.types.end())
            return fail(structureDrift(m_source.source.name, captured.front().name,
                                       QStringLiteral("the type %1 is another one").arg(type.name)));
    }
    return {};
}

Result<PgCaptureSetup::Structure> PgCaptureSetup::withTables(PgConnection& connection, const DatasetSchema& schema,
                                                             const std::vector<PgCapturedTable>& captured,
                                                             const QStringList& tables) const
{
    ENGINE_TRY_AS(auto found, readPgCapturedTables(connection, rowTables(tables)));
    ENGINE_TRY_AS(DatasetSchema read, readPgRowSchema(connection, rowTables(tables)));
    keepTableIds(schema, found);
    keepTableIds(schema, read);
    Structure now;
    now.schema.version = schema.version + 1;
    now.schema.engine = schema.engine;
    now.schema.types = read.types;
    std::vector<PgCapturedTable> added;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto before = std::ranges::find(captured, found[i].name, &PgCapturedTable::name);
        const TableSchema* told = schema.table(found[i].name);
        now.captured.push_back(before == captured.end() ? found[i] : *before);
        now.captured.back().id = found[i].id;
        if (told != nullptr) {
            now.schema.tables.push_back(*told);
            continue;
        }
        ENGINE_TRY(requireLoadable(connection, read.tables[i]));
        added.push_back(found[i]);
        now.schema.tables.push_back(read.tables[i]);
        now.schema.tables.back().isLoading = true;
    }
    ENGINE_TRY(requirePgIdentities(connection, m_source.source.name, added));
    return now;
}

Result<> PgCaptureSetup::requireLoadable(PgConnection& connection, const TableSchema& table) const
{
    const bool hasLarge = std::ranges::any_of(m_source.dataset.largeColumns, [&table](const QString& entry) {
        return pgQualified(entry.left(entry.lastIndexOf(u'.'))) == table.name;
    });
    if (hasLarge) {
        const QString why = QStringLiteral("it has large columns, which a load among the changes would leave out; load "
                                           "the whole subscription, or publish it in a dataset of its own");
        return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_REFUSED, {m_source.source.name, table.name, why},
                              QStringLiteral("source %1, table %2: %3").arg(m_source.source.name, table.name, why)));
    }
    if (!table.keyColumns.empty())
        return {};
    ENGINE_TRY_AS(
        const std::int64_t bytes,
        connection.queryInteger(QStringLiteral("SELECT pg_table_size(%1)").arg(pgLiteral(pgQuotedTable(table.name)))));
    return bytes <= kMostKeylessBytes ? Result<>()
                                      : Result<>(fail(tooLargeWithoutKey(m_source.source.name, table.name, bytes)));
}

Result<std::optional<PgCaptureSetup::Structure>>
PgCaptureSetup::changedStructure(PgConnection& connection, const std::vector<PgCapturedTable>& captured) const
{
    Structure now;
    ENGINE_TRY_AS(now.captured, readPgCapturedTables(connection, rowTables(m_source.dataset.tables)));
    if (m_source.known)
        keepTableIds(*m_source.known, now.captured);
    ENGINE_TRY_AS(now.schema, readSchema(connection));
    if (now.captured == captured && m_source.known && m_source.known->types == now.schema.types)
        return std::optional<Structure>();
    ENGINE_TRY(requirePgIdentities(connection, m_source.source.name, now.captured));
    ENGINE_TRY_AS(auto again, readPgCapturedTables(connection, rowTables(m_source.dataset.tables)));
    if (m_source.known) {
        keepTableIds(*m_source.known, now.schema);
        keepTableIds(*m_source.known, again);
    }
    if (again != now.captured)
        return fail(makeTransient(ErrorCode::Sql, QString(), QStringLiteral("the tables are being altered")));
    return std::optional(std::move(now));
}

Result<> PgCaptureSetup::keepStructure(PgConnection& connection, const std::vector<PgCapturedTable>& captured) const
{
    return commentPgPublication(connection, m_name, captured);
}

Result<> PgCaptureSetup::remove(PgConnection& connection) const
{
    ENGINE_TRY(freePgSlot(connection, m_name, QStringLiteral("busheng ") + connectionOptions().purpose));
    ENGINE_TRY(dropPgSlot(connection, m_name));
    ENGINE_FAILPOINT("capture.pg.slot_dropped");
    return dropPgPublication(connection, m_name);
}

} // namespace busheng
