// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/db/postgres_apply/pg_apply_fixture.h"

#include "engine/db/postgres/pg_catalog.h"

#include <algorithm>

namespace busheng::test {
namespace {

[[noreturn]] void stopOn(const Error& error)
{
    qFatal("%s", qPrintable(error.toString()));
}

std::unique_ptr<PgConnection> connectTo(const QString& conninfo)
{
    PgConnection::Options options;
    options.conninfo = conninfo;
    options.name = QStringLiteral("test");
    options.purpose = QStringLiteral("test");
    auto opened = PgConnection::open(options);
    if (!opened)
        stopOn(opened.error());
    return std::move(*opened);
}

QString columnList(const TableSchema& table)
{
    QStringList names;
    for (const ColumnSchema& column : table.columns)
        names.append(pgQuoted(column.name));
    return names.join(QStringLiteral(", "));
}

Bytes keyOf(const TableSchema& table, const Bytes& row)
{
    if (table.keyColumns.empty())
        return row;
    Bytes key;
    if (!projectRow(row, table.keyColumns, key))
        qFatal("a row without its key");
    return key;
}

std::vector<Bytes> ask(PgConnection& connection, const QString& sql)
{
    auto result = connection.queryBinary(sql, {});
    if (!result)
        stopOn(result.error());
    return nativeRows(*result);
}

/// `after` with the cells that are as in `before` left out, but for the key.
Bytes withoutUnchanged(const TableSchema& table, const Bytes& before, const Bytes& after)
{
    std::vector<Cell> old;
    std::vector<Cell> cells;
    if (!decodeRow(before, old) || !decodeRow(after, cells))
        qFatal("a malformed row");
    for (std::uint32_t i = 0; i < cells.size(); ++i) {
        const bool isKey = std::find(table.keyColumns.begin(), table.keyColumns.end(), i) != table.keyColumns.end();
        if (!isKey && cells[i].kind == old[i].kind && cells[i].bytes == old[i].bytes)
            cells[i] = Cell::unchanged();
    }
    Bytes encoded;
    encodeRow(cells, encoded);
    return encoded;
}

} // namespace

std::vector<Bytes> nativeRows(const PgResult& result)
{
    std::vector<Bytes> rows;
    std::vector<Cell> cells;
    for (int row = 0; row < result.rows(); ++row) {
        cells.clear();
        for (int column = 0; column < result.columns(); ++column)
            cells.push_back(result.isNull(row, column) ? Cell::null() : Cell::ofNative(result.bytes(row, column)));
        encodeRow(cells, rows.emplace_back());
    }
    return rows;
}

PgApplyFixture::PgApplyFixture(MiniPostgres& mini) : server(mini)
{
    config.target.name = QStringLiteral("ministry");
    config.target.driver = QStringLiteral("postgres");
    config.target.location = server.conninfo(QStringLiteral("t"));
    config.strict = qEnvironmentVariableIsSet("BUSHENG_TEST_STRICT");
}

/// Making a database takes the server half a second, so each test begins with the same two, emptied.
Result<> PgApplyFixture::create()
{
    ENGINE_TRY_AS(const QString there,
                  server.run(QStringLiteral("SELECT count(*) FROM pg_database WHERE datname IN ('s', 't')")));
    if (there != u"2") {
        ENGINE_TRY(server.run(QStringLiteral("CREATE DATABASE s")));
        ENGINE_TRY(server.run(QStringLiteral("CREATE DATABASE t")));
    }
    connect();
    both(QStringLiteral("DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS busheng CASCADE; CREATE SCHEMA public; "
                        "GRANT USAGE ON SCHEMA public TO public"));
    return {};
}

void PgApplyFixture::connect()
{
    source = connectTo(server.conninfo(QStringLiteral("s")));
    target = connectTo(server.conninfo(QStringLiteral("t")));
}

void PgApplyFixture::both(const QString& sql)
{
    onSource(sql);
    onTarget(sql);
}

void PgApplyFixture::onSource(const QString& sql)
{
    if (auto done = source->execute(sql); !done)
        stopOn(done.error());
}

void PgApplyFixture::onTarget(const QString& sql)
{
    if (auto done = target->execute(sql); !done)
        stopOn(done.error());
}

QString PgApplyFixture::askTarget(const QString& sql)
{
    auto answer = target->queryText(sql);
    if (!answer)
        stopOn(answer.error());
    return *answer;
}

DatasetSchema PgApplyFixture::schema(const QStringList& tables)
{
    auto read = readPgSchema(*source, tables);
    if (!read)
        stopOn(read.error());
    return std::move(*read);
}

Result<> PgApplyFixture::open()
{
    writer.reset();
    ENGINE_TRY_AS(writer, openPgTarget(config));
    return {};
}

Bytes PgApplyFixture::row(const QString& values)
{
    return ask(*source, QStringLiteral("SELECT ") + values).at(0);
}

void PgApplyFixture::add(ChangeKind kind, std::uint32_t table, BytesView before, BytesView after)
{
    ByteWriter out(block);
    writeChange(out, {kind, table, before, after});
    ++count;
}

void PgApplyFixture::insert(const TableSchema& table, const QString& values)
{
    const QString sql = QStringLiteral("INSERT INTO %1 (%2) OVERRIDING SYSTEM VALUE %3 RETURNING %2")
                            .arg(pgQuotedTable(table.name), columnList(table),
                                 values.startsWith(u"SELECT") ? values : QStringLiteral("VALUES (%1)").arg(values));
    for (const Bytes& row : ask(*source, sql))
        add(ChangeKind::Insert, table.id, {}, row);
}

/// Row by row, in the order in which PostgreSQL would send them.
void PgApplyFixture::update(const TableSchema& table, const QString& set, const QString& where)
{
    const QString quoted = pgQuotedTable(table.name);
    auto places = source->query(QStringLiteral("SELECT ctid, tableoid FROM %1 WHERE %2").arg(quoted, where));
    if (!places)
        stopOn(places.error());
    for (int i = 0; i < places->rows(); ++i) {
        const QString one =
            QStringLiteral(" WHERE ctid = '%1' AND tableoid = %2").arg(places->text(i, 0), places->text(i, 1));
        const Bytes before =
            ask(*source, QStringLiteral("SELECT %1 FROM %2").arg(columnList(table), quoted) + one).at(0);
        Bytes after =
            ask(*source, QStringLiteral("UPDATE %1 SET %2%3 RETURNING %4").arg(quoted, set, one, columnList(table)))
                .at(0);
        if (leavesOutUnchanged)
            after = withoutUnchanged(table, before, after);
        add(ChangeKind::Update, table.id, sendsOldRows ? before : keyOf(table, before), after);
    }
}

void PgApplyFixture::erase(const TableSchema& table, const QString& where)
{
    const QString sql =
        QStringLiteral("DELETE FROM %1 WHERE %2 RETURNING %3").arg(pgQuotedTable(table.name), where, columnList(table));
    for (const Bytes& row : ask(*source, sql))
        add(ChangeKind::Delete, table.id, sendsOldRows ? row : keyOf(table, row), {});
}

void PgApplyFixture::truncate(const TableSchema& table)
{
    onSource(QStringLiteral("TRUNCATE %1 CASCADE").arg(pgQuotedTable(table.name)));
    add(ChangeKind::Truncate, table.id, {}, {});
}

Result<> PgApplyFixture::apply(const DatasetSchema& schema, bool tolerant)
{
    const Bytes operations = taken();
    const auto run = [&]() -> Result<> {
        writer->setPlace(QStringLiteral("340000>100000/1"), {++packet, {packet * 10}, false});
        ENGINE_TRY(writer->begin());
        ENGINE_TRY(writer->apply(schema, operations, tolerant, changed));
        return writer->commit();
    };
    Result<> done = run();
    if (!done)
        writer->rollback();
    return done;
}

Result<> PgApplyFixture::createStructure(const DatasetSchema& schema)
{
    const auto run = [&]() -> Result<> {
        ENGINE_TRY(writer->begin());
        ENGINE_TRY(writer->createStructure(schema));
        return writer->commit();
    };
    Result<> done = run();
    if (!done)
        writer->rollback();
    return done;
}

std::vector<Bytes> PgApplyFixture::rows(PgConnection& connection, const TableSchema& table)
{
    std::vector<Bytes> all =
        ask(connection, QStringLiteral("SELECT %1 FROM %2").arg(columnList(table), pgQuotedTable(table.name)));
    std::sort(all.begin(), all.end());
    return all;
}

bool PgApplyFixture::isSame(const DatasetSchema& schema)
{
    bool same = true;
    for (const TableSchema& table : schema.tables) {
        const std::vector<Bytes> wanted = sourceRows(table);
        const std::vector<Bytes> found = targetRows(table);
        if (wanted == found)
            continue;
        same = false;
        qWarning("%s: %zu rows at the source, %zu at the target", qPrintable(table.name), wanted.size(), found.size());
    }
    return same;
}

} // namespace busheng::test
