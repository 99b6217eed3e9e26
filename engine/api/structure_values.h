// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace busheng {

/// A column as its database declares it.
struct DescribedColumn {
    QString name;
    QString type; ///< in the database's own words
    bool isKey = false;
    bool notNull = false;
    QString defaultValue; ///< SQL text; empty: none

    bool operator==(const DescribedColumn&) const = default;
};

struct DescribedTable {
    QString table; ///< as a dataset names it
    std::vector<DescribedColumn> columns;

    bool operator==(const DescribedTable&) const = default;
};

/// The tables of a dataset as its source has them now.
struct DatasetStructure {
    QString provider; ///< node code
    QString dataset;
    std::vector<DescribedTable> tables;

    bool operator==(const DatasetStructure&) const = default;
};

} // namespace busheng
