// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/db/values/structure_mapping.h"
#include "engine/model/row_change.h"

#include <functional>
#include <map>

namespace busheng {

/// Rows of a source's structure as a target of another kind holds them, and back.
///
/// Thread: any, const. Fails: Conflict TGT_VALUE (args: table, key, column, why) for a value that the target cannot
/// hold as it is; Protocol for bytes that are no row of the table.
class StructureTranslation {
public:
    /// Fails: Config TGT_TYPE (args: `target`, table, why) when a column has no counterpart.
    static Result<StructureTranslation> of(const DatasetSchema& source, const QString& engine, const QString& target);

    const DatasetSchema& schema() const { return m_schema; } ///< at the target
    /// Appends the operations of `block` with the target's values.
    Result<> translateBlock(BytesView block, Bytes& out) const;
    /// A key as of KeyRange; an empty one stays empty.
    Result<Bytes> translateKey(std::uint32_t tableId, BytesView key) const;
    /// The key of the operation's row, of an update before it; of a keyless table the whole row. Fails: also TGT_VALUE.
    Result<Bytes> translateKeyOf(const RowChange& change) const;
    /// The row that the operation brings, as JSON for people; empty when it brings none.
    QString sourceRowText(const RowChange& change) const;
    /// A whole row of the target with the source's values. What the source cannot have (somebody wrote it at the
    /// target) becomes a text for people to read, which no value of the source's column is. False: malformed.
    bool restoreRow(std::uint32_t tableId, BytesView row, Bytes& out) const;
    bool restoreKey(std::uint32_t tableId, BytesView key, Bytes& out) const;

private:
    struct Table {
        QString name; ///< at the target
        std::vector<ColumnSchema> columns;
        std::vector<CommonType> types;
        std::vector<std::uint32_t> key;
        std::vector<std::uint32_t> all;
    };
    using Places = std::vector<std::uint32_t>;

    StructureTranslation() = default;
    Result<const Table*> table(std::uint32_t id) const;
    Result<> translate(const Table& table, const Places& places, BytesView row, Bytes& out) const;
    bool restore(const Table& table, const Places& places, BytesView row, Bytes& out) const;
    QString keyText(const Table& table, const Places& places, const std::vector<Cell>& cells) const;

    const EngineValues* m_source = nullptr;
    const EngineValues* m_target = nullptr;
    bool m_isFromPostgres = false;
    DatasetSchema m_schema;
    std::map<std::uint32_t, Table> m_tables;
};

} // namespace busheng
