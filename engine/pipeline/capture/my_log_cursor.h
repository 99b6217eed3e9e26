// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_snapshot.h"
#include "engine/model/position.h"
#include "engine/pipeline/capture/my_binlog_event.h"

namespace busheng {

/// Position of a place in a binary log: the number at the end of the file's name, and the offset.
Position myPosition(const MyLogPlace& place);
/// "binlog.000003:1234", for people. `like`: the name of any file of that log.
QString myPlaceText(Position position, const QString& like);
/// The file that a position is in, and the offset there.
MyLogPlace myPlaceOf(Position position, const QString& like);

/// Where somebody stands who reads a binary log event by event.
class MyLogCursor {
public:
    /// The stream begins at `from`.
    void startAt(const MyLogPlace& from, bool hasChecksums);
    /// Reads an event, without its checksum; here() is behind it then. Fails: Protocol.
    Result<binlog::Event> take(BytesView bytes);

    Position here() const { return myPosition(m_place); }
    const QString& file() const { return m_place.file; }
    /// When the file at hand was begun, in seconds since 1970; 0: its head has not come yet.
    std::uint32_t born() const { return m_born; }

private:
    Result<> moveTo(const binlog::Event& event);

    MyLogPlace m_place;
    std::uint32_t m_born = 0;
    bool m_hasChecksums = false;
};

} // namespace busheng
