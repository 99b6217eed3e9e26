// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/record_log.h"

namespace busheng {

/// Reads a RecordLog's records, cheaply when they are asked for in order: one read of the disk, and one look at the
/// log's shared state, for many small ones.
///
/// Thread: one; any number of cursors may read one log beside its writer, and the log outlives them. Memory: 128 KiB,
/// or the largest record. Fails: Corrupt, Storage, Internal for a record that is not durable or was trimmed.
class RecordLogCursor {
public:
    explicit RecordLogCursor(RecordLog& log) : m_log(log) {}

    /// Valid until the next call.
    Result<BytesView> read(std::uint64_t number);

private:
    Result<> seek(std::uint64_t number);
    Result<recordlog::RecordHeader> header();
    Result<BytesView> bytesAt(std::uint64_t offset, std::size_t count);
    Failure damaged() const;

    RecordLog& m_log;
    std::shared_ptr<File> m_file;
    std::uint64_t m_segment = 0;
    std::uint64_t m_salt = 0;
    std::uint64_t m_number = 0; ///< record whose header is at m_offset of the segment; 0: none yet
    std::uint64_t m_offset = 0;
    std::uint64_t m_goodBelow = 0; ///< records below were durable when m_bytes was read: those never change
    std::uint64_t m_base = 0;      ///< where in the segment m_bytes begins
    Bytes m_bytes;
};

} // namespace busheng
