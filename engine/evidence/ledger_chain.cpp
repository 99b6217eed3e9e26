// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evidence/ledger_chain.h"

#include "engine/base/byte_writer.h"
#include "engine/crypto/cipher_suite.h"
#include "engine/crypto/sm3.h"

namespace busheng {
namespace {

constexpr BytesView kChainPurpose = "busheng ledger line v1";
constexpr BytesView kSignPurpose = "busheng ledger statement v1";
constexpr std::size_t kFingerprintBytes = 16;

void put(ByteWriter& out, const QString& text)
{
    out.sized(view(text.toUtf8()));
}

/// What is said, whoever keeps it.
void putStatement(ByteWriter& out, const LedgerEntry& entry)
{
    put(out, entry.kind);
    put(out, entry.stream);
    out.fixed(entry.sequence);
    put(out, entry.digest);
    put(out, entry.outcome);
    out.fixed(entry.transactions);
    out.fixed(entry.changes);
    out.fixed(static_cast<std::uint64_t>(entry.plainBytes));
    out.fixed(static_cast<std::uint64_t>(entry.sealedBytes));
    out.fixed(static_cast<std::uint64_t>(entry.utcMs));
    out.fixed(entry.upToPosition);
    put(out, entry.suite);
    put(out, entry.signer);
}

} // namespace

QString ledgerChain(const QString& before, const LedgerEntry& entry)
{
    Bytes text;
    ByteWriter out(text);
    out.sized(kChainPurpose);
    put(out, before);
    out.fixed(static_cast<std::uint64_t>(entry.id));
    putStatement(out, entry);
    put(out, entry.direction);
    put(out, entry.event);
    put(out, entry.peer);
    put(out, entry.name);
    out.fixed(entry.fromPosition);
    out.fixed(entry.epoch);
    put(out, entry.by);
    put(out, entry.signature);
    return toHex(view(sm3(text)));
}

Bytes signedText(const LedgerEntry& entry)
{
    Bytes text;
    ByteWriter out(text);
    out.sized(kSignPurpose);
    putStatement(out, entry);
    return text;
}

Result<> signLedgerEntry(LedgerEntry& entry, const EvidenceKey& as, const IdentityKey& key)
{
    entry.suite = as.suite;
    entry.signer = as.fingerprint;
    ENGINE_TRY_AS(const Bytes signature, key.sign(signedText(entry)));
    entry.signature = toHex(signature);
    return {};
}

Result<> checkLedgerEntry(const LedgerEntry& entry, const EvidenceKey& key)
{
    const CipherSuite* suite = suiteNamed(key.suite);
    if (suite == nullptr || entry.suite != key.suite || entry.signer != key.fingerprint)
        return fail(ErrorCode::Crypto, QStringLiteral("the line is signed by another key"));
    ENGINE_TRY_AS(const EvidenceKey real, evidenceKeyOf(key.node, key.suite, view(key.pem.toUtf8())));
    if (real.fingerprint != key.fingerprint)
        return fail(ErrorCode::Crypto, QStringLiteral("the key has another fingerprint than it claims"));
    ENGINE_TRY_AS(const IdentityKeyPtr signer, suite->identityFromPublicPem(view(key.pem.toUtf8())));
    return signer->verify(signedText(entry), view(QByteArray::fromHex(entry.signature.toLatin1())));
}

Result<EvidenceKey> evidenceKeyOf(const QString& node, const QString& suite, BytesView pem)
{
    const CipherSuite* known = suiteNamed(suite);
    if (known == nullptr)
        return fail(ErrorCode::Crypto, QStringLiteral("there is no suite '%1'").arg(suite));
    ENGINE_TRY_AS(const IdentityKeyPtr key, known->identityFromPublicPem(pem));
    ENGINE_TRY_AS(const Bytes canonical, key->publicPem());
    const Digest digest = sm3(canonical);
    return EvidenceKey{toHex(view(digest).substr(0, kFingerprintBytes)), node, suite,
                       QString::fromLatin1(toQByteArray(canonical)), 0};
}

} // namespace busheng
