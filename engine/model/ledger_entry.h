// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace busheng {

/// One line of the ledger (§9 c): something that crossed, or what was said and signed about it. Lines are chained, so
/// that none can be changed, left out or moved unseen: docs/formats/ledger.md.
struct LedgerEntry {
    qint64 id = 0;     ///< given by the journal: 1, 2, 3 ... without a gap
    QString stream;    ///< StreamId::name(); of files: of the task
    QString direction; ///< "out", "in"
    quint64 sequence = 0;
    QString digest;  ///< of the packet or file, hex; of a seal: the chain of the line before
    QString outcome; ///< "sealed", "applied", "refused", "repeated"; of other kinds: kind, or what became of it
    QString event;   ///< catalogue id when refused
    quint64 transactions = 0;
    quint64 changes = 0;
    qint64 plainBytes = 0;
    qint64 sealedBytes = 0;
    qint64 utcMs = 0;
    /// "packet"; "file"; "key" (a link key's state); "manifest" and "receipt" (signed: packets up to `sequence` were
    /// sealed, or applied; `transactions` counts these packets); "seal" (signed: all lines before it).
    QString kind = QStringLiteral("packet");
    QString peer = {};
    QString name = {}; ///< of a file or key
    quint64 fromPosition = 0;
    quint64 upToPosition = 0;
    QString suite = {}; ///< CipherSuite::name()
    quint32 epoch = 0;
    QString by = {};        ///< operator; empty: nobody asked
    QString signer = {};    ///< fingerprint of the key that signed
    QString signature = {}; ///< hex
    QString chain = {};     ///< hex; given by the journal; empty: a line of before there was a chain

    bool operator==(const LedgerEntry&) const = default;
};

/// A public key by which signed lines are checked.
struct EvidenceKey {
    QString fingerprint;
    QString node; ///< whose it is
    QString suite;
    QString pem;
    qint64 sinceUtcMs = 0;

    bool operator==(const EvidenceKey&) const = default;
};

} // namespace busheng
