// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/row_change.h"
#include "engine/pipeline/apply/my_bulk.h"
#include "engine/pipeline/apply/row_settler.h"

#include <map>
#include <optional>

namespace busheng {

/// Writes the operations on one table of a MariaDB target, in their order: those of one kind that follow each other go
/// to the server in one message (my_bulk.h). A set that does not go as the source says is undone and written row by
/// row, which finds the row.
///
/// Strict: an insert finds no such row, an update or delete finds exactly one. Tolerant: the source's row wins,
/// whatever was there; a whole row that meets another row in a further unique index removes that one. A row of a
/// keyless table is found by all its values, each to the byte; of equal rows one is taken. Where the source tells the
/// whole row that it changed, the row here must be that one.
///
/// A row that does not go is settled as the policy says; without one that settles it is the failure.
///
/// Thread: that of the connection. Fails: Conflict TGT_CONFLICT; Schema TGT_STRUCTURE; Protocol without event for
/// malformed rows; Sql and Storage that may pass.
class MyTableWriter {
public:
    /// `found`: the table as it is here; every column of `wanted` is there. `mostRows`: of a set.
    MyTableWriter(MyConnection& connection, QString target, TableSchema wanted, const TableSchema& found,
                  std::size_t mostRows, RowSettler& settler);

    /// Adds the rows it changes to `changed`.
    Result<> take(const RowChange& change, bool tolerant, std::uint64_t& changed);
    /// Writes what was taken.
    Result<> flush();
    /// Forgets what was taken.
    void drop();

private:
    enum class Kind : std::uint8_t { Insert, Replace, Update, Delete, KeylessUpdate, KeylessDelete, KeylessRemove };
    struct Shape {
        Kind kind = Kind::Insert;
        Bytes columns; ///< of an update: one byte each, 1 where it sets the column
        bool mayBeMissing = false;
        bool isExact = false; ///< the row must be, to the byte, what the source had
        auto operator<=>(const Shape&) const = default;
    };
    struct Set {
        MyBulk bulk;
        std::vector<std::size_t> keyParameters; ///< what tells the row, for people
    };

    /// An operation's cells, which point into its bytes, or into `key`.
    struct Decoded {
        std::vector<Cell> before;
        std::vector<Cell> after;
        std::vector<Cell> old; ///< the whole row before, where the source tells it; of keyed tables
        Bytes key;
        bool isWhole() const;
    };

    Result<> decode(const RowChange& change, Decoded& out) const;
    Result<> put(const Shape& shape, const std::vector<Cell>* values, const std::vector<Cell>* where);
    Result<> putAside(const RowChange& change, const ColumnSchema& column);
    const ColumnSchema* unreadableColumn(const Decoded& row) const;
    Result<> update(bool tolerant);
    Result<> replace();
    Result<bool> updateWhole(const std::vector<Cell>& after);
    Result<> keyless(const RowChange& change, bool tolerant);
    Result<> truncate(std::uint64_t& changed);
    Result<Set> prepare(const Shape& shape);
    QString keyTerms(std::vector<MyKind>& kinds, std::vector<bool>& isUnsigned) const;
    QString wholeTerms(std::vector<MyKind>& kinds, std::vector<bool>& isUnsigned) const;
    Result<> flushOneByOne(Set& set, const Shape& shape);
    Result<> writeOne(Set& set, const Shape& shape, std::size_t row);
    Result<> settle(const FaultyOperation& failed, const Error& why);
    Result<> writeSource(const RowChange& change, BytesView whole);
    void keep(const RowChange& change);
    FaultyOperation keptAt(std::size_t row) const;
    Result<> resolveKept();
    bool isRight(const Shape& shape, std::uint64_t affected, std::uint64_t rows) const;
    bool keyChanges(const Decoded& row) const;
    QString keyText(const Set& set, std::size_t row) const;
    Failure malformed(const QString& why) const;

    MyConnection& m_connection;
    QString m_target;
    TableSchema m_table;
    std::vector<MyType> m_types; ///< as they are here
    bool m_hasMore = false;      ///< a keyed table has columns beside ours, which REPLACE takes away with the row
    /// And nothing unique but its key: whole rows are written over what is there.
    bool m_replacesInPlace = false;
    std::size_t m_mostRows;
    std::map<Shape, Set> m_sets;
    std::optional<Shape> m_now; ///< of the set that rows are in
    RowSettler& m_settler;
    struct Kept {
        std::size_t begin; ///< in m_operations
        PacketPlace place;
    };
    Bytes m_operations;                  ///< those of the set, when a policy may have to settle one
    std::vector<Kept> m_kept;            ///< one for each
    const RowChange* m_change = nullptr; ///< the operation at hand
    Decoded m_at;
};

/// What a value of the key is compared as, in SQL: a text would make a float of a decimal.
QString myKeyParameter(const MyType& type);

} // namespace busheng
