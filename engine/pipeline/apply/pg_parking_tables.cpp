// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_parking_tables.h"

#include <array>

namespace busheng {
namespace {

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

Result<> PgParkingTables::createTables(PgConnection& connection)
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

Result<> PgParkingTables::park(const QString& stream, const QString& table, const QString& why, bool byPerson)
{
    ENGINE_TRY(m_connection.query(
        QStringLiteral("INSERT INTO busheng.parked_table (stream, table_name, why, by_person) VALUES ($1, $2, $3, "
                       "$4::boolean) ON CONFLICT (stream, table_name) DO UPDATE SET why = excluded.why, by_person = "
                       "parked_table.by_person OR excluded.by_person"),
        Parameters{stream, table, why, byPerson ? QStringLiteral("t") : QStringLiteral("f")}));
    return {};
}

Result<bool> PgParkingTables::release(const QString& stream, const QString& table)
{
    ENGINE_TRY_AS(
        const PgResult released,
        m_connection.query(QStringLiteral("UPDATE busheng.parked_table SET by_person = false WHERE stream = $1 "
                                          "AND table_name = $2"),
                           Parameters{stream, table}));
    return released.affectedRows() == 1;
}

Result<std::vector<ParkedTable>> PgParkingTables::list(const QString& stream)
{
    ENGINE_TRY_AS(
        const PgResult found,
        m_connection.query(
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

Result<std::map<QString, std::int64_t>> PgParkingTables::parked(const QString& stream)
{
    ENGINE_TRY_AS(
        const PgResult found,
        m_connection.query(
            QStringLiteral("SELECT t.table_name, coalesce((SELECT max(n) FROM busheng.parked p WHERE p.stream = "
                           "t.stream AND p.table_name = t.table_name), 0) FROM busheng.parked_table t "
                           "WHERE stream = $1"),
            Parameters{stream}));
    std::map<QString, std::int64_t> tables;
    for (int row = 0; row < found.rows(); ++row)
        tables[found.text(row, 0)] = found.integer(row, 1);
    return tables;
}

Result<> PgParkingTables::keepStructure(const QString& stream, std::uint32_t version, BytesView structure)
{
    const QByteArray name = stream.toUtf8();
    const QByteArray number = QByteArray::number(version);
    ENGINE_TRY(m_connection.queryBinary(
        QStringLiteral("INSERT INTO busheng.parked_structure (stream, version, structure) VALUES ($1::text, "
                       "$2::text::bigint, $3::bytea) ON CONFLICT (stream, version) DO UPDATE SET structure = "
                       "excluded.structure"),
        {utf8(name), utf8(number), structure}));
    return {};
}

Result<> PgParkingTables::add(const QString& stream, const QString& table, const ParkedBlock& block)
{
    const std::array texts{stream.toUtf8(),
                           table.toUtf8(),
                           natural(static_cast<std::uint64_t>(block.number)).toUtf8(),
                           natural(block.place.sequence).toUtf8(),
                           natural(block.place.position.order).toUtf8(),
                           natural(block.version).toUtf8(),
                           QByteArray(block.tolerant ? "t" : "f"),
                           QByteArray(block.place.isLoad ? "t" : "f"),
                           natural(block.count).toUtf8()};
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
    return {};
}

Result<std::optional<ParkedBlock>> PgParkingTables::next(const QString& stream, const QString& table,
                                                         std::int64_t after)
{
    const QByteArray name = stream.toUtf8();
    const QByteArray tableName = table.toUtf8();
    // parked.n: "n" alone would be the text of the first column, by which 10 comes before 2.
    ENGINE_TRY_AS(
        const PgResult found,
        m_connection.queryBinary(
            QStringLiteral("SELECT n::text, sequence::text, position::text, version::text, tolerant::int::text, "
                           "is_load::int::text, block FROM busheng.parked WHERE stream = $1::text AND "
                           "table_name = $2::text AND parked.n > %1 ORDER BY parked.n LIMIT 1")
                .arg(after),
            {utf8(name), utf8(tableName)}));
    if (found.rows() == 0)
        return std::optional<ParkedBlock>();
    ParkedBlock block;
    block.number = found.text(0, 0).toLongLong();
    block.place.sequence = static_cast<std::uint64_t>(found.text(0, 1).toLongLong());
    block.place.position.order = static_cast<std::uint64_t>(found.text(0, 2).toLongLong());
    block.version = found.text(0, 3).toUInt();
    block.tolerant = found.text(0, 4) == u"1";
    block.place.isLoad = found.text(0, 5) == u"1";
    block.operations = Bytes(found.bytes(0, 6));
    return std::optional(std::move(block));
}

Result<std::optional<Bytes>> PgParkingTables::structure(const QString& stream, std::uint32_t version)
{
    const QByteArray name = stream.toUtf8();
    const QByteArray number = QByteArray::number(version);
    ENGINE_TRY_AS(
        const PgResult found,
        m_connection.queryBinary(QStringLiteral("SELECT structure FROM busheng.parked_structure WHERE stream = "
                                                "$1::text AND version = $2::text::bigint"),
                                 {utf8(name), utf8(number)}));
    return found.rows() == 0 ? std::optional<Bytes>() : std::optional(Bytes(found.bytes(0, 0)));
}

Result<> PgParkingTables::remove(const QString& stream, const QString& table, std::int64_t upTo)
{
    ENGINE_TRY(m_connection.query(
        QStringLiteral("DELETE FROM busheng.parked WHERE stream = $1 AND table_name = $2 AND n <= $3::bigint"),
        Parameters{stream, table, QString::number(upTo)}));
    return {};
}

Result<bool> PgParkingTables::end(const QString& stream, const QString& table)
{
    ENGINE_TRY_AS(
        const PgResult gone,
        m_connection.query(QStringLiteral("DELETE FROM busheng.parked_table t WHERE stream = $1 AND table_name = "
                                          "$2 AND NOT by_person AND NOT EXISTS (SELECT FROM busheng.parked p "
                                          "WHERE p.stream = t.stream AND p.table_name = t.table_name)"),
                           Parameters{stream, table}));
    return gone.affectedRows() == 1;
}

Result<> PgParkingTables::removeStructures(const QString& stream)
{
    ENGINE_TRY(m_connection.query(QStringLiteral("DELETE FROM busheng.parked_structure WHERE stream = $1"),
                                  Parameters{stream}));
    return {};
}

} // namespace busheng
