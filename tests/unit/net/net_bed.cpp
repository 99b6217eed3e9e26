// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/net/net_bed.h"

#include "engine/base/file_system.h"
#include "engine/crypto/enveloped_key.h"
#include "engine/crypto/secret_file.h"

#include <QTest>

namespace busheng::test {
namespace {

constexpr qint64 kHourMs = 3'600'000;
constexpr int kPatienceMs = 20'000;

/// Test beds are broken by a broken machine only: say so and stop.
template <typename T>
T orDie(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().toString()));
    return std::move(*result);
}

void orDie(const Result<>& result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().toString()));
}

} // namespace

Identities::Identities(const QString& authorityName)
    : m_authority(orDie(CertificateAuthority::create(authorityName, systemClock(), 365))),
      m_sm2Authority(orDie(CertificateAuthority::create(authorityName + QStringLiteral(" SM2"), systemClock(), 365,
                                                        CertificateAuthority::Kind::Sm2)))
{
    FileSystem& files = systemFileSystem();
    orDie(replaceFile(files, path(QStringLiteral("authority.pem")), m_authority->certificatePem()));
    orDie(replaceFile(files, path(QStringLiteral("sm2-authority.pem")), m_sm2Authority->certificatePem()));
    orDie(files.makeDirectories(path(QStringLiteral("crl"))));
    revoke({}, {});
}

void Identities::revoke(const std::vector<RevokedCertificate>& channel, const std::vector<RevokedCertificate>& sm2)
{
    const CertificateAuthority::ListTerms terms{++m_listNumber, systemClock().utcMs() - kHourMs, 365};
    orDie(replaceFile(systemFileSystem(), path(QStringLiteral("crl/channel.crl")),
                      orDie(m_authority->revocationList(channel, terms))));
    orDie(replaceFile(systemFileSystem(), path(QStringLiteral("crl/sm2.crl")),
                      orDie(m_sm2Authority->revocationList(sm2, terms))));
}

TlsContext::Files Identities::issue(const QString& code, int days)
{
    return write(
        orDie(m_authority->issue({code, QStringLiteral("Test Office")}, systemClock().utcMs() - kHourMs, days)), code);
}

TlsContext::Files Identities::write(const IssuedCertificate& certificate, const QString& code)
{
    const QString base = path(QString::number(++m_issued));
    const TlsContext::Files files{base + QStringLiteral(".pem"),
                                  base + QStringLiteral(".key"),
                                  path(QStringLiteral("authority.pem")),
                                  path(QStringLiteral("crl")),
                                  {base + QStringLiteral(".sm2.pem"), base + QStringLiteral(".sm2.key"),
                                   path(QStringLiteral("sm2-authority.pem"))}};
    if (!m_sm2.contains(code))
        m_sm2[code] = orDie(m_sm2Authority->issue({code, QString()}, systemClock().utcMs() - kHourMs, 300));
    orDie(replaceFile(systemFileSystem(), files.sm2.certificate, m_sm2[code].certificatePem));
    orDie(writeSecretFile(systemFileSystem(), files.sm2.privateKey, m_sm2[code].privateKeyPem));
    orDie(replaceFile(systemFileSystem(), files.certificate, certificate.certificatePem));
    orDie(writeSecretFile(systemFileSystem(), files.privateKey, certificate.privateKeyPem));
    return files;
}

TlsContext::Files Identities::withEncryption(TlsContext::Files files, const QString& code)
{
    const IssuedCertificate signs =
        orDie(m_sm2Authority->issue({code, QString()}, systemClock().utcMs() - kHourMs, 30));
    const auto issued =
        orDie(m_sm2Authority->issueEncryption(signs.certificatePem, systemClock().utcMs() - kHourMs, 30));
    const Sm2Key signingKey = orDie(Sm2Key::fromPrivatePem(signs.privateKeyPem));
    const Sm2Key key = orDie(openEnvelopedKey(issued.envelopedKey, signingKey));
    files.sm2.encryptionCertificate = files.certificate + QStringLiteral(".enc");
    files.sm2.encryptionKey = files.privateKey + QStringLiteral(".enc");
    orDie(replaceFile(systemFileSystem(), files.sm2.encryptionCertificate, issued.certificatePem));
    orDie(writeSecretFile(systemFileSystem(), files.sm2.encryptionKey, orDie(key.privatePem())));
    return files;
}

std::unique_ptr<TlsContext> Identities::context(const QString& code)
{
    return context(issue(code));
}

std::unique_ptr<TlsContext> Identities::context(const TlsContext::Files& files)
{
    return orDie(TlsContext::create(files));
}

Identities& sharedIdentities()
{
    static Identities identities;
    return identities;
}

SessionProbe::SessionProbe(std::unique_ptr<Session> session) : m_session(std::move(session))
{
    QObject::connect(m_session.get(), &Session::opened, m_session.get(), [this] { ++openedCount; });
    QObject::connect(m_session.get(), &Session::closed, m_session.get(), [this](const Error& why) {
        ++closedCount;
        reason = why;
    });
    QObject::connect(m_session.get(), &Session::messageReceived, m_session.get(), [this](const Message& message) {
        ++messageCount;
        if (keepMessages)
            messages.push_back(message);
        if (onMessage)
            onMessage(message);
    });
}

Session::Options SessionPair::defaults(const QString& code)
{
    Session::Options options;
    options.ownCode = code;
    options.bootId.fill(code.at(0).toLatin1());
    return options;
}

SessionPair::SessionPair() : SessionPair(Setup()) {}

SessionPair::SessionPair(const Setup& setup)
{
    static const auto provinceTls = sharedIdentities().context(kProvince);
    static const auto ministryTls = sharedIdentities().context(kMinistry);
    auto [near, far] = LoopbackStream::makePair();
    dialerPipe = near.get();
    listenerPipe = far.get();
    Clock& clock = setup.clock != nullptr ? *setup.clock : systemClock();
    dialer = std::make_unique<SessionProbe>(
        std::make_unique<Session>(std::move(near), setup.dialerTls != nullptr ? *setup.dialerTls : *provinceTls,
                                  Session::Side::Dialer, setup.dialerOptions, clock, setup.dialerKnows));
    listener = std::make_unique<SessionProbe>(
        std::make_unique<Session>(std::move(far), setup.listenerTls != nullptr ? *setup.listenerTls : *ministryTls,
                                  Session::Side::Listener, setup.listenerOptions, clock, setup.listenerKnows));
}

bool SessionPair::waitOpen()
{
    return QTest::qWaitFor([this] { return dialer->isOpen() && listener->isOpen(); }, kPatienceMs);
}

bool SessionPair::waitOver()
{
    return QTest::qWaitFor([this] { return dialer->isOver() && listener->isOver(); }, kPatienceMs);
}

QString nameOf(const Error& error)
{
    return errorCodeName(error.code) + u'/' + error.event;
}

} // namespace busheng::test
