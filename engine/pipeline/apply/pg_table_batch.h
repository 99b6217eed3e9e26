// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/row_change.h"
#include "engine/pipeline/apply/byte_arena.h"
#include "engine/pipeline/apply/pg_row.h"
#include "engine/pipeline/apply/pg_target_table.h"

namespace busheng {

/// How a table takes an operation for a set.
enum class Taken {
    Yes,
    AfterFlush, ///< the set must be written first; then it is taken
    InOrder,    ///< no set can hold it: what is before must be written, then it by itself
};

/// What operations on one keyed table come to, per key: the last image of each row, and what the target must hold for
/// them to have been right. Within it order no longer matters, so it can be written set by set.
///
/// Thread: one. Memory: the bytes it points at live in the arena and where the operations do.
class PgTableBatch {
public:
    enum class State : std::uint8_t {
        Insert, ///< the row must not be there
        Update, ///< the row must be there; `after` may lack columns
        Delete, ///< the row must be there
        Upsert, ///< whatever was there
        Remove, ///< whatever was there
        Patch,  ///< an update whose row may be missing
        Absent, ///< inserted and deleted again: the row must not be there, and stays so
    };
    struct Entry {
        std::uint64_t hash = 0;
        BytesView key;    ///< encoded cells, one behind the other
        BytesView before; ///< a key as RowChange has it; empty for Insert and Upsert
        BytesView old;    ///< the whole row that must be there, where the source says so
        BytesView after;
        std::uint32_t columns = 0; ///< of Update and Patch: index into columnSets()
        State state = State::Insert;
    };

    /// `arena` must outlive the batch, and be cleared with it. `lenient`: ConflictPolicy::Overwrite. `mayMove`: a row
    /// may be deleted and written anew when its key changes.
    PgTableBatch(ByteArena& arena, const PgTargetTable& table, bool lenient, bool mayMove);

    /// The operation's bytes must live until clear().
    Taken add(const RowChange& change, bool tolerant);
    const std::vector<Entry>& entries() const { return m_entries; }
    /// Which columns an update carries beside the key, a byte each.
    const std::vector<std::string>& columnSets() const { return m_columnSets; }
    void clear();

private:
    /// An operation as it bears on one key.
    enum class Step : std::uint8_t { Insert, Update, Delete, Upsert, Remove, Patch };

    bool readBefore(const RowChange& change);
    void splitBefore(BytesView before);
    bool readAfter(const RowChange& change);
    Taken addUpdate(const RowChange& change, bool tolerant);
    Taken move(Step remove, Step write, const RowChange& change);
    Taken take(Step step, BytesView key, const RowChange& change);
    BytesView keyOfAfter();
    bool keyChanges() const;
    std::uint32_t find(BytesView key, std::uint64_t hash) const;
    void insertNew(Step step, BytesView key, std::uint64_t hash, const RowChange& change);
    void grow();
    static bool fits(State state, Step step);
    void merge(Entry& entry, Step step, const RowChange& change);
    void overlay(Entry& entry, BytesView newer);
    void setColumns(Entry& entry);

    ByteArena& m_arena;
    const PgTargetTable& m_table;
    bool m_lenient;
    bool m_mayMove;
    bool m_keyIsRun = false; ///< the key's columns stand in the row as they do in the key
    std::vector<Entry> m_entries;
    std::vector<std::uint32_t> m_slots; ///< open addressing: index into m_entries + 1, 0: free
    std::vector<std::string> m_columnSets;

    PgRow m_before; ///< the key
    PgRow m_after;
    BytesView m_key; ///< the bytes that m_before reads
    BytesView m_old; ///< whole old row of the operation at hand
    PgRow m_older;
    Bytes m_scratch;
    std::string m_pattern;
};

} // namespace busheng
