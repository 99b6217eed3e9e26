// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/record_log.h"

#include <functional>

namespace busheng {

/// The record log below an InboundQueue, opened so that it can go on after `applied`: it holds that number or the next
/// one is its first. One that cannot (it ends before, or begins behind) is thrown away first; a note in the directory
/// makes sure that a crash in the middle ends with all of it thrown away.
///
/// One that is damaged (SPL_CORRUPT) is put aside in the same way, as files "damaged-..." beside the new one, the
/// newest damage only, and `onDamaged` is told: whatever it held beyond `applied` the sender still has.
Result<std::unique_ptr<RecordLog>> openInboundStore(FileSystem& fileSystem, const RecordLog::Options& options,
                                                    std::uint64_t applied,
                                                    const std::function<void(const Error&)>& onDamaged);

} // namespace busheng
