// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_collation.h"

namespace busheng {
namespace {

const QString kThreeBytes = QStringLiteral("utf8mb3");

/// Texts that end in spaces are others than those without.
bool isByBytes(const QString& collation)
{
    return collation.endsWith(QStringLiteral("_nopad_bin"));
}

struct Found {
    QString characterSet;
    QString collation;
};

/// The first of the names that the server has.
Result<Found> firstOf(MyConnection& connection, const QStringList& names)
{
    for (const QString& name : names) {
        ENGINE_TRY_AS(
            const QString characterSet,
            connection.queryText(QStringLiteral("SELECT CHARACTER_SET_NAME FROM information_schema.COLLATIONS "
                                                "WHERE COLLATION_NAME = ") +
                                 myLiteral(name)));
        if (!characterSet.isEmpty())
            return Found{characterSet, name};
    }
    return Found();
}

} // namespace

Result<MyType> myStorable(MyConnection& connection, MyType type)
{
    if (type.characterSet.isEmpty())
        return type;
    if (!type.readAs.isEmpty())
        type = MyType::parse(type.sql()).value_or(type);
    if (connection.isMariaDb()) {
        if (type.collation.contains(QStringLiteral("_0900_"))) // MySQL 8's own
            type.collation = type.characterSet + QStringLiteral("_nopad_bin");
        return type;
    }
    QStringList names;
    for (const QString& name : {type.collation, QString(type.characterSet + QStringLiteral("_bin"))}) {
        names.append(name);
        if (name.startsWith(kThreeBytes))
            names.append(QStringLiteral("utf8") + name.mid(kThreeBytes.size()));
    }
    ENGINE_TRY_AS(const Found found, firstOf(connection, names));
    if (!found.collation.isEmpty()) { // else the server's own words shall say that it has no such encoding
        type.characterSet = found.characterSet;
        type.collation = found.collation;
    }
    return type;
}

Result<TableSchema> myStorable(MyConnection& connection, TableSchema table)
{
    for (ColumnSchema& column : table.columns) {
        const auto type = MyType::parse(column.declaredType);
        // Else a MySQL sets the first one to the time of each update.
        const bool setsItself = type && type->kind == MyKind::Timestamp && column.defaultValue.isEmpty();
        if (setsItself && column.notNull && !connection.isMariaDb())
            column.defaultValue = QStringLiteral("'0000-00-00 00:00:00'");
        if (!type || type->characterSet.isEmpty())
            continue;
        ENGINE_TRY_AS(const MyType storable, myStorable(connection, *type));
        column.declaredType = storable.sql();
    }
    return table;
}

QString myKeyTerm(const MyConnection& connection, const QString& term, const MyType& wanted, const MyType& here)
{
    if (wanted.kind != MyKind::Text || wanted.collation == here.collation)
        return term;
    if (!connection.isMariaDb() && wanted.isUtf8() && isByBytes(wanted.collation))
        return QStringLiteral("CAST(CONVERT(%1 USING utf8mb4) AS BINARY)").arg(term);
    return QStringLiteral("CONVERT(%1 USING %2) COLLATE %3").arg(term, wanted.characterSet, wanted.collation);
}

} // namespace busheng
