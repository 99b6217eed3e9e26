// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/ledger_entry.h"

#include <QIODevice>

#include <vector>

namespace busheng {

/// The first line of an exported ledger: whose it is, where it begins, and the keys that signed lines are checked by.
struct LedgerFileHead {
    QString node;
    qint64 exportedUtcMs = 0;
    qint64 firstId = 1;
    QString chainBefore; ///< of the line before `firstId`; empty: there is none
    std::vector<EvidenceKey> keys;
};

/// Writes an exported ledger: one JSON object a line, the head first, then lines with rising ids, then the end.
/// docs/formats/ledger.md. Fails: Storage.
class LedgerFileWriter {
public:
    static Result<LedgerFileWriter> begin(QIODevice& out, const LedgerFileHead& head);
    Result<> add(const LedgerEntry& entry);
    Result<> end();

private:
    explicit LedgerFileWriter(QIODevice& out) : m_out(out) {}
    Result<> write(const QJsonObject& line);
    QIODevice& m_out;
    quint64 m_lines = 0;
};

/// What an auditor is told of an exported ledger.
struct LedgerCheck {
    /// One thing that is not as it was. `what`: "changed" (the line), "missing", "moved", "signature" (it is not that
    /// of the key), "seal" (lines before it, since the seal before, were rewritten), "unsigned" (no key for its
    /// signer), "unreadable" (line number `id` of the file), "end" (the file stops before its end).
    struct Finding {
        QString what;
        qint64 id = 0;
    };
    LedgerFileHead head;
    quint64 lines = 0;
    quint64 unchained = 0; ///< of before there was a chain
    quint64 signatures = 0;
    qint64 sealedUpTo = 0;  ///< the newest line that a good seal covers
    qint64 sealedUtcMs = 0; ///< when
    QString sealer;         ///< fingerprint of the key of that seal: compare it with the node's
    quint64 findingCount = 0;
    std::vector<Finding> findings; ///< the first 1,000
};

/// Reads a whole exported ledger and checks chain, order and signatures; needs no node. Memory is bounded by the keys
/// and findings. Fails: Config CFG_UNREADABLE; Corrupt when it is no exported ledger at all.
Result<LedgerCheck> checkLedgerFile(const QString& path);

} // namespace busheng
