// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/random_source.h"
#include "engine/journal/journal.h"

namespace busheng {

/// For when nobody can sign in any more: what who owns the machine does beside the node, whether it runs or not. Each
/// leaves a line in the ledger, by `by`.
struct Recovery {
    Journal& journal;
    Clock& clock;
    RandomSource& random;
    QString by;

    /// Gives an operator another password, lets him in again and asks for one of his own; one that is not there becomes
    /// a security administrator. Fails: Config OPR_PASSWORD, CFG_BAD_VALUE; Storage.
    Result<> giveAccess(const QString& name, const QString& person, const QString& password);
    /// The node works without operators again. Fails: Config OPR_TURNED_OFF when it has none.
    Result<> switchOff();
};

} // namespace busheng
