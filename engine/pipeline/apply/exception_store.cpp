// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/exception_store.h"

#include "engine/base/failpoint.h"

#include <array>

namespace busheng {
namespace {

/// What is over is kept for people who ask later, and bounded for the disk. What a person dismissed stays.
constexpr int kClosedKept = 10'000;
constexpr std::uint64_t kTrimEvery = 500;

} // namespace

const QString ExceptionStore::kTable = QStringLiteral("busheng_exceptions");

Result<> ExceptionStore::prepare(FaultSql& sql, bool wanted)
{
    ENGINE_TRY_AS(m_isThere, sql.hasTable(kTable));
    if (m_isThere || !wanted)
        return {};
    ENGINE_TRY(sql.createTable(
        kTable, QStringLiteral("id %1, "
                               "stream varchar(190) NOT NULL, kind varchar(10) NOT NULL, state varchar(10) NOT NULL, "
                               "sequence bigint NOT NULL, position bigint NOT NULL, table_name varchar(190) NOT NULL, "
                               "operation varchar(10) NOT NULL, key_text longtext NOT NULL, key_cells longblob NOT "
                               "NULL, key_digest varbinary(16) NOT NULL, other_cells longblob, other_digest "
                               "varbinary(16), old_row longtext NOT NULL, new_row longtext NOT NULL, current_row "
                               "longtext NOT NULL, sql_state varchar(10) NOT NULL, message longtext NOT NULL, outcome "
                               "varchar(190) NOT NULL, attempts bigint NOT NULL DEFAULT 1, created_ms bigint NOT NULL, "
                               "changed_ms bigint NOT NULL, decided_by longtext NOT NULL, reason longtext NOT NULL, "
                               "UNIQUE (stream, state, id)")
                    .arg(sql.serial())));
    m_isThere = true;
    return {};
}

Result<> ExceptionStore::learn(FaultSql& sql, const QString& stream)
{
    if (m_known)
        return {};
    m_open.clear();
    if (!m_isThere)
        return {};
    ENGINE_TRY_AS(const FaultRows rows,
                  sql.query(QStringLiteral("SELECT table_name, key_digest, other_digest, kind = 'conflict' FROM "
                                           "%1 WHERE stream = %2 AND state = 'open'")
                                .arg(sql.own(kTable), sql.literal(stream))));
    for (int row = 0; row < rows.rows(); ++row) {
        for (const int column : {1, 2}) {
            if (!rows.isNull(row, column))
                m_open.opened({rows.text(row, 0), Bytes(rows.bytes(row, column))}, rows.integer(row, 3) != 0);
        }
    }
    m_known = true;
    return {};
}

void ExceptionStore::committed()
{
    m_changed = m_changed || m_touched;
    m_touched = false;
}

void ExceptionStore::rolledBack()
{
    if (m_touched)
        m_known = false;
    m_touched = false;
}

Result<> ExceptionStore::add(FaultSql& sql, const RowException& exception)
{
    ENGINE_FAILPOINT("apply.exception");
    m_touched = true;
    const Open::Place place = Open::placeOf(exception.table, exception.keyCells);
    const Open::Place other =
        exception.otherCells.empty() ? Open::Place() : Open::placeOf(exception.table, exception.otherCells);
    const auto natural = [](std::uint64_t value) { return Cell::ofInteger(static_cast<std::int64_t>(value)); };
    const auto orNull = [](const Bytes& bytes) { return bytes.empty() ? Cell::null() : Cell::ofBlob(bytes); };
    const std::array texts{exception.stream.toUtf8(),
                           QByteArray(exception.isConflict ? "conflict" : "error"),
                           QByteArray(exception.isOpen ? "open" : "settled"),
                           exception.table.toUtf8(),
                           exception.operation.toUtf8(),
                           exception.key.toUtf8(),
                           exception.oldRow.toUtf8(),
                           exception.newRow.toUtf8(),
                           exception.currentRow.toUtf8(),
                           exception.sqlState.toUtf8(),
                           exception.message.toUtf8(),
                           exception.outcome.toUtf8()};
    const auto text = [&texts](std::size_t at) { return Cell::ofText(view(texts.at(at))); };
    ENGINE_TRY(sql.run(
        QStringLiteral("INSERT INTO %1 (stream, kind, state, sequence, position, table_name, operation, key_text, "
                       "key_cells, key_digest, other_cells, other_digest, old_row, new_row, current_row, sql_state, "
                       "message, outcome, created_ms, changed_ms, decided_by, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
                       "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, %2, %2, '', '')")
            .arg(sql.own(kTable), sql.now()),
        {text(0), text(1), text(2), natural(exception.place.sequence), natural(exception.place.position.order), text(3),
         text(4), text(5), Cell::ofBlob(exception.keyCells), Cell::ofBlob(place.second), orNull(exception.otherCells),
         orNull(other.second), text(6), text(7), text(8), text(9), text(10), text(11)}));
    if (!exception.isOpen)
        return ++m_closed >= kTrimEvery ? trim(sql, exception.stream) : Result<>();
    for (const Open::Place& one : {place, other}) {
        if (!one.second.empty())
            m_open.opened(one, exception.isConflict);
    }
    return {};
}

Result<> ExceptionStore::failedAgain(FaultSql& sql, const RowException& exception)
{
    ENGINE_FAILPOINT("apply.exception");
    m_touched = true;
    const Open::Place place = Open::placeOf(exception.table, exception.keyCells);
    const QString set = QStringLiteral("attempts = attempts + 1, changed_ms = %1, new_row = ").arg(sql.now()) +
                        sql.literal(exception.newRow) + QStringLiteral(", message = ") +
                        sql.literal(exception.message) + QStringLiteral(", sql_state = ") +
                        sql.literal(exception.sqlState);
    return sql.execute(QStringLiteral("UPDATE ") + sql.own(kTable) + QStringLiteral(" SET ") + set +
                       QStringLiteral(" WHERE state = 'open' AND stream = ") + sql.literal(exception.stream) +
                       QStringLiteral(" AND table_name = ") + sql.literal(exception.table) +
                       QStringLiteral(" AND %1 IN (key_digest, other_digest)").arg(hexLiteral(place.second)));
}

Result<> ExceptionStore::resolve(FaultSql& sql, const QString& stream, const QString& table, BytesView key)
{
    const Open::Place place = Open::placeOf(table, key);
    if (!m_open.isOpen(place))
        return {};
    ENGINE_FAILPOINT("apply.exception.resolve");
    m_touched = true;
    const QString which = QStringLiteral(" WHERE state = 'open' AND stream = ") + sql.literal(stream) +
                          QStringLiteral(" AND table_name = ") + sql.literal(table) +
                          QStringLiteral(" AND %1 IN (key_digest, other_digest)").arg(hexLiteral(place.second));
    ENGINE_TRY_AS(const FaultRows rows,
                  sql.query(QStringLiteral("SELECT key_digest, other_digest, kind = 'conflict' FROM ") +
                            sql.own(kTable) + which));
    for (int row = 0; row < rows.rows(); ++row) {
        for (const int column : {0, 1}) {
            if (!rows.isNull(row, column))
                m_open.closed({table, Bytes(rows.bytes(row, column))}, rows.integer(row, 2) != 0);
        }
    }
    ENGINE_TRY(sql.execute(
        QStringLiteral("UPDATE ") + sql.own(kTable) +
        QStringLiteral(" SET state = 'resolved', outcome = 'source', changed_ms = %1").arg(sql.now()) + which));
    m_closed += static_cast<std::uint64_t>(rows.rows());
    return m_closed >= kTrimEvery ? trim(sql, stream) : Result<>();
}

Result<> ExceptionStore::resolveAll(FaultSql& sql, const QString& stream, const QStringList& tables)
{
    if (!m_isThere || tables.isEmpty())
        return {};
    m_touched = true;
    QStringList names;
    for (const QString& table : tables)
        names.append(sql.literal(table));
    const QString which = QStringLiteral(" AND stream = ") + sql.literal(stream) +
                          QStringLiteral(" AND table_name IN (") + names.join(QStringLiteral(", ")) + u')';
    ENGINE_TRY(sql.execute(QStringLiteral("UPDATE ") + sql.own(kTable) +
                           QStringLiteral(" SET operation = 'loaded' WHERE state = 'dismissed' AND operation = "
                                          "'load'") +
                           which));
    ENGINE_TRY(sql.execute(
        QStringLiteral("UPDATE ") + sql.own(kTable) +
        QStringLiteral(" SET state = 'resolved', outcome = 'loaded again', changed_ms = %1").arg(sql.now()) +
        QStringLiteral(" WHERE state = 'open'") + which));
    m_known = false;
    return learn(sql, stream);
}

Result<> ExceptionStore::trim(FaultSql& sql, const QString& stream)
{
    m_closed = 0;
    const QString which = QStringLiteral(" WHERE state IN ('settled', 'resolved') AND stream = ") + sql.literal(stream);
    ENGINE_TRY_AS(const FaultRows last,
                  sql.query(QStringLiteral("SELECT id FROM ") + sql.own(kTable) + which +
                            QStringLiteral(" ORDER BY id DESC LIMIT 1 OFFSET %1").arg(kClosedKept)));
    if (last.rows() == 0)
        return {};
    return sql.execute(QStringLiteral("DELETE FROM ") + sql.own(kTable) + which +
                       QStringLiteral(" AND id <= %1").arg(last.integer(0, 0)));
}

Result<TargetFaults> ExceptionStore::count(FaultSql& sql, const QString& stream) const
{
    if (!m_isThere)
        return TargetFaults();
    ENGINE_TRY_AS(const FaultRows row,
                  sql.query(QStringLiteral("SELECT coalesce(sum(state = 'open' AND kind = 'error'), 0), "
                                           "coalesce(sum(state = 'open' AND kind = 'conflict'), 0), "
                                           "coalesce(sum(state = 'settled'), 0) FROM %1 WHERE stream = %2")
                                .arg(sql.own(kTable), sql.literal(stream))));
    TargetFaults faults;
    faults.openErrors = static_cast<quint64>(row.integer(0, 0));
    faults.openConflicts = static_cast<quint64>(row.integer(0, 1));
    faults.settled = static_cast<quint64>(row.integer(0, 2));
    return faults;
}

Result<std::uint64_t> ExceptionStore::countLoaded(FaultSql& sql, const QString& stream, const QString& table) const
{
    if (!m_isThere)
        return std::uint64_t{0};
    ENGINE_TRY_AS(const FaultRows rows,
                  sql.query(QStringLiteral("SELECT count(*) FROM %1 WHERE operation = 'load' AND state IN ('open', "
                                           "'dismissed') AND kind = 'error' AND stream = ")
                                .arg(sql.own(kTable)) +
                            sql.literal(stream) + QStringLiteral(" AND table_name = ") + sql.literal(table)));
    return static_cast<std::uint64_t>(rows.integer(0, 0));
}

} // namespace busheng
