// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/capture/my_binlog_stream.h"
#include "engine/pipeline/capture/my_log_cursor.h"

namespace busheng {

/// What the log must be like for rows to be read from it.
struct MyLogSetting {
    QString name;   ///< of a global variable
    QString wanted; ///< as SELECT gives it
    QString mend;   ///< what an administrator does
};
std::vector<MyLogSetting> myLogSettings(const MyConnection& connection);

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
/// (RESET MASTER) has another GTID at the same place. Of a MySQL, which does not say what GTID a place has: the
/// server's UUID, the place, and when its file was begun, which `options` opens a stream of its own for.
Result<QString> readMyOrigin(MyConnection& connection, const MyBinlogStream::Options& options);
/// Whether the log at hand is the one that `origin` was read from; the place that it names comes in place of that in
/// `options`. Fails: Schema CAP_TIMELINE; Sql.
Result<> checkMyOrigin(MyConnection& connection, const QString& source, const MyLogFiles& log, const QString& origin,
                       MyBinlogStream::Options options);

} // namespace busheng
