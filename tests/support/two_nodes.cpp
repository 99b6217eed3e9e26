// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/two_nodes.h"

#include "app/cli/await.h"
#include "app/node/node_init.h"
#include "engine/api/node_config.h"
#include "tests/support/own_port.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace busheng::test {
namespace {

using OpenMode = SqliteDatabase::OpenMode;

constexpr int kAccounts = 20;
constexpr int kOpeningBalance = 1000;
const QString kName = QStringLiteral("register");
const QString kProvinceCode = QStringLiteral("340000");
const QString kMinistryCode = QStringLiteral("100000");

Result<> writeInConfig(const QString& directory, const QString& key, const QJsonObject& value)
{
    QFile file(nodeConfigPath(directory));
    if (!file.open(QIODevice::ReadWrite))
        return fail(ErrorCode::Storage, file.errorString());
    QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    json[key] = value;
    file.resize(0);
    if (file.write(QJsonDocument(json).toJson()) < 0)
        return fail(ErrorCode::Storage, file.errorString());
    return {};
}

Result<> setLimits(const QString& directory, qint64 logCacheMiB, qint64 inboundMiB)
{
    return writeInConfig(
        directory, QStringLiteral("limits"),
        QJsonObject{{QStringLiteral("logCacheMiB"), logCacheMiB}, {QStringLiteral("inboundMiB"), inboundMiB}});
}

} // namespace

QString TwoNodes::binary(const QString& name)
{
    return QStringLiteral(BUSHENG_BIN_DIR "/") + name;
}

void TwoNodes::setInConfig(const cli::NodeProcess& node, const QString& key, const QJsonObject& value)
{
    if (const auto set = writeInConfig(node.dataDirectory(), key, value); !set)
        qFatal("%s", qPrintable(set.error().toString()));
}

void TwoNodes::setCrypto(const cli::NodeProcess& node, const QJsonObject& crypto)
{
    setInConfig(node, QStringLiteral("crypto"), crypto);
}

TwoNodes::TwoNodes(int people, qint64 logCacheMiB, qint64 inboundMiB)
{
    if (auto laidOut = layOut(people, logCacheMiB, inboundMiB); !laidOut)
        m_failure = laidOut.error().toString();
}

Result<> TwoNodes::layOut(int people, qint64 logCacheMiB, qint64 inboundMiB)
{
    m_directory.setAutoRemove(qEnvironmentVariableIsEmpty("BUSHENG_KEEP"));
    m_listen = QStringLiteral("127.0.0.1:%1").arg(ownPort());
    const QString authority = m_directory.filePath(QStringLiteral("authority"));
    const QString program = binary(QStringLiteral("busheng-node"));
    m_province = std::make_unique<cli::NodeProcess>(program, m_directory.filePath(QStringLiteral("province")));
    m_ministry = std::make_unique<cli::NodeProcess>(program, m_directory.filePath(QStringLiteral("ministry")));
    ENGINE_TRY(
        initializeNode({m_province->dataDirectory(), kProvinceCode, QStringLiteral("安徽"), QString(), authority}));
    ENGINE_TRY(initializeNode({m_ministry->dataDirectory(), kMinistryCode, QStringLiteral("部"), m_listen, authority}));
    ENGINE_TRY(setLimits(m_province->dataDirectory(), logCacheMiB, inboundMiB));
    ENGINE_TRY(setLimits(m_ministry->dataDirectory(), logCacheMiB, inboundMiB));
    ENGINE_TRY_AS(const auto database, SqliteDatabase::open(sourcePath(), OpenMode::ReadWriteCreate, sourcePath()));
    return database->execute(
        QStringLiteral(
            "PRAGMA journal_mode = WAL; BEGIN;"
            "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL, region CHAR(6), paid REAL, photo BLOB, "
            "note);"
            "CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL);"
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1)"
            " INSERT INTO person SELECT i, '张三' || i, printf('34%04d', i % 10000), i / 3.0, randomblob(i % 50),"
            " CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN i ELSE '备注' || i END FROM n;"
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %2)"
            " INSERT INTO account SELECT i, %3 FROM n; COMMIT;")
            .arg(people)
            .arg(kAccounts)
            .arg(kOpeningBalance));
}

Result<> TwoNodes::startBoth()
{
    ENGINE_TRY(m_ministry->start());
    return m_province->start();
}

Result<int> TwoNodes::reviveDead()
{
    int revived = 0;
    for (cli::NodeProcess* node : {m_ministry.get(), m_province.get()}) {
        if (node->isRunning())
            continue;
        node->setEnvironment({});
        ENGINE_TRY(node->start());
        ++revived;
    }
    return revived;
}

Result<> TwoNodes::configure()
{
    SettingsApi& ministry = m_ministry->engine().settings();
    SettingsApi& province = m_province->engine().settings();
    const DatasetConfig dataset{kName,
                                QStringLiteral("province"),
                                Route::Trigger,
                                {QStringLiteral("person"), QStringLiteral("account")},
                                {kMinistryCode}};
    ENGINE_TRY(cli::await<>([&](auto reply) {
        ministry.addLink({kProvinceCode, QStringLiteral("安徽"), QString(), true}, reply);
    }));
    ENGINE_TRY(cli::await<>([&](auto reply) {
        province.addLink({kMinistryCode, QStringLiteral("部"), m_listen, true}, reply);
    }));
    ENGINE_TRY(cli::await<>([&](auto reply) {
        province.addSource({dataset.source, QStringLiteral("sqlite"), sourcePath()}, reply);
    }));
    ENGINE_TRY(cli::await<>([&](auto reply) { province.addDataset(dataset, reply); }));
    ENGINE_TRY(cli::await<>([&](auto reply) {
        ministry.addTarget({QStringLiteral("ministry"), QStringLiteral("sqlite"), targetPath()}, reply);
    }));
    return cli::await<>([&](auto reply) {
        ministry.addSubscription({kName, kProvinceCode, kName, QStringLiteral("ministry"), false, true}, reply);
    });
}

const SubscriptionSnapshot* TwoNodes::subscription() const
{
    const auto& all = m_ministry->latest().subscriptions;
    const auto found = std::ranges::find(all, kName, [](const auto& one) { return one.config.name; });
    return found == all.end() ? nullptr : &*found;
}

Result<> TwoNodes::waitForState(SubscriptionState state, int withinMs)
{
    return m_ministry->waitFor(subscriptionStateName(state), withinMs, [&](const NodeSnapshot&) {
        return subscription() != nullptr && subscription()->state == state;
    });
}

Result<> TwoNodes::change(const QString& sql)
{
    ENGINE_TRY_AS(const auto database, SqliteDatabase::open(sourcePath(), OpenMode::ReadWrite, sourcePath(), 30'000));
    return database->execute(sql);
}

Result<> TwoNodes::work(int first, int count)
{
    for (int i = first; i < first + count; ++i) {
        ENGINE_TRY(
            change(QStringLiteral("BEGIN;"
                                  "UPDATE account SET balance = balance - %1 WHERE id = %2;"
                                  "INSERT INTO person VALUES (%3, '新增' || %1, '340100', %1 / 7.0, x'00ff', NULL);"
                                  "UPDATE person SET name = name || '改', note = %1 WHERE id % 17 = %4;"
                                  "DELETE FROM person WHERE id = %5;"
                                  "UPDATE account SET balance = balance + %1 WHERE id = %6;"
                                  "COMMIT;")
                       .arg(i)
                       .arg(1 + i % kAccounts)
                       .arg(1'000'000 + i)
                       .arg(i % 17)
                       .arg(1 + i)
                       .arg(1 + (i * 7 + 3) % kAccounts)));
    }
    return {};
}

Result<> TwoNodes::checkBalances()
{
    if (!QFile::exists(targetPath()))
        return {};
    auto database = SqliteDatabase::open(targetPath(), OpenMode::ReadOnly, targetPath());
    if (!database)
        return {};
    auto accounts = (*database)->queryInteger(QStringLiteral("SELECT count(*) FROM account"));
    if (!accounts || *accounts == 0 || subscription() == nullptr || subscription()->state < SubscriptionState::Checking)
        return {}; // before the load is whole there is nothing to add up
    ENGINE_TRY_AS(const std::int64_t sum,
                  (*database)->queryInteger(QStringLiteral("SELECT sum(balance) FROM account")));
    if (sum != kAccounts * kOpeningBalance)
        return fail(ErrorCode::Conflict,
                    QStringLiteral("half a transaction is visible: the balances add up to %1").arg(sum));
    return {};
}

Result<> TwoNodes::waitUntilInStep(int withinMs, bool revive)
{
    std::uint64_t newest = 0;
    {
        ENGINE_TRY_AS(const auto database, SqliteDatabase::open(sourcePath(), OpenMode::ReadOnly, sourcePath()));
        // Before the triggers are installed there is no change table and nothing to wait for but the load.
        auto id =
            database->queryInteger(QStringLiteral("SELECT seq FROM sqlite_sequence WHERE name = 'busheng_change'"));
        newest = id ? static_cast<std::uint64_t>(*id) : 0;
    }
    QElapsedTimer clock;
    clock.start();
    while (true) {
        if (revive)
            ENGINE_TRY(reviveDead());
        if (!m_province->isRunning() || !m_ministry->isRunning())
            return fail(ErrorCode::Internal, QStringLiteral("a node has died"));
        ENGINE_TRY(checkBalances());
        const SubscriptionSnapshot* now = subscription();
        if (now != nullptr && now->positions.applied >= newest &&
            (now->state == SubscriptionState::CatchingUp || now->state == SubscriptionState::Live))
            return {};
        if (now != nullptr && now->state == SubscriptionState::Stopped)
            return fail(ErrorCode::Internal, QStringLiteral("the subscription stopped: ") + now->errorDetail);
        if (clock.elapsed() > withinMs)
            return fail(ErrorCode::Timeout, QStringLiteral("applied %1 of %2, state %3, %4")
                                                .arg(now == nullptr ? 0 : now->positions.applied)
                                                .arg(newest)
                                                .arg(now == nullptr ? QString() : subscriptionStateName(now->state),
                                                     now == nullptr ? QString() : now->errorDetail));
        cli::runEventsFor(50);
    }
}

Result<quint64> TwoNodes::countDifferentRows()
{
    ENGINE_TRY_AS(const auto database, SqliteDatabase::open(sourcePath(), OpenMode::ReadWrite, sourcePath()));
    ENGINE_TRY(database->execute(QStringLiteral("ATTACH '%1' AS target").arg(targetPath())));
    quint64 different = 0;
    for (const QString& table : {QStringLiteral("person"), QStringLiteral("account")}) {
        const QString sql =
            QStringLiteral("SELECT (SELECT count(*) FROM (SELECT * FROM main.%1 EXCEPT SELECT * FROM target.%1))"
                           " + (SELECT count(*) FROM (SELECT * FROM target.%1 EXCEPT SELECT * FROM main.%1))");
        ENGINE_TRY_AS(const std::int64_t rows, database->queryInteger(sql.arg(table)));
        different += static_cast<quint64>(rows);
    }
    return different;
}

Result<QString> TwoNodes::targetState()
{
    ENGINE_TRY_AS(const auto database, SqliteDatabase::open(targetPath(), OpenMode::ReadOnly, targetPath()));
    QString state;
    for (const QString& sql :
         {QStringLiteral("SELECT * FROM person ORDER BY id"), QStringLiteral("SELECT * FROM account ORDER BY id"),
          QStringLiteral("SELECT * FROM busheng_checkpoint ORDER BY 1")}) {
        ENGINE_TRY_AS(SqliteStatement rows, database->prepare(sql));
        while (true) {
            ENGINE_TRY_AS(const bool more, rows.step());
            if (!more)
                break;
            for (int column = 0; column < rows.columnCount(); ++column)
                state += rows.text(column) + u'|';
            state += u'\n';
        }
    }
    return state;
}

Result<VerificationSnapshot> TwoNodes::verify(const QString& level)
{
    ENGINE_TRY_AS(const qint64 id, cli::await<qint64>([&](auto reply) {
                      m_ministry->engine().flow().verify(kName, level, false, reply);
                  }));
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < 60'000) {
        ENGINE_TRY_AS(const VerificationSnapshot now, cli::await<VerificationSnapshot>([&](auto reply) {
                          m_ministry->engine().flow().verification(id, reply);
                      }));
        if (now.state != QStringLiteral("running"))
            return now;
        cli::runEventsFor(50);
    }
    return fail(ErrorCode::Timeout, QStringLiteral("the verification does not end"));
}

} // namespace busheng::test
