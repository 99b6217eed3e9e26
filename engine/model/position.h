// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <compare>
#include <cstdint>

namespace busheng {

/// A comparable place in a source's change stream. Zero is "before everything".
///
/// `order` compares: change-table id (trigger route), LSN (PostgreSQL), file number << 40 | offset (MariaDB).
/// A transaction's position is that of its commit, and rises strictly from commit to commit.
struct Position {
    std::uint64_t order = 0;

    auto operator<=>(const Position&) const = default; // NOLINT(modernize-use-nullptr): the compiler's own 0
    QString toString() const { return QString::number(order); }
};

} // namespace busheng
