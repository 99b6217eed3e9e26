// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/pipeline/apply/row_exception.h"

namespace busheng {

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
    bool hasOpen() const { return m_open.hasOpen(); }
    bool isOpen(const QString& table, BytesView key) const { return m_open.isOpen(Open::placeOf(table, key)); }
    /// Some conflict of the table waits for a person, so that all changes of that row wait.
    bool holds(const QString& table) const { return m_open.holds(table); }
    bool isHeld(const QString& table, BytesView key) const { return m_open.isHeld(Open::placeOf(table, key)); }

    Result<> add(const RowException& exception);
    /// A row that was sent again was refused again: what is open of it says so.
    Result<> failedAgain(const RowException& exception);
    /// A row that was sent again has been applied: what was open of it is resolved. Nothing when nothing was open.
    Result<> resolve(const QString& stream, const QString& table, BytesView key);
    /// All rows of these tables are loaded anew: what was open of them is resolved, and what was dismissed of an
    /// earlier load is missed no more.
    Result<> resolveAll(const QString& stream, const QStringList& tables);
    static Result<TargetFaults> count(PgConnection& connection, const QString& stream);
    static Result<std::uint64_t> countLoaded(PgConnection& connection, const QString& stream, const QString& table);

private:
    using Open = OpenExceptions;
    Result<> trim(const QString& stream);

    PgConnection& m_connection;
    bool m_known = false;
    bool m_touched = false;     ///< by the transaction at hand
    bool m_changed = false;     ///< committed, and not yet taken
    std::uint64_t m_closed = 0; ///< written since the last trim
    Open m_open;
};

} // namespace busheng
