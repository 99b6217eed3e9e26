// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/schema.h"

namespace busheng {

/// The order in which an initial load brings the tables, as indexes into `schema.tables`: those without a key first,
/// then the others, each in the structure's order.
///
/// A load that is interrupted goes on behind the last key it sent. Rows without a key cannot be gone on with, and what
/// is changed meanwhile cannot be told from them; but as long as only such tables have been sent, all begins anew at
/// little cost, and once they are through, they are exactly as they were at the first snapshot.
std::vector<std::size_t> loadOrder(const DatasetSchema& schema);

} // namespace busheng
