// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/report.h"
#include "app/keychain/keychain.h"
#include "app/node/node_command.h"
#include "engine/api/node_config.h"
#include "engine/base/file_system.h"
#include "engine/crypto/certificate_request.h"
#include "engine/crypto/secret_file.h"
#include "engine/host/vault_keys.h"
#include "engine/net/identity_import.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>

namespace busheng {
namespace {

QString said(const char* text)
{
    return QCoreApplication::translate("Node", text);
}

/// The node of --data, and where its two certificates lie.
struct Node {
    QString directory;
    NodeConfig config;

    IdentityPlace place(CertificateUse use) const
    {
        const QDir root(directory);
        const bool sm2 = use == CertificateUse::Sm2Sign;
        const auto at = [&root](const QString& path) { return QDir::cleanPath(root.absoluteFilePath(path)); };
        if (use == CertificateUse::Sm2Encrypt)
            return {use,
                    at(config.sm2EncryptionCertificate),
                    at(config.sm2EncryptionKey),
                    at(config.sm2Authority),
                    QString(),
                    config.sm2Id};
        return {use,
                at(sm2 ? config.sm2Certificate : config.certificate),
                at(sm2 ? config.sm2PrivateKey : config.privateKey),
                at(sm2 ? config.sm2Authority : config.authority),
                at(QStringLiteral("identity/pending/") +
                   (sm2 ? QStringLiteral("sm2-sign.key") : QStringLiteral("node.key"))),
                config.sm2Id};
    }
    QString requestFile(CertificateUse use) const
    {
        return QDir(directory).absoluteFilePath(
            QStringLiteral("identity/pending/%1-%2.csr")
                .arg(config.code, use == CertificateUse::Sm2Sign ? QStringLiteral("sm2") : QStringLiteral("tls")));
    }
};

Result<Node> nodeOf(const NodeOptions& option)
{
    const QString data = option(QStringLiteral("data"));
    if (data.isEmpty())
        return wrongNodeUsage(QStringLiteral("--data DIR is missing"));
    Node node;
    node.directory = QDir(data).absolutePath();
    ENGINE_TRY_AS(node.config, readNodeConfig(node.directory));
    return node;
}

/// A request that is under way is not made anew: its answer would find no key.
Result<> request(const NodeOptions& option)
{
    ENGINE_TRY_AS(const Node node, nodeOf(option));
    FileSystem& files = systemFileSystem();
    ENGINE_TRY(files.makeDirectories(QDir(node.directory).absoluteFilePath(QStringLiteral("identity/pending"))));
    for (const CertificateUse use : {CertificateUse::Tls, CertificateUse::Sm2Sign}) {
        const QString key = node.place(use).pendingKey;
        ENGINE_TRY_AS(const bool there, files.exists(key));
        if (there && option(QStringLiteral("renew")) != QStringLiteral("again"))
            return wrongNodeUsage(QStringLiteral("a request is under way; import its certificate, or begin anew with "
                                                 "--renew again"));
    }
    for (const CertificateUse use : {CertificateUse::Tls, CertificateUse::Sm2Sign}) {
        ENGINE_TRY_AS(const CertificateRequest made,
                      requestCertificate(node.config.code, option(QStringLiteral("organization")),
                                         use == CertificateUse::Sm2Sign));
        ENGINE_TRY(writeSecretFile(files, node.place(use).pendingKey, made.privateKeyPem));
        ENGINE_TRY(replaceFile(files, node.requestFile(use), made.requestPem));
        cli::print(said(QT_TRANSLATE_NOOP("Node", "request: %1")).arg(node.requestFile(use)));
        cli::print(
            said(QT_TRANSLATE_NOOP("Node", "  its SHA-256, to compare with the authority: %1")).arg(made.sha256));
    }
    cli::print(said(QT_TRANSLATE_NOOP(
        "Node", "Send both files to the authority. The private keys stay on this computer. Then: "
                "busheng-node identity import --data DIR --certificate FILE, once for each certificate.")));
    return {};
}

/// The certificate and the key that the authority made for encryption; its envelope opens with the signing key in use.
Result<ImportedCertificate> importForEncryption(const Node& node, const GivenEncryption& given)
{
    if (given.key.isEmpty())
        return wrongNodeUsage(QStringLiteral("this certificate is for encryption: --key FILE, the enveloped key that "
                                             "came with it, is missing"));
    NodeConfig config = node.config;
    config.privateKey = QDir(node.directory).absoluteFilePath(config.privateKey);
    ENGINE_TRY(offerKeychain(node.directory));
    ENGINE_TRY_AS(std::shared_ptr<Vault> vault, openNodeVault(systemFileSystem(), systemRandom(), config));
    std::unique_ptr<PrivateKeys> kept;
    if (vault)
        kept = std::make_unique<VaultKeys>(systemFileSystem(), std::move(vault));
    PrivateKeys& keys = kept ? *kept : privateKeyFiles();
    ENGINE_TRY_AS(const SecretBytes pem, keys.read(node.place(CertificateUse::Sm2Sign).privateKey));
    ENGINE_TRY_AS(const Sm2Key signingKey, Sm2Key::fromPrivatePem(pem.bytes));
    return importEncryption(systemFileSystem(), config.code, node.place(CertificateUse::Sm2Encrypt), given, signingKey);
}

Result<> import(const NodeOptions& option)
{
    ENGINE_TRY_AS(const Node node, nodeOf(option));
    const QString file = option(QStringLiteral("certificate"));
    if (file.isEmpty())
        return wrongNodeUsage(QStringLiteral("--certificate FILE is missing"));
    const QString path = QDir().absoluteFilePath(file);
    const auto optional = [&option](const QString& name) {
        return option(name).isEmpty() ? QString() : QDir().absoluteFilePath(option(name));
    };
    const QString authority = optional(QStringLiteral("authority"));
    ENGINE_TRY_AS(const CertificateUse use, useOfCertificate(path));
    ENGINE_TRY_AS(const ImportedCertificate imported,
                  use == CertificateUse::Sm2Encrypt
                      ? importForEncryption(node, {path, optional(QStringLiteral("key")), authority})
                      : importCertificate(systemFileSystem(), node.config.code, node.place(use), path, authority));
    const QString until = QDateTime::fromMSecsSinceEpoch(imported.untilUtcMs).toString(Qt::ISODate);
    cli::print(said(QT_TRANSLATE_NOOP("Node", "in use now: %1, issued by %2, valid until %3"))
                   .arg(imported.subject, imported.issuer, until));
    if (use == CertificateUse::Sm2Encrypt)
        cli::print(said(QT_TRANSLATE_NOOP("Node", "for encryption, with the key that the authority made: peers hide "
                                                  "link keys for it from their next session on")));
    else if (imported.withNewKey)
        cli::print(said(QT_TRANSLATE_NOOP("Node", "with the key that was made for the request")));
    return {};
}

constexpr NodeCommand kCommands[] = {
    {"identity request", "busheng-node identity request --data DIR [--organization NAME] [--renew again]", request},
    {"identity import", "busheng-node identity import --data DIR --certificate FILE [--key FILE] [--authority FILE]",
     import},
};

} // namespace

std::span<const NodeCommand> identityCommands()
{
    return kCommands;
}

} // namespace busheng
