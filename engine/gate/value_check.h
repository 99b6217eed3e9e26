// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/gate.h"

#include <QRegularExpression>
#include <QSet>

namespace busheng {

/// Judges the values of one column as they come by: rules of the kinds matches, codes and idCard. Blanks at a value's
/// end, with which a database fills CHAR columns, are no part of it.
///
/// Memory: the codes of a file, at most kMostCodes. Thread: one at a time.
class ValueCheck {
public:
    static constexpr qsizetype kMostCodes = 1'000'000;

    /// Fails: Config GTE_RULE for a file of codes that cannot be read, is no UTF-8, has none or too many.
    static Result<ValueCheck> of(const GateRule& rule);
    bool isBad(QStringView value) const;

private:
    enum class Kind { Matches, Codes, IdCard };
    Kind m_kind = Kind::IdCard;
    QRegularExpression m_expression;
    QSet<QString> m_codes;
};

/// Config GTE_RULE: the rule cannot be asked.
Failure gateRuleFailure(const GateRule& rule, const QString& why);

} // namespace busheng
