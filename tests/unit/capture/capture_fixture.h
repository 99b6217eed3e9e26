// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/sqlite/sqlite_database.h"
#include "engine/model/row_change.h"
#include "engine/pipeline/capture/sqlite_trigger_capturer.h"

#include "tests/unit/capture/recording_sink.h"

#include <QTemporaryDir>

#include <functional>

namespace busheng::test {

/// A source database in a directory of its own and a business system's connection to it. What must not fail ends the
/// test program when it does.
struct Source {
    QTemporaryDir directory;
    QString path = directory.filePath(QStringLiteral("source.sqlite"));
    DatabaseConfig config{QStringLiteral("hr"), QStringLiteral("sqlite"), path};
    std::unique_ptr<SqliteDatabase> writer;

    explicit Source(
        const QString& sql = QStringLiteral("CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT, pay REAL)"));
    std::unique_ptr<SqliteDatabase> open() const;
    void run(const QString& sql) const;
    std::int64_t number(const QString& sql) const;
    DatasetConfig dataset(const QStringList& tables = {QStringLiteral("person")},
                          const QString& name = QStringLiteral("people")) const;
    /// Installed and past the mark that installing leaves: the next poll finds only what happens from now on.
    std::unique_ptr<Capturer> capturer(RecordingSink& sink, const DatasetConfig& dataset) const;
    std::unique_ptr<Capturer> capturer(RecordingSink& sink) const { return capturer(sink, dataset()); }
    std::unique_ptr<Capturer> opened(const DatasetConfig& dataset, Position resumeAfter) const;
};

/// Polls until nothing is left.
PollResult pollAll(Capturer& capturer, CaptureSink& sink);

/// Rows by table id and key, as their encoded bytes.
using Content = std::map<std::pair<std::uint32_t, Bytes>, Bytes>;
Content contentOf(TableSnapshot& snapshot, const DatasetSchema& schema);
Content contentNow(const Source& source, const DatasetSchema& schema);
/// Plays operations into `content`. An update or delete of a row that is not there is a line in `faults`.
void play(BytesView operations, const DatasetSchema& schema, Content& content, QStringList& faults);

/// All operations of a block or transaction in one readable line each: "upsert 1 (1, 'a')", "delete 1 [1]".
QStringList described(BytesView operations);
QStringList described(const RecordingSink& sink);

/// Runs `work` in a process of its own, which is expected to die by SIGKILL. False: it lived.
bool diesByKill(const std::function<void()>& work);

template <typename T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().toString()));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

} // namespace busheng::test
