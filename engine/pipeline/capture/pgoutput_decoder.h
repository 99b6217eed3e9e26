// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

namespace busheng {

/// The messages of PostgreSQL's output plugin pgoutput, protocol version 2, as values. Bytes and spans point into the
/// message or into the decoder, and hold until its next decode().
namespace pgoutput {

/// One column of a tuple.
struct Value {
    enum class Kind : std::uint8_t { Null, Unchanged, Text, Binary };
    Kind kind = Kind::Null;
    BytesView bytes;
};
using Tuple = std::span<const Value>;

struct Begin {
    std::uint64_t commitLsn = 0; ///< where the commit record starts
    std::int64_t time = 0;       ///< microseconds since 2000-01-01
    std::uint32_t xid = 0;
};
struct Commit {
    std::uint64_t commitLsn = 0;
    std::uint64_t endLsn = 0; ///< where the commit record ends: a transaction's Position
    std::int64_t time = 0;
};
struct Origin {
    BytesView name;
};
struct RelationColumn {
    bool inKey = false;
    BytesView name;
    std::uint32_t typeId = 0;
    std::int32_t typeModifier = -1;
};
struct Relation {
    std::uint32_t xid = 0; ///< of the subtransaction, in a streamed block; else 0. So in all that have it.
    std::uint32_t relationId = 0;
    BytesView schema;
    BytesView name;
    char identity = 'd'; ///< as pg_class.relreplident
    std::span<const RelationColumn> columns;
};
struct Type {
    std::uint32_t xid = 0;
    std::uint32_t typeId = 0;
};
struct Insert {
    std::uint32_t xid = 0;
    std::uint32_t relationId = 0;
    Tuple after;
};
/// What precedes the new tuple of an update, or is all of a delete.
enum class OldRow : std::uint8_t { None, Key, Full };
struct Update {
    std::uint32_t xid = 0;
    std::uint32_t relationId = 0;
    OldRow oldRow = OldRow::None;
    Tuple before;
    Tuple after;
};
struct Delete {
    std::uint32_t xid = 0;
    std::uint32_t relationId = 0;
    OldRow oldRow = OldRow::None;
    Tuple before;
};
struct Truncate {
    std::uint32_t xid = 0;
    std::span<const std::uint32_t> relationIds;
};
struct LogicalMessage {
    std::uint32_t xid = 0;
    bool transactional = false;
    std::uint64_t lsn = 0; ///< where its record starts
    BytesView prefix;
    BytesView content;
};
struct StreamStart {
    std::uint32_t xid = 0;
    bool first = false; ///< first segment of this transaction
};
struct StreamStop {};
struct StreamCommit {
    std::uint32_t xid = 0;
    std::uint64_t commitLsn = 0;
    std::uint64_t endLsn = 0;
    std::int64_t time = 0;
};
struct StreamAbort {
    std::uint32_t xid = 0;
    std::uint32_t subXid = 0; ///< equal to xid: the whole transaction
};

using Message = std::variant<Begin, Commit, Origin, Relation, Type, Insert, Update, Delete, Truncate, LogicalMessage,
                             StreamStart, StreamStop, StreamCommit, StreamAbort>;

} // namespace pgoutput

/// Decodes pgoutput, protocol version 2, one message at a time and without allocating for rows. It knows no table and
/// no server: what the messages mean is PgTransactionFeed's business.
///
/// Keeps whether a streamed block is open, because messages inside one carry a transaction id. Thread: any, one at a
/// time. Fails: Corrupt for a message that is cut, too long or says impossible lengths; Protocol for a message that is
/// unknown or may not be where it is. After a failure only reset() makes sense.
class PgoutputDecoder {
public:
    Result<pgoutput::Message> decode(BytesView message);
    /// For a new connection.
    void reset() { m_inStream = false; }
    bool inStream() const { return m_inStream; }

private:
    pgoutput::Relation relation(class PgWireReader& in, std::uint32_t xid);
    pgoutput::Update update(PgWireReader& in, std::uint32_t xid);
    pgoutput::Delete remove(PgWireReader& in, std::uint32_t xid);
    pgoutput::Truncate truncate(PgWireReader& in, std::uint32_t xid);
    pgoutput::Tuple tuple(PgWireReader& in, std::vector<pgoutput::Value>& values);
    Result<pgoutput::Message> inOrOutOfBlock(char kind, PgWireReader& in);
    Result<pgoutput::Message> control(char kind, PgWireReader& in);

    bool m_inStream = false;
    std::vector<pgoutput::Value> m_old;
    std::vector<pgoutput::Value> m_new;
    std::vector<pgoutput::RelationColumn> m_columns;
    std::vector<std::uint32_t> m_relationIds;
};

} // namespace busheng
