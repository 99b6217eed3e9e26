// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/operators.h"

#include <array>
#include <utility>

namespace busheng {
namespace {

constexpr std::array kNames{
    std::pair(OperatorRole::Operator, "operator"), std::pair(OperatorRole::Reviewer, "reviewer"),
    std::pair(OperatorRole::Security, "security"), std::pair(OperatorRole::Auditor, "auditor"),
    std::pair(OperatorRole::Service, "service"),
};

} // namespace

QString operatorRoleName(OperatorRole role)
{
    for (const auto& [known, name] : kNames)
        if (known == role)
            return QString::fromLatin1(name);
    return {};
}

std::optional<OperatorRole> operatorRoleNamed(const QString& name)
{
    for (const auto& [role, known] : kNames)
        if (name == QLatin1String(known))
            return role;
    return std::nullopt;
}

QStringList operatorRoleNames()
{
    QStringList names;
    for (const auto& [role, name] : kNames)
        names.append(QString::fromLatin1(name));
    return names;
}

} // namespace busheng
