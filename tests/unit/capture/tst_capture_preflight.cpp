// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/pipeline/capture/preflight.h"

#include "tests/support/test_main.h"
#include "tests/unit/capture/capture_fixture.h"

#include <QFile>

using namespace busheng;
using namespace busheng::test;

class TstCapturePreflight : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsNothingWhereAllIsWell();
    void findsWhatIsInTheWay_data();
    void findsWhatIsInTheWay();
    void findsMissingAndForeignFiles();
    void findsEverythingAtOnce();
    void changesNothing();
    void refusesAnEmptyList();
    void saysNothingWhenCaptureIsInstalledAlready();
};

namespace {

const QString kWal = QStringLiteral("PRAGMA journal_mode = WAL;");

} // namespace

void TstCapturePreflight::findsNothingWhereAllIsWell()
{
    const Source source(
        kWal +
        QStringLiteral(
            "CREATE TABLE person(id INTEGER PRIMARY KEY, boss REFERENCES person); CREATE INDEX i ON person(boss)"));
    QVERIFY(must(preflightSqliteDataset(source.config, source.dataset())).empty());
}

void TstCapturePreflight::findsWhatIsInTheWay_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<bool>("error");
    QTest::addColumn<QString>("event");
    QTest::addColumn<QString>("last"); // last argument
    QTest::addColumn<QString>("subject");
    const auto row = [](const char* name, const char* sql, bool error, const QString& event, const char* last,
                        const char* subject = "person") {
        QTest::newRow(name) << QString::fromUtf8(sql) << error << event << QString::fromUtf8(last)
                            << QString::fromUtf8(subject);
    };
    row("missing", "", true, events::SRC_TABLE_MISSING, "person");
    row("keyless", "CREATE TABLE person(id)", true, events::SRC_TABLE_KEYLESS, "person");
    row("view", "CREATE VIEW person AS SELECT 1", true, events::SRC_TABLE_REFUSED, "it is a view, not a table");
    row("generated", "CREATE TABLE person(id PRIMARY KEY, b AS (id))", true, events::SRC_TABLE_REFUSED,
        "column b is generated");
    row("NULL key", "CREATE TABLE person(id TEXT, n INT, PRIMARY KEY(id, n)); INSERT INTO person VALUES('a', NULL)",
        true, events::SRC_TABLE_REFUSED, "a row has NULL in its key");
    row("NULL allowed but not there",
        "CREATE TABLE person(id TEXT PRIMARY KEY); CREATE INDEX i ON person(id) WHERE id > 1", false,
        events::SRC_INDEX_SKIPPED, "i");
    row("other unique index",
        "CREATE TABLE person(id INTEGER PRIMARY KEY, no TEXT); CREATE UNIQUE INDEX by_no ON person(no)", false,
        events::SRC_UNIQUE_INDEX, "by_no");
    row("key by another collation", "CREATE TABLE person(id TEXT COLLATE NOCASE PRIMARY KEY)", false,
        events::SRC_KEY_COLLATION, "id");
    row("own trigger",
        "CREATE TABLE person(id INTEGER PRIMARY KEY); CREATE TRIGGER own AFTER INSERT ON person BEGIN SELECT 1; END",
        false, events::SRC_OWN_TRIGGER, "own");
    row("parent outside", "CREATE TABLE person(id INTEGER PRIMARY KEY, p REFERENCES post)", false,
        events::SRC_PARENT_OUTSIDE, "post");
    row("expression index", "CREATE TABLE person(id INTEGER PRIMARY KEY, a); CREATE INDEX ex ON person(a || 'x')",
        false, events::SRC_INDEX_SKIPPED, "ex");
    row("journal mode", "CREATE TABLE person(id INTEGER PRIMARY KEY); PRAGMA journal_mode = DELETE", false,
        events::SRC_NOT_WAL, "delete", "");
}

void TstCapturePreflight::findsWhatIsInTheWay()
{
    QFETCH(QString, sql);
    QFETCH(bool, error);
    QFETCH(QString, event);
    QFETCH(QString, last);
    QFETCH(QString, subject);
    const Source source(kWal + QStringLiteral("CREATE TABLE unrelated(a);") + sql);
    const auto findings = must(preflightSqliteDataset(source.config, source.dataset()));
    QCOMPARE(findings.size(), std::size_t{1});
    QCOMPARE(findings[0].event, event);
    QCOMPARE(findings[0].severity == FindingSeverity::Error, error);
    QCOMPARE(findings[0].args.value(0), QStringLiteral("hr"));
    QCOMPARE(findings[0].args.last(), last);
    QCOMPARE(findings[0].subject, subject);
    // What preflight calls an error, capture refuses, and nothing else.
    if (event != events::SRC_TABLE_REFUSED || !last.contains(QStringLiteral("NULL")))
        QCOMPARE(!openSqliteTriggerCapturer(source.config, source.dataset(), {}), error);
}

void TstCapturePreflight::findsMissingAndForeignFiles()
{
    Source source;
    const DatasetConfig dataset = source.dataset();
    const auto only = [&](const QString& path) {
        const auto findings =
            must(preflightSqliteDataset({QStringLiteral("hr"), QStringLiteral("sqlite"), path}, dataset));
        return findings.size() == 1 && findings[0].severity == FindingSeverity::Error ? findings[0].event : QString();
    };
    QCOMPARE(only(source.directory.filePath(QStringLiteral("none"))), events::SRC_UNAVAILABLE);
    QVERIFY(!QFile::exists(source.directory.filePath(QStringLiteral("none"))));
    QCOMPARE(only(source.directory.path()), events::SRC_UNAVAILABLE);
    QFile other(source.directory.filePath(QStringLiteral("letter.txt")));
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write(QByteArray(5000, 'x'));
    other.close();
    QCOMPARE(only(other.fileName()), events::SPL_CORRUPT);
    const Source utf16(kWal +
                       QStringLiteral("PRAGMA encoding = 'UTF-16le'; CREATE TABLE person(id INTEGER PRIMARY KEY)"));
    const auto findings = must(preflightSqliteDataset(utf16.config, dataset));
    QVERIFY(!findings.empty());
    QCOMPARE(findings[0].event, events::SRC_ENCODING);
    QCOMPARE(findings[0].args.value(1), QStringLiteral("UTF-16le"));
}

void TstCapturePreflight::findsEverythingAtOnce()
{
    const Source source(QStringLiteral(
        "CREATE TABLE a(x); CREATE TABLE b(x PRIMARY KEY, y UNIQUE, z UNIQUE); CREATE VIEW c AS SELECT 1"));
    const auto findings =
        must(preflightSqliteDataset(source.config, source.dataset({QStringLiteral("a"), QStringLiteral("b"),
                                                                   QStringLiteral("c"), QStringLiteral("d")})));
    QCOMPARE(findings.size(), std::size_t{6}); // journal mode, keyless, two indexes, view, missing
}

void TstCapturePreflight::changesNothing()
{
    const Source source;
    const std::int64_t version = source.number(QStringLiteral("PRAGMA data_version"));
    must(preflightSqliteDataset(source.config, source.dataset()));
    QCOMPARE(source.number(QStringLiteral("PRAGMA data_version")), version);
    QCOMPARE(must(source.writer->queryText(QStringLiteral("PRAGMA journal_mode"))), QStringLiteral("delete"));
}

void TstCapturePreflight::refusesAnEmptyList()
{
    const Source source;
    const auto findings = preflightSqliteDataset(source.config, source.dataset({}));
    QVERIFY(!findings);
    QCOMPARE(findings.error().code, ErrorCode::Config);
}

void TstCapturePreflight::saysNothingWhenCaptureIsInstalledAlready()
{
    const Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    QVERIFY(must(preflightSqliteDataset(source.config, source.dataset())).empty());
}

BUSHENG_TEST(TstCapturePreflight)
#include "tst_capture_preflight.moc"
