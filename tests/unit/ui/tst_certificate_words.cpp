// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "tests/support/test_main.h"
#include "ui/reports/certificate_words.h"

using namespace busheng;

/// What a certificate says in words: no more than was compared.
class TstCertificateWords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatIsEqual_data()
    {
        QTest::addColumn<QString>("level");
        QTest::addColumn<bool>("hasParked");
        QTest::addColumn<QString>("expected");
        QTest::newRow("fields") << QStringLiteral("field") << false
                                << QStringLiteral("Source and target are equal, field by field.");
        QTest::newRow("counts") << QStringLiteral("table") << false
                                << QStringLiteral(
                                       "Source and target have as many rows. Equal counts do not prove equal "
                                       "rows.");
        QTest::newRow("fields, one waits")
            << QStringLiteral("field") << true
            << QStringLiteral("What was compared is equal at source and target, field by field. Not compared, because "
                              "their changes wait: 1 of 2 tables.");
        QTest::newRow("counts, one waits")
            << QStringLiteral("table") << true
            << QStringLiteral(
                   "What was compared has as many rows at source and target. Equal counts do not prove equal "
                   "rows. Not compared, because their changes wait: 1 of 2 tables.");
    }
    void saysWhatIsEqual()
    {
        QFETCH(const QString, level);
        QFETCH(const bool, hasParked);
        QFETCH(const QString, expected);
        const Certificate certificate = of(level, QStringLiteral("equal"), hasParked);
        QCOMPARE(CertificateWords::conclusion(certificate), expected);
        QCOMPARE(CertificateWords::tableRows(certificate).at(0).at(2), QStringLiteral("7"));
        // Nobody has counted the rows of a table that was not compared.
        QCOMPARE(CertificateWords::tableRows(certificate).at(1).at(2) == QStringLiteral("–"), hasParked);
    }

    void saysWhatWasNotComparedOfWhatDiffersToo()
    {
        const QString said =
            CertificateWords::conclusion(of(QStringLiteral("field"), QStringLiteral("different"), true));
        QVERIFY(said.startsWith(QStringLiteral("Source and target differ in 3 rows.")));
        QVERIFY(said.endsWith(QStringLiteral("1 of 2 tables.")));
    }

    void saysWhichColumnsWereNotCompared()
    {
        Certificate certificate = of(QStringLiteral("field"), QStringLiteral("equal"), false);
        VerificationSnapshot found = verificationFromJson(certificate.verification);
        found.tables.front().leftOut = {QStringLiteral("scan")};
        certificate.verification = toJson(found);
        const QString said = CertificateWords::conclusion(certificate);
        QVERIFY(said.startsWith(QStringLiteral("What was compared is equal")));
        QVERIFY(said.endsWith(QStringLiteral("person.scan.")));
    }

private:
    static Certificate of(const QString& level, const QString& state, bool hasParked)
    {
        VerificationSnapshot found;
        found.level = level;
        found.state = state;
        found.differenceCount = state == QStringLiteral("equal") ? 0 : 3;
        found.tables = {{QStringLiteral("person"), 7, 7}, {QStringLiteral("visit"), 5, hasParked ? 0u : 5u}};
        found.tables.back().isParked = hasParked;
        Certificate certificate;
        certificate.verification = toJson(found);
        return certificate;
    }
};

BUSHENG_TEST(TstCertificateWords)
#include "tst_certificate_words.moc"
