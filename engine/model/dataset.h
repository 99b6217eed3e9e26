// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/gate.h"
#include "engine/model/table_mapping.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <vector>

namespace busheng {

/// How changes are captured (§6.1).
enum class Route { Log, Trigger, Timestamp, Flag, FullCopy, Compare };

QString routeName(Route route); ///< "log", "trigger", ... as in configuration files

/// A registered database that is read from or written to.
struct DatabaseConfig {
    QString name;     ///< unique within the node: letters, digits, '_', '-', Chinese
    QString driver;   ///< "sqlite", "postgres", "mariadb" or "odbc"
    QString location; ///< SQLite: absolute path of the file; others: keywords without a password (my_location.h,
                      ///< odbc_location.h)

    bool operator==(const DatabaseConfig&) const = default;
};

/// Tables of a source that are published together.
struct DatasetConfig {
    QString name;
    QString source; ///< DatabaseConfig::name
    Route route = Route::Trigger;
    QStringList tables;    ///< in no particular order; empty is refused
    QStringList grantedTo; ///< node codes that may subscribe: nobody by default
    /// Of routes that look at the tables again and again (docs/routes.md); of no meaning to the others.
    /// Of every table. Timestamp: rises with each change, a time or a whole number. Flag: 0 or NULL when a row has
    /// changed, which this program answers.
    QString routeColumn{};
    QString deletedColumn{}; ///< timestamp: marks a row as deleted; empty: no row is taken for deleted
    qint64 overlap = 300;    ///< timestamp: how far each look goes back, for what commits late: seconds, or numbers
    QString copyTimes{};     ///< full copy: when it is made, a Timetable's line
    /// What peers are told of it (docs/exchange.md). On application: its rows go to nobody without an approval, and
    /// every peer that may take tables sees it; else those of `grantedTo` see it and may have all of it.
    bool onApplication = false;
    QString title{};
    QString description{};
    QString contact{};       ///< whom to ask
    QString refresh{};       ///< how fresh its rows are, in words
    QStringList sensitive{}; ///< "table.column": approved only when they are named
    /// "PLACE=ENCODING": texts there are in another encoding than their columns say (docs/encodings.md). PLACE: "*", a
    /// table or "table.column".
    QStringList readAs{};
    /// "table.column": values there do not come with their rows, but in pieces behind them (docs/large-fields.md).
    QStringList largeColumns{};

    bool operator==(const DatasetConfig&) const = default;
};

/// What may cross a link, seen from this node.
enum class LinkRight {
    GiveTables, ///< the peer may subscribe to the datasets that are granted to it
    TakeTables, ///< we may subscribe to the peer's
    SendFiles,  ///< our file tasks may send to the peer
    TakeFiles,  ///< the peer's file tasks may send to us
};

QString linkRightName(LinkRight right); ///< "giveTables", ... as in configuration files
QStringList linkRightNames();           ///< all of them
QString linkRightText(LinkRight right); ///< a reason: "that file tasks of the peer send to this node"

/// A peer node and how to reach it. A certificate alone opens nothing: the peer must be registered here by its code.
struct LinkConfig {
    QString peerCode; ///< GB/T 2260 code, optionally followed by '-' and system initials: "340000", "340000-LWJC"
    QString peerName; ///< for people
    QString address;  ///< "host:port" to dial, several separated by ','; empty: the peer dials us
    bool enabled = true;
    QString sendLimit = {}; ///< RatePlan, for both directions; empty: unlimited
    QString receiveLimit = {};
    QStringList rights = linkRightNames(); ///< a new link has all: datasets and tasks decide on their own

    bool may(LinkRight right) const { return rights.contains(linkRightName(right)); }
    bool operator==(const LinkConfig&) const = default;
};

/// What becomes of a column that the source has and the target's table has not.
enum class NewColumns {
    Wait,   ///< the stream waits for a person, and says the SQL
    Add,    ///< the column is added at the target
    Ignore, ///< the column is left out, and shown
};

QString newColumnsName(NewColumns policy); ///< "wait", "add", "ignore"

/// A dataset of a peer flowing into a local target; lives at the target's node.
struct SubscriptionConfig {
    QString name;               ///< unique within the node
    QString peerCode;           ///< the provider
    QString dataset;            ///< the dataset's name there
    QString target;             ///< DatabaseConfig::name here
    bool replaceTarget = false; ///< rows already in the target tables may be deleted by the initial load
    bool enabled = true;
    bool strict = false; ///< apply statement by statement, one target commit per source transaction, instead of in sets
    NewColumns newColumns = NewColumns::Wait;
    QString targetSchema = {};               ///< for tables whose mapping names no schema; empty: as at the source
    std::vector<TableMapping> mappings = {}; ///< tables taken in part or under another name; others as they are
    bool reviewStructure = false; ///< nothing is created or altered at the target before a person has approved it
    QString verifyTimes{};        ///< when verifications begin by themselves: a Timetable's line; empty: by hand only
    /// What is done with what the target does not take (docs/apply-errors.md); words of fault_policy.h.
    QString onRowError = QStringLiteral("stop");  ///< "stop", "setAside"
    QString onConflict = QStringLiteral("stop");  ///< "stop", "sourceWins", "targetWins", "newer:COLUMN", "ask"
    QString onStructure = QStringLiteral("park"); ///< "park" the table that does not fit, or "stop" the stream
    bool verifyRepairs = false;                   ///< what verifications find is repaired by itself: the compare route
    bool offlineStart = false;            ///< the initial load comes as a package on media (docs/offline-start.md)
    QString gate = QStringLiteral("off"); ///< one of gatePolicies(): what stands between the load and the changes
    std::vector<GateRule> gateRules{};    ///< what it asks

    bool operator==(const SubscriptionConfig&) const = default;
};

/// Where a subscription stands (§6.1). Kept in the target's checkpoint, so it is true whatever dies.
///
///   Waiting -> Initializing -> Checking -> CatchingUp <-> Live
///   any -> Paused (by a person) -> where it was;  any -> Stopped (an error that needs a person)
enum class SubscriptionState : std::uint8_t {
    Waiting = 0,      ///< 等待: no packet yet
    Initializing = 1, ///< 初始化
    Checking = 2,     ///< 质量校验
    CatchingUp = 3,   ///< 追赶
    Live = 4,         ///< 实时
    Paused = 5,       ///< 暂停
    Stopped = 6,      ///< 停止: see its error
};

QString subscriptionStateName(SubscriptionState state); ///< "initializing", "live", ... for --json

} // namespace busheng
