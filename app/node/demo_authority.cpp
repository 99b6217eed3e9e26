// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/demo_authority.h"

#include "engine/api/json_file.h"
#include "engine/api/strict_json_reader.h"
#include "engine/base/clock.h"
#include "engine/base/file_system.h"
#include "engine/crypto/certificate_request.h"
#include "engine/crypto/secret_file.h"
#include "engine/crypto/wipe.h"
#include "engine/model/events.h"
#include "engine/net/identity_import.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kAuthorityDays = 3650;
constexpr qint64 kLargestPem = 64 << 10;
constexpr qint64 kLargestList = 16 << 20;
constexpr qint64 kOneHourMs = 3'600'000; // the other side's clock may be a little behind
constexpr std::size_t kChannel = 0;
constexpr std::size_t kSm2 = 1;
const QString kNames[] = {QStringLiteral("authority"), QStringLiteral("sm2-authority")};
const QString kState = QStringLiteral("issued.json");

} // namespace

Result<DemoAuthority> DemoAuthority::open(const QString& folder)
{
    ENGINE_TRY(systemFileSystem().makeDirectories(folder));
    DemoAuthority opened(folder);
    ENGINE_TRY_AS(
        CertificateAuthority channel,
        opened.openOne(kNames[kChannel], QStringLiteral("Busheng demo authority"), CertificateAuthority::Kind::P256));
    ENGINE_TRY_AS(CertificateAuthority sm2, opened.openOne(kNames[kSm2], QStringLiteral("Busheng demo authority SM2"),
                                                           CertificateAuthority::Kind::Sm2));
    opened.m_authorities.push_back(std::move(channel));
    opened.m_authorities.push_back(std::move(sm2));
    ENGINE_TRY(opened.load());
    if (opened.m_listNumber == 0)
        ENGINE_TRY(opened.writeLists(kListDays));
    return opened;
}

Result<CertificateAuthority> DemoAuthority::openOne(const QString& name, const QString& title,
                                                    CertificateAuthority::Kind kind)
{
    FileSystem& files = systemFileSystem();
    const QString certificate = path(name + QStringLiteral(".crt"));
    const QString key = path(name + QStringLiteral(".key"));
    ENGINE_TRY_AS(const bool there, files.exists(certificate));
    if (!there) {
        ENGINE_TRY_AS(CertificateAuthority made,
                      CertificateAuthority::create(title, systemClock(), kAuthorityDays, kind));
        ENGINE_TRY(writeSecretFile(files, key, made.privateKeyPem()));
        ENGINE_TRY(replaceFile(files, certificate, made.certificatePem()));
        return made;
    }
    ENGINE_TRY_AS(const Bytes certificatePem, readFile(files, certificate, kLargestPem));
    ENGINE_TRY_AS(const Bytes keyPem, readSecretFile(files, key));
    return CertificateAuthority::load(certificatePem, keyPem);
}

Result<> DemoAuthority::load()
{
    ENGINE_TRY_AS(const bool there, systemFileSystem().exists(path(kState)));
    if (!there)
        return {};
    ENGINE_TRY_AS(const QJsonObject json, readJsonFile(systemFileSystem(), path(kState)));
    StrictJsonReader reader(json, path(kState));
    reader.number(QLatin1String("listNumber"), m_listNumber, 0, std::numeric_limits<qint64>::max());
    reader.objects(QLatin1String("issued"), Presence::Required, [this](StrictJsonReader& item) -> Result<> {
        Issued issued;
        item(QLatin1String("code"), issued.code);
        item(QLatin1String("serial"), issued.serial);
        item(QLatin1String("isSm2"), issued.isSm2);
        item.number(QLatin1String("revokedUtcMs"), issued.revokedUtcMs, 0, std::numeric_limits<qint64>::max());
        ENGINE_TRY(item.finish());
        m_issued.push_back(issued);
        return {};
    });
    return reader.finish();
}

Result<> DemoAuthority::save() const
{
    QJsonArray issued;
    for (const Issued& one : m_issued)
        issued.append(QJsonObject{{QStringLiteral("code"), one.code},
                                  {QStringLiteral("serial"), one.serial},
                                  {QStringLiteral("isSm2"), one.isSm2},
                                  {QStringLiteral("revokedUtcMs"), one.revokedUtcMs}});
    const QJsonObject json{{QStringLiteral("listNumber"), m_listNumber}, {QStringLiteral("issued"), issued}};
    return replaceFile(systemFileSystem(), path(kState), view(QJsonDocument(json).toJson()));
}

Result<> DemoAuthority::equip(const QString& dataDirectory, const NodeConfig& config, int days)
{
    FileSystem& files = systemFileSystem();
    const QDir directory(dataDirectory);
    const QString paths[][3] = {{config.certificate, config.privateKey, config.authority},
                                {config.sm2Certificate, config.sm2PrivateKey, config.sm2Authority}};
    for (const std::size_t at : {kChannel, kSm2}) {
        const auto [certificate, key, authority] = paths[at];
        for (const QString& file : paths[at])
            ENGINE_TRY(files.makeDirectories(QFileInfo(directory.absoluteFilePath(file)).path()));
        ENGINE_TRY_AS(const IssuedCertificate issued,
                      m_authorities[at].issue({config.code, config.name}, systemClock().utcMs() - kOneHourMs, days));
        ENGINE_TRY_AS(const CertificateInfo info, readCertificate(issued.certificatePem));
        m_issued.push_back({config.code, info.serial, at == kSm2, 0});
        ENGINE_TRY(writeSecretFile(files, directory.absoluteFilePath(key), issued.privateKeyPem));
        ENGINE_TRY(replaceFile(files, directory.absoluteFilePath(certificate), issued.certificatePem));
        ENGINE_TRY(replaceFile(files, directory.absoluteFilePath(authority), m_authorities[at].certificatePem()));
    }
    ENGINE_TRY(giveEncryption(directory, config, days));
    return giveLists(dataDirectory, config);
}

/// As a node of a real authority comes by it, in one go.
Result<> DemoAuthority::giveEncryption(const QDir& directory, const NodeConfig& config, int days)
{
    const QTemporaryDir between;
    const QString certificate = between.filePath(QStringLiteral("enc.crt"));
    const QString envelope = between.filePath(QStringLiteral("enc.key"));
    const auto at = [&directory](const QString& path) { return directory.absoluteFilePath(path); };
    ENGINE_TRY(issueEncryption(at(config.sm2Certificate), certificate, envelope, days));
    ENGINE_TRY_AS(Bytes pem, readSecretFile(systemFileSystem(), at(config.sm2PrivateKey)));
    const SecretBytes secret(std::move(pem));
    ENGINE_TRY_AS(const Sm2Key signingKey, Sm2Key::fromPrivatePem(secret.bytes));
    const IdentityPlace place{CertificateUse::Sm2Encrypt,
                              at(config.sm2EncryptionCertificate),
                              at(config.sm2EncryptionKey),
                              at(config.sm2Authority),
                              QString(),
                              config.sm2Id};
    ENGINE_TRY(importEncryption(systemFileSystem(), config.code, place, {certificate, envelope, {}}, signingKey));
    return {};
}

Result<> DemoAuthority::issueFor(const QString& requestFile, const QString& out, int days)
{
    FileSystem& files = systemFileSystem();
    ENGINE_TRY_AS(const Bytes request, readFile(files, requestFile, kLargestPem));
    const auto sm2 = isSm2Request(request);
    if (!sm2)
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_PATH,
                              {QStringLiteral("--request"), requestFile,
                               QStringLiteral("it is no certificate request in PEM form that its key "
                                              "has signed")},
                              sm2.error().detail));
    const std::size_t at = *sm2 ? kSm2 : kChannel;
    ENGINE_TRY_AS(const Bytes certificate,
                  m_authorities[at].issueFor(request, systemClock().utcMs() - kOneHourMs, days));
    ENGINE_TRY_AS(const CertificateInfo info, readCertificate(certificate));
    m_issued.push_back({info.commonName, info.serial, *sm2, 0});
    ENGINE_TRY(save()); // before the certificate is out: it could not be revoked
    return replaceFile(files, out, certificate);
}

Result<> DemoAuthority::issueEncryption(const QString& signCertificateFile, const QString& out, const QString& keyOut,
                                        int days)
{
    FileSystem& files = systemFileSystem();
    ENGINE_TRY_AS(const Bytes signs, readFile(files, signCertificateFile, kLargestPem));
    const auto info = readCertificate(signs);
    const bool isOurs = info && std::ranges::any_of(m_issued, [&info](const Issued& issued) {
                            return issued.isSm2 && issued.revokedUtcMs == 0 && issued.serial == info->serial;
                        });
    if (!isOurs)
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_CERT,
                              {signCertificateFile, QStringLiteral("this authority did not issue it for signatures, or "
                                                                   "has taken it back")},
                              QStringLiteral("no certificate for signatures of this authority")));
    ENGINE_TRY_AS(const CertificateAuthority::IssuedEncryption issued,
                  m_authorities[kSm2].issueEncryption(signs, systemClock().utcMs() - kOneHourMs, days));
    ENGINE_TRY_AS(const CertificateInfo made, readCertificate(issued.certificatePem));
    m_issued.push_back({made.commonName, made.serial, true, 0});
    ENGINE_TRY(save()); // before the certificate is out: it could not be revoked
    ENGINE_TRY(replaceFile(files, keyOut, issued.envelopedKey));
    return replaceFile(files, out, issued.certificatePem);
}

Result<> DemoAuthority::revoke(const QString& code)
{
    bool any = false;
    for (Issued& issued : m_issued) {
        if (issued.code != code || issued.revokedUtcMs != 0)
            continue;
        issued.revokedUtcMs = systemClock().utcMs();
        any = true;
    }
    if (!any)
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("certificate"), code},
                              QStringLiteral("%1 has no certificate that could be revoked").arg(code)));
    return writeLists(kListDays);
}

Result<> DemoAuthority::writeLists(int days)
{
    ++m_listNumber;
    for (const std::size_t at : {kChannel, kSm2}) {
        std::vector<RevokedCertificate> revoked;
        for (const Issued& issued : m_issued) {
            if (issued.isSm2 == (at == kSm2) && issued.revokedUtcMs != 0)
                revoked.push_back({issued.serial, issued.revokedUtcMs});
        }
        ENGINE_TRY_AS(const Bytes list,
                      m_authorities[at].revocationList(revoked, {m_listNumber, systemClock().utcMs(), days}));
        ENGINE_TRY(replaceFile(systemFileSystem(), path(kNames[at] + QStringLiteral(".crl")), list));
    }
    return save();
}

Result<> DemoAuthority::giveLists(const QString& dataDirectory, const NodeConfig& config) const
{
    FileSystem& files = systemFileSystem();
    const QString folder = QDir(dataDirectory).absoluteFilePath(config.revocationLists);
    ENGINE_TRY(files.makeDirectories(folder));
    for (const QString& name : kNames) {
        const QString file = name + QStringLiteral(".crl");
        ENGINE_TRY_AS(const Bytes list, readFile(files, path(file), kLargestList));
        ENGINE_TRY(replaceFile(files, folder + u'/' + file, list));
    }
    return {};
}

} // namespace busheng
