// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/client_commands.h"

namespace busheng::cli {

/// What --table, --columns, --where, --target-schema, --new-columns, --strict and the like make of a subscription:
///
///   --table SOURCE=TARGET          the table's name at the target, perhaps with a schema
///   --columns TABLE:a,b,c=NAME     the columns that are taken; =NAME: its name at the target; *: all of them
///   --where TABLE:FILTER           the rows that are taken (model/row_filter.h)
///
/// Each may be given for several tables. Fails: Config CFG_USAGE.
Result<SubscriptionConfig> subscriptionOf(const ClientCall& call);

/// The options that it reads, as the command table names them.
inline const char* const kSubscriptionOptions =
    "replace-target strict add-columns new-columns target-schema table columns where review-structure verify-times "
    "on-row-error on-conflict on-structure offline-start gate gate-rules reload yes";

} // namespace busheng::cli
