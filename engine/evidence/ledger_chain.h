// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/identity_key.h"
#include "engine/model/ledger_entry.h"

namespace busheng {

/// What the chain of a line is: SM3 over the chain of the line before (hex; empty: it is the first) and every member of
/// the line but `chain`, each with its length. Hex.
QString ledgerChain(const QString& before, const LedgerEntry& entry);

/// What a signed line's signature is over: what it says, without where it stands in whose ledger.
Bytes signedText(const LedgerEntry& entry);

/// Fills `suite`, `signer` and `signature`. Fails: Crypto.
Result<> signLedgerEntry(LedgerEntry& entry, const EvidenceKey& as, const IdentityKey& key);

/// Whether the signature is that of `key`. Fails: Crypto; also for another signer or an unknown suite.
Result<> checkLedgerEntry(const LedgerEntry& entry, const EvidenceKey& key);

/// How a key is called in the ledger: 32 hex digits of its digest. `pem`: SubjectPublicKeyInfo. Fails: Crypto unless it
/// is a key of that suite.
Result<EvidenceKey> evidenceKeyOf(const QString& node, const QString& suite, BytesView pem);

} // namespace busheng
