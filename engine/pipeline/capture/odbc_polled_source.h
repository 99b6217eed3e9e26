// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/capture/polled_source.h"

namespace busheng {

/// As the others of polled_source.h. Fails: also Config NOT_YET for the trigger route of a dialect that has no
/// triggers.
Result<std::unique_ptr<PolledSource>> openOdbcPolledSource(const DatabaseConfig& source, const DatasetConfig& dataset,
                                                           std::stop_token stop);
/// The statements that let `user` read the dataset's tables, and write what its route writes.
Result<QStringList> odbcReaderSql(const DatabaseConfig& source, const DatasetConfig& dataset, const QString& user);

} // namespace busheng
