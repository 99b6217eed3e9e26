// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

namespace busheng {

/// Names the source in an error that its driver gave: SRC_UNAVAILABLE where it had no event of its own.
Error asSourceError(Error error, const QString& source);

template <typename T>
Result<T> sourced(Result<T> result, const QString& source)
{
    if (!result)
        return fail(asSourceError(std::move(result).error(), source));
    return result;
}

/// The change stream of `source` cannot be continued after `wanted`: a new initial load is needed.
Error positionLost(const QString& source, std::uint64_t wanted, std::uint64_t oldest, const QString& why);
/// The structure is no longer the one that is captured.
Error structureDrift(const QString& source, const QString& table, const QString& what);
/// Something that capturing needs was removed or altered: `object` is a trigger or one of our tables.
Error triggerOff(const QString& source, const QString& object, const QString& why);

/// What a table needs at the source cannot be made just now: somebody works with it, or a right is missing.
Error notNow(const QString& source, const QString& table, const QString& why);

/// A table without a key is loaded among the changes at one go, and so no larger.
inline constexpr std::int64_t kMostKeylessBytes = 256LL << 20;
Error tooLargeWithoutKey(const QString& source, const QString& table, std::int64_t bytes);

} // namespace busheng
