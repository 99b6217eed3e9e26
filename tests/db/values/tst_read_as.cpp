// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/values/read_as_rows.h"
#include "engine/host/database_drivers.h"
#include "engine/host/text_survey.h"
#include "engine/model/events.h"
#include "tests/db/postgres_capture/stream_sink.h"
#include "tests/support/odbc_server.h"
#include "tests/support/test_main.h"

#include <QDeadlineTimer>

#include <algorithm>

using namespace busheng;
using namespace busheng::test;

namespace {

const QStringList kAll{QStringLiteral("*=gb18030")};

/// 张三 and more, in GBK.
const QString kNames = QStringLiteral("d5c5c8fdcdf5cec4d5dcc0eed0a1c1fa");
const QByteArray kRead("张三王文哲李小龙");

} // namespace

/// Texts of PostgreSQL and SQLite that are in another encoding than the database says (docs/encodings.md), and what a
/// survey says of them, also behind ODBC.
class TstReadAs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void readsTheTextsThatWereMeant_data() { rows(); }
    void readsTheTextsThatWereMeant();
    void bringsBytesThatAreNoText_data() { rows(); }
    void bringsBytesThatAreNoText();
    void refusesThemWhereRowsAreFoundByThem_data();
    void refusesThemWhereRowsAreFoundByThem();
    void findsThemBeforeTheFirstRow_data() { rows(); }
    void findsThemBeforeTheFirstRow();
    void refusesWhatCannotBeMeant_data();
    void refusesWhatCannotBeMeant();
    void stopsWhenTheColumnsChange();
    void surveysBehindOdbc();

private:
    void rows()
    {
        QTest::addColumn<QString>("database");
        QTest::newRow("SQLite") << QStringLiteral("lite");
        QTest::newRow("PostgreSQL in LATIN1") << QStringLiteral("latin");
        QTest::newRow("PostgreSQL in SQL_ASCII") << QStringLiteral("ascii");
    }
    const TestServer& server(const QString& database) const
    {
        return database == u"lite" ? static_cast<const TestServer&>(m_sqlite) : m_postgres;
    }
    /// A text of these bytes, as SQL.
    static QString bytes(const QString& database, const QString& hex);
    /// A table with two rows.
    Result<CaptureJob> job(const QString& database, const QStringList& readAs = kAll);
    Result<> insert(const QString& database, int id, const QString& hex) const
    {
        ENGINE_TRY(server(database).run(
            QStringLiteral("INSERT INTO person (id, name) VALUES (%1, %2)").arg(id).arg(bytes(database, hex)),
            database));
        return {};
    }
    static Result<std::vector<Bytes>> inserted(Capturer& capturer, StreamSink& sink, std::size_t wanted);

    MiniPostgres m_postgres;
    MiniSqlite m_sqlite;
};

void TstReadAs::initTestCase()
{
    QVERIFY_OK(m_postgres.start());
    for (const auto& [name, encoding] : {std::pair("latin", "LATIN1"), {"ascii", "SQL_ASCII"}, {"utf", "UTF8"}})
        QVERIFY_OK(m_postgres.run(QStringLiteral("CREATE DATABASE %1 ENCODING '%2' TEMPLATE template0 LC_COLLATE 'C' "
                                                 "LC_CTYPE 'C'")
                                      .arg(QLatin1String(name), QLatin1String(encoding))));
}

QString TstReadAs::bytes(const QString& database, const QString& hex)
{
    if (database == u"lite")
        return QStringLiteral("CAST(X'%1' AS TEXT)").arg(hex);
    QString escaped;
    for (qsizetype i = 0; i < hex.size(); i += 2)
        escaped += QStringLiteral("\\x") + hex.mid(i, 2);
    return QStringLiteral("E'%1'").arg(escaped);
}

Result<CaptureJob> TstReadAs::job(const QString& database, const QStringList& readAs)
{
    ENGINE_TRY(server(database).run(QStringLiteral("DROP TABLE IF EXISTS person"), database));
    ENGINE_TRY(
        server(database).run(QStringLiteral("CREATE TABLE person (id %1 PRIMARY KEY, name varchar(40), note text)")
                                 .arg(database == u"lite" ? QStringLiteral("INTEGER") : QStringLiteral("int")),
                             database));
    ENGINE_TRY(insert(database, 1, database == u"utf" ? QStringLiteral("42") : kNames));
    ENGINE_TRY(insert(database, 2, QStringLiteral("41")));
    CaptureJob made{
        {database, server(database).driver(), server(database).location(database)}, {}, QStringLiteral("340000")};
    made.dataset.name = QStringLiteral("d");
    made.dataset.source = database;
    made.dataset.tables = {database == u"lite" ? QStringLiteral("person") : QStringLiteral("public.person")};
    made.dataset.route = defaultRoute(made.source);
    made.dataset.readAs = readAs;
    return made;
}

Result<std::vector<Bytes>> TstReadAs::inserted(Capturer& capturer, StreamSink& sink, std::size_t wanted)
{
    std::vector<Bytes> found;
    for (const QDeadlineTimer deadline(20'000); found.size() < wanted;) {
        if (deadline.hasExpired())
            return fail(ErrorCode::Timeout, QStringLiteral("the stream does not bring what was written"));
        ENGINE_TRY_AS(const PollResult polled, capturer.poll(sink));
        if (!polled.more)
            capturer.waitForChange(100);
        found.clear();
        for (const StreamSink::Transaction& transaction : sink.transactions()) {
            ChangeReader reader(transaction.operations);
            RowChange change;
            while (reader.next(change)) {
                if (!change.after.empty())
                    found.emplace_back(change.after);
            }
        }
    }
    return found;
}

/// By a load, by the stream and by key: the same bytes.
void TstReadAs::readsTheTextsThatWereMeant()
{
    QFETCH(const QString, database);
    const auto made = job(database);
    QVERIFY_OK(made);
    {
        auto findings = preflightDataset(*made);
        QVERIFY_OK(findings);
        for (const Finding& finding : *findings)
            QVERIFY2(finding.severity != FindingSeverity::Error, qPrintable(finding.event));
        StreamSink sink;
        const auto capturer = openCapturer(*made, {}, {}, {});
        QVERIFY_OK(capturer);
        const auto schema = (*capturer)->readSchema();
        QVERIFY_OK(schema);
        const TableSchema& table = schema->tables.front();
        QVERIFY_OK((*capturer)->poll(sink));
        auto opened = (*capturer)->openSnapshot(sink);
        QVERIFY_OK(opened);
        std::vector<Bytes> loaded;
        QVERIFY_OK(opened->snapshot->scan(table, {}, 0, [&loaded](BytesView row) {
            loaded.emplace_back(row);
            return true;
        }));
        QCOMPARE(loaded.size(), std::size_t{2});
        QVERIFY2(loaded[0].find(Bytes(view(kRead))) != Bytes::npos, qPrintable(toHex(loaded[0])));
        Bytes key;
        QVERIFY(projectRow(loaded[0], table.keyColumns, key));
        QCOMPARE(opened->snapshot->fetch(table, key).value_or(Bytes()), loaded[0]);
        opened->snapshot.reset();
        QVERIFY_OK(server(database).run(QStringLiteral("DELETE FROM person"), database));
        QVERIFY_OK(insert(database, 1, kNames));
        QVERIFY_OK(insert(database, 2, QStringLiteral("41")));
        const auto streamed = inserted(**capturer, sink, 2);
        QVERIFY_OK(streamed);
        QCOMPARE(*streamed, loaded);
    }
    QVERIFY_OK(uninstallCapture(*made));
}

/// As they are, in a cell that no text of the database has, in the load as in the stream: for the target to set aside.
void TstReadAs::bringsBytesThatAreNoText()
{
    QFETCH(const QString, database);
    const auto made = job(database);
    QVERIFY_OK(made);
    {
        StreamSink sink;
        const auto capturer = openCapturer(*made, {}, {}, {});
        QVERIFY_OK(capturer);
        const auto schema = (*capturer)->readSchema();
        QVERIFY_OK(schema);
        QVERIFY_OK((*capturer)->poll(sink));
        QVERIFY_OK(insert(database, 3, QStringLiteral("41ff42")));
        const auto streamed = inserted(**capturer, sink, 1);
        QVERIFY_OK(streamed);
        std::vector<Cell> cells;
        QVERIFY(decodeRow(streamed->front(), cells));
        QVERIFY(isUnreadableText(schema->engine, cells[1]));
        QCOMPARE(toHex(cells[1].bytes), QStringLiteral("41ff42"));
        auto opened = (*capturer)->openSnapshot(sink);
        QVERIFY_OK(opened);
        std::vector<Bytes> loaded;
        QVERIFY_OK(opened->snapshot->scan(schema->tables.front(), {}, 0, [&loaded](BytesView row) {
            loaded.emplace_back(row);
            return true;
        }));
        QCOMPARE(loaded.size(), std::size_t{3});
        QCOMPARE(loaded.back(), streamed->front());
        opened->snapshot.reset();
    }
    QVERIFY_OK(uninstallCapture(*made));
}

void TstReadAs::refusesThemWhereRowsAreFoundByThem_data()
{
    QTest::addColumn<QString>("database");
    QTest::addColumn<QString>("key");
    QTest::newRow("a key of SQLite") << QStringLiteral("lite") << QStringLiteral(" PRIMARY KEY");
    QTest::newRow("a key of PostgreSQL") << QStringLiteral("latin") << QStringLiteral(" PRIMARY KEY");
    QTest::newRow("no key") << QStringLiteral("latin") << QString();
}

void TstReadAs::refusesThemWhereRowsAreFoundByThem()
{
    QFETCH(const QString, database);
    QFETCH(const QString, key);
    auto made = job(database);
    QVERIFY_OK(made);
    QVERIFY_OK(server(database).run(QStringLiteral("DROP TABLE person"), database));
    QVERIFY_OK(
        server(database).run(QStringLiteral("CREATE TABLE person (id int, name varchar(40)%1)").arg(key), database));
    if (key.isEmpty())
        QVERIFY_OK(server(database).run(QStringLiteral("ALTER TABLE person REPLICA IDENTITY FULL"), database));
    {
        StreamSink sink;
        const auto capturer = openCapturer(*made, {}, {}, {});
        QVERIFY_OK(capturer);
        QVERIFY_OK((*capturer)->poll(sink));
        QVERIFY_OK(insert(database, 3, QStringLiteral("41ff42")));
        const auto refused = inserted(**capturer, sink, 1);
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, events::SRC_TABLE_REFUSED);
        const QString why = refused.error().args.value(2);
        QVERIFY2(why.contains(QStringLiteral("column name")) && why.contains(QStringLiteral("x'41ff42'")),
                 qPrintable(why));
        QVERIFY(sink.transactions().empty());
    }
    QVERIFY_OK(uninstallCapture(*made));
}

void TstReadAs::findsThemBeforeTheFirstRow()
{
    QFETCH(const QString, database);
    auto made = job(database, {});
    QVERIFY_OK(made);
    const auto name = [](const Result<SourceTexts>& texts) {
        const auto found = std::ranges::find(texts->columns, QStringLiteral("name"), &SourceTextColumn::column);
        return found == texts->columns.end() ? SourceTextColumn() : *found;
    };
    const auto asItSays = readSourceTexts(*made, 0, {});
    QVERIFY_OK(asItSays);
    QCOMPARE(name(asItSays).looksLike, QStringLiteral("gb18030"));
    QCOMPARE(name(asItSays).unreadable, database == u"latin" ? 0 : 1);
    QCOMPARE(name(asItSays).rows, 2);
    made->dataset.readAs = kAll;
    const auto asMeant = readSourceTexts(*made, 0, {});
    QVERIFY_OK(asMeant);
    QCOMPARE(name(asMeant).looksLike, QString());
    QCOMPARE(name(asMeant).unreadable, 0);
    QCOMPARE(name(asMeant).longestCharacters, 8);
    QVERIFY_OK(insert(database, 3, QStringLiteral("41ff42")));
    const auto damaged = readSourceTexts(*made, 0, {});
    QVERIFY_OK(damaged);
    QCOMPARE(name(damaged).unreadable, 1);
    QVERIFY(name(damaged).unreadableSamples.front().key == u"3");
}

void TstReadAs::refusesWhatCannotBeMeant_data()
{
    QTest::addColumn<QString>("database");
    QTest::addColumn<QString>("column"); // one more in the table
    QTest::addColumn<QString>("readAs");
    QTest::addColumn<QString>("event");
    const auto row = [](const char* name, const char* database, const char* column, const char* readAs,
                        const QString& event) {
        QTest::newRow(name) << QString::fromLatin1(database) << QString::fromLatin1(column)
                            << QString::fromLatin1(readAs) << event;
    };
    row("a database that says the truth", "utf", "", "*=gb18030", events::CFG_BAD_VALUE);
    row("no such encoding", "lite", "", "*=klingon", events::CFG_BAD_VALUE);
    row("no such column", "lite", "", "person.gone=gb18030", events::CFG_BAD_VALUE);
    row("no texts", "latin", "", "person.id=gb18030", events::CFG_BAD_VALUE);
    row("a key", "latin", "", "public.person.code=gb18030", events::CFG_BAD_VALUE);
    row("some of a database that says nothing", "ascii", "", "person.name=gb18030", events::CFG_BAD_VALUE);
    row("texts within values", "ascii", "tags text[]", "*=gb18030", events::SRC_COLUMN_UNSUPPORTED);
    row("texts within documents", "ascii", "facts jsonb", "*=gb18030", events::SRC_COLUMN_UNSUPPORTED);
}

void TstReadAs::refusesWhatCannotBeMeant()
{
    QFETCH(const QString, database);
    QFETCH(const QString, column);
    QFETCH(const QString, readAs);
    QFETCH(const QString, event);
    const auto made = job(database, {readAs});
    QVERIFY_OK(made);
    if (!column.isEmpty())
        QVERIFY_OK(server(database).run(QStringLiteral("ALTER TABLE person ADD COLUMN ") + column, database));
    if (readAs.contains(u"code"))
        QVERIFY_OK(server(database).run(QStringLiteral("ALTER TABLE person DROP CONSTRAINT person_pkey; "
                                                       "ALTER TABLE person ADD COLUMN code text; "
                                                       "UPDATE person SET code = id; "
                                                       "ALTER TABLE person ADD PRIMARY KEY (code)"),
                                        database));
    auto schema = readSourceSchema(made->source, made->dataset.tables, {});
    QVERIFY_OK(schema);
    const auto refused = declareReadAs(made->source, made->dataset.readAs, *schema);
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, event);
}

/// Its rows may come before the structure is told: they would be read by the columns that were.
void TstReadAs::stopsWhenTheColumnsChange()
{
    const QString database = QStringLiteral("latin");
    const auto made = job(database);
    QVERIFY_OK(made);
    {
        StreamSink sink;
        const auto capturer = openCapturer(*made, {}, {}, {});
        QVERIFY_OK(capturer);
        QVERIFY_OK((*capturer)->poll(sink));
        QVERIFY_OK(
            server(database).run(QStringLiteral("ALTER TABLE person ALTER COLUMN name TYPE varchar(50)"), database));
        QVERIFY_OK(insert(database, 3, kNames));
        const auto stopped = inserted(**capturer, sink, 1);
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().event, events::CAP_DRIFT);
    }
    QVERIFY_OK(uninstallCapture(*made));
}

void TstReadAs::surveysBehindOdbc()
{
    const OdbcServer server(m_postgres);
    const QString database = QStringLiteral("utf");
    QVERIFY_OK(m_postgres.run(QStringLiteral("CREATE TABLE survey (id int PRIMARY KEY, name varchar(40));\n"
                                             "INSERT INTO survey VALUES (1, '张三'), (2, '吾守尔·努尔𠮷')"),
                              database));
    CaptureJob made{{QStringLiteral("o"), server.driver(), server.location(database)}, {}, QStringLiteral("340000")};
    made.dataset.name = QStringLiteral("d");
    made.dataset.tables = {QStringLiteral("public.survey")};
    const auto texts = readSourceTexts(made, 0, {});
    QVERIFY_OK(texts);
    QCOMPARE(texts->columns.size(), std::size_t{1});
    QCOMPARE(texts->columns.front().longestCharacters, 7);
    QCOMPARE(texts->columns.front().longestKey, QStringLiteral("2"));
    const auto lacking =
        std::ranges::find(texts->columns.front().lacking, QStringLiteral("utf8mb3"), &LackingTexts::repertoire);
    QVERIFY(lacking != texts->columns.front().lacking.end());
    QCOMPARE(lacking->rows, 1);
    auto schema = readSourceSchema(made.source, made.dataset.tables, {});
    QVERIFY_OK(schema);
    const auto refused = declareReadAs(made.source, kAll, *schema); // the driver has converted them
    QVERIFY(!refused);
    QCOMPARE(refused.error().event, events::CFG_BAD_VALUE);
}

BUSHENG_TEST(TstReadAs)
#include "tst_read_as.moc"
