// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_parking.h"

#include "engine/base/failpoint.h"
#include "engine/model/events.h"

#include <array>

namespace busheng {
namespace {

constexpr std::size_t kMostBytes = 256 * 1024; ///< of a block
constexpr int kBlocksAtOnce = 16;

using Parameters = std::vector<std::optional<QString>>;

QString natural(std::uint64_t value)
{
    return QString::number(static_cast<qint64>(value));
}

std::optional<BytesView> utf8(const QByteArray& text)
{
    return view(text);
}

} // namespace

Result<> PgParking::createTables(PgConnection& connection)
{
    ENGINE_TRY_AS(const QString there,
                  connection.queryText(QStringLiteral("SELECT to_regclass('busheng.parked_structure') IS NOT NULL")));
    if (there == u"t")
        return {};
    return connection.execute(QStringLiteral(R"(
        BEGIN;
        SELECT pg_advisory_xact_lock(hashtextextended('busheng parking', 0));
        DO $$ BEGIN IF to_regnamespace('busheng') IS NULL THEN CREATE SCHEMA busheng; END IF; END $$;
        CREATE TABLE IF NOT EXISTS busheng.parked_table (
            stream text NOT NULL,
            table_name text NOT NULL,
            why text NOT NULL,
            by_person boolean NOT NULL,
            since timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (stream, table_name));
        CREATE TABLE IF NOT EXISTS busheng.parked (
            stream text NOT NULL,
            table_name text NOT NULL,
            n bigint NOT NULL,
            sequence bigint NOT NULL,
            position bigint NOT NULL,
            version bigint NOT NULL,
            tolerant boolean NOT NULL,
            is_load boolean NOT NULL,
            operations bigint NOT NULL,
            block bytea NOT NULL,
            PRIMARY KEY (stream, table_name, n));
        CREATE TABLE IF NOT EXISTS busheng.parked_structure (
            stream text NOT NULL,
            version bigint NOT NULL,
            structure bytea NOT NULL,
            PRIMARY KEY (stream, version));
        COMMIT)"));
}

Result<> PgParking::park(PgConnection& connection, const QString& stream, const QString& table, const QString& why,
                         bool byPerson)
{
    ENGINE_TRY(connection.query(
        QStringLiteral("INSERT INTO busheng.parked_table (stream, table_name, why, by_person) VALUES ($1, $2, $3, "
                       "$4::boolean) ON CONFLICT (stream, table_name) DO UPDATE SET why = excluded.why, by_person = "
                       "parked_table.by_person OR excluded.by_person"),
        Parameters{stream, table, why, byPerson ? QStringLiteral("t") : QStringLiteral("f")}));
    return {};
}

Result<bool> PgParking::release(PgConnection& connection, const QString& stream, const QString& table)
{
    ENGINE_TRY_AS(const PgResult released,
                  connection.query(QStringLiteral("UPDATE busheng.parked_table SET by_person = false WHERE stream = $1 "
                                                  "AND table_name = $2"),
                                   Parameters{stream, table}));
    return released.affectedRows() == 1;
}

Result<std::vector<ParkedTable>> PgParking::list(PgConnection& connection, const QString& stream)
{
    ENGINE_TRY_AS(
        const PgResult found,
        connection.query(
            QStringLiteral("SELECT t.table_name, t.why, t.by_person, (SELECT coalesce(sum(operations), 0) FROM "
                           "busheng.parked p WHERE p.stream = t.stream AND p.table_name = t.table_name), "
                           "(extract(epoch FROM since) * 1000)::bigint FROM busheng.parked_table t "
                           "WHERE stream = $1 ORDER BY since, table_name"),
            Parameters{stream}));
    std::vector<ParkedTable> tables;
    for (int row = 0; row < found.rows(); ++row)
        tables.push_back({found.text(row, 0), found.text(row, 1), found.boolean(row, 2),
                          static_cast<quint64>(found.integer(row, 3)), found.integer(row, 4)});
    return tables;
}

Result<> PgParking::learn(const QString& stream)
{
    if (m_known && stream == m_stream)
        return {};
    m_stream = stream;
    m_parked.clear();
    m_structureKept = 0;
    ENGINE_TRY_AS(
        const PgResult found,
        m_connection.query(
            QStringLiteral("SELECT t.table_name, coalesce((SELECT max(n) FROM busheng.parked p WHERE p.stream = "
                           "t.stream AND p.table_name = t.table_name), 0) FROM busheng.parked_table t "
                           "WHERE stream = $1"),
            Parameters{stream}));
    for (int row = 0; row < found.rows(); ++row)
        m_parked[found.text(row, 0)].last = found.integer(row, 1);
    m_known = true;
    return {};
}

void PgParking::rolledBack()
{
    m_known = m_known && !m_touched;
    m_touched = false;
    for (auto& [table, waiting] : m_parked) {
        waiting.block = {};
        waiting.count = 0;
    }
}

void PgParking::committed()
{
    m_changed = m_changed || m_touched;
    m_touched = false;
}

Result<> PgParking::add(const DatasetSchema& schema, const QString& table, const RowChange& change, bool tolerant,
                        const PacketPlace& place)
{
    m_touched = true;
    if (m_structureKept != schema.version) {
        const Bytes structure = encodeSchema(schema);
        const QByteArray stream = m_stream.toUtf8();
        const QByteArray version = QByteArray::number(schema.version);
        ENGINE_TRY(m_connection.queryBinary(
            QStringLiteral("INSERT INTO busheng.parked_structure (stream, version, structure) VALUES ($1::text, "
                           "$2::text::bigint, $3::bytea) ON CONFLICT (stream, version) DO UPDATE SET structure = "
                           "excluded.structure"),
            {utf8(stream), utf8(version), BytesView(structure)}));
        m_structureKept = schema.version;
    }
    Waiting& waiting = m_parked[table];
    const Block& block = waiting.block;
    const bool belongs = block.version == schema.version && block.tolerant == tolerant &&
                         block.place.sequence == place.sequence && block.place.isLoad == place.isLoad;
    if (waiting.count > 0 && (!belongs || block.operations.size() >= kMostBytes))
        ENGINE_TRY(write(table, waiting));
    waiting.block.version = schema.version;
    waiting.block.tolerant = tolerant;
    waiting.block.place = place;
    ByteWriter out(waiting.block.operations);
    writeChange(out, change);
    ++waiting.count;
    return {};
}

Result<> PgParking::write(const QString& table, Waiting& waiting)
{
    ENGINE_FAILPOINT("apply.park.block");
    const Block& block = waiting.block;
    const std::array texts{m_stream.toUtf8(),
                           table.toUtf8(),
                           natural(static_cast<std::uint64_t>(waiting.last + 1)).toUtf8(),
                           natural(block.place.sequence).toUtf8(),
                           natural(block.place.position.order).toUtf8(),
                           natural(block.version).toUtf8(),
                           QByteArray(block.tolerant ? "t" : "f"),
                           QByteArray(block.place.isLoad ? "t" : "f"),
                           natural(waiting.count).toUtf8()};
    std::vector<std::optional<BytesView>> values;
    for (const QByteArray& text : texts)
        values.push_back(view(text));
    values.emplace_back(block.operations);
    ENGINE_TRY(m_connection.queryBinary(
        QStringLiteral(
            "INSERT INTO busheng.parked (stream, table_name, n, sequence, position, version, tolerant, is_load, "
            "operations, block) VALUES ($1::text, $2::text, $3::text::bigint, $4::text::bigint, "
            "$5::text::bigint, $6::text::bigint, $7::text::boolean, $8::text::boolean, $9::text::bigint, "
            "$10::bytea)"),
        values));
    ++waiting.last;
    waiting.count = 0;
    waiting.block = {};
    return {};
}

Result<> PgParking::flush()
{
    for (auto& [table, waiting] : m_parked) {
        if (waiting.count > 0)
            ENGINE_TRY(write(table, waiting));
    }
    return {};
}

Result<> PgParking::startAnew(const DatasetSchema& schema, const TableSchema& table, const PacketPlace& place)
{
    m_touched = true;
    ENGINE_TRY(m_connection.query(QStringLiteral("DELETE FROM busheng.parked WHERE stream = $1 AND table_name = $2"),
                                  Parameters{m_stream, table.name}));
    m_parked[table.name] = {};
    return add(schema, table.name, {ChangeKind::Truncate, table.id, {}, {}}, true, place);
}

Result<std::vector<PgParking::Block>> PgParking::oldest(const QString& table)
{
    const QByteArray stream = m_stream.toUtf8();
    const QByteArray name = table.toUtf8();
    // parked.n: "n" alone would be the text of the first column, by which 10 comes before 2.
    ENGINE_TRY_AS(
        const PgResult found,
        m_connection.queryBinary(
            QStringLiteral("SELECT n::text, sequence::text, position::text, version::text, tolerant::int::text, "
                           "is_load::int::text, block FROM busheng.parked WHERE stream = $1::text AND "
                           "table_name = $2::text ORDER BY parked.n LIMIT %1")
                .arg(kBlocksAtOnce),
            {utf8(stream), utf8(name)}));
    std::vector<Block> blocks;
    for (int row = 0; row < found.rows(); ++row) {
        Block block;
        block.number = found.text(row, 0).toLongLong();
        block.place.sequence = static_cast<std::uint64_t>(found.text(row, 1).toLongLong());
        block.place.position.order = static_cast<std::uint64_t>(found.text(row, 2).toLongLong());
        block.version = found.text(row, 3).toUInt();
        block.tolerant = found.text(row, 4) == u"1";
        block.place.isLoad = found.text(row, 5) == u"1";
        block.operations = Bytes(found.bytes(row, 6));
        blocks.push_back(std::move(block));
    }
    return blocks;
}

Result<DatasetSchema> PgParking::structure(std::uint32_t version)
{
    const QByteArray stream = m_stream.toUtf8();
    const QByteArray number = QByteArray::number(version);
    ENGINE_TRY_AS(
        const PgResult found,
        m_connection.queryBinary(QStringLiteral("SELECT structure FROM busheng.parked_structure WHERE stream = "
                                                "$1::text AND version = $2::text::bigint"),
                                 {utf8(stream), utf8(number)}));
    if (found.rows() == 0)
        return fail(makeEvent(ErrorCode::Corrupt, events::TGT_CHECKPOINT,
                              {m_connection.name(), QStringLiteral("%1: its structure is missing").arg(m_stream)},
                              QStringLiteral("structure %1 of parked tables is missing").arg(version)));
    return decodeSchema(found.bytes(0, 0));
}

Result<bool> PgParking::applied(const QString& table, std::int64_t number)
{
    ENGINE_FAILPOINT("apply.park.applied");
    m_touched = true;
    ENGINE_TRY(m_connection.query(
        QStringLiteral("DELETE FROM busheng.parked WHERE stream = $1 AND table_name = $2 AND n <= $3::bigint"),
        Parameters{m_stream, table, QString::number(number)}));
    ENGINE_TRY_AS(
        const PgResult gone,
        m_connection.query(QStringLiteral("DELETE FROM busheng.parked_table t WHERE stream = $1 AND table_name = "
                                          "$2 AND NOT by_person AND NOT EXISTS (SELECT FROM busheng.parked p "
                                          "WHERE p.stream = t.stream AND p.table_name = t.table_name)"),
                           Parameters{m_stream, table}));
    if (gone.affectedRows() != 1)
        return false;
    m_parked.erase(table);
    if (m_parked.empty()) {
        ENGINE_TRY(m_connection.query(QStringLiteral("DELETE FROM busheng.parked_structure WHERE stream = $1"),
                                      Parameters{m_stream}));
        m_structureKept = 0;
    }
    return true;
}

} // namespace busheng
