// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_snapshot.h"

#include "engine/db/postgres/pg_copy_rows.h"
#include "engine/db/postgres/pg_key_sql.h"
#include "engine/db/postgres/pg_large_values.h"

#include <libpq-fe.h>

#include <algorithm>
#include <map>

namespace busheng {
namespace {

/// The gentle guest: no worker processes of the source's, no compiler; and names that nobody but the server gives a
/// meaning. A policy that would hide rows makes reading fail instead.
const QString kSettings = QStringLiteral(
    "SET LOCAL search_path = pg_catalog; SET LOCAL row_security = off; SET LOCAL jit = off; "
    "SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL work_mem = '32MB'; SET LOCAL synchronize_seqscans = off");
const QString kBegin = QStringLiteral("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");

/// A statement that no longer fits the database is a matter of structure, not of SQL.
Error asSchemaError(Error error, const TableSchema& table)
{
    const bool structure = error.native.startsWith(QStringLiteral("42P01")) ||
                           error.native.startsWith(QStringLiteral("42703")) ||
                           error.native.startsWith(QStringLiteral("3F000"));
    if (error.code == ErrorCode::Sql && structure)
        error.code = ErrorCode::Schema;
    return withContext(std::move(error), QStringLiteral("reading table %1").arg(table.name));
}

template <typename T>
Result<T> ofTable(Result<T> result, const TableSchema& table)
{
    if (!result)
        return fail(asSchemaError(std::move(result).error(), table));
    return result;
}

/// "16/B374D848" as a number.
Result<std::uint64_t> parseLsn(const QString& text)
{
    const QStringList halves = text.split(u'/');
    bool high = false;
    bool low = false;
    const std::uint64_t value =
        halves.size() != 2 ? 0
                           : static_cast<std::uint64_t>(halves[0].toUInt(&high, 16)) << 32 | halves[1].toUInt(&low, 16);
    if (!high || !low)
        return fail(ErrorCode::Protocol, QStringLiteral("'%1' is no place in a log").arg(text));
    return value;
}

Bytes encodedRow(const PgResult& result, int number)
{
    Bytes row;
    ByteWriter out(row);
    out.varint(static_cast<std::uint64_t>(result.columns()));
    for (int i = 0; i < result.columns(); ++i)
        writeCell(out, result.isNull(number, i) ? Cell::null() : Cell::ofNative(result.bytes(number, i)));
    return row;
}

/// What a table is made of: bytes in all, and pages of the rows themselves.
const QString kSizeSql = QStringLiteral(
    "SELECT sum(pg_table_size(k.oid))::int8, (sum(pg_relation_size(k.oid)) / "
    "current_setting('block_size')::int8)::int8 FROM pg_class k WHERE k.oid = to_regclass(%1) OR k.oid IN "
    "(SELECT relid FROM pg_partition_tree(to_regclass(%1)))");
constexpr std::uint64_t kMostParts = 4096;
constexpr double kPagesPerPart = 4; ///< looked at, to divide a table into parts

} // namespace

bool PgVisibility::sees(std::uint32_t xid) const
{
    const auto distance = static_cast<std::int32_t>(xid - static_cast<std::uint32_t>(xmax));
    const std::uint64_t nearest = xmax + static_cast<std::uint64_t>(static_cast<std::int64_t>(distance));
    // Nothing was before the first epoch: what seems to be is far ahead in it.
    const std::uint64_t full = distance < 0 && nearest > xmax ? xid : nearest;
    if (full < xmin)
        return true;
    return full < xmax && !std::ranges::binary_search(running, full);
}

Result<PgVisibility> PgVisibility::parse(const QString& text)
{
    const QStringList parts = text.split(u':');
    bool good = parts.size() == 3;
    const auto number = [&good](const QString& digits) {
        bool isNumber = false;
        const std::uint64_t value = digits.toULongLong(&isNumber);
        good = good && isNumber && digits.front().isDigit();
        return value;
    };
    PgVisibility visibility;
    if (good) {
        visibility.xmin = number(parts[0]);
        visibility.xmax = number(parts[1]);
        for (const QString& xid : parts[2].isEmpty() ? QStringList() : parts[2].split(u','))
            visibility.running.push_back(number(xid));
    }
    const auto& running = visibility.running;
    good = good && visibility.xmin <= visibility.xmax && std::ranges::is_sorted(running) &&
           (running.empty() || (running.front() >= visibility.xmin && running.back() < visibility.xmax));
    if (!good)
        return fail(ErrorCode::Protocol, QStringLiteral("'%1' is no snapshot").arg(text));
    return visibility;
}

struct PgSnapshot::Impl {
    PgConnection::Options options;
    std::unique_ptr<PgConnection> main; ///< holds the snapshot; fetches and counts. None: `reader` does it all
    QString exported;                   ///< its name, under which `reader` joins it
    PgVisibility visibility;
    std::uint64_t walPosition = 0;
    std::map<QString, std::pair<TableSchema, PgKeySql>> sql; ///< by table
    std::map<QString, QString> restrictions;                 ///< by table
    std::map<QString, std::vector<LargeColumn>> largeColumns;

    std::unique_ptr<PgConnection> reader; ///< runs COPY; thrown away with one that is not read to its end
    std::unique_ptr<PgCopyRows> rows;     ///< a COPY without an end that a sink has paused
    bool readsRanges = false;             ///< what `reader` was told last
    QString pausedTable;
    Bytes pausedAt; ///< key of the last row given (keyless: the row)

    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() { abandon(); }

    Result<> begin();
    Result<> settle();
    Result<> openReader();
    Result<PgConnection*> control();
    Result<> preferIndexes(bool wanted);
    Result<std::vector<Bytes>> divide(const TableSchema& table, BytesView after, std::uint64_t bytes);
    Result<const PgKeySql*> sqlOf(const TableSchema& table);
    Result<QString> conditionSql(const TableSchema& table, const KeyRange& range);
    Result<QString> selectSql(const TableSchema& table, const KeyRange& range, std::uint64_t limit);
    Result<> start(const TableSchema& table, const KeyRange& range, std::uint64_t limit);
    Result<> give(const TableSchema& table, std::uint64_t limit, bool endless, const RowSink& sink);
    Result<> pause(const TableSchema& table);
    void abandon();
};

Result<> PgSnapshot::Impl::begin()
{
    ENGINE_TRY_AS(main, PgConnection::open(options));
    ENGINE_TRY(main->execute(kBegin));
    ENGINE_TRY_AS(const PgResult taken,
                  main->query(QStringLiteral("SELECT pg_current_snapshot()::text, pg_export_snapshot()")));
    ENGINE_TRY_AS(visibility, PgVisibility::parse(taken.text(0, 0)));
    exported = taken.text(0, 1);
    ENGINE_TRY_AS(const QString lsn, main->queryText(QStringLiteral("SELECT pg_current_wal_insert_lsn()")));
    ENGINE_TRY_AS(walPosition, parseLsn(lsn));
    return main->execute(kSettings + QStringLiteral("; SAVEPOINT busheng"));
}

/// A statement that failed must not cost the moment: what it did to the transaction is undone before the next one.
Result<> PgSnapshot::Impl::settle()
{
    ENGINE_TRY_AS(PgConnection* const connection, control());
    if (PQtransactionStatus(connection->native()) == PQTRANS_INERROR)
        return connection->execute(QStringLiteral("ROLLBACK TO SAVEPOINT busheng"));
    return {};
}

/// For statements that end at once. A paused COPY must not hold its connection.
Result<PgConnection*> PgSnapshot::Impl::control()
{
    if (main)
        return main.get();
    abandon();
    ENGINE_TRY(openReader());
    return reader.get();
}

/// Without statistics the planner might read a whole table for each of its ranges.
Result<> PgSnapshot::Impl::preferIndexes(bool wanted)
{
    if (readsRanges == wanted)
        return {};
    readsRanges = wanted;
    return reader->execute(wanted ? QStringLiteral("SET LOCAL enable_seqscan = off")
                                  : QStringLiteral("SET LOCAL enable_seqscan = on"));
}

Result<> PgSnapshot::Impl::openReader()
{
    if (reader)
        return {};
    ENGINE_TRY_AS(auto opened, PgConnection::open(options));
    auto joined = opened->execute(kBegin + QStringLiteral("; SET TRANSACTION SNAPSHOT ") + pgLiteral(exported) +
                                  QStringLiteral("; ") + kSettings + QStringLiteral("; SAVEPOINT busheng"));
    if (!joined) {
        // It ended with the connection that held it: nothing a person must do, a new snapshot may be taken.
        Error error = withContext(std::move(joined).error(), QStringLiteral("joining the snapshot"));
        error.transient = true;
        return fail(std::move(error));
    }
    reader = std::move(opened);
    readsRanges = false;
    return {};
}

Result<const PgKeySql*> PgSnapshot::Impl::sqlOf(const TableSchema& table)
{
    auto found = sql.find(table.name);
    if (found == sql.end() || found->second.first != table) {
        ENGINE_TRY_AS(PgConnection* const connection, control());
        ENGINE_TRY_AS(PgKeySql made, PgKeySql::of(*connection, table));
        found = sql.insert_or_assign(table.name, std::pair(table, std::move(made))).first;
    }
    return &found->second.second;
}

Result<QString> PgSnapshot::Impl::conditionSql(const TableSchema& table, const KeyRange& range)
{
    ENGINE_TRY_AS(const PgKeySql* const key, sqlOf(table));
    QStringList conditions;
    ENGINE_TRY_AS(PgConnection* const connection, control());
    if (!range.after.empty()) {
        ENGINE_TRY_AS(const QString condition, key->compared(*connection, QStringLiteral(">"), range.after));
        conditions.append(condition);
    }
    if (!range.upTo.empty()) {
        ENGINE_TRY_AS(const QString condition, key->compared(*connection, QStringLiteral("<="), range.upTo));
        conditions.append(condition);
    }
    if (const auto condition = restrictions.find(table.name); condition != restrictions.end())
        conditions.append(condition->second);
    if (conditions.isEmpty())
        return QString();
    return QString(QStringLiteral(" WHERE ") + conditions.join(QStringLiteral(" AND ")));
}

Result<QString> PgSnapshot::Impl::selectSql(const TableSchema& table, const KeyRange& range, std::uint64_t limit)
{
    ENGINE_TRY_AS(const PgKeySql* const key, sqlOf(table));
    ENGINE_TRY_AS(const QString condition, conditionSql(table, range));
    QString select = key->select() + condition + key->order();
    if (limit != 0)
        select += QStringLiteral(" LIMIT %1").arg(limit);
    return select;
}

Result<> PgSnapshot::Impl::start(const TableSchema& table, const KeyRange& range, std::uint64_t limit)
{
    if (table.keyColumns.empty() && !(range.after.empty() && range.upTo.empty()))
        return fail(ErrorCode::Schema, QStringLiteral("table %1 has no key to read it by").arg(table.name));
    ENGINE_TRY_AS(const QString select, selectSql(table, range, limit));
    ENGINE_TRY_AS(const PgKeySql* const key, sqlOf(table));
    abandon();
    ENGINE_TRY(openReader());
    ENGINE_TRY(preferIndexes(!range.after.empty() && !range.upTo.empty() && key->isServedByKey()));
    auto started = PgCopyRows::start(*reader, select, table.columns.size());
    if (!started) {
        reader.reset(); // its transaction has failed
        return fail(std::move(started).error());
    }
    rows = std::move(*started);
    return {};
}

/// Gives rows until the end, `limit` or the sink says so. An endless COPY is then paused, one with an end thrown away.
Result<> PgSnapshot::Impl::give(const TableSchema& table, std::uint64_t limit, bool endless, const RowSink& sink)
{
    for (std::uint64_t given = 0;;) {
        auto more = rows->next();
        if (!more) {
            abandon();
            return fail(std::move(more).error());
        }
        if (!*more) {
            rows.reset();
            return {};
        }
        const bool wanted = sink(rows->row());
        if (wanted && (!endless || ++given != limit))
            continue;
        if (endless)
            return pause(table);
        abandon();
        return {};
    }
}

Result<> PgSnapshot::Impl::pause(const TableSchema& table)
{
    pausedTable = table.name;
    pausedAt.clear();
    if (table.keyColumns.empty())
        pausedAt = rows->row();
    else if (!projectRow(rows->row(), table.keyColumns, pausedAt))
        return fail(ErrorCode::Internal, QStringLiteral("a row of %1 has no key").arg(table.name));
    return {};
}

Result<std::vector<Bytes>> PgSnapshot::Impl::divide(const TableSchema& table, BytesView after, std::uint64_t bytes)
{
    std::vector<Bytes> dividers;
    ENGINE_TRY_AS(const PgKeySql* const key, sqlOf(table));
    if (table.keyColumns.empty() || !key->isServedByKey())
        return dividers;
    ENGINE_TRY_AS(PgConnection* const connection, control());
    ENGINE_TRY_AS(const PgResult size, connection->query(kSizeSql.arg(pgLiteral(pgQuotedTable(table.name)))));
    const auto parts = std::min(kMostParts, static_cast<std::uint64_t>(size.integer(0, 0)) / bytes);
    const auto pages = static_cast<double>(size.integer(0, 1));
    if (parts < 2 || pages < 1)
        return dividers;
    const double percent = std::min(100.0, 100.0 * kPagesPerPart * static_cast<double>(parts) / pages);
    ENGINE_TRY_AS(const QString select, key->divide(*connection, after, parts, percent));
    ENGINE_TRY_AS(const PgResult found, connection->queryBinary(select, {}));
    for (int row = 0; row < found.rows(); ++row)
        dividers.push_back(encodedRow(found, row));
    return dividers;
}

void PgSnapshot::Impl::abandon()
{
    pausedTable.clear();
    pausedAt.clear();
    if (!rows)
        return;
    rows.reset();
    // Told twice: by the cancellation in case it sorts for long, by the closed connection in case it sends.
    if (reader->isAlive())
        reader->cancel();
    reader.reset();
}

PgSnapshot::PgSnapshot(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

PgSnapshot::~PgSnapshot() = default;

Result<std::unique_ptr<PgSnapshot>> PgSnapshot::open(const PgConnection::Options& options)
{
    auto impl = std::make_unique<Impl>();
    impl->options = options;
    ENGINE_TRY(impl->begin());
    return std::unique_ptr<PgSnapshot>(new PgSnapshot(std::move(impl)));
}

void PgSnapshot::restrict(const QString& table, const QString& condition)
{
    m_impl->abandon(); // a COPY that is paused may have rows that are no longer there
    m_impl->restrictions[table] = condition;
}

Result<std::uint64_t> PgSnapshot::countRows(const TableSchema& table)
{
    QString sql = QStringLiteral("SELECT count(*) FROM ") + pgQuotedTable(table.name) + QStringLiteral(" AS t");
    if (const auto found = m_impl->restrictions.find(table.name); found != m_impl->restrictions.end())
        sql += QStringLiteral(" WHERE ") + found->second;
    ENGINE_TRY_AS(PgConnection* const connection, m_impl->control());
    ENGINE_TRY_AS(const std::int64_t rows, ofTable(connection->queryInteger(sql), table));
    return static_cast<std::uint64_t>(rows);
}

Result<> PgSnapshot::scan(const TableSchema& table, const KeyRange& range, std::uint64_t limit, const RowSink& sink)
{
    ENGINE_TRY(m_impl->settle());
    const bool goesOn = m_impl->rows && m_impl->pausedTable == table.name && !range.after.empty() &&
                        range.after == m_impl->pausedAt && range.upTo.empty();
    if (!goesOn)
        ENGINE_TRY(ofTable(m_impl->start(table, range, limit), table));
    const bool endless = goesOn || (range.upTo.empty() && limit == 0);
    return ofTable(m_impl->give(table, limit, endless, sink), table);
}

Result<Bytes> PgSnapshot::fetch(const TableSchema& table, BytesView key)
{
    if (table.keyColumns.empty())
        return fail(ErrorCode::Schema, QStringLiteral("table %1 has no key to read it by").arg(table.name));
    ENGINE_TRY(m_impl->settle());
    ENGINE_TRY_AS(const PgKeySql* const sql, ofTable(m_impl->sqlOf(table), table));
    ENGINE_TRY_AS(const auto parameters, sql->parameters(key));
    ENGINE_TRY_AS(PgConnection* const connection, m_impl->control());
    QString select = sql->select() + sql->equality();
    if (const auto condition = m_impl->restrictions.find(table.name); condition != m_impl->restrictions.end())
        select += QStringLiteral(" AND ") + condition->second;
    ENGINE_TRY_AS(const PgResult found, ofTable(connection->queryBinary(select, parameters), table));
    return found.rows() == 0 ? Bytes() : encodedRow(found, 0);
}

Result<std::vector<Bytes>> PgSnapshot::divide(const TableSchema& table, BytesView after, std::uint64_t bytes)
{
    ENGINE_TRY(m_impl->settle());
    return ofTable(m_impl->divide(table, after, bytes), table);
}

Result<std::unique_ptr<TableSnapshot>> PgSnapshot::openAnother() const
{
    auto impl = std::make_unique<Impl>();
    impl->options = m_impl->options;
    impl->exported = m_impl->exported;
    impl->restrictions = m_impl->restrictions;
    impl->largeColumns = m_impl->largeColumns;
    impl->visibility = m_impl->visibility;
    impl->walPosition = m_impl->walPosition;
    ENGINE_TRY(impl->openReader());
    return std::unique_ptr<TableSnapshot>(new PgSnapshot(std::move(impl)));
}

void PgSnapshot::setLargeColumns(std::map<QString, std::vector<LargeColumn>> columns)
{
    m_impl->largeColumns = std::move(columns);
}

std::vector<LargeColumn> PgSnapshot::largeColumns(const QString& table) const
{
    const auto found = m_impl->largeColumns.find(table);
    return found == m_impl->largeColumns.end() ? std::vector<LargeColumn>() : found->second;
}

Result<std::vector<LargeValue>> PgSnapshot::describeValues(const TableSchema& table, const KeyRange& range,
                                                           std::uint64_t limit)
{
    ENGINE_TRY(m_impl->settle());
    ENGINE_TRY_AS(PgConnection* const connection, m_impl->control());
    ENGINE_TRY_AS(const PgKeySql* const key, ofTable(m_impl->sqlOf(table), table));
    ENGINE_TRY_AS(const QString condition, ofTable(m_impl->conditionSql(table, range), table));
    const QString rest = condition + key->order() + QStringLiteral(" LIMIT %1").arg(limit);
    return ofTable(describePgValues(*connection, table.name, largeColumns(table.name), rest), table);
}

Result<std::vector<LargeValue>> PgSnapshot::describeValues(const TableSchema& table, BytesView key)
{
    ENGINE_TRY(m_impl->settle());
    ENGINE_TRY_AS(PgConnection* const connection, m_impl->control());
    ENGINE_TRY_AS(const PgKeySql* const sql, ofTable(m_impl->sqlOf(table), table));
    ENGINE_TRY_AS(const QString equal, ofTable(sql->compared(*connection, QStringLiteral("="), key), table));
    return ofTable(
        describePgValues(*connection, table.name, largeColumns(table.name), QStringLiteral(" WHERE ") + equal), table);
}

Result<> PgSnapshot::readValue(const TableSchema& table, BytesView key, const LargeColumn& column,
                               const PieceSink& sink)
{
    ENGINE_TRY(m_impl->settle());
    ENGINE_TRY_AS(PgConnection* const connection, m_impl->control());
    ENGINE_TRY_AS(const PgKeySql* const sql, ofTable(m_impl->sqlOf(table), table));
    ENGINE_TRY_AS(const QString equal, ofTable(sql->compared(*connection, QStringLiteral("="), key), table));
    return ofTable(readPgValue(*connection, table.name, column, QStringLiteral(" WHERE ") + equal, sink), table);
}

const PgVisibility& PgSnapshot::visibility() const
{
    return m_impl->visibility;
}

std::uint64_t PgSnapshot::walPosition() const
{
    return m_impl->walPosition;
}

PgConnection& PgSnapshot::connection()
{
    return m_impl->main ? *m_impl->main : *m_impl->reader;
}

} // namespace busheng
