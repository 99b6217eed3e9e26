// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/operators.h"

#include <QString>

#include <vector>

namespace busheng {

/// What a change would do, as people say it: "Change the source: province". Safe for display.
QString changeTitle(const ReviewedChange& change);
QString methodText(const QString& method);

/// One member of what is changed, called as on the form that sets it, with its values before and after in words; never
/// a secret. Safe for display.
struct ChangedField {
    QString name;
    QString before; ///< empty: not there
    QString after;
    bool differs = false;

    bool operator==(const ChangedField&) const = default;
};

/// In the order of the members' own names; all of both sides.
std::vector<ChangedField> changedFields(const ReviewedChange& change);

} // namespace busheng
