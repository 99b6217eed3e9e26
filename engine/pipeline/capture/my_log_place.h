// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_snapshot.h"
#include "engine/model/position.h"

namespace busheng {

/// The files of a server's binary log, oldest first.
struct MyLogFiles {
    struct File {
        QString name;
        std::uint64_t size = 0;
    };
    std::vector<File> files;

    MyLogPlace end() const { return {files.back().name, files.back().size}; }
    /// From `position` to the end.
    std::uint64_t bytesBehind(Position position) const;
};

/// Fails: Sql; Schema CAP_LOG_REFUSED when the server keeps no binary log, or not in the way that rows can be read from
/// it (binlog_format, binlog_row_image, binlog_row_metadata).
Result<MyLogFiles> readMyLog(MyConnection& connection, const QString& source);

/// The place of a position in the log. Fails: Schema SRC_POSITION_LOST, with what is wanted and what the server has.
Result<MyLogPlace> findMyPlace(const MyLogFiles& log, const QString& source, Position position);

/// Which server and which log of it a place is in: its number, the place, and the GTID there. A log that was begun anew
/// (RESET MASTER) has another GTID at the same place.
Result<QString> readMyOrigin(MyConnection& connection, const MyLogPlace& place);
/// Whether the log at hand is the one that `origin` was read from. Fails: Schema CAP_TIMELINE; Sql.
Result<> checkMyOrigin(MyConnection& connection, const QString& source, const MyLogFiles& log, const QString& origin);

} // namespace busheng
