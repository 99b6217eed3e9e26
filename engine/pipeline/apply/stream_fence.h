// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/fence.h"
#include "engine/pipeline/apply/target_writer.h"

namespace busheng {

/// Before a stream is applied: makes sure that the copy of this node which was restored last is the one that applies
/// it, and from then on no other. The target keeps the fence beside the stream's checkpoint, as a checkpoint of its own
/// (docs/formats/checkpoint.md); taking over also changes the stream's checkpoint, so that a former copy that is at
/// work finds it changed at its next commit. A node that was never restored writes nothing.
///
/// Outside a transaction. Fails: Config NOD_FENCED for a copy that may not apply; else as the writer.
Result<> takeOverStream(TargetWriter& target, const StreamId& stream, const Fence& own);

} // namespace busheng
