// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_snapshot.h"

#include "engine/db/mariadb/my_catalog.h"
#include "engine/db/mariadb/my_collation.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

/// Writers wait no longer for a lock of ours that waits for one of theirs.
constexpr int kHoldSeconds = 2;
constexpr std::uint64_t kFirstPartRows = 1000;
constexpr std::uint64_t kMostPartRows = 50'000;
constexpr std::uint64_t kRangeBytes = 8U << 20;

Failure ofTable(Error error, const TableSchema& table)
{
    return fail(withContext(std::move(error), QStringLiteral("reading table %1").arg(table.name)));
}

Failure unreadable(const MyConnection& connection, const TableSchema& table, const QString& why)
{
    return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_REFUSED, {connection.name(), table.name, why},
                          QStringLiteral("table %1 of %2: %3").arg(table.name, connection.name(), why)));
}

/// Rows of a keyless table are found by all their columns.
bool isKeyColumn(const TableSchema& table, std::size_t column)
{
    return table.keyColumns.empty() || std::ranges::find(table.keyColumns, column) != table.keyColumns.end();
}

} // namespace

Result<std::unique_ptr<MySnapshot>> MySnapshot::open(const MyConnection::Options& options)
{
    ENGINE_TRY_AS(auto connection, MyConnection::open(options));
    std::unique_ptr<MySnapshot> snapshot(new MySnapshot(std::move(connection)));
    ENGINE_TRY(snapshot->begin());
    return snapshot;
}

Result<> MySnapshot::begin()
{
    ENGINE_TRY(m_connection->execute(QStringLiteral("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")));
    return m_connection->execute(QStringLiteral("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"));
}

Result<std::unique_ptr<MySnapshot>> MySnapshot::openAtPlace(const MyConnection::Options& options,
                                                            const QStringList& tables)
{
    ENGINE_TRY_AS(auto connection, MyConnection::open(options));
    std::unique_ptr<MySnapshot> snapshot(new MySnapshot(std::move(connection)));
    ENGINE_TRY(snapshot->m_connection->isMariaDb() ? snapshot->beginAtOwnPlace()
                                                   : snapshot->beginAtHeldPlace(options, tables));
    return snapshot;
}

Result<> MySnapshot::beginAtOwnPlace()
{
    ENGINE_TRY(begin());
    // Those two belong to the transaction just begun: they stay while it is open.
    ENGINE_TRY_AS(const MyResult place, m_connection->query(QStringLiteral("SHOW STATUS LIKE 'binlog_snapshot_%'")));
    for (int row = 0; row < place.rows(); ++row) {
        const QString name = place.text(row, 0).toLower();
        if (name == u"binlog_snapshot_file")
            m_place.file = place.text(row, 1);
        else if (name == u"binlog_snapshot_position")
            m_place.offset = static_cast<std::uint64_t>(place.integer(row, 1));
    }
    return {};
}

/// A MySQL logs a transaction before others see it, and does not say where in the log a snapshot is. A reader's lock on
/// the tables is only given when every transaction that has changed them is over and seen, and until it goes none
/// begins: what the log has of them up to its end then, and nothing else, is in a snapshot that begins meanwhile.
/// Without autocommit it is InnoDB's lock as well, which a transaction holds until others see it.
Result<> MySnapshot::beginAtHeldPlace(const MyConnection::Options& options, const QStringList& tables)
{
    QStringList locks;
    for (const QString& table : tables)
        locks.append(myQuotedTable(table) + QStringLiteral(" READ"));
    ENGINE_TRY_AS(const auto holder, MyConnection::open(options));
    ENGINE_TRY(holder->execute(QStringLiteral("SET SESSION autocommit = 0, innodb_table_locks = 1, lock_wait_timeout = "
                                              "%1, innodb_lock_wait_timeout = %1")
                                   .arg(kHoldSeconds)));
    ENGINE_TRY(holder->execute(QStringLiteral("LOCK TABLES ") + locks.join(QStringLiteral(", "))));
    ENGINE_TRY(begin());
    ENGINE_TRY_AS(const MyResult end, holder->query(holder->logEndSql()));
    ENGINE_TRY(holder->execute(QStringLiteral("UNLOCK TABLES")));
    if (end.rows() == 1)
        m_place = {end.text(0, 0), static_cast<std::uint64_t>(end.integer(0, 1))};
    return {};
}

void MySnapshot::restrict(const QString& table, const QString& condition)
{
    m_restrictions[table] = condition;
}

Result<MySnapshot::Table> MySnapshot::prepare(const TableSchema& table)
{
    ENGINE_TRY_AS(const TableSchema found, readMyTable(*m_connection, table.name));
    Table made;
    made.schema = table;
    QStringList terms;
    for (const ColumnSchema& column : table.columns) {
        const ColumnSchema* const here = found.column(column.name);
        auto type = here == nullptr ? std::nullopt : MyType::parse(here->declaredType);
        if (!type)
            return unreadable(*m_connection, table, QStringLiteral("column %1 is not there").arg(column.name));
        // At the source; a target has them in an encoding of their own.
        const auto wanted = MyType::parse(column.declaredType);
        if (wanted && wanted->characterSet == type->characterSet)
            type->readAs = wanted->readAs;
        ENGINE_TRY_AS(const MyCharset* const charset, m_charsets.of(*m_connection, *type));
        const bool isKey = isKeyColumn(table, made.columns.size());
        made.columns.push_back({*type, charset, isKey});
        terms.append(mySelectTerm(*m_connection, *type, QStringLiteral("t.") + myQuoted(column.name)));
    }
    for (const std::uint32_t column : table.keyColumns) {
        const auto wanted = MyType::parse(table.columns[column].declaredType);
        const MyType& here = made.columns[column].type;
        made.keyTerms.append(myKeyTerm(*m_connection, QStringLiteral("t.") + myQuoted(table.columns[column].name),
                                       wanted.value_or(here), here));
    }
    made.select = QStringLiteral("SELECT ") + terms.join(QStringLiteral(", ")) + QStringLiteral(" FROM ") +
                  myQuotedTable(table.name) + QStringLiteral(" AS t");
    if (!made.keyTerms.isEmpty())
        made.order = QStringLiteral(" ORDER BY ") + made.keyTerms.join(QStringLiteral(", "));
    made.partRows = kFirstPartRows;
    return made;
}

Result<MySnapshot::Table*> MySnapshot::tableOf(const TableSchema& table)
{
    auto found = m_tables.find(table.name);
    if (found == m_tables.end() || found->second.schema != table) {
        auto made = prepare(table);
        if (!made)
            return ofTable(std::move(made).error(), table);
        found = m_tables.insert_or_assign(table.name, std::move(*made)).first;
    }
    return &found->second;
}

Result<std::uint64_t> MySnapshot::countRows(const TableSchema& table)
{
    QString sql = QStringLiteral("SELECT count(*) FROM %1 AS t").arg(myQuotedTable(table.name));
    if (const auto found = m_restrictions.find(table.name); found != m_restrictions.end())
        sql += QStringLiteral(" WHERE ") + found->second;
    auto rows = m_connection->queryInteger(sql);
    if (!rows)
        return ofTable(std::move(rows).error(), table);
    return static_cast<std::uint64_t>(*rows);
}

Result<QStringList> MySnapshot::literals(const Table& table, BytesView key) const
{
    std::vector<Cell> cells;
    QStringList values;
    bool good = decodeRow(key, cells) && cells.size() == table.schema.keyColumns.size();
    for (std::size_t i = 0; good && i < cells.size(); ++i) {
        const auto literal = myKeyLiteral(table.columns[table.schema.keyColumns[i]].type, cells[i]);
        good = literal.has_value();
        values.append(literal.value_or(QString()));
    }
    if (!good)
        return fail(ErrorCode::Corrupt, QStringLiteral("a key of table %1 is malformed").arg(table.schema.name));
    return values;
}

/// (a > 1) OR (a = 1 AND b > 2): in this form the server finds its range in the index.
Result<QString> MySnapshot::bound(const Table& table, const QString& comparison, bool isInclusive, BytesView key) const
{
    ENGINE_TRY_AS(const QStringList values, literals(table, key));
    QStringList alternatives;
    QString equal;
    for (qsizetype i = 0; i < values.size(); ++i) {
        const bool isLast = i + 1 == values.size();
        const QString sign = comparison + (isLast && isInclusive ? QStringLiteral("=") : QString());
        alternatives.append(u'(' + equal + table.keyTerms[i] + u' ' + sign + u' ' + values[i] + u')');
        equal += table.keyTerms[i] + QStringLiteral(" = ") + values[i] + QStringLiteral(" AND ");
    }
    return QString(u'(' + alternatives.join(QStringLiteral(" OR ")) + u')');
}

Result<> MySnapshot::writeRow(const Table& table, const MyRow& fields)
{
    m_row.clear();
    ByteWriter writer(m_row);
    writer.varint(table.columns.size());
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (writeMyField(writer, table.columns[i], fields[i]))
            continue;
        // What a person needs to find the row: its key as far as it is before the column, and the bytes.
        const QString why = QStringLiteral("a value of column %1 cannot be read: x'%2'")
                                .arg(table.schema.columns[i].name, toHex(fields[i].substr(0, 64)));
        return unreadable(*m_connection, table.schema, why);
    }
    return {};
}

/// False: the sink wants no more.
Result<bool> MySnapshot::readPart(Table& table, const QString& sql, std::uint64_t& rows, const RowSink& sink)
{
    bool wanted = true;
    m_partBytes = 0;
    const auto take = [&](const MyRow& fields) -> Result<bool> {
        ENGINE_TRY(writeRow(table, fields));
        ++rows;
        m_partBytes += m_row.size();
        wanted = sink(m_row);
        return wanted;
    };
    ENGINE_TRY(m_connection->stream(sql, take));
    return wanted;
}

Result<> MySnapshot::scan(const TableSchema& schema, const KeyRange& range, std::uint64_t limit, const RowSink& sink)
{
    ENGINE_TRY_AS(Table* const table, tableOf(schema));
    const bool isKeyless = schema.keyColumns.empty();
    if (isKeyless && !(range.after.empty() && range.upTo.empty()))
        return fail(ErrorCode::Schema, QStringLiteral("table %1 has no key to read it by").arg(schema.name));
    QStringList fixed;
    if (const auto condition = m_restrictions.find(schema.name); condition != m_restrictions.end())
        fixed.append(u'(' + condition->second + u')');
    if (!range.upTo.empty()) {
        ENGINE_TRY_AS(const QString upTo, bound(*table, QStringLiteral("<"), true, range.upTo));
        fixed.append(upTo);
    }
    Bytes after = range.after;
    for (std::uint64_t given = 0;;) {
        QStringList conditions = fixed;
        if (!after.empty()) {
            ENGINE_TRY_AS(const QString behind, bound(*table, QStringLiteral(">"), false, after));
            conditions.append(behind);
        }
        QString sql = table->select;
        if (!conditions.isEmpty())
            sql += QStringLiteral(" WHERE ") + conditions.join(QStringLiteral(" AND "));
        const std::uint64_t part = limit == 0 ? table->partRows : std::min(table->partRows, limit - given);
        const std::uint64_t most = isKeyless ? limit : part;
        sql += table->order;
        if (most != 0)
            sql += QStringLiteral(" LIMIT %1").arg(most);
        std::uint64_t rows = 0;
        auto wanted = readPart(*table, sql, rows, sink);
        if (!wanted)
            return ofTable(std::move(wanted).error(), schema);
        given += rows;
        if (!*wanted || isKeyless || rows < part || given == limit)
            return {};
        after.clear();
        if (!projectRow(m_row, schema.keyColumns, after))
            return fail(ErrorCode::Internal, QStringLiteral("a row of %1 has no key").arg(schema.name));
        // As many rows at one go as a few megabytes hold: what is dropped when a sink stops is never more.
        table->partRows =
            std::clamp<std::uint64_t>(kRangeBytes * rows / std::max<std::uint64_t>(m_partBytes, 1), 16, kMostPartRows);
    }
}

Result<Bytes> MySnapshot::fetch(const TableSchema& schema, BytesView key)
{
    if (schema.keyColumns.empty())
        return fail(ErrorCode::Schema, QStringLiteral("table %1 has no key to read it by").arg(schema.name));
    ENGINE_TRY_AS(Table* const table, tableOf(schema));
    ENGINE_TRY_AS(const QStringList values, literals(*table, key));
    QStringList conditions;
    for (qsizetype i = 0; i < values.size(); ++i)
        conditions.append(table->keyTerms[i] + QStringLiteral(" = ") + values[i]);
    if (const auto condition = m_restrictions.find(schema.name); condition != m_restrictions.end())
        conditions.append(u'(' + condition->second + u')');
    Bytes found;
    std::uint64_t rows = 0;
    auto read = readPart(*table, table->select + QStringLiteral(" WHERE ") + conditions.join(QStringLiteral(" AND ")),
                         rows, [&found](BytesView row) {
                             found = Bytes(row);
                             return false;
                         });
    if (!read)
        return ofTable(std::move(read).error(), schema);
    return found;
}

} // namespace busheng
