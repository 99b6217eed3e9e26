// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/model/position.h"
#include "engine/model/row_change.h"
#include "engine/pipeline/capture/polled_source.h"

#include <map>

namespace busheng {

/// What a route keeps between two looks, by table or under a name of its own (which begins with a blank, as no table's
/// does); the node's journal. Durable: when save() returns. Fails: Storage.
class RouteMemory {
public:
    using Marks = std::map<QString, QString>;

    virtual ~RouteMemory() = default;
    virtual Result<Marks> marks() = 0;
    /// All or none; what is not among them stays.
    virtual Result<> save(const Marks& marks) = 0;
};

/// What a route that looks at the tables sends of a moment of them. PollingCapturer says when, and keeps positions.
///
/// Thread: the capture worker. A look whose rows did not become durable is not kept, and the next one gives them again.
class PolledRoute {
public:
    using Give = std::function<Result<>(const RowChange&)>;

    virtual ~PolledRoute() = default;
    /// Refuses tables that the route cannot be used for. Before the first look, and after the structure was read anew.
    virtual Result<> check(const PolledSource& source, const DatasetSchema& schema) = 0;
    /// The first look of a dataset that has sent nothing yet; marks of an earlier life count for nothing.
    virtual Result<> begin(PolledSource& source, const DatasetSchema& schema) = 0;
    /// Tables that come to a dataset which has begun, as begin() does for all: what changes in them from then on is
    /// given, the rows they have are not. Once more after a crash.
    virtual Result<> take(PolledSource& source, const DatasetSchema& come) = 0;
    /// Whether the source has something of ours at each table.
    virtual bool marksTables() const { return false; }
    /// Takes it away from a table that has left the dataset, and may be gone; no-op where nothing is.
    virtual Result<> leave(PolledSource&, const QString&) { return {}; }
    /// What of the structure travels.
    virtual Result<> shape(DatasetSchema&) const { return {}; }
    /// Before the moment of a look is opened; `at`: the position that it will have.
    virtual Result<> beforeLook(PolledSource&, const DatasetSchema&, Position) { return {}; }
    /// Every receiver has applied what came at or before `position`.
    virtual Result<> noteApplied(PolledSource&, const DatasetSchema&, Position) { return {}; }
    /// Whether to look now. From begin() or the first look on, no position is given to anything before it has.
    virtual bool isDue() = 0;
    /// Whether all that a moment shows must be in the stream before somebody compares with it.
    virtual bool looksAtSnapshots() const = 0;
    /// Gives what changed, as one transaction. The snapshot is as it was when it returns.
    virtual Result<> look(PolledSource& source, PolledMoment& moment, const DatasetSchema& schema,
                          const Give& give) = 0;
    /// What the last look gave is durable.
    virtual Result<> keep() = 0;
    /// What somebody sees who reads a snapshot by himself.
    virtual Result<std::unique_ptr<TableSnapshot>> shown(const PolledSource&, const DatasetSchema&,
                                                         std::unique_ptr<TableSnapshot> snapshot) const
    {
        return snapshot;
    }
    /// Somebody reads a snapshot by himself, of one table or (empty) of all: a target may get rows of it that no look
    /// has given.
    virtual Result<> noteSnapshot(const QString& table) = 0;
};

/// By a column that rises with each change (docs/routes.md): rows stamped since the last look, and a while before it,
/// of which those that were given just so are left out.
///
/// What one look remembers of another is bounded (SeenRows); rows beyond it are given twice, which changes nothing at
/// the target.
std::unique_ptr<PolledRoute> stampRoute(const DatasetConfig& dataset, QString source, RouteMemory& memory,
                                        Clock& clock);
/// By a column that a business system sets to 0 with each change: such rows are marked with the number of their batch,
/// below zero, and given; when every receiver has applied the batch, what still has its number becomes 1. A row that
/// changes meanwhile has another number by then, and is given again. The column does not travel.
std::unique_ptr<PolledRoute> flagRoute(const DatasetConfig& dataset, QString source, Clock& clock);
/// By triggers that note the keys of changed rows in the transaction that changes them, on databases with servers;
/// SQLite has a route of its own (sqlite_trigger_capturer.h).
std::unique_ptr<PolledRoute> triggerRoute(QString source, Clock& clock);
/// Each table whole, at the times of a timetable, when it is not as it was the last time.
Result<std::unique_ptr<PolledRoute>> copyRoute(const DatasetConfig& dataset, RouteMemory& memory, Clock& clock);
/// Nothing by itself: verifications find what differs, and the repair sends it.
std::unique_ptr<PolledRoute> compareRoute();

/// A column of every table that a person named. Fails: Schema SRC_ROUTE_COLUMN.
Result<const ColumnSchema*> routeColumn(const QString& source, const TableSchema& table, const QString& column);
/// Why the route cannot use a column. `why` is a reason of ui/text.
Error badRouteColumn(const QString& source, const QString& table, const QString& column, const QString& why);

} // namespace busheng
