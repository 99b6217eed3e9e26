// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/db/postgres_apply/pg_apply_fixture.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

namespace {

/// Makes the source's statements up; the fixture turns them into operations.
class Workload {
public:
    Workload(PgApplyFixture& fixture, const DatasetSchema& schema, unsigned seed)
        : m_fixture(fixture), m_schema(schema), m_random(seed)
    {
    }

    void step()
    {
        const TableSchema& table =
            m_schema.tables[static_cast<std::size_t>(below(static_cast<int>(m_schema.tables.size())))];
        if (table.keyColumns.empty())
            keyless(table);
        else
            keyed(table);
    }

    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(m_random); }

private:
    QString id() { return QString::number(below(60)); }
    QString words()
    {
        return below(4) == 0 ? QStringLiteral("NULL") : QStringLiteral("repeat('字', %1)").arg(below(3000));
    }

    void keyed(const TableSchema& table)
    {
        const QString where = QStringLiteral("id = ") + id();
        switch (below(9)) {
        case 0:
        case 1:
        case 2:
        case 3:
            m_fixture.insert(table,
                             QStringLiteral("SELECT %1, %2, %3, %4 WHERE NOT EXISTS (SELECT FROM %5 WHERE id = %1 OR "
                                            "code = %4)")
                                 .arg(id(), words(), id(), QString::number(below(80)), table.name));
            return;
        case 4:
            m_fixture.update(table, QStringLiteral("body = ") + words(), where);
            return;
        case 5:
            m_fixture.update(table, QStringLiteral("amount = ") + id(), where);
            return;
        case 6: {
            const QString code = QString::number(below(80));
            m_fixture.update(
                table, QStringLiteral("code = ") + code,
                where + QStringLiteral(" AND NOT EXISTS (SELECT FROM %1 WHERE code = %2)").arg(table.name, code));
            return;
        }
        case 7: {
            const QString moved = id();
            m_fixture.update(
                table, QStringLiteral("id = %1, amount = 5").arg(moved),
                where + QStringLiteral(" AND NOT EXISTS (SELECT FROM %1 WHERE id = %2)").arg(table.name, moved));
            return;
        }
        default:
            m_fixture.erase(table, where);
        }
    }

    /// Few different values: many rows are the same.
    void keyless(const TableSchema& table)
    {
        const QString value = QStringLiteral("%1, %2, %3")
                                  .arg(below(4))
                                  .arg(below(3) == 0 ? QStringLiteral("NULL") : QStringLiteral("'t%1'").arg(below(2)))
                                  .arg(below(2) == 0 ? QStringLiteral("1.0") : QStringLiteral("1.00"));
        const QString one = QStringLiteral("ctid IN (SELECT ctid FROM %1 ORDER BY random() LIMIT 1)").arg(table.name);
        if (const int kind = below(10); kind < 4)
            m_fixture.insert(table, value);
        else if (kind < 7)
            m_fixture.update(table, QStringLiteral("(a, b, n) = (%1)").arg(value), one);
        else
            m_fixture.erase(table, one);
    }

    PgApplyFixture& m_fixture;
    const DatasetSchema& m_schema;
    std::mt19937 m_random;
};

} // namespace

/// Whatever the source does, and however it is cut into transactions and blocks: the target ends as the source is, in
/// sets as one by one.
class TstPgTargetRandom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void endsAsTheSourceIs_data();
    void endsAsTheSourceIs();

private:
    MiniPostgres m_server;
};

void TstPgTargetRandom::endsAsTheSourceIs_data()
{
    QTest::addColumn<bool>("strict");
    QTest::addColumn<bool>("unchanged");
    QTest::newRow("sets") << false << false;
    QTest::newRow("sets, unchanged left out") << false << true;
    QTest::newRow("strict") << true << false;
    QTest::newRow("strict, unchanged left out") << true << true;
}

void TstPgTargetRandom::endsAsTheSourceIs()
{
    QFETCH(const bool, strict);
    QFETCH(const bool, unchanged);
    const unsigned seed = std::random_device()();
    qInfo("seed %u", seed);
    PgApplyFixture f(m_server);
    f.config.strict = strict;
    f.leavesOutUnchanged = unchanged;
    QVERIFY_OK(f.create());
    f.onSource(QStringLiteral("CREATE TABLE doc(id int PRIMARY KEY, body text, amount int, code int UNIQUE); "
                              "CREATE TABLE other(id int PRIMARY KEY, body text, amount int, code int); "
                              "CREATE TABLE bag(a int, b text, n numeric)"));
    const DatasetSchema schema = f.schema({QStringLiteral("doc"), QStringLiteral("other"), QStringLiteral("bag")});
    QVERIFY_OK(f.open());
    QVERIFY_OK(f.createStructure(schema));
    Workload workload(f, schema, seed);
    for (int transaction = 0; transaction < 25; ++transaction) {
        QVERIFY_OK(f.writer->begin());
        const int blocks = 1 + workload.below(4);
        for (int i = 0; i < blocks; ++i) {
            const int steps = workload.below(120);
            f.onSource(QStringLiteral("BEGIN"));
            for (int step = 0; step < steps; ++step)
                workload.step();
            f.onSource(QStringLiteral("COMMIT"));
            QVERIFY_OK(f.writer->apply(schema, f.taken(), false, f.changed));
        }
        QVERIFY_OK(f.writer->commit());
        QVERIFY(f.isSame(schema));
    }
    QCOMPARE(f.changed, f.count);
}

BUSHENG_TEST(TstPgTargetRandom)
#include "tst_pg_target_random.moc"
