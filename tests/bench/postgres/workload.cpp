// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/postgres/workload.h"

namespace busheng::bench::workload {
namespace {

/// A prime that divides no count here: i -> i * kScatter mod count visits every row once, far from the one before.
constexpr qint64 kScatter = 123'457;

QString createTable(const QString& name, const QString& key)
{
    return QStringLiteral("CREATE TABLE %1 (id bigint NOT NULL, id_card char(18) NOT NULL, name text NOT NULL,"
                          " region char(6) NOT NULL, amount numeric(12,2), birth date, updated_at timestamptz,"
                          " note text%2);")
        .arg(name, key);
}

/// All columns of the row whose id is the SQL expression `id`, as a select list. The note does not compress well, which
/// is the harder case for a link that compresses.
QString columns(const QString& id)
{
    return QStringLiteral("(%1)::bigint, lpad((%1)::text, 18, '340104199'), '张三' || chr(19968 + ((%1) % 20000)::int),"
                          " '34' || lpad(((%1) % 10000)::text, 4, '0'), (((%1)::bigint * 37) % 99999999) / 100.0,"
                          " date '1950-01-01' + ((%1) % 25000)::int,"
                          " timestamptz '2026-01-01 08:00:00+08' + (%1) * interval '1 second',"
                          " '备注' || md5((%1)::text) || md5((%1)::text || 'b') || md5((%1)::text || 'c')")
        .arg(id);
}

/// A transaction for each i; COMMIT is allowed in a DO that is a statement of its own.
QString forEach(qint64 count, const QString& statement)
{
    return QStringLiteral("DO $$ DECLARE i bigint; BEGIN FOR i IN 0..%1 LOOP %2; COMMIT; END LOOP; END $$")
        .arg(QString::number(count - 1), statement);
}

QString scattered(qint64 first, qint64 count)
{
    return QStringLiteral("%1 + (i::bigint * %2) % %3").arg(first).arg(kScatter).arg(count);
}

} // namespace

QString createTables(bool isSource)
{
    QString sql = createTable(QStringLiteral("person"), QStringLiteral(", PRIMARY KEY (id)")) +
                  createTable(QStringLiteral("person_log"), QString()) +
                  QStringLiteral("CREATE TABLE mark (id bigint PRIMARY KEY);");
    if (isSource)
        sql += QStringLiteral("ALTER TABLE person_log REPLICA IDENTITY FULL;"
                              "CREATE INDEX ON person_log (id);");
    return sql;
}

QStringList tables()
{
    return {QStringLiteral("public.person"), QStringLiteral("public.person_log"), QStringLiteral("public.mark")};
}

QString insertOneTransaction(const QString& table, qint64 first, qint64 count)
{
    return QStringLiteral("INSERT INTO %1 SELECT %2 FROM generate_series(%3::bigint, %4) AS i")
        .arg(table, columns(QStringLiteral("i")), QString::number(first), QString::number(first + count - 1));
}

QString insertTransactions(qint64 first, qint64 count, qint64 perTransaction)
{
    if (perTransaction == 1)
        return forEach(count,
                       QStringLiteral("INSERT INTO person SELECT ") + columns(QStringLiteral("%1 + i").arg(first)));
    return forEach(count / perTransaction,
                   QStringLiteral("INSERT INTO person SELECT %1 FROM generate_series(%2 + i * %3, %2 + i * %3 + %4)"
                                  " AS n")
                       .arg(columns(QStringLiteral("n")))
                       .arg(first)
                       .arg(perTransaction)
                       .arg(perTransaction - 1));
}

QString updateEach(const QString& table, qint64 first, qint64 count, qint64 updates)
{
    return forEach(updates, QStringLiteral("UPDATE %1 SET amount = amount / 2 + 1, updated_at = updated_at + interval "
                                           "'1 hour' WHERE id = %2")
                                .arg(table, scattered(first, count)));
}

QString deleteEach(qint64 first, qint64 count)
{
    return forEach(count, QStringLiteral("DELETE FROM person WHERE id = ") + scattered(first, count));
}

QString insertRow(qint64 id)
{
    return QStringLiteral("INSERT INTO person SELECT ") + columns(QString::number(id));
}

QString fingerprint(const QString& table)
{
    return QStringLiteral("SELECT count(*) || '/' || coalesce(sum(hash_record_extended(r, 0)::numeric), 0) FROM %1 r")
        .arg(table);
}

} // namespace busheng::bench::workload
