// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace busheng {

/// The administrative divisions of GB/T 2260 that a file's name may begin with: provinces, cities and areas, the
/// Xinjiang Production and Construction Corps (660000, customary) and the ministry itself (100000), which the standard
/// does not number. The table is in resources/gbt2260. Thread: any.
///
/// The name of a code, as "山东省" for "370000"; null for a code that is not in the table.
QString divisionName(const QString& code);

} // namespace busheng
