// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/sqlite_table_writer.h"

#include "engine/model/events.h"
#include "engine/pipeline/apply/row_exception.h"

#include <algorithm>
#include <bit>

namespace busheng {
namespace {

/// Statements for updates that set different columns; beyond it the source sends something other than we thought.
constexpr std::size_t kMostUpdateStatements = 64;

bool sameCell(const Cell& a, const Cell& b)
{
    return a.kind == b.kind && a.integer == b.integer &&
           std::bit_cast<std::uint64_t>(a.real) == std::bit_cast<std::uint64_t>(b.real) && a.bytes == b.bytes;
}

} // namespace

SqliteTableWriter::SqliteTableWriter(SqliteDatabase& database, QString target, TableSchema table,
                                     SqliteRowSettler& settler)
    : m_database(database), m_target(std::move(target)), m_table(std::move(table)), m_settler(settler),
      m_isKey(m_table.columns.size(), false)
{
    for (const std::uint32_t column : m_table.keyColumns)
        m_isKey.at(column) = true;
    m_hasOtherUnique = std::any_of(m_table.indexes.begin(), m_table.indexes.end(),
                                   [](const UniqueIndex& index) { return index.unique; });
}

Result<> SqliteTableWriter::apply(const RowChange& change, bool tolerant, std::uint64_t& changed)
{
    m_changed = 0;
    if (isEmptying(change.kind)) {
        ENGINE_TRY(empty());
        changed += m_changed;
        return {};
    }
    const FaultyOperation operation{m_table, change, m_settler.place()};
    if (m_settler.isHeld(m_table, change))
        return m_settler.keep(operation);
    Result<> written = decode(change);
    if (written)
        written = write(change, tolerant);
    if (written) {
        changed += m_changed;
        return m_settler.applied(operation);
    }
    if (written.error().event == events::TGT_VALUE) // it was not tried
        return m_settler.refuse(operation, written.error());
    // A trigger or a constraint of the table's own may have taken the whole transaction back.
    if (!m_settler.settles() || written.error().code != ErrorCode::Conflict || !m_database.inTransaction())
        return written;
    return m_settler.settle(operation, written.error(), [&](BytesView whole) { return writeSource(change, whole); });
}

Result<> SqliteTableWriter::empty()
{
    if (auto emptied = m_database.execute(QStringLiteral("DELETE FROM ") + sqliteQuoted(m_table.name)); !emptied)
        return explain(std::move(emptied).error());
    m_changed = static_cast<std::uint64_t>(m_database.changes());
    return {};
}

Result<> SqliteTableWriter::write(const RowChange& change, bool tolerant)
{
    switch (change.kind) {
    case ChangeKind::Insert:
        return tolerant ? upsert(true) : insert();
    case ChangeKind::Update:
        return update(tolerant);
    case ChangeKind::Delete:
        if (!tolerant)
            ENGINE_TRY(requireAsItWas());
        return remove(tolerant);
    case ChangeKind::Upsert:
        return upsert(true);
    case ChangeKind::Remove:
        return remove(true);
    case ChangeKind::Truncate:
    case ChangeKind::Clear:
    case ChangeKind::Part:
    case ChangeKind::LeftOut:
    case ChangeKind::Value:
        break;
    }
    return fail(ErrorCode::Internal, QStringLiteral("that is no operation on a row"));
}

/// Other rows that have one of its unique values stay: such a value is refused.
Result<> SqliteTableWriter::writeSource(const RowChange& change, BytesView whole)
{
    ENGINE_TRY(decode(change));
    if (whole.empty())
        return remove(true);
    if (!decodeRow(whole, m_after) || m_after.size() != m_table.columns.size())
        return malformed(QStringLiteral("a row of table %1 is malformed").arg(m_table.name));
    if (change.kind == ChangeKind::Update && keyChanges())
        ENGINE_TRY(remove(true));
    return upsert(false);
}

Result<> SqliteTableWriter::decode(const RowChange& change)
{
    m_before.clear();
    m_after.clear();
    m_old = {};
    const bool needsKey =
        change.kind == ChangeKind::Update || change.kind == ChangeKind::Delete || change.kind == ChangeKind::Remove;
    if (needsKey)
        ENGINE_TRY(decodeKey(change));
    if (change.kind != ChangeKind::Delete && change.kind != ChangeKind::Remove)
        ENGINE_TRY(decodeRowAfter(change));
    return {};
}

Result<> SqliteTableWriter::decodeKey(const RowChange& change)
{
    BytesView key = change.before;
    if (hasWholeBefore(m_table, change.before)) {
        m_key.clear();
        if (!projectRow(change.before, m_table.keyColumns, m_key))
            return malformed(QStringLiteral("an old row of table %1 is malformed").arg(m_table.name));
        m_old = change.before;
        key = m_key;
    }
    if (!decodeRow(key, m_before) || m_before.size() != m_table.keyColumns.size() || m_before.empty())
        return malformed(
            QStringLiteral("a key of table %1 is not %2 values").arg(m_table.name).arg(m_table.keyColumns.size()));
    for (const Cell& cell : m_before) {
        if (cell.kind == CellKind::Unchanged)
            return malformed(QStringLiteral("a key of table %1 lacks a value").arg(m_table.name));
        if (cell.kind == CellKind::Null)
            return conflict(QStringLiteral("a key without NULL"));
    }
    return {};
}

Result<> SqliteTableWriter::decodeRowAfter(const RowChange& change)
{
    if (!decodeRow(change.after, m_after) || m_after.size() != m_table.columns.size())
        return malformed(
            QStringLiteral("a row of table %1 is not %2 values").arg(m_table.name).arg(m_table.columns.size()));
    const auto unreadable = std::ranges::find(m_after, CellKind::Native, &Cell::kind);
    if (unreadable != m_after.end()) { // SQLite itself would take it, as a blob among texts
        const ColumnSchema& column = m_table.columns[static_cast<std::size_t>(unreadable - m_after.begin())];
        return fail(unreadableTextError(m_table.name, keyText(), column.name));
    }
    for (std::size_t i = 0; i < m_table.keyColumns.size(); ++i) {
        Cell& cell = m_after[m_table.keyColumns[i]];
        if (cell.kind == CellKind::Unchanged && change.kind == ChangeKind::Update)
            cell = m_before[i];
        if (cell.kind == CellKind::Null)
            return conflict(QStringLiteral("a key without NULL"));
    }
    if (change.kind != ChangeKind::Update && !rowIsWhole())
        return malformed(QStringLiteral("a new row of table %1 lacks a value").arg(m_table.name));
    return {};
}

Result<> SqliteTableWriter::insert()
{
    ENGINE_TRY(prepare(m_insert, insertSql(QStringLiteral("INSERT"))));
    if (auto done = runWithRow(*m_insert); !done)
        return explain(std::move(done).error());
    m_changed += static_cast<std::uint64_t>(m_database.changes());
    return {};
}

/// `mayReplaceOthers`: rows that have one of its values in another unique index go.
Result<> SqliteTableWriter::upsert(bool mayReplaceOthers)
{
    if (!m_upsert) {
        QStringList keys;
        QStringList values;
        for (const std::uint32_t column : m_table.keyColumns)
            keys.append(sqliteQuoted(m_table.columns[column].name));
        // Key columns as well: keys that compare equal (1 and 1.0, letters under NOCASE) need not be the same bytes.
        for (const ColumnSchema& column : m_table.columns)
            values.append(sqliteQuoted(column.name) + QStringLiteral(" = excluded.") + sqliteQuoted(column.name));
        ENGINE_TRY(prepare(m_upsert, insertSql(QStringLiteral("INSERT")) +
                                         QStringLiteral(" ON CONFLICT (%1) DO UPDATE SET %2")
                                             .arg(keys.join(QStringLiteral(", ")), values.join(QStringLiteral(", ")))));
    }
    auto done = runWithRow(*m_upsert);
    if (!done && done.error().code == ErrorCode::Conflict && mayReplaceOthers && canReplaceOthers()) {
        ENGINE_TRY(prepare(m_replace, insertSql(QStringLiteral("INSERT OR REPLACE"))));
        done = runWithRow(*m_replace);
    }
    if (!done)
        return explain(std::move(done).error());
    m_changed += static_cast<std::uint64_t>(m_database.changes());
    return {};
}

Result<> SqliteTableWriter::update(bool tolerant)
{
    const bool whole = rowIsWhole();
    if (tolerant && whole && keyChanges())
        return move();
    if (!tolerant)
        ENGINE_TRY(requireAsItWas());
    bool found = false;
    if (auto done = updateInPlace(found); !done) {
        const bool taken = done.error().code == ErrorCode::Conflict;
        if (taken && tolerant && whole)
            return upsert(true);
        return explain(std::move(done).error());
    }
    if (found)
        return {};
    if (tolerant && whole)
        return upsert(true);
    // A tolerant update of a row that is not there: the snapshot was read after the row was deleted.
    return tolerant ? Result<>() : conflict(QStringLiteral("a row with this key"));
}

/// Both places may be taken, or neither. Done in the whole or not at all.
Result<> SqliteTableWriter::move()
{
    ENGINE_TRY(m_database.execute(QStringLiteral("SAVEPOINT busheng_move")));
    Result<> moved = remove(true);
    if (moved) {
        m_changed = 0;
        moved = upsert(true);
    }
    if (!moved && m_database.inTransaction())
        ENGINE_TRY(m_database.execute(QStringLiteral("ROLLBACK TO busheng_move")));
    if (m_database.inTransaction())
        ENGINE_TRY(m_database.execute(QStringLiteral("RELEASE busheng_move")));
    return moved;
}

/// Where the source tells the whole row that it changed.
Result<> SqliteTableWriter::requireAsItWas()
{
    if (m_old.empty())
        return {};
    auto current = m_settler.currentRow(m_table, m_key);
    if (!current)
        return explain(std::move(current).error());
    // One that is not there is found to be missing.
    return current->empty() || *current == m_old ? Result<>()
                                                 : conflict(QStringLiteral("the row as the source had it"));
}

Result<> SqliteTableWriter::updateInPlace(bool& found)
{
    ENGINE_TRY_AS(SqliteStatement * statement, updateStatement());
    int parameter = 0;
    for (std::size_t i = 0; i < m_after.size(); ++i) {
        if (m_updateColumns[i] != 0)
            ENGINE_TRY(statement->bind(++parameter, m_after[i]));
    }
    for (const Cell& cell : m_before)
        ENGINE_TRY(statement->bind(++parameter, cell));
    ENGINE_TRY(statement->run());
    found = m_database.changes() > 0;
    if (found)
        ++m_changed;
    return {};
}

Result<> SqliteTableWriter::remove(bool mayBeMissing)
{
    ENGINE_TRY(prepare(m_delete, QStringLiteral("DELETE FROM ") + sqliteQuoted(m_table.name) +
                                     QStringLiteral(" WHERE ") + keyCondition(1)));
    int parameter = 0;
    for (const Cell& cell : m_before)
        ENGINE_TRY(m_delete->bind(++parameter, cell));
    if (auto done = m_delete->run(); !done)
        return explain(std::move(done).error());
    const std::int64_t rows = m_database.changes();
    if (rows == 0 && !mayBeMissing)
        return conflict(QStringLiteral("a row with this key"));
    m_changed += static_cast<std::uint64_t>(rows);
    return {};
}

/// Leaves out what the source did not send and, as it costs an index write, a key that stays as it was.
Result<SqliteStatement*> SqliteTableWriter::updateStatement()
{
    const bool setsKey = keyChanges();
    m_updateColumns.assign(m_after.size(), 0);
    bool any = false;
    for (std::size_t i = 0; i < m_after.size(); ++i) {
        if (m_after[i].kind == CellKind::Unchanged || (m_isKey[i] && !setsKey))
            continue;
        m_updateColumns[i] = 1;
        any = true;
    }
    // An update of nothing still has to find its row.
    if (!any) {
        for (const std::uint32_t column : m_table.keyColumns)
            m_updateColumns[column] = 1;
    }
    if (const auto known = m_updates.find(m_updateColumns); known != m_updates.end())
        return &known->second;
    if (m_updates.size() >= kMostUpdateStatements)
        m_updates.clear();
    QStringList values;
    for (std::size_t i = 0; i < m_after.size(); ++i) {
        if (m_updateColumns[i] != 0)
            values.append(sqliteQuoted(m_table.columns[i].name) + QStringLiteral(" = ?%1").arg(values.size() + 1));
    }
    std::optional<SqliteStatement> statement;
    ENGINE_TRY(prepare(statement, QStringLiteral("UPDATE ") + sqliteQuoted(m_table.name) + QStringLiteral(" SET ") +
                                      values.join(QStringLiteral(", ")) + QStringLiteral(" WHERE ") +
                                      keyCondition(static_cast<std::size_t>(values.size()) + 1)));
    return &m_updates.emplace(m_updateColumns, std::move(*statement)).first->second;
}

Result<> SqliteTableWriter::prepare(std::optional<SqliteStatement>& statement, const QString& sql)
{
    if (statement)
        return {};
    auto prepared = m_database.prepare(sql);
    if (!prepared)
        return explain(std::move(prepared).error());
    statement.emplace(std::move(*prepared));
    return {};
}

Result<> SqliteTableWriter::runWithRow(SqliteStatement& statement)
{
    int parameter = 0;
    for (const Cell& cell : m_after)
        ENGINE_TRY(statement.bind(++parameter, cell));
    return statement.run();
}

QString SqliteTableWriter::columnList() const
{
    QStringList names;
    for (const ColumnSchema& column : m_table.columns)
        names.append(sqliteQuoted(column.name));
    return names.join(QStringLiteral(", "));
}

QString SqliteTableWriter::keyCondition(std::size_t firstParameter) const
{
    // Columns are qualified: SQLite takes an unknown "name" that is not for a text literal.
    const QString table = sqliteQuoted(m_table.name) + u'.';
    QStringList terms;
    for (const std::uint32_t column : m_table.keyColumns)
        terms.append(table + sqliteQuoted(m_table.columns[column].name) +
                     QStringLiteral(" = ?%1").arg(firstParameter++));
    return terms.join(QStringLiteral(" AND "));
}

QString SqliteTableWriter::insertSql(const QString& verb) const
{
    QStringList parameters;
    for (std::size_t i = 1; i <= m_table.columns.size(); ++i)
        parameters.append(QStringLiteral("?%1").arg(i));
    return verb + QStringLiteral(" INTO ") + sqliteQuoted(m_table.name) + QStringLiteral(" (") + columnList() +
           QStringLiteral(") VALUES (") + parameters.join(QStringLiteral(", ")) + u')';
}

bool SqliteTableWriter::keyChanges() const
{
    for (std::size_t i = 0; i < m_before.size(); ++i) {
        if (!sameCell(m_before[i], m_after[m_table.keyColumns[i]]))
            return true;
    }
    return false;
}

bool SqliteTableWriter::rowIsWhole() const
{
    return std::none_of(m_after.begin(), m_after.end(),
                        [](const Cell& cell) { return cell.kind == CellKind::Unchanged; });
}

/// INSERT OR REPLACE also turns a NULL into a NOT NULL column's default: then it must not be used.
bool SqliteTableWriter::canReplaceOthers() const
{
    if (!m_hasOtherUnique)
        return false;
    for (std::size_t i = 0; i < m_after.size(); ++i) {
        if (m_table.columns[i].notNull && m_after[i].kind == CellKind::Null)
            return false;
    }
    return true;
}

QString SqliteTableWriter::keyText() const
{
    QStringList values;
    for (const Cell& cell : m_before)
        values.append(cellToText(cell));
    if (m_before.empty() && m_after.size() == m_table.columns.size()) {
        for (const std::uint32_t column : m_table.keyColumns)
            values.append(cellToText(m_after[column]));
    }
    return values.join(QStringLiteral(", "));
}

Failure SqliteTableWriter::malformed(const QString& why) const
{
    return fail(ErrorCode::Protocol, why);
}

Failure SqliteTableWriter::conflict(const QString& expected, const QString& native) const
{
    // The key is for the person who has to look at the row: in the arguments, not in the log line.
    Error error = makeEvent(ErrorCode::Conflict, events::TGT_CONFLICT, {m_table.name, keyText(), expected},
                            QStringLiteral("table %1 of target %2: expected %3").arg(m_table.name, m_target, expected));
    error.native = native;
    return fail(error);
}

Failure SqliteTableWriter::explain(Error error) const
{
    if (!error.event.isEmpty() || error.transient)
        return fail(withContext(std::move(error), QStringLiteral("table %1").arg(m_table.name)));
    if (error.code == ErrorCode::Conflict)
        return conflict(QStringLiteral("a row that the table accepts: %1").arg(error.native), error.native);
    if (error.code == ErrorCode::Sql) {
        const QString native = error.native;
        error = makeEvent(ErrorCode::Schema, events::TGT_STRUCTURE, {m_target, m_table.name, native},
                          QStringLiteral("table %1 of target %2").arg(m_table.name, m_target));
        error.native = native;
    }
    return fail(error);
}

} // namespace busheng
