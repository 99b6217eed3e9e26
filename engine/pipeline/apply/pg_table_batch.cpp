// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_table_batch.h"

#include <xxhash.h>

namespace busheng {
namespace {

constexpr std::size_t kFirstSlots = 1024;

std::uint64_t hashOf(BytesView key)
{
    return XXH3_64bits(key.data(), key.size());
}

} // namespace

PgTableBatch::PgTableBatch(ByteArena& arena, const PgTargetTable& table, bool lenient, bool mayMove)
    : m_arena(arena), m_table(table), m_lenient(lenient), m_mayMove(mayMove && !table.hasFurtherColumns)
{
    const std::vector<std::uint32_t>& key = table.schema.keyColumns;
    m_keyIsRun = true;
    for (std::size_t i = 1; i < key.size(); ++i)
        m_keyIsRun = m_keyIsRun && key[i] == key[i - 1] + 1;
    m_slots.resize(kFirstSlots);
}

void PgTableBatch::clear()
{
    m_entries.clear();
    m_columnSets.clear();
    std::fill(m_slots.begin(), m_slots.end(), 0U);
}

/// What is malformed, or has a key that cannot be one, is left to the writer of single operations, who says so.
bool PgTableBatch::readBefore(const RowChange& change)
{
    splitBefore(change.before);
    return m_before.read(m_key) && m_before.size() == m_table.schema.keyColumns.size() && m_before.isWhole() &&
           !m_before.hasNull();
}

void PgTableBatch::splitBefore(BytesView before)
{
    m_key = before;
    m_old = {};
    m_scratch.clear();
    if (!m_table.hasWholeBefore(before) || !projectRow(before, m_table.schema.keyColumns, m_scratch))
        return;
    m_key = m_arena.add(m_scratch);
    if (!m_lenient && m_older.read(before) && m_older.isWhole())
        m_old = before;
}

bool PgTableBatch::readAfter(const RowChange& change)
{
    if (!m_after.read(change.after) || m_after.size() != m_table.columns.size())
        return false;
    if (change.kind != ChangeKind::Update && !m_after.isWhole())
        return false;
    for (const std::uint32_t column : m_table.schema.keyColumns) {
        if (m_after.cell(column).kind == CellKind::Null)
            return false;
    }
    return true;
}

Taken PgTableBatch::add(const RowChange& change, bool tolerant)
{
    const bool lenient = tolerant || m_lenient;
    switch (change.kind) {
    case ChangeKind::Insert:
    case ChangeKind::Upsert:
        if (!readAfter(change))
            return Taken::InOrder;
        return take(lenient || change.kind == ChangeKind::Upsert ? Step::Upsert : Step::Insert, keyOfAfter(), change);
    case ChangeKind::Update:
        if (!readBefore(change) || !readAfter(change))
            return Taken::InOrder;
        return addUpdate(change, tolerant);
    case ChangeKind::Delete:
    case ChangeKind::Remove: {
        if (!readBefore(change))
            return Taken::InOrder;
        const bool mayBeMissing = lenient || change.kind == ChangeKind::Remove || m_table.cascades;
        return take(mayBeMissing ? Step::Remove : Step::Delete, m_before.encoded(0, m_before.size() - 1), change);
    }
    case ChangeKind::Truncate:
    case ChangeKind::Clear:
    case ChangeKind::Part:
    case ChangeKind::LeftOut:
    case ChangeKind::Value:
        break;
    }
    return Taken::InOrder;
}

Taken PgTableBatch::addUpdate(const RowChange& change, bool tolerant)
{
    const bool lenient = tolerant || m_lenient;
    if (keyChanges()) {
        if (!m_mayMove || !m_after.isWhole())
            return Taken::InOrder;
        return lenient ? move(Step::Remove, Step::Upsert, change) : move(Step::Delete, Step::Insert, change);
    }
    const BytesView key = m_before.encoded(0, m_before.size() - 1);
    if (lenient && m_after.isWhole())
        return take(Step::Upsert, key, change);
    return take(tolerant ? Step::Patch : Step::Update, key, change);
}

bool PgTableBatch::keyChanges() const
{
    for (std::size_t i = 0; i < m_before.size(); ++i) {
        const Cell& after = m_after.cell(m_table.schema.keyColumns[i]);
        if (after.kind != CellKind::Unchanged && after.bytes != m_before.cell(i).bytes)
            return true;
    }
    return false;
}

BytesView PgTableBatch::keyOfAfter()
{
    const std::vector<std::uint32_t>& key = m_table.schema.keyColumns;
    if (m_keyIsRun)
        return m_after.encoded(key.front(), key.back());
    m_scratch.clear();
    for (const std::uint32_t column : key)
        m_scratch.append(m_after.encoded(column));
    return m_arena.add(m_scratch);
}

/// Both halves are taken, or none.
Taken PgTableBatch::move(Step remove, Step write, const RowChange& change)
{
    const BytesView from = m_before.encoded(0, m_before.size() - 1);
    const BytesView to = keyOfAfter();
    const std::uint32_t target = find(to, hashOf(to));
    if (target != 0 && !fits(m_entries[target - 1].state, write))
        return Taken::AfterFlush;
    if (const Taken taken = take(remove, from, change); taken != Taken::Yes)
        return taken;
    return take(write, to, change);
}

Taken PgTableBatch::take(Step step, BytesView key, const RowChange& change)
{
    const std::uint64_t hash = hashOf(key);
    const std::uint32_t known = find(key, hash);
    if (known == 0) {
        insertNew(step, key, hash, change);
        return Taken::Yes;
    }
    Entry& entry = m_entries[known - 1];
    if (!fits(entry.state, step))
        return Taken::AfterFlush;
    merge(entry, step, change);
    return Taken::Yes;
}

std::uint32_t PgTableBatch::find(BytesView key, std::uint64_t hash) const
{
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t slot = hash & mask; m_slots[slot] != 0; slot = (slot + 1) & mask) {
        const Entry& entry = m_entries[m_slots[slot] - 1];
        if (entry.hash == hash && entry.key == key)
            return m_slots[slot];
    }
    return 0;
}

void PgTableBatch::grow()
{
    m_slots.assign(m_slots.size() * 2, 0);
    const std::size_t mask = m_slots.size() - 1;
    for (std::uint32_t i = 0; i < m_entries.size(); ++i) {
        std::size_t slot = m_entries[i].hash & mask;
        while (m_slots[slot] != 0)
            slot = (slot + 1) & mask;
        m_slots[slot] = i + 1;
    }
}

void PgTableBatch::insertNew(Step step, BytesView key, std::uint64_t hash, const RowChange& change)
{
    static constexpr State kFirst[] = {State::Insert, State::Update, State::Delete,
                                       State::Upsert, State::Remove, State::Patch};
    Entry entry;
    entry.state = kFirst[static_cast<std::size_t>(step)];
    entry.hash = hash;
    entry.key = key;
    // A row that moves brings its old key along, which says nothing about the place it moves to.
    if (step != Step::Insert && step != Step::Upsert)
        entry.before = m_key;
    if (entry.state == State::Update || entry.state == State::Delete)
        entry.old = m_old;
    entry.after = change.after;
    if (entry.state == State::Update || entry.state == State::Patch)
        setColumns(entry);
    m_entries.push_back(entry);
    if (m_entries.size() * 2 > m_slots.size()) {
        grow();
        return;
    }
    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = hash & mask;
    while (m_slots[slot] != 0)
        slot = (slot + 1) & mask;
    m_slots[slot] = static_cast<std::uint32_t>(m_entries.size());
}

/// Whether the step may follow without a conflict for certain. Where it may not, the target shall say so itself, once
/// the set so far is written.
bool PgTableBatch::fits(State state, Step step)
{
    switch (step) {
    case Step::Insert:
        return state == State::Delete || state == State::Remove || state == State::Absent;
    case Step::Update:
        return state == State::Insert || state == State::Update || state == State::Upsert;
    case Step::Delete:
        return state == State::Insert || state == State::Update || state == State::Upsert;
    case Step::Upsert:
    case Step::Remove:
    case Step::Patch:
        return true;
    }
    return false;
}

void PgTableBatch::merge(Entry& entry, Step step, const RowChange& change)
{
    const State was = entry.state;
    const bool gone = was == State::Delete || was == State::Remove || was == State::Absent;
    switch (step) {
    case Step::Update:
    case Step::Patch:
        if (!gone)
            overlay(entry, change.after);
        return;
    case Step::Delete:
    case Step::Remove:
        if (was == State::Insert)
            entry.state = State::Absent;
        else if (was == State::Update)
            entry.state = State::Delete;
        else if (was == State::Upsert || was == State::Patch)
            entry.state = State::Remove;
        if (entry.before.empty())
            entry.before = m_key;
        return;
    case Step::Insert:
    case Step::Upsert:
        if (was == State::Delete)
            entry.state = State::Update;
        else if (was == State::Remove || was == State::Patch)
            entry.state = State::Upsert;
        else if (was == State::Absent)
            entry.state = State::Insert;
        entry.after = change.after;
        if (entry.state == State::Update) {
            m_after.read(entry.after);
            setColumns(entry);
        }
        return;
    }
}

/// What the newer image does not carry stays as the older one has it.
void PgTableBatch::overlay(Entry& entry, BytesView newer)
{
    if (m_after.isWhole()) {
        entry.after = newer;
    } else {
        m_older.read(entry.after);
        m_scratch.clear();
        ByteWriter out(m_scratch);
        out.varint(m_after.size());
        for (std::size_t i = 0; i < m_after.size(); ++i)
            out.raw(m_after.cell(i).kind == CellKind::Unchanged ? m_older.encoded(i) : m_after.encoded(i));
        entry.after = m_arena.add(m_scratch);
        m_after.read(entry.after);
    }
    if (entry.state == State::Update || entry.state == State::Patch)
        setColumns(entry);
}

/// Of the row in m_after.
void PgTableBatch::setColumns(Entry& entry)
{
    m_pattern.assign(m_after.size(), 0);
    for (std::size_t i = 0; i < m_pattern.size(); ++i) {
        if (!m_table.columns[i].isKey && m_after.cell(i).kind != CellKind::Unchanged)
            m_pattern[i] = 1;
    }
    // Nearly always the first: most updates of a table carry the same columns.
    for (std::uint32_t i = 0; i < m_columnSets.size(); ++i) {
        if (m_columnSets[i] == m_pattern) {
            entry.columns = i;
            return;
        }
    }
    entry.columns = static_cast<std::uint32_t>(m_columnSets.size());
    m_columnSets.push_back(m_pattern);
}

} // namespace busheng
