// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace busheng {

/// The pages of the window, in the order of the navigation.
enum class ConsolePage {
    Overview,
    Links,
    Databases,
    Exchange,
    Tasks,
    Reconciliation,
    Failures,
    Ledger,
    Alarms,
    Review,
    Security,
    Settings,
};

} // namespace busheng
