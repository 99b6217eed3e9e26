// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// The catalogue ids of operators and of what they confirm for each other; as engine/model/events.h.
namespace busheng::events {

#define BUSHENG_EVENT(name) inline const QString name = QStringLiteral(#name)

BUSHENG_EVENT(OPR_SIGN_IN);     ///< %1 why now
BUSHENG_EVENT(OPR_REFUSED);     ///< %1 name
BUSHENG_EVENT(OPR_BLOCKED);     ///< %1 name, %2 seconds left
BUSHENG_EVENT(OPR_BUSY);        ///< no arguments
BUSHENG_EVENT(OPR_NO_RIGHT);    ///< %1 operator, %2 role, %3 method
BUSHENG_EVENT(OPR_PASSWORD);    ///< %1 why
BUSHENG_EVENT(OPR_MUST_CHANGE); ///< %1 operator
BUSHENG_EVENT(OPR_PERSON);      ///< %1 person, %2 the name he has already, %3 role
BUSHENG_EVENT(OPR_LAST);        ///< %1 operator, %2 role
BUSHENG_EVENT(OPR_TURNED_OFF);  ///< no arguments
BUSHENG_EVENT(REV_WAITING);     ///< %1 number
BUSHENG_EVENT(REV_OWN);         ///< %1 number
BUSHENG_EVENT(REV_STATE);       ///< %1 number, %2 state
BUSHENG_EVENT(REV_STALE);       ///< %1 number, %2 subject
BUSHENG_EVENT(REV_OVERTAKEN);   ///< %1 subject, %2 what stands there now, JSON text; empty: it is gone
BUSHENG_EVENT(REV_FULL);        ///< %1 how many wait
BUSHENG_EVENT(REV_NOBODY);      ///< no arguments

#undef BUSHENG_EVENT

} // namespace busheng::events
