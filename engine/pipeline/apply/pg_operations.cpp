// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_operations.h"

#include "engine/base/log.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/pg_errors.h"
#include "engine/pipeline/apply/pg_target_structure.h"

namespace busheng {
namespace {

/// Beyond some 10,000 rows a set is not faster; an applier's commit of 10,000 and the packet's rest shall fit.
constexpr std::size_t kMostOperations = 16'384;
constexpr std::size_t kMostBytes = 8 * 1024 * 1024;
/// Below it a pipeline of single statements takes less time than the statements of sets.
constexpr std::size_t kFewOperations = 50;
/// What no set can express seldom comes alone: so many are then written in order.
constexpr std::size_t kOrderedRun = 256;

} // namespace

PgOperations::PgOperations(PgTargetSession& session)
    : m_session(session), m_overwrite(session.config().conflicts == ConflictPolicy::Overwrite),
      m_rows(session.connection(), session.name(), session.config().conflicts),
      m_sets(session.connection(), session.name()), m_keyless(session.connection(), session.name()),
      m_exceptions(session.connection()), m_parkingTables(session.connection()),
      m_parking(m_parkingTables, session.name()),
      m_settler(session.connection(), session.config().faults, m_rows, m_exceptions)
{
}

Result<> PgOperations::begin(const QString& origin, const QString& more)
{
    m_origin = origin;
    m_more = more;
    m_pristine = true;
    if (m_hasOldStatements) {
        forgetTables(); // those made since, behind a structure in the middle of a transaction, go with the old ones
        ENGINE_TRY(m_session.connection().execute(QStringLiteral("DEALLOCATE ALL")));
    }
    m_hasOldStatements = false;
    ENGINE_TRY(m_session.begin(m_origin, m_more));
    if (m_stream.isEmpty())
        return {};
    ENGINE_TRY(m_exceptions.learn(m_stream));
    return m_parking.learn(m_stream);
}

void PgOperations::setPlace(const QString& stream, const PacketPlace& place)
{
    m_place = place;
    if (stream == m_stream)
        return;
    m_stream = stream;
    m_settler.setStream(stream);
    m_exceptions.forget();
    m_parking.forget();
}

void PgOperations::forgetTables()
{
    m_hasOldStatements = m_hasOldStatements || !m_tables.empty();
    m_rows.forget();
    m_sets.forget();
    m_keyless.forget();
    m_settler.forget();
    m_tables.clear();
}

void PgOperations::emptied(const DatasetSchema& schema)
{
    for (const TableSchema& table : schema.tables)
        m_emptiedNow.insert(table.id);
}

void PgOperations::committed()
{
    m_emptied.merge(m_emptiedNow);
    m_emptiedNow.clear();
    m_careful = false;
    m_exceptions.committed();
    m_parking.committed();
}

void PgOperations::rolledBack()
{
    clear();
    forgetTables();
    m_emptiedNow.clear();
    m_exceptions.rolledBack();
    m_parking.rolledBack();
    m_draining.clear();
}

void PgOperations::clear()
{
    for (Table* table : m_inSet) {
        table->inSet = false;
        table->hasUpserts = false;
        if (table->keyed)
            table->keyed->clear();
        if (table->keyless)
            table->keyless->clear();
    }
    m_inSet.clear();
    m_log.clear();
    m_places.clear();
    m_arena.clear();
    m_inOrder = false;
    m_hasRepairs = false;
}

Result<PgOperations::Table*> PgOperations::tableAt(const DatasetSchema& schema, std::uint32_t tableId)
{
    if (const auto known = m_tables.find(tableId); known != m_tables.end())
        return known->second.get();
    const TableSchema* wanted = schema.table(tableId);
    if (wanted == nullptr)
        return fail(ErrorCode::Protocol,
                    QStringLiteral("an operation on table %1, which the structure does not have").arg(tableId));
    auto read = PgTargetTable::read(m_session.connection(), m_session.name(), *wanted);
    if (!read)
        return fail(std::move(read).error());
    auto table = std::make_unique<Table>();
    table->facts = std::move(*read);
    table->facts.cascades = table->facts.cascades && m_session.enforcesReferences();
    if (table->facts.isKeyless()) {
        table->keyless.emplace(m_arena, table->facts);
    } else {
        const bool mayMove = !(m_session.enforcesReferences() && table->facts.hasForeignKeys);
        table->keyed.emplace(m_arena, table->facts, m_overwrite, mayMove);
    }
    return m_tables.emplace(tableId, std::move(table)).first->second.get();
}

Result<> PgOperations::take(const DatasetSchema& schema, BytesView block, bool tolerant, std::uint64_t& changed)
{
    if (m_version != schema.version) {
        ENGINE_TRY(flush());
        forgetTables();
        m_version = schema.version;
    }
    ChangeReader reader(block);
    RowChange change;
    Table* table = nullptr;
    std::uint32_t tableId = 0;
    while (reader.next(change)) {
        if (m_parking.isAny()) {
            const TableSchema* const of = schema.table(change.tableId);
            if (of != nullptr && of->name != m_draining && m_parking.isParked(of->name)) {
                m_pristine = false;
                ENGINE_TRY(m_parking.add(schema, of->name, change, tolerant, m_place));
                ++changed;
                continue;
            }
        }
        if (table == nullptr || change.tableId != tableId) {
            ENGINE_TRY_AS(table, tableAt(schema, change.tableId));
            tableId = change.tableId;
        }
        ENGINE_TRY(isEmptying(change.kind) ? empty(*table, change.kind)
                                           : takeOne(*table, change, isTolerant(*table, tolerant)));
        ++changed;
    }
    if (reader.failed())
        return fail(ErrorCode::Protocol, QStringLiteral("operations are malformed"));
    return {};
}

/// Rows without a key are loaded at one moment: what changed since finds them as they were.
bool PgOperations::isTolerant(const Table& table, bool tolerant)
{
    return table.facts.schema.isLoading || (tolerant && !table.facts.isKeyless());
}

/// Who reads a truncated table waits for our commit, or finds nothing where his snapshot is older. One that is cleared
/// is seen as it was until then.
Result<> PgOperations::empty(Table& table, ChangeKind kind)
{
    ENGINE_TRY(flush());
    m_pristine = false;
    PgConnection& connection = m_session.connection();
    auto done = kind == ChangeKind::Clear ? connection.execute(QStringLiteral("DELETE FROM ") + table.facts.name)
                                          : truncatePgTables(connection, {table.facts.name});
    if (!done)
        return explainPgError(std::move(done).error(), m_session.name(), table.facts.schema.name, QString());
    return {};
}

bool PgOperations::isFull(const RowChange& change) const
{
    return m_log.size() >= kMostOperations ||
           m_arena.size() + change.before.size() + change.after.size() > kMostBytes ||
           (m_inOrder && !m_session.config().strict && m_log.size() >= kOrderedRun);
}

RowChange PgOperations::kept(const RowChange& change)
{
    RowChange copy = change;
    copy.before = m_arena.add(change.before);
    copy.after = m_arena.add(change.after);
    return copy;
}

/// Where references are checked as rows are written, only new rows of one table at a time can be a set.
bool PgOperations::needsOrder(const Table& table, const RowChange& change) const
{
    if (m_session.config().strict || m_exceptions.holds(table.facts.schema.name))
        return true;
    if (!table.facts.isKeyless() && !table.facts.fitsArrays()) {
        const bool copied = change.kind == ChangeKind::Upsert && copiesUpserts(table);
        if (change.kind != ChangeKind::Insert && !copied)
            return true;
    }
    if (!m_session.enforcesReferences() || !table.facts.hasForeignKeys)
        return false;
    return change.kind != ChangeKind::Insert && change.kind != ChangeKind::Upsert;
}

Taken PgOperations::takeIntoSet(Table& table, const RowChange& change, bool tolerant)
{
    if (needsOrder(table, change))
        return Taken::InOrder;
    if (m_session.enforcesReferences() && table.facts.hasForeignKeys && !table.inSet && !m_log.empty())
        return Taken::AfterFlush;
    if (!table.inSet) {
        table.inSet = true;
        m_inSet.push_back(&table);
    }
    table.hasUpserts = table.hasUpserts || change.kind == ChangeKind::Upsert;
    return table.keyed ? table.keyed->add(change, tolerant) : table.keyless->add(change, tolerant);
}

Result<> PgOperations::takeOne(Table& table, const RowChange& change, bool tolerant)
{
    if (isFull(change))
        ENGINE_TRY(flush());
    if (m_places.empty() || m_places.back().place.sequence != m_place.sequence ||
        m_places.back().place.position != m_place.position)
        m_places.push_back({m_log.size(), m_place});
    for (;;) {
        const RowChange copy = kept(change);
        const Taken taken = m_inOrder ? Taken::Yes : takeIntoSet(table, copy, tolerant);
        if (taken == Taken::Yes) {
            m_log.push_back({&table, copy, tolerant, m_place.isLoad});
            m_hasRepairs = m_hasRepairs || (!m_place.isLoad && isRepair(change.kind));
            return {};
        }
        ENGINE_TRY(flush());
        clear(); // also what a refused operation left
        m_places.push_back({0, m_place});
        m_inOrder = taken == Taken::InOrder;
    }
}

Result<> PgOperations::flush()
{
    if (m_parking.isAny())
        ENGINE_TRY(m_parking.flush());
    if (m_log.empty())
        return {};
    Result<> written = write();
    m_pristine = false;
    clear();
    return written;
}

Result<> PgOperations::write()
{
    // What of a repair arrives and what is refused again is known one by one only.
    if (m_inOrder || m_careful || (m_hasRepairs && m_exceptions.hasOpen()) || m_log.size() < kFewOperations)
        return writeInOrder();
    if (!m_pristine)
        ENGINE_TRY(m_session.connection().execute(QStringLiteral("SAVEPOINT busheng_set")));
    Result<> written = writeSets();
    if (written)
        return m_pristine ? Result<>()
                          : m_session.connection().execute(QStringLiteral("RELEASE SAVEPOINT busheng_set"));
    if (!isPgRowError(written.error()))
        return written;
    qCDebug(logApply).noquote() << "a set is applied operation by operation:" << written.error().toString();
    ENGINE_TRY(takeBack());
    m_careful = true;
    return writeInOrder();
}

Result<> PgOperations::takeBack()
{
    for (const Table* table : m_inSet) {
        if (table->hasUpserts) {
            m_emptied.erase(table->facts.schema.id); // perhaps rows came from elsewhere
            m_emptiedNow.erase(table->facts.schema.id);
        }
    }
    if (!m_pristine)
        return m_session.connection().execute(
            QStringLiteral("ROLLBACK TO SAVEPOINT busheng_set; RELEASE SAVEPOINT busheng_set"));
    ENGINE_TRY(m_session.connection().execute(QStringLiteral("ROLLBACK")));
    return m_session.begin(m_origin, m_more); // nothing of the exceptions was touched yet
}

bool PgOperations::copiesUpserts(const Table& table) const
{
    return m_emptied.contains(table.facts.schema.id) || m_emptiedNow.contains(table.facts.schema.id);
}

Result<> PgOperations::writeSets()
{
    for (Table* table : m_inSet)
        ENGINE_TRY(writeSet(*table));
    return {};
}

Result<> PgOperations::writeSet(Table& table)
{
    Result<> written = table.keyed ? m_sets.write(table.facts, *table.keyed, copiesUpserts(table))
                                   : m_keyless.write(table.facts, *table.keyless, m_overwrite);
    if (!written)
        return fail(withContext(std::move(written).error(), QStringLiteral("table %1").arg(table.facts.schema.name)));
    return {};
}

} // namespace busheng
