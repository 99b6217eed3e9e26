// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/cell.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace busheng {

/// What a query found, each value as the text or the bytes that it is.
class FaultRows {
public:
    void add(std::vector<std::optional<Bytes>> row) { m_rows.push_back(std::move(row)); }
    int rows() const { return static_cast<int>(m_rows.size()); }
    bool isNull(int row, int column) const { return !at(row, column); }
    BytesView bytes(int row, int column) const { return at(row, column) ? BytesView(*at(row, column)) : BytesView(); }
    QString text(int row, int column) const { return QString::fromUtf8(toQByteArray(bytes(row, column))); }
    std::int64_t integer(int row, int column) const { return toQByteArray(bytes(row, column)).toLongLong(); }

private:
    const std::optional<Bytes>& at(int row, int column) const
    {
        return m_rows.at(static_cast<std::size_t>(row)).at(static_cast<std::size_t>(column));
    }
    std::vector<std::vector<std::optional<Bytes>>> m_rows;
};

/// A target's database as its exceptions, its parked tables and its desk speak to it (docs/apply-errors.md): statements
/// that MariaDB and SQLite both read, and the few words in which they differ. PostgreSQL, which takes all of it as
/// binary parameters in a pipeline, has tables of its own kind.
///
/// Thread: that of the connection, which must outlive it. Fails: as the connection.
class FaultSql {
public:
    virtual ~FaultSql() = default;
    /// The name of one of our own tables.
    virtual QString own(const QString& table) const = 0;
    virtual QString literal(const QString& text) const = 0;
    /// Milliseconds since 1970, UTC.
    virtual QString now() const = 0;
    /// The type of a primary key that numbers itself.
    virtual QString serial() const = 0;
    virtual Result<bool> hasTable(const QString& table) = 0;
    /// Where it is missing. Outside a transaction: it may commit.
    virtual Result<> createTable(const QString& table, const QString& columns) = 0;

    virtual Result<> execute(const QString& sql) = 0;
    /// One statement with a `?` for each of `values`; large ones are not part of its text.
    virtual Result<> run(const QString& sql, const std::vector<Cell>& values) = 0;
    virtual Result<FaultRows> query(const QString& sql) = 0;
    /// Rows that the last execute() wrote.
    virtual std::int64_t changed() const = 0;
};

/// Bytes as a literal.
inline QString hexLiteral(BytesView bytes)
{
    return QStringLiteral("X'%1'").arg(toHex(bytes));
}

} // namespace busheng
