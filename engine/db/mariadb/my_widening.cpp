// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_widening.h"

#include "engine/db/mariadb/my_catalog.h"
#include "engine/db/mariadb/my_collation.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr std::int64_t kMostInVarchar = 16'000; ///< of four bytes each
constexpr std::int64_t kMostInMedium = 4'194'303;

/// Where the grammar takes nothing but a text in quotes.
QString plainLiteral(QString text)
{
    return u'\'' + text.replace(u'\\', QStringLiteral("\\\\")).replace(u'\'', QStringLiteral("''")) + u'\'';
}

/// The check that was declared with the column, in front of it a space; MODIFY takes away what it does not say again.
/// Those of the table stay by themselves, and a MySQL has no others.
Result<QString> checkOf(MyConnection& connection, const QString& table, const QString& column)
{
    if (!connection.isMariaDb())
        return QString();
    ENGINE_TRY_AS(const QString clause,
                  connection.queryText(QStringLiteral("SELECT CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS "
                                                      "WHERE CONSTRAINT_SCHEMA = %1 AND TABLE_NAME = %2 AND "
                                                      "CONSTRAINT_NAME = %3 AND LEVEL = 'Column'")
                                           .arg(myCatalogName(connection, table.section(u'.', 0, 0)),
                                                myCatalogName(connection, table.section(u'.', 1)),
                                                myCatalogName(connection, column))));
    return clause.isEmpty() ? QString() : QStringLiteral(" CHECK (%1)").arg(clause);
}

/// The column's own collation, or the one of that name in a character set that holds more; where there is none such,
/// that of the source.
Result<MyType> keepingOrder(MyConnection& connection, MyType type, const QString& characterSet,
                            const QString& collation)
{
    if (collation.isEmpty() || !type.hasTexts())
        return type;
    if (characterSet == type.characterSet || characterSet == u"utf8mb4") {
        type.characterSet = characterSet;
        type.collation = collation;
        return type;
    }
    const QString same = type.characterSet + collation.mid(collation.indexOf(u'_'));
    ENGINE_TRY_AS(const std::int64_t found,
                  connection.queryInteger(QStringLiteral("SELECT count(*) FROM information_schema.COLLATIONS WHERE "
                                                         "COLLATION_NAME = ") +
                                          myCatalogName(connection, same)));
    if (found != 0)
        type.collation = same;
    return type;
}

} // namespace

MyType withRoomFor(MyType type, std::int64_t characters)
{
    if (type.hasLength && characters <= kMostInVarchar) {
        type.length = std::max(type.length, static_cast<std::uint32_t>(characters));
        return type;
    }
    type.hasLength = false;
    type.length = 0;
    type.word = characters <= kMostInMedium ? QStringLiteral("mediumtext") : QStringLiteral("longtext");
    return type;
}

Result<QString> myWidenSql(MyConnection& connection, const QString& table, const QString& column, const MyType& type)
{
    ENGINE_TRY_AS(const MyResult found,
                  connection.query(QStringLiteral("SELECT IS_NULLABLE, COLUMN_DEFAULT, EXTRA, COLUMN_COMMENT, "
                                                  "CHARACTER_SET_NAME, COLLATION_NAME FROM information_schema.COLUMNS "
                                                  "WHERE TABLE_SCHEMA = %1 AND TABLE_NAME = "
                                                  "%2 AND COLUMN_NAME = %3")
                                       .arg(myCatalogName(connection, table.section(u'.', 0, 0)),
                                            myCatalogName(connection, table.section(u'.', 1)),
                                            myCatalogName(connection, column))));
    if (found.rows() == 0)
        return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_MISSING,
                              {connection.name(), QString(table + u'.' + column)},
                              QStringLiteral("column %1 of %2 is not there").arg(column, table)));
    const bool isNull = found.text(0, 0) == u"YES";
    ENGINE_TRY_AS(const MyType kept, keepingOrder(connection, type, found.text(0, 4), found.text(0, 5)));
    ENGINE_TRY_AS(const MyType storable, myStorable(connection, kept));
    QString sql = QStringLiteral("ALTER TABLE %1 MODIFY COLUMN %2 %3 %4")
                      .arg(myQuotedTable(table), myQuoted(column), storable.sql(),
                           isNull ? QStringLiteral("NULL") : QStringLiteral("NOT NULL"));
    // MariaDB's catalog has the default as SQL: 'a text', NULL, an expression; MySQL's has the text.
    const QString said = found.text(0, 1);
    if (!found.isNull(0, 1))
        sql += QStringLiteral(" DEFAULT ") + (connection.isMariaDb() ? said : plainLiteral(said));
    if (connection.isMariaDb() && !found.text(0, 2).isEmpty())
        sql += u' ' + found.text(0, 2);
    if (!found.text(0, 3).isEmpty())
        sql += QStringLiteral(" COMMENT ") + plainLiteral(found.text(0, 3));
    ENGINE_TRY_AS(const QString check, checkOf(connection, table, column));
    return QString(sql + check);
}

} // namespace busheng
