// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_exception_store.h"

#include "engine/base/failpoint.h"

#include <array>

namespace busheng {
namespace {

/// What is over is kept for people who ask later, and bounded for the disk. What a person dismissed stays.
constexpr int kClosedKept = 10'000;
constexpr std::uint64_t kTrimEvery = 500;

/// A text parameter; PostgreSQL's text cannot hold U+0000.
class Text {
public:
    explicit Text(QString text) : m_utf8(text.remove(QChar(u'\0')).toUtf8()) {}
    operator std::optional<BytesView>() const // NOLINT: a parameter is what it is for
    {
        return BytesView(m_utf8.constData(), static_cast<std::size_t>(m_utf8.size()));
    }

private:
    QByteArray m_utf8;
};

std::optional<BytesView> bytesOrNull(const Bytes& bytes)
{
    return bytes.empty() ? std::nullopt : std::optional<BytesView>(bytes);
}

QString natural(std::uint64_t value)
{
    return QString::number(static_cast<qint64>(value));
}

} // namespace

Result<> PgExceptionStore::createTable(PgConnection& connection)
{
    // Asked first: CREATE ... IF NOT EXISTS wants the right to create even when there is nothing to do.
    ENGINE_TRY_AS(const QString there,
                  connection.queryText(QStringLiteral("SELECT to_regclass('busheng.exceptions') IS NOT NULL")));
    if (there == u"t")
        return {};
    return connection.execute(QStringLiteral(R"(
        BEGIN;
        SELECT pg_advisory_xact_lock(hashtextextended('busheng exceptions', 0));
        DO $$ BEGIN IF to_regnamespace('busheng') IS NULL THEN CREATE SCHEMA busheng; END IF; END $$;
        CREATE TABLE IF NOT EXISTS busheng.exceptions (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            stream text NOT NULL,
            kind text NOT NULL,
            state text NOT NULL,
            sequence bigint NOT NULL,
            position bigint NOT NULL,
            table_name text NOT NULL,
            operation text NOT NULL,
            key text NOT NULL,
            key_cells bytea NOT NULL,
            key_digest bytea NOT NULL,
            other_cells bytea,
            other_digest bytea,
            old_row text NOT NULL,
            new_row text NOT NULL,
            current_row text NOT NULL,
            sql_state text NOT NULL,
            message text NOT NULL,
            outcome text NOT NULL,
            attempts bigint NOT NULL DEFAULT 1,
            created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            decided_by text NOT NULL DEFAULT '',
            reason text NOT NULL DEFAULT '');
        CREATE INDEX IF NOT EXISTS exceptions_by_stream ON busheng.exceptions (stream, state, id);
        COMMIT)"));
}

Result<> PgExceptionStore::learn(const QString& stream)
{
    if (m_known)
        return {};
    m_open.clear();
    const Text name(stream);
    ENGINE_TRY_AS(
        const PgResult rows,
        m_connection.queryBinary(
            QStringLiteral("SELECT table_name, key_digest, coalesce(other_digest, ''), (kind = 'conflict')::int "
                           "FROM busheng.exceptions WHERE stream = $1::text AND state = 'open'"),
            {name}));
    for (int row = 0; row < rows.rows(); ++row) {
        const QString table = rows.text(row, 0);
        const bool isConflict = rows.bytes(row, 3).back() != '\0';
        for (const int column : {1, 2}) {
            if (!rows.bytes(row, column).empty())
                m_open.opened({table, Bytes(rows.bytes(row, column))}, isConflict);
        }
    }
    m_known = true;
    return {};
}

void PgExceptionStore::committed()
{
    m_changed = m_changed || m_touched;
    m_touched = false;
}

void PgExceptionStore::rolledBack()
{
    if (m_touched)
        m_known = false;
    m_touched = false;
}

bool PgExceptionStore::takeChanged()
{
    return std::exchange(m_changed, false);
}

Result<> PgExceptionStore::add(const RowException& exception)
{
    ENGINE_FAILPOINT("apply.exception");
    m_touched = true;
    const Open::Place place = Open::placeOf(exception.table, exception.keyCells);
    const Open::Place other =
        exception.otherCells.empty() ? Open::Place() : Open::placeOf(exception.table, exception.otherCells);
    const std::array texts{Text(exception.stream),
                           Text(exception.isConflict ? QStringLiteral("conflict") : QStringLiteral("error")),
                           Text(exception.isOpen ? QStringLiteral("open") : QStringLiteral("settled")),
                           Text(natural(exception.place.sequence)),
                           Text(natural(exception.place.position.order)),
                           Text(exception.table),
                           Text(exception.operation),
                           Text(exception.key),
                           Text(exception.oldRow),
                           Text(exception.newRow),
                           Text(exception.currentRow),
                           Text(exception.sqlState),
                           Text(exception.message),
                           Text(exception.outcome)};
    std::vector<std::optional<BytesView>> values(texts.begin(), texts.end());
    values.emplace_back(exception.keyCells);
    values.emplace_back(place.second);
    values.push_back(bytesOrNull(exception.otherCells));
    values.push_back(bytesOrNull(other.second));
    ENGINE_TRY(m_connection.queryBinary(
        QStringLiteral(
            "INSERT INTO busheng.exceptions (stream, kind, state, sequence, position, table_name, operation, "
            "key, old_row, new_row, current_row, sql_state, message, outcome, key_cells, key_digest, "
            "other_cells, other_digest) VALUES ($1::text, $2::text, $3::text, $4::text::bigint, "
            "$5::text::bigint, $6::text, $7::text, $8::text, $9::text, $10::text, $11::text, $12::text, "
            "$13::text, $14::text, $15::bytea, $16::bytea, $17::bytea, $18::bytea)"),
        values));
    if (!exception.isOpen)
        return ++m_closed >= kTrimEvery ? trim(exception.stream) : Result<>();
    for (const Open::Place& one : {place, other}) {
        if (!one.second.empty())
            m_open.opened(one, exception.isConflict);
    }
    return {};
}

Result<> PgExceptionStore::failedAgain(const RowException& exception)
{
    ENGINE_FAILPOINT("apply.exception");
    m_touched = true;
    const Open::Place place = Open::placeOf(exception.table, exception.keyCells);
    const std::array texts{Text(exception.stream), Text(exception.table), Text(exception.newRow),
                           Text(exception.message), Text(exception.sqlState)};
    std::vector<std::optional<BytesView>> values(texts.begin(), texts.end());
    values.emplace_back(place.second);
    ENGINE_TRY(m_connection.queryBinary(
        QStringLiteral("UPDATE busheng.exceptions SET attempts = attempts + 1, changed_at = clock_timestamp(), "
                       "new_row = $3::text, message = $4::text, sql_state = $5::text WHERE state = 'open' AND stream = "
                       "$1::text AND table_name = $2::text AND $6::bytea IN (key_digest, other_digest)"),
        values));
    return {};
}

Result<> PgExceptionStore::resolve(const QString& stream, const QString& table, BytesView key)
{
    const Open::Place place = Open::placeOf(table, key);
    if (!m_open.isOpen(place))
        return {};
    ENGINE_FAILPOINT("apply.exception.resolve");
    m_touched = true;
    const Text name(stream);
    const Text tableName(table);
    ENGINE_TRY_AS(
        const PgResult resolved,
        m_connection.queryBinary(
            QStringLiteral("UPDATE busheng.exceptions SET state = 'resolved', outcome = 'source', changed_at = "
                           "clock_timestamp() WHERE state = 'open' AND stream = $1::text AND table_name = "
                           "$2::text AND $3::bytea IN (key_digest, other_digest) "
                           "RETURNING key_digest, coalesce(other_digest, ''), (kind = 'conflict')::int"),
            {name, tableName, BytesView(place.second)}));
    for (int row = 0; row < resolved.rows(); ++row) {
        for (const int column : {0, 1}) {
            if (!resolved.bytes(row, column).empty())
                m_open.closed({table, Bytes(resolved.bytes(row, column))}, resolved.bytes(row, 2).back() != '\0');
        }
    }
    m_closed += static_cast<std::uint64_t>(resolved.rows());
    return m_closed >= kTrimEvery ? trim(stream) : Result<>();
}

Result<> PgExceptionStore::resolveAll(const QString& stream, const QStringList& tables)
{
    m_touched = true;
    const Text name(stream);
    for (const QString& one : tables) {
        const Text table(one);
        ENGINE_TRY(m_connection.queryBinary(
            QStringLiteral("UPDATE busheng.exceptions SET operation = 'loaded' WHERE state = 'dismissed' AND operation "
                           "= 'load' AND stream = $1::text AND table_name = $2::text"),
            {name, table}));
        ENGINE_TRY(m_connection.queryBinary(
            QStringLiteral("UPDATE busheng.exceptions SET state = 'resolved', outcome = 'loaded again', changed_at = "
                           "clock_timestamp() WHERE state = 'open' AND stream = $1::text AND table_name = $2::text"),
            {name, table}));
    }
    m_known = false;
    return learn(stream);
}

Result<> PgExceptionStore::trim(const QString& stream)
{
    m_closed = 0;
    const Text name(stream);
    ENGINE_TRY(m_connection.queryBinary(
        QStringLiteral(
            "DELETE FROM busheng.exceptions WHERE stream = $1::text AND state IN ('settled', 'resolved') AND "
            "id <= (SELECT id FROM busheng.exceptions WHERE stream = $1::text AND state IN ('settled', "
            "'resolved') ORDER BY id DESC OFFSET %1 LIMIT 1)")
            .arg(kClosedKept),
        {name}));
    return {};
}

Result<TargetFaults> PgExceptionStore::count(PgConnection& connection, const QString& stream)
{
    ENGINE_TRY_AS(const PgResult row,
                  connection.query(QStringLiteral("SELECT count(*) FILTER (WHERE state = 'open' AND kind = 'error'), "
                                                  "count(*) FILTER (WHERE state = 'open' AND kind = 'conflict'), "
                                                  "count(*) FILTER (WHERE state = 'settled') "
                                                  "FROM busheng.exceptions WHERE stream = $1"),
                                   {std::optional(stream)}));
    TargetFaults faults;
    faults.openErrors = static_cast<quint64>(row.integer(0, 0));
    faults.openConflicts = static_cast<quint64>(row.integer(0, 1));
    faults.settled = static_cast<quint64>(row.integer(0, 2));
    return faults;
}

Result<std::uint64_t> PgExceptionStore::countLoaded(PgConnection& connection, const QString& stream,
                                                    const QString& table)
{
    ENGINE_TRY_AS(const PgResult row,
                  connection.query(QStringLiteral("SELECT count(*) FROM busheng.exceptions WHERE stream = $1 AND "
                                                  "table_name = $2 AND operation = 'load' AND state IN ('open', "
                                                  "'dismissed') AND kind = 'error'"),
                                   {std::optional(stream), std::optional(table)}));
    return static_cast<std::uint64_t>(row.integer(0, 0));
}

} // namespace busheng
