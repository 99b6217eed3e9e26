// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/governance/guard_state.h"
#include "engine/host/node_runtime.h"

namespace busheng {

/// Passwords that wait in the node's vault until a second person has confirmed them. `runtime` fails once the engine
/// has stopped. Thread: the engine's.
GateContext::HeldSecrets heldSecrets(std::function<Result<NodeRuntime*>()> runtime);

} // namespace busheng
