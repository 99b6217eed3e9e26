// SPDX-License-Identifier: GPL-3.0-or-later
// What the MariaDB ends do by themselves, without packets and links: reading a snapshot, reading the binary log,
// writing a load and changes. One server, source and target side by side. Usage: bench_my [ROWS]
#include "engine/pipeline/apply/my_target_writer.h"
#include "tests/db/mariadb/my_fixture.h"

#include <QElapsedTimer>

#include <cstdio>

using namespace busheng;
using namespace busheng::test;

namespace {

/// Keeps blocks and nothing else.
class BlockSink final : public CaptureSink {
public:
    Result<> begin(TransactionId) override { return {}; }
    Result<> operations(TransactionId, TransactionId, BytesView block, std::uint32_t count) override
    {
        blocks.emplace_back(block);
        changes += count;
        return {};
    }
    Result<> commit(TransactionId, Position at, qint64) override { return reached(at); }
    Result<> abort(TransactionId, TransactionId) override { return {}; }
    Result<> structure(const DatasetSchema&, Position) override { return {}; }
    Result<> mark(std::uint64_t, Position) override { return {}; }
    Result<> repair(Position, BytesView, std::uint32_t) override { return {}; }
    Result<> heartbeat(Position at, qint64) override { return reached(at); }
    Result<> flush() override { return {}; }

    std::vector<Bytes> blocks;
    std::uint64_t changes = 0;
    Position position;

private:
    Result<> reached(Position at)
    {
        position = at;
        return {};
    }
};

void report(const char* what, std::uint64_t rows, qint64 ms)
{
    std::printf("%-28s %9llu rows %8.0f rows/s\n", what, static_cast<unsigned long long>(rows),
                1000.0 * static_cast<double>(rows) / static_cast<double>(std::max<qint64>(ms, 1)));
}

} // namespace

int main(int argc, char** argv)
{
    const int rows = argc > 1 ? std::max(1000, std::atoi(argv[1])) : 200'000;
    MiniMariaDb server;
    must(server.start());
    MySource source(
        server,
        QStringLiteral("CREATE TABLE person (id bigint PRIMARY KEY, id_card char(18), name varchar(40), region "
                       "char(6), amount decimal(12,2), birth date, updated_at timestamp(3) NULL, note text)"),
        {QStringLiteral("person")});
    const QString database = source.database + QStringLiteral("_target");
    source.run(QStringLiteral("CREATE DATABASE ") + database);
    const QString fill =
        QStringLiteral("INSERT INTO person SELECT seq, concat('34010019900101', lpad(seq % 10000, 4, '0')), "
                       "concat('张三', seq), '340100', seq / 7, date '1950-01-01' + INTERVAL seq % 20000 "
                       "DAY, now(3), repeat('备注', 17) FROM seq_%1_to_%2");
    source.run(fill.arg(1).arg(rows));
    const DatasetSchema schema = source.schema();
    DatasetSchema there = schema;
    there.tables[0].name = database + QStringLiteral(".person");
    const auto capturer = source.opened({});
    BlockSink sink;
    QElapsedTimer clock;

    const auto snapshot = must(capturer->openSnapshot(sink));
    std::vector<Bytes> load(1);
    clock.start();
    must(snapshot.snapshot->scan(schema.tables[0], {}, 0, [&load](BytesView row) {
        if (load.back().size() > (1U << 20))
            load.emplace_back();
        ByteWriter out(load.back());
        writeChange(out, {ChangeKind::Upsert, 1, {}, row});
        return true;
    }));
    report("read a snapshot", static_cast<std::uint64_t>(rows), clock.elapsed());

    MyTarget target;
    target.target = {QStringLiteral("target"), QStringLiteral("mariadb"), server.location(database)};
    const auto writer = must(openMyTarget(target));
    must(writer->begin());
    must(writer->createStructure(there));
    std::uint64_t changed = 0;
    const auto write = [&](const std::vector<Bytes>& blocks, bool tolerant) {
        clock.start();
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            must(writer->apply(there, blocks[i], tolerant, changed));
            if (i % 8 == 7) {
                must(writer->commit());
                must(writer->begin());
            }
        }
        must(writer->commit());
        return clock.elapsed();
    };
    report("write a load", static_cast<std::uint64_t>(rows), write(load, true));

    const auto follow = [&](const char* reading, const char* writing) {
        sink.blocks.clear();
        sink.changes = 0;
        const Position end = source.end();
        clock.start();
        while (sink.position < end)
            must(capturer->poll(sink));
        report(reading, sink.changes, clock.elapsed());
        must(writer->begin());
        report(writing, sink.changes, write(sink.blocks, false));
    };
    for (int first = rows + 1; first < 2 * rows; first += 1000)
        source.run(fill.arg(first).arg(first + 999));
    follow("read inserts, 1000 each", "write inserts, 1000 each");
    for (int i = 1; i <= rows / 10; ++i)
        source.run(QStringLiteral("UPDATE person SET amount = amount + 1 WHERE id = %1").arg(i));
    follow("read updates, one each", "write updates, one each");
    source.run(QStringLiteral("DELETE FROM person WHERE id > %1").arg(rows));
    follow("read deletes, one go", "write deletes, one go");
    return 0;
}
