// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/control_message.h"

#include "engine/host/control_exchange.h"
#include "engine/host/control_map.h"
#include "engine/host/control_security.h"
#include "engine/host/control_texts.h"

namespace busheng::control {
namespace {

QCborMap toMap(const WantedStreams& body)
{
    QCborArray numbers;
    for (const std::uint32_t number : body.numbers)
        numbers.append(numberValue(number));
    return MapWriter("wanted-streams").put("numbers", numbers).take();
}

QCborMap toMap(const Subscribe& body)
{
    MapWriter writer(body.shape.empty() ? "subscribe" : "subscribe-part");
    return writer.mappings("shape", body.shape)
        .put("dataset", body.dataset)
        .put("received", numberValue(body.received))
        .put("receivedDigest", bytesValue(view(body.receivedDigest)))
        .put("applied", numberValue(body.applied))
        .put("appliedPosition", numberValue(body.appliedPosition))
        .put("publicKeys", publicKeysValue(body.publicKeys))
        .mark("offline", body.offline)
        .mark("largeRows", body.largeRows)
        .mark("largeValues", body.largeValues)
        .take();
}

QCborMap toMap(const Subscribed& body)
{
    return MapWriter("subscribed").put("event", body.event).put("args", QCborArray::fromStringList(body.args)).take();
}

QCborMap toMap(const SourceStatus& body)
{
    return MapWriter("source-status")
        .put("source", numberValue(body.source))
        .put("cached", numberValue(body.cached))
        .put("packed", numberValue(body.packed))
        .put("lastSequence", numberValue(body.lastSequence))
        .put("waiting", QCborValue(static_cast<qint64>(body.waiting)))
        .put("lagMs", QCborValue(static_cast<qint64>(body.lagMs)))
        .put("event", body.event)
        .put("args", QCborArray::fromStringList(body.args))
        .take();
}

QCborMap toMap(const VerifyRequest& body)
{
    return MapWriter("verify")
        .put("id", numberValue(body.id))
        .put("fieldLevel", body.fieldLevel)
        .put("fromTable", numberValue(body.fromTable))
        .put("fromKey", bytesValue(body.fromKey))
        .put("sliceMs", numberValue(body.sliceMs))
        .put("gentle", body.gentle)
        .mark("byBytes", body.byBytes)
        .mappings("compared", body.compared)
        .take();
}

QCborMap toMap(const TableCounts& body)
{
    QCborArray rows;
    for (const std::uint64_t count : body.rows)
        rows.append(numberValue(count));
    QCborArray leftOut;
    for (const QStringList& columns : body.leftOut)
        leftOut.append(QCborArray::fromStringList(columns));
    MapWriter out("table-counts");
    out.put("id", numberValue(body.id)).put("position", numberValue(body.position)).put("rows", rows);
    if (!leftOut.isEmpty())
        out.put("leftOut", leftOut);
    return out.take();
}

QCborMap toMap(const ChunkDigests& body)
{
    QCborArray chunks;
    for (const ChunkDigest& chunk : body.chunks) {
        Bytes sum;
        ByteWriter writer(sum);
        writer.fixed(chunk.sumLow);
        writer.fixed(chunk.sumHigh);
        chunks.append(QCborArray{numberValue(chunk.tableId), bytesValue(chunk.range.after),
                                 bytesValue(chunk.range.upTo), numberValue(chunk.rows), bytesValue(sum)});
    }
    return MapWriter("digests")
        .put("id", numberValue(body.id))
        .put("chunks", chunks)
        .put("last", body.last)
        .put("nextTable", numberValue(body.nextTable))
        .put("nextKey", bytesValue(body.nextKey))
        .take();
}

QCborMap toMap(const RowsRequest& body)
{
    return MapWriter("rows-request")
        .put("id", numberValue(body.id))
        .put("table", numberValue(body.tableId))
        .range(body.range)
        .mark("shortened", body.shortened)
        .take();
}

QCborMap toMap(const Rows& body)
{
    QCborArray rows;
    for (const Bytes& row : body.rows)
        rows.append(bytesValue(row));
    return MapWriter("rows")
        .put("id", numberValue(body.id))
        .put("table", numberValue(body.tableId))
        .put("rows", rows)
        .range(body.range)
        .take();
}

QCborMap toMap(const VerifyEnd& body)
{
    return MapWriter("verify-end")
        .put("id", numberValue(body.id))
        .put("event", body.event)
        .put("args", QCborArray::fromStringList(body.args))
        .take();
}

QCborMap toMap(const RepairRequest& body)
{
    QCborArray rows;
    for (const RepairRequest::Row& row : body.rows)
        rows.append(QCborArray{numberValue(row.tableId), bytesValue(row.key)});
    return MapWriter("repair")
        .put("id", numberValue(body.id))
        .put("rows", rows)
        .mappings("compared", body.compared)
        .take();
}

QCborMap toMap(const ReloadTable& body)
{
    return MapWriter("reload-table").put("table", body.table).take();
}

Body readReloadTable(MapReader& in)
{
    return ReloadTable{in.string("table")};
}

Body readWantedStreams(MapReader& in)
{
    WantedStreams body;
    for (const QCborValue value : in.array("numbers")) {
        if (!value.isInteger() || value.toInteger() < 0 || value.toInteger() > 0xffffffffLL)
            in.fail();
        body.numbers.push_back(static_cast<std::uint32_t>(value.toInteger()));
    }
    return body;
}

Body readSubscribe(MapReader& in)
{
    Subscribe body;
    body.dataset = in.string("dataset");
    body.received = in.number("received");
    body.receivedDigest = in.digest("receivedDigest");
    body.applied = in.number("applied");
    body.appliedPosition = in.number("appliedPosition");
    body.publicKeys = readPublicKeys(in);
    body.offline = in.mark("offline");
    body.largeRows = in.mark("largeRows");
    body.largeValues = in.mark("largeValues");
    return body;
}

Body readSubscribePart(MapReader& in)
{
    auto body = std::get<Subscribe>(readSubscribe(in));
    body.shape = in.mappings("shape");
    if (body.shape.empty())
        in.fail();
    return body;
}

Body readSubscribed(MapReader& in)
{
    Subscribed body;
    body.event = in.string("event");
    body.args = in.strings("args");
    return body;
}

Body readSourceStatus(MapReader& in)
{
    SourceStatus body;
    body.source = in.number("source");
    body.cached = in.number("cached");
    body.packed = in.number("packed");
    body.lastSequence = in.number("lastSequence");
    body.waiting = in.integer("waiting");
    body.lagMs = in.integer("lagMs");
    body.event = in.string("event");
    body.args = in.strings("args");
    return body;
}

Body readVerifyRequest(MapReader& in)
{
    VerifyRequest body;
    body.id = in.number("id");
    body.fieldLevel = in.flag("fieldLevel");
    body.fromTable = in.small("fromTable");
    body.fromKey = in.bytes("fromKey");
    body.sliceMs = in.small("sliceMs");
    body.gentle = in.flag("gentle");
    body.byBytes = in.mark("byBytes");
    body.compared = in.mappings("compared");
    return body;
}

Body readTableCounts(MapReader& in)
{
    TableCounts body;
    body.id = in.number("id");
    body.position = in.number("position");
    for (const QCborValue value : in.array("rows")) {
        if (!value.isInteger() || value.toInteger() < 0)
            in.fail();
        body.rows.push_back(static_cast<std::uint64_t>(value.toInteger()));
    }
    if (!in.has("leftOut"))
        return body;
    for (const QCborValue value : in.array("leftOut")) {
        if (!value.isArray())
            in.fail();
        QStringList& columns = body.leftOut.emplace_back();
        for (const QCborValue column : value.toArray())
            columns.append(column.toString());
    }
    return body;
}

Body readChunkDigests(MapReader& in)
{
    ChunkDigests body;
    body.id = in.number("id");
    body.last = in.flag("last");
    body.nextTable = in.small("nextTable");
    body.nextKey = in.bytes("nextKey");
    for (const QCborValue value : in.array("chunks")) {
        const QCborArray item = value.toArray();
        const QByteArray sum = item.at(4).toByteArray();
        if (item.size() != 5 || !item.at(0).isInteger() || !item.at(3).isInteger() || sum.size() != 16) {
            in.fail();
            break;
        }
        ChunkDigest chunk;
        chunk.tableId = static_cast<std::uint32_t>(item.at(0).toInteger());
        chunk.range = {Bytes(view(item.at(1).toByteArray())), Bytes(view(item.at(2).toByteArray()))};
        chunk.rows = static_cast<std::uint64_t>(item.at(3).toInteger());
        ByteReader numbers{view(sum)};
        chunk.sumLow = numbers.fixed<std::uint64_t>();
        chunk.sumHigh = numbers.fixed<std::uint64_t>();
        body.chunks.push_back(std::move(chunk));
    }
    return body;
}

Body readRowsRequest(MapReader& in)
{
    RowsRequest body;
    body.id = in.number("id");
    body.tableId = in.small("table");
    body.range = in.range();
    body.shortened = in.mark("shortened");
    return body;
}

Body readRows(MapReader& in)
{
    Rows body;
    body.id = in.number("id");
    body.tableId = in.small("table");
    body.range = in.range();
    for (const QCborValue value : in.array("rows")) {
        if (!value.isByteArray())
            in.fail();
        body.rows.emplace_back(view(value.toByteArray()));
    }
    return body;
}

Body readVerifyEnd(MapReader& in)
{
    VerifyEnd body;
    body.id = in.number("id");
    body.event = in.string("event");
    body.args = in.strings("args");
    return body;
}

Body readRepairRequest(MapReader& in)
{
    RepairRequest body;
    body.id = in.number("id");
    body.compared = in.mappings("compared");
    for (const QCborValue value : in.array("rows")) {
        const QCborArray item = value.toArray();
        if (item.size() != 2 || !item.at(0).isInteger() || !item.at(1).isByteArray())
            in.fail();
        body.rows.push_back(
            {static_cast<std::uint32_t>(item.at(0).toInteger()), Bytes(view(item.at(1).toByteArray()))});
    }
    return body;
}

using BodyReader = Body (*)(MapReader&);
const std::pair<const char*, BodyReader> kReaders[] = {
    {"wanted-streams", readWantedStreams},
    {"subscribe", readSubscribe},
    {"subscribed", readSubscribed},
    {"source-status", readSourceStatus},
    {"verify", readVerifyRequest},
    {"table-counts", readTableCounts},
    {"digests", readChunkDigests},
    {"rows-request", readRowsRequest},
    {"rows", readRows},
    {"verify-end", readVerifyEnd},
    {"repair", readRepairRequest},
    {"reload-table", readReloadTable},
    {"subscribe-part", readSubscribePart},
    {"keys", readKeys},
    {"keys-held", readKeysHeld},
    {"statement", readStatement},
    {"exchange-offer", readOffer},
    {"exchange-offers", readDatasetOffers},
    {"exchange-paper", readPaper},
    {"exchange-taken", readPaperTaken},
    {"texts-request", readTextsRequest},
    {"texts", readTexts},
    {"structure-request", readStructureRequest},
    {"structure", readStructureAnswer},
};

} // namespace

Message encode(std::uint32_t stream, const Body& body)
{
    const QCborMap map = std::visit([](const auto& value) { return toMap(value); }, body);
    return {MessageType::Control, stream, Bytes(view(map.toCborValue().toCbor()))};
}

Result<Body> decode(const Message& message)
{
    QCborParserError error;
    const QCborValue value = QCborValue::fromCbor(toQByteArray(message.payload), &error);
    if (error.error != QCborError::NoError || !value.isMap())
        return fail(ErrorCode::Protocol, QStringLiteral("a control message is not a CBOR map"));
    const QCborMap map = value.toMap();
    const QString kind = map.value(QStringLiteral("kind")).toString();
    for (const auto& [name, read] : kReaders) {
        if (kind != QLatin1String(name))
            continue;
        MapReader reader(map);
        Body body = read(reader);
        if (!reader.ok())
            return fail(ErrorCode::Protocol, QStringLiteral("the control message '%1' is not whole").arg(kind));
        return body;
    }
    return fail(ErrorCode::Protocol, QStringLiteral("unknown control message '%1'").arg(kind.left(40)));
}

Message encodeProgress(MessageType type, std::uint32_t stream, const Progress& progress)
{
    Message message{type, stream, {}};
    ByteWriter writer(message.payload);
    writer.fixed(progress.sequence);
    writer.fixed(progress.position);
    return message;
}

Result<Progress> decodeProgress(const Message& message)
{
    ByteReader reader(message.payload);
    Progress progress;
    progress.sequence = reader.fixed<std::uint64_t>();
    progress.position = reader.fixed<std::uint64_t>();
    if (reader.failed() || !reader.atEnd())
        return fail(ErrorCode::Protocol,
                    QStringLiteral("a progress message has %1 bytes, not 16").arg(message.payload.size()));
    return progress;
}

Message encodeRefusal(std::uint32_t stream, const Refusal& refusal)
{
    Message message{MessageType::Refused, stream, {}};
    ByteWriter writer(message.payload);
    writer.fixed(refusal.sequence);
    writer.sized(view(refusal.event.toUtf8()));
    return message;
}

Result<Refusal> decodeRefusal(const Message& message)
{
    ByteReader reader(message.payload);
    Refusal refusal;
    refusal.sequence = reader.fixed<std::uint64_t>();
    const BytesView event = reader.sized();
    if (reader.failed() || !reader.atEnd() || event.size() > 64)
        return fail(ErrorCode::Protocol, QStringLiteral("a refusal is not whole"));
    refusal.event = QString::fromUtf8(event.data(), static_cast<qsizetype>(event.size()));
    return refusal;
}

} // namespace busheng::control
