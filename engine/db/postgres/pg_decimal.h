// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <cstdint>
#include <optional>
#include <string>

namespace busheng {

/// A number of any size, exact: the digits behind "0." times 10^point, without zeros at either end; no digits: zero.
struct PgDecimal {
    enum class Kind { Finite, NegativeInfinity, Infinity, NaN };
    Kind kind = Kind::Finite;
    bool negative = false;
    std::int64_t point = 0;
    std::string digits;

    static PgDecimal ofInteger(std::int64_t value);
    /// "-12.50e3". Nothing when it is no number.
    static std::optional<PgDecimal> ofText(const std::string& text);
    /// numeric's binary form.
    static std::optional<PgDecimal> ofNumeric(BytesView bytes);

    /// As PostgreSQL orders numeric: -Infinity, numbers, Infinity, NaN.
    int compare(const PgDecimal& other) const;
};

} // namespace busheng
