// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace busheng {

/// A row that the target's table refuses by itself: a constraint, a value out of range.
enum class RowErrorPolicy {
    Stop,     ///< the stream waits for a person
    SetAside, ///< the row goes to the exceptions, the stream goes on
};

/// A row of the target that is not as the source says it was.
enum class ConflictChoice {
    Stop,       ///< the stream waits for a person
    SourceWins, ///< the target's row becomes the source's
    TargetWins, ///< the target's row stays
    Newer,      ///< of both rows the one whose column has the greater value
    Ask,        ///< the target's row stays until a person decides; later changes of it wait as well
};

struct ConflictRule {
    ConflictChoice choice = ConflictChoice::Stop;
    QString column; ///< of Newer

    bool operator==(const ConflictRule&) const = default;
};

/// A table of the target that does not fit the source's structure.
enum class StructurePolicy { Park, Stop };

/// How a subscription takes what its target does not (docs/apply-errors.md).
struct FaultPolicy {
    RowErrorPolicy rowErrors = RowErrorPolicy::Stop;
    ConflictRule conflicts;

    /// Some operation that fails need not stop the stream.
    bool settles() const { return rowErrors == RowErrorPolicy::SetAside || conflicts.choice != ConflictChoice::Stop; }
};

// From the words that configuration holds; nothing for a word that is none of them.
std::optional<RowErrorPolicy> rowErrorPolicyFromWord(const QString& word);
std::optional<ConflictRule> conflictRuleFromWord(const QString& word);
std::optional<StructurePolicy> structurePolicyFromWord(const QString& word);
QString conflictRuleWord(const ConflictRule& rule);

} // namespace busheng
