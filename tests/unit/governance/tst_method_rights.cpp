// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/governance/method_rights.h"
#include "engine/localapi/local_api_methods.h"
#include "tests/support/test_main.h"
#include "ui/text/review_text.h"

#include <QSet>

using namespace busheng;

/// The one table of who may do what.
class TstMethodRights : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyMethodOfTheLocalApiHasItsRow()
    {
        QSet<QString> known;
        for (const MethodRight& right : methodRights()) {
            const QString name = QString::fromLatin1(right.method);
            QVERIFY2(!known.contains(name), right.method);
            known.insert(name);
            QVERIFY2(right.roles != 0, right.method);
        }
        for (const QString& name : localApiMethodNames())
            QVERIFY2(known.contains(name), qPrintable(name + QStringLiteral(": who may do it? "
                                                                            "engine/governance/method_rights.cpp")));
        for (const QString& name : known)
            QVERIFY2(localApiMethodNames().contains(name), qPrintable(name));
    }

    /// The reviewer reads them, not the method's name.
    void everyChangeHasWords()
    {
        for (const MethodRight& right : methodRights()) {
            const QString name = QString::fromLatin1(right.method);
            if (right.kind == MethodRight::Change)
                QVERIFY2(methodText(name) != name, right.method);
        }
    }

    void rolesAreApart()
    {
        for (const MethodRight& right : methodRights()) {
            // The auditor changes nothing; the reviewer only decides; nobody but the operator changes data.
            if (right.kind != MethodRight::Read)
                QVERIFY2(!right.allows(OperatorRole::Auditor), right.method);
            const QString name = QString::fromLatin1(right.method);
            if (right.kind != MethodRight::Read && right.allows(OperatorRole::Reviewer))
                QVERIFY2(name == QStringLiteral("approveChange") || name == QStringLiteral("rejectChange"),
                         right.method);
            if (right.kind == MethodRight::Change)
                QVERIFY2(right.allows(OperatorRole::Operator) != right.allows(OperatorRole::Security), right.method);
        }
        for (const char* rows : {"exceptions", "exception", "verification"})
            QVERIFY(!rightOf(QString::fromLatin1(rows))->allows(OperatorRole::Security));
        QVERIFY(rightOf(QStringLiteral("selfDestruct")) == nullptr);
    }

    void saysWhatARequestIsAbout()
    {
        const auto subject = [](const char* method, const QJsonObject& params) {
            return subjectOf(QString::fromLatin1(method), params);
        };
        QCOMPARE(subject("remove", {{QStringLiteral("kind"), QStringLiteral("link")},
                                    {QStringLiteral("name"), QStringLiteral("340000")}}),
                 QStringLiteral("link 340000"));
        QCOMPARE(subject("addLink", {{QStringLiteral("link"),
                                      QJsonObject{{QStringLiteral("peerCode"), QStringLiteral("340000")}}}}),
                 QStringLiteral("link 340000"));
        QCOMPARE(subject("reload", {{QStringLiteral("subscription"), QStringLiteral("s")},
                                    {QStringLiteral("table"), QStringLiteral("t")}}),
                 QStringLiteral("s t"));
        QCOMPARE(subject("repair", {{QStringLiteral("verificationId"), 7}}), QStringLiteral("7"));
        QCOMPARE(subject("shutdown", {}), QString());
    }
};

BUSHENG_TEST(TstMethodRights)
#include "tst_method_rights.moc"
