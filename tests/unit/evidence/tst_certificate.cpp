// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "engine/crypto/cipher_suite.h"
#include "engine/evidence/certificate.h"
#include "engine/evidence/ledger_chain.h"
#include "engine/model/comparison_events.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>

using namespace busheng;

namespace {

const QString kName = QStringLiteral("person.json");

QJsonObject said()
{
    return {{QStringLiteral("subscription"), QStringLiteral("person")},
            {QStringLiteral("state"), QStringLiteral("equal")},
            {QStringLiteral("rowsCompared"), qint64{9'007'199'254'740'991}},
            {QStringLiteral("tables"), QJsonArray{QJsonObject{{QStringLiteral("table"), QStringLiteral("人员")}}}}};
}

QByteArray textOf(const QJsonObject& json)
{
    return QJsonDocument(json).toJson();
}

} // namespace

/// The paper that an auditor checks without a node.
class TstCertificate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_key = *smSuite().makeIdentity();
        m_good.verification = said();
        m_good.line.kind = QStringLiteral("certificate");
        m_good.line.digest = certificateDigest(m_good.verification);
        m_good.line.outcome = QStringLiteral("equal");
        m_good.key = *evidenceKeyOf(QStringLiteral("100000"), smSuite().name(), *m_key->publicPem());
        QVERIFY_OK(signLedgerEntry(m_good.line, m_good.key, *m_key));
    }

    void holdsAsItWasSigned()
    {
        const auto read = checkCertificate(kName, textOf(toJson(m_good)));
        QVERIFY_OK(read);
        QCOMPARE(read->verification, said());
        QCOMPARE(read->key.fingerprint, m_good.key.fingerprint);
        QTemporaryDir directory;
        QFile file(directory.filePath(kName));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(textOf(toJson(m_good)));
        file.close();
        QVERIFY_OK(checkCertificateFile(file.fileName()));
        const auto absent = checkCertificateFile(directory.filePath(QStringLiteral("none")));
        QVERIFY(!absent);
        QCOMPARE(absent.error().event, events::CFG_UNREADABLE);
    }

    void whatWasChangedIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        Certificate other = m_good;
        other.verification.insert(QStringLiteral("state"), QStringLiteral("different"));
        QTest::newRow("another result") << textOf(toJson(other));
        other = m_good;
        other.verification.insert(QStringLiteral("state"), QStringLiteral("different"));
        other.line.digest = certificateDigest(other.verification);
        QTest::newRow("with the digest of it") << textOf(toJson(other));
        other = m_good;
        other.line.kind = QStringLiteral("file");
        QTest::newRow("another line") << textOf(toJson(other));
        other = m_good;
        const IdentityKeyPtr stranger = *smSuite().makeIdentity();
        other.key = *evidenceKeyOf(QStringLiteral("100000"), smSuite().name(), *stranger->publicPem());
        QTest::newRow("another's key") << textOf(toJson(other));
        other = m_good;
        other.key.pem = QString::fromLatin1(stranger->publicPem()->data(), qsizetype(stranger->publicPem()->size()));
        QTest::newRow("another's key under this name") << textOf(toJson(other));
        QJsonObject later = toJson(m_good);
        later.insert(QStringLiteral("version"), 2);
        QTest::newRow("a later version") << textOf(later);
        QTest::newRow("a ledger") << QByteArray("{\"busheng\": \"ledger\", \"version\": 1}");
        QTest::newRow("no JSON") << QByteArray("\x00\xff{", 3);
        QTest::newRow("nothing") << QByteArray();
    }
    void whatWasChangedIsRefused()
    {
        QFETCH(QByteArray, text);
        const auto read = checkCertificate(kName, text);
        QVERIFY(!read);
        QCOMPARE(read.error().event, events::VRF_CERTIFICATE);
        QCOMPARE(read.error().args.value(0), kName);
    }

private:
    IdentityKeyPtr m_key;
    Certificate m_good;
};

BUSHENG_TEST(TstCertificate)
#include "tst_certificate.moc"
