// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/apply/fault_sql.h"
#include "engine/pipeline/apply/parking.h"

namespace busheng {

/// Of a MariaDB or SQLite target: busheng_parked_table, busheng_parked and busheng_parked_structure. They are made when
/// the first table is parked; where they are not, none is. See ParkingTables.
class PlainParkingTables final : public ParkingTables {
public:
    /// `sql` must outlive it.
    explicit PlainParkingTables(FaultSql& sql);

    /// Makes the tables where they are missing. Outside a transaction: it would commit.
    Result<> createTables();

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
    Result<bool> isThere();
    QString ofTable(const QString& stream, const QString& table) const;

    FaultSql& m_sql;
    QString m_tables;     ///< busheng_parked_table, as SQL
    QString m_blocks;     ///< busheng_parked
    QString m_structures; ///< busheng_parked_structure
    bool m_isThere = false;
};

} // namespace busheng
