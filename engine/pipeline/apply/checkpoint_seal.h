// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/apply/target_writer.h"

namespace busheng {

/// The seal of docs/formats/checkpoint.md, 16 bytes: the same in every database. Finds edits, not attackers: who may
/// write to the target may forge it.
Bytes checkpointSeal(const QString& stream, const Checkpoint& checkpoint);

/// Checkpoint::expectedRows as the column holds it, and back. Bytes that are none give what could be read: the seal
/// then does not fit.
Bytes encodeExpectedRows(const std::vector<std::uint64_t>& counts);
std::vector<std::uint64_t> decodeExpectedRows(BytesView bytes);

/// Checkpoint::partialFrames and partialDigest as the column holds them (empty: none), and back; false: malformed.
Bytes encodePartial(const Checkpoint& checkpoint);
bool decodePartial(BytesView bytes, Checkpoint& checkpoint);

} // namespace busheng
