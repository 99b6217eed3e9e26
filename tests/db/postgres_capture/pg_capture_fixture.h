// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_catalog.h"
#include "engine/db/postgres/pg_snapshot.h"
#include "engine/model/row_change.h"
#include "engine/pipeline/capture/pg_log_capturer.h"

#include "tests/db/postgres_capture/stream_sink.h"
#include "tests/support/mini_postgres.h"

namespace busheng::test {

template <typename T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().toString()));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

/// A database of its own on a server that the tests of a class share, a business system's connection to it, and a
/// dataset of some of its tables. What must not fail ends the test program when it does. Slot and publication go with
/// it.
struct PgSource {
    PgSource(MiniPostgres& server, const QString& sql, const QStringList& tables);
    ~PgSource();

    MiniPostgres& server;
    QString database;
    std::unique_ptr<PgConnection> writer;
    PgLogSource source;

    std::unique_ptr<PgConnection> open(const QString& user = QStringLiteral("postgres")) const;
    void run(const QString& sql) const { must(writer->execute(sql)); }
    QString text(const QString& sql) const { return must(writer->queryText(sql)); }
    QString slot() const { return pgCaptureName(source.nodeCode, source.dataset); }
    std::uint64_t lsn(const QString& sql) const { return text(sql).toULongLong(); }
    std::unique_ptr<Capturer> opened(Position resumeAfter) const;
    DatasetSchema schema() const;
};

/// Polls until everything that committed before the call is in the sink. Fails when a poll does.
Result<> tryCatchUp(const PgSource& source, Capturer& capturer, StreamSink& sink);
void catchUp(const PgSource& source, Capturer& capturer, StreamSink& sink);

/// Rows of a database: of keyed tables by key, of keyless ones each as often as it is there.
struct PgContent {
    std::map<std::pair<std::uint32_t, Bytes>, Bytes> keyed;
    std::map<std::pair<std::uint32_t, Bytes>, int> keyless;
    QStringList faults; ///< what could not be played: an update of a row that is not there, a malformed block

    void play(BytesView operations, const DatasetSchema& schema);
    bool operator==(const PgContent&) const = default;
    QString difference(const PgContent& other) const; ///< one line; empty: none
};
PgContent contentOf(TableSnapshot& snapshot, const DatasetSchema& schema);
PgContent contentNow(const PgSource& source);
/// What the sink has up to `upTo`, played from nothing.
PgContent playedFrom(const StreamSink& sink, const DatasetSchema& schema, Position upTo = {UINT64_MAX},
                     PgContent start = {});

/// "insert 1 (b:00000001, null)" each.
QStringList described(BytesView operations);
QStringList described(const StreamSink& sink);

} // namespace busheng::test
