// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_row_writer.h"

#include "engine/pipeline/apply/pg_errors.h"

#include <libpq-fe.h>

namespace busheng {
namespace {

/// A round trip each; their answers must fit the buffers between us and the server.
constexpr std::size_t kMostQueued = 512;
/// Statements for updates that set different columns; beyond it the source sends something other than we thought.
constexpr std::size_t kMostUpdateStatements = 64;

QString parameterList(std::size_t count)
{
    QStringList parameters;
    for (std::size_t i = 1; i <= count; ++i)
        parameters.append(QStringLiteral("$%1").arg(i));
    return parameters.join(QStringLiteral(", "));
}

/// "k1" = $n AND "k2" = $n+1
QString condition(const PgTargetTable& table, std::span<const std::uint32_t> columns, std::size_t firstParameter)
{
    QStringList terms;
    for (const std::uint32_t column : columns)
        terms.append(table.columns[column].name + QStringLiteral(" = $%1").arg(firstParameter++));
    return terms.join(QStringLiteral(" AND "));
}

} // namespace

PgRowWriter::PgRowWriter(PgConnection& connection, QString target, ConflictPolicy policy)
    : m_connection(connection), m_target(std::move(target)), m_policy(policy)
{
}

void PgRowWriter::forget()
{
    m_statements.clear();
    m_queue.clear();
    m_table = nullptr;
}

Result<> PgRowWriter::add(const PgTargetTable& table, const RowChange& change, bool tolerant)
{
    if (m_table != &table) {
        m_table = &table;
        m_own = &m_statements[&table];
    }
    const bool hasBefore =
        change.kind == ChangeKind::Update || change.kind == ChangeKind::Delete || change.kind == ChangeKind::Remove;
    if (hasBefore)
        ENGINE_TRY(readBefore(table, change));
    if (change.kind != ChangeKind::Delete && change.kind != ChangeKind::Remove)
        ENGINE_TRY(readAfter(table, change));
    ENGINE_TRY(table.isKeyless() ? addKeyless(change, tolerant) : addKeyed(change, tolerant));
    return m_queue.size() < kMostQueued ? Result<>() : finish();
}

Result<> PgRowWriter::readBefore(const PgTargetTable& table, const RowChange& change)
{
    const std::size_t cells = table.isKeyless() ? table.columns.size() : table.schema.keyColumns.size();
    if (!m_before.read(change.before) || m_before.size() != cells || cells == 0)
        return malformed(QStringLiteral("a key of table %1 is not %2 values").arg(table.schema.name).arg(cells));
    if (!m_before.isWhole())
        return malformed(QStringLiteral("a key of table %1 lacks a value").arg(table.schema.name));
    if (!table.isKeyless() && m_before.hasNull())
        return pgConflict(m_target, table.schema.name, table.keyText(m_before.cells()),
                          QStringLiteral("a key without NULL"));
    return {};
}

Result<> PgRowWriter::readAfter(const PgTargetTable& table, const RowChange& change)
{
    if (!m_after.read(change.after) || m_after.size() != table.columns.size())
        return malformed(
            QStringLiteral("a row of table %1 is not %2 values").arg(table.schema.name).arg(table.columns.size()));
    if (change.kind != ChangeKind::Update && !m_after.isWhole())
        return malformed(QStringLiteral("a new row of table %1 lacks a value").arg(table.schema.name));
    for (const std::uint32_t column : table.schema.keyColumns) {
        if (m_after.cell(column).kind == CellKind::Null)
            return pgConflict(m_target, table.schema.name, table.keyTextOfRow(m_after.cells()),
                              QStringLiteral("a key without NULL"));
    }
    return {};
}

Result<> PgRowWriter::addKeyed(const RowChange& change, bool tolerant)
{
    const bool lenient = tolerant || m_policy == ConflictPolicy::Overwrite;
    switch (change.kind) {
    case ChangeKind::Insert:
        return lenient ? upsert(change) : insert(change);
    case ChangeKind::Upsert:
        return upsert(change);
    case ChangeKind::Update:
        return update(change, tolerant);
    case ChangeKind::Delete:
        return remove(change, lenient || m_table->cascades);
    case ChangeKind::Remove:
        return remove(change, true);
    case ChangeKind::Truncate:
        break; // the writer's own business
    }
    return fail(ErrorCode::Internal, QStringLiteral("a truncation is no operation on a row"));
}

/// Under Overwrite the new row is written whether the old one was there or not. Where the source repeats itself
/// (tolerant) that would double rows: there an old row that is gone means that its successor is there already.
Result<> PgRowWriter::addKeyless(const RowChange& change, bool tolerant)
{
    const bool lenient = tolerant || m_policy == ConflictPolicy::Overwrite;
    switch (change.kind) {
    case ChangeKind::Insert:
        return tolerant ? insertIfNone(change) : insert(change);
    case ChangeKind::Upsert:
        return insert(change);
    case ChangeKind::Update:
        if (lenient && !tolerant && m_after.isWhole()) {
            ENGINE_TRY(remove(change, true));
            return insert(change);
        }
        return updateKeyless(change, tolerant ? Expect::Any : Expect::OneRow);
    case ChangeKind::Delete:
        return remove(change, lenient);
    case ChangeKind::Remove:
        return removeAllLike(change);
    case ChangeKind::Truncate:
        break;
    }
    return fail(ErrorCode::Internal, QStringLiteral("a truncation is no operation on a row"));
}

void PgRowWriter::bindRow()
{
    for (const Cell& cell : m_after.cells())
        m_parameters.add(cell);
}

void PgRowWriter::bindKey()
{
    for (const Cell& cell : m_before.cells())
        m_parameters.add(cell);
}

Result<> PgRowWriter::insert(const RowChange& change)
{
    if (!m_own->insert)
        m_own->insert.emplace(m_table->insertHead() +
                                  QStringLiteral("VALUES (%1)").arg(parameterList(m_table->columns.size())),
                              m_table->types(m_table->all()));
    m_parameters.clear();
    bindRow();
    return send(*m_own->insert, change, Expect::OneRow);
}

Result<> PgRowWriter::upsert(const RowChange& change)
{
    ENGINE_TRY(removeOthers(change));
    if (!m_own->upsert)
        m_own->upsert.emplace(m_table->insertHead() +
                                  QStringLiteral("VALUES (%1)").arg(parameterList(m_table->columns.size())) +
                                  m_table->conflictClause(),
                              m_table->types(m_table->all()));
    m_parameters.clear();
    bindRow();
    return send(*m_own->upsert, change, Expect::Any);
}

/// A whole row that meets another row in a unique index removes that one: the source holds both constraints, so the
/// other row is out of date.
Result<> PgRowWriter::removeOthers(const RowChange& change)
{
    if (!m_table->hasOtherUnique)
        return {};
    const std::vector<std::uint32_t>& key = m_table->schema.keyColumns;
    std::size_t at = 0;
    for (const UniqueIndex& index : m_table->schema.indexes) {
        if (!index.unique)
            continue;
        std::vector<std::uint32_t> columns;
        for (std::uint32_t i = 0; i < m_table->schema.columns.size(); ++i) {
            if (index.columns.contains(m_table->schema.columns[i].name))
                columns.push_back(i);
        }
        const std::size_t values = columns.size();
        columns.insert(columns.end(), key.begin(), key.end());
        if (at == m_own->removeOthers.size())
            m_own->removeOthers.emplace_back(QStringLiteral("DELETE FROM %1 WHERE %2 AND NOT (%3)")
                                                 .arg(m_table->name,
                                                      condition(*m_table, std::span(columns).first(values), 1),
                                                      condition(*m_table, key, values + 1)),
                                             m_table->types(columns));
        m_parameters.clear();
        for (const std::uint32_t column : columns)
            m_parameters.add(m_after.cell(column));
        ENGINE_TRY(send(m_own->removeOthers[at++], change, Expect::Any));
    }
    return {};
}

Result<> PgRowWriter::update(const RowChange& change, bool tolerant)
{
    const bool lenient = tolerant || m_policy == ConflictPolicy::Overwrite;
    if (!lenient || !m_after.isWhole())
        return updateInPlace(change, tolerant ? Expect::Any : Expect::OneRow);
    // Both places may be taken, or neither.
    if (keyChanges())
        ENGINE_TRY(remove(change, true));
    return upsert(change);
}

bool PgRowWriter::keyChanges() const
{
    for (std::size_t i = 0; i < m_before.size(); ++i) {
        const Cell& after = m_after.cell(m_table->schema.keyColumns[i]);
        if (after.kind != CellKind::Unchanged && after.bytes != m_before.cell(i).bytes)
            return true;
    }
    return false;
}

/// Leaves out what the source did not send and a key that stays as it was.
void PgRowWriter::chooseColumns()
{
    const bool setsKey = keyChanges();
    m_sets.assign(m_table->columns.size(), 0);
    for (std::size_t i = 0; i < m_sets.size(); ++i) {
        const bool isKey = m_table->columns[i].isKey;
        if (m_after.cell(i).kind != CellKind::Unchanged && (setsKey || !isKey))
            m_sets[i] = 1;
    }
}

/// A column that is GENERATED ALWAYS AS IDENTITY cannot be set: it becomes part of the condition, so that a row in
/// which it differs is a conflict and not a silent difference.
QString PgRowWriter::updateSql(std::vector<std::uint32_t>& types) const
{
    const std::vector<std::uint32_t>& key = m_table->schema.keyColumns;
    QStringList values;
    QStringList terms;
    std::size_t parameter = 0;
    for (std::uint32_t i = 0; i < m_sets.size(); ++i) {
        if (m_sets[i] == 0)
            continue;
        const PgTargetColumn& column = m_table->columns[i];
        const QString equals = column.name + QStringLiteral(" = $%1").arg(++parameter);
        (column.identityAlways && !column.isKey ? terms : values).append(equals);
        types.push_back(column.type);
    }
    terms.append(condition(*m_table, key, parameter + 1));
    for (const std::uint32_t column : key)
        types.push_back(m_table->columns[column].type);
    const QString where = QStringLiteral(" WHERE ") + terms.join(QStringLiteral(" AND "));
    // An update of nothing still has to find its row.
    if (values.isEmpty())
        return QStringLiteral("SELECT FROM ") + m_table->name + where + QStringLiteral(" FOR UPDATE");
    return QStringLiteral("UPDATE ") + m_table->name + QStringLiteral(" SET ") + values.join(QStringLiteral(", ")) +
           where;
}

Result<> PgRowWriter::updateInPlace(const RowChange& change, Expect expect)
{
    chooseColumns();
    auto known = m_own->updates.find(m_sets);
    if (known == m_own->updates.end()) {
        if (m_own->updates.size() >= kMostUpdateStatements)
            m_own->updates.clear();
        std::vector<std::uint32_t> types;
        const QString sql = updateSql(types);
        known = m_own->updates.emplace(m_sets, PgStatement(sql, std::move(types))).first;
    }
    m_parameters.clear();
    for (std::size_t i = 0; i < m_sets.size(); ++i) {
        if (m_sets[i] != 0)
            m_parameters.add(m_after.cell(i));
    }
    bindKey();
    return send(known->second, change, expect);
}

Result<> PgRowWriter::remove(const RowChange& change, bool mayBeMissing)
{
    if (!m_own->remove) {
        const bool keyless = m_table->isKeyless();
        m_own->remove.emplace(QStringLiteral("DELETE FROM ") + m_table->name + QStringLiteral(" WHERE ") +
                                  (keyless ? oneLike(1) : condition(*m_table, m_table->schema.keyColumns, 1)),
                              m_table->types(keyless ? m_table->all() : std::span(m_table->schema.keyColumns)));
    }
    m_parameters.clear();
    bindKey();
    return send(*m_own->remove, change, mayBeMissing ? Expect::Any : Expect::OneRow);
}

Result<> PgRowWriter::send(PgStatement& statement, const RowChange& change, Expect expect)
{
    if (!m_pipelined) {
        if (PQenterPipelineMode(m_connection.native()) != 1)
            return fail(m_connection.errorOf(nullptr, QStringLiteral("beginning a pipeline")));
        m_pipelined = true;
    }
    ENGINE_TRY_AS(const bool prepares, statement.send(m_connection, m_parameters));
    m_queue.push_back({m_table, change, expect, prepares});
    return {};
}

Result<> PgRowWriter::finish()
{
    if (!m_pipelined)
        return {};
    Result<> done;
    if (PQpipelineSync(m_connection.native()) != 1)
        done = fail(m_connection.errorOf(nullptr, QStringLiteral("sending a pipeline")));
    else
        done = drain();
    m_queue.clear();
    if (!done)
        m_statements.clear(); // what was prepared behind the failure is not there
    m_own = nullptr;
    m_table = nullptr;
    m_pipelined = false;
    if (m_connection.isAlive() && PQexitPipelineMode(m_connection.native()) != 1 && done)
        done = fail(m_connection.errorOf(nullptr, QStringLiteral("ending a pipeline")));
    return done;
}

/// Takes all answers up to the pipeline's end, even behind a failure: else the connection could not be used again.
Result<> PgRowWriter::drain()
{
    Result<> first;
    for (const Queued& queued : m_queue) {
        if (queued.prepares)
            ENGINE_TRY(takeResult(queued, first));
        ENGINE_TRY(takeResult(queued, first));
    }
    PgResult end(PQgetResult(m_connection.native()));
    return first;
}

/// Fails when the connection is gone; what a statement failed with goes into `first`.
Result<> PgRowWriter::takeResult(const Queued& queued, Result<>& first)
{
    pg_result* const raw = PQgetResult(m_connection.native());
    const PgResult result(raw);
    if (raw == nullptr || !m_connection.isAlive())
        return fail(m_connection.errorOf(raw, QStringLiteral("applying operations")));
    const PgResult separator(PQgetResult(m_connection.native()));
    if (!first)
        return {};
    const ExecStatusType status = PQresultStatus(raw);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        first = explainPgError(m_connection.errorOf(raw, QStringLiteral("applying operations")), m_target,
                               queued.table->schema.name, keyTextOf(*queued.table, queued.change));
        return {};
    }
    const bool counts = *PQcmdTuples(raw) != '\0'; // a preparation's result has no count
    if (counts && queued.expect == Expect::OneRow && result.affectedRows() != 1)
        first = pgConflict(m_target, queued.table->schema.name, keyTextOf(*queued.table, queued.change),
                           queued.table->isKeyless() ? QStringLiteral("a row like this one")
                                                     : QStringLiteral("a row with this key"));
    return {};
}

QString PgRowWriter::keyTextOf(const PgTargetTable& table, const RowChange& change) const
{
    PgRow row;
    if (!change.before.empty() && row.read(change.before))
        return table.keyText(row.cells());
    if (row.read(change.after))
        return table.keyTextOfRow(row.cells());
    return {};
}

Failure PgRowWriter::malformed(const QString& why) const
{
    return fail(ErrorCode::Protocol, why);
}

} // namespace busheng
