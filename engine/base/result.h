// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <tl/expected.hpp>

#include <utility>

namespace busheng {

/// A value or the Error why there is none. GCC 12 has no std::expected, tl::expected stands in.
template <typename T = void>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
};

using Failure = tl::unexpected<Error>;

inline Failure fail(Error error)
{
    return Failure(std::move(error));
}

inline Failure fail(ErrorCode code, const QString& detail)
{
    return Failure(makeError(code, detail));
}

#define ENGINE_CONCAT_INNER(a, b) a##b
#define ENGINE_CONCAT(a, b) ENGINE_CONCAT_INNER(a, b)

/// Returns the error of `expr` from the enclosing function, else goes on.
#define ENGINE_TRY(expr)                                                                                               \
    do {                                                                                                               \
        if (auto engineTryResult = (expr); !engineTryResult)                                                           \
            return ::busheng::Failure(std::move(engineTryResult).error());                                             \
    } while (false)

/// Declares `decl` from the value of `expr`, or returns its error: ENGINE_TRY_AS(auto file, fs.open(path)).
#define ENGINE_TRY_AS(decl, expr)                                                                                      \
    auto ENGINE_CONCAT(engineTryAs, __LINE__) = (expr);                                                                \
    if (!ENGINE_CONCAT(engineTryAs, __LINE__))                                                                         \
        return ::busheng::Failure(std::move(ENGINE_CONCAT(engineTryAs, __LINE__)).error());                            \
    decl = std::move(*ENGINE_CONCAT(engineTryAs, __LINE__)) // NOLINT(bugprone-macro-parentheses): a declaration

} // namespace busheng
