// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/configuration.h"
#include "engine/api/json_file.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <functional>

namespace busheng {

namespace {

const QString kWhere = QStringLiteral("node.conf");

NodeConfiguration sample()
{
    NodeConfiguration all;
    all.sources = {{QStringLiteral("s1"), QStringLiteral("sqlite"), QStringLiteral("/s1")},
                   {QStringLiteral("s2"), QStringLiteral("sqlite"), QStringLiteral("/s2")}};
    all.targets = {{QStringLiteral("t1"), QStringLiteral("sqlite"), QStringLiteral("/t1")}};
    all.datasets = {{QStringLiteral("d1"), QStringLiteral("s1"), Route::Trigger, {QStringLiteral("a")}, {}},
                    {QStringLiteral("d2"), QStringLiteral("s2"), Route::Log, {QStringLiteral("b")}, {}}};
    all.links = {{QStringLiteral("340000"), QStringLiteral("安徽"), QString(), true}};
    all.subscriptions = {
        {QStringLiteral("u1"), QStringLiteral("340000"), QStringLiteral("x"), QStringLiteral("t1"), false, true}};
    FileTaskConfig task;
    task.name = QStringLiteral("f1");
    task.peerCode = QStringLiteral("340000");
    task.patterns = {QStringLiteral("*.doc")};
    task.priority = 7;
    all.fileTasks = {task};
    return all;
}

using Spoil = std::function<void(QJsonObject&)>;

/// Sets one member of the item at `index` of `list`; an undefined value removes it.
Spoil setting(const char* list, int index, const char* key, const QJsonValue& value)
{
    return [=](QJsonObject& json) {
        QJsonArray items = json.value(QLatin1String(list)).toArray();
        QJsonObject item = items.at(index).toObject();
        if (value.isUndefined())
            item.remove(QLatin1String(key));
        else
            item.insert(QLatin1String(key), value);
        items.replace(index, item);
        json.insert(QLatin1String(list), items);
    };
}

Spoil top(const char* key, const QJsonValue& value)
{
    return [=](QJsonObject& json) {
        if (value.isUndefined())
            json.remove(QLatin1String(key));
        else
            json.insert(QLatin1String(key), value);
    };
}

} // namespace

class TstConfiguration : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void comesBackAsItWas()
    {
        const QByteArray text = QJsonDocument(toJson(sample())).toJson();
        const auto json = parseJsonObject(text, kWhere);
        QVERIFY_OK(json);
        const auto back = configurationFromJson(*json, kWhere);
        QVERIFY_OK(back);
        QVERIFY(*back == sample());
        QCOMPARE(QJsonDocument(toJson(*back)).toJson(), text); // again: the same bytes
        QVERIFY(configurationFromJson(toJson(NodeConfiguration()), kWhere).value() == NodeConfiguration());
    }

    void refusesTheWholeForOnePart_data()
    {
        QTest::addColumn<Spoil>("spoil");
        QTest::addColumn<QString>("event");
        QTest::addColumn<QString>("path");
        const auto row = [](const char* name, const Spoil& spoil, const QString& event, const char* path) {
            QTest::newRow(name) << spoil << event << QString::fromLatin1(path);
        };
        const QJsonValue gone(QJsonValue::Undefined);
        const QString& bad = events::CFG_BAD_VALUE;
        row("no format", top("format", gone), events::CFG_MISSING_KEY, "format");
        row("another format", top("format", QStringLiteral("npm")), bad, "format");
        row("no version", top("version", gone), events::CFG_MISSING_KEY, "version");
        row("a later version", top("version", 2), bad, "version");
        row("version as text", top("version", QStringLiteral("1")), bad, "version");
        row("no sources", top("sources", gone), events::CFG_MISSING_KEY, "sources");
        row("no subscriptions", top("subscriptions", gone), events::CFG_MISSING_KEY, "subscriptions");
        row("sources is an object", top("sources", QJsonObject()), bad, "sources");
        row("a source is a text", top("sources", QJsonArray{QStringLiteral("x")}), bad, "sources[0]");
        row("unknown list", top("tasks", QJsonArray()), events::CFG_UNKNOWN_KEY, "tasks");
        row("unknown key inside", setting("sources", 1, "nam", 1), events::CFG_UNKNOWN_KEY, "sources[1].nam");
        row("missing key inside", setting("links", 0, "peerCode", gone), events::CFG_MISSING_KEY, "links[0].peerCode");
        row("bad type inside", setting("datasets", 1, "tables", 3), bad, "datasets[1].tables");
        row("bad item inside", setting("datasets", 1, "tables", QJsonArray{QStringLiteral("a"), 3}), bad,
            "datasets[1].tables[1]");
        row("bad route", setting("datasets", 0, "route", QStringLiteral("x")), bad, "datasets[0].route");
        row("source twice", setting("sources", 1, "name", QStringLiteral("s1")), bad, "sources[1].name");
        row("dataset twice", setting("datasets", 1, "name", QStringLiteral("d1")), bad, "datasets[1].name");
        row("dangling source", setting("datasets", 1, "source", QStringLiteral("s9")), bad, "datasets[1].source");
        row("a target is no source", setting("datasets", 1, "source", QStringLiteral("t1")), bad, "datasets[1].source");
        row("dangling peer of a task", setting("fileTasks", 0, "peerCode", QStringLiteral("330000")), bad,
            "fileTasks[0].peerCode");
        row("misspelt key of a task", setting("fileTasks", 0, "prority", 3), events::CFG_UNKNOWN_KEY,
            "fileTasks[0].prority");
        row("priority that is no number", setting("fileTasks", 0, "priority", QStringLiteral("high")), bad,
            "fileTasks[0].priority");
        row("dangling link", setting("subscriptions", 0, "peerCode", QStringLiteral("330000")), bad,
            "subscriptions[0].peerCode");
        row("dangling target", setting("subscriptions", 0, "target", QStringLiteral("s1")), bad,
            "subscriptions[0].target");
    }

    void refusesTheWholeForOnePart()
    {
        QFETCH(Spoil, spoil);
        QFETCH(QString, event);
        QFETCH(QString, path);
        QJsonObject json = toJson(sample());
        spoil(json);
        const auto read = configurationFromJson(json, kWhere);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Config);
        QCOMPARE(read.error().event, event);
        QCOMPARE(read.error().args.value(0), kWhere);
        QCOMPARE(read.error().args.value(1), path);
    }

    void aLaterVersionIsSaidToBeThatAndNotToHaveUnknownKeys()
    {
        QJsonObject json = toJson(sample());
        json.insert(QStringLiteral("version"), 2);
        json.insert(QStringLiteral("tasks"), QJsonArray());
        QCOMPARE(configurationFromJson(json, kWhere).error().args.value(1), QStringLiteral("version"));
    }

    void readsAFileAndSaysWhatIsWrongWithIt()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("配置.json"));
        QCOMPARE(readJsonFile(systemFileSystem(), path).error().event, events::CFG_UNREADABLE);
        QVERIFY_OK(replaceFile(systemFileSystem(), path, "\xEF\xBB\xBF{\"a\": 1}"));
        QCOMPARE(readJsonFile(systemFileSystem(), path).value().value(QStringLiteral("a")).toInt(), 1);
        QVERIFY_OK(replaceFile(systemFileSystem(), path, Bytes((16U << 20) + 1, ' ')));
        QCOMPARE(readJsonFile(systemFileSystem(), path).error().event, events::CFG_UNREADABLE);
        QCOMPARE(readJsonFile(systemFileSystem(), directory.path()).error().event, events::CFG_UNREADABLE);
    }

    void pointsAtTheLineAndColumn_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("place");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("1:1");
        QTest::newRow("a list") << QByteArray("[1]") << QStringLiteral("1:1");
        QTest::newRow("line 2") << QByteArray("{\n  \"a\" 1\n}") << QStringLiteral("2:7");
        QTest::newRow("letters, not bytes") << QByteArray("{\"安徽\": x}") << QStringLiteral("1:8");
        QTest::newRow("cut") << QByteArray("{\"a\": 1") << QStringLiteral("1:8");
    }

    void pointsAtTheLineAndColumn()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, place);
        const auto parsed = parseJsonObject(text, kWhere);
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().event, events::CFG_SYNTAX);
        QCOMPARE(parsed.error().args.value(0), kWhere);
        QCOMPARE(parsed.error().args.value(1), place);
        QVERIFY(!parsed.error().args.value(2).isEmpty());
    }
};

} // namespace busheng

using busheng::TstConfiguration;
BUSHENG_TEST(TstConfiguration)
#include "tst_configuration.moc"
