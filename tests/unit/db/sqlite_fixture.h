// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/sqlite/sqlite_database.h"

#include <QTemporaryDir>

namespace busheng::test {

/// An SQLite file in a directory of its own, with one connection. A statement that fails ends the test program.
struct SqliteFile {
    QTemporaryDir directory;
    QString path = directory.filePath(QStringLiteral("data.sqlite"));
    std::unique_ptr<SqliteDatabase> database = open();

    std::unique_ptr<SqliteDatabase> open(int busyMs = 5000) const
    {
        auto opened =
            SqliteDatabase::open(path, SqliteDatabase::OpenMode::ReadWriteCreate, QStringLiteral("test"), busyMs);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().toString()));
        // What a test lays out need not outlive a power cut: a disk that others use takes seconds for each commit.
        if (const auto set = (*opened)->execute(QStringLiteral("PRAGMA synchronous = OFF")); !set)
            qFatal("%s", qPrintable(set.error().toString()));
        return std::move(*opened);
    }

    void run(const QString& sql) const
    {
        if (const auto done = database->execute(sql); !done)
            qFatal("%s", qPrintable(done.error().toString()));
    }

    std::int64_t number(const QString& sql) const
    {
        const auto found = database->queryInteger(sql);
        if (!found)
            qFatal("%s", qPrintable(found.error().toString()));
        return *found;
    }
};

inline Bytes encodedRow(const std::vector<Cell>& cells)
{
    Bytes row;
    encodeRow(cells, row);
    return row;
}

} // namespace busheng::test
