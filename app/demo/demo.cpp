// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/demo.h"

#include "app/cli/await.h"
#include "app/demo/demo_data.h"
#include "app/node/node_init.h"
#include "ui/text/event_text.h"
#include "ui/text/words.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <cmath>

namespace busheng::demo {
namespace {

const QString kName = QStringLiteral("divisions");
constexpr int kLoadWithinMs = 120'000;
constexpr int kStepWithinMs = 60'000;
constexpr int kBigTransactionRows = 100'000;

QString summaryText(const QJsonValue& value)
{
    if (value.isBool())
        return value.toBool() ? Demo::tr("yes") : Demo::tr("no");
    const double number = value.toDouble();
    constexpr int kDecimals = 2;
    return number == std::floor(number) ? QString::number(number, 'f', 0) : QString::number(number, 'f', kDecimals);
}

} // namespace

Demo::Demo(Options options)
    : m_options(std::move(options)),
      m_province(m_options.nodeProgram, m_options.workDirectory + QStringLiteral("/province")),
      m_ministry(m_options.nodeProgram, m_options.workDirectory + QStringLiteral("/ministry")),
      m_sourcePath(m_options.workDirectory + QStringLiteral("/province.sqlite")),
      m_targetPath(m_options.workDirectory + QStringLiteral("/ministry.sqlite"))
{
}

Demo::~Demo()
{
    if (m_console && m_console->state() != QProcess::NotRunning) {
        m_console->terminate();
        m_console->waitForFinished();
    }
}

Failure Demo::notTrue(const QString& claim)
{
    return fail(ErrorCode::Internal, tr("the demo's claim does not hold: %1").arg(claim));
}

Result<> Demo::run()
{
    m_clock.start();
    ENGINE_TRY(prepare());
    ENGINE_TRY(connectNodes());
    ENGINE_TRY(subscribe());
    ENGINE_TRY(initialLoad());
    ENGINE_TRY(liveChanges());
    ENGINE_TRY(lookAtKeys());
    ENGINE_TRY(killAndRecover());
    ENGINE_TRY(verifyBothLevels());
    ENGINE_TRY(plantAndRepair());
    ENGINE_TRY(readLedger());
    ENGINE_TRY(sendTrees());
    return finish();
}

Result<> Demo::prepare()
{
    const QString authority = m_options.workDirectory + QStringLiteral("/authority");
    ENGINE_TRY(initializeNode({m_province.dataDirectory(), kProvinceCode, QStringLiteral("安徽省人力资源和社会保障厅"),
                               QString(), authority}));
    ENGINE_TRY(initializeNode({m_ministry.dataDirectory(), kMinistryCode, QStringLiteral("人力资源和社会保障部"),
                               QStringLiteral("127.0.0.1:0"), authority}));
    ENGINE_TRY(giveVault());
    ENGINE_TRY(makeProvinceDatabase(m_options.divisions, m_sourcePath));
    ENGINE_TRY_AS(const quint64 rows, countRows(m_sourcePath));
    m_bigTable = m_options.divisions.isEmpty() ? QStringLiteral("area") : QStringLiteral("village");
    m_screen.line(tr("province: %1 rows in 5 tables, %2").arg(Words::count(rows), m_sourcePath));
    m_screen.line(tr("ministry: %1").arg(m_targetPath));
    ENGINE_TRY(m_province.start());
    ENGINE_TRY(m_ministry.start());
    if (!m_options.consoleProgram.isEmpty()) {
        m_console = std::make_unique<QProcess>();
        m_console->start(m_options.consoleProgram, {QStringLiteral("--attach"), m_ministry.dataDirectory()});
    }
    return {};
}

Result<> Demo::connectNodes()
{
    m_screen.step(tr("Link"));
    LinkConfig toProvince{kProvinceCode, QStringLiteral("安徽"), QString(), true};
    ENGINE_TRY(cli::await<>([&](Reply<> reply) { m_ministry.engine().settings().addLink(toProvince, reply); }));
    ENGINE_TRY(tellMinistryAddress());
    const auto isUp = [](const NodeSnapshot& node) { return !node.links.empty() && node.links.front().connected; };
    ENGINE_TRY(m_province.waitFor(tr("link up"), kStepWithinMs, isUp));
    ENGINE_TRY(m_ministry.waitFor(tr("link up"), kStepWithinMs, isUp));
    const LinkSnapshot& seenByProvince = m_province.latest().links.front();
    const LinkSnapshot& seenByMinistry = m_ministry.latest().links.front();
    m_screen.checked(tr("%1 authenticated %2").arg(kProvinceCode, seenByProvince.peerSubject));
    m_screen.checked(tr("%1 authenticated %2").arg(kMinistryCode, seenByMinistry.peerSubject));
    m_screen.checked(
        tr("%1; packets sealed with SM4-GCM, chained by SM3, link key wrapped with SM2").arg(seenByProvince.suite));
    if (!seenByProvince.suite.startsWith(QStringLiteral("TLSv1.3")))
        return notTrue(tr("the link speaks TLS 1.3"));
    return {};
}

Result<> Demo::tellMinistryAddress()
{
    const LinkConfig toMinistry{kMinistryCode, QStringLiteral("部"), m_ministry.latest().listenAddress, true};
    return cli::await<>([&](Reply<> reply) { m_province.engine().settings().addLink(toMinistry, reply); });
}

Result<> Demo::subscribe()
{
    m_screen.step(tr("Publish, subscribe, synchronize the structure"));
    const DatabaseConfig source{QStringLiteral("province"), QStringLiteral("sqlite"), m_sourcePath};
    const DatabaseConfig target{QStringLiteral("ministry"), QStringLiteral("sqlite"), m_targetPath};
    DatasetConfig dataset;
    dataset.name = kName;
    dataset.source = source.name;
    dataset.tables = kTables;
    dataset.grantedTo = QStringList{kMinistryCode};
    SubscriptionConfig wanted{kName, kProvinceCode, kName, target.name, false, true};
    ENGINE_TRY(cli::await<>([&](Reply<> reply) { m_province.engine().settings().addSource(source, reply); }));
    ENGINE_TRY(cli::await<>([&](Reply<> reply) { m_province.engine().settings().addDataset(dataset, reply); }));
    ENGINE_TRY(cli::await<>([&](Reply<> reply) { m_ministry.engine().settings().addTarget(target, reply); }));
    ENGINE_TRY(cli::await<>([&](Reply<> reply) { m_ministry.engine().settings().addSubscription(wanted, reply); }));
    const auto hasBegun = [this](const NodeSnapshot&) {
        return subscription() != nullptr && subscription()->state != SubscriptionState::Waiting;
    };
    ENGINE_TRY(m_ministry.waitFor(tr("structure"), kStepWithinMs, hasBegun));
    ENGINE_TRY_AS(const auto created,
                  SqliteDatabase::open(m_targetPath, SqliteDatabase::OpenMode::ReadOnly, m_targetPath));
    for (const QString& table : kTables) {
        ENGINE_TRY_AS(
            const std::int64_t there,
            created->queryInteger(
                QStringLiteral("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '%1'").arg(table)));
        if (there != 1)
            return notTrue(tr("table %1 was created at the target").arg(table));
    }
    m_screen.checked(tr("5 tables with their keys and references were created at the target"));
    return {};
}

const SubscriptionSnapshot* Demo::subscription() const
{
    const auto& all = m_ministry.latest().subscriptions;
    return all.empty() ? nullptr : &all.front();
}

Result<> Demo::initialLoad()
{
    m_screen.step(tr("Initial load (%1 -> %2 -> %3 -> %4)")
                      .arg(Words::state(SubscriptionState::Initializing), Words::state(SubscriptionState::Checking),
                           Words::state(SubscriptionState::CatchingUp), Words::state(SubscriptionState::Live)));
    QElapsedTimer clock;
    clock.start();
    qint64 loadedMs = 0;
    const auto isLive = [this](const NodeSnapshot&) {
        return subscription() != nullptr && subscription()->state == SubscriptionState::Live;
    };
    const auto show = [&](const NodeSnapshot&) {
        if (subscription() == nullptr)
            return;
        const SubscriptionSnapshot& now = *subscription();
        m_screen.progress(Words::state(now.state), now.rowsLoaded, now.rowsExpected);
        if (loadedMs == 0 && now.state > SubscriptionState::Checking)
            loadedMs = clock.elapsed();
    };
    ENGINE_TRY(m_ministry.waitFor(tr("live"), kLoadWithinMs, isLive, show));
    const quint64 rows = subscription()->rowsLoaded;
    ENGINE_TRY_AS(const quint64 expected, countRows(m_sourcePath));
    if (rows != expected)
        return notTrue(tr("%1 rows were loaded, the province has %2").arg(rows).arg(expected));
    const qint64 tookMs = std::max<qint64>(1, loadedMs);
    const quint64 rate = rows * 1000 / static_cast<quint64>(tookMs);
    m_screen.checked(tr("%1 rows in %2 (%3 rows/s), quality check passed")
                         .arg(Words::count(rows), Words::duration(tookMs), Words::count(rate)));
    m_summary[QStringLiteral("rows_loaded")] = static_cast<qint64>(rows);
    m_summary[QStringLiteral("load_rows_per_second")] = static_cast<qint64>(rate);
    return checkSame(tr("after the load every row is the same"));
}

Result<> Demo::changeProvince(const QString& sql)
{
    ENGINE_TRY_AS(const auto database,
                  SqliteDatabase::open(m_sourcePath, SqliteDatabase::OpenMode::ReadWrite, m_sourcePath, 30'000));
    return database->execute(sql);
}

Result<> Demo::waitUntilInStep(const QString& what)
{
    quint64 newest = 0;
    {
        ENGINE_TRY_AS(const auto database,
                      SqliteDatabase::open(m_sourcePath, SqliteDatabase::OpenMode::ReadOnly, m_sourcePath));
        ENGINE_TRY_AS(const std::int64_t id, database->queryInteger(QStringLiteral(
                                                 "SELECT seq FROM sqlite_sequence WHERE name = 'busheng_change'")));
        newest = static_cast<quint64>(id);
    }
    const auto isApplied = [&](const NodeSnapshot&) {
        return subscription() != nullptr && subscription()->positions.applied >= newest;
    };
    const quint64 from = subscription() == nullptr ? 0 : subscription()->positions.applied;
    return m_ministry.waitFor(what, kStepWithinMs, isApplied, [&](const NodeSnapshot&) {
        if (subscription() != nullptr && newest > from)
            m_screen.progress(what, std::min(subscription()->positions.applied, newest) - std::min(from, newest),
                              newest - from);
    });
}

Result<> Demo::checkSame(const QString& claim)
{
    ENGINE_TRY_AS(const quint64 different, countDifferentRows(m_sourcePath, m_targetPath));
    if (different != 0)
        return notTrue(tr("%1 (%2 rows differ)").arg(claim).arg(different));
    m_screen.checked(claim);
    return {};
}

Result<> Demo::liveChanges()
{
    m_screen.step(tr("Live changes"));
    const QString table = m_bigTable;
    ENGINE_TRY(changeProvince(QStringLiteral(
        "INSERT INTO province VALUES ('98', '示范省'); INSERT INTO city VALUES ('9801', '示范市', '98');")));
    ENGINE_TRY(changeProvince(QStringLiteral("UPDATE city SET name = name || '（改）' WHERE provinceCode = '34'")));
    ENGINE_TRY(changeProvince(QStringLiteral("DELETE FROM city WHERE code = '9801'")));
    ENGINE_TRY(changeProvince(
        QStringLiteral("BEGIN; DELETE FROM %1; INSERT INTO province VALUES ('99', '不应出现'); ROLLBACK;").arg(table)));
    ENGINE_TRY(waitUntilInStep(tr("small transactions")));
    ENGINE_TRY(checkSame(tr("inserts, updates and deletes arrived; the rolled-back transaction did not")));

    QElapsedTimer clock;
    clock.start();
    ENGINE_TRY(changeProvince(
        QStringLiteral("UPDATE %1 SET name = name || '*' WHERE rowid <= %2").arg(table).arg(kBigTransactionRows)));
    const qint64 writtenMs = clock.elapsed();
    ENGINE_TRY(waitUntilInStep(tr("large transaction")));
    const qint64 arrivedMs = clock.elapsed();
    m_screen.line(tr("one transaction of up to %1 updates: written in %2, arrived after %3")
                      .arg(Words::count(kBigTransactionRows), Words::duration(writtenMs), Words::duration(arrivedMs)));
    ENGINE_TRY(checkSame(tr("the large transaction arrived whole")));
    const auto isCaughtUp = [this](const NodeSnapshot&) {
        return subscription()->waitingChanges == 0 && subscription()->lagMs >= 0;
    };
    ENGINE_TRY(m_ministry.waitFor(tr("nothing waiting"), kStepWithinMs, isCaughtUp));
    m_screen.checked(tr("nothing is waiting; lag by heartbeat %1").arg(Words::duration(subscription()->lagMs)));
    m_summary[QStringLiteral("lag_ms")] = subscription()->lagMs;
    return {};
}

Result<> Demo::killAndRecover()
{
    m_screen.step(tr("kill -9, and back"));
    const QString update = QStringLiteral("UPDATE %1 SET name = name || '%2' WHERE rowid % 50 = %3");
    for (int i = 0; i < 10; ++i)
        ENGINE_TRY(changeProvince(update.arg(m_bigTable, QStringLiteral("a")).arg(i)));
    m_ministry.kill();
    m_screen.line(tr("the ministry's node was killed while it was applying"));
    for (int i = 10; i < 20; ++i)
        ENGINE_TRY(changeProvince(update.arg(m_bigTable, QStringLiteral("b")).arg(i)));
    m_province.kill();
    m_screen.line(tr("the province's node was killed while it was capturing"));
    ENGINE_TRY(changeProvince(QStringLiteral("INSERT INTO province VALUES ('97', '断电时写入')")));
    ENGINE_TRY(m_ministry.start());
    ENGINE_TRY(m_province.start());
    ENGINE_TRY(tellMinistryAddress());
    ENGINE_TRY(waitUntilInStep(tr("catching up")));
    ENGINE_TRY(checkSame(tr("nothing was lost, nothing came twice")));
    m_summary[QStringLiteral("kill_survived")] = true;
    return {};
}

Result<VerificationSnapshot> Demo::verify(const QString& level)
{
    ENGINE_TRY_AS(const qint64 id, cli::await<qint64>([&](auto reply) {
                      m_ministry.engine().flow().verify(kName, level, false, reply);
                  }));
    VerificationSnapshot found;
    const auto isDone = [&](const NodeSnapshot&) {
        auto now =
            cli::await<VerificationSnapshot>([&](auto reply) { m_ministry.engine().flow().verification(id, reply); });
        if (now)
            found = *now;
        return now && found.state != QStringLiteral("running");
    };
    ENGINE_TRY(m_ministry.waitFor(tr("verification"), kStepWithinMs, isDone));
    if (found.state == QStringLiteral("failed"))
        return fail(ErrorCode::Internal,
                    tr("the verification failed: %1").arg(eventText(found.error, found.errorArgs).cause));
    return found;
}

Result<> Demo::verifyBothLevels()
{
    m_screen.step(tr("Verification"));
    const auto isSteady = [this](const NodeSnapshot&) {
        return subscription() != nullptr && subscription()->state >= SubscriptionState::CatchingUp;
    };
    ENGINE_TRY(m_ministry.waitFor(tr("steady"), kStepWithinMs, isSteady));
    ENGINE_TRY_AS(const VerificationSnapshot counts, verify(QStringLiteral("table")));
    if (counts.state != QStringLiteral("equal"))
        return notTrue(tr("table level: the counts are equal"));
    for (const TableCheck& table : counts.tables)
        m_screen.line(QStringLiteral("%1: %2 | %3")
                          .arg(table.table, Words::count(table.sourceRows), Words::count(table.targetRows)));
    m_screen.checked(tr("table level: counts agree"));
    QElapsedTimer clock;
    clock.start();
    ENGINE_TRY_AS(const VerificationSnapshot fields, verify(QStringLiteral("field")));
    if (fields.state != QStringLiteral("equal"))
        return notTrue(tr("field level: every field is equal"));
    m_screen.checked(tr("field level: %1 rows compared at position %2 in %3, every field agrees")
                         .arg(Words::count(fields.rowsCompared))
                         .arg(fields.position)
                         .arg(Words::duration(clock.elapsed())));
    return {};
}

Result<> Demo::plantAndRepair()
{
    m_screen.step(tr("A difference, found and repaired"));
    {
        ENGINE_TRY_AS(const auto target,
                      SqliteDatabase::open(m_targetPath, SqliteDatabase::OpenMode::ReadWrite, m_targetPath));
        ENGINE_TRY(target->execute(
            QStringLiteral("UPDATE area SET name = '被人改过' WHERE code = (SELECT min(code) FROM area)")));
    }
    m_screen.line(tr("somebody changed one field at the ministry by hand"));
    ENGINE_TRY_AS(const VerificationSnapshot found, verify(QStringLiteral("field")));
    if (found.differenceCount != 1 || found.differences.size() != 1)
        return notTrue(tr("exactly the one planted difference is found (%1)").arg(found.differenceCount));
    const Difference& difference = found.differences.front();
    for (const DifferenceCell& cell : difference.cells) {
        if (cell.differs)
            m_screen.line(QStringLiteral("%1 [%2] %3: %4 | %5")
                              .arg(difference.table, difference.key, cell.column, cell.sourceValue, cell.targetValue));
    }
    m_screen.checked(tr("found: one row, one field"));
    m_summary[QStringLiteral("planted_difference_found")] = true;
    ENGINE_TRY(cli::await<>([&](Reply<> reply) { m_ministry.engine().flow().repair(found.id, reply); }));
    VerificationSnapshot after;
    const auto isEqual = [&](const NodeSnapshot&) {
        auto again = verify(QStringLiteral("field"));
        if (again)
            after = *again;
        return again && after.state == QStringLiteral("equal");
    };
    ENGINE_TRY(m_ministry.waitFor(tr("repaired"), kStepWithinMs, isEqual));
    m_screen.checked(tr("repaired through the stream; verified again: no difference"));
    m_summary[QStringLiteral("different_rows_after_repair")] = static_cast<qint64>(after.differenceCount);
    return checkSame(tr("both databases hold the same rows"));
}

Result<> Demo::readLedger()
{
    m_screen.step(tr("The ledger"));
    ENGINE_TRY(waitUntilInStep(tr("last packets")));
    QHash<quint64, QString> sealed;
    QHash<quint64, QString> applied;
    qint64 plainBytes = 0;
    qint64 sealedBytes = 0;
    const auto readAll = [](EngineApi& engine, const std::function<void(const LedgerRow&)>& take) -> Result<> {
        qint64 before = 0;
        while (true) {
            ENGINE_TRY_AS(const auto rows, cli::await<std::vector<LedgerRow>>(
                                               [&](auto reply) { engine.flow().ledgerPage({}, before, 1000, reply); }));
            if (rows.empty())
                return {};
            for (const LedgerRow& row : rows) {
                if (row.kind == u"packet") // the rest is signatures, and keys
                    take(row);
            }
            before = rows.back().id;
        }
    };
    ENGINE_TRY(readAll(m_ministry.engine(), [&](const LedgerRow& row) {
        applied.insert(row.sequence, row.digest);
        plainBytes += row.plainBytes;
        sealedBytes += row.sealedBytes;
    }));
    const quint64 packets = static_cast<quint64>(applied.size());
    ENGINE_TRY(readAll(m_province.engine(), [&](const LedgerRow& row) { sealed.insert(row.sequence, row.digest); }));
    for (auto entry = applied.begin(); entry != applied.end(); ++entry) {
        if (entry.key() > packets || sealed.value(entry.key()) != entry.value())
            return notTrue(tr("packet %1 has the same digest in both ledgers").arg(entry.key()));
    }
    m_screen.checked(tr("%1 packets: each applied once, with the digest the province sealed it with").arg(packets));
    m_screen.line(tr("%1 before compression, %2 sealed").arg(Words::bytes(plainBytes), Words::bytes(sealedBytes)));
    m_summary[QStringLiteral("packets")] = static_cast<qint64>(packets);
    m_summary[QStringLiteral("plain_bytes")] = plainBytes;
    m_summary[QStringLiteral("sealed_bytes")] = sealedBytes;
    return {};
}

QList<std::pair<QString, QString>> Demo::summaryLabels()
{
    return {{QStringLiteral("rows_loaded"), tr("rows loaded: %1")},
            {QStringLiteral("load_rows_per_second"), tr("rows per second while loading: %1")},
            {QStringLiteral("changes_applied"), tr("changes applied: %1")},
            {QStringLiteral("packets"), tr("packets: %1")},
            {QStringLiteral("plain_bytes"), tr("bytes before compression: %1")},
            {QStringLiteral("sealed_bytes"), tr("bytes sealed: %1")},
            {QStringLiteral("files_arrived"), tr("files that arrived: %1")},
            {QStringLiteral("lag_ms"), tr("lag: %1 ms")},
            {QStringLiteral("kill_survived"), tr("kill -9 survived: %1")},
            {QStringLiteral("planted_difference_found"), tr("planted difference found: %1")},
            {QStringLiteral("different_rows_after_repair"), tr("different rows after the repair: %1")},
            {QStringLiteral("peak_rss_mib"), tr("peak memory: %1 MiB")},
            {QStringLiteral("stop_ms"), tr("stopped within: %1 ms")},
            {QStringLiteral("seconds"), tr("seconds in all: %1")}};
}

Result<> Demo::finish()
{
    m_screen.step(tr("Summary"));
    m_summary[QStringLiteral("changes_applied")] = static_cast<qint64>(subscription()->changesApplied);
    ENGINE_TRY_AS(const qint64 provinceStop, m_province.stop());
    ENGINE_TRY_AS(const qint64 ministryStop, m_ministry.stop());
    const qint64 peak = std::max(m_province.peakResidentBytes(), m_ministry.peakResidentBytes());
    m_summary[QStringLiteral("stop_ms")] = std::max(provinceStop, ministryStop);
    m_summary[QStringLiteral("peak_rss_mib")] = static_cast<double>(peak) / (1 << 20);
    m_summary[QStringLiteral("seconds")] = static_cast<double>(m_clock.elapsed()) / 1000;
    for (const auto& [key, label] : summaryLabels())
        m_screen.line(label.arg(summaryText(m_summary.value(key))));
    return {};
}

} // namespace busheng::demo
