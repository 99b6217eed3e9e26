// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/strict_json_reader.h"

#include <QMap>
#include <QString>
#include <QStringList>

namespace busheng {

inline const QString kNationalSuite = QStringLiteral("SM4-GCM+SM3+SM2");
inline const QString kInternationalSuite = QStringLiteral("AES-256-GCM+SHA-256+P-256");

/// What node.json says of keys and ciphers, its object `crypto`: policy, which an operator of the running node cannot
/// change. docs/formats/node-config.md.
struct CryptoConfig {
    /// Suites that may seal what goes to and comes from a peer, the one to take first; per peer, or for all others.
    QStringList suites{kNationalSuite};
    QMap<QString, QStringList> linkSuites;
    /// When a link key has served its time, whichever comes first.
    struct KeyLimits {
        qint64 packets = 1 << 20;
        qint64 mebibytes = 64 << 10;
        qint64 hours = 24;

        bool operator==(const KeyLimits&) const = default;
    };
    KeyLimits keyLimits;
    /// The library of a third party that does the work of the national suite (docs/crypto-plugin.md); empty: software.
    QString device;         ///< absolute path
    QString deviceSettings; ///< the library's own business
    /// Instead of a device, an OpenSSL 3 provider of a third party for the national cipher; its configuration file, or
    /// empty. Both absolute paths.
    QString provider;
    QString providerConfiguration;
    /// A file that holds the passphrase of the vault, for a start without a person; empty: the vault is not used, or
    /// the passphrase comes from elsewhere.
    QString passphraseFile;
    /// Instead, the entry of the desktop's keychain that holds it.
    QString passphraseKeychain;
    /// Refuse file transfer tasks that a peer does not seal: TLS alone does not do here.
    bool sealedFilesOnly = false;

    bool hasVault() const { return !passphraseFile.isEmpty() || !passphraseKeychain.isEmpty(); }
    /// The suites for a peer; never empty.
    QStringList suitesFor(const QString& peer) const { return linkSuites.value(peer, suites); }
    bool operator==(const CryptoConfig&) const = default;
};

/// Reads the object; every part may be left out. Fails: as StrictJsonReader.
Result<CryptoConfig> readCryptoConfig(StrictJsonReader& reader);
QJsonObject toJson(const CryptoConfig& config);

} // namespace busheng
