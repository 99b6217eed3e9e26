// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/db/routes/polled_scene.h"

#include "engine/pipeline/capture/odbc_polled_source.h"

#include <QTest>

namespace busheng::test {
namespace {

class SharedMemory final : public RouteMemory {
public:
    explicit SharedMemory(KeptMarks& kept) : m_kept(kept) {}

    Result<Marks> marks() override { return m_kept.marks; }
    Result<> save(const Marks& marks) override
    {
        if (m_kept.fails)
            return fail(makeTransient(ErrorCode::Storage, QString(), QStringLiteral("the journal's disk is full")));
        ++m_kept.saves;
        for (const auto& [name, mark] : marks)
            m_kept.marks[name] = mark;
        return {};
    }

private:
    KeptMarks& m_kept;
};

QString kindName(ChangeKind kind)
{
    static const QStringList kNames{QStringLiteral("?"),        QStringLiteral("insert"), QStringLiteral("update"),
                                    QStringLiteral("delete"),   QStringLiteral("upsert"), QStringLiteral("remove"),
                                    QStringLiteral("truncate"), QStringLiteral("clear")};
    return kNames.value(static_cast<int>(kind));
}

Result<Bytes> keyOf(const TableSchema& table, BytesView row)
{
    Bytes key;
    if (!projectRow(row, table.keyColumns, key))
        return fail(ErrorCode::Corrupt, QStringLiteral("a row is malformed"));
    return key;
}

} // namespace

Result<> AllServers::start()
{
    ENGINE_TRY(postgres.start());
    return mariadb.start();
}

const TestServer& AllServers::named(const QString& driver) const
{
    if (driver == postgres.driver())
        return postgres;
    return driver == mariadb.driver() ? static_cast<const TestServer&>(mariadb) : sqlite;
}

void addDatabases()
{
    QTest::addColumn<QString>("driver");
    for (const char* driver : {"postgres", "mariadb", "sqlite"})
        QTest::newRow(driver) << QString::fromLatin1(driver);
}

std::unique_ptr<RouteMemory> KeptMarks::memory()
{
    return std::make_unique<SharedMemory>(*this);
}

PolledScene::PolledScene(const TestServer& server, const QString& database, const QString& columns,
                         DatasetConfig dataset)
    : m_server(server), m_database(database),
      m_table(server.kind() == u"postgres" ? QStringLiteral("public.item") : QStringLiteral("item")),
      m_source{QStringLiteral("hr"), server.driver(), server.location(database)}, m_dataset(std::move(dataset))
{
    m_dataset.name = QStringLiteral("items");
    m_dataset.source = m_source.name;
    m_dataset.tables = {m_table};
    if (server.kind() != u"sqlite") {
        const QString home = server.kind() == u"postgres" ? QStringLiteral("postgres") : QStringLiteral("mysql");
        if (auto made = server.run(QStringLiteral("CREATE DATABASE ") + database, home); !made)
            qFatal("%s", qPrintable(made.error().toString()));
    }
    QString words = columns;
    words.replace(QStringLiteral("WHEN"), server.kind() == u"postgres"  ? QStringLiteral("timestamp")
                                          : server.kind() == u"mariadb" ? QStringLiteral("datetime(6)")
                                                                        : QStringLiteral("DATETIME"));
    if (auto made = run(QStringLiteral("CREATE TABLE item (id int NOT NULL, ") + words + u')'); !made)
        qFatal("%s", qPrintable(made.error().toString()));
}

Result<std::unique_ptr<PolledSource>> PolledScene::openSource() const
{
    if (m_source.driver == u"odbc")
        return openOdbcPolledSource(m_source, m_dataset, {});
    if (m_source.driver == u"postgres")
        return openPgPolledSource(m_source, m_dataset, {});
    return m_source.driver == u"mariadb" ? openMyPolledSource(m_source, m_dataset, {})
                                         : openSqlitePolledSource(m_source, m_dataset);
}

Result<std::unique_ptr<PolledRoute>> PolledScene::openRoute(RouteMemory& memory)
{
    if (m_dataset.route == Route::Timestamp)
        return stampRoute(m_dataset, m_source.name, memory, m_clock);
    if (m_dataset.route == Route::Trigger)
        return triggerRoute(m_source.name, m_clock);
    if (m_dataset.route == Route::Flag)
        return flagRoute(m_dataset, m_source.name, m_clock);
    return m_dataset.route == Route::FullCopy ? copyRoute(m_dataset, memory, m_clock) : compareRoute();
}

Result<> PolledScene::open()
{
    ENGINE_TRY_AS(auto source, openSource());
    auto memory = m_kept.memory();
    ENGINE_TRY_AS(auto route, openRoute(*memory));
    const std::optional<DatasetSchema> known = m_schema.tables.empty() ? std::nullopt : std::optional(m_schema);
    ENGINE_TRY_AS(
        m_capturer,
        PollingCapturer::open(
            {m_source.name, m_dataset.tables, std::move(source), std::move(memory), std::move(route), m_clock, {}},
            m_sink.position(), known));
    ENGINE_TRY_AS(m_schema, m_capturer->readSchema());
    return {};
}

Result<> PolledScene::setTables(const QStringList& tables)
{
    m_dataset.tables = tables;
    ENGINE_TRY(m_capturer->setTables(tables, m_sink));
    ENGINE_TRY_AS(m_schema, m_capturer->readSchema());
    return {};
}

Result<PollResult> PolledScene::poll()
{
    return m_capturer->poll(m_sink);
}

Result<PollResult> PolledScene::look()
{
    constexpr int kLongerThanARestMs = 60'000;
    m_clock.advanceMs(kLongerThanARestMs);
    return poll();
}

Result<PositionedSnapshot> PolledScene::snapshot()
{
    return m_capturer->openSnapshot(m_sink);
}

Result<std::vector<Finding>> PolledScene::preflight()
{
    ENGINE_TRY_AS(const auto source, openSource());
    auto memory = m_kept.memory();
    ENGINE_TRY_AS(const auto route, openRoute(*memory));
    return preflightPolledDataset(*source, *route, m_source.name, m_dataset);
}

QString PolledScene::changeTable() const
{
    const auto source = openSource();
    return source ? (*source)->changeTable(m_table) : QString();
}

Result<> PolledScene::uninstall()
{
    ENGINE_TRY_AS(const auto source, openSource());
    for (const TableSchema& table : m_schema.tables) {
        for (const QString& sql : source->uninstallSql(table))
            ENGINE_TRY(source->change(sql));
    }
    return {};
}

QString PolledScene::time(int secondsFromNow) const
{
    const QString seconds = QString::number(secondsFromNow);
    if (m_server.kind() == u"postgres")
        return QStringLiteral("((now() AT TIME ZONE current_setting('log_timezone'))::timestamp + %1 * interval '1 "
                              "second')")
            .arg(seconds);
    if (m_server.kind() == u"mariadb")
        return QStringLiteral("(CONVERT_TZ(UTC_TIMESTAMP(6), '+00:00', @@global.time_zone) + INTERVAL %1 SECOND)")
            .arg(seconds);
    return QStringLiteral("strftime('%Y-%m-%d %H:%M:%f', 'now', 'localtime', '") + seconds +
           QStringLiteral(" seconds')");
}

Result<RowsByKey> PolledScene::applied() const
{
    RowsByKey rows;
    for (const StreamSink::Transaction& transaction : m_sink.transactions()) {
        ChangeReader reader(transaction.operations);
        RowChange change;
        while (reader.next(change)) {
            const TableSchema* const table = m_schema.table(change.tableId);
            if (table == nullptr)
                return fail(ErrorCode::Protocol, QStringLiteral("a change of no table"));
            if (change.kind == ChangeKind::Clear) {
                std::erase_if(rows, [&](const auto& row) { return row.first.first == change.tableId; });
            } else if (change.kind == ChangeKind::Remove) {
                rows.erase({change.tableId, Bytes(change.before)});
            } else {
                ENGINE_TRY_AS(Bytes key, keyOf(*table, change.after));
                const bool isNew = rows.insert_or_assign({change.tableId, std::move(key)}, Bytes(change.after)).second;
                if (change.kind == ChangeKind::Insert && !isNew)
                    return fail(ErrorCode::Conflict, QStringLiteral("a row is inserted twice"));
            }
        }
        if (reader.failed())
            return fail(ErrorCode::Protocol, QStringLiteral("a malformed block"));
    }
    return rows;
}

Result<RowsByKey> PolledScene::rows(TableSnapshot& snapshot) const
{
    RowsByKey rows;
    for (const TableSchema& table : m_schema.tables) {
        Result<> kept;
        ENGINE_TRY(snapshot.scan(table, {}, 0, [&](BytesView row) {
            auto key = keyOf(table, row);
            if (key)
                rows[{table.id, std::move(*key)}] = Bytes(row);
            else
                kept = fail(key.error());
            return kept.has_value();
        }));
        ENGINE_TRY(std::move(kept));
    }
    return rows;
}

Result<RowsByKey> PolledScene::rowsNow()
{
    ENGINE_TRY_AS(const auto source, openSource());
    ENGINE_TRY_AS(const PolledMoment moment, source->openMoment());
    return rows(*moment.snapshot); // of the columns that travel
}

QString PolledScene::newest() const
{
    if (m_sink.transactions().empty())
        return {};
    QStringList kinds;
    ChangeReader reader(m_sink.transactions().back().operations);
    RowChange change;
    while (reader.next(change))
        kinds.append(kindName(change.kind));
    return kinds.join(u' ');
}

} // namespace busheng::test
