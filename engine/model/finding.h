// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace busheng {

enum class FindingSeverity {
    Warning, ///< works, but a person should know
    Error    ///< it would be refused
};

/// What a look before operation found (§7.1.2.2 e): something about a source that stands in the way of publishing a
/// dataset, about a target that stands in the way of loading one, or that an operator should know.
struct Finding {
    FindingSeverity severity = FindingSeverity::Error;
    QString event; ///< engine/model/events.h
    QStringList args;
    QString subject; ///< table; empty: the database as a whole
};

} // namespace busheng
