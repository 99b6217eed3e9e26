// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/dataset.h"
#include "engine/model/file_task.h"

#include <QJsonObject>

#include <vector>

namespace busheng {

/// Everything that a person configured at a node, as one value: what `config export` writes and `config import` reads.
struct NodeConfiguration {
    std::vector<DatabaseConfig> sources;
    std::vector<DatabaseConfig> targets;
    std::vector<DatasetConfig> datasets;
    std::vector<LinkConfig> links;
    std::vector<SubscriptionConfig> subscriptions;
    std::vector<FileTaskConfig> fileTasks;

    bool operator==(const NodeConfiguration&) const = default;
};

/// {"format": "busheng-configuration", "version": 1, "sources": [...], ...}: docs/formats/configuration.md.
QJsonObject toJson(const NodeConfiguration& configuration);

/// Strict, and whole or not at all: unknown and missing keys, wrong types, names given twice and references to nothing
/// are Config errors with the path of the place ("datasets[2].source"). Does not judge names and paths: the journal and
/// the engine do, when the configuration is taken over. `where` names the file in the error.
Result<NodeConfiguration> configurationFromJson(const QJsonObject& json, const QString& where);

} // namespace busheng
