// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/model/row_change.h"
#include "engine/pipeline/apply/target_writer.h"

#include <map>

namespace busheng {

/// One row for busheng.exceptions.
struct PgException {
    QString stream;
    PacketPlace place;
    QString table;
    QString operation; ///< "insert", ...
    bool isConflict = false;
    bool isOpen = true; ///< else the policy has settled it
    QString key;        ///< for people
    Bytes keyCells;     ///< by which the row is found: RowChange::before of a Remove
    Bytes otherCells;   ///< of the row's other key, where an update moves it or the table has none; else empty
    QString oldRow;     ///< JSON; empty: not known
    QString newRow;
    QString currentRow;
    QString sqlState;
    QString message;
    QString outcome; ///< of what is settled
};

/// The table busheng.exceptions of a PostgreSQL target (docs/apply-errors.md): rows that were set aside, and conflicts.
///
/// Written in the transaction that goes on without the row. What the store knows of open rows is read at a
/// transaction's begin when it is not known, and follows what is written; rolledBack() forgets it.
///
/// Thread: that of the connection. Fails: as PgConnection.
class PgExceptionStore {
public:
    /// Makes the table where it is missing. Outside a transaction.
    static Result<> createTable(PgConnection& connection);

    explicit PgExceptionStore(PgConnection& connection) : m_connection(connection) {}

    /// Inside a transaction, at its begin.
    Result<> learn(const QString& stream);
    void forget() { m_known = false; }
    void committed();
    void rolledBack();
    bool takeChanged();

    /// Some row of the stream is open.
    bool hasOpen() const { return !m_open.empty(); }
    bool isOpen(const QString& table, BytesView key) const { return m_open.contains(placeOf(table, key)); }
    /// Some conflict of the table waits for a person, so that all changes of that row wait.
    bool holds(const QString& table) const { return m_heldTables.contains(table); }
    bool isHeld(const QString& table, BytesView key) const { return m_held.contains(placeOf(table, key)); }

    Result<> add(const PgException& exception);
    /// A row that was sent again was refused again: what is open of it says so.
    Result<> failedAgain(const PgException& exception);
    /// A row that was sent again has been applied: what was open of it is resolved. Nothing when nothing was open.
    Result<> resolve(const QString& stream, const QString& table, BytesView key);
    /// All rows are loaded anew.
    Result<> resolveAll(const QString& stream);
    static Result<TargetFaults> count(PgConnection& connection, const QString& stream);
    static Result<std::uint64_t> countLoaded(PgConnection& connection, const QString& stream, const QString& table);

private:
    using Place = std::pair<QString, Bytes>; ///< table, digest of the key
    static Place placeOf(const QString& table, BytesView key);
    void opened(const Place& place, bool isConflict);
    void closed(const Place& place, bool isConflict);
    void forgetOpen();
    Result<> trim(const QString& stream);

    PgConnection& m_connection;
    bool m_known = false;
    bool m_touched = false;     ///< by the transaction at hand
    bool m_changed = false;     ///< committed, and not yet taken
    std::uint64_t m_closed = 0; ///< written since the last trim
    // How many open rows there are of each; a row that moves has two places.
    std::map<Place, std::uint32_t> m_open;
    std::map<Place, std::uint32_t> m_held;
    std::map<QString, std::uint32_t> m_heldTables;
};

} // namespace busheng
