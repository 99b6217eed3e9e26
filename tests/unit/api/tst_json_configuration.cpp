// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "engine/api/json_file.h"
#include "engine/api/strict_json_reader.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

namespace busheng {

namespace {

const QString kWhere = QStringLiteral("a.json");

QJsonObject parse(const char* json)
{
    return parseJsonObject(QByteArray(json), kWhere).value();
}

/// Reads `json` as the value that `kind` names, and gives the error or nothing.
std::optional<Error> errorOf(const QString& kind, const QJsonObject& json)
{
    const auto error = [](const auto& result) { return result ? std::nullopt : std::optional<Error>(result.error()); };
    if (kind == QStringLiteral("database"))
        return error(databaseFromJson(json, kWhere));
    if (kind == QStringLiteral("dataset"))
        return error(datasetFromJson(json, kWhere));
    if (kind == QStringLiteral("link"))
        return error(linkFromJson(json, kWhere));
    return error(subscriptionFromJson(json, kWhere));
}

} // namespace

class TstJsonConfiguration : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void valuesComeBackAsTheyWere()
    {
        const DatabaseConfig database{QStringLiteral("人社库"), QStringLiteral("sqlite"),
                                      QStringLiteral("/数据/a b.db")};
        QCOMPARE(databaseFromJson(toJson(database), kWhere).value(), database);
        for (const Route route :
             {Route::Log, Route::Trigger, Route::Timestamp, Route::Flag, Route::FullCopy, Route::Compare}) {
            const DatasetConfig dataset{QStringLiteral("d"),
                                        QStringLiteral("s"),
                                        route,
                                        {QStringLiteral("t1"), QStringLiteral("\"t2\"")},
                                        {QStringLiteral("340000-LWJC")}};
            QCOMPARE(datasetFromJson(toJson(dataset), kWhere).value(), dataset);
        }
        const LinkConfig link{QStringLiteral("340000"), QStringLiteral("安徽"), QStringLiteral("[::1]:1,h:2"), false};
        QCOMPARE(linkFromJson(toJson(link), kWhere).value(), link);
        const SubscriptionConfig subscription{
            QStringLiteral("s"), QStringLiteral("340000"), QStringLiteral("d"), QStringLiteral("t"), true, false};
        QCOMPARE(subscriptionFromJson(toJson(subscription), kWhere).value(), subscription);
        SubscriptionConfig mapped = subscription;
        mapped.newColumns = NewColumns::Ignore;
        mapped.targetSchema = QStringLiteral("归档");
        mapped.reviewStructure = true;
        mapped.mappings = {{QStringLiteral("public.person"),
                            QStringLiteral("archive.insured"),
                            {QStringLiteral("id"), QStringLiteral("name")},
                            {{QStringLiteral("name"), QStringLiteral("姓名")}},
                            QStringLiteral("id > 3")},
                           {QStringLiteral("public.city"), {}, {}, {}, {}}};
        QCOMPARE(subscriptionFromJson(toJson(mapped), kWhere).value(), mapped);
    }

    void whatHasASafeDefaultMayBeLeftOut()
    {
        const auto dataset =
            datasetFromJson(parse(R"({"name":"d","source":"s","route":"trigger","tables":["t"]})"), kWhere);
        QVERIFY_OK(dataset);
        QVERIFY(dataset->grantedTo.isEmpty());
        const auto link = linkFromJson(parse(R"({"peerCode":"340000"})"), kWhere);
        QVERIFY_OK(link);
        QVERIFY(link->enabled);
        QVERIFY(link->address.isEmpty());
        const auto subscription =
            subscriptionFromJson(parse(R"({"name":"s","peerCode":"340000","dataset":"d","target":"t"})"), kWhere);
        QVERIFY_OK(subscription);
        QVERIFY(!subscription->replaceTarget);
        QVERIFY(subscription->enabled);
    }

    void refusesWrongJson_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("event");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("hint"); // nearest key, or the value shown
        const auto row = [](const char* kind, const char* json, const QString& event, const char* key,
                            const char* hint = "") {
            QTest::addRow("%s %s", kind, json) << QString::fromLatin1(kind) << QByteArray(json) << event
                                               << QString::fromUtf8(key) << QString::fromUtf8(hint);
        };
        const QString& unknown = events::CFG_UNKNOWN_KEY;
        const QString& missing = events::CFG_MISSING_KEY;
        const QString& bad = events::CFG_BAD_VALUE;

        row("database", "{}", missing, "name");
        row("database", R"({"name":"a"})", missing, "driver");
        row("database", R"({"name":"a","driver":"sqlite"})", missing, "location");
        row("database", R"({"nmae":"a","driver":"sqlite","location":"/x"})", unknown, "nmae", "name");
        row("database", R"({"Name":"a","driver":"sqlite","location":"/x"})", unknown, "Name", "name");
        row("database", R"({"name":"a","driver":"sqlite","lokation":"/x"})", unknown, "lokation", "location");
        row("database", R"({"name":"a","driver":"sqlite","location":"/x","password":"p"})", unknown, "password");
        row("database", R"({"name":"a","driver":"sqlite","location":"/x","":1})", unknown, "");
        row("database", R"({"name":"a","driver":"sqlite","location":"/x","名称":1})", unknown, "名称");
        row("database", R"({"name":1,"driver":"sqlite","location":"/x"})", bad, "name", "1");
        row("database", R"({"name":null,"driver":"sqlite","location":"/x"})", bad, "name", "null");
        row("database", R"({"name":true,"driver":"sqlite","location":"/x"})", bad, "name", "true");
        row("database", R"({"name":["a"],"driver":"sqlite","location":"/x"})", bad, "name", "[\"a\"]");
        row("database", R"({"name":{},"driver":"sqlite","location":"/x"})", bad, "name", "{}");
        row("database", R"({"name":"a","driver":1.5,"location":"/x"})", bad, "driver", "1.5");

        row("dataset", R"({"name":"d","route":"log","tables":["t"]})", missing, "source");
        row("dataset", R"({"name":"d","source":"s","tables":["t"]})", missing, "route");
        row("dataset", R"({"name":"d","source":"s","route":"log"})", missing, "tables");
        row("dataset", R"({"name":"d","source":"s","route":"log","table":["t"]})", unknown, "table", "tables");
        row("dataset", R"({"name":"d","source":"s","route":"log","tables":["t"],"grantedto":[]})", unknown, "grantedto",
            "grantedTo");
        row("dataset", R"({"name":"d","source":"s","route":"Log","tables":["t"]})", bad, "route", "Log");
        row("dataset", R"({"name":"d","source":"s","route":"","tables":["t"]})", bad, "route", "");
        row("dataset", R"({"name":"d","source":"s","route":2,"tables":["t"]})", bad, "route", "2");
        row("dataset", R"({"name":"d","source":"s","route":"log","tables":"t"})", bad, "tables", "t");
        row("dataset", R"({"name":"d","source":"s","route":"log","tables":{}})", bad, "tables", "{}");
        row("dataset", R"({"name":"d","source":"s","route":"log","tables":null})", bad, "tables", "null");
        row("dataset", R"({"name":"d","source":"s","route":"log","tables":["t",7]})", bad, "tables[1]", "7");
        row("dataset", R"({"name":"d","source":"s","route":"log","tables":[["t"]]})", bad, "tables[0]", "[\"t\"]");
        row("dataset", R"({"name":"d","source":"s","route":"log","tables":["t"],"grantedTo":"*"})", bad, "grantedTo",
            "*");
        row("dataset", R"({"name":"d","source":"s","route":"log","tables":["t"],"grantedTo":[null]})", bad,
            "grantedTo[0]", "null");

        row("link", "{}", missing, "peerCode");
        row("link", R"({"peercode":"340000"})", unknown, "peercode", "peerCode");
        row("link", R"({"peerCode":340000})", bad, "peerCode", "340000");
        row("link", R"({"peerCode":"340000","enabled":"true"})", bad, "enabled", "true");
        row("link", R"({"peerCode":"340000","enabled":1})", bad, "enabled", "1");
        row("link", R"({"peerCode":"340000","enabled":null})", bad, "enabled", "null");
        row("link", R"({"peerCode":"340000","address":7443})", bad, "address", "7443");
        row("link", R"({"peerCode":"340000","adress":"h:1"})", unknown, "adress", "address");
        row("link", R"({"peerCode":"340000","peerNames":""})", unknown, "peerNames", "peerName");

        row("subscription", "{}", missing, "name");
        row("subscription", R"({"name":"s","peerCode":"340000","dataset":"d","target":"t","newColumns":"drop"})", bad,
            "newColumns", "drop");
        row("subscription", R"({"name":"s","peerCode":"340000","dataset":"d","target":"t","mappings":{}})", bad,
            "mappings", "{}");
        row("subscription", R"({"name":"s","peerCode":"340000","dataset":"d","target":"t","mappings":[{}]})", missing,
            "mappings[0].table");
        row("subscription",
            R"({"name":"s","peerCode":"340000","dataset":"d","target":"t","mappings":[{"table":"a","filtre":"x"}]})",
            unknown, "mappings[0].filtre", "filter");
        row("subscription",
            R"({"name":"s","peerCode":"340000","dataset":"d","target":"t","mappings":[{"table":"a","renames":[{"column":"b"}]}]})",
            missing, "mappings[0].renames[0].name");
        row("subscription", R"({"name":"s","dataset":"d","target":"t"})", missing, "peerCode");
        row("subscription", R"({"name":"s","peerCode":"340000","target":"t"})", missing, "dataset");
        row("subscription", R"({"name":"s","peerCode":"340000","dataset":"d"})", missing, "target");
        row("subscription", R"({"name":"s","peerCode":"340000","dataset":"d","target":"t","replaceTarget":"no"})", bad,
            "replaceTarget", "no");
        row("subscription", R"({"name":"s","peerCode":"340000","dataset":"d","target":"t","replaceTargets":true})",
            unknown, "replaceTargets", "replaceTarget");
        row("subscription", R"({"name":"s","peerCode":"340000","dataset":[],"target":"t"})", bad, "dataset", "[]");
        row("subscription", R"({"name":"s","peerCode":"340000","dataset":"d","target":"t","stream":1})", unknown,
            "stream");
    }

    void refusesWrongJson()
    {
        QFETCH(QString, kind);
        QFETCH(QByteArray, json);
        QFETCH(QString, event);
        QFETCH(QString, key);
        QFETCH(QString, hint);
        const auto error = errorOf(kind, parse(json.constData()));
        QVERIFY(error);
        QCOMPARE(error->code, ErrorCode::Config);
        QCOMPARE(error->event, event);
        QCOMPARE(error->args.value(0), kWhere);
        QCOMPARE(error->args.value(1), key);
        if (event == events::CFG_UNKNOWN_KEY || event == events::CFG_BAD_VALUE)
            QCOMPARE(error->args.value(2), hint);
        if (event == events::CFG_BAD_VALUE)
            QVERIFY(!error->args.value(3).isEmpty());
        QVERIFY(error->detail.contains(kWhere));
    }

    void aLongValueIsCutInTheMessage()
    {
        QJsonObject json = toJson(LinkConfig{});
        json.insert(QStringLiteral("enabled"), QString(10'000, u'x'));
        const auto error = errorOf(QStringLiteral("link"), json);
        QVERIFY(error);
        QVERIFY(error->args.value(2).size() < 100);
    }

    void aVeryLongKeyIsRefusedAtOnce()
    {
        QJsonObject json = toJson(LinkConfig{});
        json.insert(QString(1'000'000, u'x'), 1);
        const auto error = errorOf(QStringLiteral("link"), json);
        QVERIFY(error);
        QCOMPARE(error->event, events::CFG_UNKNOWN_KEY);
    }

    void findsTheNearestKey_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("nearest");
        const auto row = [](const char* written, const char* nearest) {
            QTest::newRow(written) << QString::fromLatin1(written) << QString::fromLatin1(nearest);
        };
        row("table", "tables");
        row("TABLES", "tables");
        row("tabels", "tables");
        row("granted_to", "grantedTo");
        row("sorce", "source");
        row("completely", "");
        row("", "");
    }

    void findsTheNearestKey()
    {
        QFETCH(QString, written);
        QFETCH(QString, nearest);
        const QStringList known{QStringLiteral("tables"), QStringLiteral("grantedTo"), QStringLiteral("source")};
        QCOMPARE(nearestKey(written, known), nearest);
    }

    void readsWholeNumbersOnly_data()
    {
        QTest::addColumn<QByteArray>("number");
        QTest::addColumn<bool>("valid");
        QTest::newRow("lowest") << QByteArray("1") << true;
        QTest::newRow("highest") << QByteArray("9007199254740993") << true;
        QTest::newRow("as a real") << QByteArray("2.0") << true;
        QTest::newRow("too low") << QByteArray("0") << false;
        QTest::newRow("too high") << QByteArray("9007199254740994") << false;
        QTest::newRow("fraction") << QByteArray("1.5") << false;
        QTest::newRow("beyond 64 bits") << QByteArray("1e300") << false;
        QTest::newRow("text") << QByteArray("\"2\"") << false;
        QTest::newRow("boolean") << QByteArray("true") << false;
        QTest::newRow("null") << QByteArray("null") << false;
    }

    void readsWholeNumbersOnly()
    {
        QFETCH(QByteArray, number);
        QFETCH(bool, valid);
        StrictJsonReader reader(parse(QByteArray("{\"n\":" + number + '}').constData()), kWhere);
        qint64 value = -7;
        reader.number(QLatin1String("n"), value, 1, 9'007'199'254'740'993);
        const Result<> done = reader.finish();
        QCOMPARE(done.has_value(), valid);
        QCOMPARE(value == -7, !valid);
        if (!valid)
            QCOMPARE(done.error().event, events::CFG_BAD_VALUE);
    }
};

} // namespace busheng

using busheng::TstJsonConfiguration;
BUSHENG_TEST(TstJsonConfiguration)
#include "tst_json_configuration.moc"
