// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/sqlite/sqlite_database.h"
#include "engine/model/events.h"
#include "tests/support/mini_mariadb.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/mini_sqlite.h"
#include "tests/support/pg_two_nodes.h"
#include "tests/support/test_main.h"

#include <QCryptographicHash>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kPostgres = QStringLiteral("postgres");
const QString kMariaDb = QStringLiteral("mariadb");
const QString kSqlite = QStringLiteral("sqlite");
constexpr int kLargeMiB = 160; ///< far beyond what a row may have in a stream
/// Of a node that never holds a value; such a value does not fit beside what it has anyway.
constexpr qint64 kMostMemory = 150LL << 20;

/// More rows than a load reads at a time.
const QString kMany = QStringLiteral("INSERT INTO document (id, title, scan, body) SELECT i, 'many', "
                                     "decode(md5(i::text), 'hex'), repeat('字', i) FROM generate_series(101, 170) i");
/// Bytes that are other ones for each seed; read apart by pieces from where they lie, for they are not compressed.
QString bytesOf(int mebibytes, const QString& seed)
{
    return QStringLiteral("convert_to(repeat(md5('%1'), %2), 'UTF8')").arg(seed).arg(32768 * mebibytes);
}

/// Chinese, and compressed at the source.
QString textOf(int mebibytes)
{
    return QStringLiteral("repeat('部省同步', %1)").arg(mebibytes * (1 << 20) / 12);
}

} // namespace

/// §6.4: values of up to 1 GiB in the stream, without a node that holds one of them.
class TstLargeColumns : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_source.start());
        QVERIFY_OK(m_postgres.start());
        QVERIFY_OK(m_mariaDb.start(
            {QStringLiteral("--max-allowed-packet=512M"), QStringLiteral("--innodb-log-file-size=1G")}));
    }

    void cleanupTestCase() { QVERIFY_OK(PgTwoNodes::dropSlots(m_source)); }

    void flowTo_data()
    {
        QTest::addColumn<QString>("to");
        QTest::newRow("postgres") << kPostgres;
        QTest::newRow("mariadb") << kMariaDb;
        QTest::newRow("sqlite") << kSqlite;
    }

    /// Load and stream, a kill of each node with a value in its hands, and every kind of change.
    void flowTo()
    {
        QFETCH(const QString, to);
        const QString database = QStringLiteral("columns_") + to;
        QVERIFY_OK(layOut(of(to), database));
        QVERIFY_OK(m_source.run(insert(1, kLargeMiB, QStringLiteral("loaded")) + u';' + insertNull(2) + u';' +
                                    insert(3, 1, QStringLiteral("small")) + u';' + kMany,
                                database));
        PgTwoNodes nodes(m_source, of(to), layoutOf(database));
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        nodes.ministry().setEnvironment({QStringLiteral("BUSHENG_FAILPOINT=apply.value.whole=kill")});
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.registerAll());
        QVERIFY_OK(nodes.subscribe());
        QVERIFY_OK(nodes.ministry().waitForEnd(60'000));
        nodes.ministry().setEnvironment({});
        QVERIFY_OK(nodes.reviveDead());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(compare(nodes));

        QVERIFY_OK(nodes.atSource(insert(4, kLargeMiB, QStringLiteral("streamed"))));
        nodes.province().kill();
        QVERIFY_OK(nodes.reviveDead());
        QVERIFY_OK(nodes.atSource(QStringLiteral("UPDATE document SET title = 'renamed' WHERE id = 1")));
        QVERIFY_OK(nodes.atSource(QStringLiteral("UPDATE document SET scan = NULL, body = '' WHERE id = 3")));
        QVERIFY_OK(nodes.atSource(QStringLiteral("UPDATE document SET scan = %1, body = '字' WHERE id = 2")
                                      .arg(bytesOf(3, QStringLiteral("x")))));
        QVERIFY_OK(nodes.atSource(QStringLiteral("UPDATE document SET id = 5 WHERE id = 3")));
        // A row that is gone again before anybody reads its value.
        QVERIFY_OK(nodes.atSource(insert(6, 2, QStringLiteral("gone")) + QStringLiteral("; DELETE FROM document WHERE "
                                                                                        "id = 6")));
        QVERIFY_OK(nodes.waitUntilInStep(120'000));
        QVERIFY_OK(compare(nodes));

        const qint64 province = nodes.province().peakResidentBytes();
        const qint64 ministry = nodes.ministry().peakResidentBytes();
        qInfo("peak memory with values of %d MiB: %lld MiB, %s %lld MiB", kLargeMiB,
              static_cast<long long>(province >> 20), qPrintable(to), static_cast<long long>(ministry >> 20));
        QVERIFY(province > 0 && province < kMostMemory);
        // SQLite's library holds a row whole whenever a column of it changes.
        QVERIFY(ministry > 0 && (to == kSqlite || ministry < kMostMemory));
    }

    /// A person reads what to do, does it, and nothing is missing.
    void waitsForAColumnThatTheTargetHasNot()
    {
        const QString database = QStringLiteral("columns_missing");
        QVERIFY_OK(layOut(m_postgres, database));
        QVERIFY_OK(m_postgres.run(QStringLiteral("ALTER TABLE document DROP COLUMN scan"), database));
        PgTwoNodes nodes(m_source, m_postgres, layoutOf(database));
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(goLive(nodes));
        QVERIFY_OK(nodes.atSource(insert(1, 2, QStringLiteral("waits"))));
        QTRY_COMPARE_WITH_TIMEOUT(nodes.subscription()->error, events::TGT_LARGE_COLUMN, 30'000);
        QVERIFY_OK(nodes.atTarget(nodes.subscription()->errorArgs.value(3)));
        QVERIFY_OK(nodes.resume());
        QTRY_VERIFY_WITH_TIMEOUT(nodes.subscription()->error.isEmpty(), 30'000); // what is told is a moment old
        QVERIFY_OK(nodes.waitUntilInStep());
        QVERIFY_OK(compare(nodes));
    }

    /// A load gives values behind the rows it has read, and reads no more of these at a time than it may hold.
    void loadsBesideRowsThatAreLarge()
    {
        const QString database = QStringLiteral("columns_beside");
        QVERIFY_OK(layOut(m_postgres, database));
        QVERIFY_OK(m_source.run(
            QStringLiteral(
                "INSERT INTO document SELECT i, 'large beside it', decode(md5(i::text), 'hex'), repeat(chr(64 + "
                "i), %1) FROM generate_series(1, 20) i")
                .arg(3 << 20),
            database));
        PgTwoNodes::Layout layout = layoutOf(database);
        layout.largeColumns = {QStringLiteral("public.document.scan")}; // the body comes with its row
        PgTwoNodes nodes(m_source, m_postgres, layout);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(goLive(nodes));
        QVERIFY_OK(compare(nodes));
        QCOMPARE(nodes.atTarget(QStringLiteral("SELECT count(scan) FROM document")).value(), QStringLiteral("20"));
    }

    /// What the target's column does not take is set aside with its reason; sent again, it arrives with its row.
    void setsAsideWhatTheTargetDoesNotTake()
    {
        const QString database = QStringLiteral("columns_aside");
        QVERIFY_OK(layOut(m_postgres, database));
        QVERIFY_OK(m_postgres.run(
            QStringLiteral("ALTER TABLE document ADD CONSTRAINT short CHECK (octet_length(scan) < 2000000)"),
            database));
        PgTwoNodes::Layout layout = layoutOf(database);
        layout.options.onRowError = QStringLiteral("setAside");
        PgTwoNodes nodes(m_source, m_postgres, layout);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(goLive(nodes));
        QVERIFY_OK(nodes.atSource(insert(1, 3, QStringLiteral("long")) + u';' + insert(2, 1, QStringLiteral("short"))));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(nodes
                     .atTarget(QStringLiteral("SELECT string_agg(id || coalesce(length(scan), 0)::text, ' ' ORDER BY "
                                              "id) FROM document"))
                     .value(),
                 QStringLiteral("10 21048576"));
        const auto aside = nodes.exceptions(QStringLiteral("open"));
        QVERIFY_OK(aside);
        QCOMPARE(aside->size(), std::size_t{1});
        QCOMPARE(aside->front().key, QStringLiteral("1"));
        QVERIFY2(aside->front().message.contains(QStringLiteral("short")), qPrintable(aside->front().message));
    }

private:
    const TestServer& of(const QString& engine) const
    {
        if (engine == kPostgres)
            return m_postgres;
        return engine == kMariaDb ? static_cast<const TestServer&>(m_mariaDb) : m_sqlite;
    }

    static Result<> goLive(PgTwoNodes& nodes)
    {
        ENGINE_TRY(nodes.startBoth());
        ENGINE_TRY(nodes.registerAll());
        ENGINE_TRY(nodes.subscribe());
        return nodes.waitForState(SubscriptionState::Live);
    }

    static PgTwoNodes::Layout layoutOf(const QString& database)
    {
        PgTwoNodes::Layout layout{
            database, {QStringLiteral("public.document"), QStringLiteral("public.mark")}, 1024, {}, {}};
        layout.largeColumns = {QStringLiteral("public.document.scan"), QStringLiteral("public.document.body")};
        return layout;
    }

    Result<> layOut(const TestServer& target, const QString& database)
    {
        const QString tables = QStringLiteral("CREATE TABLE document (id int PRIMARY KEY, title varchar(40) NOT NULL, "
                                              "%1 %2, %3 %4);\nCREATE TABLE mark (id bigint PRIMARY KEY)");
        const QString scan = QStringLiteral("scan");
        const QString body = QStringLiteral("body");
        ENGINE_TRY(m_source.run(QStringLiteral("CREATE DATABASE ") + database));
        ENGINE_TRY(m_source.run(tables.arg(scan, QStringLiteral("bytea"), body, QStringLiteral("text")) +
                                    QStringLiteral("; ALTER TABLE document ALTER scan SET STORAGE EXTERNAL"),
                                database));
        if (target.driver() == kPostgres) {
            ENGINE_TRY(m_postgres.run(QStringLiteral("CREATE DATABASE ") + database));
            ENGINE_TRY(target.run(tables.arg(scan, QStringLiteral("bytea"), body, QStringLiteral("text")), database));
        } else if (target.driver() == kMariaDb) {
            ENGINE_TRY(target.run(QStringLiteral("CREATE DATABASE ") + database, QStringLiteral("mysql")));
            ENGINE_TRY(
                target.run(tables.arg(scan, QStringLiteral("longblob"), body, QStringLiteral("longtext")), database));
        } else {
            // SQLite makes room for a value piece by piece in a row's last column only.
            ENGINE_TRY(target.run(tables.arg(body, QStringLiteral("TEXT"), scan, QStringLiteral("BLOB")), database));
        }
        return {};
    }

    static QString insert(int id, int mebibytes, const QString& title)
    {
        return QStringLiteral("INSERT INTO document VALUES (%1, '%2', %3, %4)")
            .arg(QString::number(id), title, bytesOf(mebibytes, title), textOf(1));
    }

    static QString insertNull(int id)
    {
        return QStringLiteral("INSERT INTO document VALUES (%1, 'without', NULL, NULL)").arg(id);
    }

    /// Both ends have the same values, to the byte.
    Result<> compare(PgTwoNodes& nodes) const
    {
        ENGINE_TRY_AS(const QString ids,
                      nodes.atSource(QStringLiteral("SELECT string_agg(id::text, ',' ORDER BY id) FROM document")));
        for (const QString& id : ids.split(u',')) {
            const QString where = QStringLiteral(" FROM document WHERE id = ") + id;
            ENGINE_TRY_AS(
                const QString source,
                nodes.atSource(QStringLiteral("SELECT title || ' ' || coalesce(octet_length(scan), -1) || ' ' "
                                              "|| coalesce(md5(scan), '') || ' ' || coalesce(octet_length("
                                              "body), -1) || ' ' || coalesce(md5(body), '')") +
                               where));
            ENGINE_TRY_AS(const QString target, atTarget(nodes, where));
            if (source != target)
                return fail(ErrorCode::Conflict, QStringLiteral("row %1: %2 / %3").arg(id, source, target));
        }
        return {};
    }

    Result<QString> atTarget(PgTwoNodes& nodes, const QString& where) const
    {
        if (nodes.targetDriver() == kSqlite)
            return atSqlite(where);
        const QString bytes =
            nodes.targetDriver() == kMariaDb ? QStringLiteral("length") : QStringLiteral("octet_length");
        return nodes.atTarget(QStringLiteral("SELECT concat(title, ' ', coalesce(%1(scan), -1), ' ', "
                                             "coalesce(md5(scan), ''), ' ', coalesce(%1(body), -1), ' ', "
                                             "coalesce(md5(body), ''))")
                                  .arg(bytes) +
                              where);
    }

    /// SQLite has no digests.
    Result<QString> atSqlite(const QString& where) const
    {
        ENGINE_TRY_AS(const auto database, SqliteDatabase::open(m_sqlite.location(QStringLiteral("columns_sqlite")),
                                                                SqliteDatabase::OpenMode::ReadOnly, kSqlite));
        ENGINE_TRY_AS(SqliteStatement statement, database->prepare(QStringLiteral("SELECT title, scan, body") + where));
        ENGINE_TRY_AS(const bool found, statement.step());
        if (!found)
            return QStringLiteral("no row");
        QString text = statement.text(0);
        for (const int column : {1, 2}) {
            const Cell cell = statement.cell(column);
            const bool isNull = cell.kind == CellKind::Null;
            const QByteArray hash = QCryptographicHash::hash(
                QByteArray::fromRawData(cell.bytes.data(), static_cast<qsizetype>(cell.bytes.size())),
                QCryptographicHash::Md5);
            text += QStringLiteral(" %1 ").arg(isNull ? -1 : static_cast<qint64>(cell.bytes.size()));
            text += isNull ? QString() : QString::fromLatin1(hash.toHex());
        }
        return text;
    }

    MiniPostgres m_source;
    MiniPostgres m_postgres;
    MiniMariaDb m_mariaDb;
    MiniSqlite m_sqlite;
};

BUSHENG_TEST(TstLargeColumns)
#include "tst_large_columns.moc"
