// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/load_order.h"

#include <algorithm>
#include <numeric>

namespace busheng {

std::vector<std::size_t> loadOrder(const DatasetSchema& schema)
{
    std::vector<std::size_t> order(schema.tables.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_partition(order, [&schema](std::size_t i) { return schema.tables[i].keyColumns.empty(); });
    return order;
}

} // namespace busheng
