// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

/// Named places where a test makes the process die or a step fail. Compiled out of releases (BUSHENG_FAILPOINTS=OFF).
///
/// Set from outside by the environment, names and actions separated by ';':
///     BUSHENG_FAILPOINT="logcache.sync.before=kill;apply.commit.after=kill@3;outbox.append.before=err*2"
/// kill: SIGKILL to ourselves at the first hit; kill@n: at the n-th hit; err: Storage error at each hit; err*n: at the
/// first n hits. Names are "<stage>.<step>".
#ifdef BUSHENG_FAILPOINTS
#define ENGINE_FAILPOINT(name) ENGINE_TRY(::busheng::failpoint::hit(name))
#else
#define ENGINE_FAILPOINT(name)                                                                                         \
    do {                                                                                                               \
    } while (false)
#endif

namespace busheng::failpoint {

/// Called by ENGINE_FAILPOINT only. Thread: any.
Result<> hit(const char* name);

/// Replaces the active set; same syntax as the environment. For unit tests. Fails: Config on a syntax error.
Result<> configure(const QString& spec);

} // namespace busheng::failpoint
