// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_keyless_batch.h"

#include "engine/pipeline/apply/pg_errors.h"

namespace busheng {
namespace {

constexpr std::uint32_t kInt8Array = 1016;
constexpr std::uint32_t kInt8 = 20;

/// Removes u.n rows like each row of the arrays. A row's copies are numbered, so that as many go as are wanted and no
/// more; that the place (ctid) is still true is certain, as it is looked up in the same statement.
QString removeSql(const PgTargetTable& table)
{
    QStringList names;
    QStringList parameters;
    QStringList wanted;
    for (const std::uint32_t column : table.all()) {
        names.append(QStringLiteral("c%1").arg(column));
        wanted.append(QStringLiteral("w.c%1").arg(column));
        parameters.append(QStringLiteral("$%1").arg(column + 1));
    }
    parameters.append(QStringLiteral("$%1").arg(table.columns.size() + 1));
    QString match = QStringLiteral("pg_catalog.record_image_eq(ROW(%1), ROW(%2))")
                        .arg(table.list(table.all(), QStringLiteral("t.")), wanted.join(QStringLiteral(", ")));
    QString hash = table.rowHash([](std::uint32_t column) { return QStringLiteral("u.c%1").arg(column); });
    if (hash.isEmpty())
        hash = QStringLiteral("0");
    else
        match.prepend(table.rowHashOf(QStringLiteral("t.")) + QStringLiteral(" = w.h AND "));
    const QString found =
        QStringLiteral(
            "WITH w AS MATERIALIZED (SELECT u.*, %1 AS h FROM unnest(%2) WITH ORDINALITY AS u(%3, n, i)), "
            "found AS (SELECT t.tableoid AS part, t.ctid AS place, w.n, row_number() OVER (PARTITION BY w.i) "
            "AS copy FROM w JOIN %4 AS t ON %5) ")
            .arg(hash, parameters.join(QStringLiteral(", ")), names.join(QStringLiteral(", ")), table.name, match);
    if (table.isPartitioned)
        return found +
               QStringLiteral("DELETE FROM %1 AS t USING found f WHERE t.tableoid = f.part AND t.ctid = f.place "
                              "AND f.copy <= f.n")
                   .arg(table.name);
    return found + QStringLiteral("DELETE FROM %1 WHERE ctid = ANY (ARRAY(SELECT place FROM found WHERE copy <= n))")
                       .arg(table.name);
}

} // namespace

void PgKeylessBatch::clear()
{
    m_entries.clear();
    m_index.clear();
}

/// What is malformed is left to the writer of single operations, who says so; so is what depends on the target.
Taken PgKeylessBatch::add(const RowChange& change, bool tolerant)
{
    const std::size_t columns = m_table.columns.size();
    const bool hasBefore = change.kind == ChangeKind::Update || change.kind == ChangeKind::Delete;
    const bool hasAfter = change.kind != ChangeKind::Delete;
    const bool isSum = change.kind == ChangeKind::Upsert || (!tolerant && change.kind != ChangeKind::Remove);
    if (!isSum || isEmptying(change.kind) || m_table.hasFurtherColumns)
        return Taken::InOrder;
    if (hasBefore &&
        (!m_table.fitsArrays() || !m_before.read(change.before) || m_before.size() != columns || !m_before.isWhole()))
        return Taken::InOrder;
    if (hasAfter && (!m_after.read(change.after) || m_after.size() != columns))
        return Taken::InOrder;
    if (hasAfter && !m_after.isWhole() && !hasBefore)
        return Taken::InOrder;
    if (hasBefore)
        count(change.before, -1);
    if (hasAfter)
        count(m_after.isWhole() ? change.after : wholeAfter(), 1);
    return Taken::Yes;
}

BytesView PgKeylessBatch::wholeAfter()
{
    m_scratch.clear();
    ByteWriter out(m_scratch);
    out.varint(m_after.size());
    for (std::size_t i = 0; i < m_after.size(); ++i)
        out.raw(m_after.cell(i).kind == CellKind::Unchanged ? m_before.encoded(i) : m_after.encoded(i));
    return m_arena.add(m_scratch);
}

void PgKeylessBatch::count(BytesView row, std::int64_t more)
{
    const auto [at, isNew] = m_index.try_emplace(row, static_cast<std::uint32_t>(m_entries.size()));
    if (isNew)
        m_entries.push_back({row, 0});
    m_entries[at->second].more += more;
}

Result<> PgKeylessWriter::write(const PgTargetTable& table, const PgKeylessBatch& batch, bool mayBeMissing)
{
    ENGINE_TRY(remove(table, batch, mayBeMissing));
    return insert(table, batch);
}

Result<> PgKeylessWriter::remove(const PgTargetTable& table, const PgKeylessBatch& batch, bool mayBeMissing)
{
    const std::size_t columns = table.columns.size();
    m_arrays.resize(columns + 1);
    for (std::size_t i = 0; i < columns; ++i)
        m_arrays[i].reset(table.columns[i].type);
    m_arrays[columns].reset(kInt8);
    std::int64_t wanted = 0;
    for (const PgKeylessBatch::Entry& entry : batch.entries()) {
        if (entry.more >= 0)
            continue;
        m_row.read(entry.row);
        for (std::size_t i = 0; i < columns; ++i)
            m_arrays[i].add(m_row.cell(i));
        m_arrays[columns].addNumber(-entry.more);
        wanted -= entry.more;
    }
    if (wanted == 0)
        return {};
    auto statement = m_removes.find(&table);
    if (statement == m_removes.end()) {
        std::vector<std::uint32_t> types = table.arrayTypes(table.all());
        types.push_back(kInt8Array);
        statement = m_removes.emplace(&table, PgStatement(removeSql(table), std::move(types))).first;
    }
    m_parameters.clear();
    for (PgArray& array : m_arrays)
        m_parameters.add(array.bytes());
    ENGINE_TRY_AS(const PgResult removed, statement->second.run(m_connection, m_parameters));
    if (removed.affectedRows() != wanted && !mayBeMissing)
        return pgConflict(m_target, table.schema.name, QString(), QStringLiteral("rows like these"));
    return {};
}

Result<> PgKeylessWriter::insert(const PgTargetTable& table, const PgKeylessBatch& batch)
{
    std::int64_t wanted = 0;
    for (const PgKeylessBatch::Entry& entry : batch.entries()) {
        for (std::int64_t i = 0; i < entry.more; ++i) {
            if (wanted++ == 0)
                ENGINE_TRY(m_copy.begin(m_connection, QStringLiteral("COPY %1 (%2) FROM STDIN (FORMAT binary)")
                                                          .arg(table.name, table.list(table.all()))));
            m_row.read(entry.row);
            ENGINE_TRY(m_copy.add(m_row));
        }
    }
    if (wanted == 0)
        return {};
    ENGINE_TRY_AS(const std::int64_t rows, m_copy.end());
    if (rows != wanted)
        return pgConflict(m_target, table.schema.name, QString(), QStringLiteral("rows that the table accepts"));
    return {};
}

} // namespace busheng
