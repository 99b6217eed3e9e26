// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/configuration.h"
#include "engine/api/json.h"
#include "tests/support/test_main.h"
#include "ui/text/field_text.h"
#include "ui/text/review_text.h"
#include "ui/text/translator.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <algorithm>

using namespace busheng;

namespace {

QString asText(const QJsonObject& object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

ReviewedChange changeOf(const char* method, const QJsonObject& before, const QJsonObject& after)
{
    ReviewedChange change;
    change.method = QString::fromLatin1(method);
    change.before = before.isEmpty() ? QString() : asText(before);
    change.after = after.isEmpty() ? QString() : asText(after);
    return change;
}

ChangedField fieldOf(const ReviewedChange& change, const QString& name)
{
    const std::vector<ChangedField> fields = changedFields(change);
    const auto found = std::ranges::find(fields, name, &ChangedField::name);
    return found == fields.end() ? ChangedField() : *found;
}

} // namespace

/// What a reviewer reads of a change: the words of the forms, in both languages.
class TstReviewText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { installTranslator(*qApp, QStringLiteral("en")); }

    /// A member that is new gets its words in ui/text/field_words.cpp.
    void everyMemberOfTheConfigurationHasItsWords_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QJsonObject>("thing");
        QTest::newRow("source") << QStringLiteral("source") << toJson(DatabaseConfig());
        QTest::newRow("target") << QStringLiteral("target") << toJson(DatabaseConfig());
        QTest::newRow("dataset") << QStringLiteral("dataset") << toJson(DatasetConfig());
        QTest::newRow("link") << QStringLiteral("link") << toJson(LinkConfig());
        QTest::newRow("subscription") << QStringLiteral("subscription") << toJson(SubscriptionConfig());
        QTest::newRow("task") << QStringLiteral("task") << toJson(FileTaskConfig());
        QTest::newRow("timetable of backups") << QString() << toJson(BackupPlan());
        QTest::newRow("all of it") << QString() << toJson(NodeConfiguration());
    }
    void everyMemberOfTheConfigurationHasItsWords()
    {
        QFETCH(const QString, kind);
        QFETCH(const QJsonObject, thing);
        for (const char* language : {"en", "zh_CN"}) {
            installTranslator(*qApp, QString::fromLatin1(language));
            for (const QString& key : thing.keys())
                QVERIFY2(fieldText(kind, key) != key, qPrintable(QLatin1String(language) + QStringLiteral(": ") + key));
        }
        for (const QString& key : thing.keys()) // Chinese now: no word of it is English
            QVERIFY2(std::ranges::any_of(fieldText(kind, key), [](QChar c) { return c.unicode() >= 0x4e00; }),
                     qPrintable(key));
    }

    void valuesAreWords()
    {
        LinkConfig before{QStringLiteral("340000"), QStringLiteral("Anhui"), QStringLiteral("10.34.0.8:7400"), true};
        LinkConfig after = before;
        after.enabled = false;
        after.rights = {QStringLiteral("sendFiles")};
        const ReviewedChange change = changeOf("addLink", toJson(before), toJson(after));
        const ChangedField used = fieldOf(change, QStringLiteral("The link is used"));
        QCOMPARE(used.before, QStringLiteral("yes"));
        QCOMPARE(used.after, QStringLiteral("no"));
        QVERIFY(used.differs);
        QCOMPARE(fieldOf(change, QStringLiteral("May cross it")).after,
                 QStringLiteral("files may be sent to the peer"));
        QVERIFY(!fieldOf(change, QStringLiteral("Addresses")).differs);

        SubscriptionConfig subscription;
        subscription.verifyTimes = QStringLiteral("daily 02:30");
        subscription.onConflict = QStringLiteral("newer:changed_at");
        subscription.gate = QStringLiteral("signOff");
        subscription.mappings = {{QStringLiteral("person"), {}, {QStringLiteral("id"), QStringLiteral("name")}}};
        const ReviewedChange made = changeOf("addSubscription", {}, toJson(subscription));
        QVERIFY(fieldOf(made, QStringLiteral("Reconcile at")).after.contains(QStringLiteral("02:30")));
        QCOMPARE(fieldOf(made, QStringLiteral("Row was changed in the target")).after,
                 QStringLiteral("the newer one by a column wins: changed_at"));
        QCOMPARE(fieldOf(made, QStringLiteral("Behind the initial load")).after,
                 QStringLiteral("a person signs in any case"));
        QCOMPARE(fieldOf(made, QStringLiteral("Tables taken in part › person › Columns")).after,
                 QStringLiteral("id, name"));
    }

    void aWholeConfigurationIsReadThingByThing()
    {
        NodeConfiguration configuration;
        configuration.links = {{QStringLiteral("340000"), QStringLiteral("Anhui"), QStringLiteral("h:1"), true}};
        const ReviewedChange change = changeOf("importConfiguration", {}, toJson(configuration));
        QCOMPARE(fieldOf(change, QStringLiteral("Links › 340000 › Addresses")).after, QStringLiteral("h:1"));
    }

    void aSecretIsNeverShown()
    {
        for (const char* key : {"password", "secret", "passphrase", "salt", "ticket", "newPassword"})
            QCOMPARE(fieldValueText(QString(), QString::fromLatin1(key), QStringLiteral("S3cret")),
                     QStringLiteral("not shown"));
        const ReviewedChange change = changeOf("setSecret", {},
                                               {{QStringLiteral("name"), QStringLiteral("province")},
                                                {QStringLiteral("fingerprint"), QStringLiteral("0123abcd")}});
        QCOMPARE(fieldOf(change, QStringLiteral("Fingerprint of the password")).after, QStringLiteral("0123abcd"));
    }

    /// Names that others chose stay text, and what nobody has words for is shown as it is.
    void whatIsUnknownStaysAsItIs()
    {
        const ReviewedChange change =
            changeOf("somethingNew", {}, {{QStringLiteral("odd<b>"), QStringLiteral("a\u202eb")}});
        const ChangedField field = changedFields(change).front();
        QCOMPARE(field.name, QStringLiteral("odd<b>"));
        QVERIFY(!field.after.contains(QChar(0x202e)));
    }
};

BUSHENG_TEST(TstReviewText)
#include "tst_review_text.moc"
