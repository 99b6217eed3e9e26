// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/my_parking_tables.h"

#include "engine/pipeline/apply/my_exception_store.h"

namespace busheng {
namespace {

QString natural(std::uint64_t value)
{
    return QString::number(static_cast<qint64>(value));
}

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

Result<> MyParkingTables::add(const QString& stream, const QString& table, const ParkedBlock& block)
{
    const QStringList values{myLiteral(stream),
                             myLiteral(table),
                             QString::number(block.number),
                             natural(block.place.sequence),
                             natural(block.place.position.order),
                             natural(block.version),
                             QString::number(block.tolerant ? 1 : 0),
                             QString::number(block.place.isLoad ? 1 : 0),
                             natural(block.count),
                             myHexLiteral(block.operations)};
    return m_connection.execute(
        QStringLiteral("INSERT INTO %1 (stream, table_name, n, sequence, position, version, tolerant, is_load, "
                       "operations, block) VALUES (")
            .arg(m_blocks) +
        values.join(QStringLiteral(", ")) + u')');
}

Result<std::vector<ParkedBlock>> MyParkingTables::oldest(const QString& stream, const QString& table, int limit)
{
    ENGINE_TRY_AS(const MyResult found,
                  m_connection.query(QStringLiteral("SELECT n, sequence, position, version, tolerant, is_load, "
                                                    "operations, block FROM ") +
                                     m_blocks + ofTable(stream, table) +
                                     QStringLiteral(" ORDER BY n LIMIT %1").arg(limit)));
    std::vector<ParkedBlock> blocks;
    for (int row = 0; row < found.rows(); ++row) {
        ParkedBlock block;
        block.number = found.integer(row, 0);
        block.place.sequence = static_cast<std::uint64_t>(found.integer(row, 1));
        block.place.position.order = static_cast<std::uint64_t>(found.integer(row, 2));
        block.version = static_cast<std::uint32_t>(found.integer(row, 3));
        block.tolerant = found.integer(row, 4) != 0;
        block.place.isLoad = found.integer(row, 5) != 0;
        block.count = static_cast<std::uint64_t>(found.integer(row, 6));
        block.operations = Bytes(found.bytes(row, 7));
        blocks.push_back(std::move(block));
    }
    return blocks;
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
