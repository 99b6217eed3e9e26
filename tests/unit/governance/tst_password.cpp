// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/governance/password.h"
#include "engine/model/operator_events.h"
#include "tests/support/test_main.h"

using namespace busheng;

class TstPassword : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rules_data()
    {
        QTest::addColumn<QString>("password");
        QTest::addColumn<bool>("isTaken");
        QTest::newRow("three kinds") << QStringLiteral("abcdefgH12") << true;
        QTest::newRow("Chinese counts as others") << QStringLiteral("部省数据同步密码Aa") << true;
        QTest::newRow("nine characters") << QStringLiteral("abcdefH12") << false;
        QTest::newRow("two kinds") << QStringLiteral("abcdefghijkl12") << false;
        QTest::newRow("with the name") << QStringLiteral("WangWu-2026!") << false;
        QTest::newRow("too long") << QString(QStringLiteral("aA1") + QString(200, u'x')) << false;
        QTest::newRow("empty") << QString() << false;
    }
    void rules()
    {
        QFETCH(QString, password);
        QFETCH(bool, isTaken);
        const Result<> checked = checkPasswordRules(password, QStringLiteral("wangwu"));
        QCOMPARE(checked.has_value(), isTaken);
        if (!isTaken)
            QCOMPARE(checked.error().event, events::OPR_PASSWORD);
    }

    void theSamePasswordIsTwoDigests()
    {
        const Bytes password = "Correct-Horse-7";
        PasswordRecord one = newPasswordRecord(systemRandom(), 1000).value();
        PasswordRecord other = newPasswordRecord(systemRandom(), 1000).value();
        one.digest = toQByteArray(passwordDigest(one, password).value());
        other.digest = toQByteArray(passwordDigest(other, password).value());
        QVERIFY(one.salt != other.salt && one.digest != other.digest);
        QVERIFY(isSameDigest(one, passwordDigest(one, password).value()));
        QVERIFY(!isSameDigest(one, passwordDigest(one, "Correct-Horse-8").value()));
        QVERIFY(!isSameDigest(one, {}));
        QVERIFY(!isSameDigest(PasswordRecord(), {}));
    }
};

BUSHENG_TEST(TstPassword)
#include "tst_password.moc"
