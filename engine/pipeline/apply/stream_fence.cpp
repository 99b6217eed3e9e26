// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/stream_fence.h"

#include "engine/base/failpoint.h"
#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"

#include <algorithm>

namespace busheng {
namespace {

Fence fenceOf(const Checkpoint& kept)
{
    Fence fence;
    fence.number = kept.sequence;
    std::copy_n(kept.digest.begin(), fence.holder.size(), fence.holder.begin());
    return fence;
}

Checkpoint checkpointOf(const Fence& fence)
{
    Checkpoint kept;
    kept.sequence = fence.number;
    std::ranges::copy(fence.holder, kept.digest.begin());
    return kept;
}

/// Another value that means the same: every transaction to come has a position behind this one, so a bound up to here,
/// or below, makes none of them tolerant. While a resumed load is tolerant anyway, the bound moves by one position.
void touch(Checkpoint& checkpoint)
{
    Position& bound = checkpoint.upsertUntil;
    if (bound.order > checkpoint.position.order)
        ++bound.order;
    else if (bound.order < checkpoint.position.order || bound.order == 0)
        bound.order = std::max<std::uint64_t>(checkpoint.position.order, 1);
    else
        --bound.order;
}

Result<> write(TargetWriter& target, const QString& stream, const QString& fenceStream, const Fence& own)
{
    ENGINE_TRY_AS(Checkpoint checkpoint, target.readCheckpoint(stream));
    touch(checkpoint);
    ENGINE_TRY(target.begin());
    ENGINE_TRY(target.writeCheckpoint(fenceStream, checkpointOf(own)));
    ENGINE_TRY(target.writeCheckpoint(stream, checkpoint));
    ENGINE_FAILPOINT("apply.fence.before_commit");
    return target.commit();
}

} // namespace

Result<> takeOverStream(TargetWriter& target, const StreamId& stream, const Fence& own)
{
    // Sorts behind the name of every stream, which begins with a digit: of the rows that a writer knows, the first is
    // the stream's own.
    const QString fenceStream = QStringLiteral("fence ") + stream.name();
    ENGINE_TRY_AS(const Checkpoint kept, target.readCheckpoint(fenceStream));
    const Fence known = fenceOf(kept);
    if (!passesFence(known, own))
        return fail(makeEvent(ErrorCode::Config, events::NOD_FENCED, {stream.to, QStringLiteral("the target database")},
                              QStringLiteral("stream %1 is applied by copy %2 of this node, this is copy %3")
                                  .arg(stream.name())
                                  .arg(known.number)
                                  .arg(own.number)));
    if (own.number == known.number)
        return {};
    auto written = write(target, stream.name(), fenceStream, own);
    if (!written)
        target.rollback();
    return written;
}

} // namespace busheng
