// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/node_config.h"
#include "engine/crypto/certificate_authority.h"

#include <QDir>
#include <QString>

#include <vector>

namespace busheng {

/// A folder that holds an authority for trying the product out: one for the channel (P-256) and one for the identity
/// inside it (SM2), what they have issued and taken back, and their newest revocation lists.
///
///   authority.crt authority.key authority.crl   sm2-authority.crt sm2-authority.key sm2-authority.crl   issued.json
///
/// Fails: Config, Storage, Crypto, Corrupt.
class DemoAuthority {
public:
    /// Makes the authority when the folder has none.
    static Result<DemoAuthority> open(const QString& folder);

    /// Gives the node of a data directory new keys and certificates, in the files that `config` names, and the lists.
    Result<> equip(const QString& dataDirectory, const NodeConfig& config, int days);
    /// Answers a node's request with a certificate in the file `out`. Fails: Config CFG_BAD_CERT for what is no such
    /// request.
    Result<> issueFor(const QString& requestFile, const QString& out, int days);
    /// Gives the node of a certificate for signatures, which this authority issued, one for encryption and its key, in
    /// the files `out` and `keyOut`. Fails: Config CFG_BAD_CERT for another certificate.
    Result<> issueEncryption(const QString& signCertificateFile, const QString& out, const QString& keyOut, int days);
    /// Takes back every certificate of a node that was not taken back before, and writes new lists. Fails: Config
    /// CFG_NOT_FOUND when there is none.
    Result<> revoke(const QString& code);
    /// New lists, valid for `days`.
    Result<> writeLists(int days);
    /// Puts the newest lists into a node's folder of lists, where the running node finds them.
    Result<> giveLists(const QString& dataDirectory, const NodeConfig& config) const;

    static constexpr int kNodeDays = 825;
    static constexpr int kListDays = 365;

private:
    struct Issued {
        QString code;
        QString serial;
        bool isSm2 = false;
        qint64 revokedUtcMs = 0; ///< 0: it was not
    };

    explicit DemoAuthority(const QString& folder) : m_folder(folder) {}
    Result<CertificateAuthority> openOne(const QString& name, const QString& title, CertificateAuthority::Kind kind);
    Result<> giveEncryption(const QDir& directory, const NodeConfig& config, int days);
    Result<> load();
    Result<> save() const;
    QString path(const QString& name) const { return m_folder + u'/' + name; }

    QString m_folder;
    std::vector<CertificateAuthority> m_authorities; ///< channel, SM2
    std::vector<Issued> m_issued;
    qint64 m_listNumber = 0;
};

} // namespace busheng
