// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/table_snapshot.h"
#include "engine/model/dataset.h"
#include "engine/model/finding.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace busheng {

/// One moment of a source, as a route that looks at its tables sees it.
struct PolledMoment {
    std::unique_ptr<TableSnapshot> snapshot;
    /// First column of the first row of a statement, of the same moment, as text; empty: NULL, or no row.
    std::function<Result<QString>(const QString& sql)> value;
};

/// What a column tells about when its row changed.
enum class StampKind {
    Time,  ///< a date, or a date and a time; of the source's own wall clock where it names no zone
    Number ///< a whole number
};

/// A database whose tables are looked at again and again, and its words for doing so. One implementation per database.
///
/// Thread: the capture worker. Fails: Sql SRC_UNAVAILABLE (transient), Schema SRC_TABLE_*.
class PolledSource {
public:
    virtual ~PolledSource() = default;
    /// Once, before a capturer begins: what makes the source bear being read. Not for a look before operation.
    virtual Result<> prepare() { return {}; }
    /// Which tables are read from now on; first those of the dataset.
    virtual void setTables(const QStringList& tables) = 0;
    /// Of these tables as they are now; refuses columns whose values cannot travel.
    virtual Result<DatasetSchema> readSchema() = 0;
    virtual Result<PolledMoment> openMoment() = 0;

    /// What a check before publishing has to say that only this kind of source knows.
    virtual Result<std::vector<Finding>> findings() { return std::vector<Finding>(); }
    /// A query: who we are there.
    virtual QString userSql() const { return QStringLiteral("SELECT CURRENT_USER"); }

    /// Nothing for a type that can tell no order of changes.
    virtual std::optional<StampKind> stampKind(const ColumnSchema& column) const = 0;
    virtual QString quotedTable(const QString& table) const = 0;
    virtual QString quoted(const QString& column) const = 0;
    /// A statement whose value is the newest stamp, but not later than now: a clock that once was ahead must not hide
    /// what is stamped after it. Empty: there is none, which only numbers say.
    virtual QString newestSql(const QString& table, const ColumnSchema& column, StampKind kind) const = 0;
    /// A condition: stamped no earlier than `overlap` before the earlier of two moments that newestSql() gave.
    virtual QString sinceSql(const ColumnSchema& column, StampKind kind, const QString& one, const QString& other,
                             qint64 overlap) const = 0;
    /// A condition, never NULL: the column marks its row as deleted. Nothing for a type that cannot.
    virtual std::optional<QString> deletedSql(const ColumnSchema& column) const = 0;
    /// Runs one UPDATE, in a transaction of its own; answers with the rows that it changed.
    virtual Result<std::int64_t> change(const QString& sql) = 0;
    /// Runs one statement that makes or removes what is ours at a table. Where the database lets it, it waits for
    /// nobody who works with the table: others would queue behind it. Fails: then Sql, transient.
    virtual Result<> alter(const QString& sql);
    /// A whole number of 32 bits at least, with a sign.
    virtual bool holdsBatches(const ColumnSchema& column) const = 0;
    /// The UPDATE that gives up to `limit` rows of which `column` is 0 or NULL the value `mark`.
    virtual QString markSql(const TableSchema& table, const ColumnSchema& column, qint64 mark, int limit) const;
    /// The statement that lets a user write the column.
    virtual QString grantSql(const QString& table, const QString& column, const QString& user) const = 0;
    /// Of the trigger route: where triggers on `table` note the keys of rows that changed, as TableSchema names a
    /// table; its columns are `busheng_id` and the key's. Empty: this database has another trigger route.
    virtual QString changeTable(const QString&) const { return {}; }
    virtual QStringList installSql(const TableSchema&) const { return {}; }
    virtual QStringList uninstallSql(const TableSchema&) const { return {}; }
    /// A statement whose value is 1 when triggers may be made on the table, and the one that gives the right. Empty:
    /// there are no rights.
    virtual QString mayTriggerSql(const TableSchema&) const { return {}; }
    virtual QString grantTriggerSql(const TableSchema&, const QString&) const { return {}; }
    /// A setting of the server that making triggers needs: its name, a statement whose value is 1 when it is as it must
    /// be, and what mends it. Empty: there is none.
    virtual QStringList triggerSetting() const { return {}; }
    /// The trigger or table of ours that is gone or switched off; empty: none is.
    virtual Result<QString> missingTrigger(const TableSchema&) { return QString(); }
    /// The statement that makes looking for new stamps cheap.
    QString indexSql(const QString& table, const QString& column) const;

protected:
    /// sinceSql() of numbers, which is the same everywhere.
    QString sinceNumberSql(const ColumnSchema& column, const QString& one, const QString& other, qint64 overlap) const;
    /// deletedSql() of a type by what its values are.
    QString deletedIfTrue(const ColumnSchema& column) const;
    QString deletedIfNotZero(const ColumnSchema& column) const;
    QString deletedIfText(const ColumnSchema& column) const;  ///< not empty, 0, n, no, f, false
    QString deletedIfThere(const ColumnSchema& column) const; ///< not NULL: a time of deletion
    /// A column of the table that is read, in a statement: t."name".
    QString ofRow(const ColumnSchema& column) const { return QStringLiteral("t.") + quoted(column.name); }
};

/// How long alter() waits for a table.
inline constexpr int kTableLockSeconds = 2;

/// What newestSql() would give of a table of numbers that has had no row yet.
QString noStampYet();

/// Which database a source is of decides. `stop` ends every wait. Fails: Config for a location that is none.
Result<std::unique_ptr<PolledSource>> openPgPolledSource(const DatabaseConfig& source, const DatasetConfig& dataset,
                                                         std::stop_token stop);
Result<std::unique_ptr<PolledSource>> openMyPolledSource(const DatabaseConfig& source, const DatasetConfig& dataset,
                                                         std::stop_token stop);
Result<std::unique_ptr<PolledSource>> openSqlitePolledSource(const DatabaseConfig& source,
                                                             const DatasetConfig& dataset);

} // namespace busheng
