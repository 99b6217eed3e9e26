// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/pack/frames.h"

namespace busheng {

/// What a body holds; the header says the same.
struct BodySummary {
    std::uint32_t transactions = 0; ///< that end in it
    std::uint32_t changes = 0;      ///< operations, of transactions and of the load
    bool load = false;              ///< LoadBegin, LoadRows or LoadEnd is in it
    bool transactionOpen = false;   ///< it ends inside a transaction
};

/// Checks a whole body without allocating for it: every frame decodes, blocks are exactly as many operations as their
/// frame says, all rows are well-formed, a structure is a structure, and the frames come in the order of FrameType's
/// grammar as far as one packet shows. Fails: Corrupt, without an event.
Result<BodySummary> validateFrames(BytesView body);

} // namespace busheng
