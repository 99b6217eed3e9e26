// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "engine/host/database_drivers.h"

namespace busheng {

/// What a structure is looked at with. Either `schema` is known (as the stream carries it), or `source` has the tables.
struct StructureJob {
    SubscriptionConfig subscription;
    DatabaseConfig target;
    std::optional<DatasetSchema> schema;
    bool schemaIsWhole = false; ///< `schema` is of the whole dataset, of which the subscription takes its part
    QString onlyTable = {};     ///< of the source: the others are not looked at; empty: all are
    DatabaseConfig source;
    QStringList tables;
    QStringList readAs; ///< DatasetConfig::readAs
};

/// Reads what has to be read and compares. Blocks on both databases.
Result<StructureSnapshot> compareStructure(const StructureJob& job, const std::stop_token& stop);

/// Runs statements at a target one by one, as the node's own user; those that were run. Blocks on the database.
Result<QStringList> runAtTarget(const DatabaseConfig& target, const QStringList& statements,
                                const std::stop_token& stop);

/// SM3 of the statements, hex: what a person approves.
QString structureDigest(const QStringList& statements);
/// Fails: Schema MAP_REVIEW unless just these statements are `approved`.
Result<> requireApproval(const QString& subscription, const QStringList& statements, const QString& approved);

} // namespace busheng
