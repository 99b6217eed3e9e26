// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/cell.h"

#include <span>

namespace busheng {

/// A row of native cells taken apart without copying; made once and used for many rows. Views are valid as long as the
/// row's bytes. Thread: one.
class PgRow {
public:
    /// False: malformed, or a value that is not in PostgreSQL's own form.
    bool read(BytesView row);

    std::size_t size() const { return m_cells.size(); }
    const Cell& cell(std::size_t column) const { return m_cells[column]; }
    std::span<const Cell> cells() const { return m_cells; }
    /// The cell as it stands in the row, with its kind byte.
    BytesView encoded(std::size_t column) const;
    /// Columns `first` to `last`, one behind the other.
    BytesView encoded(std::size_t first, std::size_t last) const;
    bool isWhole() const { return m_unchanged == 0; } ///< no cell is Unchanged
    bool hasNull() const { return m_hasNull; }

private:
    BytesView m_row;
    std::vector<Cell> m_cells;
    std::vector<std::uint32_t> m_ends; ///< of each cell in the row, behind the one before
    std::uint32_t m_first = 0;         ///< where the first cell begins
    std::size_t m_unchanged = 0;
    bool m_hasNull = false;
};

} // namespace busheng
