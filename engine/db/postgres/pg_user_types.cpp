// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_user_types.h"

#include "engine/db/postgres/pg_ddl.h"
#include "engine/model/events.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace busheng {
namespace {

/// %1: a set of type oids and how deep they lie.
const QString kTypesSql = QStringLiteral(
    "SELECT format_type(t.oid, NULL), (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e "
    "WHERE e.enumtypid = t.oid), CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END, "
    "t.typtype = 'd' AND t.typnotnull "
    "FROM (%1) w JOIN pg_type t ON t.oid = w.typ JOIN pg_namespace n ON n.oid = t.typnamespace "
    "WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')%2 ORDER BY w.step DESC, 1");

std::vector<UserType> typesOf(const PgResult& found)
{
    std::vector<UserType> types;
    for (int row = 0; row < found.rows(); ++row) {
        UserType& type = types.emplace_back();
        type.name = found.text(row, 0);
        for (const auto label : QJsonDocument::fromJson(found.text(row, 1).toUtf8()).array())
            type.labels.append(label.toString());
        type.baseType = found.text(row, 2);
        type.notNull = found.boolean(row, 3);
    }
    return types;
}

/// "public.mood", perhaps quoted: a name of our own making would not have to be a type's.
bool isPlainName(const QString& name)
{
    return name.contains(u'.') && !name.contains(u'(') && !name.contains(u'[') && pgTypeIsPlain(name);
}

Failure notPlain(const UserType& type, const QString& what)
{
    const QString why = QStringLiteral("the type %1 cannot be made here: %2").arg(type.name, what);
    return fail(makeEvent(ErrorCode::Schema, events::TGT_STRUCTURE, {QString(), type.name, why}, why));
}

QString literals(const QStringList& labels)
{
    QStringList quoted;
    for (const QString& label : labels)
        quoted.append(pgLiteral(label));
    return quoted.join(QStringLiteral(", "));
}

/// The schema of a type's name, without its quotes.
QString schemaOf(const QString& name)
{
    if (!name.startsWith(u'"'))
        return name.section(u'.', 0, 0);
    QString schema = name.mid(1, name.indexOf(QStringLiteral("\".")) - 1);
    return schema.replace(QStringLiteral("\"\""), QStringLiteral("\""));
}

/// Labels of `wanted` that `found` has, in the order of `order`.
QStringList common(const QStringList& order, const QStringList& other)
{
    QStringList both;
    for (const QString& label : order) {
        if (other.contains(label))
            both.append(label);
    }
    return both;
}

} // namespace

Result<std::vector<UserType>> readPgUserTypes(PgConnection& connection, const QStringList& tables)
{
    QStringList places;
    for (const QString& table : tables)
        places.append(QStringLiteral("to_regclass(%1)").arg(pgLiteral(pgQuotedTable(table))));
    const QString walk =
        QStringLiteral("WITH RECURSIVE walk AS (SELECT a.atttypid AS typ, 0 AS step FROM pg_attribute a "
                       "WHERE a.attrelid IN (%1) AND a.attnum > 0 AND NOT a.attisdropped UNION "
                       "SELECT t.typbasetype, w.step + 1 FROM walk w JOIN pg_type t ON t.oid = w.typ "
                       "WHERE t.typtype = 'd') SELECT typ, max(step) AS step FROM walk GROUP BY typ")
            .arg(places.join(u','));
    ENGINE_TRY_AS(const PgResult found,
                  connection.query(kTypesSql.arg(walk, QStringLiteral(" AND t.typtype IN ('e', 'd')"))));
    return typesOf(found);
}

Result<std::optional<UserType>> readPgUserType(PgConnection& connection, const QString& name)
{
    if (!isPlainName(name))
        return fail(ErrorCode::Schema, QStringLiteral("'%1' is no name of a type").arg(name));
    // Types that are not built in are then named with their schema, as everywhere.
    const QString setPath = QStringLiteral("SELECT set_config('search_path', %1, false)");
    ENGINE_TRY_AS(const QString before, connection.queryText(QStringLiteral("SELECT current_setting('search_path')")));
    ENGINE_TRY(connection.execute(setPath.arg(QStringLiteral("'pg_catalog'"))));
    const QString one = QStringLiteral("SELECT to_regtype(%1)::oid AS typ, 0 AS step").arg(pgLiteral(name));
    auto found = connection.query(kTypesSql.arg(one, QString()));
    if (!found)
        return fail(std::move(found).error()); // the transaction is over, and what it set with it
    ENGINE_TRY(connection.execute(setPath.arg(pgLiteral(before))));
    if (found->rows() == 0)
        return std::optional<UserType>();
    return std::optional(typesOf(*found).front());
}

Result<QStringList> createPgTypeSql(const UserType& type)
{
    if (!isPlainName(type.name))
        return notPlain(type, type.name);
    QStringList statements;
    if (const QString schema = schemaOf(type.name); schema != u"public")
        statements.append(createPgSchemaSql(schema));
    if (!type.labels.isEmpty()) {
        statements.append(QStringLiteral("CREATE TYPE ") + type.name + QStringLiteral(" AS ENUM (") +
                          literals(type.labels) + u')');
        return statements;
    }
    if (!pgTypeIsPlain(type.baseType))
        return notPlain(type, type.baseType);
    statements.append(QStringLiteral("CREATE DOMAIN ") + type.name + QStringLiteral(" AS ") + type.baseType +
                      (type.notNull ? QStringLiteral(" NOT NULL") : QString()));
    return statements;
}

QStringList pgTypeDifferences(const UserType& wanted, const UserType& found)
{
    QStringList differences;
    if (wanted.labels.isEmpty() != found.labels.isEmpty() || wanted.baseType.isEmpty() != found.baseType.isEmpty()) {
        differences.append(QStringLiteral("%1 is another kind of type").arg(wanted.name));
        return differences;
    }
    if (wanted.baseType != found.baseType)
        differences.append(QStringLiteral("%1 is %2, not %3").arg(wanted.name, found.baseType, wanted.baseType));
    if (found.notNull && !wanted.notNull)
        differences.append(QStringLiteral("%1 does not take NULL").arg(wanted.name));
    for (const QString& label : wanted.labels) {
        if (!found.labels.contains(label))
            differences.append(QStringLiteral("%1 lacks the label '%2'").arg(wanted.name, label));
    }
    return differences;
}

bool pgLabelsAreInOrder(const UserType& wanted, const UserType& found)
{
    return common(wanted.labels, found.labels) == common(found.labels, wanted.labels);
}

QStringList addPgLabelsSql(const UserType& wanted, const UserType& found)
{
    QStringList statements;
    if (!isPlainName(wanted.name) || found.labels.isEmpty())
        return statements;
    for (qsizetype i = 0; i < wanted.labels.size(); ++i) {
        if (found.labels.contains(wanted.labels.at(i)))
            continue;
        // Behind the one before, which is there by then; the first one before the first that is there.
        const QString place = i > 0 ? QStringLiteral(" AFTER ") + pgLiteral(wanted.labels.at(i - 1))
                                    : QStringLiteral(" BEFORE ") + pgLiteral(found.labels.front());
        statements.append(QStringLiteral("ALTER TYPE %1 ADD VALUE IF NOT EXISTS ").arg(wanted.name) +
                          pgLiteral(wanted.labels.at(i)) + place);
    }
    return statements;
}

} // namespace busheng
