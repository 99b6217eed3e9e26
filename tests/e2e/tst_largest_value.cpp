// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/mini_postgres.h"
#include "tests/support/pg_two_nodes.h"
#include "tests/support/test_main.h"

#include <QElapsedTimer>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr int kMiB = 1000; ///< PostgreSQL holds no value of 1 GiB
constexpr int kWithinMs = 600'000;
constexpr qint64 kMostMemory = 180LL << 20;

/// Bytes that zstd cannot shrink much: so much of it goes over the link, too.
QString insert(int id)
{
    return QStringLiteral("INSERT INTO document SELECT %1, 'large', convert_to(string_agg(md5(i::text || '%1'), ''), "
                          "'UTF8') FROM generate_series(1, %2) i")
        .arg(id)
        .arg(32768 * kMiB);
}

} // namespace

/// A value about as large as PostgreSQL holds one, by load and by the log, with a bound on the nodes' memory (§6.4).
class TstLargestValue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void passesThroughNoMemory()
    {
        MiniPostgres source;
        MiniPostgres target;
        QVERIFY_OK(source.start());
        QVERIFY_OK(target.start());
        const QString database = QStringLiteral("largest");
        for (const MiniPostgres* server : {&source, &target}) {
            QVERIFY_OK(server->run(QStringLiteral("CREATE DATABASE ") + database));
            QVERIFY_OK(server->run(QStringLiteral("CREATE TABLE document (id int PRIMARY KEY, title text, scan bytea);"
                                                  "ALTER TABLE document ALTER scan SET STORAGE EXTERNAL;"
                                                  "CREATE TABLE mark (id bigint PRIMARY KEY)"),
                                   database));
        }
        QVERIFY_OK(source.run(insert(1), database));
        PgTwoNodes::Layout layout{
            database, {QStringLiteral("public.document"), QStringLiteral("public.mark")}, 4096, {}, {}};
        layout.largeColumns = {QStringLiteral("public.document.scan")};
        PgTwoNodes nodes(source, target, layout);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.registerAll());
        QElapsedTimer clock;
        clock.start();
        QVERIFY_OK(nodes.subscribe());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live, kWithinMs));
        const qint64 loaded = clock.elapsed();
        QVERIFY_OK(nodes.atSource(insert(2)));
        clock.start();
        QVERIFY_OK(nodes.waitUntilInStep(kWithinMs));
        const qint64 streamed = clock.elapsed();
        for (const int id : {1, 2}) {
            const QString digest =
                QStringLiteral("SELECT octet_length(scan) || ' ' || md5(scan) FROM document WHERE id = %1").arg(id);
            QCOMPARE(nodes.atTarget(digest).value(), nodes.atSource(digest).value());
        }
        const qint64 province = nodes.province().peakResidentBytes();
        const qint64 ministry = nodes.ministry().peakResidentBytes();
        qInfo("a value of %d MiB: load %lld ms, from commit %lld ms; peak memory %lld and %lld MiB", kMiB,
              static_cast<long long>(loaded), static_cast<long long>(streamed), static_cast<long long>(province >> 20),
              static_cast<long long>(ministry >> 20));
        QVERIFY(province > 0 && province < kMostMemory);
        QVERIFY(ministry > 0 && ministry < kMostMemory);
        QVERIFY_OK(PgTwoNodes::dropSlots(source));
    }
};

BUSHENG_TEST(TstLargestValue)
#include "tst_largest_value.moc"
