// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_row_query.h"

#include "engine/db/mariadb/my_location.h"
#include "engine/model/gate.h"

#include <mariadb/mysql.h>

#include <array>
#include <span>

namespace busheng {
namespace {

constexpr unsigned int kBytesOnly = 63; ///< the character set "binary"

struct Type {
    enum_field_types field;
    const char* name;
    RowValue::Kind kind;
};

constexpr std::array kTypes = {
    Type{MYSQL_TYPE_TINY, "tinyint", RowValue::Kind::Number},
    Type{MYSQL_TYPE_SHORT, "smallint", RowValue::Kind::Number},
    Type{MYSQL_TYPE_INT24, "mediumint", RowValue::Kind::Number},
    Type{MYSQL_TYPE_LONG, "int", RowValue::Kind::Number},
    Type{MYSQL_TYPE_LONGLONG, "bigint", RowValue::Kind::Number},
    Type{MYSQL_TYPE_YEAR, "year", RowValue::Kind::Number},
    Type{MYSQL_TYPE_FLOAT, "float", RowValue::Kind::Number},
    Type{MYSQL_TYPE_DOUBLE, "double", RowValue::Kind::Number},
    Type{MYSQL_TYPE_NEWDECIMAL, "decimal", RowValue::Kind::Text},
    Type{MYSQL_TYPE_DATE, "date", RowValue::Kind::Text},
    Type{MYSQL_TYPE_NEWDATE, "date", RowValue::Kind::Text},
    Type{MYSQL_TYPE_TIME, "time", RowValue::Kind::Text},
    Type{MYSQL_TYPE_DATETIME, "datetime", RowValue::Kind::Text},
    Type{MYSQL_TYPE_TIMESTAMP, "timestamp", RowValue::Kind::Text},
    Type{MYSQL_TYPE_BIT, "bit", RowValue::Kind::Binary},
    Type{MYSQL_TYPE_GEOMETRY, "geometry", RowValue::Kind::Binary},
};

RowValue::Kind kindOf(const MYSQL_FIELD& field)
{
    for (const Type& type : kTypes) {
        if (type.field == field.type)
            return type.kind;
    }
    return field.charsetnr == kBytesOnly ? RowValue::Kind::Binary : RowValue::Kind::Text;
}

QString typeName(const MYSQL_FIELD& field)
{
    for (const Type& type : kTypes) {
        if (type.field == field.type)
            return QLatin1String(type.name);
    }
    return kindOf(field) == RowValue::Kind::Binary ? QStringLiteral("binary") : QStringLiteral("text");
}

Result<QString> positionOf(MyConnection& connection)
{
    ENGINE_TRY_AS(const MyResult place, connection.query(QStringLiteral("SHOW STATUS LIKE 'binlog_snapshot_%'")));
    QStringList parts;
    for (int row = 0; row < place.rows(); ++row) {
        if (!place.text(row, 1).isEmpty())
            parts.append(place.text(row, 1));
    }
    return parts.isEmpty() ? QString() : QStringLiteral("binlog ") + parts.join(u' ');
}

} // namespace

Result<> readMyRows(const MyConnection::Options& options, const RowQuery& wanted, RowReceiver& receiver)
{
    // A read-only transaction does not forbid it.
    if (writesIntoFile(wanted.query))
        return fail(ErrorCode::Sql,
                    QStringLiteral("the query writes a file at the server: %1").arg(wanted.query.left(120)));
    ENGINE_TRY_AS(const MyLocation location, parseMyLocation(options.location));
    ENGINE_TRY_AS(const auto connection, MyConnection::open(options));
    ENGINE_TRY(connection->execute(QStringLiteral("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")));
    ENGINE_TRY(connection->execute(QStringLiteral("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")));
    ENGINE_TRY_AS(const QString position, positionOf(*connection));
    // The line feed ends a comment at the end of the query.
    const QString select =
        wanted.table.isEmpty()
            ? QStringLiteral("SELECT * FROM (\n%1\n) AS busheng_export").arg(withoutSemicolon(wanted.query))
            : QStringLiteral("SELECT * FROM ") + myQuotedTable(myQualified(wanted.table, location.database));
    const QByteArray sql = select.toUtf8();
    if (mysql_real_query(connection->native(), sql.constData(), static_cast<unsigned long>(sql.size())) != 0)
        return fail(connection->errorOf(select.left(120)));
    const std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> rows(mysql_use_result(connection->native()),
                                                                        mysql_free_result);
    if (!rows)
        return fail(connection->errorOf(select.left(120)));
    const std::span<const MYSQL_FIELD> fields(mysql_fetch_fields(rows.get()), mysql_num_fields(rows.get()));
    std::vector<RowColumn> columns;
    for (const MYSQL_FIELD& field : fields)
        columns.push_back({QString::fromUtf8(field.name), typeName(field)});
    std::vector<RowValue> values(columns.size());
    Result<> taken = receiver.begin(columns, position);
    while (taken) {
        const MYSQL_ROW row = mysql_fetch_row(rows.get());
        if (row == nullptr)
            return mysql_errno(connection->native()) == 0 ? Result<>() : fail(connection->errorOf(select.left(120)));
        const unsigned long* const lengths = mysql_fetch_lengths(rows.get());
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = row[i] == nullptr ? RowValue() : RowValue{kindOf(fields[i]), {row[i], lengths[i]}};
        taken = receiver.row(values);
    }
    connection->interrupt(); // else the rest would be read to its end
    return taken;
}

} // namespace busheng
