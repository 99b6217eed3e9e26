// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/dataset.h"
#include "engine/model/schema.h"

#include <optional>

namespace busheng {

/// The structure that a dataset is offered with.
struct OfferedStructure {
    DatabaseConfig source;
    QStringList tables;
    std::optional<DatasetSchema> schema; ///< as read last; nothing yet: it is being read, or could not be
    bool isReading = false;
};

} // namespace busheng
