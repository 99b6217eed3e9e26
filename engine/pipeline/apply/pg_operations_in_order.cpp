// SPDX-License-Identifier: GPL-3.0-or-later
// Operations one by one, in their order, and what becomes of those that fail.
#include "engine/pipeline/apply/pg_operations.h"

#include "engine/model/events.h"
#include "engine/pipeline/apply/pg_errors.h"

#include <algorithm>

namespace busheng {

Result<> PgOperations::writeInOrder()
{
    if (m_session.config().faults.settles() || m_exceptions.hasOpen())
        return writeSettling();
    Result<> done = writeRun(0, m_log.size());
    if (!done && PgRowSettler::isRowsFault(done.error()))
        return fail(named(std::move(done).error(), m_rows.failedOperation()));
    return done;
}

Result<> PgOperations::writeRun(std::size_t first, std::size_t end)
{
    m_rows.startCounting();
    Result<> done;
    for (std::size_t i = first; i < end; ++i) {
        const Logged& logged = m_log[i];
        done = m_rows.add(logged.table->facts, logged.change, logged.tolerant);
        if (!done)
            break;
    }
    // What was queued before a malformed operation may have failed before it; then it says so.
    if (Result<> finished = m_rows.finish(); !finished)
        done = std::move(finished);
    return done;
}

/// The next operation at or behind `from` that goes by itself: its row waits for a person, or it is the answer to what
/// was set aside.
std::size_t PgOperations::nextSpecial(std::size_t from) const
{
    for (std::size_t i = from; m_exceptions.hasOpen() && i < m_log.size(); ++i) {
        const Logged& logged = m_log[i];
        const QString& table = logged.table->facts.schema.name;
        const bool repairs = isRepair(logged.change.kind) && !logged.isLoad;
        if (!repairs && !m_exceptions.holds(table))
            continue;
        const Bytes key = PgRowSettler::keyOf(logged.table->facts, logged.change);
        if (repairs ? m_exceptions.isOpen(table, key) : m_exceptions.isHeld(table, key))
            return i;
    }
    return m_log.size();
}

PgFaultyOperation PgOperations::operationAt(std::size_t index) const
{
    const Logged& logged = m_log[index];
    const auto behind = std::ranges::upper_bound(m_places, index, {}, &PlaceFrom::first);
    const PacketPlace place = behind == m_places.begin() ? m_place : std::prev(behind)->place;
    return {logged.table->facts, logged.change, logged.tolerant, logged.isLoad, place};
}

/// For the person: which packet and what kind of operation it was.
Error PgOperations::named(Error error, std::size_t index) const
{
    if (index >= m_log.size())
        return error;
    const PgFaultyOperation failed = operationAt(index);
    const QString where = QStringLiteral("packet %1, %2")
                              .arg(failed.place.sequence)
                              .arg(exceptionOperation(failed.change.kind, failed.isLoad));
    if (error.event == events::TGT_CONFLICT && error.args.size() == 3)
        error.args.append(where);
    return withContext(std::move(error), where);
}

/// As far as it goes; an operation that fails is settled, what was before it is written again behind the savepoint, and
/// so on. Each operation is written twice at most, however many fail.
Result<> PgOperations::writeSettling()
{
    PgConnection& connection = m_session.connection();
    ENGINE_TRY(connection.execute(QStringLiteral("SAVEPOINT busheng_row")));
    std::size_t from = 0;
    while (from < m_log.size()) {
        const std::size_t special = nextSpecial(from);
        std::size_t end = special;
        Error why;
        bool failed = false;
        for (;;) {
            Result<> done = writeRun(from, end);
            if (done)
                break;
            if (!PgRowSettler::isRowsFault(done.error()))
                return done;
            end = from + m_rows.failedOperation();
            why = std::move(done).error();
            failed = true;
            ENGINE_TRY(connection.execute(QStringLiteral("ROLLBACK TO SAVEPOINT busheng_row")));
        }
        from = end;
        if (from == m_log.size())
            break;
        ENGINE_TRY(settleOne(from, failed ? &why : nullptr));
        ++from;
    }
    return connection.execute(QStringLiteral("RELEASE SAVEPOINT busheng_row"));
}

/// One that failed, or one that nextSpecial() found.
Result<> PgOperations::settleOne(std::size_t index, const Error* why)
{
    const QString renew = QStringLiteral("RELEASE SAVEPOINT busheng_row; SAVEPOINT busheng_row");
    PgConnection& connection = m_session.connection();
    ENGINE_TRY(connection.execute(renew));
    const PgFaultyOperation operation = operationAt(index);
    Result<> settled;
    if (why != nullptr) {
        settled = m_settler.settle(operation, *why);
    } else if (!isRepair(operation.change.kind)) {
        settled = m_settler.keep(operation);
    } else {
        Result<> written = writeRun(index, index + 1);
        if (!written && PgRowSettler::isRowsFault(written.error())) {
            ENGINE_TRY(connection.execute(QStringLiteral("ROLLBACK TO SAVEPOINT busheng_row")));
            settled = m_settler.settle(operation, written.error());
        } else {
            ENGINE_TRY(written);
            settled = m_exceptions.resolve(m_stream, operation.table.schema.name,
                                           PgRowSettler::keyOf(operation.table, operation.change));
        }
    }
    if (!settled)
        return PgRowSettler::isRowsFault(settled.error()) ? fail(named(std::move(settled).error(), index)) : settled;
    return connection.execute(renew);
}

} // namespace busheng
