// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <QString>
#include <QStringList>

namespace busheng {

/// What a statement in the binary log means for who reads rows there.
struct MyStatement {
    enum class Kind {
        Begin, ///< or XA START
        Commit,
        Rollback,   ///< of the whole transaction: what came before is undone, of tables that can
        Savepoint,  ///< or what goes back to one: the log has only what stayed
        Xa,         ///< XA COMMIT, XA ROLLBACK
        Emptied,    ///< TRUNCATE, DROP: all rows of the tables go
        Moved,      ///< RENAME, and ALTER TABLE that drops or exchanges partitions: rows come or go without being named
        Definition, ///< any other that changes no rows; of ALTER TABLE and CREATE TABLE with the table
        Rows,       ///< INSERT and the like: rows change that the log does not show
    };
    Kind kind = Kind::Definition;
    QStringList tables; ///< of Emptied, Moved and Definition, "database.table"; all of a database: "database.*"
};

/// Reads a statement as the server logged it; `database` is the one that names without one are in. Comments are passed
/// over, save for those that are executed. What begins with an unknown word is Rows: stopping is safer than missing.
MyStatement readMyStatement(BytesView statement, const QString& database);

} // namespace busheng
