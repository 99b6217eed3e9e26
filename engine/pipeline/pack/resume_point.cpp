// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/pack/resume_point.h"

#include "engine/model/large_value.h"
#include "engine/pipeline/pack/packet_header.h"

namespace busheng {
namespace {

bool takeLastRow(BytesView block, ResumePoint& point)
{
    ChangeReader reader(block);
    RowChange change;
    while (reader.next(change)) {
        point.loadTable = change.tableId;
        ChangePart part;
        ValuePart value;
        LeftOutChange leftOut;
        if (change.kind == ChangeKind::Part && readPart(change, part)) {
            // Also behind its last part, where its key is not known here: the row comes once more then.
            point.lastLoadKey = Bytes(part.behind);
        } else if (readValuePart(change, value)) {
            point.lastLoadKey = Bytes(value.behind); // the row whose value it is comes once more
        } else if (change.kind == ChangeKind::LeftOut && readLeftOut(change, leftOut)) {
            point.lastLoadRow = leftOut.change.after;
        } else {
            point.lastLoadRow = change.after;
        }
    }
    return !reader.failed();
}

} // namespace

Result<ResumePoint> readResumePoint(BytesView lastPacket, PacketReader& reader)
{
    Bytes body;
    ENGINE_TRY_AS(const PacketHeader header, reader.read(lastPacket, body));
    ResumePoint point;
    point.sequence = header.sequence;
    point.digest = packetDigest(lastPacket);
    point.position = header.upTo;
    point.schemaVersion = header.schemaVersion;
    point.transactionOpen = header.has(PacketFlag::TransactionOpen);
    point.loading = header.has(PacketFlag::Load);
    point.lastLoadBegin.position = header.upTo;
    FrameReader frames(body);
    Frame frame;
    BytesView lastBlock;
    while (frames.next(frame)) {
        if (frame.type == FrameType::LoadBegin) {
            point.lastLoadBegin = frame.loadBegin;
        } else if (frame.type == FrameType::LoadRows) {
            point.lastLoadBegin.generation = frame.generation;
            lastBlock = frame.block;
        } else if (frame.type == FrameType::LoadEnd) {
            point.loading = false;
        }
    }
    if (frames.failed() || !takeLastRow(lastBlock, point))
        return malformedPacket(streamName(reader.stream()), QStringLiteral("its frames are malformed"));
    return point;
}

} // namespace busheng
