// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_connection.h"
#include "engine/pipeline/apply/row_exception.h"

namespace busheng {

/// The table busheng_exceptions of a MariaDB target, in the database that its location names (docs/apply-errors.md):
/// rows that were set aside, and conflicts. As PgExceptionStore, which says more.
///
/// Thread: that of the connection it is given. Fails: as MyConnection.
class MyExceptionStore {
public:
    explicit MyExceptionStore(const QString& database);

    /// Looks for the table, and makes it where it is missing and `wanted`; without it nothing is open. Outside a
    /// transaction: it would commit.
    Result<> prepare(MyConnection& connection, bool wanted);
    /// Inside a transaction, at its begin.
    Result<> learn(MyConnection& connection, const QString& stream);
    void forget() { m_known = false; }
    void committed();
    void rolledBack();
    bool takeChanged() { return std::exchange(m_changed, false); }

    bool hasOpen() const { return m_open.hasOpen(); }
    bool isOpen(const QString& table, BytesView key) const { return m_open.isOpen(Open::placeOf(table, key)); }
    bool holds(const QString& table) const { return m_open.holds(table); }
    bool isHeld(const QString& table, BytesView key) const { return m_open.isHeld(Open::placeOf(table, key)); }

    Result<> add(MyConnection& connection, const RowException& exception);
    /// A row that was sent again was refused again.
    Result<> failedAgain(MyConnection& connection, const RowException& exception);
    /// A row that was sent again has been applied. Nothing when nothing was open.
    Result<> resolve(MyConnection& connection, const QString& stream, const QString& table, BytesView key);
    /// All rows of these tables are loaded anew: what was open of them is resolved, and what was dismissed of an
    /// earlier load is missed no more.
    Result<> resolveAll(MyConnection& connection, const QString& stream, const QStringList& tables);
    Result<TargetFaults> count(MyConnection& connection, const QString& stream) const;
    Result<std::uint64_t> countLoaded(MyConnection& connection, const QString& stream, const QString& table) const;
    /// As SQL.
    const QString& table() const { return m_table; }

private:
    using Open = OpenExceptions;
    Result<> trim(MyConnection& connection, const QString& stream);

    QString m_table;
    bool m_isThere = false;
    bool m_known = false;
    bool m_touched = false;     ///< by the transaction at hand
    bool m_changed = false;     ///< committed, and not yet taken
    std::uint64_t m_closed = 0; ///< written since the last trim
    Open m_open;
};

/// Bytes as a literal.
QString myHexLiteral(BytesView bytes);
/// The moment as the table holds it: milliseconds since 1970, UTC.
extern const char kMyNowMs[];

} // namespace busheng
