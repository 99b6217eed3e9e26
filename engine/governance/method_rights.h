// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/operator_values.h"

#include <QJsonObject>

#include <initializer_list>
#include <optional>
#include <span>

namespace busheng {

/// What one method of the local API is, and whose.
struct MethodRight {
    enum Kind {
        Read,   ///< changes nothing, leaves no line in the ledger
        Act,    ///< the daily work: one person, a line in the ledger
        Change, ///< of consequence: a second person confirms it, where that is on
    };
    enum By { NoBy, TakesBy }; ///< it has a parameter `by`: filled with who asks

    const char* method;
    Kind kind;
    unsigned roles; ///< bits, bitOf()
    By by = NoBy;

    bool allows(OperatorRole role) const;
};

/// The one table of who may do what. A method that is not in it is nobody's.
std::span<const MethodRight> methodRights();
const MethodRight* rightOf(const QString& method);
/// What a request needs the right of: `method` itself, or what it comes to when it only looks.
QString neededFor(const QString& method, const QJsonObject& params);
/// What a role may not, and whose each of it is: for a window that shows no button in vain.
std::vector<RefusedMethod> refusedTo(OperatorRole role);

/// Whether this request is one that a second person confirms: some methods only look, unless told to do it.
bool isOfConsequence(const MethodRight& right, const QJsonObject& params);
/// What a request is about, in its own words: "source province", "person_flow". Empty: nothing in particular.
QString subjectOf(const QString& method, const QJsonObject& params);

} // namespace busheng
