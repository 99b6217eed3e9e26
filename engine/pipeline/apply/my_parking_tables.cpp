// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/my_parking_tables.h"

#include "engine/pipeline/apply/my_bulk.h"
#include "engine/pipeline/apply/my_exception_store.h"

namespace busheng {
namespace {

QString ofTable(const QString& stream, const QString& table)
{
    return QStringLiteral(" WHERE stream = ") + myLiteral(stream) + QStringLiteral(" AND table_name = ") +
           myLiteral(table);
}

} // namespace

MyParkingTables::MyParkingTables(MyConnection& connection, const QString& database)
    : m_connection(connection),
      m_tables(QString(myQuoted(database) + u'.' + myQuoted(QStringLiteral("busheng_parked_table")))),
      m_blocks(QString(myQuoted(database) + u'.' + myQuoted(QStringLiteral("busheng_parked")))),
      m_structures(QString(myQuoted(database) + u'.' + myQuoted(QStringLiteral("busheng_parked_structure"))))
{
}

Result<bool> MyParkingTables::isThere()
{
    if (!m_isThere) {
        ENGINE_TRY_AS(const std::int64_t tables,
                      m_connection.queryInteger(QStringLiteral(
                          "SELECT count(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND "
                          "TABLE_NAME IN ('busheng_parked_table', 'busheng_parked', 'busheng_parked_structure')")));
        m_isThere = tables == 3;
    }
    return m_isThere;
}

Result<> MyParkingTables::createTables()
{
    // Asked first: CREATE ... IF NOT EXISTS wants the right to create even when there is nothing to do.
    ENGINE_TRY_AS(const bool isMade, isThere());
    if (isMade)
        return {};
    const QString names = QStringLiteral("stream varchar(190) NOT NULL, table_name varchar(190) NOT NULL, ");
    const QString engine = QStringLiteral(" ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    ENGINE_TRY(m_connection.execute(
        QStringLiteral("CREATE TABLE IF NOT EXISTS ") + m_tables + QStringLiteral(" (") + names +
        QStringLiteral("why longtext NOT NULL, by_person tinyint NOT NULL, since_ms bigint NOT NULL, "
                       "PRIMARY KEY (stream, table_name))") +
        engine));
    ENGINE_TRY(m_connection.execute(
        QStringLiteral("CREATE TABLE IF NOT EXISTS ") + m_blocks + QStringLiteral(" (") + names +
        QStringLiteral("n bigint NOT NULL, sequence bigint NOT NULL, position bigint NOT NULL, version bigint NOT "
                       "NULL, tolerant tinyint NOT NULL, is_load tinyint NOT NULL, operations bigint NOT NULL, block "
                       "longblob NOT NULL, PRIMARY KEY (stream, table_name, n))") +
        engine));
    return m_connection.execute(
        QStringLiteral("CREATE TABLE IF NOT EXISTS ") + m_structures +
        QStringLiteral(" (stream varchar(190) NOT NULL, version bigint NOT NULL, structure longblob NOT NULL, "
                       "PRIMARY KEY (stream, version))") +
        engine);
}

Result<std::map<QString, std::int64_t>> MyParkingTables::parked(const QString& stream)
{
    std::map<QString, std::int64_t> tables;
    ENGINE_TRY_AS(const bool isMade, isThere());
    if (!isMade)
        return tables;
    ENGINE_TRY_AS(const MyResult found,
                  m_connection.query(QStringLiteral("SELECT t.table_name, coalesce((SELECT max(n) FROM %1 p WHERE "
                                                    "p.stream = t.stream AND p.table_name = t.table_name), 0) FROM %2 "
                                                    "t WHERE t.stream = ")
                                         .arg(m_blocks, m_tables) +
                                     myLiteral(stream)));
    for (int row = 0; row < found.rows(); ++row)
        tables[found.text(row, 0)] = found.integer(row, 1);
    return tables;
}

Result<> MyParkingTables::keepStructure(const QString& stream, std::uint32_t version, BytesView structure)
{
    return m_connection.execute(
        QStringLiteral("REPLACE INTO %1 (stream, version, structure) VALUES (").arg(m_structures) + myLiteral(stream) +
        QStringLiteral(", %1, ").arg(version) + myHexLiteral(structure) + u')');
}

/// Not as one literal: it would take twice its bytes of max_allowed_packet, and a large row more than that.
Result<> MyParkingTables::add(const QString& stream, const QString& table, const ParkedBlock& block)
{
    const auto natural = [](std::uint64_t value) { return Cell::ofInteger(static_cast<std::int64_t>(value)); };
    std::vector<MyKind> kinds(10, MyKind::Integer);
    kinds[0] = kinds[1] = MyKind::Text;
    kinds[9] = MyKind::Binary;
    ENGINE_TRY_AS(MyBulk insert,
                  MyBulk::prepare(m_connection,
                                  QStringLiteral("INSERT INTO %1 (stream, table_name, n, sequence, position, version, "
                                                 "tolerant, is_load, operations, block) VALUES (?, ?, ?, ?, ?, ?, ?, "
                                                 "?, ?, ?)")
                                      .arg(m_blocks),
                                  QString(), kinds, std::vector<bool>(kinds.size(), false)));
    const QByteArray streamName = stream.toUtf8();
    const QByteArray tableName = table.toUtf8();
    for (const Cell& cell :
         {Cell::ofText(view(streamName)), Cell::ofText(view(tableName)), Cell::ofInteger(block.number),
          natural(block.place.sequence), natural(block.place.position.order), natural(block.version),
          Cell::ofInteger(block.tolerant ? 1 : 0), Cell::ofInteger(block.place.isLoad ? 1 : 0), natural(block.count),
          Cell::ofBlob(block.operations)}) {
        if (!insert.add(cell))
            return fail(ErrorCode::Internal, QStringLiteral("a block of parked operations cannot be written"));
    }
    insert.endRow();
    ENGINE_TRY(insert.runOne(0));
    return {};
}

Result<std::optional<ParkedBlock>> MyParkingTables::next(const QString& stream, const QString& table,
                                                         std::int64_t after)
{
    ENGINE_TRY_AS(const MyResult found,
                  m_connection.query(QStringLiteral("SELECT n, sequence, position, version, tolerant, is_load, "
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

Result<std::optional<Bytes>> MyParkingTables::structure(const QString& stream, std::uint32_t version)
{
    ENGINE_TRY_AS(const MyResult found, m_connection.query(QStringLiteral("SELECT structure FROM ") + m_structures +
                                                           QStringLiteral(" WHERE stream = ") + myLiteral(stream) +
                                                           QStringLiteral(" AND version = %1").arg(version)));
    return found.rows() == 0 ? std::optional<Bytes>() : std::optional(Bytes(found.bytes(0, 0)));
}

Result<> MyParkingTables::remove(const QString& stream, const QString& table, std::int64_t upTo)
{
    return m_connection.execute(QStringLiteral("DELETE FROM ") + m_blocks + ofTable(stream, table) +
                                QStringLiteral(" AND n <= %1").arg(upTo));
}

Result<bool> MyParkingTables::end(const QString& stream, const QString& table)
{
    ENGINE_TRY(m_connection.execute(QStringLiteral("DELETE FROM ") + m_tables + ofTable(stream, table) +
                                    QStringLiteral(" AND by_person = 0 AND NOT EXISTS (SELECT 1 FROM ") + m_blocks +
                                    ofTable(stream, table) + u')'));
    return m_connection.affectedRows() == 1;
}

Result<> MyParkingTables::removeStructures(const QString& stream)
{
    return m_connection.execute(QStringLiteral("DELETE FROM ") + m_structures + QStringLiteral(" WHERE stream = ") +
                                myLiteral(stream));
}

Result<> MyParkingTables::park(const QString& stream, const QString& table, const QString& why, bool byPerson)
{
    return m_connection.execute(
        QStringLiteral("INSERT INTO %1 (stream, table_name, why, by_person, since_ms) VALUES (").arg(m_tables) +
        QStringList{myLiteral(stream), myLiteral(table), myLiteral(why), QString::number(byPerson ? 1 : 0),
                    QString::fromLatin1(kMyNowMs)}
            .join(QStringLiteral(", ")) +
        QStringLiteral(") ON DUPLICATE KEY UPDATE why = VALUES(why), by_person = by_person OR VALUES(by_person)"));
}

Result<bool> MyParkingTables::release(const QString& stream, const QString& table)
{
    ENGINE_TRY_AS(const bool isMade, isThere());
    if (!isMade)
        return false;
    ENGINE_TRY_AS(const std::int64_t tables, m_connection.queryInteger(QStringLiteral("SELECT count(*) FROM ") +
                                                                       m_tables + ofTable(stream, table)));
    if (tables == 0)
        return false;
    ENGINE_TRY(m_connection.execute(QStringLiteral("UPDATE ") + m_tables + QStringLiteral(" SET by_person = 0") +
                                    ofTable(stream, table)));
    return true;
}

Result<std::vector<ParkedTable>> MyParkingTables::list(const QString& stream)
{
    std::vector<ParkedTable> tables;
    ENGINE_TRY_AS(const bool isMade, isThere());
    if (!isMade)
        return tables;
    ENGINE_TRY_AS(
        const MyResult found,
        m_connection.query(QStringLiteral("SELECT t.table_name, t.why, t.by_person, (SELECT coalesce(sum(operations), "
                                          "0) FROM %1 p WHERE p.stream = t.stream AND p.table_name = t.table_name), "
                                          "t.since_ms FROM %2 t WHERE t.stream = ")
                               .arg(m_blocks, m_tables) +
                           myLiteral(stream) + QStringLiteral(" ORDER BY t.since_ms, t.table_name")));
    for (int row = 0; row < found.rows(); ++row)
        tables.push_back({found.text(row, 0), found.text(row, 1), found.integer(row, 2) != 0,
                          static_cast<quint64>(found.integer(row, 3)), found.integer(row, 4)});
    return tables;
}

} // namespace busheng
