// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/file_system.h"
#include "engine/crypto/certificate_request.h"
#include "engine/crypto/secret_file.h"
#include "engine/model/events.h"
#include "engine/net/identity_delivery.h"
#include "engine/net/identity_import.h"
#include "engine/net/tls_context.h"
#include "tests/support/test_main.h"
#include "tests/unit/net/net_bed.h"

#include <QFile>

#include <algorithm>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr qint64 kHourMs = 3'600'000;

qint64 anHourAgo()
{
    return systemClock().utcMs() - kHourMs;
}

Bytes contentOf(const QString& path)
{
    const auto bytes = readFile(systemFileSystem(), path, 1 << 20);
    return bytes ? *bytes : Bytes();
}

} // namespace

/// A certificate comes from an authority for the key it was asked for with, or nothing changes.
class TstIdentityImport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_identities = std::make_unique<Identities>();
        m_files = m_identities->issue(kProvince);
    }

    void takesWhatWasAskedFor_data()
    {
        QTest::addColumn<bool>("sm2");
        QTest::newRow("channel") << false;
        QTest::newRow("SM2 inside it") << true;
    }

    void takesWhatWasAskedFor()
    {
        QFETCH(const bool, sm2);
        const IdentityPlace place = placeOf(sm2);
        const QString answer = answered(place, sm2);
        const Bytes pendingKey = contentOf(place.pendingKey);
        QCOMPARE(*useOfCertificate(answer), place.use);
        const auto imported = importCertificate(systemFileSystem(), kProvince, place, answer, {});
        QVERIFY_OK(imported);
        QVERIFY(imported->withNewKey);
        QVERIFY(imported->subject.contains(kProvince));
        QVERIFY(imported->untilUtcMs > systemClock().utcMs());
        QCOMPARE(contentOf(place.certificate), contentOf(answer));
        QCOMPARE(contentOf(place.privateKey), pendingKey);
        QVERIFY(!QFile::exists(place.pendingKey));
        QVERIFY_OK(TlsContext::create(m_files)); // the whole identity fits together
        // Once more is a renewal with the key that is in use now, and changes nothing.
        const auto again = importCertificate(systemFileSystem(), kProvince, place, answer, {});
        QVERIFY_OK(again);
        QVERIFY(!again->withNewKey);
        QVERIFY_OK(TlsContext::create(m_files));
    }

    void takesTheAuthorityWithTheFirstCertificate()
    {
        IdentityPlace place = placeOf(false);
        const QString authority = place.authority;
        place.certificate = m_identities->path(QStringLiteral("new/node.crt"));
        place.privateKey = m_identities->path(QStringLiteral("new/node.key"));
        place.authority = m_identities->path(QStringLiteral("new/authority.crt"));
        const QString answer = answered(place, false);
        refuses(place, answer, {}, events::CFG_MISSING_CERT); // whom it should trust it does not know
        QVERIFY_OK(importCertificate(systemFileSystem(), kProvince, place, answer, authority));
        QCOMPARE(contentOf(place.authority), contentOf(authority));
        QCOMPARE(contentOf(place.certificate), contentOf(answer));
    }

    void refusesWhatDoesNotFit()
    {
        const IdentityPlace place = placeOf(false);
        // Of another node, of another authority, for another key, ended, for something else.
        refuses(place, written("other-node", m_identities->authority(), kMinistry), {}, events::CFG_BAD_CERT);
        const Identities strangers(QStringLiteral("Somebody Else"));
        refuses(place, written("stranger", strangers.authority(), kProvince), {}, events::CFG_BAD_CERT);
        refuses(place, written("other-key", m_identities->authority(), kProvince), {}, events::CFG_BAD_CERT);
        const QString answer = answered(place, false);
        refuses(place, written("other-key", m_identities->authority(), kProvince), {}, events::CFG_BAD_CERT);
        refuses(placeOf(true), answer, {}, events::CFG_BAD_CERT);
        const Bytes request = contentOf(m_identities->path(QStringLiteral("request.csr")));
        constexpr int kTenDays = 10;
        const auto old = m_identities->authority().issueFor(request, anHourAgo() - 30 * 24 * kHourMs, kTenDays);
        QVERIFY_OK(old);
        refuses(place, fileWith("old", *old), {}, events::CFG_BAD_CERT);
        refuses(place, fileWith("text", "no certificate"), {}, events::CFG_BAD_CERT);
        refuses(place, m_identities->path(QStringLiteral("nowhere.crt")), {}, events::CFG_MISSING_CERT);
        // An authority file that is none does not replace the one there is.
        refuses(place, answer, answer, events::CFG_BAD_CERT);
        QVERIFY_OK(importCertificate(systemFileSystem(), kProvince, place, answer, {}));
    }

    void takesTheKeyForEncryptionThatTheAuthorityHasMade()
    {
        const IdentityPlace place = encryptionPlace();
        const GivenEncryption given = givenFor(signCertificate());
        QCOMPARE(*useOfCertificate(given.certificate), CertificateUse::Sm2Encrypt);
        const auto imported = importEncryption(systemFileSystem(), kProvince, place, given, signingKey());
        QVERIFY_OK(imported);
        QVERIFY(imported->subject.contains(kProvince));
        QCOMPARE(contentOf(place.certificate), contentOf(given.certificate));
        m_files.sm2.encryptionCertificate = place.certificate;
        m_files.sm2.encryptionKey = place.privateKey;
        const auto whole = TlsContext::create(m_files);
        QVERIFY_OK(whole);
        QCOMPARE((*whole)->sm2().encryptionChain().size(), std::size_t{1});
        QVERIFY((*whole)->sm2().encryptionKey()->hasPrivate());
        QVERIFY(std::ranges::any_of((*whole)->credentials(), [](const Credential& credential) {
            return credential.kind == Credential::Kind::Sm2Encryption;
        }));
    }

    void tellsWhichFileOfAnAnswerIsWhich()
    {
        const GivenEncryption given = givenFor(signCertificate());
        const auto sorted = sortIdentityFiles({given.key, m_files.authority, m_files.sm2.certificate,
                                               m_identities->path(QStringLiteral("crl/sm2.crl")), given.certificate,
                                               m_files.certificate, m_files.sm2.authority});
        QVERIFY_OK(sorted);
        QCOMPARE(sorted->tls.certificate, m_files.certificate);
        QCOMPARE(sorted->tls.authority, m_files.authority);
        QCOMPARE(sorted->sm2.certificate, m_files.sm2.certificate);
        QCOMPARE(sorted->sm2.authority, m_files.sm2.authority);
        QCOMPARE(sorted->encryption.certificate, given.certificate);
        QCOMPARE(sorted->encryption.key, given.key);
        QCOMPARE(sorted->revocationLists.size(), 1);
        // A certificate for encryption without its key, or the other way round, is half of something.
        for (const QString& half : {given.certificate, given.key}) {
            const auto refused = sortIdentityFiles({m_files.certificate, half});
            QVERIFY(!refused);
            QCOMPARE(refused.error().event, events::CFG_BAD_CERT);
            QCOMPARE(refused.error().args.value(0), half);
        }
        const GivenEncryption other = givenFor(signCertificate());
        QCOMPARE(sortIdentityFiles({given.key, given.certificate, other.key}).error().args.value(0), other.key);
    }

    void refusesAKeyForEncryptionThatDoesNotFit()
    {
        const GivenEncryption good = givenFor(signCertificate());
        const auto other = m_identities->sm2Authority().issue({kMinistry, {}}, anHourAgo(), 30);
        QVERIFY_OK(other);
        const GivenEncryption ministry = givenFor(other->certificatePem);
        const GivenEncryption second = givenFor(signCertificate()); // of this node too, with another key
        const Identities strangers(QStringLiteral("Somebody Else"));
        const GivenEncryption strange = givenFor(signCertificate(), strangers.sm2Authority());
        const QString nowhere = m_identities->path(QStringLiteral("nowhere"));
        refusesEncryption({ministry.certificate, ministry.key, {}}, events::CFG_BAD_CERT); // another node's
        refusesEncryption({good.certificate, ministry.key, {}}, events::CFG_BAD_CERT);     // made for another signer
        refusesEncryption({good.certificate, second.key, {}}, events::CFG_BAD_CERT);       // another pair's
        refusesEncryption({strange.certificate, strange.key, {}}, events::CFG_BAD_CERT);   // another authority's
        refusesEncryption({good.certificate, good.certificate, {}}, events::CFG_BAD_CERT); // no envelope
        refusesEncryption({good.certificate, nowhere, {}}, events::CFG_BAD_CERT);
        refusesEncryption({nowhere, good.key, {}}, events::CFG_MISSING_CERT);
        refusesEncryption({m_files.sm2.certificate, good.key, {}}, events::CFG_BAD_CERT); // one for signatures
        QVERIFY_OK(importEncryption(systemFileSystem(), kProvince, encryptionPlace(), good, signingKey()));
    }

    void aNodeWhoseTwoKeysDoNotFitDoesNotStart()
    {
        const IdentityPlace place = encryptionPlace();
        QVERIFY_OK(importEncryption(systemFileSystem(), kProvince, place, givenFor(signCertificate()), signingKey()));
        m_files.sm2.encryptionCertificate = place.certificate;
        m_files.sm2.encryptionKey = m_files.sm2.privateKey; // the key for signatures
        QCOMPARE(TlsContext::create(m_files).error().event, events::CFG_BAD_CERT);
        m_files.sm2.encryptionKey = m_identities->path(QStringLiteral("nowhere"));
        QCOMPARE(TlsContext::create(m_files).error().event, events::CFG_MISSING_CERT);
        m_files.sm2.encryptionCertificate = m_files.sm2.certificate; // may sign
        QCOMPARE(TlsContext::create(m_files).error().event, events::CFG_BAD_CERT);
    }

    void anAuthoritySignsForNobodyElsesKey()
    {
        const auto request = requestCertificate(kProvince, QStringLiteral("安徽省人社厅"), false);
        QVERIFY_OK(request);
        QCOMPARE(m_identities->sm2Authority().issueFor(request->requestPem, anHourAgo(), 30).error().code,
                 ErrorCode::Crypto);
        Bytes forged = request->requestPem;
        const std::size_t middle = forged.size() / 2;
        forged[middle] = forged[middle] == 'A' ? 'B' : 'A';
        QCOMPARE(m_identities->authority().issueFor(forged, anHourAgo(), 30).error().code, ErrorCode::Crypto);
        QCOMPARE(requestCertificate(QStringLiteral("34\n0000"), {}, false).error().code, ErrorCode::Crypto);
    }

private:
    IdentityPlace placeOf(bool sm2) const
    {
        return {sm2 ? CertificateUse::Sm2Sign : CertificateUse::Tls,
                sm2 ? m_files.sm2.certificate : m_files.certificate,
                sm2 ? m_files.sm2.privateKey : m_files.privateKey,
                sm2 ? m_files.sm2.authority : m_files.authority,
                m_identities->path(sm2 ? QStringLiteral("pending-sm2.key") : QStringLiteral("pending.key")),
                m_files.sm2.distinguishingId};
    }

    IdentityPlace encryptionPlace() const
    {
        return {CertificateUse::Sm2Encrypt,
                m_identities->path(QStringLiteral("enc/sm2.crt")),
                m_identities->path(QStringLiteral("enc/sm2.key")),
                m_files.sm2.authority,
                {},
                m_files.sm2.distinguishingId};
    }
    Bytes signCertificate() const { return contentOf(m_files.sm2.certificate); }
    Sm2Key signingKey() const { return *Sm2Key::fromPrivatePem(contentOf(m_files.sm2.privateKey)); }

    /// What an authority answers beside a certificate for signatures.
    GivenEncryption givenFor(const Bytes& signs) const { return givenFor(signs, m_identities->sm2Authority()); }
    GivenEncryption givenFor(const Bytes& signs, const CertificateAuthority& by) const
    {
        const auto issued = by.issueEncryption(signs, anHourAgo(), 30);
        if (!issued)
            return {};
        const QByteArray name = QByteArray("given") + QByteArray::number(++m_given);
        return {fileWith(name.constData(), issued->certificatePem),
                fileWith(QByteArray(name + "-key").constData(), issued->envelopedKey),
                {}};
    }

    void refusesEncryption(const GivenEncryption& given, const QString& event) const
    {
        const IdentityPlace place = encryptionPlace();
        const auto imported = importEncryption(systemFileSystem(), kProvince, place, given, signingKey());
        QVERIFY(!imported);
        QCOMPARE(imported.error().event, event);
        QVERIFY(!QFile::exists(place.certificate) && !QFile::exists(place.privateKey));
    }

    QString fileWith(const char* name, BytesView content) const
    {
        const QString path = m_identities->path(QString::fromLatin1(name) + QStringLiteral(".crt"));
        const auto done = replaceFile(systemFileSystem(), path, content);
        return done ? path : QString();
    }

    QString written(const char* name, const CertificateAuthority& authority, const QString& code) const
    {
        const auto issued = authority.issue({code, {}}, anHourAgo(), 30);
        return issued ? fileWith(name, issued->certificatePem) : QString();
    }

    /// Asks, leaves the key pending, and gives the authority's answer.
    QString answered(const IdentityPlace& place, bool sm2) const
    {
        const auto request = requestCertificate(kProvince, {}, sm2);
        if (!request || !writeSecretFile(systemFileSystem(), place.pendingKey, request->privateKeyPem) ||
            !replaceFile(systemFileSystem(), m_identities->path(QStringLiteral("request.csr")), request->requestPem))
            return {};
        const CertificateAuthority& authority = sm2 ? m_identities->sm2Authority() : m_identities->authority();
        const auto certificate = authority.issueFor(request->requestPem, anHourAgo(), 30);
        return certificate ? fileWith("answer", *certificate) : QString();
    }

    /// And leaves everything as it was.
    static void refuses(const IdentityPlace& place, const QString& file, const QString& authority, const QString& event)
    {
        const Bytes before[] = {contentOf(place.certificate), contentOf(place.privateKey), contentOf(place.authority),
                                contentOf(place.pendingKey)};
        const auto imported = importCertificate(systemFileSystem(), kProvince, place, file, authority);
        QVERIFY(!imported);
        QCOMPARE(imported.error().event, event);
        QVERIFY2(!imported.error().detail.isEmpty(), qPrintable(imported.error().toString()));
        QVERIFY(before[0] == contentOf(place.certificate) && before[1] == contentOf(place.privateKey) &&
                before[2] == contentOf(place.authority) && before[3] == contentOf(place.pendingKey));
    }

    std::unique_ptr<Identities> m_identities;
    TlsContext::Files m_files;
    mutable int m_given = 0;
};

BUSHENG_TEST(TstIdentityImport)
#include "tst_identity_import.moc"
