// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/unlike_scene.h"

#include "app/cli/await.h"

#include <QDate>

namespace busheng::test {

Result<> UnlikeScene::goLive()
{
    ENGINE_TRY(m_layOut);
    if (!m_nodes.isValid())
        return fail(ErrorCode::Internal, m_nodes.failure());
    ENGINE_TRY(m_nodes.startBoth());
    ENGINE_TRY(m_nodes.registerAll());
    ENGINE_TRY(m_nodes.subscribe());
    return m_nodes.waitForState(SubscriptionState::Live);
}

Result<> UnlikeScene::work(int first, int count)
{
    QStringList sql;
    for (int i = first; i < first + count; ++i) {
        const QString number = QString::number(i);
        sql +=
            {QStringLiteral("BEGIN"),
             QStringLiteral("UPDATE account SET balance = balance - %1 WHERE id = 1 + %1 % 20").arg(number),
             QStringLiteral("INSERT INTO person VALUES ('N%1', '新增𠮷%1', %1.25, '%2', '2026-01-01 08:00:00.5', "
                            "%3, NULL)")
                 .arg(number, QDate(1940, 6, 1).addDays(i).toString(Qt::ISODate), bytes()),
             QStringLiteral("UPDATE person SET note = '改%1' WHERE id LIKE 'p%2%'").arg(number).arg(i % 10),
             QStringLiteral("UPDATE person SET id = 'moved%1' WHERE id = 'p%1'").arg(number),
             QStringLiteral("DELETE FROM person WHERE id = 'p%1'").arg(400 + i),
             QStringLiteral("UPDATE person SET note = note WHERE id LIKE 'p%1%'").arg(i % 10), // changes nothing
             QStringLiteral("UPDATE account SET balance = balance + %1 WHERE id = 1 + (%1 * 7 + 3) % 20").arg(number)};
        if (hasVisits())
            sql += {QStringLiteral("INSERT INTO visit VALUES ('340100', %1), ('340100', %1)").arg(i % 3),
                    one(QStringLiteral("UPDATE visit SET times = times + 10"), i % 3),
                    one(QStringLiteral("DELETE FROM visit"), (i + 1) % 3)};
        sql += QStringLiteral("COMMIT");
    }
    ENGINE_TRY(m_nodes.atSource(sql.join(QStringLiteral(";\n"))));
    return {};
}

Result<> UnlikeScene::workAtRandom(QRandomGenerator& random, int& next, int count)
{
    QStringList sql;
    for (int i = 0; i < count; ++i) {
        sql += QStringLiteral("BEGIN");
        const int from = 1 + static_cast<int>(random.bounded(20));
        const int to = 1 + static_cast<int>(random.bounded(20));
        const int amount = static_cast<int>(random.bounded(100));
        const QString move = QStringLiteral("UPDATE account SET balance = balance %1 %2 WHERE id = %3");
        sql += move.arg(QStringLiteral("-")).arg(amount).arg(from);
        for (int changes = static_cast<int>(random.bounded(5)); changes > 0; --changes)
            sql += randomChange(random, next);
        if (random.bounded(4) == 0)
            sql += {QStringLiteral("SAVEPOINT undone"), randomChange(random, next),
                    QStringLiteral("DELETE FROM person"), QStringLiteral("ROLLBACK TO SAVEPOINT undone")};
        sql += move.arg(QStringLiteral("+")).arg(amount).arg(to);
        sql += random.bounded(6) == 0 ? QStringLiteral("ROLLBACK") : QStringLiteral("COMMIT");
    }
    ENGINE_TRY(m_nodes.atSource(sql.join(QStringLiteral(";\n"))));
    return {};
}

Result<> UnlikeScene::checkBalances()
{
    ENGINE_TRY_AS(const QString sum, m_nodes.atTarget(QStringLiteral("SELECT sum(balance) FROM account")));
    if (sum.isEmpty() || sum.toInt() == kBalances)
        return {};
    return fail(ErrorCode::Conflict, QStringLiteral("half a transaction is visible: ") + sum);
}

Result<> UnlikeScene::streamKinds()
{
    const QString columns = kindNames().join(QStringLiteral(", "));
    ENGINE_TRY(
        m_nodes.atSource(QStringLiteral("INSERT INTO kinds (id, %1) SELECT id + 100, %1 FROM kinds").arg(columns)));
    QStringList nulls;
    QStringList back;
    for (const QString& name : kindNames()) {
        nulls += name + QStringLiteral(" = NULL");
        back +=
            QStringLiteral("%1 = (SELECT %1 FROM (SELECT * FROM kinds) AS k WHERE k.id = kinds.id - 100)").arg(name);
    }
    ENGINE_TRY(m_nodes.atSource(QStringLiteral("UPDATE kinds SET ") + nulls.join(QStringLiteral(", ")) +
                                QStringLiteral(" WHERE id > 100")));
    ENGINE_TRY(m_nodes.atSource(QStringLiteral("UPDATE kinds SET ") + back.join(QStringLiteral(", ")) +
                                QStringLiteral(" WHERE id > 100")));
    return {};
}

Result<> UnlikeScene::checkKinds()
{
    const QString same = m_to == kPostgres  ? QStringLiteral("a.%1 IS NOT DISTINCT FROM b.%1")
                         : m_to == kMariaDb ? QStringLiteral("a.%1 <=> b.%1")
                                            : QStringLiteral("a.%1 IS b.%1");
    QStringList terms;
    for (const QString& name : kindNames())
        terms += same.arg(name);
    ENGINE_TRY_AS(
        const QString count,
        m_nodes.atTarget(QStringLiteral("SELECT count(*) FROM kinds AS a JOIN kinds AS b ON b.id = a.id + 100 WHERE ") +
                         terms.join(QStringLiteral(" AND "))));
    return count == QString::number(kKindRows)
               ? Result<>()
               : fail(ErrorCode::Conflict, QStringLiteral("%1 rows are alike").arg(count));
}

Result<> UnlikeScene::checkEqual()
{
    ENGINE_TRY_AS(const QString source, m_nodes.atSource(allSql(m_from)));
    ENGINE_TRY_AS(const QString target, m_nodes.atTarget(allSql(m_to)));
    if (source == target && !source.isEmpty())
        return {};
    return fail(ErrorCode::Conflict, QStringLiteral("%1 and %2").arg(source, target));
}

Result<> UnlikeScene::checkVerified()
{
    for (const QString& level : {QStringLiteral("table"), QStringLiteral("field")}) {
        ENGINE_TRY_AS(const VerificationSnapshot verified, m_nodes.verify(level));
        if (verified.state != u"equal")
            return fail(ErrorCode::Conflict, QStringLiteral("%1: %2 %3, %4 differences")
                                                 .arg(level, verified.state, verified.error)
                                                 .arg(verified.differenceCount));
    }
    return {};
}

QString UnlikeScene::randomChange(QRandomGenerator& random, int& next) const
{
    static const QStringList texts{QStringLiteral("''"),        QStringLiteral("NULL"),
                                   QStringLiteral("' '"),       QStringLiteral("'𠮷𬭩䶮㐂·'"),
                                   QStringLiteral("'a''b\"c'"), QStringLiteral("'改'")};
    const QString text = texts[static_cast<qsizetype>(random.bounded(texts.size()))];
    const int digit = static_cast<int>(random.bounded(10));
    switch (random.bounded(hasVisits() ? 8 : 5)) {
    case 0:
        ++next;
        return QStringLiteral("INSERT INTO person VALUES ('r%1', '新增', %1.5, '%2', NULL, %3, %4)")
            .arg(next)
            .arg(QDate(1940, 6, 1).addDays(next).toString(Qt::ISODate), bytes(), text);
    case 1:
        return QStringLiteral("UPDATE person SET note = %1, paid = paid + 1 WHERE id LIKE 'p%%2%'")
            .arg(text)
            .arg(digit);
    case 2:
        ++next;
        return QStringLiteral("UPDATE person SET id = 'k%1' WHERE id = 'p%2'")
            .arg(next)
            .arg(1 + random.bounded(kPeople));
    case 3:
        return QStringLiteral("DELETE FROM person WHERE id = 'P%1'").arg(1 + random.bounded(kPeople));
    case 4:
        return QStringLiteral("UPDATE person SET photo = NULL, name = 'n' WHERE id LIKE 'k%%1'").arg(digit);
    case 5:
        return QStringLiteral("INSERT INTO visit VALUES ('340100', %1), (NULL, %1)").arg(digit);
    case 6:
        return one(QStringLiteral("UPDATE visit SET times = times + 1"), digit);
    default:
        return one(QStringLiteral("DELETE FROM visit"), digit);
    }
}

QStringList UnlikeScene::tables() const
{
    QStringList names{QStringLiteral("person"), QStringLiteral("account"), QStringLiteral("kinds"),
                      QStringLiteral("mark")};
    if (hasVisits())
        names.append(QStringLiteral("visit"));
    const QString schema = m_from == kPostgres  ? QStringLiteral("public.")
                           : m_from == kMariaDb ? QString(m_database + u'.')
                                                : QString();
    for (QString& name : names)
        name.prepend(schema);
    return names;
}

SubscriptionConfig UnlikeScene::options() const
{
    SubscriptionConfig options;
    if (m_to == kPostgres && m_from == kMariaDb)
        options.targetSchema = QStringLiteral("public");
    return options;
}

QStringList UnlikeScene::kindNames() const
{
    QStringList names;
    for (qsizetype i = 0; i < kinds().size(); ++i)
        names += QStringLiteral("k%1").arg(i);
    return names;
}

QStringList UnlikeScene::kinds() const
{
    // Days on which Shanghai's clocks skipped an hour: many a birthday.
    const QStringList dates{QStringLiteral("date: '1940-06-01'; '1986-05-04'; '9999-12-31'"),
                            QStringLiteral("varchar(40): '𠮷𬭩䶮㐂·'; ''; ' b '"),
                            QStringLiteral("date: '1941-03-15'; '1942-01-31'; '1946-05-15'"),
                            QStringLiteral("date: '1947-04-15'; '1948-05-01'; '1949-05-01'"),
                            QStringLiteral("date: '1987-04-12'; '1988-04-17'; '1991-04-14'")};
    if (m_from == kPostgres)
        return dates +
               QStringList{QStringLiteral("boolean: true; false; NULL"),
                           QStringLiteral("bigint: -9223372036854775808; 9223372036854775807; NULL"),
                           QStringLiteral("numeric(65,30): 12345678901234567890123456789012345."
                                          "123456789012345678901234567890; -0.5; NULL"),
                           QStringLiteral("numeric: 1.50; 'NaN'; 1e40"),
                           QStringLiteral("real: 0.1; 16777217; 3.4e38"),
                           QStringLiteral("double precision: 0.1; 5e-324; 1e23"),
                           QStringLiteral("character(18): '11010519491231002X'; ''; 'a'"),
                           QStringLiteral("jsonb: '{\"b\":1, \"a\":[1,2.50]}'; 'null'; '\"𠮷\"'"),
                           QStringLiteral("uuid: '01234567-89ab-cdef-0123-456789abcdef'; NULL; NULL"),
                           QStringLiteral("bytea: '\\x00ff00'; '\\x'; NULL"),
                           QStringLiteral("bit(64): ('1' || repeat('0', 62) || '1')::bit(64); NULL; NULL"),
                           QStringLiteral("time: '24:00:00'; '23:59:59.999999'; '00:00:00'"),
                           QStringLiteral("timestamp: '1986-05-04 02:30:00.000001'; '2038-01-20'; NULL"),
                           QStringLiteral("timestamptz: '1986-05-04 02:30:00+08'; '2038-01-20 00:00+00'; NULL")};
    const QStringList json = m_servers.mariaDb.isMySql() // which has it from 5.7 on
                                 ? QStringList()
                                 : QStringList{QStringLiteral("json: '{\"b\":1, \"a\":[1,2]}'; 'null'; NULL")};
    if (m_from == kMariaDb)
        return dates + json +
               QStringList{QStringLiteral("bigint unsigned: 18446744073709551615; 9223372036854775808; 0"),
                           QStringLiteral("decimal(65,30): 12345678901234567890123456789012345."
                                          "123456789012345678901234567890; -0.5; NULL"),
                           QStringLiteral("float: 0.1; 16777217; 3.4e38"),
                           QStringLiteral("double: 0.1; 5e-324; 1e15"),
                           QStringLiteral("bit(64): x'8000000000000001'; 0; NULL"),
                           QStringLiteral("year: 2155; 0; NULL"),
                           m_to == kPostgres ? QStringLiteral("time(6): '23:59:59.999999'; '00:00:00'; NULL")
                                             : QStringLiteral("time(6): '838:59:59'; '-00:00:00.000001'; NULL"),
                           QStringLiteral("datetime(6): '1986-05-04 02:30:00.000001'; '2038-01-20'; NULL"),
                           QStringLiteral("timestamp NULL: '1986-05-04 02:30:00'; '2038-01-19 03:14:07'; NULL"),
                           QStringLiteral("varchar(20) character set gbk: '热依汗·努尔'; '镕'; NULL"),
                           QStringLiteral("enum('男','女'): '男'; '女'; NULL"),
                           QStringLiteral("set('养老','医疗'): '养老,医疗'; ''; NULL"),
                           QStringLiteral("binary(5): x'0001'; x'2020'; NULL")};
    return dates + QStringList{QStringLiteral("INTEGER: 9223372036854775807; -9223372036854775808; NULL"),
                               QStringLiteral("REAL: 0.1; 1e308; 3"),
                               QStringLiteral("DECIMAL(12,2): 12.50; 3; -0.01"),
                               QStringLiteral("BOOLEAN: 0; 1; NULL"),
                               QStringLiteral("BLOB: x'00ff'; x''; NULL"),
                               QStringLiteral("DATETIME: '1986-05-04 02:30:00'; '2024-02-29 08:30:00.000001'; NULL")};
}

QStringList UnlikeScene::kindsSql() const
{
    QStringList columns;
    QStringList rows(kKindRows);
    for (const QString& kind : kinds()) {
        columns += QStringLiteral("k%1 %2").arg(columns.size()).arg(kind.section(QStringLiteral(": "), 0, 0));
        const QStringList values = kind.section(QStringLiteral(": "), 1).split(QStringLiteral("; "));
        for (qsizetype row = 0; row < kKindRows; ++row)
            rows[row] += QStringLiteral(", ") + values[row];
    }
    QStringList sql{QStringLiteral("CREATE TABLE kinds (id int PRIMARY KEY, ") + columns.join(QStringLiteral(", ")) +
                    u')'};
    for (qsizetype row = 0; row < kKindRows; ++row)
        sql += QStringLiteral("INSERT INTO kinds VALUES (%1").arg(row + 1) + rows[row] + u')';
    return sql;
}

QString UnlikeScene::one(const QString& head, int times) const
{
    if (m_from == kMariaDb)
        return QStringLiteral("%1 WHERE times = %2 LIMIT 1").arg(head).arg(times);
    return QStringLiteral("%1 WHERE ctid IN (SELECT ctid FROM visit WHERE times = %2 LIMIT 1)").arg(head).arg(times);
}

Result<> UnlikeScene::layOut()
{
    const TestServer& source = m_servers.of(m_from);
    if (m_from != kSqlite)
        ENGINE_TRY(source.run(QStringLiteral("CREATE DATABASE ") + m_database, administration(m_from)));
    if (m_to != kSqlite)
        ENGINE_TRY(
            m_servers.target(m_to, m_from).run(QStringLiteral("CREATE DATABASE ") + m_database, administration(m_to)));
    const QStringList types =
        m_from == kPostgres
            ? QStringList{QStringLiteral("numeric(12,2)"), QStringLiteral("timestamp(3)"), QStringLiteral("bytea")}
        : m_from == kMariaDb
            ? QStringList{QStringLiteral("decimal(12,2)"), QStringLiteral("datetime(3)"), QStringLiteral("blob")}
            : QStringList{QStringLiteral("NUMERIC"), QStringLiteral("DATETIME"), QStringLiteral("BLOB")};
    QStringList sql{
        QStringLiteral("CREATE TABLE person (id varchar(40) PRIMARY KEY, name varchar(200) NOT NULL, paid %1, "
                       "birth date, changed %2, photo %3, note text)")
            .arg(types[0], types[1], types[2]),
        QStringLiteral("CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)"),
        QStringLiteral("CREATE TABLE mark (id bigint PRIMARY KEY)")};
    sql += kindsSql();
    if (hasVisits())
        sql += QStringLiteral("CREATE TABLE visit (region char(6), times int)");
    if (hasVisits() && m_from == kPostgres)
        sql += QStringLiteral("ALTER TABLE visit REPLICA IDENTITY FULL");
    QStringList people;
    for (int i = 1; i <= kPeople; ++i) {
        const QString id = (i % 2 == 0 ? QStringLiteral("p") : QStringLiteral("P")) + QString::number(i);
        people += QStringLiteral("('%1', '张三', %2.5, '%3', '1986-05-04 02:30:00', %4, %5)")
                      .arg(id, QString::number(i), QDate(1986, 1, 1).addDays(i).toString(Qt::ISODate), bytes(),
                           i % 3 == 0 ? QStringLiteral("NULL") : QStringLiteral("''"));
    }
    sql += QStringLiteral("INSERT INTO person VALUES ") + people.join(QStringLiteral(", "));
    for (int i = 1; i <= 20; ++i)
        sql += QStringLiteral("INSERT INTO account VALUES (%1, 1000)").arg(i);
    for (int i = 0; i < 30 && hasVisits(); ++i)
        sql += QStringLiteral("INSERT INTO visit VALUES ('340100', %1)").arg(i % 5);
    ENGINE_TRY(source.run(sql.join(QStringLiteral(";\n")), m_database));
    return {};
}

QString UnlikeScene::administration(const QString& engine)
{
    return engine == kPostgres ? QStringLiteral("postgres") : QStringLiteral("mysql");
}

QString UnlikeScene::allSql(const QString& engine) const
{
    if (!hasVisits())
        return QStringLiteral("SELECT (SELECT count(*) FROM person) * 1000000 + "
                              "(SELECT sum(balance * id) FROM account)");
    if (engine == kPostgres)
        return QStringLiteral(
            "SELECT md5(string_agg(concat_ws('|', id, name, paid, birth, to_char(changed, 'YYYY-MM-DD "
            "HH24:MI:SS.MS'), encode(photo, 'hex'), coalesce(note, 'null')), E'\\n' ORDER BY id COLLATE \"C\")) || "
            "(SELECT string_agg(coalesce(region, '-') || times, ',' ORDER BY coalesce(region, '-'), times) FROM visit) "
            "|| "
            "(SELECT sum(balance * id) FROM account) FROM person");
    return QStringLiteral(
        "SET SESSION group_concat_max_len = 100000000;\n"
        "SELECT concat(md5(group_concat(concat_ws('|', id, name, paid, birth, changed, lower(hex(photo)), "
        "ifnull(note, 'null')) ORDER BY CONVERT(id USING utf8mb4) COLLATE utf8mb4_bin SEPARATOR '\\n')), "
        "(SELECT group_concat(concat(ifnull(region, '-'), times) ORDER BY ifnull(region, '-'), times) FROM visit), "
        "(SELECT sum(balance * id) FROM account)) FROM person");
}
} // namespace busheng::test
