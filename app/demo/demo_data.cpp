// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/demo_data.h"

#include "engine/files/names/divisions.h"

#include <QFile>

namespace busheng::demo {
namespace {

const QString kMinistry = QStringLiteral("100000");
const QString kStructure = QStringLiteral(
    "CREATE TABLE province (code VARCHAR(255) PRIMARY KEY, name VARCHAR(255));"
    "CREATE TABLE city (code VARCHAR(255) PRIMARY KEY, name VARCHAR(255), provinceCode VARCHAR(255) REFERENCES "
    "province (code));"
    "CREATE TABLE area (code VARCHAR(255) PRIMARY KEY, name VARCHAR(255), cityCode VARCHAR(255) REFERENCES city (code),"
    " provinceCode VARCHAR(255) REFERENCES province (code));"
    "CREATE TABLE street (code VARCHAR(255) PRIMARY KEY, name VARCHAR(255), areaCode VARCHAR(255) REFERENCES area "
    "(code),"
    " provinceCode VARCHAR(255) REFERENCES province (code), cityCode VARCHAR(255) REFERENCES city (code));"
    "CREATE TABLE village (code VARCHAR(255) PRIMARY KEY, name VARCHAR(255), streetCode VARCHAR(255) REFERENCES street "
    "(code),"
    " provinceCode VARCHAR(255) REFERENCES province (code), cityCode VARCHAR(255) REFERENCES city (code),"
    " areaCode VARCHAR(255) REFERENCES area (code));");

Result<> insertRow(SqliteDatabase& database, const QString& table, const QStringList& values)
{
    QStringList marks;
    for (qsizetype i = 0; i < values.size(); ++i)
        marks.append(QStringLiteral("?"));
    ENGINE_TRY_AS(SqliteStatement insert,
                  database.prepare(QStringLiteral("INSERT INTO %1 VALUES (%2)").arg(table, marks.join(u','))));
    for (qsizetype i = 0; i < values.size(); ++i)
        ENGINE_TRY(insert.bindText(static_cast<int>(i) + 1, values.at(i)));
    return insert.run();
}

Result<> fillFromTable(SqliteDatabase& database)
{
    ENGINE_TRY(database.execute(kStructure + QStringLiteral("BEGIN;")));
    for (const auto& [code, name] : divisions()) {
        if (code == kMinistry)
            continue; // the standard does not number it
        if (code.endsWith(QStringLiteral("0000")))
            ENGINE_TRY(insertRow(database, QStringLiteral("province"), {code.left(2), name}));
        else if (code.endsWith(QStringLiteral("00")))
            ENGINE_TRY(insertRow(database, QStringLiteral("city"), {code.left(4), name, code.left(2)}));
        else
            ENGINE_TRY(insertRow(database, QStringLiteral("area"), {code, name, code.left(4), code.left(2)}));
    }
    return database.execute(QStringLiteral("COMMIT"));
}

} // namespace

Result<> makeProvinceDatabase(const QString& divisions, const QString& path)
{
    if (!divisions.isEmpty()) {
        if (!QFile::copy(divisions, path))
            return fail(ErrorCode::Storage, QStringLiteral("cannot copy %1 to %2").arg(divisions, path));
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
        return {};
    }
    ENGINE_TRY_AS(const auto database,
                  SqliteDatabase::open(path, SqliteDatabase::OpenMode::ReadWriteCreate, QStringLiteral("province")));
    return fillFromTable(*database);
}

Result<quint64> countRows(const QString& path)
{
    ENGINE_TRY_AS(const auto database, SqliteDatabase::open(path, SqliteDatabase::OpenMode::ReadOnly, path));
    quint64 rows = 0;
    for (const QString& table : kTables) {
        ENGINE_TRY_AS(const std::int64_t count,
                      database->queryInteger(QStringLiteral("SELECT count(*) FROM %1").arg(table)));
        rows += static_cast<quint64>(count);
    }
    return rows;
}

Result<quint64> countDifferentRows(const QString& sourcePath, const QString& targetPath)
{
    ENGINE_TRY_AS(const auto database,
                  SqliteDatabase::open(sourcePath, SqliteDatabase::OpenMode::ReadWrite, sourcePath));
    {
        ENGINE_TRY_AS(SqliteStatement attach, database->prepare(QStringLiteral("ATTACH ? AS target")));
        ENGINE_TRY(attach.bindText(1, targetPath));
        ENGINE_TRY(attach.run());
    }
    quint64 different = 0;
    for (const QString& table : kTables) {
        const QString sql =
            QStringLiteral("SELECT (SELECT count(*) FROM (SELECT * FROM main.%1 EXCEPT SELECT * FROM target.%1))"
                           " + (SELECT count(*) FROM (SELECT * FROM target.%1 EXCEPT SELECT * FROM main.%1))");
        ENGINE_TRY_AS(const std::int64_t rows, database->queryInteger(sql.arg(table)));
        different += static_cast<quint64>(rows);
    }
    return different;
}

} // namespace busheng::demo
