// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/db/mariadb/my_fixture.h"

#include "engine/pipeline/capture/my_transaction_feed.h"

#include <QDeadlineTimer>

namespace busheng::test {
namespace {

constexpr int kPatienceMs = 30'000;

QString nextDatabase()
{
    static int number = 0;
    return QStringLiteral("source%1").arg(++number);
}

} // namespace

MySource::MySource(MiniMariaDb& miniServer, const QString& sql, const QStringList& tables)
    : server(miniServer), database(nextDatabase())
{
    must(server.run(QStringLiteral("CREATE DATABASE %1 CHARACTER SET utf8mb4").arg(database), QStringLiteral("mysql")));
    writer = open();
    run(sql);
    source.source.name = QStringLiteral("hr");
    source.source.driver = QStringLiteral("mariadb");
    source.source.location = server.location(database);
    source.dataset.name = database;
    source.dataset.source = source.source.name;
    source.dataset.route = Route::Log;
    source.dataset.tables = tables;
    source.nodeCode = QStringLiteral("340000");
}

std::unique_ptr<MyConnection> MySource::open(const QString& user) const
{
    MyConnection::Options options;
    options.location = server.locationAs(database, user);
    options.name = QStringLiteral("business");
    options.purpose = QStringLiteral("test");
    auto connection = must(MyConnection::open(options));
    // As business systems are: in their own time, and lenient.
    must(connection->execute(QStringLiteral("SET SESSION time_zone = '+08:00', sql_mode = 'ALLOW_INVALID_DATES'")));
    return connection;
}

void MySource::run(const QString& sql) const
{
    for (const QString& statement : sql.split(QStringLiteral(";\n"), Qt::SkipEmptyParts)) {
        if (!statement.trimmed().isEmpty())
            must(writer->execute(statement));
    }
}

Position MySource::end() const
{
    const auto status = must(writer->query(QStringLiteral("SHOW MASTER STATUS")));
    return myPosition({status.text(0, 0), static_cast<std::uint64_t>(status.integer(0, 1))});
}

PgContent MySource::content() const
{
    MyConnection::Options options;
    options.location = source.source.location;
    options.name = QStringLiteral("content");
    const auto snapshot = must(MySnapshot::open(options));
    return contentOf(*snapshot, schema());
}

Result<> tryCatchUp(const MySource& source, Capturer& capturer, StreamSink& sink)
{
    const Position target = source.end();
    const QDeadlineTimer deadline(kPatienceMs);
    while (sink.position() < target) {
        if (deadline.hasExpired())
            return fail(ErrorCode::Timeout, QStringLiteral("the capture stands at %1 and does not reach %2")
                                                .arg(sink.position().toString(), target.toString()));
        ENGINE_TRY_AS(const PollResult polled, capturer.poll(sink));
        ENGINE_TRY(capturer.release(sink.position()));
        if (!polled.more)
            capturer.waitForChange(100);
    }
    return {};
}

QStringList kindsOf(const StreamSink& sink)
{
    QStringList kinds;
    for (const StreamSink::Transaction& transaction : sink.transactions()) {
        ChangeReader reader(transaction.operations);
        RowChange change;
        while (reader.next(change))
            kinds.append(change.kind == ChangeKind::Insert     ? QStringLiteral("insert")
                         : change.kind == ChangeKind::Update   ? QStringLiteral("update")
                         : change.kind == ChangeKind::Delete   ? QStringLiteral("delete")
                         : change.kind == ChangeKind::Truncate ? QStringLiteral("truncate")
                                                               : QStringLiteral("?"));
    }
    return kinds;
}

} // namespace busheng::test
