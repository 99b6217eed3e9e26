// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_catalog.h"
#include "engine/db/postgres/pg_snapshot.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/test_main.h"

#include <algorithm>

using namespace busheng;
using busheng::test::MiniPostgres;

/// A snapshot that is read in parts and by several connections.
class TstPgSnapshotParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void dividesALargeTableByItsKeys();
    void dividesOnlyWhatAnIndexServes();
    void isReadByManyAtOneMoment();

private:
    std::unique_ptr<PgSnapshot> opened() const
    {
        PgConnection::Options options;
        options.conninfo = m_server.conninfo();
        options.name = QStringLiteral("mini");
        options.purpose = QStringLiteral("snapshot");
        auto snapshot = PgSnapshot::open(options);
        return snapshot ? std::move(*snapshot) : nullptr;
    }
    Result<QString> make(const QString& sql) const { return m_server.run(sql); }
    static TableSchema schemaOf(PgSnapshot& snapshot, const QString& name)
    {
        const auto table = readPgTable(snapshot.connection(), name);
        return table ? *table : TableSchema();
    }
    MiniPostgres m_server;
};

void TstPgSnapshotParts::dividesALargeTableByItsKeys()
{
    QVERIFY_OK(
        make(QStringLiteral("CREATE TABLE large (a int, b int, filler text, PRIMARY KEY (a, b));"
                            "INSERT INTO large SELECT i % 7, i, repeat('x', 100) FROM generate_series(1, 40000) i")));
    const auto snapshot = opened();
    const TableSchema table = schemaOf(*snapshot, QStringLiteral("large"));
    constexpr std::uint64_t kPart = 512U << 10;
    const auto dividers = snapshot->divide(table, {}, kPart);
    QVERIFY_OK(dividers);
    QVERIFY2(dividers->size() >= 8 && dividers->size() <= 20, qPrintable(QString::number(dividers->size())));
    // All rows come once, in the same order as at one go.
    std::vector<Bytes> whole;
    const auto keep = [](std::vector<Bytes>& rows) {
        return [&rows](BytesView row) {
            rows.emplace_back(row);
            return true;
        };
    };
    QVERIFY_OK(snapshot->scan(table, {}, 0, keep(whole)));
    std::vector<Bytes> parts;
    std::size_t most = 0;
    KeyRange range;
    for (std::size_t i = 0; i <= dividers->size(); ++i) {
        range.upTo = i < dividers->size() ? (*dividers)[i] : Bytes();
        const std::size_t before = parts.size();
        QVERIFY_OK(snapshot->scan(table, range, 0, keep(parts)));
        most = std::max(most, parts.size() - before);
        range.after = range.upTo;
    }
    QCOMPARE(parts.size(), std::size_t{40000});
    QVERIFY(parts == whole);
    QVERIFY2(most < 40000 / 3, qPrintable(QString::number(most)));
    // Behind a key, only what lies behind it is divided.
    const auto behind = snapshot->divide(table, dividers->at(dividers->size() / 2), kPart);
    QVERIFY_OK(behind);
    QVERIFY(std::ranges::none_of(*behind, [&](const Bytes& key) { return key == dividers->front(); }));
}

void TstPgSnapshotParts::dividesOnlyWhatAnIndexServes()
{
    QVERIFY_OK(make(QStringLiteral(
        "CREATE TABLE bag (a int); CREATE TABLE worded (a text COLLATE \"en-x-icu\" PRIMARY KEY);"
        "CREATE TABLE little (a int PRIMARY KEY); CREATE TABLE bytewise (a text COLLATE \"C\" PRIMARY KEY);"
        "INSERT INTO bag SELECT generate_series(1, 20000); INSERT INTO worded SELECT generate_series(1, 20000);"
        "INSERT INTO bytewise SELECT generate_series(1, 20000); INSERT INTO little VALUES (1)")));
    const auto snapshot = opened();
    for (const char* name : {"bag", "worded", "little"}) {
        const auto dividers = snapshot->divide(schemaOf(*snapshot, QString::fromLatin1(name)), {}, 64U << 10);
        QVERIFY_OK(dividers);
        QVERIFY2(dividers->empty(), name);
    }
    const auto dividers = snapshot->divide(schemaOf(*snapshot, QStringLiteral("bytewise")), {}, 64U << 10);
    QVERIFY_OK(dividers);
    QVERIFY(!dividers->empty());
}

void TstPgSnapshotParts::isReadByManyAtOneMoment()
{
    QVERIFY_OK(make(QStringLiteral("CREATE TABLE shared (a int PRIMARY KEY); INSERT INTO shared VALUES (1), (2)")));
    auto snapshot = opened();
    const TableSchema table = schemaOf(*snapshot, QStringLiteral("shared"));
    QVERIFY_OK(make(QStringLiteral("DELETE FROM shared WHERE a = 1; INSERT INTO shared VALUES (3), (4)")));
    auto another = snapshot->openAnother();
    QVERIFY_OK(another);
    for (int pass = 0; pass < 2; ++pass) {
        int rows = 0;
        QVERIFY_OK((*another)->scan(table, {}, 0, [&rows](BytesView) { return ++rows > 0; }));
        QCOMPARE(rows, 2);
        const auto counted = (*another)->countRows(table);
        QVERIFY_OK(counted);
        QCOMPARE(*counted, std::uint64_t{2});
    }
    // The moment is gone with the one that holds it, and that may pass: another load takes another.
    snapshot.reset();
    QVERIFY_OK((*another)->countRows(table)); // what has joined stays
    const auto lost = opened();
    QVERIFY_OK(make(QStringLiteral("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                                   "WHERE application_name = 'busheng snapshot'")));
    const auto late = lost->openAnother();
    QVERIFY(!late);
    QVERIFY(late.error().transient);
}

BUSHENG_TEST(TstPgSnapshotParts)
#include "tst_pg_snapshot_parts.moc"
