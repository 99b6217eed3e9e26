// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/gate.h"

namespace busheng {

/// How a database writes names and texts: "postgres", "mariadb", "sqlite".
struct GateDialect {
    QString driver;

    QString name(const QString& plain) const;  ///< one name, quoted
    QString table(const QString& plain) const; ///< "schema.table", each part quoted; SQLite has no schemas
    QString text(const QString& plain) const;  ///< a literal
};

/// What is run for a rule: one SELECT of its bad rows; or, where the database's own words differ too much from one to
/// the next, of all its values, each of which is judged as it comes by (ValueCheck).
struct GateQuery {
    QString select;
    bool judgesValues = false; ///< the last column is the value, those before it are the key
    bool counts = false;       ///< one row, with the number of rows
};

/// `key`: the columns of the table by which its rows are told apart; empty: those of the rule. The rule must be without
/// mistake (gateRuleMistake()). Thread: any.
GateQuery gateQuery(const GateRule& rule, const GateDialect& dialect, const QStringList& key);

/// "MIN..MAX" of a rule of kind rows.
bool isRowCountRight(const QString& range, quint64 rows);

} // namespace busheng
