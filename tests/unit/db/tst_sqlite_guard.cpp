// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/sqlite/sqlite_guard.h"

#include "tests/support/test_main.h"
#include "tests/unit/db/sqlite_fixture.h"

using namespace busheng;
using namespace busheng::test;

class TstSqliteGuard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void doesNothingWhereThereIsNoGuard();
    void isUpOnlyWithinTheTransaction();
    void isRefusedOutsideOfATransaction();
    void isMadeOnceAndSurvivesALostRow();
};

namespace {

void make(const SqliteFile& file)
{
    for (const QString& sql : sqliteGuardSql())
        file.run(sql);
}

const QString kActive = QStringLiteral("SELECT active FROM busheng_guard");

} // namespace

void TstSqliteGuard::doesNothingWhereThereIsNoGuard()
{
    const SqliteFile file;
    file.run(QStringLiteral("BEGIN"));
    QVERIFY_OK(setSqliteGuard(*file.database, true));
    QVERIFY_OK(setSqliteGuard(*file.database, false));
    file.run(QStringLiteral("COMMIT"));
    QCOMPARE(file.number(QStringLiteral("SELECT count(*) FROM sqlite_master")), std::int64_t{0});
}

void TstSqliteGuard::isUpOnlyWithinTheTransaction()
{
    const SqliteFile file;
    make(file);
    file.run(QStringLiteral("BEGIN"));
    QVERIFY_OK(setSqliteGuard(*file.database, true));
    QCOMPARE(file.number(kActive), std::int64_t{1});
    QVERIFY_OK(setSqliteGuard(*file.database, false));
    file.run(QStringLiteral("COMMIT; BEGIN"));
    QCOMPARE(file.number(kActive), std::int64_t{0});
    QVERIFY_OK(setSqliteGuard(*file.database, true));
    file.run(QStringLiteral("ROLLBACK"));
    QCOMPARE(file.number(kActive), std::int64_t{0});
}

void TstSqliteGuard::isRefusedOutsideOfATransaction()
{
    const SqliteFile file;
    make(file);
    const auto set = setSqliteGuard(*file.database, true);
    QVERIFY(!set);
    QCOMPARE(set.error().code, ErrorCode::Internal);
    QCOMPARE(file.number(kActive), std::int64_t{0});
}

void TstSqliteGuard::isMadeOnceAndSurvivesALostRow()
{
    const SqliteFile file;
    make(file);
    make(file);
    QCOMPARE(file.number(QStringLiteral("SELECT count(*) FROM busheng_guard")), std::int64_t{1});
    file.run(QStringLiteral("DELETE FROM busheng_guard; BEGIN"));
    QVERIFY_OK(setSqliteGuard(*file.database, true));
    QCOMPARE(file.number(kActive), std::int64_t{1});
}

BUSHENG_TEST(TstSqliteGuard)
#include "tst_sqlite_guard.moc"
