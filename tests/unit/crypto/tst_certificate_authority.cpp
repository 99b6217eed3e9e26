// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/certificate_authority.h"
#include "engine/crypto/openssl_handle.h"
#include "tests/support/test_main.h"
#include "tests/unit/crypto/odd_certificate.h"
#include "tests/unit/crypto/vectors.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr qint64 kDayMs = 86400LL * 1000;
constexpr qint64 kNow = 1'750'000'000LL * 1000; // 2025-06-15

class StandingClock final : public Clock {
public:
    qint64 monotonicNs() override { return 0; }
    qint64 utcMs() override { return kNow; }
};

CertificateAuthority authorityNamed(const QString& name)
{
    StandingClock clock;
    Result<CertificateAuthority> authority = CertificateAuthority::create(name, clock, 3650);
    if (!authority)
        qFatal("%s", qPrintable(authority.error().toString()));
    return std::move(*authority);
}

X509Handle parsed(BytesView pem)
{
    const BioHandle in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return X509Handle(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
}

using StoreHandle = std::unique_ptr<X509_STORE, OpensslDeleter<X509_STORE_free>>;
using StoreContext = std::unique_ptr<X509_STORE_CTX, OpensslDeleter<X509_STORE_CTX_free>>;

/// What OpenSSL says of `leaf` under the one trusted `root`, at `when`: X509_V_OK or an error number.
int verdict(X509* leaf, X509* root, int purpose, qint64 when = kNow, X509* between = nullptr)
{
    const StoreHandle store(X509_STORE_new());
    X509_STORE_add_cert(store.get(), root);
    X509_VERIFY_PARAM* rules = X509_STORE_get0_param(store.get());
    X509_VERIFY_PARAM_set_time(rules, static_cast<time_t>(when / 1000));
    X509_VERIFY_PARAM_set_purpose(rules, purpose);
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_X509_STRICT);
    STACK_OF(X509)* chain = sk_X509_new_null();
    if (between != nullptr)
        sk_X509_push(chain, between);
    const StoreContext context(X509_STORE_CTX_new());
    X509_STORE_CTX_init(context.get(), store.get(), leaf, chain);
    const int good = X509_verify_cert(context.get());
    const int error = X509_STORE_CTX_get_error(context.get());
    sk_X509_free(chain);
    ERR_clear_error();
    return good == 1 ? X509_V_OK : error;
}

const CertificateAuthority::Subject kAnhui{QStringLiteral("340000"), QStringLiteral("安徽省人力资源和社会保障厅")};

} // namespace

class TstCertificateAuthority : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void issuesWhatOpensslAccepts()
    {
        const CertificateAuthority authority = authorityNamed(QStringLiteral("演示机构"));
        const Result<IssuedCertificate> issued = authority.issue(kAnhui, kNow, 365);
        QVERIFY_OK(issued);
        const X509Handle root = parsed(authority.certificatePem());
        const X509Handle leaf = parsed(issued->certificatePem);
        for (const int purpose : {X509_PURPOSE_SSL_CLIENT, X509_PURPOSE_SSL_SERVER})
            QCOMPARE(verdict(leaf.get(), root.get(), purpose), X509_V_OK);
        QVERIFY(verdict(leaf.get(), root.get(), X509_PURPOSE_SMIME_SIGN) != X509_V_OK);

        const BioHandle in(
            BIO_new_mem_buf(issued->privateKeyPem.data(), static_cast<int>(issued->privateKeyPem.size())));
        const PkeyHandle key(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr));
        QVERIFY(issued->privateKeyPem.starts_with("-----BEGIN PRIVATE KEY-----"));
        QCOMPARE(X509_check_private_key(leaf.get(), key.get()), 1);
    }

    void saysWhatTheCertificateIsFor()
    {
        const CertificateAuthority authority = authorityNamed(QStringLiteral("CA"));
        const X509Handle leaf = parsed(authority.issue(kAnhui, kNow, 365)->certificatePem);
        const X509Handle root = parsed(authority.certificatePem());
        QCOMPARE(X509_get_version(leaf.get()), long{X509_VERSION_3});
        QCOMPARE(X509_get_key_usage(leaf.get()), uint32_t{KU_DIGITAL_SIGNATURE});
        QCOMPARE(X509_get_extended_key_usage(leaf.get()), uint32_t{XKU_SSL_CLIENT | XKU_SSL_SERVER});
        QCOMPARE(X509_check_ca(leaf.get()), 0);
        QCOMPARE(X509_get_signature_nid(leaf.get()), NID_ecdsa_with_SHA256);
        QCOMPARE(X509_get_key_usage(root.get()), uint32_t{KU_KEY_CERT_SIGN | KU_CRL_SIGN});
        QCOMPARE(X509_check_ca(root.get()), 1);
        QCOMPARE(X509_get_pathlen(root.get()), 0L);
        QVERIFY(X509_get0_subject_key_id(leaf.get()) != nullptr);
        QCOMPARE(ASN1_OCTET_STRING_cmp(X509_get0_authority_key_id(leaf.get()), X509_get0_subject_key_id(root.get())),
                 0);
    }

    void givesEachItsOwnNumberAndKey()
    {
        const CertificateAuthority authority = authorityNamed(QStringLiteral("CA"));
        QSet<QString> serials;
        QSet<QString> keys;
        for (int i = 0; i < 20; ++i) {
            const Result<IssuedCertificate> issued = authority.issue(kAnhui, kNow, 365);
            QVERIFY_OK(issued);
            const Result<CertificateInfo> info = readCertificate(issued->certificatePem);
            QVERIFY_OK(info);
            QCOMPARE(info->serial.size(), 32); // 128 bits
            serials.insert(info->serial);
            keys.insert(toHex(issued->privateKeyPem));
        }
        QCOMPARE(serials.size(), 20);
        QCOMPARE(keys.size(), 20);
    }

    void isRefusedOutsideItsTime()
    {
        const CertificateAuthority authority = authorityNamed(QStringLiteral("CA"));
        const X509Handle root = parsed(authority.certificatePem());
        const X509Handle expired = parsed(authority.issue(kAnhui, kNow - 10 * kDayMs, 9)->certificatePem);
        const X509Handle future = parsed(authority.issue(kAnhui, kNow + kDayMs, 9)->certificatePem);
        QCOMPARE(verdict(expired.get(), root.get(), X509_PURPOSE_SSL_CLIENT), X509_V_ERR_CERT_HAS_EXPIRED);
        QCOMPARE(verdict(expired.get(), root.get(), X509_PURPOSE_SSL_CLIENT, kNow - 2 * kDayMs),
                 X509_V_ERR_CERT_NOT_YET_VALID);
        QCOMPARE(verdict(future.get(), root.get(), X509_PURPOSE_SSL_CLIENT), X509_V_ERR_CERT_NOT_YET_VALID);
        QCOMPARE(verdict(future.get(), root.get(), X509_PURPOSE_SSL_CLIENT, kNow + 5 * kDayMs), X509_V_OK);
    }

    void isRefusedUnderAnotherAuthorityOfTheSameName()
    {
        const CertificateAuthority ours = authorityNamed(QStringLiteral("CA"));
        const CertificateAuthority other = authorityNamed(QStringLiteral("CA"));
        const X509Handle root = parsed(ours.certificatePem());
        const X509Handle leaf = parsed(other.issue(kAnhui, kNow, 365)->certificatePem);
        QVERIFY(verdict(leaf.get(), root.get(), X509_PURPOSE_SSL_CLIENT) != X509_V_OK);
    }

    void cannotMakeASecondAuthority()
    {
        const CertificateAuthority authority = authorityNamed(QStringLiteral("CA"));
        const X509Handle root = parsed(authority.certificatePem());
        const Result<IssuedCertificate> leaf = authority.issue(kAnhui, kNow, 365);
        QVERIFY_OK(leaf);
        QVERIFY(!CertificateAuthority::load(leaf->certificatePem, leaf->privateKeyPem));
        OddCertificate odd;
        odd.validFromUtcMs = kNow;
        const X509Handle under = parsed(mint(*leaf, odd).certificatePem);
        QVERIFY(verdict(under.get(), root.get(), X509_PURPOSE_SSL_CLIENT, kNow, parsed(leaf->certificatePem).get()) !=
                X509_V_OK);
    }

    void oddCertificatesAreRefusedForOneReason()
    {
        const CertificateAuthority authority = authorityNamed(QStringLiteral("CA"));
        const X509Handle root = parsed(authority.certificatePem());
        OddCertificate good;
        good.validFromUtcMs = kNow;
        const auto judged = [&](auto change) {
            OddCertificate odd = good;
            change(odd);
            const X509Handle made = parsed(mint(authority, odd).certificatePem);
            return verdict(made.get(), root.get(), X509_PURPOSE_SSL_CLIENT);
        };
        QCOMPARE(judged([](OddCertificate&) {}), X509_V_OK);
        QCOMPARE(judged([](OddCertificate& o) { o.extendedKeyUsage = "serverAuth"; }), X509_V_ERR_INVALID_PURPOSE);
        QCOMPARE(judged([](OddCertificate& o) { o.extendedKeyUsage = "codeSigning"; }), X509_V_ERR_INVALID_PURPOSE);
        QCOMPARE(judged([](OddCertificate& o) { o.keyUsage = "critical,cRLSign"; }), X509_V_ERR_INVALID_PURPOSE);
        QCOMPARE(judged([](OddCertificate& o) { o.validDays = -1; }), X509_V_ERR_CERT_HAS_EXPIRED);
        QCOMPARE(judged([](OddCertificate& o) { o.unknownCriticalExtension = true; }),
                 X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION);
    }

    void isRefusedWithAnyByteChanged()
    {
        const CertificateAuthority authority = authorityNamed(QStringLiteral("CA"));
        const X509Handle root = parsed(authority.certificatePem());
        const X509Handle leaf = parsed(authority.issue(kAnhui, kNow, 365)->certificatePem);
        unsigned char* written = nullptr;
        const int size = i2d_X509(leaf.get(), &written);
        const Bytes whole(reinterpret_cast<const char*>(written), static_cast<std::size_t>(size));
        OPENSSL_free(written);
        for (std::size_t byte = 0; byte < whole.size(); ++byte) {
            const Bytes changed = flipped(whole, byte * 8 + byte % 8);
            const auto* at = reinterpret_cast<const unsigned char*>(changed.data());
            const X509Handle forged(d2i_X509(nullptr, &at, static_cast<long>(changed.size())));
            QVERIFY2(!forged || verdict(forged.get(), root.get(), X509_PURPOSE_SSL_CLIENT) != X509_V_OK,
                     qPrintable(QString::number(byte)));
        }
    }

    void issuesTheSameWayAfterBeingLoaded()
    {
        const CertificateAuthority made = authorityNamed(QStringLiteral("CA"));
        const Result<CertificateAuthority> loaded =
            CertificateAuthority::load(made.certificatePem(), made.privateKeyPem());
        QVERIFY_OK(loaded);
        QCOMPARE(loaded->certificatePem(), made.certificatePem());
        QCOMPARE(loaded->privateKeyPem(), made.privateKeyPem());
        const X509Handle root = parsed(made.certificatePem());
        const X509Handle leaf = parsed(loaded->issue(kAnhui, kNow, 365)->certificatePem);
        QCOMPARE(verdict(leaf.get(), root.get(), X509_PURPOSE_SSL_SERVER), X509_V_OK);
    }

    void doesNotLoadWhatDoesNotBelongTogether()
    {
        const CertificateAuthority ours = authorityNamed(QStringLiteral("CA"));
        const CertificateAuthority other = authorityNamed(QStringLiteral("CA"));
        const Bytes sm2 = *Sm2Key::generate()->privatePem();
        const std::vector<std::pair<Bytes, Bytes>> pairs{
            {ours.certificatePem(), other.privateKeyPem()},
            {ours.certificatePem(), sm2},
            {ours.certificatePem(), {}},
            {ours.certificatePem(), ours.certificatePem()},
            {ours.certificatePem(), ours.privateKeyPem().substr(0, 100)},
            {{}, ours.privateKeyPem()},
            {ours.privateKeyPem(), ours.privateKeyPem()},
            {ours.certificatePem() + other.certificatePem(), ours.privateKeyPem()},
            {Bytes(1 << 20, 'x'), Bytes(1 << 20, 'x')},
        };
        for (const auto& [certificate, key] : pairs) {
            const Result<CertificateAuthority> loaded = CertificateAuthority::load(certificate, key);
            QVERIFY(!loaded);
            QCOMPARE(loaded.error().code, ErrorCode::Crypto);
        }
    }

    void refusesNamesAndDatesThatCannotBe_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("organization");
        QTest::addColumn<qint64>("from");
        QTest::addColumn<int>("days");
        const QString code = QStringLiteral("340000");
        QTest::newRow("no code") << QString() << QString() << kNow << 365;
        QTest::newRow("zero in the code") << code + QChar(0) + u'x' << QString() << kNow << 365;
        QTest::newRow("line break in the code") << code + u'\n' << QString() << kNow << 365;
        QTest::newRow("code of 65 characters") << QString(65, u'3') << QString() << kNow << 365;
        QTest::newRow("half a character") << QString(QChar(0xd800)) << QString() << kNow << 365;
        QTest::newRow("zero in the organization") << code << QString(QChar(0)) << kNow << 365;
        QTest::newRow("organization of 65 characters") << code << QString(65, u'部') << kNow << 365;
        QTest::newRow("no days") << code << QString() << kNow << 0;
        QTest::newRow("negative days") << code << QString() << kNow << -5;
        QTest::newRow("too many days") << code << QString() << kNow << std::numeric_limits<int>::max();
        QTest::newRow("after the year 9999") << code << QString() << qint64{300'000'000'000'000} << 365;
    }

    void refusesNamesAndDatesThatCannotBe()
    {
        QFETCH(const QString, code);
        QFETCH(const QString, organization);
        QFETCH(const qint64, from);
        QFETCH(const int, days);
        const Result<IssuedCertificate> issued =
            authorityNamed(QStringLiteral("CA")).issue({code, organization}, from, days);
        QVERIFY(!issued);
        QCOMPARE(issued.error().code, ErrorCode::Crypto);
    }

    void aListHasWhatWasTakenBack_data()
    {
        QTest::addColumn<bool>("isSm2");
        QTest::newRow("P-256") << false;
        QTest::newRow("SM2") << true;
    }
    void aListHasWhatWasTakenBack()
    {
        QFETCH(const bool, isSm2);
        StandingClock clock;
        const auto authority =
            CertificateAuthority::create(QStringLiteral("CA"), clock, 3650,
                                         isSm2 ? CertificateAuthority::Kind::Sm2 : CertificateAuthority::Kind::P256);
        QVERIFY_OK(authority);
        const auto again = CertificateAuthority::load(authority->certificatePem(), authority->privateKeyPem());
        QVERIFY_OK(again); // as it comes out of its files
        const auto kept = again->issue({QStringLiteral("340000"), QString()}, kNow, 30);
        const auto lost = again->issue({QStringLiteral("330000"), QString()}, kNow, 30);
        QVERIFY_OK(kept);
        QVERIFY_OK(lost);
        const auto pem = again->revocationList({{readCertificate(lost->certificatePem)->serial, kNow}}, {7, kNow, 30});
        QVERIFY_OK(pem);
        const BioHandle in(BIO_new_mem_buf(pem->data(), static_cast<int>(pem->size())));
        const CrlHandle list(PEM_read_bio_X509_CRL(in.get(), nullptr, nullptr, nullptr));
        QVERIFY(list);
        X509_REVOKED* entry = nullptr;
        QCOMPARE(X509_CRL_get0_by_cert(list.get(), &entry, parsed(lost->certificatePem).get()), 1);
        QCOMPARE(X509_CRL_get0_by_cert(list.get(), &entry, parsed(kept->certificatePem).get()), 0);
        QCOMPARE(X509_CRL_get_signature_nid(list.get()), isSm2 ? NID_SM2_with_SM3 : NID_ecdsa_with_SHA256);
        QVERIFY(X509_CRL_get0_nextUpdate(list.get()) != nullptr);
        QVERIFY(X509_CRL_get_ext_by_NID(list.get(), NID_crl_number, -1) >= 0);
    }

    void aListOfWhatIsNoSerialIsRefused()
    {
        for (const QString& serial :
             {QString(), QStringLiteral("xyz"), QStringLiteral("12 34"), QStringLiteral("12g4")}) {
            const auto list = authorityNamed(QStringLiteral("CA")).revocationList({{serial, kNow}}, {1, kNow, 30});
            QVERIFY2(!list, qPrintable(serial));
            QCOMPARE(list.error().code, ErrorCode::Crypto);
        }
    }
};

BUSHENG_TEST(TstCertificateAuthority)
#include "tst_certificate_authority.moc"
