// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/change_trigger_sql.h"

#include "engine/db/mariadb/my_quoting.h"
#include "engine/db/mariadb/my_type.h"
#include "engine/db/postgres/pg_catalog.h"
#include "engine/db/postgres/pg_connection.h"

#include <xxhash.h>

namespace busheng {
namespace {

/// The key's columns, each by `quote` and behind `prefix`.
QString keyOf(const TableSchema& table, QString (*quote)(const QString&), const QString& prefix)
{
    QStringList columns;
    for (const std::uint32_t index : table.keyColumns)
        columns.append(prefix + quote(table.columns.at(index).name));
    return columns.join(QStringLiteral(", "));
}

QString noKey(const TableSchema& table)
{
    return QStringList(static_cast<qsizetype>(table.keyColumns.size()), QStringLiteral("NULL"))
        .join(QStringLiteral(", "));
}

} // namespace

QString changeSuffix(const QString& dataset, const QString& table)
{
    constexpr int kDigits = 16;
    constexpr int kHex = 16;
    const QByteArray name = (dataset + u'/' + table).toUtf8();
    return QStringLiteral("%1").arg(XXH3_64bits(name.constData(), static_cast<std::size_t>(name.size())), kDigits, kHex,
                                    QLatin1Char('0'));
}

QStringList pgChangeTriggerSql(const TableSchema& table, const QString& changes)
{
    const QString of = pgQuotedTable(pgQualified(table.name));
    const QString columns = keyOf(table, pgQuoted, QString());
    const QString insert = QStringLiteral("INSERT INTO %1 (%2) VALUES (").arg(changes, columns);
    const QString newKey = keyOf(table, pgQuoted, QStringLiteral("NEW."));
    const QString oldKey = keyOf(table, pgQuoted, QStringLiteral("OLD."));
    const QString name = pgQuoted(QStringLiteral("busheng_") + changes.section(u'.', -1).remove(u'"'));
    return {
        // Who may write in a schema that is there need not be allowed to make it.
        QStringLiteral(
            "DO $busheng$ BEGIN IF to_regnamespace('busheng') IS NULL THEN CREATE SCHEMA busheng; END IF; END "
            "$busheng$"),
        QStringLiteral("CREATE TABLE %1 AS SELECT %2 FROM %3 WITH NO DATA").arg(changes, columns, of),
        QStringLiteral("ALTER TABLE %1 ADD COLUMN busheng_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY")
            .arg(changes),
        // Nothing in it is looked up by the writer's search_path, so it needs none of its own: setting one costs each
        // row a sixth of what the trigger costs. Keys are compared bit by bit, which no type's operator takes part in.
        QStringLiteral("CREATE FUNCTION %1() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $busheng$ BEGIN\n"
                       "IF TG_OP OPERATOR(pg_catalog.=) 'TRUNCATE' THEN %2%3); RETURN NULL; END IF;\n"
                       "IF TG_OP OPERATOR(pg_catalog.<>) 'DELETE' THEN %2%4); END IF;\n"
                       "IF TG_OP OPERATOR(pg_catalog.=) 'DELETE' OR (TG_OP OPERATOR(pg_catalog.=) 'UPDATE' AND "
                       "ROW(%4)::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW(%5)::pg_catalog.record) THEN %2%5); "
                       "END IF;\n"
                       "RETURN NULL; END $busheng$")
            .arg(changes, insert, noKey(table), newKey, oldKey),
        QStringLiteral("CREATE TRIGGER %1 AFTER INSERT OR UPDATE OR DELETE ON %2 FOR EACH ROW EXECUTE FUNCTION %3()")
            .arg(name, of, changes),
        QStringLiteral("CREATE TRIGGER %1 AFTER TRUNCATE ON %2 FOR EACH STATEMENT EXECUTE FUNCTION %3()")
            .arg(pgQuoted(QString(name).remove(u'"') + QStringLiteral("_t")), of, changes),
    };
}

QStringList myChangeTriggers(const QString& changes)
{
    const QString name = changes.section(u'.', -1);
    return {name + QStringLiteral("_i"), name + QStringLiteral("_u"), name + QStringLiteral("_d")};
}

QStringList myChangeTriggerSql(const TableSchema& table, const QString& quotedTable, const QString& changes)
{
    const QString into = myQuotedTable(changes);
    const QString columns = keyOf(table, myQuoted, QString());
    const QString newKey = keyOf(table, myQuoted, QStringLiteral("NEW."));
    const QString oldKey = keyOf(table, myQuoted, QStringLiteral("OLD."));
    const QString insert = QStringLiteral("INSERT INTO %1 (%2) VALUES (").arg(into, columns);
    QStringList same;
    QStringList keyColumns;
    for (const std::uint32_t index : table.keyColumns) {
        const QString column = myQuoted(table.columns.at(index).name);
        same.append(QStringLiteral("OLD.%1 <=> NEW.%1").arg(column));
        auto type = MyType::parse(table.columns.at(index).declaredType).value_or(MyType());
        type.readAs.clear();
        keyColumns.append(column + u' ' + type.sql() + QStringLiteral(" NULL"));
    }
    const QStringList names = myChangeTriggers(changes);
    const QString schema = quotedTable.section(u'.', 0, 0);
    const auto create = [&](const QString& name, const QString& event, const QString& body) -> QString {
        return QStringLiteral("CREATE TRIGGER %1.%2 AFTER %3 ON %4 FOR EACH ROW ")
                   .arg(schema, myQuoted(name), event, quotedTable) +
               body;
    };
    return {
        // Not by SELECT, which a MySQL with GTIDs does not take.
        QStringLiteral("CREATE TABLE %1 (busheng_id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, %2)")
            .arg(into, keyColumns.join(QStringLiteral(", "))),
        create(names[0], QStringLiteral("INSERT"), insert + newKey + u')'),
        create(names[1], QStringLiteral("UPDATE"),
               QStringLiteral("BEGIN %1%2); IF NOT (%3) THEN %1%4); END IF; END")
                   .arg(insert, newKey, same.join(QStringLiteral(" AND ")), oldKey)),
        create(names[2], QStringLiteral("DELETE"), insert + oldKey + u')'),
    };
}

} // namespace busheng
