// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace busheng {

class OdbcStatement;

/// How a value is asked of the driver.
enum class OdbcForm { Whole /**< 64 bits */, Real, Text /**< as UTF-8 */, Binary };

struct OdbcField {
    OdbcForm form = OdbcForm::Text;
    std::size_t most = 0; ///< characters or bytes; 0: any number
    bool isSure = true;   ///< no value can be longer
};

/// One value, valid during the call that brings it.
struct OdbcValue {
    bool isNull = true;
    bool isValid = true; ///< false: a text with a half character
    std::int64_t whole = 0;
    double real = 0;
    BytesView bytes; ///< of Text (UTF-8) and Binary
};

/// False: no more rows are wanted.
using OdbcSink = std::function<Result<bool>(std::span<const OdbcValue> row)>;

enum class OdbcEnd { All, Stopped /**< by the sink */, TooLong /**< a value did not fit its field: read row by row */ };

inline constexpr std::size_t kMostOdbcValue = 64U << 20; ///< bytes; a longer one fails

/// Fetch what a statement that was executed selects. Fails: as OdbcConnection; Schema for a value beyond
/// kMostOdbcValue.
Result<OdbcEnd> fetchInBlocks(OdbcStatement& statement, const std::vector<OdbcField>& fields, const OdbcSink& sink);
Result<OdbcEnd> fetchByRow(OdbcStatement& statement, const std::vector<OdbcField>& fields, const OdbcSink& sink);

} // namespace busheng
