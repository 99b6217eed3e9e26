// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/db/postgres_capture/pg_capture_fixture.h"

#include <QDeadlineTimer>

namespace busheng::test {
namespace {

constexpr int kPatienceMs = 60'000;

QString nextDatabase()
{
    static int number = 0;
    return QStringLiteral("source%1").arg(++number);
}

QString nameOf(ChangeKind kind)
{
    switch (kind) {
    case ChangeKind::Insert:
        return QStringLiteral("insert");
    case ChangeKind::Update:
        return QStringLiteral("update");
    case ChangeKind::Delete:
        return QStringLiteral("delete");
    case ChangeKind::Truncate:
        return QStringLiteral("truncate");
    default:
        return QStringLiteral("?");
    }
}

QString describedRow(BytesView row)
{
    std::vector<Cell> cells;
    if (!decodeRow(row, cells))
        return QStringLiteral("malformed");
    QStringList texts;
    for (const Cell& cell : cells) {
        if (cell.kind == CellKind::Null)
            texts.append(QStringLiteral("null"));
        else if (cell.kind == CellKind::Unchanged)
            texts.append(QStringLiteral("unchanged"));
        else if (cell.kind == CellKind::Native)
            texts.append(cell.bytes.size() > 40 ? QStringLiteral("%1 bytes").arg(cell.bytes.size())
                                                : toHex(cell.bytes));
        else
            texts.append(QStringLiteral("not native"));
    }
    return u'(' + texts.join(QStringLiteral(", ")) + u')';
}

/// `row` with what it leaves unchanged taken from `old`.
Bytes merged(BytesView row, BytesView old)
{
    std::vector<Cell> cells;
    std::vector<Cell> olds;
    if (!decodeRow(row, cells) || !decodeRow(old, olds) || cells.size() != olds.size())
        return Bytes(row);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].kind == CellKind::Unchanged)
            cells[i] = olds[i];
    }
    Bytes out;
    encodeRow(cells, out);
    return out;
}

} // namespace

PgSource::PgSource(MiniPostgres& miniServer, const QString& sql, const QStringList& tables)
    : server(miniServer), database(nextDatabase())
{
    must(server.run(QStringLiteral("CREATE DATABASE ") + database));
    writer = open();
    run(sql);
    source.source.name = QStringLiteral("hr");
    source.source.driver = QStringLiteral("postgres");
    source.source.location = server.conninfo(database);
    source.dataset.name = database;
    source.dataset.source = source.source.name;
    source.dataset.route = Route::Log;
    source.dataset.tables = tables;
    source.nodeCode = QStringLiteral("340000");
}

PgSource::~PgSource()
{
    // A reader that was just closed keeps the slot for a moment.
    Result<> gone;
    for (const QDeadlineTimer deadline(kPatienceMs); server.isRunning() && !deadline.hasExpired();) {
        gone = uninstallPgCapture(source);
        if (gone)
            return;
    }
    must(std::move(gone));
}

std::unique_ptr<PgConnection> PgSource::open(const QString& user) const
{
    PgConnection::Options options;
    options.conninfo = server.conninfo(database, user);
    options.name = QStringLiteral("business");
    options.purpose = QStringLiteral("test");
    return must(PgConnection::open(options));
}

std::unique_ptr<Capturer> PgSource::opened(Position resumeAfter) const
{
    return must(openPgLogCapturer(source, resumeAfter));
}

DatasetSchema PgSource::schema() const
{
    return must(readPgSchema(*writer, source.dataset.tables));
}

Result<> tryCatchUp(const PgSource& source, Capturer& capturer, StreamSink& sink)
{
    // A transaction with a number makes the server write its log, and with it our heartbeat, at once.
    ENGINE_TRY(capturer.beat());
    const auto flushed = source.open();
    const auto target =
        must(flushed->query(QStringLiteral("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"))).text(0, 0);
    must(flushed->execute(QStringLiteral("SELECT pg_current_xact_id()")));
    ENGINE_TRY(capturer.beat());
    must(flushed->execute(QStringLiteral("SELECT pg_current_xact_id()")));
    const QDeadlineTimer deadline(kPatienceMs);
    while (sink.position().order < target.toULongLong()) {
        if (deadline.hasExpired())
            qFatal("the capturer stands at %s and does not reach %s", qPrintable(sink.position().toString()),
                   qPrintable(target));
        ENGINE_TRY_AS(const PollResult polled, capturer.poll(sink));
        ENGINE_TRY(capturer.release(sink.position()));
        if (!polled.more)
            capturer.waitForChange(100);
    }
    return {};
}

void catchUp(const PgSource& source, Capturer& capturer, StreamSink& sink)
{
    must(tryCatchUp(source, capturer, sink));
}

void PgContent::play(BytesView operations, const DatasetSchema& schema)
{
    ChangeReader reader(operations);
    RowChange change;
    while (reader.next(change)) {
        const TableSchema* table = schema.table(change.tableId);
        if (table == nullptr) {
            faults.append(QStringLiteral("unknown table %1").arg(change.tableId));
            return;
        }
        const std::uint32_t id = change.tableId;
        if (change.kind == ChangeKind::Truncate) {
            std::erase_if(keyed, [id](const auto& row) { return row.first.first == id; });
            std::erase_if(keyless, [id](const auto& row) { return row.first.first == id; });
            continue;
        }
        std::pair before(id, Bytes(change.before));
        std::vector<Cell> cells;
        if (!table->keyColumns.empty() && decodeRow(change.before, cells) && cells.size() == table->columns.size() &&
            table->columns.size() > table->keyColumns.size()) {
            before.second.clear(); // the whole old row came
            projectRow(change.before, table->keyColumns, before.second);
        }
        Bytes after(change.after);
        if (change.kind == ChangeKind::Update || change.kind == ChangeKind::Delete) {
            if (table->keyColumns.empty()) {
                const auto found = keyless.find(before);
                if (found == keyless.end())
                    faults.append(QStringLiteral("%1: no row %2").arg(table->name, describedRow(change.before)));
                else if (--found->second == 0)
                    keyless.erase(found);
            } else {
                const auto found = keyed.find(before);
                if (found == keyed.end()) {
                    faults.append(QStringLiteral("%1: no row %2").arg(table->name, describedRow(change.before)));
                } else {
                    after = merged(after, found->second);
                    keyed.erase(found);
                }
            }
        }
        if (change.kind == ChangeKind::Delete)
            continue;
        Bytes key;
        if (table->keyColumns.empty())
            ++keyless[{id, after}];
        else if (!projectRow(after, table->keyColumns, key))
            faults.append(QStringLiteral("%1: malformed row").arg(table->name));
        else if (!keyed.emplace(std::pair(id, key), after).second)
            faults.append(QStringLiteral("%1: row %2 is there twice").arg(table->name, describedRow(key)));
    }
    if (reader.failed())
        faults.append(QStringLiteral("malformed block"));
}

QString PgContent::difference(const PgContent& other) const
{
    if (!faults.isEmpty() || !other.faults.isEmpty())
        return (faults + other.faults).first();
    QStringList found;
    const auto compare = [&found](const auto& mine, const auto& theirs) {
        for (const auto& [key, value] : mine) {
            const auto its = theirs.find(key);
            if (its == theirs.end() || its->second != value)
                found.append(QString::number(key.first) + u' ' + describedRow(key.second));
        }
    };
    compare(keyed, other.keyed);
    compare(other.keyed, keyed);
    compare(keyless, other.keyless);
    compare(other.keyless, keyless);
    return found.isEmpty() ? QString() : found.first();
}

PgContent contentOf(TableSnapshot& snapshot, const DatasetSchema& schema)
{
    PgContent content;
    for (const TableSchema& table : schema.tables) {
        must(snapshot.scan(table, {}, 0, [&](BytesView row) {
            Bytes key;
            if (table.keyColumns.empty())
                ++content.keyless[{table.id, Bytes(row)}];
            else if (projectRow(row, table.keyColumns, key))
                content.keyed[{table.id, key}] = Bytes(row);
            else
                content.faults.append(QStringLiteral("a malformed row"));
            return true;
        }));
    }
    return content;
}

PgContent contentNow(const PgSource& source)
{
    PgConnection::Options options;
    options.conninfo = source.source.source.location;
    options.name = QStringLiteral("now");
    const auto snapshot = must(PgSnapshot::open(options));
    return contentOf(*snapshot, source.schema());
}

PgContent playedFrom(const StreamSink& sink, const DatasetSchema& schema, Position upTo, PgContent start)
{
    for (const StreamSink::Transaction& transaction : sink.transactions()) {
        if (transaction.commit <= upTo)
            start.play(transaction.operations, schema);
    }
    return start;
}

QStringList described(BytesView operations)
{
    QStringList lines;
    ChangeReader reader(operations);
    RowChange change;
    while (reader.next(change)) {
        QString line = QStringLiteral("%1 %2").arg(nameOf(change.kind)).arg(change.tableId);
        if (!change.before.empty())
            line += u' ' + describedRow(change.before);
        if (!change.after.empty())
            line += u' ' + describedRow(change.after);
        lines.append(line);
    }
    if (reader.failed())
        lines.append(QStringLiteral("malformed"));
    return lines;
}

QStringList described(const StreamSink& sink)
{
    QStringList lines;
    for (const StreamSink::Transaction& transaction : sink.transactions())
        lines += described(transaction.operations);
    return lines;
}

} // namespace busheng::test
