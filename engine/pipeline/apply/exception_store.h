// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/apply/fault_sql.h"
#include "engine/pipeline/apply/row_exception.h"

namespace busheng {

/// The table busheng_exceptions of a MariaDB or SQLite target (docs/apply-errors.md): rows that were set aside, and
/// conflicts. As PgExceptionStore, which says more.
///
/// Thread: that of the connection it is given. Fails: as FaultSql.
class ExceptionStore {
public:
    static const QString kTable;

    /// Looks for the table, and makes it where it is missing and `wanted`; without it nothing is open. Outside a
    /// transaction: it would commit.
    Result<> prepare(FaultSql& sql, bool wanted);
    /// Inside a transaction, at its begin.
    Result<> learn(FaultSql& sql, const QString& stream);
    void forget() { m_known = false; }
    void committed();
    void rolledBack();
    bool takeChanged() { return std::exchange(m_changed, false); }

    bool hasOpen() const { return m_open.hasOpen(); }
    bool isOpen(const QString& table, BytesView key) const { return m_open.isOpen(Open::placeOf(table, key)); }
    bool holds(const QString& table) const { return m_open.holds(table); }
    bool isHeld(const QString& table, BytesView key) const { return m_open.isHeld(Open::placeOf(table, key)); }

    Result<> add(FaultSql& sql, const RowException& exception);
    /// A row that was sent again was refused again.
    Result<> failedAgain(FaultSql& sql, const RowException& exception);
    /// A row that was sent again has been applied. Nothing when nothing was open.
    Result<> resolve(FaultSql& sql, const QString& stream, const QString& table, BytesView key);
    /// All rows of these tables are loaded anew: what was open of them is resolved, and what was dismissed of an
    /// earlier load is missed no more.
    Result<> resolveAll(FaultSql& sql, const QString& stream, const QStringList& tables);
    Result<TargetFaults> count(FaultSql& sql, const QString& stream) const;
    Result<std::uint64_t> countLoaded(FaultSql& sql, const QString& stream, const QString& table) const;

private:
    using Open = OpenExceptions;
    Result<> trim(FaultSql& sql, const QString& stream);

    bool m_isThere = false;
    bool m_known = false;
    bool m_touched = false;     ///< by the transaction at hand
    bool m_changed = false;     ///< committed, and not yet taken
    std::uint64_t m_closed = 0; ///< written since the last trim
    Open m_open;
};

} // namespace busheng
