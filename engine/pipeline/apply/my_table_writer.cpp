// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/my_table_writer.h"

#include "engine/db/mariadb/my_value.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/my_errors.h"

#include <algorithm>
#include <bit>

namespace busheng {
namespace {

/// A message of at most so many bytes: a server takes 16 MiB by default.
constexpr std::size_t kMostBytes = 2U << 20;
/// Updates that set different columns; beyond it the source sends something other than we thought.
constexpr std::size_t kMostSets = 64;
const QString kMark = QStringLiteral("busheng_set");

bool sameCell(const Cell& a, const Cell& b)
{
    return a.kind == b.kind && a.integer == b.integer &&
           std::bit_cast<std::uint64_t>(a.real) == std::bit_cast<std::uint64_t>(b.real) && a.bytes == b.bytes;
}

/// The column compared with a parameter to the byte, NULL with NULL.
QString wholeTerm(const MyConnection& connection, const MyType& type, const QString& column)
{
    switch (type.kind) {
    case MyKind::Text:
    case MyKind::Enum:
    case MyKind::Set:
        if (!connection.isMariaDb()) // none of its collations tells a space at the end
            return QStringLiteral("CAST(CONVERT(%1 USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY)").arg(column);
        return QStringLiteral("CONVERT(%1 USING utf8mb4) COLLATE utf8mb4_nopad_bin <=> ?").arg(column);
    case MyKind::Date:
    case MyKind::Time:
    case MyKind::DateTime:
    case MyKind::Timestamp:
        return QStringLiteral("CAST(%1 AS CHAR) <=> ?").arg(column);
    case MyKind::Decimal:
        return column + QStringLiteral(" <=> ") + myKeyParameter(type);
    case MyKind::Float:
    case MyKind::Double:
        return myRealTerm(connection, column) + QStringLiteral(" <=> ?");
    case MyKind::Bit:
        return column + QStringLiteral(" + 0 <=> ?");
    default:
        return column + QStringLiteral(" <=> ?");
    }
}

} // namespace

QString myKeyParameter(const MyType& type)
{
    if (type.kind == MyKind::Decimal)
        return QStringLiteral("CAST(? AS DECIMAL(%1,%2))").arg(type.length).arg(type.scale);
    return QStringLiteral("?");
}

MyTableWriter::MyTableWriter(MyConnection& connection, QString target, TableSchema wanted, const TableSchema& found,
                             std::size_t mostRows, RowSettler& settler)
    : m_connection(connection), m_target(std::move(target)), m_table(std::move(wanted)), m_mostRows(mostRows),
      m_settler(settler)
{
    for (const ColumnSchema& column : m_table.columns) {
        const ColumnSchema* const here = found.column(column.name);
        m_types.push_back(here == nullptr ? MyType() : MyType::parse(here->declaredType).value_or(MyType()));
    }
    m_hasMore = found.columns.size() > m_table.columns.size() && !m_table.keyColumns.empty();
    m_replacesInPlace =
        m_hasMore && std::ranges::none_of(found.indexes, [](const UniqueIndex& index) { return index.unique; });
}

Failure MyTableWriter::malformed(const QString& why) const
{
    return fail(ErrorCode::Protocol, why);
}

Result<> MyTableWriter::decode(const RowChange& change, Decoded& out) const
{
    const bool isKeyless = m_table.keyColumns.empty();
    out.old.clear();
    out.after.clear();
    if (change.kind != ChangeKind::Insert && change.kind != ChangeKind::Upsert) {
        // Where the source tells the whole old row, the key is what finds it.
        out.key.clear();
        const std::size_t cells = RowReader(change.before).columnCount();
        const bool isWhole = !isKeyless && cells == m_table.columns.size() && cells != m_table.keyColumns.size();
        if (isWhole && !projectRow(change.before, m_table.keyColumns, out.key))
            return malformed(QStringLiteral("an old row of table %1 is malformed").arg(m_table.name));
        const std::size_t wanted = isKeyless ? m_table.columns.size() : m_table.keyColumns.size();
        if (!decodeRow(isWhole ? BytesView(out.key) : change.before, out.before) || out.before.size() != wanted)
            return malformed(QStringLiteral("a key of table %1 is not %2 values").arg(m_table.name).arg(wanted));
        if (isWhole && !decodeRow(change.before, out.old))
            return malformed(QStringLiteral("an old row of table %1 is malformed").arg(m_table.name));
    }
    if (change.kind == ChangeKind::Delete || change.kind == ChangeKind::Remove)
        return {};
    if (!decodeRow(change.after, out.after) || out.after.size() != m_table.columns.size())
        return malformed(
            QStringLiteral("a row of table %1 is not %2 values").arg(m_table.name).arg(m_table.columns.size()));
    if (change.kind != ChangeKind::Update)
        return out.isWhole() ? Result<>()
                             : malformed(QStringLiteral("a new row of table %1 lacks a value").arg(m_table.name));
    for (std::size_t i = 0; i < m_table.keyColumns.size(); ++i) {
        Cell& cell = out.after[m_table.keyColumns[i]];
        if (cell.kind == CellKind::Unchanged)
            cell = out.before[i];
    }
    return {};
}

Result<> MyTableWriter::take(const RowChange& change, bool tolerant, std::uint64_t& changed)
{
    if (isEmptying(change.kind))
        return truncate(changed);
    if (m_settler.isHeld(m_table, change)) {
        ENGINE_TRY(flush());
        ++changed;
        return m_settler.keep({m_table, change, m_settler.place()});
    }
    ENGINE_TRY(decode(change, m_at));
    if (const ColumnSchema* const column = unreadableColumn(m_at))
        return putAside(change, *column);
    ++changed;
    m_change = &change;
    if (m_table.keyColumns.empty())
        return keyless(change, tolerant);
    switch (change.kind) {
    case ChangeKind::Insert:
        return tolerant ? replace() : put({Kind::Insert, {}, false}, &m_at.after, nullptr);
    case ChangeKind::Upsert: // of a load or a repair, which send what stands beside the row as well
        return put({Kind::Replace, {}, false}, &m_at.after, nullptr);
    case ChangeKind::Update:
        return update(tolerant);
    case ChangeKind::Delete:
        return put({Kind::Delete, {}, tolerant, !tolerant && !m_at.old.empty()}, nullptr, &m_at.before);
    case ChangeKind::Remove:
        return put({Kind::Delete, {}, true}, nullptr, &m_at.before);
    default:
        return malformed(QStringLiteral("a row of table %1 is malformed").arg(m_table.name));
    }
}

/// Bytes that no text of the source's column are came as what they are: no column of texts takes them.
const ColumnSchema* MyTableWriter::unreadableColumn(const Decoded& row) const
{
    for (std::size_t i = 0; i < row.after.size() && i < m_types.size(); ++i) {
        if (row.after[i].kind == CellKind::Blob && m_types[i].hasTexts())
            return &m_table.columns[i];
    }
    return nullptr;
}

Result<> MyTableWriter::putAside(const RowChange& change, const ColumnSchema& column)
{
    ENGINE_TRY(flush()); // what came before it stands before it
    if (m_settler.isHeld(m_table, change))
        return m_settler.keep({m_table, change, m_settler.place()});
    QStringList key;
    for (const std::uint32_t at : m_table.keyColumns)
        key.append(cellToText(m_at.after[at]));
    return m_settler.refuse({m_table, change, m_settler.place()},
                            unreadableTextError(m_table.name, key.join(QStringLiteral(", ")), column.name));
}

Result<> MyTableWriter::update(bool tolerant)
{
    if (tolerant && m_at.isWhole()) {
        // Both places may be taken, or neither.
        if (keyChanges(m_at)) {
            ENGINE_TRY(flush()); // before either half: the row may wait for a person now
            if (m_settler.isHeld(m_table, *m_change))
                return m_settler.keep({m_table, *m_change, m_settler.place()});
            ENGINE_TRY(put({Kind::Delete, {}, true}, nullptr, &m_at.before));
        }
        return replace();
    }
    Shape shape{Kind::Update, Bytes(m_at.after.size(), 0), tolerant, !tolerant && !m_at.old.empty()};
    for (std::size_t i = 0; i < m_at.after.size(); ++i)
        shape.columns[i] = m_at.after[i].kind == CellKind::Unchanged ? 0 : 1;
    return put(shape, &m_at.after, &m_at.before);
}

/// The whole row at hand, over one that may be there. Another unique value may be taken: then only REPLACE goes.
Result<> MyTableWriter::replace()
{
    if (m_hasMore && !m_replacesInPlace) {
        ENGINE_TRY(flush());
        if (m_settler.isHeld(m_table, *m_change))
            return m_settler.keep({m_table, *m_change, m_settler.place()});
        auto updated = updateWhole(m_at.after);
        if (!updated && !isMyRowError(updated.error()))
            return explainMyError(std::move(updated).error(), m_target, m_table.name, QString());
        if (updated && *updated)
            return m_settler.settles() ? m_settler.applied({m_table, *m_change, m_settler.place()}) : Result<>();
    }
    return put({Kind::Replace, {}, false}, &m_at.after, nullptr);
}

/// Whether there is a row with this key, which has these values then.
Result<bool> MyTableWriter::updateWhole(const std::vector<Cell>& after)
{
    ENGINE_TRY_AS(Set set, prepare({Kind::Update, Bytes(after.size(), 1), true, false}));
    bool good = true;
    for (const Cell& cell : after)
        good = set.bulk.add(cell) && good;
    for (const std::uint32_t column : m_table.keyColumns)
        good = set.bulk.add(after[column]) && good;
    if (!good)
        return malformed(QStringLiteral("a row of table %1 is malformed").arg(m_table.name));
    set.bulk.endRow();
    ENGINE_TRY_AS(const std::uint64_t found, set.bulk.runOne(0));
    return found > 0;
}

/// A load begins in an empty table, so that an Upsert there is an insert; a repair sends what is to be there more often
/// or less.
Result<> MyTableWriter::keyless(const RowChange& change, bool tolerant)
{
    switch (change.kind) {
    case ChangeKind::Insert:
    case ChangeKind::Upsert:
        return put({Kind::Insert, {}, false}, &m_at.after, nullptr);
    case ChangeKind::Update: {
        for (std::size_t i = 0; i < m_at.after.size(); ++i) {
            if (m_at.after[i].kind == CellKind::Unchanged)
                m_at.after[i] = m_at.before[i];
        }
        return put({Kind::KeylessUpdate, {}, tolerant}, &m_at.after, &m_at.before);
    }
    case ChangeKind::Remove: // all that are equal: a repair sends them again, as many as there shall be
        return put({Kind::KeylessRemove, {}, true}, nullptr, &m_at.before);
    default:
        return put({Kind::KeylessDelete, {}, tolerant}, nullptr, &m_at.before);
    }
}

Result<> MyTableWriter::truncate(std::uint64_t& changed)
{
    ENGINE_TRY(flush());
    // TRUNCATE would commit.
    if (auto emptied = m_connection.execute(QStringLiteral("DELETE FROM ") + myQuotedTable(m_table.name)); !emptied)
        return explainMyError(std::move(emptied).error(), m_target, m_table.name, QString());
    changed += static_cast<std::uint64_t>(std::max<std::int64_t>(m_connection.affectedRows(), 0));
    return {};
}

/// Both may be null: what the statement does not need.
Result<> MyTableWriter::put(const Shape& shape, const std::vector<Cell>* values, const std::vector<Cell>* where)
{
    // A row with large values goes alone.
    if (m_now && (*m_now != shape || m_change->before.size() + m_change->after.size() > kMostBytes)) {
        ENGINE_TRY(flush());
        // What was written just now may have made its row wait for a person.
        if (m_settler.isHeld(m_table, *m_change))
            return m_settler.keep({m_table, *m_change, m_settler.place()});
    }
    auto found = m_sets.find(shape);
    if (found == m_sets.end()) {
        if (m_sets.size() >= kMostSets)
            m_sets.clear();
        auto made = prepare(shape);
        if (!made)
            return explainMyError(std::move(made).error(), m_target, m_table.name, QString());
        found = m_sets.emplace(shape, std::move(*made)).first;
    }
    MyBulk& bulk = found->second.bulk;
    bool good = true;
    for (std::size_t i = 0; values != nullptr && i < values->size(); ++i) {
        if (shape.columns.empty() || shape.columns[i] != 0)
            good = bulk.add((*values)[i]) && good;
    }
    for (std::size_t i = 0; where != nullptr && i < where->size(); ++i)
        good = bulk.add((*where)[i]) && good;
    for (std::size_t i = 0; shape.isExact && i < m_at.old.size(); ++i)
        good = bulk.add(m_at.old[i]) && good;
    if (!good) {
        bulk.dropRow();
        return malformed(QStringLiteral("a row of table %1 is malformed").arg(m_table.name));
    }
    bulk.endRow();
    m_now = shape;
    keep(*m_change);
    const bool isFull = bulk.rows() >= m_mostRows || std::max(bulk.bytes(), m_operations.size()) >= kMostBytes;
    return isFull ? flush() : Result<>();
}

QString MyTableWriter::keyTerms(std::vector<MyKind>& kinds, std::vector<bool>& isUnsigned) const
{
    QStringList terms;
    for (const std::uint32_t column : m_table.keyColumns) {
        terms.append(myQuoted(m_table.columns[column].name) + QStringLiteral(" = ") + myKeyParameter(m_types[column]));
        kinds.push_back(m_types[column].kind);
        isUnsigned.push_back(m_types[column].isUnsigned);
    }
    return terms.join(QStringLiteral(" AND "));
}

QString MyTableWriter::wholeTerms(std::vector<MyKind>& kinds, std::vector<bool>& isUnsigned) const
{
    QStringList terms;
    for (std::size_t i = 0; i < m_types.size(); ++i) {
        terms.append(wholeTerm(m_connection, m_types[i], myQuoted(m_table.columns[i].name)));
        kinds.push_back(m_types[i].kind);
        isUnsigned.push_back(m_types[i].isUnsigned);
    }
    return terms.join(QStringLiteral(" AND "));
}

Result<MyTableWriter::Set> MyTableWriter::prepare(const Shape& shape)
{
    const QString table = myQuotedTable(m_table.name);
    std::vector<MyKind> kinds;
    std::vector<bool> isUnsigned;
    std::vector<std::size_t> key;
    QStringList columns;
    QStringList assignments;
    const bool isOne = shape.kind == Kind::KeylessUpdate || shape.kind == Kind::KeylessDelete;
    const bool isWhole = isOne || shape.kind == Kind::KeylessRemove;
    const bool isRemoval = shape.kind == Kind::Delete || (isWhole && shape.kind != Kind::KeylessUpdate);
    for (std::size_t i = 0; !isRemoval && i < m_types.size(); ++i) {
        if (!shape.columns.empty() && shape.columns[i] == 0)
            continue;
        columns.append(myQuoted(m_table.columns[i].name));
        assignments.append(columns.back() + QStringLiteral(" = ?"));
        kinds.push_back(m_types[i].kind);
        isUnsigned.push_back(m_types[i].isUnsigned);
    }
    QString sql;
    QString values; // of a statement that takes those of more rows
    if (shape.kind == Kind::Insert || shape.kind == Kind::Replace) {
        values = u'(' + QStringList(columns.size(), QStringLiteral("?")).join(QStringLiteral(", ")) + u')';
        const bool inPlace = shape.kind == Kind::Replace && m_replacesInPlace;
        sql = QStringLiteral("%1 INTO %2 (%3) VALUES %4")
                  .arg(shape.kind == Kind::Insert || inPlace ? QStringLiteral("INSERT") : QStringLiteral("REPLACE"),
                       table, columns.join(QStringLiteral(", ")), values);
        if (inPlace) {
            for (QString& column : columns)
                column = QStringLiteral("%1 = VALUES(%1)").arg(column);
            sql += QStringLiteral(" ON DUPLICATE KEY UPDATE ") + columns.join(QStringLiteral(", "));
            values.clear(); // they are not what it ends with
        }
        key.assign(m_table.keyColumns.begin(), m_table.keyColumns.end());
        for (std::size_t i = 0; key.empty() && i < kinds.size(); ++i)
            key.push_back(i);
    } else {
        const bool isUpdate = shape.kind == Kind::Update || shape.kind == Kind::KeylessUpdate;
        const std::size_t first = kinds.size();
        QString where = isWhole ? wholeTerms(kinds, isUnsigned) : keyTerms(kinds, isUnsigned);
        for (std::size_t i = first; i < kinds.size(); ++i)
            key.push_back(i);
        if (shape.isExact)
            where += QStringLiteral(" AND ") + wholeTerms(kinds, isUnsigned);
        sql =
            isUpdate
                ? QStringLiteral("UPDATE %1 SET %2 WHERE %3").arg(table, assignments.join(QStringLiteral(", ")), where)
                : QStringLiteral("DELETE FROM %1 WHERE %2").arg(table, where);
        if (isOne)
            sql += QStringLiteral(" LIMIT 1");
    }
    ENGINE_TRY_AS(MyBulk bulk, MyBulk::prepare(m_connection, sql, values, kinds, isUnsigned));
    return Set{std::move(bulk), std::move(key)};
}

bool MyTableWriter::isRight(const Shape& shape, std::uint64_t affected, std::uint64_t rows) const
{
    return shape.kind == Kind::Replace || shape.mayBeMissing || affected == rows;
}

Result<> MyTableWriter::flush()
{
    if (!m_now)
        return {};
    const Shape shape = *m_now;
    const auto found = m_sets.find(shape);
    Set& set = found->second;
    m_now.reset();
    const std::size_t rows = set.bulk.rows();
    Result<> done;
    if (rows > 1)
        done = m_connection.execute(QStringLiteral("SAVEPOINT ") + kMark);
    if (done && rows > 1) {
        const auto affected = set.bulk.run();
        if (!affected && !isMyRowError(affected.error()))
            done = fail(affected.error());
        else if (!affected || !isRight(shape, *affected, rows)) {
            done = m_connection.execute(QStringLiteral("ROLLBACK TO SAVEPOINT ") + kMark);
            if (done)
                done = flushOneByOne(set, shape);
        } else {
            done = resolveKept();
        }
    } else if (done) {
        done = flushOneByOne(set, shape);
    }
    set.bulk.clear();
    m_operations.clear();
    m_kept.clear();
    if (!done)
        return explainMyError(std::move(done).error(), m_target, m_table.name, QString());
    return {};
}

/// Finds the row that the table does not take, or does not have.
Result<> MyTableWriter::flushOneByOne(Set& set, const Shape& shape)
{
    for (std::size_t row = 0; row < set.bulk.rows(); ++row)
        ENGINE_TRY(writeOne(set, shape, row));
    return {};
}

Result<> MyTableWriter::writeOne(Set& set, const Shape& shape, std::size_t row)
{
    if (!m_kept.empty() && m_settler.isHeld(m_table, keptAt(row).change))
        return m_settler.keep(keptAt(row));
    const auto affected = set.bulk.runOne(row);
    const bool isWritten = affected && isRight(shape, *affected, 1);
    if (isWritten)
        return m_kept.empty() ? Result<>() : m_settler.applied(keptAt(row));
    const Failure failure =
        affected ? myConflict(m_target, m_table.name, keyText(set, row), QStringLiteral("a row with this key"))
                 : explainMyError(affected.error(), m_target, m_table.name, keyText(set, row));
    const Error& why = failure.value();
    // More rows than one were found: what was done to them stays only if the stream stops.
    if (m_kept.empty() || why.code != ErrorCode::Conflict || (affected && *affected > 1))
        return failure;
    return settle(keptAt(row), why);
}

void MyTableWriter::keep(const RowChange& change)
{
    if (!m_settler.settles())
        return;
    m_kept.push_back({m_operations.size(), m_settler.place()});
    ByteWriter writer(m_operations);
    writeChange(writer, change);
}

FaultyOperation MyTableWriter::keptAt(std::size_t row) const
{
    const std::size_t begin = m_kept[row].begin;
    const std::size_t end = row + 1 < m_kept.size() ? m_kept[row + 1].begin : m_operations.size();
    ChangeReader reader(BytesView(m_operations).substr(begin, end - begin));
    FaultyOperation operation{m_table, {}, m_kept[row].place};
    reader.next(operation.change);
    return operation;
}

/// Rows that were sent again have been applied as a set.
Result<> MyTableWriter::resolveKept()
{
    for (std::size_t row = 0; row < m_kept.size(); ++row)
        ENGINE_TRY(m_settler.applied(keptAt(row)));
    return {};
}

Result<> MyTableWriter::settle(const FaultyOperation& failed, const Error& why)
{
    return m_settler.settle(failed, why, [&](BytesView whole) -> Result<> {
        const auto written = writeSource(failed.change, whole);
        if (written)
            return {};
        return explainMyError(written.error(), m_target, m_table.name, why.args.value(1));
    });
}

/// Not by REPLACE, which takes away other rows that have one of its unique values: such a value is refused.
Result<> MyTableWriter::writeSource(const RowChange& change, BytesView whole)
{
    Decoded source; // the operation at hand stays as it is
    ENGINE_TRY(decode(change, source));
    if (!whole.empty() && !decodeRow(whole, source.after))
        return malformed(QStringLiteral("a row of table %1 is malformed").arg(m_table.name));
    const auto run = [this](Kind kind, const std::vector<Cell>& cells) -> Result<> {
        ENGINE_TRY_AS(Set set, prepare({kind, {}, true, false}));
        for (const Cell& cell : cells) {
            if (!set.bulk.add(cell))
                return malformed(QStringLiteral("a row of table %1 is malformed").arg(m_table.name));
        }
        set.bulk.endRow();
        const auto affected = set.bulk.runOne(0);
        return affected ? Result<>() : Result<>(fail(affected.error()));
    };
    if (whole.empty())
        return run(Kind::Delete, source.before);
    if (m_table.keyColumns.empty())
        return run(Kind::Insert, source.after);
    std::vector<Cell> place;
    for (const std::uint32_t column : m_table.keyColumns)
        place.push_back(source.after[column]);
    if (change.kind == ChangeKind::Update && keyChanges(source))
        ENGINE_TRY(run(Kind::Delete, source.before));
    if (m_hasMore) {
        ENGINE_TRY_AS(const bool isThere, updateWhole(source.after));
        if (isThere)
            return {};
    }
    ENGINE_TRY(run(Kind::Delete, place));
    return run(Kind::Insert, source.after);
}

void MyTableWriter::drop()
{
    for (auto& [shape, set] : m_sets)
        set.bulk.clear();
    m_now.reset();
    m_operations.clear();
    m_kept.clear();
}

bool MyTableWriter::Decoded::isWhole() const
{
    return std::ranges::none_of(after, [](const Cell& cell) { return cell.kind == CellKind::Unchanged; });
}

bool MyTableWriter::keyChanges(const Decoded& row) const
{
    for (std::size_t i = 0; i < row.before.size(); ++i) {
        if (!sameCell(row.before[i], row.after[m_table.keyColumns[i]]))
            return true;
    }
    return false;
}

QString MyTableWriter::keyText(const Set& set, std::size_t row) const
{
    QStringList values;
    for (const std::size_t parameter : set.keyParameters)
        values.append(set.bulk.text(parameter, row));
    return values.join(QStringLiteral(", "));
}

} // namespace busheng
