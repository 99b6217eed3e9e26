// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/apply/my_target_writer.h"
#include "tests/db/mariadb/my_fixture.h"

namespace busheng::test {

/// What people do at a source goes through the binary log into the target, a database beside it.
struct Pair {
    Pair(MiniMariaDb& server, const QString& sql, const QStringList& tables, bool strict = false,
         const QStringList& readAs = {})
        : source(server, sql, tables), database(source.database + QStringLiteral("_target"))
    {
        source.run(QStringLiteral("CREATE DATABASE ") + database);
        target.target = {QStringLiteral("ministry"), QStringLiteral("mariadb"), server.location(database)};
        target.strict = strict;
        source.source.dataset.readAs = readAs;
        capturer = source.opened({});
        must(capturer->poll(sink));
        writer = must(openMyTarget(target));
        must(writer->readCheckpoint(QStringLiteral("s")));
    }

    /// The structure under its names at the target.
    DatasetSchema schema() const
    {
        DatasetSchema named = source.schema();
        for (TableSchema& table : named.tables) {
            table.name.replace(source.database + u'.', database + u'.');
            for (ForeignKey& key : table.foreignKeys)
                key.referencedTable.replace(source.database + u'.', database + u'.');
        }
        return named;
    }

    Result<> create()
    {
        ENGINE_TRY(writer->begin());
        ENGINE_TRY(writer->createStructure(schema()));
        return writer->commit();
    }

    /// One target transaction; rolled back when it fails.
    Result<> apply(BytesView block, bool tolerant = false)
    {
        const auto done = [&]() -> Result<> {
            ENGINE_TRY(writer->begin());
            ENGINE_TRY(writer->apply(schema(), block, tolerant, changed));
            return writer->commit();
        }();
        if (!done)
            writer->rollback();
        return done;
    }

    /// All that the source has written since.
    Result<> follow()
    {
        ENGINE_TRY(tryCatchUp(source, *capturer, sink));
        for (; applied < sink.transactions().size(); ++applied)
            ENGINE_TRY(apply(sink.transactions()[applied].operations));
        return {};
    }

    QString difference()
    {
        const auto snapshot = must(writer->openSnapshot());
        const PgContent there = contentOf(*snapshot, schema());
        return there.difference(source.content());
    }

    MySource source;
    QString database;
    MyTarget target;
    std::unique_ptr<Capturer> capturer;
    StreamSink sink;
    std::unique_ptr<TargetWriter> writer;
    std::size_t applied = 0;
    std::uint64_t changed = 0;
};

} // namespace busheng::test
