// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

namespace busheng {

/// One SQL statement with values for its question marks, in order. Errors are those of sqlError().
class SqlStatement {
public:
    /// `path` names the journal in errors. A text that cannot be prepared fails at run().
    SqlStatement(const QSqlDatabase& database, const QString& path, const QString& text);

    SqlStatement& bind(const QString& value);
    SqlStatement& bind(qint64 value);
    SqlStatement& bind(double value);
    SqlStatement& bind(quint64 value) { return bind(static_cast<qint64>(value)); }
    SqlStatement& bind(quint32 value) { return bind(static_cast<qint64>(value)); }
    SqlStatement& bind(int value) { return bind(static_cast<qint64>(value)); }
    SqlStatement& bind(bool value) { return bind(static_cast<qint64>(value)); }
    SqlStatement& bind(const QByteArray& value);

    /// Executes with the values bound since the last run; may be repeated with others.
    Result<> run();
    /// The next row of what run() gave; false at the end.
    Result<bool> next();

    QString text(int column) const { return m_query.value(column).toString(); }
    qint64 integer(int column) const { return m_query.value(column).toLongLong(); }
    double real(int column) const { return m_query.value(column).toDouble(); }
    quint64 natural(int column) const { return static_cast<quint64>(integer(column)); }
    bool flag(int column) const { return integer(column) != 0; }
    QByteArray bytes(int column) const { return m_query.value(column).toByteArray(); }
    qint64 lastId() const { return m_query.lastInsertId().toLongLong(); }
    int rowsAffected() const { return m_query.numRowsAffected(); }

private:
    QSqlQuery m_query;
    QString m_path;
    QString m_text;
    int m_bound = 0;
    bool m_prepared = false;
};

} // namespace busheng
