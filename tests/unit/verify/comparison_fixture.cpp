// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/verify/comparison_fixture.h"

#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/pipeline/verify/digest_comparison.h"

namespace busheng::test {
namespace {

template <typename T>
T orDie(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().toString()));
    return std::move(*result);
}

} // namespace

ComparisonFixture::ComparisonFixture(const QString& createTable)
{
    const auto open = [this](const QString& name) {
        return orDie(SqliteDatabase::open(m_directory.filePath(name), SqliteDatabase::OpenMode::ReadWriteCreate, name));
    };
    m_source = open(QStringLiteral("source"));
    m_target = open(QStringLiteral("target"));
    inBoth(QStringLiteral("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; ") + createTable);
    m_table = orDie(readSqliteSchema(*m_source, {QStringLiteral("t")})).tables[0];
}

void ComparisonFixture::run(SqliteDatabase& database, const QString& sql)
{
    if (auto done = database.execute(sql); !done)
        qFatal("%s", qPrintable(done.error().toString()));
}

void ComparisonFixture::inBoth(const QString& sql)
{
    inSource(sql);
    inTarget(sql);
}

std::unique_ptr<TableSnapshot> ComparisonFixture::sourceSnapshot() const
{
    return orDie(SqliteSnapshot::open(m_directory.filePath(QStringLiteral("source")), QStringLiteral("source")));
}

std::unique_ptr<TableSnapshot> ComparisonFixture::targetSnapshot() const
{
    return orDie(SqliteSnapshot::open(m_directory.filePath(QStringLiteral("target")), QStringLiteral("target")));
}

Result<std::vector<RowDifference>> ComparisonFixture::compare() const
{
    const auto source = sourceSnapshot();
    const auto target = targetSnapshot();
    std::vector<ChunkDigest> digests;
    ENGINE_TRY(digestTable(*source, m_table, {}, [&digests](ChunkDigest&& digest) {
        digests.push_back(std::move(digest));
        return true;
    }));
    m_rangesThatDiffered = 0;
    std::vector<RowDifference> differences;
    for (const ChunkDigest& digest : digests) {
        ENGINE_TRY_AS(const DigestComparison comparison, DigestComparer(*target).compare(m_table, digest));
        if (comparison.equal)
            continue;
        ++m_rangesThatDiffered;
        std::vector<Bytes> rows;
        ENGINE_TRY(source->scan(m_table, digest.range, 0, [&rows](BytesView row) {
            rows.emplace_back(row);
            return true;
        }));
        ENGINE_TRY(compareRange(*target, m_table, digest.range, rows, [&differences](RowDifference&& difference) {
            differences.push_back(std::move(difference));
            return true;
        }));
    }
    return differences;
}

} // namespace busheng::test
