// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/node_init.h"

#include "engine/api/node_config.h"
#include "engine/base/clock.h"
#include "engine/base/file_system.h"
#include "engine/crypto/certificate_authority.h"
#include "engine/crypto/secret_file.h"
#include "engine/model/events.h"
#include "engine/model/identifier.h"

#include <QDir>

namespace busheng {
namespace {

constexpr int kAuthorityDays = 3650;
constexpr int kNodeDays = 825;
constexpr qint64 kLargestPem = 64 << 10;
constexpr qint64 kOneHourMs = 3'600'000; // the other side's clock may be a little behind

Result<CertificateAuthority> openAuthority(const QString& folder)
{
    FileSystem& files = systemFileSystem();
    const QString certificate = folder + QStringLiteral("/authority.crt");
    const QString key = folder + QStringLiteral("/authority.key");
    ENGINE_TRY_AS(const bool there, files.exists(certificate));
    if (!there) {
        ENGINE_TRY(files.makeDirectories(folder));
        ENGINE_TRY_AS(CertificateAuthority made, CertificateAuthority::create(QStringLiteral("Busheng demo authority"),
                                                                              systemClock(), kAuthorityDays));
        ENGINE_TRY(writeSecretFile(files, key, made.privateKeyPem()));
        ENGINE_TRY(replaceFile(files, certificate, made.certificatePem()));
        return made;
    }
    ENGINE_TRY_AS(const Bytes certificatePem, readFile(files, certificate, kLargestPem));
    ENGINE_TRY_AS(const Bytes keyPem, readSecretFile(files, key));
    return CertificateAuthority::load(certificatePem, keyPem);
}

Failure badValue(const QString& key, const QString& value, const QString& expected)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE, {QStringLiteral("init"), key, value, expected},
                          QStringLiteral("%1 '%2' is not %3").arg(key, value, expected)));
}

} // namespace

Result<> initializeNode(const NodeInit& init)
{
    if (!isValidNodeCode(init.code))
        return badValue(QStringLiteral("--code"), init.code, expectedNodeCode());
    FileSystem& files = systemFileSystem();
    const QString directory = QDir(init.dataDirectory).absolutePath();
    ENGINE_TRY(files.makeDirectories(directory + QStringLiteral("/identity")));
    const QString configPath = nodeConfigPath(directory);
    ENGINE_TRY_AS(const bool there, files.exists(configPath));
    if (there)
        return fail(
            makeEvent(ErrorCode::Config, events::CFG_BAD_PATH,
                      {QStringLiteral("--data"), directory, QStringLiteral("it already holds a node (node.json)")},
                      QStringLiteral("%1 exists").arg(configPath)));
    NodeConfig config;
    config.code = init.code;
    config.name = init.name.isEmpty() ? init.code : init.name;
    config.listen = init.listen;
    config.certificate = QStringLiteral("identity/node.crt");
    config.privateKey = QStringLiteral("identity/node.key");
    config.authority = QStringLiteral("identity/authority.crt");
    if (!init.demoAuthority.isEmpty()) {
        ENGINE_TRY_AS(const CertificateAuthority authority, openAuthority(QDir(init.demoAuthority).absolutePath()));
        ENGINE_TRY_AS(const IssuedCertificate issued,
                      authority.issue({config.code, config.name}, systemClock().utcMs() - kOneHourMs, kNodeDays));
        ENGINE_TRY(replaceFile(files, directory + u'/' + config.certificate, issued.certificatePem));
        ENGINE_TRY(writeSecretFile(files, directory + u'/' + config.privateKey, issued.privateKeyPem));
        ENGINE_TRY(replaceFile(files, directory + u'/' + config.authority, authority.certificatePem()));
    }
    return replaceFile(files, configPath, view(toJson(config)));
}

} // namespace busheng
