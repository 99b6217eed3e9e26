// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/configuration.h"
#include "engine/pipeline/capture/preflight.h"

namespace busheng {

/// Whether what a person configured can work here: paths, drivers, routes, addresses. Names and references are the
/// journal's business. Fails: Config (CFG_BAD_VALUE, CFG_BAD_PATH, NOT_YET).
Result<> checkSource(const DatabaseConfig& source);
Result<> checkTarget(const DatabaseConfig& target);
Result<> checkDataset(const DatasetConfig& dataset, const std::vector<DatabaseConfig>& sources, const QString& ownCode);
Result<> checkSubscription(const SubscriptionConfig& subscription, const std::vector<DatabaseConfig>& targets);
Result<> checkLink(const LinkConfig& link, const QString& ownCode);
/// Its policies suit its target, if that is there.
Result<> checkSubscription(const SubscriptionConfig& subscription, const std::vector<DatabaseConfig>& targets);
Result<> checkConfiguration(const NodeConfiguration& configuration, const QString& ownCode);

} // namespace busheng
