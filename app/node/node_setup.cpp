// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/node_setup.h"

#include "app/keychain/keychain.h"
#include "app/node/node_init.h"
#include "engine/base/file_system.h"
#include "engine/crypto/certificate_authority.h"
#include "engine/crypto/certificate_request.h"
#include "engine/crypto/pkcs12.h"
#include "engine/crypto/secret_file.h"
#include "engine/host/vault_keys.h"
#include "engine/model/events.h"
#include "engine/model/identifier.h"
#include "engine/net/identity_delivery.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace busheng {
namespace {

constexpr CertificateUse kUses[] = {CertificateUse::Tls, CertificateUse::Sm2Sign};
constexpr qint64 kLargestPem = 256 << 10;
constexpr qint64 kLargestList = 16 << 20;
const QString kListSuffix = QStringLiteral(".crl");

Failure badValue(const QString& key, const QString& value, const QString& expected)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE, {QStringLiteral("node.json"), key, value, expected},
                          QStringLiteral("%1 '%2' is not %3").arg(key, value, expected)));
}

} // namespace

NodeIdentity::NodeIdentity(QString directory, NodeConfig config)
    : m_directory(std::move(directory)), m_config(std::move(config))
{
}

Result<NodeIdentity> NodeIdentity::of(const QString& dataDirectory)
{
    const QString directory = QDir(dataDirectory).absolutePath();
    ENGINE_TRY_AS(NodeConfig config, readNodeConfig(directory));
    return NodeIdentity(directory, std::move(config));
}

QString NodeIdentity::at(const QString& path) const
{
    return QDir::cleanPath(QDir(m_directory).absoluteFilePath(path));
}

IdentityPlace NodeIdentity::place(CertificateUse use) const
{
    if (use == CertificateUse::Sm2Encrypt)
        return {use,
                at(m_config.sm2EncryptionCertificate),
                at(m_config.sm2EncryptionKey),
                at(m_config.sm2Authority),
                QString(),
                m_config.sm2Id};
    const bool sm2 = use == CertificateUse::Sm2Sign;
    return {
        use,
        at(sm2 ? m_config.sm2Certificate : m_config.certificate),
        at(sm2 ? m_config.sm2PrivateKey : m_config.privateKey),
        at(sm2 ? m_config.sm2Authority : m_config.authority),
        at(QStringLiteral("identity/pending/") + (sm2 ? QStringLiteral("sm2-sign.key") : QStringLiteral("node.key"))),
        m_config.sm2Id};
}

QString NodeIdentity::requestFile(CertificateUse use) const
{
    return at(QStringLiteral("identity/pending/%1-%2.csr")
                  .arg(m_config.code, use == CertificateUse::Sm2Sign ? QStringLiteral("sm2") : QStringLiteral("tls")));
}

Result<bool> NodeIdentity::isRequested() const
{
    for (const CertificateUse use : kUses) {
        ENGINE_TRY_AS(const bool there, systemFileSystem().exists(place(use).pendingKey));
        if (there)
            return true;
    }
    return false;
}

Result<std::vector<IdentityRequest>> NodeIdentity::request(const QString& organization) const
{
    FileSystem& files = systemFileSystem();
    ENGINE_TRY(files.makeDirectories(at(QStringLiteral("identity/pending"))));
    std::vector<IdentityRequest> requests;
    for (const CertificateUse use : kUses) {
        ENGINE_TRY_AS(const CertificateRequest made,
                      requestCertificate(m_config.code, organization, use == CertificateUse::Sm2Sign));
        ENGINE_TRY(writeSecretFile(files, place(use).pendingKey, made.privateKeyPem));
        ENGINE_TRY(replaceFile(files, requestFile(use), made.requestPem));
        requests.push_back({requestFile(use), made.sha256});
    }
    return requests;
}

Result<> NodeIdentity::forgetRequests() const
{
    FileSystem& files = systemFileSystem();
    for (const CertificateUse use : kUses) {
        ENGINE_TRY_AS(const bool hasKey, files.exists(place(use).pendingKey));
        if (hasKey)
            ENGINE_TRY(overwriteAndRemove(files, place(use).pendingKey));
        ENGINE_TRY_AS(const bool hasFile, files.exists(requestFile(use)));
        if (hasFile)
            ENGINE_TRY(files.remove(requestFile(use)));
    }
    return {};
}

Result<ImportedCertificate> NodeIdentity::import(const QString& file, const QString& authorityFile) const
{
    ENGINE_TRY_AS(const CertificateUse use, useOfCertificate(file));
    return importCertificate(systemFileSystem(), m_config.code, place(use), file, authorityFile);
}

Result<ImportedCertificate> NodeIdentity::importEncryption(const GivenEncryption& given) const
{
    NodeConfig config = m_config;
    config.privateKey = at(config.privateKey);
    ENGINE_TRY(offerKeychain(m_directory));
    ENGINE_TRY_AS(std::shared_ptr<Vault> vault, openNodeVault(systemFileSystem(), systemRandom(), config));
    std::unique_ptr<PrivateKeys> kept;
    if (vault)
        kept = std::make_unique<VaultKeys>(systemFileSystem(), std::move(vault));
    PrivateKeys& keys = kept ? *kept : privateKeyFiles();
    ENGINE_TRY_AS(const SecretBytes pem, keys.read(place(CertificateUse::Sm2Sign).privateKey));
    ENGINE_TRY_AS(const Sm2Key signingKey, Sm2Key::fromPrivatePem(pem.bytes));
    return busheng::importEncryption(systemFileSystem(), config.code, place(CertificateUse::Sm2Encrypt), given,
                                     signingKey);
}

/// Its parts lie as files of their own for as long as it takes: a request that is under way keeps its key.
Result<ImportedCertificate> NodeIdentity::importPkcs12(const QString& file, const QString& passphrase) const
{
    FileSystem& files = systemFileSystem();
    ENGINE_TRY_AS(const Bytes content, readFile(files, file, kLargestPem));
    const SecretBytes word{Bytes(view(passphrase.toUtf8()))};
    ENGINE_TRY_AS(const Pkcs12Content read, readPkcs12(content, word.bytes, file));
    const QString folder = at(QStringLiteral("identity/pending"));
    ENGINE_TRY(files.makeDirectories(folder));
    const QString certificate = folder + QStringLiteral("/given.crt");
    const QString authorities = folder + QStringLiteral("/given-ca.crt");
    const QString key = folder + QStringLiteral("/given.key");
    const auto imported = [&]() -> Result<ImportedCertificate> {
        ENGINE_TRY(replaceFile(files, certificate, read.certificatePem));
        if (!read.authoritiesPem.empty())
            ENGINE_TRY(replaceFile(files, authorities, read.authoritiesPem));
        ENGINE_TRY_AS(const CertificateUse use, useOfCertificate(certificate));
        if (use == CertificateUse::Sm2Encrypt)
            return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_CERT,
                                  {file, QStringLiteral("a key for encryption comes enveloped, not as PKCS#12")},
                                  QStringLiteral("%1 is for encryption").arg(file)));
        ENGINE_TRY(writeSecretFile(files, key, read.privateKeyPem.bytes));
        IdentityPlace where = place(use);
        where.pendingKey = key;
        return importCertificate(files, m_config.code, where, certificate,
                                 read.authoritiesPem.empty() ? QString() : authorities);
    }();
    ENGINE_TRY_AS(const bool keyIsLeft, files.exists(key));
    if (keyIsLeft)
        ENGINE_TRY(overwriteAndRemove(files, key));
    for (const QString& part : {certificate, authorities}) {
        ENGINE_TRY_AS(const bool isLeft, files.exists(part));
        if (isLeft)
            ENGINE_TRY(files.remove(part));
    }
    return imported;
}

Result<> NodeIdentity::importAll(const QStringList& files, const QString& passphrase) const
{
    QStringList others;
    for (const QString& file : files) {
        if (isPkcs12(file))
            ENGINE_TRY(importPkcs12(file, passphrase));
        else
            others.append(file);
    }
    if (others.isEmpty())
        return {};
    ENGINE_TRY_AS(const IdentityDelivery delivery, sortIdentityFiles(others));
    FileSystem& system = systemFileSystem();
    const QString folder = at(m_config.revocationLists);
    ENGINE_TRY(system.makeDirectories(folder));
    for (const QString& list : delivery.revocationLists) {
        ENGINE_TRY_AS(const Bytes content, readFile(system, list, kLargestList));
        ENGINE_TRY(replaceFile(system, folder + u'/' + QFileInfo(list).completeBaseName() + kListSuffix, content));
    }
    for (const CertificateUse use : kUses) {
        const IdentityDelivery::Identity& identity = delivery.of(use);
        if (!identity.certificate.isEmpty())
            ENGINE_TRY(importCertificate(system, m_config.code, place(use), identity.certificate, identity.authority));
    }
    if (!delivery.encryption.certificate.isEmpty()) // last: its envelope is for the signing key that came just now
        ENGINE_TRY(importEncryption({delivery.encryption.certificate, delivery.encryption.key, {}}));
    return {};
}

Result<IdentitySetup> NodeIdentity::look(CertificateUse use) const
{
    FileSystem& files = systemFileSystem();
    const IdentityPlace where = place(use);
    IdentitySetup setup;
    ENGINE_TRY_AS(const bool hasCertificate, files.exists(where.certificate));
    if (hasCertificate) {
        // One that cannot be read is the engine's to complain about: here it counts as one that is there.
        setup.subject = where.certificate;
        ENGINE_TRY_AS(const Bytes pem, readFile(files, where.certificate, kLargestPem));
        if (const auto info = readCertificate(pem)) {
            setup.subject = info->subject;
            setup.issuer = info->issuer;
            setup.untilUtcMs = info->notAfterUtcMs;
        }
    }
    ENGINE_TRY_AS(const bool hasKey, files.exists(where.pendingKey));
    ENGINE_TRY_AS(const bool hasRequest, files.exists(requestFile(use)));
    if (hasKey && hasRequest) {
        ENGINE_TRY_AS(const Bytes pem, readFile(files, requestFile(use), kLargestPem));
        setup.requestFile = requestFile(use);
        ENGINE_TRY_AS(setup.requestSha256, requestSha256(pem));
    }
    return setup;
}

Result<int> NodeIdentity::revocationLists() const
{
    const QString folder = at(m_config.revocationLists);
    ENGINE_TRY_AS(const bool there, systemFileSystem().exists(folder));
    if (!there)
        return 0;
    ENGINE_TRY_AS(const QStringList names, systemFileSystem().list(folder));
    return static_cast<int>(
        std::count_if(names.begin(), names.end(), [](const QString& name) { return name.endsWith(kListSuffix); }));
}

Result<NodeSetupState> lookAtNode(const QString& dataDirectory)
{
    NodeSetupState state;
    state.directory = QDir(dataDirectory).absolutePath();
    const QFileInfo directory(state.directory);
    if (directory.exists() && !(directory.isDir() && directory.isReadable() && directory.isExecutable())) {
        const QString why =
            directory.isDir() ? QStringLiteral("not readable by this user") : QStringLiteral("it is not a directory");
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_PATH, {QStringLiteral("--data"), state.directory, why},
                              QStringLiteral("%1: %2").arg(state.directory, why)));
    }
    ENGINE_TRY_AS(const bool isNamed, systemFileSystem().exists(nodeConfigPath(state.directory)));
    if (!isNamed)
        return state;
    ENGINE_TRY_AS(const NodeIdentity identity, NodeIdentity::of(state.directory));
    state.isNamed = true;
    state.naming = {identity.config().code, identity.config().name, identity.config().listen};
    ENGINE_TRY_AS(state.channel, identity.look(CertificateUse::Tls));
    ENGINE_TRY_AS(state.sm2, identity.look(CertificateUse::Sm2Sign));
    ENGINE_TRY_AS(state.revocationLists, identity.revocationLists());
    return state;
}

Result<> nameNode(const QString& dataDirectory, const NodeNaming& naming)
{
    if (!isValidNodeCode(naming.code))
        return badValue(QStringLiteral("code"), naming.code, expectedNodeCode());
    if (!naming.listen.isEmpty() && !isValidListenAddress(naming.listen))
        return badValue(QStringLiteral("listen"), naming.listen, QStringLiteral("empty or host:port, as in [::]:7443"));
    ENGINE_TRY_AS(const NodeSetupState now, lookAtNode(dataDirectory));
    if (!now.isNamed)
        return initializeNode({now.directory, naming.code, naming.name, naming.listen, QString()});
    ENGINE_TRY_AS(const NodeIdentity identity, NodeIdentity::of(now.directory));
    if (naming.code != now.naming.code) {
        if (!now.channel.subject.isEmpty() || !now.sm2.subject.isEmpty())
            return badValue(QStringLiteral("code"), naming.code,
                            QStringLiteral("the code that its certificates were issued for: %1").arg(now.naming.code));
        ENGINE_TRY(identity.forgetRequests());
    }
    NodeConfig config = identity.config();
    config.code = naming.code;
    config.name = naming.name.isEmpty() ? naming.code : naming.name;
    config.listen = naming.listen;
    return replaceFile(systemFileSystem(), nodeConfigPath(now.directory), view(toJson(config)));
}

} // namespace busheng
