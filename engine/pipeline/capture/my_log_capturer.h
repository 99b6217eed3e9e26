// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_connection.h"
#include "engine/model/dataset.h"
#include "engine/pipeline/capture/capturer.h"

#include <memory>
#include <optional>
#include <stop_token>

namespace busheng {

/// What the log route on MariaDB needs to know.
struct MyLogSource {
    DatabaseConfig source;
    DatasetConfig dataset;
    QString nodeCode;                   ///< makes our number among the server's slaves this node's own
    std::stop_token stop;               ///< ends every wait on the server
    QString origin;                     ///< Capturer::origin() that the position is of; empty: not known
    std::optional<DatasetSchema> known; ///< of the rows behind where it begins; nothing: capture is new

    MyConnection::Options connection(const QString& purpose) const;
};

/// Opens the log route and stands at `resumeAfter`, or at the log's end where that is zero (my_log_capturer.cpp tells
/// how it works). Nothing is made at the source.
/// Fails: Sql SRC_UNAVAILABLE (transient); Schema CAP_TIMELINE when the server is another one, or its log another, than
/// the position is of; Schema SRC_POSITION_LOST when the log from there on is gone (never begun anew silently); Schema
/// CAP_LOG_REFUSED when the server does not log whole rows with their names; Schema SRC_TABLE_*.
Result<std::unique_ptr<Capturer>> openMyLogCapturer(const MyLogSource& source, Position resumeAfter);

} // namespace busheng
