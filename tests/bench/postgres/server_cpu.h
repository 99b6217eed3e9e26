// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

namespace busheng::bench {

/// Seconds of processor time (user and system) that process `pid` and its children have used since it started, those
/// that have ended included. Of a postmaster: the whole server, so that the difference of two readings is what an
/// interval cost it, whatever connections came and went in it. Fails: Internal when there is no such process.
Result<double> serverCpuSeconds(qint64 pid);

} // namespace busheng::bench
