// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace busheng {

/// Who works at this program: the name that the system knows its user by. Kept with every decision of a person.
QString operatorName();

} // namespace busheng
