// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/byte_writer.h"
#include "engine/base/result.h"
#include "engine/model/position.h"
#include "engine/pipeline/capture/capture_sink.h"

namespace busheng {

/// What a log cache record says: docs/formats/log-cache.md. Views point into the bytes it was decoded from.
struct LogRecord {
    enum class Kind : std::uint8_t {
        Begin = 1,
        Operations = 2,
        Commit = 3,
        Abort = 4,
        Mark = 5,
        Heartbeat = 6,
        Repair = 7,
        Structure = 8,
        Transaction = 9 ///< Begin, Operations and Commit in one: most transactions are small
    };
    Kind kind = Kind::Begin;
    TransactionId transaction = 0;
    TransactionId subTransaction = 0; ///< Operations, Abort
    Position position;                ///< Commit, Mark, Heartbeat, Repair, Structure
    qint64 utcMs = 0;                 ///< Commit, Heartbeat
    std::uint64_t markId = 0;         ///< Mark
    std::uint32_t count = 0;          ///< Operations, Repair
    BytesView block;                  ///< Operations, Repair; Structure: encodeSchema()
};

/// Fails: Corrupt, when the bytes are anything but one whole record.
Result<LogRecord> decodeLogRecord(BytesView bytes);
void encodeLogRecord(ByteWriter& out, const LogRecord& record);

} // namespace busheng
