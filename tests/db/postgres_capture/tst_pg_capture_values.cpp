// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/model/large_value.h"
#include "tests/db/postgres_capture/pg_capture_fixture.h"
#include "tests/support/test_main.h"

#include <QCryptographicHash>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kDocument = QStringLiteral("CREATE TABLE document(id int PRIMARY KEY, title text, scan bytea, body text);"
                                         "ALTER TABLE document ALTER scan SET STORAGE EXTERNAL");

/// One per value: "1 scan 5", "1 scan null", "1 scan 5 damaged"; rows as described() has them.
QStringList told(const StreamSink& sink)
{
    QStringList lines;
    for (const StreamSink::Transaction& transaction : sink.transactions()) {
        QCryptographicHash hash(QCryptographicHash::Sha256);
        ChangeReader reader(transaction.operations);
        RowChange change;
        while (reader.next(change)) {
            ValuePart part;
            if (!readValuePart(change, part)) {
                Bytes block;
                ByteWriter out(block);
                writeChange(out, change);
                lines += described(block);
                continue;
            }
            if (part.offset == 0)
                hash.reset();
            hash.addData(QByteArrayView(part.bytes.data(), static_cast<qsizetype>(part.bytes.size())));
            if (part.offset + part.bytes.size() < part.total)
                continue;
            std::vector<Cell> key;
            decodeRow(part.key, key);
            QString line = toHex(key.front().bytes).right(1) + u' ' + part.column + u' ' +
                           (part.isNull ? QStringLiteral("null") : QString::number(part.total));
            if (!part.isNull && view(hash.result()) != part.digest)
                line += QStringLiteral(" damaged");
            lines.append(line);
        }
    }
    return lines;
}

PgSource documents(MiniPostgres& server, const QString& sql = kDocument)
{
    return {server, sql, {QStringLiteral("document")}};
}

} // namespace

/// Values of columns that are left out of the log (§6.4): read behind their rows, as they are at or behind these.
class TstPgCaptureValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }

    void givesTheValuesBehindTheRow()
    {
        PgSource source = documents(m_server);
        source.source.dataset.largeColumns = {QStringLiteral("public.document.scan"), QStringLiteral("document.body")};
        StreamSink sink;
        const auto capturer = source.opened({});
        const TableSchema table = must(capturer->readSchema()).tables.front();
        QCOMPARE(table.columns.size(), std::size_t{2});
        QCOMPARE(table.largeColumns, (QStringList{QStringLiteral("scan"), QStringLiteral("body")}));
        source.run(QStringLiteral("INSERT INTO document VALUES (1, 'A', convert_to(repeat('0123456789', 200000), "
                                  "'UTF8'), repeat('汉字', 500000)), (2, 'B', '', NULL)"));
        catchUp(source, *capturer, sink);
        QCOMPARE(told(sink),
                 (QStringList{QStringLiteral("insert 1 (00000001, 41)"), QStringLiteral("insert 1 (00000002, 42)"),
                              QStringLiteral("1 scan 2000000"), QStringLiteral("1 body 3000000"),
                              QStringLiteral("2 scan 0"), QStringLiteral("2 body null")}));
        QCOMPARE(sink.transactions().size(), std::size_t{1});
        QVERIFY(sink.largestBlock < 2 * kPartBytes);
        QCOMPARE(sink.violations, QStringList());
    }

    /// The log does not say whether an update touched the value: its digest does.
    void sendsWhatDidNotChangeOnce()
    {
        PgSource source = documents(m_server);
        source.source.dataset.largeColumns = {QStringLiteral("document.scan")};
        StreamSink sink;
        const auto capturer = source.opened({});
        source.run(QStringLiteral("INSERT INTO document VALUES (1, 'A', '\\x0102', 'b')"));
        catchUp(source, *capturer, sink);
        source.run(QStringLiteral("UPDATE document SET title = 'B'"));
        source.run(QStringLiteral("UPDATE document SET scan = '\\x01020304'"));
        catchUp(source, *capturer, sink);
        source.run(QStringLiteral("UPDATE document SET scan = NULL"));
        catchUp(source, *capturer, sink);
        const QStringList lines = told(sink);
        QCOMPARE(lines.count(QStringLiteral("1 scan 2")), 1);
        QCOMPARE(lines.count(QStringLiteral("1 scan 4")), 1);
        QCOMPARE(lines.last(), QStringLiteral("1 scan null"));
        // Whoever begins with a snapshot has not seen what was sent before it.
        QVERIFY_OK(capturer->openSnapshot(sink));
        source.run(QStringLiteral("UPDATE document SET title = 'C'"));
        catchUp(source, *capturer, sink);
        QCOMPARE(told(sink).count(QStringLiteral("1 scan null")), 2);
    }

    /// A peer that writes into the same table has another value now than the one that it was sent.
    void sendsAgainWhatAnotherNodeWroteOver()
    {
        PgSource source = documents(m_server);
        source.source.dataset.largeColumns = {QStringLiteral("document.scan")};
        StreamSink sink;
        const auto capturer = source.opened({});
        source.run(QStringLiteral("INSERT INTO document VALUES (1, 'A', '\\x0102', NULL)"));
        catchUp(source, *capturer, sink);
        source.run(QStringLiteral("BEGIN; SELECT pg_logical_emit_message(true, 'busheng.applied', '110000'); UPDATE "
                                  "document SET scan = '\\x030405'; COMMIT"));
        catchUp(source, *capturer, sink);
        QCOMPARE(told(sink).filter(QStringLiteral(" scan ")), QStringList(QStringLiteral("1 scan 2")));
        source.run(QStringLiteral("UPDATE document SET scan = '\\x0102'"));
        catchUp(source, *capturer, sink);
        QCOMPARE(told(sink).count(QStringLiteral("1 scan 2")), 2);
    }

    /// As the tables' owner makes it for a role with few rights.
    void adoptsOnlyAPublicationThatLeavesThemOut_data()
    {
        QTest::addColumn<QString>("tables");
        QTest::addColumn<bool>("isAdopted");
        QTest::newRow("without them") << QStringLiteral("document (id, title)") << true;
        QTest::newRow("with one of them") << QStringLiteral("document (id, title, scan)") << false;
        QTest::newRow("whole") << QStringLiteral("document") << false;
        QTest::newRow("without more than them") << QStringLiteral("document (id)") << false;
    }

    void adoptsOnlyAPublicationThatLeavesThemOut()
    {
        QFETCH(const QString, tables);
        QFETCH(const bool, isAdopted);
        PgSource source = documents(m_server);
        source.source.dataset.largeColumns = {QStringLiteral("document.scan"), QStringLiteral("document.body")};
        source.run(QStringLiteral("CREATE PUBLICATION %1 FOR TABLE %2 WITH (publish_via_partition_root = true)")
                       .arg(pgQuoted(source.slot()), tables));
        const QString number = QStringLiteral("SELECT oid FROM pg_publication WHERE pubname = '%1'").arg(source.slot());
        const QString before = source.text(number);
        StreamSink sink;
        const auto capturer = source.opened({});
        QCOMPARE(source.text(number) == before, isAdopted);
        source.run(QStringLiteral("INSERT INTO document VALUES (1, 'A', '\\x0102', 'b')"));
        catchUp(source, *capturer, sink);
        QCOMPARE(told(sink), (QStringList{QStringLiteral("insert 1 (00000001, 41)"), QStringLiteral("1 scan 2"),
                                          QStringLiteral("1 body 1")}));
    }

    /// With the row its value went at the target, however often it had been sent.
    void sendsTheValueOfARowThatCameAgain_data()
    {
        QTest::addColumn<QStringList>("statements");
        const QString insert = QStringLiteral("INSERT INTO document VALUES (1, 'A', '\\x0102', NULL)");
        QTest::newRow("deleted") << QStringList{QStringLiteral("DELETE FROM document"), insert};
        QTest::newRow("deleted in one transaction") << QStringList{
            QString(QStringLiteral("BEGIN; DELETE FROM document; ") + insert + QStringLiteral("; COMMIT"))};
        QTest::newRow("truncated") << QStringList{QStringLiteral("TRUNCATE document"), insert};
        QTest::newRow("of another key for a while")
            << QStringList{QStringLiteral("UPDATE document SET id = 2"), QStringLiteral("UPDATE document SET id = 1")};
    }

    void sendsTheValueOfARowThatCameAgain()
    {
        QFETCH(const QStringList, statements);
        PgSource source = documents(m_server);
        source.source.dataset.largeColumns = {QStringLiteral("document.scan")};
        StreamSink sink;
        const auto capturer = source.opened({});
        source.run(QStringLiteral("INSERT INTO document VALUES (1, 'A', '\\x0102', NULL)"));
        catchUp(source, *capturer, sink);
        QCOMPARE(told(sink).count(QStringLiteral("1 scan 2")), 1);
        for (const QString& statement : statements)
            source.run(statement);
        catchUp(source, *capturer, sink);
        QCOMPARE(told(sink).count(QStringLiteral("1 scan 2")), 2);
    }

    void leavesOutTheValueOfARowThatIsGone()
    {
        PgSource source = documents(m_server);
        source.source.dataset.largeColumns = {QStringLiteral("document.scan")};
        StreamSink sink;
        const auto capturer = source.opened({});
        source.run(QStringLiteral("INSERT INTO document VALUES (1, 'A', '\\x01', NULL)"));
        source.run(QStringLiteral("DELETE FROM document"));
        source.run(QStringLiteral("BEGIN; INSERT INTO document VALUES (2, 'B', '\\x0102', NULL); DELETE FROM document; "
                                  "INSERT INTO document VALUES (3, 'C', '\\x010203', NULL); COMMIT"));
        source.run(QStringLiteral("UPDATE document SET id = 4 WHERE id = 3"));
        catchUp(source, *capturer, sink);
        const QStringList lines = told(sink);
        QCOMPARE(lines.filter(QStringLiteral(" scan ")), QStringList(QStringLiteral("4 scan 3")));
    }

    void readsTheValuesOfALoad()
    {
        PgSource source = documents(m_server);
        source.source.dataset.largeColumns = {QStringLiteral("document.scan")};
        source.run(QStringLiteral("INSERT INTO document SELECT i, 'T', CASE WHEN i % 2 = 0 THEN "
                                  "convert_to(repeat('x', i * 100000), 'UTF8') END FROM generate_series(1, 9) i"));
        StreamSink sink;
        const auto capturer = source.opened({});
        const PositionedSnapshot snapshot = must(capturer->openSnapshot(sink));
        const DatasetSchema schema = must(capturer->readSchema());
        const TableSchema& table = schema.tables.front();
        const auto values = must(snapshot.snapshot->describeValues(table, KeyRange(), 100));
        QCOMPARE(values.size(), std::size_t{9});
        QVERIFY(!values[0].bytes.has_value());
        QCOMPARE(values[7].bytes.value(), std::uint64_t{800'000});
        Bytes key;
        QCOMPARE(must(snapshot.snapshot->describeValues(table, KeyRange(), 3)).size(), std::size_t{3});
        must(snapshot.snapshot->scan(table, {}, 8, [&](BytesView row) {
            key.clear();
            return projectRow(row, table.keyColumns, key);
        }));
        QCryptographicHash hash(QCryptographicHash::Sha256);
        must(snapshot.snapshot->readValue(
            table, key, snapshot.snapshot->largeColumns(table.name).front(), [&hash](BytesView piece) -> Result<> {
                hash.addData(QByteArrayView(piece.data(), static_cast<qsizetype>(piece.size())));
                return {};
            }));
        QCOMPARE(toHex(view(hash.result())), toHex(values[7].digest));
    }

    void refusesColumnsThatCannotBeReadApart_data()
    {
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("sql");
        const QString document = QStringLiteral("CREATE TABLE document(id int PRIMARY KEY, title text, scan bytea)");
        QTest::newRow("none of the table's") << QStringLiteral("document.other") << document;
        QTest::newRow("of another table") << QStringLiteral("documents.scan") << document;
        QTest::newRow("of the key") << QStringLiteral("document.id")
                                    << QStringLiteral("CREATE TABLE document(id text PRIMARY KEY, scan bytea)");
        QTest::newRow("of another type") << QStringLiteral("document.id") << document;
        QTest::newRow("of a table without a key")
            << QStringLiteral("document.scan")
            << QStringLiteral("CREATE TABLE document(id int, scan bytea); ALTER TABLE document REPLICA IDENTITY FULL");
        QTest::newRow("whose old rows are whole") << QStringLiteral("document.scan")
                                                  << QString(document + QStringLiteral("; ALTER TABLE document REPLICA "
                                                                                       "IDENTITY FULL"));
    }

    void refusesColumnsThatCannotBeReadApart()
    {
        QFETCH(const QString, column);
        QFETCH(const QString, sql);
        PgSource source = documents(m_server, sql);
        source.source.dataset.largeColumns = {column};
        const auto opened = openPgLogCapturer(source.source, {});
        QVERIFY(!opened);
        QCOMPARE(opened.error().event, events::SRC_TABLE_REFUSED);
    }

    /// It says nothing of them in the stream.
    void noticesAColumnThatCameLater()
    {
        PgSource source = documents(m_server);
        source.source.dataset.largeColumns = {QStringLiteral("document.scan")};
        StreamSink sink;
        const auto capturer = source.opened({});
        catchUp(source, *capturer, sink);
        source.run(QStringLiteral("ALTER TABLE document ADD COLUMN year int"));
        Result<> beaten;
        for (int i = 0; i < 31 && beaten; ++i)
            beaten = capturer->beat();
        QVERIFY(!beaten);
        QCOMPARE(beaten.error().event, events::CAP_DRIFT);
    }

private:
    MiniPostgres m_server;
};

BUSHENG_TEST(TstPgCaptureValues)
#include "tst_pg_capture_values.moc"
