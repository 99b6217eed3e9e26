// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_catalog.h"
#include "engine/db/mariadb/my_read_as.h"
#include "engine/db/mariadb/my_snapshot.h"
#include "engine/pipeline/capture/my_log_capturer.h"

#include "tests/db/postgres_capture/pg_capture_fixture.h"
#include "tests/support/mini_mariadb.h"

namespace busheng::test {

/// A database of its own on a server that the tests of a class share, a business system's connection to it, and a
/// dataset of some of its tables. What must not fail ends the test program when it does.
struct MySource {
    /// `sql`: statements, each at the end of its line with ";".
    MySource(MiniMariaDb& server, const QString& sql, const QStringList& tables);

    MiniMariaDb& server;
    QString database;
    std::unique_ptr<MyConnection> writer;
    MyLogSource source;

    std::unique_ptr<MyConnection> open(const QString& user = QStringLiteral("root")) const;
    void run(const QString& sql) const;
    QString text(const QString& sql) const { return must(writer->queryText(sql)); }
    std::unique_ptr<Capturer> opened(Position resumeAfter) const
    {
        return must(openMyLogCapturer(source, resumeAfter));
    }
    DatasetSchema schema() const
    {
        DatasetSchema schema = must(readMySchema(*writer, database, source.dataset.tables));
        must(declareMyReadAs(schema, source.dataset.readAs, database));
        return schema;
    }
    /// Where the log ends now.
    Position end() const;
    PgContent content() const;
};

/// Polls until everything that committed before the call is in the sink. Fails when a poll does.
Result<> tryCatchUp(const MySource& source, Capturer& capturer, StreamSink& sink);

/// The kinds of the operations that the sink has, one word each.
QStringList kindsOf(const StreamSink& sink);

} // namespace busheng::test
