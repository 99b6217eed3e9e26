// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/capture/capture_fixture.h"

#include "engine/db/sqlite/sqlite_snapshot.h"

namespace busheng::test {

Source::Source(const QString& sql) : writer(open())
{
    run(sql);
}

std::unique_ptr<SqliteDatabase> Source::open() const
{
    auto opened =
        must(SqliteDatabase::open(path, SqliteDatabase::OpenMode::ReadWriteCreate, QStringLiteral("business")));
    must(opened->execute(QStringLiteral("PRAGMA synchronous = OFF"))); // no test here cuts the power
    return opened;
}

void Source::run(const QString& sql) const
{
    must(writer->execute(sql));
}

std::int64_t Source::number(const QString& sql) const
{
    return must(writer->queryInteger(sql));
}

DatasetConfig Source::dataset(const QStringList& tables, const QString& name) const
{
    DatasetConfig dataset;
    dataset.name = name;
    dataset.source = config.name;
    dataset.tables = tables;
    return dataset;
}

std::unique_ptr<Capturer> Source::opened(const DatasetConfig& dataset, Position resumeAfter) const
{
    return must(openSqliteTriggerCapturer(config, dataset, resumeAfter));
}

std::unique_ptr<Capturer> Source::capturer(RecordingSink& sink, const DatasetConfig& dataset) const
{
    auto made = opened(dataset, sink.position());
    pollAll(*made, sink);
    sink.calls = 0;
    return made;
}

PollResult pollAll(Capturer& capturer, CaptureSink& sink)
{
    PollResult sum;
    for (;;) {
        const PollResult polled = must(capturer.poll(sink));
        sum.upTo = polled.upTo;
        sum.changes += polled.changes;
        if (!polled.more)
            return sum;
    }
}

Content contentOf(TableSnapshot& snapshot, const DatasetSchema& schema)
{
    Content content;
    for (const TableSchema& table : schema.tables) {
        must(snapshot.scan(table, {}, 0, [&](BytesView row) {
            Bytes key;
            if (!projectRow(row, table.keyColumns, key))
                qFatal("a row without a key");
            content[{table.id, key}] = Bytes(row);
            return true;
        }));
    }
    return content;
}

Content contentNow(const Source& source, const DatasetSchema& schema)
{
    const auto snapshot = must(SqliteSnapshot::open(source.path, QStringLiteral("now")));
    return contentOf(*snapshot, schema);
}

void play(BytesView operations, const DatasetSchema& schema, Content& content, QStringList& faults)
{
    ChangeReader reader(operations);
    RowChange change;
    while (reader.next(change)) {
        const TableSchema* table = schema.table(change.tableId);
        if (table == nullptr) {
            faults.append(QStringLiteral("unknown table %1").arg(change.tableId));
            return;
        }
        if (change.kind == ChangeKind::Update || change.kind == ChangeKind::Delete) {
            if (content.erase({change.tableId, Bytes(change.before)}) == 0)
                faults.append(QStringLiteral("%1: no row %2").arg(table->name, toHex(change.before)));
        }
        if (change.kind != ChangeKind::Delete) {
            Bytes key;
            if (!projectRow(change.after, table->keyColumns, key))
                faults.append(QStringLiteral("%1: malformed row").arg(table->name));
            content[{change.tableId, key}] = Bytes(change.after);
        }
    }
    if (reader.failed())
        faults.append(QStringLiteral("malformed block"));
}

namespace {

QString describedRow(BytesView row)
{
    std::vector<Cell> cells;
    if (!decodeRow(row, cells))
        return QStringLiteral("malformed");
    QStringList texts;
    for (const Cell& cell : cells)
        texts.append(cell.kind == CellKind::Text ? u'\'' + cellToText(cell) + u'\'' : cellToText(cell));
    return texts.join(QStringLiteral(", "));
}

} // namespace

QStringList described(BytesView operations)
{
    static const QStringList kKinds{QString(),
                                    QStringLiteral("insert"),
                                    QStringLiteral("update"),
                                    QStringLiteral("delete"),
                                    QStringLiteral("upsert"),
                                    QStringLiteral("remove")};
    QStringList lines;
    ChangeReader reader(operations);
    RowChange change;
    while (reader.next(change)) {
        QString line = kKinds.at(static_cast<int>(change.kind)) + u' ' + QString::number(change.tableId);
        if (!change.before.empty())
            line += QStringLiteral(" [") + describedRow(change.before) + u']';
        if (!change.after.empty())
            line += QStringLiteral(" (") + describedRow(change.after) + u')';
        lines.append(line);
    }
    if (reader.failed())
        lines.append(QStringLiteral("malformed"));
    return lines;
}

QStringList described(const RecordingSink& sink)
{
    QStringList lines;
    for (const RecordingSink::Transaction& transaction : sink.transactions)
        lines += described(transaction.operations);
    return lines;
}

} // namespace busheng::test
