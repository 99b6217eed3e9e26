// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace busheng {

/// Words for one member of a configured thing, or for one of its choices. `context` and `text` are those of the form,
/// so that both say the same in every language.
struct FieldWord {
    const char* key; ///< "kind.member", or "member" of any kind; a choice: with "=value" behind it
    const char* context;
    const char* text;
};

std::span<const FieldWord> fieldLabels();
std::span<const FieldWord> fieldChoices();

} // namespace busheng
