// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/sqlite/sqlite_snapshot.h"

namespace busheng {
namespace {

/// Frees the statement's cursor and forgets the bound views, however the scan ends.
class ResetAtEnd {
public:
    explicit ResetAtEnd(SqliteStatement& statement) : m_statement(statement) {}
    ~ResetAtEnd() { m_statement.reset(); }
    ResetAtEnd(const ResetAtEnd&) = delete;
    ResetAtEnd& operator=(const ResetAtEnd&) = delete;

private:
    SqliteStatement& m_statement;
};

/// Binds the cells of an encoded key from `parameter` on, and moves it behind them.
Result<> bindKey(SqliteStatement& statement, const TableSchema& table, BytesView key, int& parameter)
{
    std::vector<Cell> cells;
    if (!decodeRow(key, cells) || cells.size() != table.keyColumns.size())
        return fail(ErrorCode::Corrupt, QStringLiteral("a key of table %1 is malformed").arg(table.name));
    for (const Cell& cell : cells) {
        if (cell.kind == CellKind::Null || cell.kind == CellKind::Unchanged)
            return fail(ErrorCode::Corrupt, QStringLiteral("a key of table %1 lacks a value").arg(table.name));
        ENGINE_TRY(statement.bind(parameter++, cell));
    }
    return {};
}

void readRow(const SqliteStatement& statement, std::size_t columns, Bytes& row)
{
    row.clear();
    ByteWriter writer(row);
    writer.varint(columns);
    for (std::size_t i = 0; i < columns; ++i)
        writeCell(writer, statement.cell(static_cast<int>(i)));
}

/// A statement that no longer fits the database is a matter of structure, not of SQL.
Error asSchemaError(Error error, const TableSchema& table)
{
    if (error.code == ErrorCode::Sql && !error.transient)
        error.code = ErrorCode::Schema;
    return withContext(std::move(error), QStringLiteral("reading table %1").arg(table.name));
}

} // namespace

Result<std::unique_ptr<SqliteSnapshot>> SqliteSnapshot::open(const QString& path, const QString& name)
{
    // Opened for writing although it never writes: a log left by a crash can only be recovered so.
    ENGINE_TRY_AS(auto database, SqliteDatabase::open(path, SqliteDatabase::OpenMode::ReadWrite, name));
    ENGINE_TRY(database->execute(QStringLiteral("PRAGMA query_only = 1; BEGIN")));
    // BEGIN alone pins nothing, the first read does.
    ENGINE_TRY(database->queryInteger(QStringLiteral("SELECT count(*) FROM sqlite_master")));
    return std::unique_ptr<SqliteSnapshot>(new SqliteSnapshot(std::move(database)));
}

SqliteSnapshot::~SqliteSnapshot() = default;

void SqliteSnapshot::restrict(const QString& table, const QString& condition)
{
    std::erase_if(m_statements, [&table](const auto& item) { return item.first.first == table; });
    m_restrictions[table] = condition;
}

Result<std::uint64_t> SqliteSnapshot::countRows(const TableSchema& table)
{
    QString sql = QStringLiteral("SELECT count(*) FROM ") + sqliteQuoted(table.name) + QStringLiteral(" AS t");
    if (const auto found = m_restrictions.find(table.name); found != m_restrictions.end())
        sql += QStringLiteral(" WHERE ") + found->second;
    auto counted = m_database->queryInteger(sql);
    if (!counted)
        return fail(asSchemaError(counted.error(), table));
    return static_cast<std::uint64_t>(*counted);
}

Result<> SqliteSnapshot::scan(const TableSchema& table, const KeyRange& range, std::uint64_t limit, const RowSink& sink)
{
    const int shape = (range.after.empty() ? All : After) | (range.upTo.empty() ? All : UpTo);
    ENGINE_TRY_AS(SqliteStatement* const select, statement(table, shape));
    const ResetAtEnd reset(*select);
    int parameter = 1;
    if (!range.after.empty())
        ENGINE_TRY(bindKey(*select, table, range.after, parameter));
    if (!range.upTo.empty())
        ENGINE_TRY(bindKey(*select, table, range.upTo, parameter));
    ENGINE_TRY(select->bind(parameter, limit == 0 ? std::int64_t{-1} : static_cast<std::int64_t>(limit)));
    for (;;) {
        ENGINE_TRY_AS(const bool row, select->step());
        if (!row)
            return {};
        readRow(*select, table.columns.size(), m_row);
        if (!sink(m_row))
            return {};
    }
}

Result<Bytes> SqliteSnapshot::fetch(const TableSchema& table, BytesView key)
{
    ENGINE_TRY_AS(SqliteStatement* const select, statement(table, Fetch));
    const ResetAtEnd reset(*select);
    int parameter = 1;
    ENGINE_TRY(bindKey(*select, table, key, parameter));
    ENGINE_TRY_AS(const bool row, select->step());
    Bytes found;
    if (row)
        readRow(*select, table.columns.size(), found);
    return found;
}

Result<SqliteStatement*> SqliteSnapshot::statement(const TableSchema& table, int shape)
{
    const std::pair key(table.name, shape);
    auto found = m_statements.find(key);
    if (found == m_statements.end()) {
        ENGINE_TRY_AS(const QString sql, selectSql(table, shape));
        auto prepared = m_database->prepare(sql);
        if (!prepared)
            return fail(asSchemaError(prepared.error(), table));
        found = m_statements.emplace(key, std::move(*prepared)).first;
    }
    return &found->second;
}

Result<QString> SqliteSnapshot::selectSql(const TableSchema& table, int shape)
{
    if (table.keyColumns.empty())
        return fail(ErrorCode::Schema, QStringLiteral("table %1 has no key to read it by").arg(table.name));
    // Columns are qualified: SQLite takes an unknown "name" that is not for a text literal.
    QStringList columns;
    for (const ColumnSchema& column : table.columns)
        columns.append(QStringLiteral("t.") + sqliteQuoted(column.name));
    QStringList key;
    QStringList parameters;
    for (const std::uint32_t index : table.keyColumns) {
        ENGINE_TRY_AS(const QString collation, m_database->columnCollation(table.name, table.columns.at(index).name));
        // Named only where it differs: an explicit COLLATE keeps SQLite from searching the index by row value.
        const bool binary = collation.compare(QStringLiteral("BINARY"), Qt::CaseInsensitive) == 0;
        key.append(columns.at(static_cast<qsizetype>(index)) +
                   (binary ? QString() : QStringLiteral(" COLLATE BINARY")));
        parameters.append(QStringLiteral("?"));
    }
    const QString left = u'(' + key.join(u',') + u')';
    const QString right = u'(' + parameters.join(u',') + u')';
    QString sql = QStringLiteral("SELECT ") + columns.join(u',') + QStringLiteral(" FROM ") + sqliteQuoted(table.name) +
                  QStringLiteral(" AS t");
    QStringList conditions;
    if (const auto found = m_restrictions.find(table.name); found != m_restrictions.end())
        conditions.append(found->second);
    if (shape == Fetch) {
        conditions.append(left + u'=' + right);
        return QString(sql + QStringLiteral(" WHERE ") + conditions.join(QStringLiteral(" AND ")));
    }
    if ((shape & After) != 0)
        conditions.append(left + u'>' + right);
    if ((shape & UpTo) != 0)
        conditions.append(left + QStringLiteral("<=") + right);
    if (!conditions.isEmpty())
        sql += QStringLiteral(" WHERE ") + conditions.join(QStringLiteral(" AND "));
    return QString(sql + QStringLiteral(" ORDER BY ") + key.join(u',') + QStringLiteral(" LIMIT ?"));
}

} // namespace busheng
