// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

namespace busheng::bench {

/// Seconds of processor time (user and system) that the server whose postmaster is `pid` has used since it started: all
/// its processes, those that have ended included. So the difference of two readings is what an interval cost the
/// server, whatever connections came and went in it. Fails: Internal when there is no such process.
Result<double> serverCpuSeconds(qint64 pid);

} // namespace busheng::bench
