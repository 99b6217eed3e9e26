// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/file_system.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

/// The bytes and file names of a RecordLog: docs/formats/record-log.md. Knows nothing of when they are written.
namespace busheng::recordlog {

inline constexpr std::size_t kSegmentHeaderBytes = 32;
inline constexpr std::size_t kRecordHeaderBytes = 32;

/// Where a record begins in its segment. Sparse: one entry for each kIndexSpacing bytes, so that the index of a log
/// takes less than a thousandth of the log, however small its records are.
struct IndexEntry {
    std::uint64_t number = 0;
    std::uint32_t offset = 0;
};
inline constexpr std::uint32_t kIndexSpacing = 32U << 10;

/// One segment file, as far as it is whole.
struct Segment {
    std::uint64_t first = 0; ///< number of its first record, and its name
    std::uint64_t end = 0;   ///< one past its last record
    std::uint64_t salt = 0;  ///< random; no stored value can pass for a record without knowing it
    qint64 size = 0;
    std::vector<IndexEntry> index;

    void noteRecord(std::uint64_t number, qint64 offset);
    /// Forgets the records from `newEnd` on, the first of which begins at `newSize`.
    void cut(std::uint64_t newEnd, qint64 newSize);
    /// The last entry at or before `number`.
    IndexEntry locate(std::uint64_t number) const;
};

/// What must be there: the name of an empty file, because a rename is atomic and needs no room on a full disk.
struct Anchor {
    std::uint64_t first = 0;  ///< the oldest segment
    std::uint64_t newest = 0; ///< the segment that is appended to
    std::uint64_t end = 0;    ///< records below were durable when this was written

    QString fileName() const;
    static std::optional<Anchor> fromFileName(const QString& name);
    bool operator==(const Anchor&) const = default;
};

QString segmentName(std::uint64_t first);
std::optional<std::uint64_t> segmentNumber(const QString& name);

Bytes encodeSegmentHeader(std::uint64_t first, std::uint64_t salt);

struct RecordHeader {
    std::uint32_t length = 0;
    std::uint64_t number = 0;
    std::uint32_t unsynced = 0; ///< records before this one that were not known durable when it was appended
    std::uint64_t seed = 0;     ///< of the payload's hash; computed
    std::uint64_t hash = 0;     ///< of the payload

    /// All records below were durable when this one was appended.
    std::uint64_t durableBefore() const { return number - unsynced; }
    bool fits(BytesView payload) const;
};

/// Appends header and payload to `out`. `length`, `seed` and `hash` are computed.
void encodeRecord(Bytes& out, RecordHeader header, BytesView payload, std::uint64_t salt);
/// Nothing when `bytes` does not begin with a whole header written with this salt.
std::optional<RecordHeader> decodeRecordHeader(BytesView bytes, std::uint64_t salt);

using Visitor = std::function<Result<>(std::uint64_t number, BytesView record)>;

struct Scan {
    bool headerGood = false;
    Segment segment;       ///< up to the first record that is not whole
    qint64 fileSize = 0;   ///< more than segment.size: something behind is not whole
    bool promised = false; ///< a later header proves that the first record that is not whole had been durable
};

/// Reads a segment from its beginning, checks everything, and hands each whole record to `visitor` (may be empty).
/// Fails: Storage; what the visitor returns; Corrupt for a format version that is not ours.
Result<Scan> scanSegment(File& file, std::size_t largestRecord, const Visitor& visitor);

} // namespace busheng::recordlog
