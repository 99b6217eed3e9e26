// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/certificate_authority.h"
#include "engine/crypto/openssl_handle.h"
#include "engine/crypto/pkcs12.h"
#include "engine/crypto/x509_parts.h"
#include "engine/model/events.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_main.h"

#include <openssl/pem.h>
#include <openssl/pkcs12.h>

using namespace busheng;

namespace {

X509Handle parsed(BytesView pem)
{
    const BioHandle in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return X509Handle(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
}

} // namespace

/// A certificate with its key in one file, as some authorities hand it out.
class TstPkcs12 : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsCertificateKeyAndAuthorities_data()
    {
        QTest::addColumn<bool>("sm2");
        QTest::newRow("TLS") << false;
        QTest::newRow("SM2") << true;
    }
    void readsCertificateKeyAndAuthorities()
    {
        QFETCH(const bool, sm2);
        const Bytes file = packed(sm2, true);
        QVERIFY(!file.empty());
        const auto read = readPkcs12(file, "opens it", QStringLiteral("a.p12"));
        QVERIFY_OK(read);
        QCOMPARE(read->certificatePem, m_issued->certificatePem);
        QCOMPARE(read->authoritiesPem, m_authority->certificatePem());
        const auto key = nodeKeyFromPem(read->privateKeyPem.bytes);
        QVERIFY_OK(key);
        QCOMPARE(X509_check_private_key(parsed(read->certificatePem).get(), key->get()), 1);
    }

    void saysWhatIsWrong()
    {
        const Bytes file = packed(false, true);
        const auto refusal = [](BytesView content, BytesView word) {
            const auto read = readPkcs12(content, word, QStringLiteral("a.p12"));
            return read ? QString() : read.error().event;
        };
        QCOMPARE(refusal(file, "does not"), events::CFG_BAD_SECRET);
        QCOMPARE(refusal(file, ""), events::CFG_BAD_SECRET);
        QCOMPARE(refusal("a letter", "opens it"), events::CFG_BAD_CERT);
        QCOMPARE(refusal(BytesView(file).substr(0, file.size() / 2), "opens it"), events::CFG_BAD_CERT);
        QCOMPARE(refusal("", "opens it"), events::CFG_BAD_CERT);
        QCOMPARE(refusal(packed(false, false), "opens it"), events::CFG_BAD_CERT); // no key in it
    }

private:
    Bytes packed(bool sm2, bool withKey)
    {
        test::FakeClock clock;
        auto authority = CertificateAuthority::create(
            QStringLiteral("CA"), clock, 30, sm2 ? CertificateAuthority::Kind::Sm2 : CertificateAuthority::Kind::P256);
        if (!authority)
            return {};
        m_authority = std::make_unique<CertificateAuthority>(std::move(*authority));
        auto issued = m_authority->issue({QStringLiteral("340000"), {}}, clock.utcMs(), 10);
        if (!issued)
            return {};
        m_issued = std::make_unique<IssuedCertificate>(std::move(*issued));
        const auto key = nodeKeyFromPem(m_issued->privateKeyPem);
        const X509Handle certificate = parsed(m_issued->certificatePem);
        const X509Handle above = parsed(m_authority->certificatePem());
        STACK_OF(X509)* const chain = sk_X509_new_null();
        sk_X509_push(chain, above.get());
        PKCS12* const made = PKCS12_create("opens it", "340000", withKey && key ? key->get() : nullptr,
                                           certificate.get(), chain, 0, 0, 0, 0, 0);
        sk_X509_free(chain);
        const BioHandle out(BIO_new(BIO_s_mem()));
        i2d_PKCS12_bio(out.get(), made);
        PKCS12_free(made);
        char* data = nullptr;
        const long size = BIO_get_mem_data(out.get(), &data);
        return Bytes(data, static_cast<std::size_t>(size));
    }

    std::unique_ptr<CertificateAuthority> m_authority;
    std::unique_ptr<IssuedCertificate> m_issued;
};

BUSHENG_TEST(TstPkcs12)
#include "tst_pkcs12.moc"
