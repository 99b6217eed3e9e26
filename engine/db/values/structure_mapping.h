// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/values/common_type.h"
#include "engine/model/schema.h"

#include <vector>

namespace busheng {

/// What becomes of a column's type at a target of another kind (docs/type-mapping.md).
struct TypeMapping {
    enum class Grade {
        Exact,   ///< a type for the same values
        Widened, ///< one that holds further values as well
        AsText,  ///< the value as a text, each digit of it
        Refused, ///< there is none: `why`
    };
    Grade grade = Grade::Refused;
    CommonType common;
    QString declaredType; ///< at the target
    QString why;          ///< English, with what to do about it
};

/// `types`: DatasetSchema::types. `isIndexed`: the column is in a key, so that texts without a length get one.
TypeMapping mapType(const QString& sourceEngine, const QString& declared, const std::vector<UserType>& types,
                    const QString& targetEngine, bool isIndexed);

/// A structure as a target of another kind stores it: its types, no defaults and no computed columns (rows bring all
/// values), index names that begin with their table's.
struct MappedStructure {
    DatasetSchema schema;              ///< tables and columns in the same order, with the same ids
    std::vector<QStringList> refusals; ///< by table; empty: it can be had. English, a column each, with the way out
};

/// The structure whose texts in keys are sorted by their bytes, as all other databases can. For reading only: MariaDB
/// sorts them by a collation of its own otherwise, which no other database has.
DatasetSchema sortedByBytes(DatasetSchema source);

/// `engine` must not be the source's own.
MappedStructure mapStructure(const DatasetSchema& source, const QString& engine);

} // namespace busheng
