// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_set_writer.h"

#include "engine/pipeline/apply/pg_errors.h"

namespace busheng {
namespace {

/// unnest($1, $2) AS u(c3, c0): column i of the table is u.c<i>; behind them the key as u.k0, u.k1 ...
QString source(std::span<const std::uint32_t> columns, std::size_t keys)
{
    QStringList parameters;
    QStringList names;
    for (const std::uint32_t column : columns)
        names.append(QStringLiteral("c%1").arg(column));
    for (std::size_t i = 0; i < keys; ++i)
        names.append(QStringLiteral("k%1").arg(i));
    for (qsizetype i = 1; i <= names.size(); ++i)
        parameters.append(QStringLiteral("$%1").arg(i));
    return QStringLiteral("unnest(%1) AS u(%2)")
        .arg(parameters.join(QStringLiteral(", ")), names.join(QStringLiteral(", ")));
}

QString sameKey(const PgTargetTable& table)
{
    QStringList terms;
    for (std::size_t i = 0; i < table.schema.keyColumns.size(); ++i)
        terms.append(
            QStringLiteral("t.%1 = u.k%2").arg(table.columns[table.schema.keyColumns[i]].name, QString::number(i)));
    return terms.join(QStringLiteral(" AND "));
}

/// " FROM table AS t, unnest ... WHERE same key", or for a key of one column what is faster.
QString rowsByKey(const PgTargetTable& table, const QString& joinWord)
{
    const std::vector<std::uint32_t>& key = table.schema.keyColumns;
    if (key.size() == 1)
        return QStringLiteral(" FROM %1 AS t WHERE t.%2 = ANY($1)").arg(table.name, table.columns[key[0]].name);
    return QStringLiteral(" FROM %1 AS t%2%3 WHERE %4")
        .arg(table.name, joinWord, source({}, key.size()), sameKey(table));
}

} // namespace

PgSetWriter::PgSetWriter(PgConnection& connection, QString target)
    : m_connection(connection), m_target(std::move(target))
{
}

void PgSetWriter::forget()
{
    m_statements.clear();
}

Result<> PgSetWriter::write(const PgTargetTable& table, const PgTableBatch& batch, bool copyUpserts)
{
    m_table = &table;
    m_own = &m_statements[&table];
    m_entries = &batch.entries();
    sort(batch);
    ENGINE_TRY(checkAbsent());
    ENGINE_TRY(checkAsWas());
    ENGINE_TRY(remove(State::Delete));
    ENGINE_TRY(remove(State::Remove));
    ENGINE_TRY(updateAll(batch));
    ENGINE_TRY(copy(State::Insert));
    return copyUpserts ? copy(State::Upsert) : upsert();
}

void PgSetWriter::sort(const PgTableBatch& batch)
{
    for (std::vector<std::uint32_t>& list : m_byState)
        list.clear();
    m_withOld.clear();
    for (std::uint32_t i = 0; i < batch.entries().size(); ++i) {
        const Entry& entry = batch.entries()[i];
        m_byState[static_cast<std::size_t>(entry.state)].push_back(i);
        if (!entry.old.empty() && (entry.state == State::Update || entry.state == State::Delete))
            m_withOld.push_back(i);
    }
}

Failure PgSetWriter::unexpected(const QString& what) const
{
    return pgConflict(m_target, m_table->schema.name, QString(), what);
}

Result<> PgSetWriter::keyArrays(std::span<const std::uint32_t> entries)
{
    const std::vector<std::uint32_t>& key = m_table->schema.keyColumns;
    const std::size_t first = m_arraysUsed;
    m_arraysUsed += key.size();
    if (m_arrays.size() < m_arraysUsed)
        m_arrays.resize(m_arraysUsed);
    for (std::size_t i = 0; i < key.size(); ++i)
        m_arrays[first + i].reset(m_table->columns[key[i]].type);
    for (const std::uint32_t entry : entries) {
        if (!m_row.read((*m_entries)[entry].before))
            return fail(ErrorCode::Internal, QStringLiteral("a key in a set is malformed"));
        for (std::size_t i = 0; i < key.size(); ++i)
            m_arrays[first + i].add(m_row.cell(i));
    }
    return {};
}

Result<> PgSetWriter::rowArrays(std::span<const std::uint32_t> columns, std::span<const std::uint32_t> entries,
                                BytesView Entry::*row)
{
    const std::size_t first = m_arraysUsed;
    m_arraysUsed += columns.size();
    if (m_arrays.size() < m_arraysUsed)
        m_arrays.resize(m_arraysUsed);
    for (std::size_t i = 0; i < columns.size(); ++i)
        m_arrays[first + i].reset(m_table->columns[columns[i]].type);
    for (const std::uint32_t entry : entries) {
        if (!m_row.read((*m_entries)[entry].*row))
            return fail(ErrorCode::Internal, QStringLiteral("a row in a set is malformed"));
        for (std::size_t i = 0; i < columns.size(); ++i)
            m_arrays[first + i].add(m_row.cell(columns[i]));
    }
    return {};
}

Result<PgResult> PgSetWriter::run(PgStatement& statement)
{
    m_parameters.clear();
    for (std::size_t i = 0; i < m_arraysUsed; ++i)
        m_parameters.add(m_arrays[i].bytes());
    m_arraysUsed = 0;
    return statement.run(m_connection, m_parameters);
}

Result<> PgSetWriter::checkAbsent()
{
    if (of(State::Absent).empty())
        return {};
    if (!m_own->absent)
        m_own->absent.emplace(QStringLiteral("SELECT") + rowsByKey(*m_table, QStringLiteral(", ")),
                              m_table->arrayTypes(m_table->schema.keyColumns));
    ENGINE_TRY(keyArrays(of(State::Absent)));
    ENGINE_TRY_AS(const PgResult found, run(*m_own->absent));
    return found.rows() == 0 ? Result<>() : unexpected(QStringLiteral("no row with this key"));
}

/// Rows that the source sent whole as they were are so here, byte for byte: else somebody changed them since.
Result<> PgSetWriter::checkAsWas()
{
    if (m_withOld.empty())
        return {};
    const std::vector<std::uint32_t>& key = m_table->schema.keyColumns;
    if (!m_own->asWas) {
        QStringList old;
        for (const std::uint32_t column : m_table->all())
            old.append(QStringLiteral("u.c%1").arg(column));
        std::vector<std::uint32_t> types = m_table->arrayTypes(m_table->all());
        for (const std::uint32_t type : m_table->arrayTypes(key))
            types.push_back(type);
        m_own->asWas.emplace(
            QStringLiteral("SELECT FROM %1 AS t, %2 WHERE %3 AND pg_catalog.record_image_eq(ROW(%4), ROW(%5)) "
                           "FOR UPDATE OF t")
                .arg(m_table->name, source(m_table->all(), key.size()), sameKey(*m_table),
                     m_table->list(m_table->all(), QStringLiteral("t.")), old.join(QStringLiteral(", "))),
            std::move(types));
    }
    ENGINE_TRY(rowArrays(m_table->all(), m_withOld, &Entry::old));
    ENGINE_TRY(keyArrays(m_withOld));
    ENGINE_TRY_AS(const PgResult found, run(*m_own->asWas));
    if (found.rows() != static_cast<int>(m_withOld.size()))
        return unexpected(QStringLiteral("rows as the source had them"));
    return {};
}

Result<> PgSetWriter::remove(State state)
{
    if (of(state).empty())
        return {};
    if (!m_own->remove)
        m_own->remove.emplace(QStringLiteral("DELETE") + rowsByKey(*m_table, QStringLiteral(" USING ")),
                              m_table->arrayTypes(m_table->schema.keyColumns));
    ENGINE_TRY(keyArrays(of(state)));
    ENGINE_TRY_AS(const PgResult removed, run(*m_own->remove));
    if (state == State::Delete && removed.affectedRows() != static_cast<std::int64_t>(of(state).size()))
        return unexpected(QStringLiteral("rows with these keys"));
    return {};
}

Result<> PgSetWriter::updateAll(const PgTableBatch& batch)
{
    std::vector<std::uint32_t> same;
    for (std::uint32_t set = 0; set < batch.columnSets().size(); ++set) {
        for (const State state : {State::Update, State::Patch}) {
            same.clear();
            for (const std::uint32_t entry : of(state)) {
                if (batch.entries()[entry].columns == set)
                    same.push_back(entry);
            }
            if (!same.empty())
                ENGINE_TRY(update(batch.columnSets()[set], state, same));
        }
    }
    return {};
}

/// A column that is GENERATED ALWAYS AS IDENTITY cannot be set: it becomes part of the condition, so that a row in
/// which it differs shows.
PgStatement& PgSetWriter::updateStatement(const std::string& columns)
{
    if (const auto known = m_own->updates.find(columns); known != m_own->updates.end())
        return known->second;
    std::vector<std::uint32_t> carried;
    QStringList values;
    QString where = sameKey(*m_table);
    for (std::uint32_t i = 0; i < columns.size(); ++i) {
        if (columns[i] == 0)
            continue;
        carried.push_back(i);
        const QString name = m_table->columns[i].name;
        if (m_table->columns[i].identityAlways)
            where += QStringLiteral(" AND t.%1 = u.c%2").arg(name, QString::number(i));
        else
            values.append(QStringLiteral("%1 = u.c%2").arg(name, QString::number(i)));
    }
    const std::vector<std::uint32_t>& key = m_table->schema.keyColumns;
    const QString from = source(carried, key.size());
    // An update of nothing still has to find its row.
    const QString sql =
        values.isEmpty()
            ? QStringLiteral("SELECT FROM %1 AS t, %2 WHERE %3 FOR UPDATE OF t").arg(m_table->name, from, where)
            : QStringLiteral("UPDATE %1 AS t SET %2 FROM %3 WHERE %4")
                  .arg(m_table->name, values.join(QStringLiteral(", ")), from, where);
    std::vector<std::uint32_t> types = m_table->arrayTypes(carried);
    for (const std::uint32_t type : m_table->arrayTypes(key))
        types.push_back(type);
    return m_own->updates.emplace(columns, PgStatement(sql, std::move(types))).first->second;
}

Result<> PgSetWriter::update(const std::string& columns, State state, std::span<const std::uint32_t> entries)
{
    std::vector<std::uint32_t> carried;
    for (std::uint32_t i = 0; i < columns.size(); ++i) {
        if (columns[i] != 0)
            carried.push_back(i);
    }
    ENGINE_TRY(rowArrays(carried, entries));
    ENGINE_TRY(keyArrays(entries));
    ENGINE_TRY_AS(const PgResult updated, run(updateStatement(columns)));
    if (state == State::Update && updated.affectedRows() != static_cast<std::int64_t>(entries.size()))
        return unexpected(QStringLiteral("rows with these keys"));
    return {};
}

Result<> PgSetWriter::copy(State state)
{
    if (of(state).empty())
        return {};
    ENGINE_TRY(m_copy.begin(
        m_connection,
        QStringLiteral("COPY %1 (%2) FROM STDIN (FORMAT binary)").arg(m_table->name, m_table->list(m_table->all()))));
    for (const std::uint32_t entry : of(state)) {
        m_row.read((*m_entries)[entry].after);
        ENGINE_TRY(m_copy.add(m_row));
    }
    ENGINE_TRY_AS(const std::int64_t rows, m_copy.end());
    if (rows != static_cast<std::int64_t>(of(state).size()))
        return unexpected(QStringLiteral("rows that the table accepts"));
    return {};
}

Result<> PgSetWriter::upsert()
{
    if (of(State::Upsert).empty())
        return {};
    if (!m_own->upsert)
        m_own->upsert.emplace(m_table->insertHead() + QStringLiteral("SELECT * FROM ") + source(m_table->all(), 0) +
                                  m_table->conflictClause(),
                              m_table->arrayTypes(m_table->all()));
    ENGINE_TRY(rowArrays(m_table->all(), of(State::Upsert)));
    ENGINE_TRY(run(*m_own->upsert));
    return {};
}

} // namespace busheng
