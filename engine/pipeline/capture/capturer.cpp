// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/capturer.h"

namespace busheng {

Result<std::optional<PositionedSnapshot>> Capturer::openTableSnapshot(std::uint32_t, CaptureSink& sink)
{
    ENGINE_TRY_AS(PositionedSnapshot snapshot, openSnapshot(sink));
    return std::optional(std::move(snapshot));
}

Result<std::optional<SourceLogState>> Capturer::readLogState()
{
    return std::optional<SourceLogState>();
}

} // namespace busheng
