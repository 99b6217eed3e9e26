// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/packet_ledger.h"

#include "engine/crypto/cipher_suite.h"
#include "engine/host/tuning.h"

namespace busheng {

PacketLedger::PacketLedger(QString journalPath, Clock& clock, StreamId stream, QString direction)
    : m_journalPath(std::move(journalPath)), m_clock(clock), m_stream(std::move(stream)),
      m_direction(std::move(direction))
{
}

PacketLedger::~PacketLedger() = default;

Result<> PacketLedger::openJournal()
{
    if (!m_journal) {
        ENGINE_TRY_AS(m_journal, Journal::open(m_journalPath));
    }
    return {};
}

Result<std::uint64_t> PacketLedger::newest()
{
    ENGINE_TRY(openJournal());
    return m_journal->ledgerNewest(m_stream.name(), m_direction);
}

void PacketLedger::add(const PacketHeader& header, const Digest& digest, const QString& outcome, const QString& event)
{
    LedgerEntry entry;
    entry.stream = m_stream.name();
    entry.direction = m_direction;
    entry.sequence = header.sequence;
    entry.digest = toHex(view(digest));
    entry.outcome = outcome;
    entry.event = event;
    entry.transactions = header.transactions;
    entry.changes = header.changes;
    entry.plainBytes = header.plainLength;
    entry.sealedBytes = header.bodyLength;
    entry.utcMs = m_clock.utcMs();
    entry.peer = m_direction == u"out" ? m_stream.to : m_stream.from;
    entry.fromPosition = header.from.order;
    entry.upToPosition = header.upTo.order;
    entry.epoch = header.epoch;
    if (const CipherSuite* suite = suiteOf(static_cast<SuiteId>(header.suite)))
        entry.suite = suite->name();
    if (m_pending.empty())
        m_firstNs = m_clock.monotonicNs();
    m_pending.push_back(std::move(entry));
}

bool PacketLedger::isDue() const
{
    return m_pending.size() >= tuning::kLedgerEvery ||
           (!m_pending.empty() && m_clock.monotonicNs() - m_firstNs >= tuning::kLedgerAfterNs);
}

Result<> PacketLedger::flush()
{
    if (m_pending.empty())
        return {};
    ENGINE_TRY(openJournal());
    ENGINE_TRY(m_journal->appendLedger(m_pending));
    m_pending.clear();
    return {};
}

} // namespace busheng
