// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/apply/target_fixture.h"

#include "engine/db/sqlite/sqlite_snapshot.h"
#include "engine/pipeline/apply/sqlite_target_writer.h"

#include <QDir>
#include <QFileInfo>

namespace busheng::test {
namespace {

ColumnSchema column(const QString& name, const QString& type)
{
    ColumnSchema schema;
    schema.name = name;
    schema.declaredType = type;
    return schema;
}

/// In memory where the system has such a place: the tests commit thousands of times, and it is not the disk they test.
QString temporaryPattern()
{
    const QFileInfo memory(QStringLiteral("/dev/shm"));
    const QString root = memory.isDir() && memory.isWritable() ? memory.filePath() : QDir::tempPath();
    return root + QStringLiteral("/busheng-apply-XXXXXX");
}

} // namespace

DatasetSchema bankSchema()
{
    const QString integer = QStringLiteral("INTEGER");
    const QString varchar = QStringLiteral("VARCHAR(40)");
    TableSchema accounts;
    accounts.id = 1;
    accounts.name = QStringLiteral("account");
    accounts.columns = {column(QStringLiteral("id"), integer), column(QStringLiteral("owner"), varchar),
                        column(QStringLiteral("balance"), integer)};
    accounts.keyColumns = {0};
    TableSchema notes;
    notes.id = 2;
    notes.name = QStringLiteral("note");
    notes.columns = {column(QStringLiteral("body"), varchar), column(QStringLiteral("a"), varchar),
                     column(QStringLiteral("b"), varchar), column(QStringLiteral("code"), varchar)};
    notes.keyColumns = {2, 1};
    notes.indexes = {{QStringLiteral("note_code"), {QStringLiteral("code")}, true}};
    TableSchema entries;
    entries.id = 3;
    entries.name = QStringLiteral("entry");
    entries.columns = {column(QStringLiteral("id"), integer), column(QStringLiteral("account"), integer)};
    entries.keyColumns = {0};
    entries.foreignKeys = {{{QStringLiteral("account")}, QStringLiteral("account"), {QStringLiteral("id")}, {}, {}}};
    DatasetSchema schema;
    schema.tables = {accounts, notes, entries};
    return schema;
}

Bytes account(std::int64_t id, const char* owner, std::int64_t balance)
{
    return row({number(id), text(owner), number(balance)});
}

Bytes note(const char* a, const char* b, const char* body, const char* code)
{
    return row({text(body), text(a), text(b), text(code)});
}

TargetFixture::TargetFixture(FaultPolicy policy) : directory(temporaryPattern()), faults(std::move(policy))
{
    config.name = QStringLiteral("ministry");
    config.driver = QStringLiteral("sqlite");
    config.location = directory.filePath(QStringLiteral("target.sqlite"));
    options.stream = QStringLiteral("340000>100000/1");
}

Result<> TargetFixture::open()
{
    close();
    ENGINE_TRY_AS(writer, openSqliteTarget(config, faults));
    const auto onMark = [this](std::uint64_t markId, Position, std::unique_ptr<TableSnapshot> snapshot) {
        marks.push_back(markId);
        snapshots.push_back(std::move(snapshot));
    };
    const auto onState = [this](SubscriptionState state, const QStringList& found) {
        states.append(subscriptionStateName(state));
        findings = found;
    };
    ENGINE_TRY_AS(applier, Applier::open(*writer, options, onMark, onState));
    return {};
}

void TargetFixture::close()
{
    applier.reset();
    writer.reset();
}

Result<> TargetFixture::play(const std::vector<FedPacket>& packets)
{
    for (std::uint64_t next = applier->checkpoint().sequence + 1; next <= packets.size(); ++next) {
        ENGINE_TRY(give(packets[next - 1]));
        if (applier->wantsCommit())
            ENGINE_TRY(applier->commit());
    }
    return applier->commit();
}

std::vector<Bytes> TargetFixture::rows(const TableSchema& table) const
{
    std::vector<Bytes> all;
    auto snapshot = SqliteSnapshot::open(config.location, config.name);
    if (!snapshot)
        return {Bytes("unreadable")};
    const auto scanned = (*snapshot)->scan(table, {}, 0, [&all](BytesView bytes) {
        all.emplace_back(bytes);
        return true;
    });
    if (!scanned)
        return {Bytes("unreadable: ") + scanned.error().toString().toStdString()};
    return all;
}

std::vector<std::vector<Bytes>> TargetFixture::contents(const DatasetSchema& schema) const
{
    std::vector<std::vector<Bytes>> all;
    for (const TableSchema& table : schema.tables)
        all.push_back(rows(table));
    return all;
}

std::unique_ptr<SqliteDatabase> TargetFixture::other() const
{
    auto database = SqliteDatabase::open(config.location, SqliteDatabase::OpenMode::ReadWriteCreate, config.name);
    return database ? std::move(*database) : nullptr;
}

void TargetFixture::execute(const QString& sql) const
{
    const auto done = other()->execute(sql);
    if (!done)
        qFatal("%s", qPrintable(done.error().toString()));
}

} // namespace busheng::test
