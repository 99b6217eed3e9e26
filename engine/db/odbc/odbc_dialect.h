// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/db/values/common_type.h"

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace busheng {

/// A piece of SQL with places to be filled, {table}; which places there are is said where it is used.
using OdbcTemplate = QString;

/// What takes the place of {name}, by name.
using OdbcFilling = QHash<QString, QString>;
QString filled(const OdbcTemplate& text, const OdbcFilling& filling);

/// What becomes of a column by its native type: the first rule that fits.
struct OdbcTypeRule {
    enum class When { Always, HasPrecision, NoPrecision, IsWhole /**< no digits behind the point, 18 at most */ };
    QString native; ///< as the catalog's query names it, whatever its case
    When when = When::Always;
    QString as;                                      ///< neutral type with {length} {precision} {scale}; empty: refused
    bool isExact = true;                             ///< false: the neutral type holds further values as well
    QString why;                                     ///< of a refused type: why, and what to do
    OdbcTemplate read = QStringLiteral("{column}");  ///< how a SELECT reads it, exactly
    OdbcTemplate order = QStringLiteral("{column}"); ///< what rows are sorted and found by
    bool isTrimmed = false;                          ///< blanks at the end are no part of a text
};

/// How the newest stamp of a column is asked for, and rows that are stamped since.
struct OdbcStamp {
    OdbcTemplate newest; ///< {column} {table}: not later than now, as "2026-11-27 10:00:00.000"
    OdbcTemplate since;  ///< {column} {stamp} {overlap}
};

/// Triggers that note the keys of changed rows (docs/routes.md). Places: {table} {changes} {owner} (the table's schema)
/// quoted, {tableText} {changesText} {schemaText} as literals, {key} {newKey} {oldKey} (lists of columns), {same} (the
/// old key is the new one), {nulls} (one for each column of the key), {digits} (of the change table's name).
struct OdbcTrigger {
    OdbcTemplate changes; ///< name of the change table, "schema.table": {digits} {owner}, not quoted
    QString newRow;       ///< before a column: "NEW."
    QString oldRow;
    QString equal = QStringLiteral("{old} = {new}"); ///< of one column of the key
    QStringList install;
    QStringList uninstall;
    OdbcTemplate missing; ///< a query that gives 1 when something is gone or switched off
    OdbcTemplate may;     ///< a query that gives 1 when triggers may be made; empty: not asked
    OdbcTemplate grant;   ///< {table} {user}
};

/// A setting that reading needs.
struct OdbcSetting {
    QString name;
    QString sql;  ///< gives 1 when it is as it must be
    QString mend; ///< what makes it so
};

/// How one kind of database is read through ODBC: a dialect file (docs/odbc.md), which says all that differs from one
/// to the next. Never changed once read. Thread: any.
struct OdbcDialect {
    QString name;             ///< "dameng"
    QString title;            ///< "Dameng (达梦) 8"
    QString tried;            ///< with which server and driver it was run; empty: never against a real one
    QString connection;       ///< keywords that a connection gets when its location has them not
    bool isWide = true;       ///< texts travel as UTF-16; else as UTF-8 through the narrow calls
    bool wholeAsText = false; ///< whole numbers too: a driver without 64 bits, or a database that holds anything
    QString quoteOpen;
    QString quoteClose; ///< doubled within a name
    int mostName = 0;   ///< characters of a name
    bool hasSchemas = true;
    bool escapesBackslash = false;                 ///< in literals
    QString lengthWord = QStringLiteral("LENGTH"); ///< the function that gives a text's length
    QStringList session;                           ///< after connecting
    QStringList snapshot;                          ///< begin one read-only transaction of one moment; autocommit is off
    QString product;                               ///< a query: what the server is, in its own words
    QString user;                                  ///< a query: who we are
    QString schema;                                ///< a query: where tables are that are named without one
    QString tables;                                ///< schema, name
    OdbcTemplate columns; ///< {schema} {table} as literals: name, native type, length, precision, scale, 1 for NOT NULL
    OdbcTemplate keys;    ///< names of the primary key's columns, in order
    OdbcTemplate indexes; ///< name, 1 for unique, column; in order. Empty: not asked
    OdbcTemplate paging;  ///< {select} {rows}
    OdbcTemplate textOrder; ///< {column}: sorted by its bytes
    OdbcTemplate textLiteral = QStringLiteral("'{text}'");
    QHash<QString, OdbcTemplate> literals; ///< by neutral word, for keys: {text}, of a binary {hex}
    std::vector<OdbcTypeRule> types;
    QHash<QString, OdbcStamp> stamps; ///< by neutral word: "date", "datetime", "moment", "text"
    OdbcTemplate mark;                ///< of the flag route: {table} {column} {mark} {rows} {key}
    OdbcTemplate grantRead;           ///< {table} {user}
    OdbcTemplate grantUpdate;         ///< {table} {column} {user}
    std::vector<OdbcSetting> settings;
    std::optional<OdbcTrigger> trigger;

    QString quoted(const QString& name) const;
    QString quotedTable(const QString& table) const; ///< "schema.table", the dot divides
    QString literal(const QString& text) const;
    /// A literal of a value of this type, as neutral text. Nothing: the type cannot be compared here.
    std::optional<QString> keyLiteral(const CommonType& type, const Cell& cell) const;
    /// The rule for a native type; null: the dialect knows none.
    const OdbcTypeRule* rule(const QString& native, std::optional<int> precision, std::optional<int> scale) const;
};

/// Reads a dialect file, strictly: every key is known, every place in a template may stand there, each type has one
/// form. `where` names it. Fails: Config CFG_SYNTAX, CFG_UNKNOWN_KEY, CFG_MISSING_KEY, CFG_BAD_VALUE.
Result<OdbcDialect> readOdbcDialect(const QByteArray& json, const QString& where);

} // namespace busheng
