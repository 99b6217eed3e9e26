// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/tuning.h"
#include "engine/model/row_change.h"
#include "engine/pipeline/capture/capture_sink.h"

#include <utility>

namespace busheng {

/// Operations on their way into the sink as they are at `position`, a block at a time. What is not given is lost.
class RepairBlock {
public:
    RepairBlock(CaptureSink& sink, Position position) : m_sink(sink), m_position(position) {}

    Result<> add(const RowChange& change)
    {
        writeChange(m_writer, change);
        ++m_count;
        return m_block.size() >= tuning::kLoadBlockBytes ? give() : Result<>();
    }

    Result<> give()
    {
        if (m_count > 0)
            ENGINE_TRY(m_sink.repair(m_position, m_block, std::exchange(m_count, 0)));
        m_block.clear();
        return {};
    }

private:
    CaptureSink& m_sink;
    const Position m_position;
    Bytes m_block;
    ByteWriter m_writer{m_block};
    std::uint32_t m_count = 0;
};

} // namespace busheng
