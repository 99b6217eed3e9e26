// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/operators.h"

#include <vector>

namespace busheng {

/// Who may work at a node, as others see it; never what is kept of the password.
struct OperatorSnapshot {
    QString name;
    QString person;
    QString role;  ///< operatorRoleName()
    QString state; ///< "active", "blocked" (too many wrong passwords, for a while), "disabled"
    bool mustChangePassword = false;
    qint64 passwordUtcMs = 0;
    qint64 blockedUntilUtcMs = 0;
    qint64 lastSignInUtcMs = 0; ///< 0: never
    bool isSignedIn = false;
    QString madeBy;
    qint64 madeUtcMs = 0;

    bool operator==(const OperatorSnapshot&) const = default;
};

/// A method of the local API that the session's role may not use.
struct RefusedMethod {
    QString method;
    QStringList roles; ///< whose it is; operatorRoleName()

    bool operator==(const RefusedMethod&) const = default;
};

/// Who this program works for at the node.
struct SessionSnapshot {
    bool hasOperators = false; ///< false: nobody signs in here
    bool fourEyes = false;
    QString name; ///< empty: nobody has signed in
    QString person;
    QString role;
    bool mustChangePassword = false;
    qint64 idleMinutes = 0;             ///< after which the session ends by itself
    QString token;                      ///< of signIn() only: what useSession() takes
    std::vector<RefusedMethod> refused; ///< none where nobody signs in: everybody may everything

    bool operator==(const SessionSnapshot&) const = default;
};

} // namespace busheng
