// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/filter_dialect.h"

#include <memory>
#include <span>

namespace busheng {

/// A filter (model/row_filter.h) on a table whose columns are known: judges rows as a stream carries them, and says the
/// same to the database in SQL. Both always agree: texts are compared by their bytes, numbers by value, times as
/// moments. Thread: any, const.
class BoundFilter {
public:
    enum class Verdict {
        False,
        Unknown, ///< NULL decides it: the row is not taken
        True,
        Unsettled, ///< it depends on a value that the change does not carry (CellKind::Unchanged)
    };

    /// `engine` as DatasetSchema::engine. Fails: Config; the detail names the column and what is wrong with it.
    static Result<BoundFilter> bind(const RowFilter& filter, const TableSchema& table, const QString& engine);

    /// `row`: the cells of a whole row of the table. Fails: Corrupt when a cell is no value of its column's type.
    Result<Verdict> judge(std::span<const Cell> row) const;
    /// A condition over the table as t. Empty: the database has no words for it that are known here, so rows must be
    /// judged as they come.
    const QString& sql() const { return m_sql; }
    /// Those that it looks at.
    const QStringList& columns() const { return m_columns; }

private:
    struct Node;
    BoundFilter() = default;
    static Result<Node> bindNode(const RowFilter& filter, const TableSchema& table, const FilterDialect& dialect,
                                 QString& sql);
    static Result<Verdict> judgeNode(const Node& node, std::span<const Cell> row);
    static Result<Verdict> judgeColumn(const Node& node, const Cell& cell);

    std::shared_ptr<const Node> m_root;
    QString m_sql;
    QStringList m_columns;
};

} // namespace busheng
