// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/aead.h"
#include "engine/crypto/identity_key.h"

#include <QStringList>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace busheng {

/// As packets carry it.
enum class SuiteId : std::uint8_t {
    Sm = 1,            ///< SM4-GCM, SM3, SM2
    International = 2, ///< AES-256-GCM, SHA-256, P-256
};

/// The algorithms that belong together: what seals packets, derives their keys, chains their digests, hides link keys
/// and signs evidence. The one place behind which other algorithms, and devices, stand. Lives as long as the process.
/// Thread: any. Fails: Crypto; CRY_UNAVAILABLE where a device does not do its work.
class CipherSuite {
public:
    virtual ~CipherSuite() = default;
    virtual SuiteId id() const = 0;
    virtual QString name() const = 0;       ///< "SM4-GCM+SM3+SM2"; as node.json names it
    virtual QString cipherName() const = 0; ///< "SM4-GCM"; stands in the derivation of packet keys
    virtual std::size_t keyBytes() const = 0;

    virtual Result<std::unique_ptr<Aead>> makeAead(BytesView key) const = 0;
    virtual Result<> derive(BytesView secret, BytesView salt, BytesView info, std::span<char> out) const = 0;
    /// 32 bytes. A process without its digest ends here: it can say nothing true about what it stores.
    virtual Digest digest(BytesView bytes) const = 0;

    virtual Result<IdentityKeyPtr> makeIdentity() const = 0;
    virtual Result<IdentityKeyPtr> identityFromPrivatePem(BytesView pem) const = 0;
    virtual Result<IdentityKeyPtr> identityFromPublicPem(BytesView pem) const = 0;
    virtual QString identityFile() const = 0; ///< name of the file that keeps the private half: "sm2.key"
};

/// The software suites. National cryptography is the default everywhere.
const CipherSuite& smSuite();
const CipherSuite& internationalSuite();

/// The national suite in software, also where a device does its work.
const CipherSuite& softwareSmSuite();

/// Nothing for a number that no suite has.
const CipherSuite* suiteOf(SuiteId id);
const CipherSuite* suiteNamed(const QString& name);
QStringList suiteNames();

/// From now on SuiteId::Sm is `suite`, which a device does. Once, at the start, before anything is sealed.
void useSmSuite(std::unique_ptr<const CipherSuite> suite);

} // namespace busheng
