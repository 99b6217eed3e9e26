// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/file_system.h"
#include "engine/pipeline/logcache/log_cache.h"

#include "tests/db/postgres_capture/pg_capture_fixture.h"

#include <QElapsedTimer>

#include <cstdio>

/// How fast a backlog is captured into a real log cache: bench_pg_capture [rows]. Prints rows a second.
namespace busheng::test {
namespace {

const QString kPerson = QStringLiteral(
    "CREATE TABLE person(id bigint PRIMARY KEY, id_card char(18), name text, region char(6), amount numeric(12,2), "
    "birth "
    "date, updated_at timestamptz, note text); CREATE PROCEDURE fill(start bigint, rows bigint, batch bigint) LANGUAGE "
    "plpgsql AS $$ BEGIN FOR i IN start..start + rows - 1 BY batch LOOP INSERT INTO person SELECT g, "
    "'110105194912310' || lpad((g % 1000)::text, 3, '0'), '吾守尔·斯拉木' || g, '340000', (g % 100000) / 100.0, date "
    "'1949-01-01' + (g % 20000)::int, now(), repeat('note ', 20) FROM generate_series(i, i + batch - 1) g; COMMIT; END "
    "LOOP; END $$");

void measure(MiniPostgres& server, const char* name, std::uint64_t rows, std::uint64_t batch)
{
    const PgSource source(server, kPerson, {QStringLiteral("person")});
    const QTemporaryDir directory;
    LogCache::Options options;
    options.directory = directory.path();
    const auto cache = must(LogCache::open(systemFileSystem(), options));
    auto capturer = source.opened({});
    must(capturer->poll(*cache));
    capturer.reset();
    source.run(QStringLiteral("SET synchronous_commit = off"));
    source.run(QStringLiteral("CALL fill(1, %1, %2)").arg(rows).arg(batch));
    const std::uint64_t target = source.lsn(QStringLiteral("SELECT pg_current_wal_flush_lsn() - '0/0'"));
    QElapsedTimer timer;
    timer.start();
    capturer = source.opened(cache->durablePosition());
    std::uint64_t changes = 0;
    std::uint64_t polls = 0;
    while (changes < rows) {
        const PollResult polled = must(capturer->poll(*cache));
        must(capturer->release(cache->durablePosition()));
        changes += polled.changes;
        ++polls;
        if (!polled.more)
            capturer->waitForChange(200);
    }
    const double seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    std::printf("%-12s %8llu rows %8.0f rows/s, %llu polls, %.0f MiB in the cache, caught up to %llu of %llu\n", name,
                static_cast<unsigned long long>(changes), static_cast<double>(changes) / seconds,
                static_cast<unsigned long long>(polls), static_cast<double>(cache->bytesUsed()) / (1 << 20),
                static_cast<unsigned long long>(cache->durablePosition().order),
                static_cast<unsigned long long>(target));
}

} // namespace
} // namespace busheng::test

int main(int argc, char** argv)
{
    using namespace busheng::test;
    const std::uint64_t rows = argc > 1 ? QByteArray(argv[1]).toULongLong() : 1'000'000;
    MiniPostgres server;
    must(server.start({QStringLiteral("max_wal_size = 8GB"), QStringLiteral("shared_buffers = 256MB")}));
    measure(server, "ins_1000", rows, 1000);
    measure(server, "ins_big_tx", rows, rows);
    measure(server, "ins_1", rows / 5, 1);
    return 0;
}
