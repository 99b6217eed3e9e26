// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/my_exception_store.h"

#include "engine/base/failpoint.h"

namespace busheng {
namespace {

/// What is over is kept for people who ask later, and bounded for the disk. What a person dismissed stays.
constexpr int kClosedKept = 10'000;
constexpr std::uint64_t kTrimEvery = 500;

QString digestLiteral(const OpenExceptions::Place& place)
{
    return place.second.empty() ? QStringLiteral("NULL") : myHexLiteral(place.second);
}

} // namespace

const char kMyNowMs[] = "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)";

QString myHexLiteral(BytesView bytes)
{
    return bytes.empty() ? QStringLiteral("''") : QStringLiteral("X'%1'").arg(toHex(bytes));
}

MyExceptionStore::MyExceptionStore(const QString& database)
    : m_table(QString(myQuoted(database) + u'.' + myQuoted(QStringLiteral("busheng_exceptions"))))
{
}

Result<> MyExceptionStore::prepare(MyConnection& connection, bool wanted)
{
    // Asked first: CREATE ... IF NOT EXISTS wants the right to create even when there is nothing to do.
    ENGINE_TRY_AS(const std::int64_t there,
                  connection.queryInteger(QStringLiteral(
                      "SELECT count(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND "
                      "TABLE_NAME = 'busheng_exceptions'")));
    m_isThere = there != 0;
    if (m_isThere || !wanted)
        return {};
    ENGINE_TRY(connection.execute(
        QStringLiteral("CREATE TABLE IF NOT EXISTS %1 (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, "
                       "stream varchar(190) NOT NULL, kind varchar(10) NOT NULL, state varchar(10) NOT NULL, "
                       "sequence bigint NOT NULL, position bigint NOT NULL, table_name varchar(190) NOT NULL, "
                       "operation varchar(10) NOT NULL, key_text longtext NOT NULL, key_cells longblob NOT NULL, "
                       "key_digest varbinary(16) NOT NULL, other_cells longblob, other_digest varbinary(16), "
                       "old_row longtext NOT NULL, new_row longtext NOT NULL, current_row longtext NOT NULL, "
                       "sql_state varchar(10) NOT NULL, message longtext NOT NULL, outcome varchar(190) NOT NULL, "
                       "attempts bigint NOT NULL DEFAULT 1, created_ms bigint NOT NULL, changed_ms bigint NOT NULL, "
                       "decided_by longtext NOT NULL, reason longtext NOT NULL, KEY by_stream (stream, state, id)) "
                       "ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
            .arg(m_table)));
    m_isThere = true;
    return {};
}

Result<> MyExceptionStore::learn(MyConnection& connection, const QString& stream)
{
    if (m_known)
        return {};
    m_open.clear();
    if (!m_isThere)
        return {};
    ENGINE_TRY_AS(const MyResult rows,
                  connection.query(QStringLiteral("SELECT table_name, key_digest, other_digest, kind = 'conflict' FROM "
                                                  "%1 WHERE stream = %2 AND state = 'open'")
                                       .arg(m_table, myLiteral(stream))));
    for (int row = 0; row < rows.rows(); ++row) {
        for (const int column : {1, 2}) {
            if (!rows.isNull(row, column))
                m_open.opened({rows.text(row, 0), Bytes(rows.bytes(row, column))}, rows.integer(row, 3) != 0);
        }
    }
    m_known = true;
    return {};
}

void MyExceptionStore::committed()
{
    m_changed = m_changed || m_touched;
    m_touched = false;
}

void MyExceptionStore::rolledBack()
{
    if (m_touched)
        m_known = false;
    m_touched = false;
}

Result<> MyExceptionStore::add(MyConnection& connection, const RowException& exception)
{
    ENGINE_FAILPOINT("apply.exception");
    m_touched = true;
    const Open::Place place = Open::placeOf(exception.table, exception.keyCells);
    const Open::Place other =
        exception.otherCells.empty() ? Open::Place() : Open::placeOf(exception.table, exception.otherCells);
    const QStringList values{
        myLiteral(exception.stream),
        exception.isConflict ? QStringLiteral("'conflict'") : QStringLiteral("'error'"),
        exception.isOpen ? QStringLiteral("'open'") : QStringLiteral("'settled'"),
        QString::number(static_cast<qint64>(exception.place.sequence)),
        QString::number(static_cast<qint64>(exception.place.position.order)),
        myLiteral(exception.table),
        myLiteral(exception.operation),
        myLiteral(exception.key),
        myHexLiteral(exception.keyCells),
        digestLiteral(place),
        exception.otherCells.empty() ? QStringLiteral("NULL") : myHexLiteral(exception.otherCells),
        digestLiteral(other),
        myLiteral(exception.oldRow),
        myLiteral(exception.newRow),
        myLiteral(exception.currentRow),
        myLiteral(exception.sqlState),
        myLiteral(exception.message),
        myLiteral(exception.outcome),
    };
    ENGINE_TRY(connection.execute(
        QStringLiteral("INSERT INTO %1 (stream, kind, state, sequence, position, table_name, operation, key_text, "
                       "key_cells, key_digest, other_cells, other_digest, old_row, new_row, current_row, sql_state, "
                       "message, outcome, created_ms, changed_ms, decided_by, reason) VALUES (")
            .arg(m_table) +
        values.join(QStringLiteral(", ")) + QStringLiteral(", %1, %1, '', '')").arg(QLatin1String(kMyNowMs))));
    if (!exception.isOpen)
        return ++m_closed >= kTrimEvery ? trim(connection, exception.stream) : Result<>();
    for (const Open::Place& one : {place, other}) {
        if (!one.second.empty())
            m_open.opened(one, exception.isConflict);
    }
    return {};
}

Result<> MyExceptionStore::failedAgain(MyConnection& connection, const RowException& exception)
{
    ENGINE_FAILPOINT("apply.exception");
    m_touched = true;
    const Open::Place place = Open::placeOf(exception.table, exception.keyCells);
    const QString set =
        QStringLiteral("attempts = attempts + 1, changed_ms = %1, new_row = ").arg(QLatin1String(kMyNowMs)) +
        myLiteral(exception.newRow) + QStringLiteral(", message = ") + myLiteral(exception.message) +
        QStringLiteral(", sql_state = ") + myLiteral(exception.sqlState);
    return connection.execute(QStringLiteral("UPDATE ") + m_table + QStringLiteral(" SET ") + set +
                              QStringLiteral(" WHERE state = 'open' AND stream = ") + myLiteral(exception.stream) +
                              QStringLiteral(" AND table_name = ") + myLiteral(exception.table) +
                              QStringLiteral(" AND %1 IN (key_digest, other_digest)").arg(digestLiteral(place)));
}

Result<> MyExceptionStore::resolve(MyConnection& connection, const QString& stream, const QString& table, BytesView key)
{
    const Open::Place place = Open::placeOf(table, key);
    if (!m_open.isOpen(place))
        return {};
    ENGINE_FAILPOINT("apply.exception.resolve");
    m_touched = true;
    const QString which = QStringLiteral(" WHERE state = 'open' AND stream = ") + myLiteral(stream) +
                          QStringLiteral(" AND table_name = ") + myLiteral(table) +
                          QStringLiteral(" AND %1 IN (key_digest, other_digest)").arg(digestLiteral(place));
    ENGINE_TRY_AS(
        const MyResult rows,
        connection.query(QStringLiteral("SELECT key_digest, other_digest, kind = 'conflict' FROM ") + m_table + which));
    for (int row = 0; row < rows.rows(); ++row) {
        for (const int column : {0, 1}) {
            if (!rows.isNull(row, column))
                m_open.closed({table, Bytes(rows.bytes(row, column))}, rows.integer(row, 2) != 0);
        }
    }
    ENGINE_TRY(connection.execute(
        QStringLiteral("UPDATE ") + m_table +
        QStringLiteral(" SET state = 'resolved', outcome = 'source', changed_ms = %1").arg(QLatin1String(kMyNowMs)) +
        which));
    m_closed += static_cast<std::uint64_t>(rows.rows());
    return m_closed >= kTrimEvery ? trim(connection, stream) : Result<>();
}

Result<> MyExceptionStore::resolveAll(MyConnection& connection, const QString& stream, const QStringList& tables)
{
    if (!m_isThere || tables.isEmpty())
        return {};
    m_touched = true;
    QStringList names;
    for (const QString& table : tables)
        names.append(myLiteral(table));
    const QString which = QStringLiteral(" AND stream = ") + myLiteral(stream) +
                          QStringLiteral(" AND table_name IN (") + names.join(QStringLiteral(", ")) + u')';
    ENGINE_TRY(connection.execute(QStringLiteral("UPDATE ") + m_table +
                                  QStringLiteral(" SET operation = 'loaded' WHERE state = 'dismissed' AND operation = "
                                                 "'load'") +
                                  which));
    ENGINE_TRY(connection.execute(QStringLiteral("UPDATE ") + m_table +
                                  QStringLiteral(" SET state = 'resolved', outcome = 'loaded again', changed_ms = %1")
                                      .arg(QLatin1String(kMyNowMs)) +
                                  QStringLiteral(" WHERE state = 'open'") + which));
    m_known = false;
    return learn(connection, stream);
}

Result<> MyExceptionStore::trim(MyConnection& connection, const QString& stream)
{
    m_closed = 0;
    const QString which = QStringLiteral(" WHERE state IN ('settled', 'resolved') AND stream = ") + myLiteral(stream);
    ENGINE_TRY_AS(const MyResult last,
                  connection.query(QStringLiteral("SELECT id FROM ") + m_table + which +
                                   QStringLiteral(" ORDER BY id DESC LIMIT 1 OFFSET %1").arg(kClosedKept)));
    if (last.rows() == 0)
        return {};
    return connection.execute(QStringLiteral("DELETE FROM ") + m_table + which +
                              QStringLiteral(" AND id <= %1").arg(last.integer(0, 0)));
}

Result<TargetFaults> MyExceptionStore::count(MyConnection& connection, const QString& stream) const
{
    if (!m_isThere)
        return TargetFaults();
    ENGINE_TRY_AS(const MyResult row,
                  connection.query(QStringLiteral("SELECT coalesce(sum(state = 'open' AND kind = 'error'), 0), "
                                                  "coalesce(sum(state = 'open' AND kind = 'conflict'), 0), "
                                                  "coalesce(sum(state = 'settled'), 0) FROM %1 WHERE stream = %2")
                                       .arg(m_table, myLiteral(stream))));
    TargetFaults faults;
    faults.openErrors = static_cast<quint64>(row.integer(0, 0));
    faults.openConflicts = static_cast<quint64>(row.integer(0, 1));
    faults.settled = static_cast<quint64>(row.integer(0, 2));
    return faults;
}

Result<std::uint64_t> MyExceptionStore::countLoaded(MyConnection& connection, const QString& stream,
                                                    const QString& table) const
{
    if (!m_isThere)
        return std::uint64_t{0};
    ENGINE_TRY_AS(const std::int64_t rows,
                  connection.queryInteger(QStringLiteral("SELECT count(*) FROM %1 WHERE operation = 'load' AND state "
                                                         "IN ('open', 'dismissed') AND kind = 'error' AND stream = ")
                                              .arg(m_table) +
                                          myLiteral(stream) + QStringLiteral(" AND table_name = ") + myLiteral(table)));
    return static_cast<std::uint64_t>(rows);
}

} // namespace busheng
