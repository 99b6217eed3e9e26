// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/configuration_change.h"

#include "ui/text/display_text.h"
#include "ui/text/words.h"

#include <algorithm>

namespace busheng {
namespace {

struct Changes {
    QStringList added;
    QStringList changed;
    QStringList removed;
};

template <typename T>
void compare(const QString& kind, QString T::*key, const std::vector<T>& now, const std::vector<T>& then,
             Changes& changes)
{
    const auto named = [&](const T& one) {
        return QString(Words::kind(kind) + QStringLiteral(" ") + displayText(one.*key));
    };
    for (const T& one : then) {
        const auto before = std::ranges::find(now, one.*key, key);
        if (before == now.end())
            changes.added.append(named(one));
        else if (!(*before == one))
            changes.changed.append(named(one));
    }
    for (const T& one : now) {
        if (std::ranges::find(then, one.*key, key) == then.end())
            changes.removed.append(named(one));
    }
}

} // namespace

QStringList ConfigurationChange::lines(const NodeConfiguration& now, const NodeConfiguration& then)
{
    Changes changes;
    compare(QStringLiteral("source"), &DatabaseConfig::name, now.sources, then.sources, changes);
    compare(QStringLiteral("target"), &DatabaseConfig::name, now.targets, then.targets, changes);
    compare(QStringLiteral("dataset"), &DatasetConfig::name, now.datasets, then.datasets, changes);
    compare(QStringLiteral("link"), &LinkConfig::peerCode, now.links, then.links, changes);
    compare(QStringLiteral("subscription"), &SubscriptionConfig::name, now.subscriptions, then.subscriptions, changes);
    compare(QStringLiteral("task"), &FileTaskConfig::name, now.fileTasks, then.fileTasks, changes);
    QStringList lines;
    for (const QString& one : changes.removed)
        lines.append(tr("removed: %1").arg(one));
    for (const QString& one : changes.changed)
        lines.append(tr("changed: %1").arg(one));
    for (const QString& one : changes.added)
        lines.append(tr("new: %1").arg(one));
    return lines;
}

} // namespace busheng
