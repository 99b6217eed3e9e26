// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/backup_passphrase.h"

#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"

namespace busheng {

Result<> checkBackupPassphrase(const QString& passphrase)
{
    if (passphrase.isEmpty())
        return fail(makeEvent(ErrorCode::Config, events::BCK_NO_PASSPHRASE, {}, QStringLiteral("no passphrase")));
    if (passphrase.size() < kShortestBackupPassphrase)
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                              {QStringLiteral("backup"), QStringLiteral("passphrase"), QStringLiteral("***"),
                               QStringLiteral("10 characters at least")},
                              QStringLiteral("the passphrase of a backup is too short")));
    return {};
}

} // namespace busheng
