// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/journal/journal.h"
#include "engine/model/packet.h"

#include <memory>
#include <vector>

namespace busheng {

/// Writes one stream's packets into the ledger, many at a time (§9 c). A worker's own journal connection.
///
/// A packet may leave the outbox or the inbound queue only when flush() has kept its line; so after a crash the lines
/// that are missing can be written again from the packets that are still there. Thread: the worker it was made for.
class PacketLedger {
public:
    PacketLedger(QString journalPath, Clock& clock, StreamId stream, QString direction);
    ~PacketLedger();

    /// The newest sequence that the ledger has of this stream. Opens the journal. Fails: Storage.
    Result<std::uint64_t> newest();
    void add(const PacketHeader& header, const Digest& digest, const QString& outcome, const QString& event = {});
    /// Enough has gathered, or for long enough.
    bool isDue() const;
    Result<> flush();

private:
    Result<> openJournal();

    QString m_journalPath;
    Clock& m_clock;
    StreamId m_stream;
    QString m_direction;
    std::unique_ptr<Journal> m_journal;
    std::vector<LedgerEntry> m_pending;
    std::int64_t m_firstNs = 0; ///< when the oldest of them came
};

} // namespace busheng
