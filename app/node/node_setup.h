// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/node_config.h"
#include "engine/api/node_setup.h"
#include "engine/net/identity_import.h"

#include <vector>

namespace busheng {

/// A request that was made, for the authority.
struct IdentityRequest {
    QString file;
    QString sha256; ///< what both sides compare by telephone
};

/// The identity of a node that need not run: who asks an authority, and takes over what it answers. Behind
/// `busheng-node identity` and the console's first start. Fails: as each of engine/net/identity_import.h; Storage.
class NodeIdentity {
public:
    NodeIdentity(QString directory, NodeConfig config);
    /// Fails: as readNodeConfig().
    static Result<NodeIdentity> of(const QString& dataDirectory);

    const NodeConfig& config() const { return m_config; }
    /// Makes the keys and both requests; keys that were asked for before are lost. The channel's comes first.
    Result<std::vector<IdentityRequest>> request(const QString& organization) const;
    /// Whether a request waits for its certificate.
    Result<bool> isRequested() const;
    Result<> forgetRequests() const;
    Result<ImportedCertificate> import(const QString& file, const QString& authorityFile) const;
    /// The certificate and the key that the authority made; its envelope opens with the signing key in use.
    Result<ImportedCertificate> importEncryption(const GivenEncryption& given) const;
    /// Certificates, authorities, the key for encryption and revocation lists, whichever file is which; those with
    /// their keys as PKCS#12 first, opened with `passphrase`.
    Result<> importAll(const QStringList& files, const QString& passphrase) const;
    /// A certificate with its key. Fails: also as readPkcs12(); CFG_BAD_CERT for one for encryption alone.
    Result<ImportedCertificate> importPkcs12(const QString& file, const QString& passphrase) const;
    /// What stands in the place of each certificate, beside the request that is under way.
    Result<IdentitySetup> look(CertificateUse use) const;
    Result<int> revocationLists() const;

private:
    IdentityPlace place(CertificateUse use) const;
    QString requestFile(CertificateUse use) const;
    QString at(const QString& path) const;

    QString m_directory;
    NodeConfig m_config;
};

/// What NodeSetupApi::look() says about a data directory; `isPractice` is for the caller to say.
Result<NodeSetupState> lookAtNode(const QString& dataDirectory);

/// NodeSetupApi::nameNode().
Result<> nameNode(const QString& dataDirectory, const NodeNaming& naming);

} // namespace busheng
