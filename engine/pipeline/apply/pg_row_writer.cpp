// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_row_writer.h"

#include "engine/pipeline/apply/pg_errors.h"
#include "engine/pipeline/apply/row_exception.h"

#include <libpq-fe.h>

#include <algorithm>

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

void PgRowWriter::startCounting()
{
    m_operation = 0;
    m_failed = 0;
}

Result<> PgRowWriter::add(const PgTargetTable& table, const RowChange& change, bool tolerant)
{
    m_failed = m_operation++; // until it is queued
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
    m_hasOld = false;
    BytesView key = change.before;
    if (table.hasWholeBefore(change.before)) {
        m_oldKey.clear();
        const bool isNative = m_old.read(change.before);
        if (!projectRow(change.before, table.schema.keyColumns, m_oldKey) ||
            (!isNative && !unreadableColumn(table, change.before)))
            return malformed(QStringLiteral("an old row of table %1 is malformed").arg(table.schema.name));
        m_hasOld = isNative && m_old.isWhole(); // what the target could not hold, it is not held against
        key = m_oldKey;
    }
    if (!m_before.read(key) || m_before.size() != cells || cells == 0)
        return malformed(QStringLiteral("a key of table %1 is not %2 values").arg(table.schema.name).arg(cells));
    if (!m_before.isWhole())
        return malformed(QStringLiteral("a key of table %1 lacks a value").arg(table.schema.name));
    if (!table.isKeyless() && m_before.hasNull())
        return pgConflict(m_target, table.schema.name, table.keyText(m_before.cells()),
                          QStringLiteral("a key without NULL"));
    return {};
}

/// The first one of a whole row that holds bytes which are no text in the encoding that the source means.
std::optional<std::size_t> PgRowWriter::unreadableColumn(const PgTargetTable& table, BytesView row)
{
    std::vector<Cell> cells;
    if (!decodeRow(row, cells) || cells.size() != table.columns.size())
        return std::nullopt;
    const auto found = std::ranges::find(cells, CellKind::Blob, &Cell::kind);
    return found == cells.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - cells.begin()));
}

Result<> PgRowWriter::readAfter(const PgTargetTable& table, const RowChange& change)
{
    if (!m_after.read(change.after)) {
        if (const auto column = unreadableColumn(table, change.after)) {
            std::vector<Cell> cells;
            decodeRow(change.after, cells);
            return fail(
                unreadableTextError(table.schema.name, table.keyTextOfRow(cells), table.schema.columns[*column].name));
        }
    }
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
        if (m_hasOld && !lenient && !m_table->cascades)
            return removeIfAsWas(change);
        return remove(change, lenient || m_table->cascades);
    case ChangeKind::Remove:
        return remove(change, true);
    case ChangeKind::Truncate:
    case ChangeKind::Clear:
    case ChangeKind::Part:
    case ChangeKind::LeftOut:
    case ChangeKind::Value:
        break; // the writer's own business
    }
    return fail(ErrorCode::Internal, QStringLiteral("neither a truncation nor a part is an operation on a row"));
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
    case ChangeKind::Clear:
    case ChangeKind::Part:
    case ChangeKind::LeftOut:
    case ChangeKind::Value:
        break;
    }
    return fail(ErrorCode::Internal, QStringLiteral("neither a truncation nor a part is an operation on a row"));
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
QString PgRowWriter::updateSql(std::vector<std::uint32_t>& types, bool asWas) const
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
    if (asWas) {
        terms.append(isAsWas(types.size() + 1));
        for (const std::uint32_t type : m_table->types(m_table->all()))
            types.push_back(type);
    }
    const QString where = QStringLiteral(" WHERE ") + terms.join(QStringLiteral(" AND "));
    // An update of nothing still has to find its row.
    if (values.isEmpty())
        return QStringLiteral("SELECT FROM ") + m_table->name + QStringLiteral(" AS o") + where +
               QStringLiteral(" FOR UPDATE");
    return QStringLiteral("UPDATE ") + m_table->name + QStringLiteral(" AS o SET ") +
           values.join(QStringLiteral(", ")) + where;
}

Result<> PgRowWriter::updateInPlace(const RowChange& change, Expect expect)
{
    chooseColumns();
    const bool asWas = m_hasOld && expect == Expect::OneRow && m_policy == ConflictPolicy::Stop;
    auto& statements = asWas ? m_own->updatesOfAsWas : m_own->updates;
    auto known = statements.find(m_sets);
    if (known == statements.end()) {
        std::vector<std::uint32_t> types;
        const QString sql = updateSql(types, asWas);
        known = statements.emplace(m_sets, PgStatement(sql, std::move(types))).first;
    }
    m_parameters.clear();
    for (std::size_t i = 0; i < m_sets.size(); ++i) {
        if (m_sets[i] != 0)
            m_parameters.add(m_after.cell(i));
    }
    bindKey();
    if (asWas)
        bindOld();
    return send(known->second, change, expect);
}

/// "o is byte for byte what the source had": by which 1.0 is not 1.00.
QString PgRowWriter::isAsWas(std::size_t firstParameter) const
{
    QStringList values;
    for (const std::uint32_t column : m_table->all())
        values.append(QStringLiteral("$%1").arg(firstParameter + column));
    return QStringLiteral("pg_catalog.record_image_eq(ROW(%1), ROW(%2))")
        .arg(m_table->list(m_table->all(), QStringLiteral("o.")), values.join(QStringLiteral(", ")));
}

void PgRowWriter::bindOld()
{
    for (const Cell& cell : m_old.cells())
        m_parameters.add(cell);
}

Result<> PgRowWriter::removeIfAsWas(const RowChange& change)
{
    if (!m_own->removeAsWas) {
        const std::vector<std::uint32_t>& key = m_table->schema.keyColumns;
        std::vector<std::uint32_t> types = m_table->types(key);
        for (const std::uint32_t type : m_table->types(m_table->all()))
            types.push_back(type);
        m_own->removeAsWas.emplace(QStringLiteral("DELETE FROM %1 AS o WHERE %2 AND %3")
                                       .arg(m_table->name, condition(*m_table, key, 1), isAsWas(key.size() + 1)),
                                   std::move(types));
    }
    m_parameters.clear();
    bindKey();
    bindOld();
    return send(*m_own->removeAsWas, change, Expect::OneRow);
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
    m_queue.push_back({m_table, change, expect, &statement, prepares, m_operation - 1});
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
    dropRareStatements();
    m_own = nullptr;
    m_table = nullptr;
    m_pipelined = false;
    if (m_connection.isAlive() && PQexitPipelineMode(m_connection.native()) != 1 && done)
        done = fail(m_connection.errorOf(nullptr, QStringLiteral("ending a pipeline")));
    return done;
}

/// Sources that leave out ever other columns: here no statement is under way.
void PgRowWriter::dropRareStatements()
{
    for (auto& [table, statements] : m_statements) {
        for (auto* updates : {&statements.updates, &statements.updatesOfAsWas}) {
            if (updates->size() > kMostUpdateStatements)
                updates->clear();
        }
    }
}

/// Takes all answers up to the pipeline's end, even behind a failure: else the connection could not be used again.
Result<> PgRowWriter::drain()
{
    Result<> first;
    for (const Queued& queued : m_queue) {
        if (queued.prepares)
            ENGINE_TRY(takeResult(queued, true, first));
        ENGINE_TRY(takeResult(queued, false, first));
    }
    PgResult end(PQgetResult(m_connection.native()));
    return first;
}

/// Fails when the connection is gone; what a statement failed with goes into `first`.
Result<> PgRowWriter::takeResult(const Queued& queued, bool isPreparation, Result<>& first)
{
    pg_result* const raw = PQgetResult(m_connection.native());
    const PgResult result(raw);
    if (raw == nullptr || !m_connection.isAlive())
        return fail(m_connection.errorOf(raw, QStringLiteral("applying operations")));
    const PgResult separator(PQgetResult(m_connection.native()));
    const ExecStatusType status = PQresultStatus(raw);
    if (isPreparation && status != PGRES_COMMAND_OK)
        queued.statement->forget(); // prepared behind a failure: it is not there
    if (!first)
        return {};
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        m_failed = queued.operation;
        first = explainPgError(m_connection.errorOf(raw, QStringLiteral("applying operations")), m_target,
                               queued.table->schema.name, keyTextOf(*queued.table, queued.change));
        return {};
    }
    const bool counts = *PQcmdTuples(raw) != '\0'; // a preparation's result has no count
    if (counts && queued.expect == Expect::OneRow && result.affectedRows() != 1) {
        m_failed = queued.operation;
        const bool wasWhole = queued.table->hasWholeBefore(queued.change.before);
        first = pgConflict(m_target, queued.table->schema.name, keyTextOf(*queued.table, queued.change),
                           queued.table->isKeyless() ? QStringLiteral("a row like this one")
                           : wasWhole                ? QStringLiteral("a row with this key, as the source had it")
                                                     : QStringLiteral("a row with this key"));
    }
    return {};
}

QString PgRowWriter::keyTextOf(const PgTargetTable& table, const RowChange& change) const
{
    PgRow row;
    if (!change.before.empty() && row.read(change.before))
        return table.hasWholeBefore(change.before) ? table.keyTextOfRow(row.cells()) : table.keyText(row.cells());
    if (row.read(change.after))
        return table.keyTextOfRow(row.cells());
    return {};
}

Failure PgRowWriter::malformed(const QString& why) const
{
    return fail(ErrorCode::Protocol, why);
}

} // namespace busheng
