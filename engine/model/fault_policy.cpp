// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/fault_policy.h"

#include <array>
#include <utility>

namespace busheng {
namespace {

const QString kNewer = QStringLiteral("newer:");
constexpr qsizetype kLongestColumn = 63; ///< bytes; PostgreSQL's limit of a name

const std::array<std::pair<const char*, ConflictChoice>, 4> kChoices{{{"stop", ConflictChoice::Stop},
                                                                      {"sourceWins", ConflictChoice::SourceWins},
                                                                      {"targetWins", ConflictChoice::TargetWins},
                                                                      {"ask", ConflictChoice::Ask}}};

} // namespace

std::optional<RowErrorPolicy> rowErrorPolicyFromWord(const QString& word)
{
    if (word == u"stop")
        return RowErrorPolicy::Stop;
    if (word == u"setAside")
        return RowErrorPolicy::SetAside;
    return std::nullopt;
}

std::optional<ConflictRule> conflictRuleFromWord(const QString& word)
{
    for (const auto& [name, choice] : kChoices) {
        if (word == QLatin1String(name))
            return ConflictRule{choice, {}};
    }
    const QString column = word.mid(kNewer.size());
    if (!word.startsWith(kNewer) || column.isEmpty() || column.toUtf8().size() > kLongestColumn ||
        column.contains(QChar(u'\0')))
        return std::nullopt;
    return ConflictRule{ConflictChoice::Newer, column};
}

std::optional<StructurePolicy> structurePolicyFromWord(const QString& word)
{
    if (word == u"park")
        return StructurePolicy::Park;
    if (word == u"stop")
        return StructurePolicy::Stop;
    return std::nullopt;
}

QString conflictRuleWord(const ConflictRule& rule)
{
    for (const auto& [name, choice] : kChoices) {
        if (rule.choice == choice)
            return QLatin1String(name);
    }
    return kNewer + rule.column;
}

} // namespace busheng
