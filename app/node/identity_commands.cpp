// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/report.h"
#include "app/node/node_command.h"
#include "app/node/node_setup.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>

namespace busheng {
namespace {

QString said(const char* text)
{
    return QCoreApplication::translate("Node", text);
}

Result<NodeIdentity> identityOf(const NodeOptions& option)
{
    const QString data = option(QStringLiteral("data"));
    if (data.isEmpty())
        return wrongNodeUsage(QStringLiteral("--data DIR is missing"));
    return NodeIdentity::of(data);
}

/// A request that is under way is not made anew: its answer would find no key.
Result<> request(const NodeOptions& option)
{
    ENGINE_TRY_AS(const NodeIdentity identity, identityOf(option));
    ENGINE_TRY_AS(const bool isUnderWay, identity.isRequested());
    if (isUnderWay && option(QStringLiteral("renew")) != QStringLiteral("again"))
        return wrongNodeUsage(QStringLiteral("a request is under way; import its certificate, or begin anew with "
                                             "--renew again"));
    ENGINE_TRY_AS(const auto made, identity.request(option(QStringLiteral("organization"))));
    for (const IdentityRequest& one : made) {
        cli::print(said(QT_TRANSLATE_NOOP("Node", "request: %1")).arg(one.file));
        cli::print(said(QT_TRANSLATE_NOOP("Node", "  its SHA-256, to compare with the authority: %1")).arg(one.sha256));
    }
    cli::print(said(QT_TRANSLATE_NOOP(
        "Node", "Send both files to the authority. The private keys stay on this computer. Then: "
                "busheng-node identity import --data DIR --certificate FILE, once for each certificate.")));
    return {};
}

Result<> import(const NodeOptions& option)
{
    ENGINE_TRY_AS(const NodeIdentity identity, identityOf(option));
    const QString file = option(QStringLiteral("certificate"));
    if (file.isEmpty())
        return wrongNodeUsage(QStringLiteral("--certificate FILE is missing"));
    const auto path = [&option](const QString& name) {
        return option(name).isEmpty() ? QString() : QDir().absoluteFilePath(option(name));
    };
    const GivenEncryption given{path(QStringLiteral("certificate")), path(QStringLiteral("key")),
                                path(QStringLiteral("authority"))};
    ENGINE_TRY_AS(const CertificateUse use, useOfCertificate(given.certificate));
    if (use == CertificateUse::Sm2Encrypt && given.key.isEmpty())
        return wrongNodeUsage(QStringLiteral("this certificate is for encryption: --key FILE, the enveloped key that "
                                             "came with it, is missing"));
    ENGINE_TRY_AS(const ImportedCertificate imported, use == CertificateUse::Sm2Encrypt
                                                          ? identity.importEncryption(given)
                                                          : identity.import(given.certificate, given.authority));
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
