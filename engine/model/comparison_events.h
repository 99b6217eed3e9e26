// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// The catalogue ids of reconciliations of files and of certificates; as engine/model/events.h, apart from it because
/// few need them.
namespace busheng::events {

#define BUSHENG_EVENT(name) inline const QString name = QStringLiteral(#name)

BUSHENG_EVENT(FIL_RECONCILE);   ///< %1 task, %2 why its reconciliation did not come to its end
BUSHENG_EVENT(VRF_CERTIFICATE); ///< %1 file, %2 why it proves nothing

#undef BUSHENG_EVENT

} // namespace busheng::events
