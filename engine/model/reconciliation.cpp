// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/reconciliation.h"

namespace busheng {

QString fileVerdictName(FileVerdict verdict)
{
    switch (verdict) {
    case FileVerdict::Equal:
        return QStringLiteral("equal");
    case FileVerdict::Late:
        return QStringLiteral("late");
    case FileVerdict::Unacknowledged:
        return QStringLiteral("unacknowledged");
    case FileVerdict::Open:
        return QStringLiteral("open");
    case FileVerdict::Missing:
        return QStringLiteral("missing");
    case FileVerdict::Extra:
        return QStringLiteral("extra");
    case FileVerdict::Different:
        return QStringLiteral("different");
    }
    return {};
}

} // namespace busheng
