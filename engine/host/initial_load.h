// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/load_reader.h"
#include "engine/pipeline/capture/capturer.h"
#include "engine/pipeline/pack/packer.h"
#include "engine/pipeline/pack/resume_point.h"

#include <optional>

namespace busheng {

/// One initial load of a stream, or what is left of an interrupted one: structure, LoadBegin, the rows of all tables in
/// loadOrder(), LoadEnd. Readers read ahead (LoadReader), so that reading and sealing overlap.
///
/// An interrupted load goes on with a new snapshot, behind the last row that is in a packet: the receiver tolerates, in
/// tables with a key, the changes between the snapshots. While only tables without a key were sent it begins anew, as
/// the next generation, for which the receiver empties the tables.
///
/// Thread: the stream's worker. Memory: LoadReader's. Fails: as Packer and TableSnapshot; Schema when the table that
/// the load was in is gone.
class InitialLoad {
public:
    struct Options {
        QString stream; ///< StreamId::name()
        std::uint64_t generation = 1;
        int readers = 1;
        std::function<void()> onReady; ///< step() has something to do; comes from other threads
        /// Whether the stream carries the large values of a table (TableSnapshot::largeColumns()).
        std::function<bool(std::uint32_t tableId)> hasValues = [](std::uint32_t) { return true; };
    };
    enum class Step { Moved, Waits, Ended };

    /// Gives `packer` the head of the load. `interrupted`: what to go on with.
    static Result<std::unique_ptr<InitialLoad>> begin(PositionedSnapshot snapshot, const DatasetSchema& schema,
                                                      const std::optional<ResumePoint>& interrupted, Packer& packer,
                                                      Options options);

    /// Gives `packer` the next block, or the end. After a failure the same call may be made again.
    Result<Step> step(Packer& packer);

    /// The changes that the receiver needs begin behind it: the position of the generation's first snapshot.
    Position start() const { return m_start; }
    std::uint64_t generation() const { return m_options.generation; }
    const DatasetSchema& schema() const { return m_schema; }
    const std::vector<std::uint64_t>& rowCounts() const { return m_rowCounts; } ///< per table of the schema
    /// Where another load goes on, once all that was given to the packer is sealed.
    ResumePoint resumePoint() const;

    struct Progress {
        std::uint64_t rows = 0;         ///< given by this load, and by the ones it goes on with
        std::uint64_t rowsExpected = 0; ///< of all tables at the snapshot
        qint64 bytes = 0;               ///< of the rows given by this load
    };
    const Progress& progress() const { return m_progress; }

private:
    InitialLoad(Position position, DatasetSchema schema, Options options);
    Result<std::size_t> placeOf(const ResumePoint& interrupted);
    Result<> count(TableSnapshot& snapshot, std::size_t skipped);
    void startReading(std::unique_ptr<TableSnapshot> snapshot, std::size_t first, const Bytes& after);
    Result<Step> end(Packer& packer);

    const Position m_position; ///< of the snapshot
    const DatasetSchema m_schema;
    const std::vector<std::size_t> m_order;
    Options m_options;
    Position m_start;
    bool m_resumed = false;
    std::vector<std::uint64_t> m_rowCounts; ///< per table of the structure
    std::vector<std::size_t> m_reading;     ///< which tables the reader was given
    std::size_t m_at = 0;                   ///< of them, the one that the last block was of
    std::uint32_t m_lastTable = 0;          ///< id; 0: no row was given yet
    Bytes m_lastRow;
    std::optional<Bytes> m_lastKey;           ///< instead, of one that came in parts
    std::optional<LoadReader::Block> m_block; ///< read, and not yet taken by the packer
    Progress m_progress;
    std::uint64_t m_rowsBefore = 0; ///< of the tables before that one
    bool m_isEnded = false;
    std::unique_ptr<LoadReader> m_reader;
};

} // namespace busheng
