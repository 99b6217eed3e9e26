// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/db/postgres_apply/pg_apply_fixture.h"
#include "tests/unit/apply/packet_feed.h"

namespace busheng::test {

/// A stream of packets into the target of a PgApplyFixture, through an Applier.
class PgStreamFixture {
public:
    explicit PgStreamFixture(MiniPostgres& server) : data(server)
    {
        options.stream = QStringLiteral("340000>100000/1");
    }

    /// As a process does at its start.
    Result<> open()
    {
        close();
        ENGINE_TRY(data.open());
        const auto onMark = [this](std::uint64_t, Position, std::unique_ptr<TableSnapshot> snapshot) {
            snapshots.push_back(std::move(snapshot));
        };
        const auto onState = [this](SubscriptionState, const QStringList& found) { findings = found; };
        ENGINE_TRY_AS(applier, Applier::open(*data.writer, options, onMark, onState));
        return {};
    }
    /// As when the process dies: nothing is committed.
    void close()
    {
        applier.reset();
        data.close();
    }
    Result<> give(const FedPacket& packet) { return applier->applyPacket(packet.header, packet.digest, packet.body); }
    /// Gives what is missing, and commits.
    Result<> play(const std::vector<FedPacket>& packets)
    {
        for (std::uint64_t next = applier->checkpoint().sequence + 1; next <= packets.size(); ++next) {
            ENGINE_TRY(give(packets[next - 1]));
            if (applier->wantsCommit())
                ENGINE_TRY(applier->commit());
        }
        return applier->commit();
    }
    /// All rows of the source as the load of `schema`, in a packet of its own.
    void load(PacketFeed& feed, const DatasetSchema& schema)
    {
        feed.structure(schema).loadBegin(1, 10);
        std::vector<std::uint64_t> counts;
        for (const TableSchema& table : schema.tables) {
            const std::vector<Bytes> rows = data.sourceRows(table);
            counts.push_back(rows.size());
            for (const Bytes& row : rows)
                data.add(ChangeKind::Upsert, table.id, {}, row);
            feedRows(feed, FrameType::LoadRows);
        }
        feed.loadEnd(10, counts).seal();
    }
    /// What was done at the source since, as one transaction in a packet of its own.
    void transaction(PacketFeed& feed, std::uint64_t position, bool sealed = true)
    {
        feed.begin(position);
        feedRows(feed, FrameType::Operations);
        feed.end();
        if (sealed)
            feed.seal();
    }
    /// Statement by statement, one commit for each source transaction.
    void beStrict()
    {
        data.config.strict = true;
        options.commitEachTransaction = true;
    }

    PgApplyFixture data;
    Applier::Options options;
    std::unique_ptr<Applier> applier;
    std::vector<std::unique_ptr<TableSnapshot>> snapshots; ///< one per mark
    QStringList findings;

private:
    void feedRows(PacketFeed& feed, FrameType type)
    {
        ChangeReader reader(data.block);
        RowChange change;
        Block block;
        while (reader.next(change))
            block.table(change.tableId).add(change.kind, change.before, change.after);
        data.block.clear();
        if (block.count() == 0)
            return;
        if (type == FrameType::LoadRows)
            feed.loadRows(block);
        else
            feed.operations(block);
    }
};

} // namespace busheng::test
