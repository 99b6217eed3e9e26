// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace busheng {

/// A column that has another name at the target.
struct ColumnRename {
    QString column; ///< at the source
    QString name;   ///< at the target

    bool operator==(const ColumnRename&) const = default;
};

/// What a subscription makes of one table of its dataset. Columns and rows that are not subscribed never leave the
/// source; names are changed at the target.
struct TableMapping {
    QString table;            ///< at the source, as the dataset's structure names it: "public.person"
    QString targetTable = {}; ///< "archive.insured"; without a dot the schema stays; empty: the name stays
    QStringList columns = {}; ///< at the source; empty: all, also those that are added later. The key's are among them
    std::vector<ColumnRename> renames = {};
    QString filter = {}; ///< which rows (model/row_filter.h); empty: all

    bool operator==(const TableMapping&) const = default;
};

/// A mapping of this name, and nothing else in it, stands for all tables that no other mapping names: they are left
/// out, those too that the dataset gets later.
inline const QString kOtherTables = QStringLiteral("*");

/// The part that the source must know: mappings with a column list or a filter, without names at the target; all
/// of them, where kOtherTables is among them. Empty: everything is subscribed.
std::vector<TableMapping> sourceShape(const std::vector<TableMapping>& mappings);

/// CBOR, docs/formats/mapping.md. The same mappings always give the same bytes; no mappings give none. decode fails
/// with Corrupt on anything else, and on more than 10,000 tables.
Bytes encodeMappings(const std::vector<TableMapping>& mappings);
Result<std::vector<TableMapping>> decodeMappings(BytesView bytes);

/// Why `mappings` cannot be what somebody wants, as far as that shows without the tables: empty: nothing. `place` is
/// then where ("mappings[2].filter"), and `value` what stands there.
QString mappingMistake(const std::vector<TableMapping>& mappings, QString& place, QString& value);

} // namespace busheng
