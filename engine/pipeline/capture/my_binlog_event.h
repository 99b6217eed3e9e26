// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/byte_reader.h"
#include "engine/base/result.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <vector>

/// The events of the binary log (version 4) of MariaDB and MySQL, read from their bytes. Views point into those.
/// Nothing here knows a database; a malformed event is Protocol.
namespace busheng::binlog {

enum class EventType : std::uint8_t {
    Query = 2,
    Stop = 3,
    Rotate = 4,
    FormatDescription = 15,
    Xid = 16,
    BeginLoadQuery = 17,
    ExecuteLoadQuery = 18,
    TableMap = 19,
    WriteRows = 23,
    UpdateRows = 24,
    DeleteRows = 25,
    Incident = 26,
    Heartbeat = 27,
    WriteRowsOfMySql = 30, ///< as WriteRows, with data that we do not know between the head and the rows
    UpdateRowsOfMySql = 31,
    DeleteRowsOfMySql = 32,
    GtidOfMySql = 33,
    AnonymousGtidOfMySql = 34,
    XaPrepare = 38,
    Gtid = 162,
    GtidList = 163,
    StartEncryption = 164,
    QueryCompressed = 165,
    WriteRowsCompressed = 166,
    UpdateRowsCompressed = 167,
    DeleteRowsCompressed = 168,
};

/// One event: its header read, its body as it came, without a checksum.
struct Event {
    std::uint32_t timestamp = 0; ///< seconds since 1970, UTC
    std::uint8_t type = 0;       ///< EventType, or another one
    std::uint32_t serverId = 0;
    std::uint32_t size = 0;
    std::uint32_t endsAt = 0; ///< offset behind it in its file; 0: the server made it up for us
    std::uint16_t flags = 0;
    BytesView body;

    bool is(EventType wanted) const { return type == static_cast<std::uint8_t>(wanted); }
    /// Made up: it stands in no file.
    bool isArtificial() const { return endsAt == 0 || (flags & 0x20U) != 0; }
    /// A slave that does not know it may pass over it.
    bool isIgnorable() const { return (flags & 0x80U) != 0; }
};

/// `hasChecksum`: four bytes at its end are not part of the body, and hold the CRC-32 of what is before them.
Result<Event> readEvent(BytesView bytes, bool hasChecksum);

/// Whether events of the file that such an event begins end with a checksum.
Result<bool> readChecksumUse(const Event& formatDescription);

struct Rotate {
    std::uint64_t offset = 0;
    QString file;
};
Result<Rotate> readRotate(const Event& event);

struct Gtid {
    std::uint64_t sequence = 0;
    std::uint32_t domain = 0;
    std::uint8_t flags = 0;
    bool isStandalone() const { return (flags & 0x01U) != 0; } ///< no COMMIT or XID ends it
    bool isPreparedXa() const { return (flags & 0x40U) != 0; }
    bool isCompletedXa() const { return (flags & 0x80U) != 0; }
};
Result<Gtid> readGtid(const Event& event);

struct Query {
    QString database;
    BytesView statement;
};
/// `inflated` holds the statement of a compressed one.
Result<Query> readQuery(const Event& event, Bytes& inflated);

/// A column as the rows of an event have it.
struct Column {
    QString name;
    std::uint8_t type = 0;  ///< of MariaDB's enum_field_types
    std::uint16_t meta = 0; ///< as that type means it
    bool isUnsigned = false;
    bool isText = false; ///< of a string or blob: its charset is not "binary"
    bool operator==(const Column&) const = default;
};

struct TableMap {
    std::uint64_t tableId = 0;
    QString database;
    QString table;
    std::vector<Column> columns;
    bool hasNames = false; ///< the server logs with binlog_row_metadata=FULL
    bool operator==(const TableMap&) const = default;
};
/// The number by which rows name it, without reading the rest.
Result<std::uint64_t> readTableId(const Event& event);
Result<TableMap> readTableMap(const Event& event);

enum class RowsKind { Write, Update, Delete };

struct Rows {
    RowsKind kind = RowsKind::Write;
    std::uint64_t tableId = 0;
    std::size_t columns = 0;
    BytesView present;      ///< bit per column: in the row, or in the old row of an update
    BytesView presentAfter; ///< of an update: in the new row
    BytesView rows;
};
bool isRows(const Event& event);
/// Rows, or a transaction of them, in a form that is not read here: parts of JSON values, compressed transactions, and
/// what servers wrote before 5.1.
bool isForeignRows(const Event& event);
/// Nothing that rows depend on: it may be passed over.
bool isHarmless(const Event& event);
/// `inflated` holds the rows of a compressed event.
Result<Rows> readRows(const Event& event, Bytes& inflated);

inline bool bitAt(BytesView bits, std::size_t index)
{
    return (static_cast<unsigned char>(bits[index / 8]) >> (index % 8) & 1U) != 0;
}

} // namespace busheng::binlog
