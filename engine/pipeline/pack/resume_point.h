// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/pack/frames.h"
#include "engine/pipeline/pack/packer.h"

namespace busheng {

/// Where a sender stands that starts again, read from the newest packet of its outbox.
struct ResumePoint {
    std::uint64_t sequence = 0;
    Digest digest{};
    Position position; ///< while loading: of the generation's first snapshot
    std::uint32_t schemaVersion = 0;
    bool transactionOpen = false; ///< the packet ends inside a transaction
    bool loading = false;         ///< the packet carries load, and the load goes on behind it

    // While loading:
    LoadBegin lastLoadBegin;     ///< of the packet; when it has none, only generation and position are true
    std::uint32_t loadTable = 0; ///< of the last row; 0: the packet has no rows, begin with the first table
    Bytes lastLoadRow;           ///< the row itself: go on behind its key
    /// Instead, where the packet ends with a row in parts: the key of the row before it; empty: it is the table's
    /// first.
    std::optional<Bytes> lastLoadKey;

    Packer::Start packerStart() const { return {sequence, digest, position, schemaVersion, transactionOpen}; }
};

/// Fails: as PacketReader::read(), and Corrupt when the body's frames are malformed.
Result<ResumePoint> readResumePoint(BytesView lastPacket, PacketReader& reader);

} // namespace busheng
