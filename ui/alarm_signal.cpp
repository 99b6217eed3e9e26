// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/alarm_signal.h"

#include <utility>

namespace busheng {

void AlarmSignal::look(const NodeSnapshot& node, qint64 nowUtcMs)
{
    QSet<QString> standing;
    const AlarmSnapshot* newest = nullptr;
    int count = 0;
    for (const AlarmSnapshot& alarm : node.alarms) {
        // One that went and came again is another one.
        const QString key = alarm.event + u'\n' + alarm.subject + u'\n' + QString::number(alarm.raisedUtcMs);
        standing.insert(key);
        if (m_known.contains(key) || alarm.silencedUntilUtcMs > nowUtcMs)
            continue;
        ++count;
        if (newest == nullptr || alarm.raisedUtcMs > newest->raisedUtcMs)
            newest = &alarm;
    }
    m_known = std::move(standing);
    if (std::exchange(m_hasLooked, true) && newest != nullptr)
        Q_EMIT raised(newest->event, count);
}

} // namespace busheng
