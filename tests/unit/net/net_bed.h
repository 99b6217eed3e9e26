// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/certificate_authority.h"
#include "engine/net/session.h"
#include "tests/support/fake_clock.h"
#include "tests/support/loopback_stream.h"

#include <QTemporaryDir>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace busheng::test {

inline const QString kMinistry = QStringLiteral("100000");
inline const QString kProvince = QStringLiteral("340000");

/// An authority and the certificates it issued, as files.
class Identities {
public:
    explicit Identities(const QString& authorityName = QStringLiteral("Test Authority"));

    /// Valid from an hour ago for `days`.
    TlsContext::Files issue(const QString& code, int days = 30);
    /// Adds a certificate for encryption, issued for `code`.
    TlsContext::Files withEncryption(TlsContext::Files files, const QString& code);
    /// With the SM2 certificate of `code`.
    TlsContext::Files write(const IssuedCertificate& certificate, const QString& code = kProvince);
    std::unique_ptr<TlsContext> context(const QString& code);
    std::unique_ptr<TlsContext> context(const TlsContext::Files& files);
    const CertificateAuthority& authority() const { return *m_authority; }
    const CertificateAuthority& sm2Authority() const { return *m_sm2Authority; }
    /// Lists of both authorities, in the folder that all its files name.
    void revoke(const std::vector<RevokedCertificate>& channel, const std::vector<RevokedCertificate>& sm2);
    QString path(const QString& name) const { return m_directory.filePath(name); }

private:
    QTemporaryDir m_directory;
    std::optional<CertificateAuthority> m_authority;
    std::optional<CertificateAuthority> m_sm2Authority;
    std::map<QString, IssuedCertificate> m_sm2; ///< by code; making them takes time
    qint64 m_listNumber = 0;
    int m_issued = 0;
};

/// The identities that most tests share; making keys takes time.
Identities& sharedIdentities();

/// Owns a session and keeps what it says.
class SessionProbe {
public:
    explicit SessionProbe(std::unique_ptr<Session> session);

    Session& operator*() const { return *m_session; }
    Session* operator->() const { return m_session.get(); }
    bool isOpen() const { return m_session->state() == Session::State::Open; }
    bool isOver() const { return closedCount > 0; }
    void destroySession() { m_session.reset(); }

    int openedCount = 0;
    int closedCount = 0;
    Error reason;
    std::vector<Message> messages;
    bool keepMessages = true;
    std::size_t messageCount = 0;
    std::function<void(const Message&)> onMessage;

private:
    std::unique_ptr<Session> m_session;
};

/// Two sessions joined by a pipe in memory; the province dials the ministry.
struct SessionPair {
    struct Setup {
        TlsContext* dialerTls = nullptr;   ///< shared identity of the province when null
        TlsContext* listenerTls = nullptr; ///< shared identity of the ministry when null
        Session::Options dialerOptions = defaults(kProvince);
        Session::Options listenerOptions = defaults(kMinistry);
        Session::IsRegistered dialerKnows = [](const QString& code) { return code == kMinistry; };
        Session::IsRegistered listenerKnows = [](const QString& code) { return code == kProvince; };
        Clock* clock = nullptr; ///< the system's when null
    };
    static Session::Options defaults(const QString& code);

    SessionPair();
    explicit SessionPair(const Setup& setup);
    bool waitOpen();
    bool waitOver();

    LoopbackStream* dialerPipe = nullptr; ///< owned by the session
    LoopbackStream* listenerPipe = nullptr;
    std::unique_ptr<SessionProbe> dialer;
    std::unique_ptr<SessionProbe> listener;
};

/// Short names for asserting on errors: "Tls/CRT_EXPIRED".
QString nameOf(const Error& error);

} // namespace busheng::test
