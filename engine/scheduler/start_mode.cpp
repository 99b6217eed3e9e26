// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scheduler/start_mode.h"

namespace busheng {
namespace {

const QString kDemand = QStringLiteral("demand");
const QString kService = QStringLiteral("service");

} // namespace

Result<StartMode> StartMode::parse(const QString& line)
{
    StartMode mode;
    const QString plain = line.simplified().toLower();
    if (plain == kDemand)
        return mode;
    if (plain == kService) {
        mode.m_kind = Kind::Service;
        return mode;
    }
    auto table = Timetable::parse(line);
    if (!table)
        return fail(withContext(table.error(), QStringLiteral("neither demand nor service nor a timetable")));
    mode.m_kind = Kind::Timed;
    mode.m_timetable = std::move(*table);
    return mode;
}

QString StartMode::toString() const
{
    switch (m_kind) {
    case Kind::Demand:
        return kDemand;
    case Kind::Service:
        return kService;
    case Kind::Timed:
        break;
    }
    return m_timetable->toString();
}

} // namespace busheng
