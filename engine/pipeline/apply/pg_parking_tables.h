// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/pipeline/apply/parking.h"

namespace busheng {

/// Of a PostgreSQL target: busheng.parked_table says which tables, busheng.parked holds the operations, block by block,
/// busheng.parked_structure the structures that their rows were written by. See ParkingTables.
class PgParkingTables final : public ParkingTables {
public:
    /// Makes the tables where they are missing. Outside a transaction.
    static Result<> createTables(PgConnection& connection);

    explicit PgParkingTables(PgConnection& connection) : m_connection(connection) {}

    Result<std::map<QString, std::int64_t>> parked(const QString& stream) override;
    Result<> keepStructure(const QString& stream, std::uint32_t version, BytesView structure) override;
    Result<> add(const QString& stream, const QString& table, const ParkedBlock& block) override;
    Result<std::optional<ParkedBlock>> next(const QString& stream, const QString& table, std::int64_t after) override;
    Result<std::optional<Bytes>> structure(const QString& stream, std::uint32_t version) override;
    Result<> remove(const QString& stream, const QString& table, std::int64_t upTo) override;
    Result<bool> end(const QString& stream, const QString& table) override;
    Result<> removeStructures(const QString& stream) override;
    Result<> park(const QString& stream, const QString& table, const QString& why, bool byPerson) override;
    Result<bool> release(const QString& stream, const QString& table) override;
    Result<std::vector<ParkedTable>> list(const QString& stream) override;

private:
    PgConnection& m_connection;
};

} // namespace busheng
