// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

#include <QHash>
#include <QStringList>

namespace busheng {

/// What a target is known to hold for a stream.
struct KnownCheckpoint {
    Bytes seal; ///< empty: no row
    Bytes structure;
};

/// What of the checkpoints was read or committed, and what the open transaction has written: by it a store finds that
/// somebody else changed a row. The same in every database. Thread: the apply worker.
class KnownCheckpoints {
public:
    void read(const QString& stream, KnownCheckpoint known)
    {
        m_pending.remove(stream);
        m_committed.insert(stream, std::move(known));
    }
    bool wasRead(const QString& stream) const { return m_committed.contains(stream); }
    /// As the open transaction sees it.
    KnownCheckpoint now(const QString& stream) const { return m_pending.value(stream, m_committed.value(stream)); }
    void wrote(const QString& stream, KnownCheckpoint known) { m_pending.insert(stream, std::move(known)); }
    void committed()
    {
        m_committed.insert(m_pending);
        m_pending.clear();
    }
    void rolledBack() { m_pending.clear(); }
    QStringList streams() const { return m_committed.keys(); }

private:
    QHash<QString, KnownCheckpoint> m_committed;
    QHash<QString, KnownCheckpoint> m_pending;
};

} // namespace busheng
