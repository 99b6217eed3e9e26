// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace busheng {

/// Makes this process keep its memory to itself: no core dumps (Windows: no heap in crash reports), no debugger of the
/// same user, OpenSSL's private keys on locked pages. Call it first in main(). What the system does not allow is said
/// in the log, and the program goes on.
void hardenProcess();

} // namespace busheng
