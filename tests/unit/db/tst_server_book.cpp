// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_location.h"
#include "engine/db/postgres/pg_conninfo.h"
#include "engine/db/server_book.h"
#include "engine/model/standby_events.h"
#include "tests/support/test_main.h"

using namespace busheng;

namespace {

const QString kDatabase = QStringLiteral("库");
const QStringList kAddresses{QStringLiteral("main:5432"), QStringLiteral("second:5432"), QStringLiteral("third:5432")};
constexpr std::int64_t kMinuteNs = 60'000'000'000;

Failure refusal(const QString& why)
{
    Error error = makeError(ErrorCode::Sql, why);
    error.native = why;
    return fail(std::move(error));
}

} // namespace

/// Which of several servers of a database is used.
class TstServerBook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_now = kMinuteNs;
        m_servers = {QStringLiteral("7/1"), QStringLiteral("7/1"), QStringLiteral("7/1")};
        m_asked.clear();
        m_told.clear();
        m_book = std::make_unique<ServerBook>([this] { return m_now; });
        m_book->setOnChange([this](const ServerUse& use) { m_told.append(use.used); });
    }

    void takesTheMainOneWhileItServes()
    {
        const auto lease = choose();
        QVERIFY_OK(lease);
        QCOMPARE(m_asked, QList<int>({0}));
        QCOMPARE(m_told, QList<int>({0}));
        QCOMPARE(m_book->uses().size(), std::size_t{1});
        QCOMPARE(m_book->uses().front(), (ServerUse{kDatabase, kAddresses, QStringLiteral("7/1"), 0}));
        QVERIFY_OK(choose());
        QCOMPARE(m_told.size(), 1); // nothing new
    }

    /// It is not asked again for a minute; then it is, and is used again.
    void goesToTheNextOneAndComesBackByItself()
    {
        m_servers[0].clear();
        m_servers[1] = QStringLiteral("7/2");
        {
            const auto lease = choose();
            QVERIFY_OK(lease);
            QCOMPARE(m_asked, QList<int>({0, 1}));
            QVERIFY_OK(choose());
            QCOMPARE(m_asked, QList<int>({0, 1, 1}));
            m_servers[0] = QStringLiteral("7/3"); // switched over
            m_servers[1].clear();
            m_now += kMinuteNs + 1;
            m_asked.clear();
            const auto back = choose();
            QVERIFY_OK(back);
            QCOMPARE(m_asked, QList<int>({0}));
            QCOMPARE(m_book->uses().front().used, 1); // a connection that leads there is open yet
        }
        QVERIFY_OK(choose());
        QCOMPARE(m_book->uses().front().used, 0);
        QCOMPARE(m_told.last(), 0);
    }

    /// The dead main server, promoted over, comes back as it was: writing there would be lost.
    void neverGoesBackToAFormerPrimary()
    {
        QVERIFY_OK(choose());
        m_servers[0].clear();
        m_servers[1] = QStringLiteral("7/2");
        QVERIFY_OK(choose());
        m_servers[0] = QStringLiteral("7/1");
        m_now += kMinuteNs + 1;
        m_asked.clear();
        QVERIFY_OK(choose());
        QCOMPARE(m_asked, QList<int>({0, 1}));
        m_servers[1].clear();
        m_servers[2].clear();
        const auto none = choose();
        QVERIFY(!none);
        QCOMPARE(none.error().event, events::DB_NO_PRIMARY);
        QVERIFY(none.error().transient);
        const QStringList said = none.error().args.at(1).split(QStringLiteral("; "));
        QCOMPARE(said.size(), 3);
        QVERIFY(said.contains(QStringLiteral("main:5432: it is a former primary: timeline 1, another server is at 2")));
        QVERIFY(said.contains(QStringLiteral("second:5432: down")));
        // A person says that it is the one.
        m_book->forget(kDatabase);
        QVERIFY_OK(choose());
    }

    void neverTakesAnotherDatabase()
    {
        m_book->remember({kDatabase, kAddresses, QStringLiteral("8/1"), 1});
        const auto none = choose();
        QVERIFY(!none);
        QVERIFY(none.error().args.at(1).contains(QStringLiteral("another database: system 7 instead of 8")));
    }

    void aStopEndsTheChoice()
    {
        const auto stopped = m_book->choose(
            kDatabase, kAddresses,
            [](int place) -> Result<QString> {
                return place == 0 ? Result<QString>(fail(ErrorCode::Cancelled, QStringLiteral("stopping")))
                                  : QStringLiteral("7/1");
            },
            whyNotPgServer);
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    }

    /// Of MariaDB its log says it.
    void aServerOfMariaDbMustHaveWhatTheLastOneHad()
    {
        const QString known = QStringLiteral("0-1-270,1-2-9");
        QCOMPARE(whyNotMyServer(known, QStringLiteral("0-2-271,1-2-9")), QString());
        QCOMPARE(whyNotMyServer(QString(), QStringLiteral("0-2-271")), QString());
        QVERIFY(whyNotMyServer(known, QStringLiteral("0-1-269,1-2-9")).contains(QStringLiteral("lacks transactions")));
        QVERIFY(whyNotMyServer(known, QStringLiteral("0-1-300")).contains(QStringLiteral("another database")));
        QVERIFY(!whyNotMyServer(known, QString()).isEmpty());
    }

    void locationsNameSeveralServers_data()
    {
        QTest::addColumn<QString>("location");
        QTest::addColumn<QStringList>("addresses"); ///< empty: refused
        const auto row = [](const char* name, const char* location, const QStringList& addresses = {}) {
            QTest::newRow(name) << QString::fromUtf8(location) << addresses;
        };
        row("one port", "host=a,b port=5433 dbname=d user=u", {QStringLiteral("a:5433"), QStringLiteral("b:5433")});
        row("one each", "host=a,b port=1,2 dbname=d user=u", {QStringLiteral("a:1"), QStringLiteral("b:2")});
        row("the same host", "host=a,a port=1,2 dbname=d user=u", {QStringLiteral("a:1"), QStringLiteral("a:2")});
        row("one", "host=a port=1 dbname=d user=u", {QStringLiteral("a:1")});
        row("ports that do not fit", "host=a,b,c port=1,2 dbname=d user=u");
        row("one twice", "host=a,a port=1 dbname=d user=u");
        row("an empty one", "host=a,,b port=1 dbname=d user=u");
    }
    void locationsNameSeveralServers()
    {
        QFETCH(const QString, location);
        QFETCH(const QStringList, addresses);
        const auto pg = pgServers(location);
        const auto my = parseMyLocation(location);
        QCOMPARE(pg.has_value(), !addresses.isEmpty());
        QCOMPARE(my.has_value(), !addresses.isEmpty());
        for (qsizetype i = 0; i < addresses.size(); ++i) {
            QCOMPARE(pg->at(static_cast<std::size_t>(i)).toString(), addresses.at(i));
            QCOMPARE(my->servers.at(static_cast<std::size_t>(i)).toString(), addresses.at(i));
        }
    }

private:
    Result<ServerLease> choose()
    {
        return m_book->choose(
            kDatabase, kAddresses,
            [this](int place) -> Result<QString> {
                m_asked.append(place);
                const QString& identity = m_servers[static_cast<std::size_t>(place)];
                return identity.isEmpty() ? Result<QString>(refusal(QStringLiteral("down"))) : identity;
            },
            whyNotPgServer);
    }

    std::int64_t m_now = 0;
    std::array<QString, 3> m_servers; ///< empty: down
    QList<int> m_asked;
    QList<int> m_told;
    std::unique_ptr<ServerBook> m_book;
};

BUSHENG_TEST(TstServerBook)
#include "tst_server_book.moc"
