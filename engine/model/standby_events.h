// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// The catalogue ids of standby lines and standby servers; as engine/model/events.h, apart from it because few need
/// them.
namespace busheng::events {

#define BUSHENG_EVENT(name) inline const QString name = QStringLiteral(#name)

BUSHENG_EVENT(LNK_STANDBY_LINE);  ///< %1 peer, %2 line in use, %3 main line
BUSHENG_EVENT(DB_STANDBY_IN_USE); ///< %1 database, %2 address in use, %3 main address
BUSHENG_EVENT(DB_NO_PRIMARY);     ///< %1 database, %2 what each of its addresses says
BUSHENG_EVENT(TGT_BEHIND);        ///< %1 stream, %2 where the target stands, %3 oldest packet that is held

#undef BUSHENG_EVENT

} // namespace busheng::events
