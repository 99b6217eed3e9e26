// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/capture/pg_log_capturer.h"
#include "engine/pipeline/capture/pg_publication.h"
#include "engine/pipeline/capture/pg_slot.h"

namespace busheng {

/// Slot and publication of one dataset at its source: made where nothing was ever read, and only checked afterwards.
///
/// Thread: the capture worker. Failpoints: capture.pg.published, capture.pg.slot_created, capture.tables.published.
class PgCaptureSetup {
public:
    struct Ready {
        std::vector<PgCapturedTable> captured;
        PgSlotState slot;
        std::uint64_t nextXid = 0;
        QString origin;
    };

    explicit PgCaptureSetup(const PgLogSource& source);

    const QString& name() const { return m_name; } ///< of the slot and of the publication
    PgConnection::Options connectionOptions() const;

    /// The structure of the dataset's rows, as they are now.
    Result<DatasetSchema> readSchema(PgConnection& connection) const;
    /// Makes what is missing when `resumeAfter` is zero, else checks that changes can be read on after it. Nobody reads
    /// the slot afterwards. Fails: as openPgLogCapturer, and Schema CAP_SLOT_LOST.
    Result<Ready> prepare(PgConnection& connection, Position resumeAfter) const;
    /// What may have happened meanwhile. Fails: CAP_SLOT_LOST, CAP_TRIGGER_OFF (the publication was altered).
    Result<> checkHealth(PgConnection& connection, Position resumeAfter) const;
    /// Fails with CAP_DRIFT when the tables are not as they were captured.
    Result<> requireStructure(PgConnection& connection, const std::vector<PgCapturedTable>& captured) const;
    struct Structure {
        std::vector<PgCapturedTable> captured;
        DatasetSchema schema;
    };
    /// The tables of another list: those that are captured stay as they are, new ones as they are now, and loading.
    /// Fails: Schema SRC_TABLE_* for a new one that cannot be captured, or not be loaded among changes.
    Result<Structure> withTables(PgConnection& connection, const DatasetSchema& schema,
                                 const std::vector<PgCapturedTable>& captured, const QStringList& tables) const;
    /// Fails: Schema SRC_TABLE_REFUSED for a large table without a key, which has to be loaded at one go.
    Result<> requireLoadable(PgConnection& connection, const TableSchema& table) const;
    /// The tables as they are now, when that is not how they were captured.
    Result<std::optional<Structure>> changedStructure(PgConnection& connection,
                                                      const std::vector<PgCapturedTable>& captured) const;
    /// From here on the tables count as captured so.
    Result<> keepStructure(PgConnection& connection, const std::vector<PgCapturedTable>& captured) const;
    Result<> remove(PgConnection& connection) const;

private:
    PgDatasetTables rowTables(const QStringList& tables) const;
    Result<Ready> install(PgConnection& connection) const;
    Result<Ready> resume(PgConnection& connection, Position resumeAfter) const;
    Result<QString> requireOrigin(PgConnection& connection, Position resumeAfter) const;
    Result<> requireSlot(const PgSlotState& slot, Position resumeAfter) const;
    Error slotLost(const PgSlotState& slot, const QString& object, Position resumeAfter, const QString& why) const;

    PgLogSource m_source;
    QString m_name;
};

} // namespace busheng
