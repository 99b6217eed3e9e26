// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace busheng {

/// A literal as a person wrote it; what it means is decided by the type of the column that it stands beside.
struct FilterLiteral {
    enum class Kind { Number, Text, Boolean };
    Kind kind = Kind::Text;
    QString text; ///< digits as written, or the text without its quotes, or "true", "false"

    bool operator==(const FilterLiteral&) const = default;
};

/// A condition on the rows of one table: comparisons of a column with literals, joined by AND, OR and NOT. NULL makes
/// comparisons neither true nor false, as in SQL; only rows for which the whole is true are taken.
struct RowFilter {
    enum class Kind {
        And,
        Or,
        Not,
        Compare, ///< column, comparison, one literal
        In,      ///< column, one or more literals
        IsNull,
        StartsWith, ///< column, the text before the %
    };
    enum class Comparison { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };

    Kind kind = Kind::And;
    std::vector<RowFilter> children; ///< And, Or: two or more; Not: one
    QString column;
    Comparison comparison = Comparison::Equal;
    std::vector<FilterLiteral> literals;

    bool operator==(const RowFilter&) const = default;
};

inline constexpr qsizetype kLongestFilter = 8'000;

/// Reads "region in ('340100','340200') and not (status = '9' or left_on is null)":
///
///   condition  = term { OR term };  term = factor { AND factor };  factor = NOT factor | ( condition ) | comparison
///   comparison = column ( = | <> | != | < | <= | > | >= ) literal | column [NOT] IN ( literal {, literal} )
///              | column [NOT] LIKE 'text%' | column IS [NOT] NULL
///   column     = letters, digits and _ as they are written, or "anything";  literal = number | 'text' | TRUE | FALSE
///
/// Fails: Config; the detail says at which character what was expected.
Result<RowFilter> parseRowFilter(const QString& text);

/// Whether every row that fits `narrower` is seen to fit `wider`: it is the same condition, or one of those that
/// `narrower` joins by AND. False: not seen, which is no proof of the contrary.
bool isWithin(const RowFilter& narrower, const RowFilter& wider);

/// The columns that it looks at, each once.
QStringList filterColumns(const RowFilter& filter);

} // namespace busheng
