// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/sqlite/sqlite_database.h"
#include "engine/model/fault_policy.h"
#include "engine/pipeline/apply/applier.h"
#include "tests/unit/apply/packet_feed.h"

#include <QTemporaryDir>

namespace busheng::test {

/// account(id INTEGER key, owner TEXT, balance INTEGER), id 1; note(a TEXT, b TEXT key, body TEXT, code TEXT unique),
/// id 2, refers to account by nothing; entry(id INTEGER key, account INTEGER references account), id 3.
DatasetSchema bankSchema();

Bytes account(std::int64_t id, const char* owner, std::int64_t balance);
Bytes note(const char* a, const char* b, const char* body, const char* code);

/// A SQLite target in a directory of its own, and the applier of one stream on it.
class TargetFixture {
public:
    explicit TargetFixture(FaultPolicy faults = {});

    /// As a process does at its start.
    Result<> open();
    /// As when the process dies: nothing is committed.
    void close();
    /// Gives `packets` from checkpoint().sequence + 1 on, and commits at the end.
    Result<> play(const std::vector<FedPacket>& packets);
    Result<> give(const FedPacket& packet) { return applier->applyPacket(packet.header, packet.digest, packet.body); }

    /// All rows of a table, encoded, in key order.
    std::vector<Bytes> rows(const TableSchema& table) const;
    /// Everything a person could see of the dataset's tables.
    std::vector<std::vector<Bytes>> contents(const DatasetSchema& schema) const;
    std::unique_ptr<SqliteDatabase> other() const; ///< another connection to the same file
    void execute(const QString& sql) const;

    QTemporaryDir directory;
    DatabaseConfig config;
    FaultPolicy faults;
    Applier::Options options;
    std::unique_ptr<TargetWriter> writer;
    std::unique_ptr<Applier> applier;
    QStringList states; ///< as onState told them
    QStringList findings;
    std::vector<std::uint64_t> marks;
    std::vector<std::unique_ptr<TableSnapshot>> snapshots; ///< one per mark
};

} // namespace busheng::test
