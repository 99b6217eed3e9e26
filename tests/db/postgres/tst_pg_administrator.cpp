// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_administrator.h"
#include "engine/model/events.h"
#include "tests/support/mini_postgres.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

/// Rights that are given by the node itself, as an administrator: all or none.
class TstPgAdministrator : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_server.start());
        QVERIFY_OK(m_server.run(QStringLiteral("CREATE TABLE account(id int); CREATE ROLE humble LOGIN")));
    }

    void givesThemAllAndAltersARoleThatIsThere()
    {
        const QStringList statements{QStringLiteral("CREATE ROLE \"read er\" LOGIN REPLICATION"),
                                     QStringLiteral("GRANT SELECT ON TABLE public.account TO \"read er\"")};
        const auto made = run(QStringLiteral("postgres"), statements);
        QVERIFY_OK(made);
        QCOMPARE(*made, statements);
        QCOMPARE(m_server.run(kHasRights).value_or(QString()), QStringLiteral("t"));
        QVERIFY_OK(m_server.run(QStringLiteral("ALTER ROLE \"read er\" NOREPLICATION")));
        const auto altered = run(QStringLiteral("postgres"), statements);
        QVERIFY_OK(altered);
        QCOMPARE(altered->front(), QStringLiteral("ALTER ROLE \"read er\" LOGIN REPLICATION"));
        QCOMPARE(m_server.run(kHasRights).value_or(QString()), QStringLiteral("t"));
    }

    void leavesNothingBehindWhenOneIsRefused()
    {
        const auto refused =
            run(QStringLiteral("postgres"), {QStringLiteral("CREATE TABLE public.half(a int)"),
                                             QStringLiteral("GRANT SELECT ON TABLE public.gone TO humble")});
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, events::RGT_REFUSED);
        QCOMPARE(refused.error().args.at(1), QStringLiteral("GRANT SELECT ON TABLE public.gone TO humble"));
        QCOMPARE(m_server.run(QStringLiteral("SELECT to_regclass('half') IS NULL")).value_or(QString()),
                 QStringLiteral("t"));
    }

    void isRefusedToOneWhoMayNot()
    {
        const auto refused = run(QStringLiteral("humble"), {QStringLiteral("CREATE ROLE \"other\" LOGIN REPLICATION")});
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, events::RGT_REFUSED);
        const auto nobody = run(QStringLiteral("no body's"), {QStringLiteral("SELECT 1")});
        QVERIFY(!nobody);
        QCOMPARE(nobody.error().args.value(1), QStringLiteral("CONNECT"));
    }

private:
    inline static const QString kHasRights =
        QStringLiteral("SELECT rolreplication AND has_table_privilege(oid, 'account', 'SELECT') FROM pg_roles WHERE "
                       "rolname = 'read er'");
    Result<QStringList> run(const QString& administrator, const QStringList& statements)
    {
        return runPgAsAdministrator(m_server.conninfo(), QStringLiteral("db"), administrator, QStringLiteral("read er"),
                                    statements);
    }
    MiniPostgres m_server;
};

BUSHENG_TEST(TstPgAdministrator)
#include "tst_pg_administrator.moc"
