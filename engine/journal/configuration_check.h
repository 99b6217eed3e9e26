// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/dataset.h"
#include "engine/model/file_task.h"

namespace busheng {

/// Where a value stands, for the error: a form ("source", "") or a place in a file ("configuration", "sources[2].").
struct ConfigPlace {
    QString where;
    QString prefix;
};

Failure badValue(const ConfigPlace& place, const QString& key, const QString& value, const QString& expected);

/// What can be said of a value by itself. Fails: Config with CFG_BAD_VALUE.
Result<> checkDatabase(const DatabaseConfig& database, const ConfigPlace& place);
Result<> checkDataset(const DatasetConfig& dataset, const ConfigPlace& place);
Result<> checkLink(const LinkConfig& link, const ConfigPlace& place);
Result<> checkSubscription(const SubscriptionConfig& subscription, const ConfigPlace& place);
Result<> checkFileTask(const FileTaskConfig& task, const ConfigPlace& place);

} // namespace busheng
