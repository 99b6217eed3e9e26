// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/operator_values.h"
#include "engine/api/value_fields.h"

namespace busheng {

/// The members of what OperatorsApi and ReviewApi show, as value_fields.h does it for the rest.
template <typename Visitor, Like<OperatorSnapshot> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("name"), value.name);
    visit(QLatin1String("person"), value.person);
    visit(QLatin1String("role"), value.role);
    visit(QLatin1String("state"), value.state);
    visit(QLatin1String("mustChangePassword"), value.mustChangePassword);
    visit(QLatin1String("passwordUtcMs"), value.passwordUtcMs);
    visit(QLatin1String("blockedUntilUtcMs"), value.blockedUntilUtcMs);
    visit(QLatin1String("lastSignInUtcMs"), value.lastSignInUtcMs);
    visit(QLatin1String("isSignedIn"), value.isSignedIn);
    visit(QLatin1String("madeBy"), value.madeBy);
    visit(QLatin1String("madeUtcMs"), value.madeUtcMs);
}

template <typename Visitor, Like<RefusedMethod> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("method"), value.method);
    visit(QLatin1String("roles"), value.roles);
}

template <typename Visitor, Like<SessionSnapshot> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("hasOperators"), value.hasOperators);
    visit(QLatin1String("fourEyes"), value.fourEyes);
    visit(QLatin1String("name"), value.name);
    visit(QLatin1String("person"), value.person);
    visit(QLatin1String("role"), value.role);
    visit(QLatin1String("mustChangePassword"), value.mustChangePassword);
    visit(QLatin1String("idleMinutes"), value.idleMinutes);
    visit(QLatin1String("token"), value.token);
    visit(QLatin1String("refused"), value.refused);
}

/// Without `params` and `base`, which are the node's own.
template <typename Visitor, Like<ReviewedChange> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("id"), value.id);
    visit(QLatin1String("method"), value.method);
    visit(QLatin1String("subject"), value.subject);
    visit(QLatin1String("before"), value.before);
    visit(QLatin1String("after"), value.after);
    visit(QLatin1String("state"), value.state);
    visit(QLatin1String("proposer"), value.proposer);
    visit(QLatin1String("reason"), value.reason);
    visit(QLatin1String("proposedUtcMs"), value.proposedUtcMs);
    visit(QLatin1String("expiresUtcMs"), value.expiresUtcMs);
    visit(QLatin1String("reviewer"), value.reviewer);
    visit(QLatin1String("comment"), value.comment);
    visit(QLatin1String("decidedUtcMs"), value.decidedUtcMs);
    visit(QLatin1String("event"), value.event);
    visit(QLatin1String("args"), value.args);
}

} // namespace busheng
