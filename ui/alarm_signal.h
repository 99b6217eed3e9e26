// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"

#include <QObject>
#include <QSet>

namespace busheng {

/// Tells when an alarm is raised that was not there before and that nobody has silenced; those that stand when it first
/// looks are known already. Thread: one.
class AlarmSignal : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    void look(const NodeSnapshot& node, qint64 nowUtcMs);

Q_SIGNALS:
    /// `event`: catalogue id of the newest; `count`: how many are new.
    void raised(const QString& event, int count);

private:
    QSet<QString> m_known;
    bool m_hasLooked = false;
};

} // namespace busheng
