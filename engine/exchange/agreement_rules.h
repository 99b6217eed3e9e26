// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/exchange.h"

#include <optional>

namespace busheng {

/// What an agreement is behind a step; the same at both nodes, whoever takes the step there (model/exchange.h has the
/// states). `before`: nothing when the agreement is new here. `nowUtcMs` decides what is over.
///
/// A withdrawal is the end, also before its application has come: what the provider decided meanwhile changes nothing
/// any more, and is no error. Pure. Fails: Config EXC_REFUSED (not from this state, not by this node, about something
/// else), EXC_OVER (a validity that has ended).
Result<ExchangeAgreement> afterStep(const std::optional<ExchangeAgreement>& before, const ExchangeStep& step,
                                    const QString& ownNode, qint64 nowUtcMs);

/// The state as the clock has it: what is in force expires.
AgreementState stateAt(const ExchangeAgreement& agreement, qint64 nowUtcMs);

} // namespace busheng
