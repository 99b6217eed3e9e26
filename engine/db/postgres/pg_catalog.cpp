// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_catalog.h"

#include "engine/db/postgres/pg_user_types.h"
#include "engine/model/events.h"

#include <algorithm>
#include <map>

namespace busheng {
namespace {

constexpr std::size_t kMostColumns = 1'600;
const QString kOwnSchema = QStringLiteral("busheng");

Error refusal(const PgConnection& connection, const QString& table, const QString& why)
{
    return makeEvent(ErrorCode::Schema, events::SRC_TABLE_REFUSED, {connection.name(), table, why},
                     QStringLiteral("table %1 of %2: %3").arg(table, connection.name(), why));
}

QString kindName(const QString& relkind)
{
    static const std::map<QString, QString> kNames{
        {QStringLiteral("v"), QStringLiteral("it is a view, not a table")},
        {QStringLiteral("m"), QStringLiteral("it is a materialized view, not a table")},
        {QStringLiteral("f"), QStringLiteral("it is a foreign table: publish it from the server that holds its rows")},
        {QStringLiteral("S"), QStringLiteral("it is a sequence, not a table")},
        {QStringLiteral("c"), QStringLiteral("it is a type, not a table")},
    };
    const auto found = kNames.find(relkind);
    return found == kNames.end() ? QStringLiteral("it is no table") : found->second;
}

QString actionWords(const QString& code)
{
    static const std::map<QString, QString> kWords{
        {QStringLiteral("c"), QStringLiteral("CASCADE")},
        {QStringLiteral("n"), QStringLiteral("SET NULL")},
        {QStringLiteral("d"), QStringLiteral("SET DEFAULT")},
        {QStringLiteral("r"), QStringLiteral("RESTRICT")},
    };
    const auto found = kWords.find(code);
    return found == kWords.end() ? QString() : found->second;
}

/// Every type that a column's values are made of, from the column's own type inwards, and why its binary form means
/// nothing elsewhere, if so. The header of an array names its element type by oid, which is another one in each
/// database unless the type is built in; ranges, domains and enums carry no oid.
const QString kColumnsSql = QStringLiteral(
    "WITH RECURSIVE walk(attnum, step, typ, of_array) AS ("
    " SELECT attnum, 0, atttypid, false FROM pg_attribute WHERE attrelid = %1 AND attnum > 0 AND NOT attisdropped"
    " UNION ALL"
    " SELECT w.attnum, w.step + 1, CASE t.typtype WHEN 'd' THEN t.typbasetype WHEN 'b' THEN t.typelem"
    "  ELSE (SELECT rngsubtype FROM pg_range WHERE t.oid IN (rngtypid, rngmultitypid)) END,"
    "  t.typtype = 'b'"
    " FROM walk w JOIN pg_type t ON t.oid = w.typ"
    " WHERE t.typtype IN ('d', 'r', 'm') OR (t.typtype = 'b' AND t.typsend = 'array_send'::regproc)), "
    "flaw AS (SELECT DISTINCT ON (w.attnum) w.attnum, CASE"
    "  WHEN t.typtype = 'c' THEN format_type(t.oid, NULL) || ' is a composite type'"
    "  WHEN t.typtype = 'p' THEN format_type(t.oid, NULL) || ' is a pseudo type'"
    "  WHEN w.of_array AND w.typ >= 16384 THEN 'an array of the user-defined type ' || format_type(t.oid, NULL)"
    "  WHEN t.typsend = 0 THEN format_type(t.oid, NULL) || ' has no binary form'"
    "  ELSE format_type(t.oid, NULL) || ' names an object of its own database' END AS why"
    " FROM walk w JOIN pg_type t ON t.oid = w.typ WHERE t.typtype IN ('c', 'p') OR t.typsend = 0"
    "  OR (w.of_array AND w.typ >= 16384)"
    "  OR (t.typnamespace = 'pg_catalog'::regnamespace AND t.typcategory = 'N' AND t.typname LIKE 'reg%')"
    " ORDER BY w.attnum, w.step) "
    "SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),"
    " a.attgenerated, a.attidentity, a.atttypid::int8, a.attnum, f.why "
    "FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
    "LEFT JOIN flaw f ON f.attnum = a.attnum "
    "WHERE a.attrelid = %1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum");

/// A partitioned table's rows are logged by its leaves, so theirs is the identity that counts: the weakest.
const QString kTableSql = QStringLiteral(
    "SELECT c.oid::int8, c.relkind, c.relpersistence,"
    " CASE WHEN c.relkind <> 'p' OR l.kinds IS NULL THEN c.relreplident::text WHEN l.kinds LIKE '%n%' THEN 'n'"
    "  WHEN l.kinds LIKE '%i%' THEN 'i' WHEN l.kinds LIKE '%d%' THEN 'd' ELSE 'f' END,"
    " CASE c.relkind WHEN 'p' THEN l.total ELSE greatest(c.reltuples, 0)::int8 END,"
    " c.relkind <> 'p' AND EXISTS (SELECT 1 FROM pg_inherits WHERE inhparent = c.oid) "
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, LATERAL ("
    " SELECT string_agg(DISTINCT k.relreplident::text, '') AS kinds,"
    "  coalesce(sum(greatest(k.reltuples, 0)), 0)::int8 AS total"
    " FROM pg_partition_tree(c.oid) p JOIN pg_class k ON k.oid = p.relid WHERE p.isleaf AND k.relkind = 'r') l "
    "WHERE n.nspname = ");

/// Indexes whose key is columns alone, the primary key first, each with its key columns in order.
const QString kIndexesSql = QStringLiteral(
    "SELECT c.relname, i.indisprimary, i.indisreplident, i.indisunique AND i.indimmediate, u.attnum "
    "FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam,"
    " LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS u(attnum, place) "
    "WHERE i.indrelid = %1 AND m.amname = 'btree' AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL"
    " AND u.place <= i.indnkeyatts ORDER BY i.indisprimary DESC, c.relname, u.place");

const QString kForeignKeysSql = QStringLiteral(
    "SELECT k.oid::int8, n.nspname || '.' || c.relname, k.confupdtype, k.confdeltype, u.attnum, r.attname "
    "FROM pg_constraint k JOIN pg_class c ON c.oid = k.confrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
    " CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS u(attnum, other, place)"
    " JOIN pg_attribute r ON r.attrelid = k.confrelid AND r.attnum = u.other "
    "WHERE k.conrelid = %1 AND k.contype = 'f' AND k.conparentid = 0 ORDER BY k.conname, u.place");

/// Reads one table.
class TableReader {
public:
    TableReader(PgConnection& connection, const QString& table, PgTableFacts& facts)
        : m_connection(connection), m_facts(facts)
    {
        m_table.name = pgQualified(table);
    }

    Result<TableSchema> run()
    {
        ENGINE_TRY(checkName());
        ENGINE_TRY(readKind());
        ENGINE_TRY(readColumns());
        ENGINE_TRY(readIndexes());
        ENGINE_TRY(readForeignKeys());
        return std::move(m_table);
    }

private:
    Failure refused(const QString& why) const { return fail(refusal(m_connection, m_table.name, why)); }

    Result<> checkName()
    {
        const qsizetype dot = m_table.name.indexOf(u'.');
        m_schema = m_table.name.left(dot);
        m_relation = m_table.name.mid(dot + 1);
        if (m_relation.contains(u'.'))
            return refused(QStringLiteral("its name holds a dot"));
        if (m_table.name.contains(QChar(0)))
            return refused(QStringLiteral("its name holds a NUL"));
        if (m_schema == kOwnSchema || m_schema.startsWith(QStringLiteral("pg_")) || m_schema == u"information_schema")
            return refused(QStringLiteral("its schema is reserved"));
        return {};
    }

    Result<> readKind()
    {
        ENGINE_TRY_AS(const PgResult found,
                      m_connection.query(kTableSql + pgLiteral(m_schema) + QStringLiteral(" AND c.relname = ") +
                                         pgLiteral(m_relation)));
        if (found.rows() == 0)
            return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_MISSING, {m_connection.name(), m_table.name},
                                  QStringLiteral("%1 has no table %2").arg(m_connection.name(), m_table.name)));
        m_oid = found.text(0, 0);
        const QString kind = found.text(0, 1);
        const QString persistence = found.text(0, 2);
        m_facts.isOrdinaryOrPartitioned = kind == u"r" || kind == u"p";
        m_facts.replicaIdentity = found.text(0, 3);
        m_facts.estimatedRows = found.integer(0, 4);
        if (!m_facts.isOrdinaryOrPartitioned)
            return refused(kindName(kind));
        if (persistence == u"u")
            return refused(QStringLiteral("it is unlogged: its changes are not in the log"));
        if (persistence != u"p")
            return refused(QStringLiteral("it is a temporary table"));
        if (found.boolean(0, 5))
            return refused(QStringLiteral("other tables inherit from it: publish those instead"));
        return {};
    }

    Result<> readColumns()
    {
        ENGINE_TRY_AS(const PgResult found, m_connection.query(kColumnsSql.arg(m_oid)));
        for (int row = 0; row < found.rows(); ++row) {
            ColumnSchema column;
            column.name = found.text(row, 0);
            column.declaredType = found.text(row, 1);
            column.notNull = found.boolean(row, 2);
            column.defaultValue = found.text(row, 3);
            if (const QString identity = found.text(row, 5); !identity.isEmpty())
                column.defaultValue = identity == u"a" ? QStringLiteral("GENERATED ALWAYS AS IDENTITY")
                                                       : QStringLiteral("GENERATED BY DEFAULT AS IDENTITY");
            if (!found.text(row, 4).isEmpty()) {
                m_table.generatedColumns.push_back(std::move(column));
                continue;
            }
            if (!found.isNull(row, 8))
                m_facts.unsupported.append(column.name + QStringLiteral(": ") + found.text(row, 8));
            m_columnOf[found.integer(row, 7)] = static_cast<std::uint32_t>(m_table.columns.size());
            m_facts.typeIds.push_back(static_cast<std::uint32_t>(found.integer(row, 6)));
            m_table.columns.push_back(std::move(column));
        }
        if (m_table.columns.empty())
            return refused(QStringLiteral("it has no columns"));
        if (m_table.columns.size() + m_table.generatedColumns.size() > kMostColumns)
            return refused(QStringLiteral("it has more than %1 columns").arg(kMostColumns));
        return {};
    }

    struct FoundIndex {
        UniqueIndex index;
        bool primary = false;
        bool identity = false;
        bool generated = false; ///< over a generated column, whose values rows do not carry
        std::vector<std::uint32_t> columns;
    };

    std::vector<FoundIndex> indexesOf(const PgResult& found) const
    {
        std::vector<FoundIndex> indexes;
        for (int row = 0; row < found.rows(); ++row) {
            if (const QString name = found.text(row, 0); indexes.empty() || indexes.back().index.name != name)
                indexes.push_back(
                    {{name, {}, found.boolean(row, 3)}, found.boolean(row, 1), found.boolean(row, 2), false, {}});
            FoundIndex& last = indexes.back();
            const auto column = m_columnOf.find(found.integer(row, 4));
            if (column == m_columnOf.end()) {
                last.generated = true;
                continue;
            }
            last.columns.push_back(column->second);
            last.index.columns.append(m_table.columns.at(column->second).name);
        }
        return indexes;
    }

    /// A deferrable primary key identifies nothing: neither the change stream nor ON CONFLICT takes it for a key.
    Result<> readIndexes()
    {
        ENGINE_TRY_AS(const PgResult found, m_connection.query(kIndexesSql.arg(m_oid)));
        std::vector<FoundIndex> indexes = indexesOf(found);
        const auto isPrimary = [](const FoundIndex& one) { return one.primary && one.index.unique; };
        auto key = std::ranges::find_if(indexes, isPrimary);
        if (key == indexes.end() && m_facts.replicaIdentity == u"i")
            key = std::ranges::find_if(indexes, &FoundIndex::identity);
        for (auto one = indexes.begin(); one != indexes.end(); ++one) {
            if (one->identity && m_facts.replicaIdentity == u"i")
                m_facts.identityIndex = one->index.name;
            if (one == key) {
                if (one->generated)
                    return refused(QStringLiteral("its key holds a generated column"));
                m_table.keyColumns = one->columns;
            } else if (!one->generated && !one->primary) {
                one->index.columns.removeDuplicates();
                m_table.indexes.push_back(std::move(one->index));
            }
        }
        return {};
    }

    Result<> readForeignKeys()
    {
        ENGINE_TRY_AS(const PgResult found, m_connection.query(kForeignKeysSql.arg(m_oid)));
        std::int64_t last = 0;
        std::vector<ForeignKey> keys;
        bool usable = true;
        const auto keep = [&] {
            if (!keys.empty() && !usable)
                keys.pop_back();
            usable = true;
        };
        for (int row = 0; row < found.rows(); ++row) {
            if (found.integer(row, 0) != last) {
                keep();
                keys.push_back(
                    {{}, found.text(row, 1), {}, actionWords(found.text(row, 2)), actionWords(found.text(row, 3))});
            }
            last = found.integer(row, 0);
            const auto column = m_columnOf.find(found.integer(row, 4));
            usable = usable && column != m_columnOf.end();
            if (usable)
                keys.back().columns.append(m_table.columns.at(column->second).name);
            keys.back().referencedColumns.append(found.text(row, 5));
        }
        keep();
        m_table.foreignKeys = std::move(keys);
        return {};
    }

    PgConnection& m_connection;
    PgTableFacts& m_facts;
    TableSchema m_table;
    QString m_schema;
    QString m_relation;
    QString m_oid;
    std::map<std::int64_t, std::uint32_t> m_columnOf; ///< attnum -> place in m_table.columns
};

/// Runs `read` in one transaction with a search path in which every type that is not built in is named with its schema,
/// so that the same structure has the same words in all databases. Simple queries only: a walsender takes no others.
template <typename Read>
auto withCatalogPath(PgConnection& connection, const Read& read) -> decltype(read())
{
    const bool ownTransaction = !connection.inTransaction();
    if (ownTransaction)
        ENGINE_TRY(connection.execute(QStringLiteral("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")));
    const QString setPath = QStringLiteral("SELECT set_config('search_path', %1, true)");
    auto before = connection.queryText(QStringLiteral("SELECT current_setting('search_path')"));
    auto result = [&]() -> decltype(read()) {
        if (!before)
            return fail(before.error());
        ENGINE_TRY(connection.execute(setPath.arg(pgLiteral(QStringLiteral("pg_catalog")))));
        return read();
    }();
    if (ownTransaction) {
        const auto ended = connection.execute(QStringLiteral("ROLLBACK"));
        if (result && !ended)
            return fail(ended.error());
    } else if (before && (result || result.error().code == ErrorCode::Schema)) {
        ENGINE_TRY(connection.execute(setPath.arg(pgLiteral(*before))));
    }
    return result;
}

} // namespace

QString pgQualified(const QString& table)
{
    return table.contains(u'.') ? table : QStringLiteral("public.") + table;
}

Result<TableSchema> readPgTable(PgConnection& connection, const QString& table, PgTableFacts* facts)
{
    PgTableFacts found;
    auto read = withCatalogPath(connection,
                                [&]() -> Result<TableSchema> { return TableReader(connection, table, found).run(); });
    if (facts != nullptr)
        *facts = std::move(found);
    return read;
}

Result<DatasetSchema> readPgSchema(PgConnection& connection, const QStringList& tables,
                                   std::vector<PgTableFacts>* facts)
{
    QStringList sorted;
    for (const QString& table : tables)
        sorted.append(pgQualified(table));
    sorted.sort();
    if (sorted.isEmpty() || std::ranges::adjacent_find(sorted) != sorted.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                              {QStringLiteral("dataset"), QStringLiteral("tables"), sorted.join(u','),
                               QStringLiteral("at least one table, each once")},
                              QStringLiteral("the list of tables is empty or names one twice")));
    std::vector<PgTableFacts> found(static_cast<std::size_t>(sorted.size()));
    ENGINE_TRY_AS(DatasetSchema schema, withCatalogPath(connection, [&]() -> Result<DatasetSchema> {
                      DatasetSchema read;
                      read.engine = QStringLiteral("postgres");
                      for (std::size_t i = 0; i < found.size(); ++i) {
                          ENGINE_TRY_AS(TableSchema table,
                                        TableReader(connection, sorted.at(static_cast<qsizetype>(i)), found[i]).run());
                          table.id = static_cast<std::uint32_t>(i) + 1;
                          read.tables.push_back(std::move(table));
                      }
                      ENGINE_TRY_AS(read.types, readPgUserTypes(connection, sorted));
                      return read;
                  }));
    if (facts != nullptr)
        *facts = std::move(found);
    return schema;
}

} // namespace busheng
