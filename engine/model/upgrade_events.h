// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// The catalogue ids of upgrade, backup, restore and the service; as engine/model/events.h, apart from it because few
/// need them.
namespace busheng::events {

#define BUSHENG_EVENT(name) inline const QString name = QStringLiteral(#name)

BUSHENG_EVENT(NOD_FENCED);        ///< %1 node, %2 what does not let it work
BUSHENG_EVENT(UPG_NEWER);         ///< %1 file, %2 its version, %3 the newest that this program knows
BUSHENG_EVENT(UPG_ROLLED_BACK);   ///< %1 data directory, %2 the program version it waits for, %3 the one that runs
BUSHENG_EVENT(UPG_NO_COPY);       ///< %1 data directory
BUSHENG_EVENT(BCK_NO_ROOM);       ///< %1 directory, %2 MiB needed, %3 MiB free
BUSHENG_EVENT(BCK_DAMAGED);       ///< %1 file, %2 why
BUSHENG_EVENT(BCK_BUSY);          ///< %1 the file that is being made or read
BUSHENG_EVENT(BCK_NO_PASSPHRASE); ///< no arguments
BUSHENG_EVENT(BCK_WRONG_NODE);    ///< %1 file, %2 the node in it, %3 the one that was wanted
BUSHENG_EVENT(SVC_NOT_ADMIN);
BUSHENG_EVENT(SVC_REFUSED); ///< %1 the system's words

#undef BUSHENG_EVENT

} // namespace busheng::events
