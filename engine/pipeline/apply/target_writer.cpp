// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/target_writer.h"

namespace busheng {

void TargetWriter::setPlace(const QString&, const PacketPlace&) {}

Result<> TargetWriter::refuse(const RefusedOperation& refused)
{
    return fail(refused.why);
}

Result<TargetFaults> TargetWriter::faults(const QString&)
{
    return TargetFaults();
}

Result<bool> TargetWriter::drainParked(const QString&, const DatasetSchema&)
{
    return false;
}

Result<std::uint64_t> TargetWriter::rowsSetAside(const QString&, const QString&)
{
    return std::uint64_t{0};
}

} // namespace busheng
