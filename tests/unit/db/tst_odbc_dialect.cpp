// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/odbc/odbc_dialects.h"
#include "engine/db/values/neutral_values.h"
#include "engine/model/events.h"
#include "engine/model/odbc_location.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <algorithm>

using namespace busheng;

namespace {

const QString kWhere = QStringLiteral("own.json");

QJsonObject builtIn(const QString& name)
{
    static_cast<void>(odbcDialectFiles()); // which makes the resource readable
    QFile file(QStringLiteral(":/busheng/dialects/%1.json").arg(name));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

Result<OdbcDialect> read(const QJsonObject& json)
{
    return readOdbcDialect(QJsonDocument(json).toJson(), kWhere);
}

} // namespace

/// Dialect files and locations: what they say is taken as it is, and what is wrong with one is said with its place.
class TstOdbcDialect : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyDialectOfTheProgramCanBeUsed()
    {
        const auto files = odbcDialectFiles();
        QCOMPARE(files.size(), std::size_t{8});
        QStringList tried;
        for (const OdbcDialectFile& file : files) {
            QVERIFY2(!file.problem, qPrintable(file.problem ? file.problem->detail : QString()));
            const auto dialect = odbcDialect(file.name);
            QVERIFY_OK(dialect);
            QVERIFY((*dialect)->name != u"sqlite" || !(*dialect)->trigger);
            for (const OdbcTypeRule& rule : (*dialect)->types)
                QVERIFY2(rule.as.isEmpty() != rule.why.isEmpty(), qPrintable(file.name + u' ' + rule.native));
            if (!file.tried.isEmpty())
                tried.append(file.name);
        }
        QCOMPARE(tried,
                 QStringList({QStringLiteral("mariadb"), QStringLiteral("postgresql"), QStringLiteral("sqlite")}));
    }

    void saysWhereAFileIsWrong_data()
    {
        QTest::addColumn<QString>("key"); // dotted, of a list [0]
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("event");
        QTest::addColumn<QString>("path");
        const auto add = [](const char* name, const char* key, const QJsonValue& value, const QString& event,
                            const char* path) {
            QTest::newRow(name) << QString::fromLatin1(key) << value << event << QString::fromLatin1(path);
        };
        const QJsonValue gone(QJsonValue::Undefined);
        for (const char* key :
             {"name", "title", "characters", "quoteOpen", "quoteClose", "mostName", "session", "snapshot", "product",
              "schema", "tables", "columns", "keys", "paging", "textOrder", "literals", "types", "mark"})
            add(qPrintable(QStringLiteral("without %1").arg(QLatin1String(key))), key, gone, events::CFG_MISSING_KEY,
                key);
        add("unknown key", "pageing", QStringLiteral("x"), events::CFG_UNKNOWN_KEY, "pageing");
        add("no name", "name", QStringLiteral("My Dialect"), events::CFG_BAD_VALUE, "name");
        add("characters", "characters", QStringLiteral("gbk"), events::CFG_BAD_VALUE, "characters");
        add("number", "mostName", QStringLiteral("63"), events::CFG_BAD_VALUE, "mostName");
        add("too small", "mostName", 0, events::CFG_BAD_VALUE, "mostName");
        add("flag", "schemas", QStringLiteral("no"), events::CFG_BAD_VALUE, "schemas");
        add("list", "session", QStringLiteral("SET x"), events::CFG_BAD_VALUE, "session");
        add("empty line", "session", QJsonArray{QString()}, events::CFG_BAD_VALUE, "session");
        add("place missing", "paging", QStringLiteral("{select}"), events::CFG_BAD_VALUE, "paging");
        add("place unknown", "paging", QStringLiteral("{select} LIMIT {rows} {page}"), events::CFG_BAD_VALUE, "paging");
        add("no types", "types", QJsonArray(), events::CFG_BAD_VALUE, "types");
        add("type without a form", "types",
            QJsonArray{QJsonObject{{QStringLiteral("native"), QStringLiteral("int")},
                                   {QStringLiteral("grade"), QStringLiteral("exact")}}},
            events::CFG_MISSING_KEY, "types[0].as");
        add("type of no form", "types",
            QJsonArray{QJsonObject{{QStringLiteral("native"), QStringLiteral("int")},
                                   {QStringLiteral("grade"), QStringLiteral("exact")},
                                   {QStringLiteral("as"), QStringLiteral("integer")}}},
            events::CFG_BAD_VALUE, "types[0].as");
        add("refused without why", "types",
            QJsonArray{QJsonObject{{QStringLiteral("native"), QStringLiteral("int")},
                                   {QStringLiteral("grade"), QStringLiteral("refused")}}},
            events::CFG_MISSING_KEY, "types[0].why");
        add("grade", "types",
            QJsonArray{QJsonObject{{QStringLiteral("native"), QStringLiteral("int")},
                                   {QStringLiteral("grade"), QStringLiteral("good")},
                                   {QStringLiteral("as"), QStringLiteral("int32")}}},
            events::CFG_BAD_VALUE, "types[0].grade");
        const QJsonObject whole{{QStringLiteral("native"), QStringLiteral("int")},
                                {QStringLiteral("grade"), QStringLiteral("exact")},
                                {QStringLiteral("as"), QStringLiteral("int32")}};
        add("type twice", "types", QJsonArray{whole, whole}, events::CFG_BAD_VALUE, "types[1].native");
        QJsonObject blind = whole;
        blind[QStringLiteral("read")] = QStringLiteral("1");
        add("read without its column", "types", QJsonArray{blind}, events::CFG_BAD_VALUE, "types[0].read");
        add("literal", "literals", QJsonObject{{QStringLiteral("date"), QStringLiteral("DATE")}}, events::CFG_BAD_VALUE,
            "literals.date");
        add("literal of no type", "literals", QJsonObject{{QStringLiteral("day"), QStringLiteral("'{text}'")}},
            events::CFG_UNKNOWN_KEY, "literals.day");
        add("stamp", "stamps",
            QJsonObject{
                {QStringLiteral("date"), QJsonObject{{QStringLiteral("newest"), QStringLiteral("{column}{table}")}}}},
            events::CFG_MISSING_KEY, "stamps.date.since");
        add("setting", "settings", QJsonArray{QJsonObject{{QStringLiteral("name"), QStringLiteral("x")}}},
            events::CFG_MISSING_KEY, "settings[0].sql");
        add("trigger", "trigger", QJsonObject(), events::CFG_MISSING_KEY, "trigger.changes");
    }
    void saysWhereAFileIsWrong()
    {
        QFETCH(const QString, key);
        QFETCH(const QJsonValue, value);
        QFETCH(const QString, event);
        QFETCH(const QString, path);
        QJsonObject json = builtIn(QStringLiteral("postgresql"));
        QVERIFY_OK(read(json));
        if (value.isUndefined())
            json.remove(key);
        else
            json[key] = value;
        const auto dialect = read(json);
        QVERIFY(!dialect);
        QCOMPARE(dialect.error().event, event);
        QCOMPARE(dialect.error().args.value(0), kWhere);
        QCOMPARE(dialect.error().args.value(1), path);
    }

    void refusesAChangeTableWithALongName()
    {
        QJsonObject json = builtIn(QStringLiteral("oracle"));
        json[QStringLiteral("mostName")] = 20;
        const auto dialect = read(json);
        QVERIFY(!dialect);
        QCOMPARE(dialect.error().args.value(1), QStringLiteral("trigger.changes"));
    }

    void refusesWhatIsNoJson()
    {
        const auto broken = readOdbcDialect("{\n  \"name\": \"x\",\n  oops\n}", kWhere);
        QVERIFY(!broken);
        QCOMPARE(broken.error().event, events::CFG_SYNTAX);
        QVERIFY(broken.error().args.value(1).startsWith(QStringLiteral("3:")));
        QCOMPARE(readOdbcDialect("[]", kWhere).error().event, events::CFG_SYNTAX);
        QCOMPARE(readOdbcDialect(QByteArray(300'000, ' '), kWhere).error().event, events::CFG_UNREADABLE);
    }

    void anOwnFileTakesThePlaceOfTheProgramsOwn()
    {
        QTemporaryDir directory;
        const auto write = [&](const QString& name, const QJsonObject& json) {
            QFile file(directory.filePath(name));
            return file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(json).toJson()) > 0;
        };
        QJsonObject json = builtIn(QStringLiteral("dameng"));
        json[QStringLiteral("title")] = QStringLiteral("our own");
        QVERIFY(write(QStringLiteral("dameng.json"), json));
        QVERIFY(write(QStringLiteral("other.json"), json)); // calls itself dameng
        setOdbcDialectDirectory(directory.path());
        const auto dialect = odbcDialect(QStringLiteral("dameng"));
        const auto other = odbcDialect(QStringLiteral("other"));
        const auto files = odbcDialectFiles();
        setOdbcDialectDirectory({});
        QVERIFY_OK(dialect);
        QCOMPARE((*dialect)->title, QStringLiteral("our own"));
        QVERIFY(!other);
        QCOMPARE(other.error().event, events::CFG_BAD_VALUE);
        QCOMPARE(files.size(), std::size_t{9});
        QVERIFY(std::ranges::any_of(files, [](const auto& file) { return file.name == u"other" && file.problem; }));
        const auto unknown = odbcDialect(QStringLiteral("db2"));
        QVERIFY(!unknown);
        QVERIFY(unknown.error().args.value(3).contains(QStringLiteral("oracle")));
    }

    void quotesNamesAndLiterals()
    {
        const auto sqlServer = odbcDialect(QStringLiteral("sqlserver"));
        const auto mariadb = odbcDialect(QStringLiteral("mariadb"));
        const auto sqlite = odbcDialect(QStringLiteral("sqlite"));
        QVERIFY_OK(sqlServer);
        QVERIFY_OK(mariadb);
        QVERIFY_OK(sqlite);
        QCOMPARE((*sqlServer)->quotedTable(QStringLiteral("hr.a]b")), QStringLiteral("[hr].[a]]b]"));
        QCOMPARE((*sqlite)->quotedTable(QStringLiteral("hr.a\"b")), QStringLiteral("\"hr.a\"\"b\""));
        QCOMPARE((*sqlServer)->literal(QStringLiteral("O'N\\")), QStringLiteral("N'O''N\\'"));
        QCOMPARE((*mariadb)->literal(QStringLiteral("O'N\\")), QStringLiteral("'O''N\\\\'"));
        const CommonType date{.kind = CommonKind::Date};
        QCOMPARE((*mariadb)->keyLiteral(date, Cell::ofText("2024-02-29")).value_or(QString()),
                 QStringLiteral("DATE '2024-02-29'"));
        QVERIFY(!(*mariadb)->keyLiteral(date, Cell::ofInteger(1)));
        QVERIFY(!(*mariadb)->keyLiteral({.kind = CommonKind::Decimal}, Cell::ofText("1) OR (1=1")));
        // A key that a peer asks for must not become a statement.
        for (const char* text : {"5--", "1-1", "1.2.3", "", "-", "1e5"})
            QVERIFY2(!(*mariadb)->keyLiteral({.kind = CommonKind::Decimal}, Cell::ofText(text)), text);
        QCOMPARE((*mariadb)->keyLiteral({.kind = CommonKind::Decimal}, Cell::ofText("-12.50")).value_or(QString()),
                 QStringLiteral("-12.50"));
        for (const char* text : {"x' OR '1", "\\' UNION SELECT 1 -- ", ""})
            QVERIFY2(!(*mariadb)->keyLiteral(date, Cell::ofText(text)), text);
        // What is put in is not filled again.
        QCOMPARE(filled(QStringLiteral("{a} {b} {c}"),
                        {{QStringLiteral("a"), QStringLiteral("{b}")}, {QStringLiteral("b"), QStringLiteral("2")}}),
                 QStringLiteral("{b} 2 {c}"));
    }

    void takesTheFirstRuleThatFits()
    {
        const auto oracle = odbcDialect(QStringLiteral("oracle"));
        QVERIFY_OK(oracle);
        const auto as = [&](std::optional<int> precision, std::optional<int> scale) {
            const OdbcTypeRule* const rule = (*oracle)->rule(QStringLiteral("number"), precision, scale);
            return rule == nullptr ? QString() : rule->as;
        };
        QCOMPARE(as(10, 0), QStringLiteral("int64"));
        QCOMPARE(as(19, 0), QStringLiteral("decimal({precision},{scale})"));
        QCOMPARE(as(12, 2), QStringLiteral("decimal({precision},{scale})"));
        QCOMPARE(as(std::nullopt, std::nullopt), QStringLiteral("number"));
        QVERIFY((*oracle)->rule(QStringLiteral("ANYDATA"), {}, {}) == nullptr);
        QVERIFY((*oracle)->rule(QStringLiteral("BFILE"), {}, {})->as.isEmpty());
    }

    void readsALocation()
    {
        const auto location = parseOdbcLocation(
            QStringLiteral(" dialect = Dameng ; Driver={DM8 ODBC DRIVER}; Server=10.1.2.3 ;UID={a;b}}c};"));
        QVERIFY_OK(location);
        QCOMPARE(location->dialect, QStringLiteral("dameng"));
        QCOMPARE(location->connectionString(QStringLiteral("SERVER=1.1.1.1;Fetch=10"), QStringLiteral("p;w}")),
                 QStringLiteral("Driver={DM8 ODBC DRIVER};Server=10.1.2.3;UID={a;b}}c};Fetch=10;PWD={p;w}}};"));
        const auto again = parseOdbcLocation(location->written());
        QVERIFY_OK(again);
        QCOMPARE(again->keywords, location->keywords);
    }

    void refusesALocation_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("no dialect") << QStringLiteral("DSN=x") << QStringLiteral("DSN=x");
        QTest::newRow("nowhere") << QStringLiteral("Dialect=oracle;UID=x") << QStringLiteral("Dialect=oracle;UID=x");
        QTest::newRow("twice") << QStringLiteral("Dialect=oracle;DSN=a;dsn=b") << QStringLiteral("dsn");
        QTest::newRow("no value") << QStringLiteral("Dialect=oracle;DSN") << QStringLiteral("DSN");
        QTest::newRow("open brace") << QStringLiteral("Dialect=oracle;DSN={a") << QStringLiteral("DSN");
        QTest::newRow("behind a brace") << QStringLiteral("Dialect=oracle;DSN={a}b;UID=x") << QStringLiteral("DSN");
        // Never the password itself.
        QTest::newRow("password") << QStringLiteral("Dialect=oracle;DSN=a;Pwd=hunter2") << QStringLiteral("Pwd");
    }
    void refusesALocation()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, shown);
        const auto location = parseOdbcLocation(text);
        QVERIFY(!location);
        QCOMPARE(location.error().event, events::CFG_BAD_VALUE);
        QCOMPARE(location.error().args.value(2), shown);
        QVERIFY(!location.error().toString().contains(QStringLiteral("hunter2")));
    }
};

BUSHENG_TEST(TstOdbcDialect)
#include "tst_odbc_dialect.moc"
