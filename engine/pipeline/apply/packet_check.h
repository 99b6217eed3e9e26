// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/large_value.h"
#include "engine/model/packet.h"
#include "engine/pipeline/apply/target_writer.h"
#include "engine/pipeline/pack/frames.h"

namespace busheng {

/// Where a stream stands between two packets, as far as its grammar goes (pack/frames.h).
struct StreamGrammar {
    SubscriptionState state = SubscriptionState::Waiting;
    std::uint64_t generation = 0;
    Position position;
    bool transactionOpen = false;
    std::uint64_t openChanges = 0;         ///< operations of the open transaction so far
    const DatasetSchema* schema = nullptr; ///< null: none yet
    PartProgress parts;                    ///< of an operation that came in part
    std::uint32_t skipFrames = 0;          ///< at the head of the packet: applied already, and not looked at again
};

/// What the applier has to know about a packet before it starts on it.
struct PacketShape {
    std::vector<DatasetSchema> structures; ///< of its Structure frames, in order
    bool opensTransaction = false;         ///< begins one that ends in a later packet
    bool closesTransaction = false;        ///< ends one begun in an earlier packet
    bool endsWithMark = false;
    bool endsLoad = false;
    std::uint32_t frames = 0; ///< of the whole packet
};

/// Walks a whole body and holds it against the grammar: order of frames, counts, known tables, positions that do not go
/// back. Row values are left to the target. Touches nothing. Fails: Protocol, without event id.
Result<PacketShape> checkPacket(const PacketHeader& header, BytesView body, StreamGrammar grammar);

} // namespace busheng
