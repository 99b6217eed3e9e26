// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/governance/seen_check.h"

#include "engine/model/operator_events.h"

#include <QJsonDocument>

#include <algorithm>

namespace busheng {

bool takesSeen(const QString& method)
{
    constexpr const char* kMethods[] = {"addSource", "addTarget", "addDataset",  "addLink",      "addSubscription",
                                        "addTask",   "reloadAs",  "setOperator", "setRetention", "setBackupPlan"};
    return std::ranges::any_of(kMethods, [&method](const char* one) { return method == QLatin1String(one); });
}

Result<> requireSeen(const QString& subject, const QString& before, const QJsonObject& seen)
{
    if (QJsonDocument::fromJson(before.toUtf8()).object() == seen)
        return {};
    return fail(makeEvent(ErrorCode::Config, events::REV_OVERTAKEN, {subject, before},
                          QStringLiteral("%1 is not as it was seen").arg(subject)));
}

} // namespace busheng
