// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "engine/localapi/local_api_methods.h"
#include "engine/model/events.h"
#include "tests/support/fake_engine.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QJsonDocument>

namespace busheng {

using namespace test;

class TstLocalApiMethods : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// What it takes and answers; and where in the window it is used, or why not.
    void everyMethodIsDocumented()
    {
        QVERIFY(localApiMethodNames().size() >= 20);
        for (const char* page : {"local-api.md", "window.md"}) {
            QFile file(QStringLiteral(BUSHENG_SOURCE_DIR "/docs/") + QLatin1String(page));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(file.readAll());
            for (const QString& name : localApiMethodNames())
                QVERIFY2(text.contains(u'`' + name + u'`'),
                         qPrintable(name + QStringLiteral(" in ") + QLatin1String(page)));
        }
    }

    void everyMethodRefusesAnUnknownParameter()
    {
        for (const QString& name : localApiMethodNames()) {
            FakeEngine engine;
            const auto error = errorOf(engine, name, {{QStringLiteral("nonsense"), 1}});
            QVERIFY2(error, qPrintable(name));
            QCOMPARE(error->code, ErrorCode::Config);
            QCOMPARE(error->event, events::CFG_UNKNOWN_KEY);
            QCOMPARE(error->args.value(0), name);
            QVERIFY2(engine.calls().isEmpty(), qPrintable(name));
        }
    }

    void refusesWrongParameters_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QByteArray>("params");
        QTest::addColumn<QString>("event");
        QTest::addColumn<QString>("key");
        const auto row = [](const char* name, const char* method, const char* params, const QString& event,
                            const char* key) {
            QTest::newRow(name) << QString::fromLatin1(method) << QByteArray(params) << event
                                << QString::fromLatin1(key);
        };
        row("no source", "addSource", "{}", events::CFG_MISSING_KEY, "source");
        row("source is a text", "addSource", R"({"source":"a"})", events::CFG_BAD_VALUE, "source");
        row("source without driver", "addSource", R"({"source":{"name":"a","location":"/x"}})", events::CFG_MISSING_KEY,
            "source.driver");
        row("misspelt", "addTarget", R"({"target":{"name":"a","driver":"sqlite","locaton":"/x"}})",
            events::CFG_UNKNOWN_KEY, "target.locaton");
        row("which side", "describeTable", R"({"kind":"both","database":"a","table":"t"})", events::CFG_BAD_VALUE,
            "kind");
        row("no such member of a mapping", "tryMapping",
            R"({"subscription":{"name":"a","peerCode":"1","dataset":"d","target":"t","mappings":[{"tabel":"x"}]}})",
            events::CFG_UNKNOWN_KEY, "subscription.mappings[0].tabel");
        row("tables is a text", "addDataset", R"({"dataset":{"name":"a","source":"s","route":"trigger","tables":"t"}})",
            events::CFG_BAD_VALUE, "dataset.tables");
        row("no such route", "preflight", R"({"dataset":{"name":"a","source":"s","route":"magic","tables":["t"]}})",
            events::CFG_BAD_VALUE, "dataset.route");
        row("enabled is a number", "addLink", R"({"link":{"peerCode":"340000","enabled":1}})", events::CFG_BAD_VALUE,
            "link.enabled");
        row("no target", "addSubscription", R"({"subscription":{"name":"a","peerCode":"340000","dataset":"d"}})",
            events::CFG_MISSING_KEY, "subscription.target");
        row("remove without a name", "remove", R"({"kind":"source"})", events::CFG_MISSING_KEY, "name");
        row("remove a number", "remove", R"({"kind":"source","name":3})", events::CFG_BAD_VALUE, "name");
        row("import nothing", "importConfiguration", "{}", events::CFG_MISSING_KEY, "configuration");
        row("import a list", "importConfiguration", R"({"configuration":[]})", events::CFG_BAD_VALUE, "configuration");
        row("pause null", "pause", R"({"subscription":null})", events::CFG_BAD_VALUE, "subscription");
        row("verify without a level", "verify", R"({"subscription":"s"})", events::CFG_MISSING_KEY, "level");
        row("id is a text", "verification", R"({"id":"1"})", events::CFG_BAD_VALUE, "id");
        row("id is a fraction", "verification", R"({"id":1.5})", events::CFG_BAD_VALUE, "id");
        row("id is negative", "repair", R"({"verificationId":-1})", events::CFG_BAD_VALUE, "verificationId");
        row("id is beyond 64 bits", "verification", R"({"id":1e30})", events::CFG_BAD_VALUE, "id");
        row("exceptions of nobody", "exceptions", R"({"state":"","beforeId":0,"limit":1})", events::CFG_MISSING_KEY,
            "subscription");
        row("exception zero and a half", "exception", R"({"subscription":"s","id":0.5})", events::CFG_BAD_VALUE, "id");
        row("dismissed without a reason", "dismissException", R"({"subscription":"s","id":1,"by":"x"})",
            events::CFG_MISSING_KEY, "reason");
        row("a conflict for nobody", "resolveConflict", R"({"subscription":"s","id":1,"by":"x"})",
            events::CFG_MISSING_KEY, "take");
        row("park no table", "parkTable", R"({"subscription":"s","by":"x"})", events::CFG_MISSING_KEY, "table");
        row("limit is negative", "alarmHistory", R"({"limit":-1})", events::CFG_BAD_VALUE, "limit");
        row("a search for what is none", "searchLedger", R"({"filter":{"colour":"x"},"beforeId":0,"limit":1})",
            events::CFG_UNKNOWN_KEY, "filter.colour");
        row("silenced until when?", "silenceAlarm", R"({"event":"e","subject":"s","by":"x","reason":"r"})",
            events::CFG_MISSING_KEY, "untilUtcMs");
        row("seen by nobody", "acknowledgeAlarm", R"({"event":"e","subject":"s"})", events::CFG_MISSING_KEY, "by");
        row("limit is huge", "ledgerPage", R"({"stream":"","beforeId":0,"limit":1000000000000})", events::CFG_BAD_VALUE,
            "limit");
    }

    void refusesWrongParameters()
    {
        QFETCH(QString, method);
        QFETCH(QByteArray, params);
        QFETCH(QString, event);
        QFETCH(QString, key);
        FakeEngine engine;
        const auto error = errorOf(engine, method, QJsonDocument::fromJson(params).object());
        QVERIFY(error);
        QCOMPARE(error->code, ErrorCode::Config);
        QCOMPARE(error->event, event);
        QCOMPARE(error->args.value(1), key);
        QVERIFY(engine.calls().isEmpty());
    }

    void saysThatAMethodIsUnknown()
    {
        FakeEngine engine;
        const auto error = errorOf(engine, QStringLiteral("selfDestruct"), {});
        QVERIFY(error);
        QCOMPARE(error->code, ErrorCode::Protocol);
        QCOMPARE(error->event, events::NOT_YET);
        QCOMPARE(error->args, QStringList{QStringLiteral("selfDestruct")});
    }

private:
    /// The error that comes at once; empty when the engine was asked instead, or when there are two answers.
    static std::optional<Error> errorOf(EngineApi& engine, const QString& method, const QJsonObject& params)
    {
        std::optional<Error> error;
        int answers = 0;
        callLocalApi(engine, method, params, [&](const Result<QJsonValue>& result) {
            ++answers;
            if (!result)
                error = result.error();
        });
        return answers == 1 ? error : std::nullopt;
    }
};

} // namespace busheng

using busheng::TstLocalApiMethods;
BUSHENG_TEST(TstLocalApiMethods)
#include "tst_local_api_methods.moc"
