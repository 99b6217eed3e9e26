// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace busheng::bench {

/// The tables of the PostgreSQL suite and the SQL that fills and changes them, all inside the server: generators must
/// not be what is measured.
///
/// `person` has a key, `person_log` the same columns without one (the source has an index on its id, so that producing
/// changes is cheap; the target has none), `mark` takes one row behind every workload: where it is, all before it
/// is too.
namespace workload {

/// One script for an empty database. `isSource` adds what only a source needs.
QString createTables(bool isSource);
QStringList tables(); ///< "public.person", ...

QString insertOneTransaction(const QString& table, qint64 first, qint64 count);
/// `perTransaction` rows a transaction.
QString insertTransactions(qint64 first, qint64 count, qint64 perTransaction);
/// One transaction for each row, in scattered order: `updates` of the rows `first` to `first + count - 1`.
QString updateEach(const QString& table, qint64 first, qint64 count, qint64 updates);
QString deleteEach(qint64 first, qint64 count);
/// A transaction of one row.
QString insertRow(qint64 id);

/// Number and hash over every column of every row, as one text.
QString fingerprint(const QString& table);

} // namespace workload
} // namespace busheng::bench
