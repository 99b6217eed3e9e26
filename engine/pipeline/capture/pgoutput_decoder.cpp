// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/pgoutput_decoder.h"

#include "engine/pipeline/capture/pg_wire.h"

namespace busheng {

using namespace pgoutput;

namespace {

constexpr std::size_t kMostColumns = 1664; // MaxTupleAttributeNumber

Failure corrupt(char kind, const QString& why)
{
    return fail(ErrorCode::Corrupt,
                QStringLiteral("a change message of kind '%1' is malformed: %2").arg(QLatin1Char(kind)).arg(why));
}

Failure misplaced(char kind)
{
    const auto code = static_cast<unsigned>(static_cast<unsigned char>(kind));
    return fail(ErrorCode::Protocol,
                QStringLiteral("a change message of kind 0x%1 may not be here, or is unknown").arg(code, 2, 16));
}

LogicalMessage logicalMessage(PgWireReader& in, std::uint32_t xid)
{
    LogicalMessage message;
    message.xid = xid;
    const auto flags = in.fixed<std::uint8_t>();
    if (flags > 1)
        in.fail();
    message.transactional = flags == 1;
    message.lsn = in.fixed<std::uint64_t>();
    message.prefix = in.text();
    message.content = in.sized();
    return message;
}

/// Flags that no server sets yet would change what the message means.
void reserved(PgWireReader& in)
{
    if (in.fixed<std::uint8_t>() != 0)
        in.fail();
}

} // namespace

Result<Message> PgoutputDecoder::decode(BytesView bytes)
{
    if (bytes.empty())
        return fail(ErrorCode::Corrupt, QStringLiteral("an empty change message"));
    const char kind = bytes.front();
    PgWireReader in(bytes.substr(1));
    Result<Message> message = inOrOutOfBlock(kind, in);
    if (!message)
        return message;
    if (in.failed())
        return corrupt(kind, QStringLiteral("cut, or an impossible length"));
    if (!in.atEnd())
        return corrupt(kind, QStringLiteral("%1 bytes too many").arg(in.rest().size()));
    if (kind == 'S' || kind == 'E')
        m_inStream = kind == 'S';
    return message;
}

Result<Message> PgoutputDecoder::inOrOutOfBlock(char kind, PgWireReader& in)
{
    const auto xid = [&]() -> std::uint32_t { return m_inStream ? in.fixed<std::uint32_t>() : 0; };
    switch (kind) {
    case 'I': {
        Insert insert;
        insert.xid = xid();
        insert.relationId = in.fixed<std::uint32_t>();
        if (in.fixed<std::uint8_t>() != 'N')
            in.fail();
        insert.after = tuple(in, m_new);
        return Message(insert);
    }
    case 'U':
        return Message(update(in, xid()));
    case 'D':
        return Message(remove(in, xid()));
    case 'T':
        return Message(truncate(in, xid()));
    case 'R':
        return Message(relation(in, xid()));
    case 'M':
        return Message(logicalMessage(in, xid()));
    case 'Y': {
        Type type;
        type.xid = xid();
        type.typeId = in.fixed<std::uint32_t>();
        in.text();
        in.text();
        return Message(type);
    }
    default:
        return control(kind, in);
    }
}

Result<Message> PgoutputDecoder::control(char kind, PgWireReader& in)
{
    if (m_inStream && kind != 'E' && kind != 'O')
        return misplaced(kind);
    switch (kind) {
    case 'B': {
        Begin begin;
        begin.commitLsn = in.fixed<std::uint64_t>();
        begin.time = static_cast<std::int64_t>(in.fixed<std::uint64_t>());
        begin.xid = in.fixed<std::uint32_t>();
        return Message(begin);
    }
    case 'C': {
        Commit commit;
        reserved(in);
        commit.commitLsn = in.fixed<std::uint64_t>();
        commit.endLsn = in.fixed<std::uint64_t>();
        commit.time = static_cast<std::int64_t>(in.fixed<std::uint64_t>());
        return Message(commit);
    }
    case 'O': {
        in.fixed<std::uint64_t>();
        return Message(Origin{in.text()});
    }
    case 'S': {
        StreamStart start;
        start.xid = in.fixed<std::uint32_t>();
        start.first = in.fixed<std::uint8_t>() == 1;
        return Message(start);
    }
    case 'E':
        return m_inStream ? Result<Message>(Message(StreamStop{})) : Result<Message>(misplaced(kind));
    case 'c': {
        StreamCommit commit;
        commit.xid = in.fixed<std::uint32_t>();
        reserved(in);
        commit.commitLsn = in.fixed<std::uint64_t>();
        commit.endLsn = in.fixed<std::uint64_t>();
        commit.time = static_cast<std::int64_t>(in.fixed<std::uint64_t>());
        return Message(commit);
    }
    case 'A': {
        StreamAbort abort;
        abort.xid = in.fixed<std::uint32_t>();
        abort.subXid = in.fixed<std::uint32_t>();
        return Message(abort);
    }
    default:
        return misplaced(kind);
    }
}

Relation PgoutputDecoder::relation(PgWireReader& in, std::uint32_t xid)
{
    Relation relation;
    relation.xid = xid;
    relation.relationId = in.fixed<std::uint32_t>();
    relation.schema = in.text();
    relation.name = in.text();
    relation.identity = static_cast<char>(in.fixed<std::uint8_t>());
    const std::size_t count = in.fixed<std::uint16_t>();
    m_columns.clear();
    if (count > kMostColumns)
        in.fail();
    for (std::size_t i = 0; i < count && !in.failed(); ++i) {
        RelationColumn column;
        column.inKey = (in.fixed<std::uint8_t>() & 1U) != 0;
        column.name = in.text();
        column.typeId = in.fixed<std::uint32_t>();
        column.typeModifier = static_cast<std::int32_t>(in.fixed<std::uint32_t>());
        m_columns.push_back(column);
    }
    relation.columns = m_columns;
    return relation;
}

Update PgoutputDecoder::update(PgWireReader& in, std::uint32_t xid)
{
    Update update;
    update.xid = xid;
    update.relationId = in.fixed<std::uint32_t>();
    auto kind = in.fixed<std::uint8_t>();
    if (kind == 'K' || kind == 'O') {
        update.oldRow = kind == 'K' ? OldRow::Key : OldRow::Full;
        update.before = tuple(in, m_old);
        kind = in.fixed<std::uint8_t>();
    }
    if (kind != 'N')
        in.fail();
    update.after = tuple(in, m_new);
    return update;
}

Delete PgoutputDecoder::remove(PgWireReader& in, std::uint32_t xid)
{
    Delete remove;
    remove.xid = xid;
    remove.relationId = in.fixed<std::uint32_t>();
    const auto kind = in.fixed<std::uint8_t>();
    if (kind != 'K' && kind != 'O')
        in.fail();
    remove.oldRow = kind == 'K' ? OldRow::Key : OldRow::Full;
    remove.before = tuple(in, m_old);
    return remove;
}

Truncate PgoutputDecoder::truncate(PgWireReader& in, std::uint32_t xid)
{
    Truncate truncate;
    truncate.xid = xid;
    const std::size_t count = in.fixed<std::uint32_t>();
    in.fixed<std::uint8_t>(); // CASCADE and RESTART IDENTITY: the tables that went are all listed
    m_relationIds.clear();
    // An id takes four bytes: a larger count is a lie that must not become an allocation.
    if (count > in.rest().size() / sizeof(std::uint32_t))
        in.fail();
    for (std::size_t i = 0; i < count && !in.failed(); ++i)
        m_relationIds.push_back(in.fixed<std::uint32_t>());
    truncate.relationIds = m_relationIds;
    return truncate;
}

Tuple PgoutputDecoder::tuple(PgWireReader& in, std::vector<Value>& values)
{
    values.clear();
    const std::size_t count = in.fixed<std::uint16_t>();
    if (count > kMostColumns)
        in.fail();
    for (std::size_t i = 0; i < count && !in.failed(); ++i) {
        Value value;
        switch (in.fixed<std::uint8_t>()) {
        case 'n':
            break;
        case 'u':
            value.kind = Value::Kind::Unchanged;
            break;
        case 't':
            value.kind = Value::Kind::Text;
            value.bytes = in.sized();
            break;
        case 'b':
            value.kind = Value::Kind::Binary;
            value.bytes = in.sized();
            break;
        default:
            in.fail();
        }
        values.push_back(value);
    }
    return values;
}

} // namespace busheng
