// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/journal/journal.h"
#include "engine/pipeline/capture/capturer.h"

#include <deque>
#include <functional>
#include <map>
#include <mutex>

namespace busheng {

/// Loads single tables of a published dataset among its changes, while all others flow: a table that was added, or one
/// that a receiver wants anew.
///
/// Piece by piece: a short snapshot at a place in the stream, the rows behind the last key as Upserts into the log
/// cache at that very place, the key into the journal. Changes of the table before a piece are older than its rows, and
/// what comes behind it is newer; so the receivers have the table as it is when the last piece has been applied. Until
/// then its structure says that it isLoading, and they mind nothing. A table without a key comes in one piece that
/// empties it first. A piece that a crash lets come twice does no harm.
///
/// Paced: at most kPiecesAhead pieces that not every stream has sealed. Thread: the capture worker; progress() any.
/// Failpoints: load.piece.written, load.piece.kept, load.table.told.
class TableLoader {
public:
    explicit TableLoader(QString dataset);

    struct Source {
        Capturer& capturer;
        CaptureSink& sink;
        const std::function<Result<>(Position position)>& pollUpTo;
        Position sealed; ///< by every stream
    };
    /// To be called when capture has begun, with the structure that it goes on with. `journal` must outlive close().
    Result<> resume(const DatasetSchema& schema, Journal& journal);
    /// Writes the next piece of a table that is loading, when it is time for one. False: there was nothing to do.
    Result<bool> step(const DatasetSchema& schema, const Source& source);
    /// The table shall come anew: at the receivers it is emptied, then loaded. Fails: as Capturer::setLoading(); Config
    /// CFG_NOT_FOUND.
    Result<> begin(const DatasetSchema& schema, const QString& table, const Source& source);

    struct Progress {
        QString table;
        std::uint64_t rows = 0;
    };
    std::vector<Progress> progress() const;
    /// Before the worker ends.
    void close() { m_journal = nullptr; }

private:
    struct Piece {
        Bytes lastRow;
        std::uint64_t rows = 0;
        bool isLast = false;
    };

    Result<> forgetOthers(const DatasetSchema& schema);
    Result<Piece> writePiece(const TableSchema& table, const TableLoadRecord& load, PositionedSnapshot& snapshot,
                             CaptureSink& sink);
    Result<> finish(const TableSchema& table, const Source& source);
    void note(const DatasetSchema& schema);

    const QString m_dataset;
    Journal* m_journal = nullptr;
    std::map<std::uint32_t, TableLoadRecord> m_loads;
    std::deque<Position> m_pieces; ///< of the newest pieces
    std::size_t m_pieceBytes;

    mutable std::mutex m_mutex; ///< guards m_progress
    std::vector<Progress> m_progress;
};

} // namespace busheng
