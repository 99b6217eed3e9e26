// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/model/events.h"

namespace busheng {

/// A stage's own files cannot go on being used as they are open. After a failed sync nobody knows what reached the
/// disk, so it is never tried again: the files are opened and verified anew, and what is missing comes again from the
/// stage before, which has forgotten nothing.
inline bool mustBeOpenedAgain(const Error& error)
{
    return !error.transient && (error.code == ErrorCode::Storage || error.event == events::SPL_CORRUPT);
}

} // namespace busheng
