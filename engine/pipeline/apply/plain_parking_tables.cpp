// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/plain_parking_tables.h"

namespace busheng {
namespace {

const QString kTables = QStringLiteral("busheng_parked_table");
const QString kBlocks = QStringLiteral("busheng_parked");
const QString kStructures = QStringLiteral("busheng_parked_structure");

} // namespace

PlainParkingTables::PlainParkingTables(FaultSql& sql)
    : m_sql(sql), m_tables(sql.own(kTables)), m_blocks(sql.own(kBlocks)), m_structures(sql.own(kStructures))
{
}

QString PlainParkingTables::ofTable(const QString& stream, const QString& table) const
{
    return QStringLiteral(" WHERE stream = ") + m_sql.literal(stream) + QStringLiteral(" AND table_name = ") +
           m_sql.literal(table);
}

Result<bool> PlainParkingTables::isThere()
{
    if (m_isThere)
        return true;
    for (const QString& table : {kTables, kBlocks, kStructures}) {
        ENGINE_TRY_AS(const bool isOne, m_sql.hasTable(table));
        if (!isOne)
            return false;
    }
    m_isThere = true;
    return true;
}

Result<> PlainParkingTables::createTables()
{
    const QString names = QStringLiteral("stream varchar(190) NOT NULL, table_name varchar(190) NOT NULL, ");
    ENGINE_TRY(m_sql.createTable(
        kTables, QString(names + QStringLiteral("why longtext NOT NULL, by_person tinyint NOT NULL, since_ms bigint "
                                                "NOT NULL, PRIMARY KEY (stream, table_name)"))));
    ENGINE_TRY(m_sql.createTable(
        kBlocks,
        QString(names +
                QStringLiteral("n bigint NOT NULL, sequence bigint NOT NULL, position bigint NOT NULL, version bigint "
                               "NOT NULL, tolerant tinyint NOT NULL, is_load tinyint NOT NULL, operations bigint NOT "
                               "NULL, block longblob NOT NULL, PRIMARY KEY (stream, table_name, n)"))));
    return m_sql.createTable(kStructures,
                             QStringLiteral("stream varchar(190) NOT NULL, version bigint NOT NULL, structure longblob "
                                            "NOT NULL, PRIMARY KEY (stream, version)"));
}

Result<std::map<QString, std::int64_t>> PlainParkingTables::parked(const QString& stream)
{
    std::map<QString, std::int64_t> tables;
    ENGINE_TRY_AS(const bool isMade, isThere());
    if (!isMade)
        return tables;
    ENGINE_TRY_AS(const FaultRows found,
                  m_sql.query(QStringLiteral("SELECT t.table_name, coalesce((SELECT max(n) FROM %1 p WHERE "
                                             "p.stream = t.stream AND p.table_name = t.table_name), 0) FROM %2 "
                                             "t WHERE t.stream = ")
                                  .arg(m_blocks, m_tables) +
                              m_sql.literal(stream)));
    for (int row = 0; row < found.rows(); ++row)
        tables[found.text(row, 0)] = found.integer(row, 1);
    return tables;
}

Result<> PlainParkingTables::keepStructure(const QString& stream, std::uint32_t version, BytesView structure)
{
    const QByteArray name = stream.toUtf8();
    return m_sql.run(QStringLiteral("REPLACE INTO %1 (stream, version, structure) VALUES (?, ?, ?)").arg(m_structures),
                     {Cell::ofText(view(name)), Cell::ofInteger(version), Cell::ofBlob(structure)});
}

Result<> PlainParkingTables::add(const QString& stream, const QString& table, const ParkedBlock& block)
{
    const auto natural = [](std::uint64_t value) { return Cell::ofInteger(static_cast<std::int64_t>(value)); };
    const QByteArray streamName = stream.toUtf8();
    const QByteArray tableName = table.toUtf8();
    return m_sql.run(QStringLiteral("INSERT INTO %1 (stream, table_name, n, sequence, position, version, tolerant, "
                                    "is_load, operations, block) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                         .arg(m_blocks),
                     {Cell::ofText(view(streamName)), Cell::ofText(view(tableName)), Cell::ofInteger(block.number),
                      natural(block.place.sequence), natural(block.place.position.order), natural(block.version),
                      Cell::ofInteger(block.tolerant ? 1 : 0), Cell::ofInteger(block.place.isLoad ? 1 : 0),
                      natural(block.count), Cell::ofBlob(block.operations)});
}

Result<std::optional<ParkedBlock>> PlainParkingTables::next(const QString& stream, const QString& table,
                                                            std::int64_t after)
{
    ENGINE_TRY_AS(const FaultRows found,
                  m_sql.query(QStringLiteral("SELECT n, sequence, position, version, tolerant, is_load, "
                                             "operations, block FROM ") +
                              m_blocks + ofTable(stream, table) +
                              QStringLiteral(" AND n > %1 ORDER BY n LIMIT 1").arg(after)));
    if (found.rows() == 0)
        return std::optional<ParkedBlock>();
    ParkedBlock block;
    block.number = found.integer(0, 0);
    block.place.sequence = static_cast<std::uint64_t>(found.integer(0, 1));
    block.place.position.order = static_cast<std::uint64_t>(found.integer(0, 2));
    block.version = static_cast<std::uint32_t>(found.integer(0, 3));
    block.tolerant = found.integer(0, 4) != 0;
    block.place.isLoad = found.integer(0, 5) != 0;
    block.count = static_cast<std::uint64_t>(found.integer(0, 6));
    block.operations = Bytes(found.bytes(0, 7));
    return std::optional(std::move(block));
}

Result<std::optional<Bytes>> PlainParkingTables::structure(const QString& stream, std::uint32_t version)
{
    ENGINE_TRY_AS(const FaultRows found, m_sql.query(QStringLiteral("SELECT structure FROM ") + m_structures +
                                                     QStringLiteral(" WHERE stream = ") + m_sql.literal(stream) +
                                                     QStringLiteral(" AND version = %1").arg(version)));
    return found.rows() == 0 ? std::optional<Bytes>() : std::optional(Bytes(found.bytes(0, 0)));
}

Result<> PlainParkingTables::remove(const QString& stream, const QString& table, std::int64_t upTo)
{
    return m_sql.execute(QStringLiteral("DELETE FROM ") + m_blocks + ofTable(stream, table) +
                         QStringLiteral(" AND n <= %1").arg(upTo));
}

Result<bool> PlainParkingTables::end(const QString& stream, const QString& table)
{
    ENGINE_TRY(m_sql.execute(QStringLiteral("DELETE FROM ") + m_tables + ofTable(stream, table) +
                             QStringLiteral(" AND by_person = 0 AND NOT EXISTS (SELECT 1 FROM ") + m_blocks +
                             ofTable(stream, table) + u')'));
    return m_sql.changed() == 1;
}

Result<> PlainParkingTables::removeStructures(const QString& stream)
{
    return m_sql.execute(QStringLiteral("DELETE FROM ") + m_structures + QStringLiteral(" WHERE stream = ") +
                         m_sql.literal(stream));
}

Result<> PlainParkingTables::park(const QString& stream, const QString& table, const QString& why, bool byPerson)
{
    const QString word = byPerson ? QStringLiteral("1") : QStringLiteral("0");
    ENGINE_TRY(m_sql.execute(QStringLiteral("UPDATE ") + m_tables + QStringLiteral(" SET why = ") + m_sql.literal(why) +
                             QStringLiteral(", by_person = by_person OR ") + word + ofTable(stream, table)));
    return m_sql.execute(
        QStringLiteral("INSERT INTO %1 (stream, table_name, why, by_person, since_ms) SELECT ").arg(m_tables) +
        QStringList{m_sql.literal(stream), m_sql.literal(table), m_sql.literal(why), word, m_sql.now()}.join(
            QStringLiteral(", ")) +
        QStringLiteral(" FROM (SELECT 1) AS one WHERE NOT EXISTS (SELECT 1 FROM ") + m_tables + ofTable(stream, table) +
        u')');
}

Result<bool> PlainParkingTables::release(const QString& stream, const QString& table)
{
    ENGINE_TRY_AS(const bool isMade, isThere());
    if (!isMade)
        return false;
    ENGINE_TRY_AS(const FaultRows found,
                  m_sql.query(QStringLiteral("SELECT 1 FROM ") + m_tables + ofTable(stream, table)));
    if (found.rows() == 0)
        return false;
    ENGINE_TRY(m_sql.execute(QStringLiteral("UPDATE ") + m_tables + QStringLiteral(" SET by_person = 0") +
                             ofTable(stream, table)));
    return true;
}

Result<std::vector<ParkedTable>> PlainParkingTables::list(const QString& stream)
{
    std::vector<ParkedTable> tables;
    ENGINE_TRY_AS(const bool isMade, isThere());
    if (!isMade)
        return tables;
    ENGINE_TRY_AS(
        const FaultRows found,
        m_sql.query(QStringLiteral("SELECT t.table_name, t.why, t.by_person, (SELECT coalesce(sum(operations), "
                                   "0) FROM %1 p WHERE p.stream = t.stream AND p.table_name = t.table_name), "
                                   "t.since_ms FROM %2 t WHERE t.stream = ")
                        .arg(m_blocks, m_tables) +
                    m_sql.literal(stream) + QStringLiteral(" ORDER BY t.since_ms, t.table_name")));
    for (int row = 0; row < found.rows(); ++row)
        tables.push_back({found.text(row, 0), found.text(row, 1), found.integer(row, 2) != 0,
                          static_cast<quint64>(found.integer(row, 3)), found.integer(row, 4)});
    return tables;
}

} // namespace busheng
