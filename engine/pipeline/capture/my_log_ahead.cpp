// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/my_log_ahead.h"

#include "engine/pipeline/capture/my_statement_text.h"

#include <QSet>

#include <algorithm>
#include <chrono>

namespace busheng {
namespace {

constexpr int kReadWaitMs = 100;
constexpr auto kReadPatience = std::chrono::seconds(60);

/// Gathers the tables whose rows came by.
class Watch {
public:
    Watch(const DatasetSchema& tables, Qt::CaseSensitivity byCase) : m_tables(tables), m_byCase(byCase) {}

    /// False: one of them was altered.
    Result<bool> take(const binlog::Event& event)
    {
        if (event.is(binlog::EventType::TableMap)) {
            ENGINE_TRY_AS(const binlog::TableMap map, binlog::readTableMap(event));
            const QString name = map.database + u'.' + map.table;
            if (std::ranges::any_of(m_tables.tables,
                                    [&](const TableSchema& one) { return one.name.compare(name, m_byCase) == 0; }))
                m_seen.insert(asCompared(name));
            return true;
        }
        if (!event.is(binlog::EventType::Query))
            return true;
        ENGINE_TRY_AS(const binlog::Query query, binlog::readQuery(event, m_inflated));
        const MyStatement statement = readMyStatement(query.statement, query.database);
        using Kind = MyStatement::Kind;
        const bool alters = statement.kind == Kind::Definition || statement.kind == Kind::Moved;
        return !alters || std::ranges::none_of(statement.tables, [this](const QString& name) {
            return m_seen.contains(asCompared(name));
        });
    }

private:
    QString asCompared(const QString& name) const { return m_byCase == Qt::CaseSensitive ? name : name.toCaseFolded(); }

    const DatasetSchema& m_tables;
    Qt::CaseSensitivity m_byCase;
    QSet<QString> m_seen;
    Bytes m_inflated;
};

} // namespace

Result<bool> isAlteredNoMore(const MyBinlogStream::Options& options, Position from, Position upTo,
                             const DatasetSchema& tables, Qt::CaseSensitivity byCase, const std::stop_token& stop)
{
    MyLogCursor cursor;
    Watch watch(tables, byCase);
    ENGINE_TRY_AS(const auto stream, MyBinlogStream::open(options));
    cursor.startAt(options.from, stream->startsWithChecksums());
    auto lastEvent = std::chrono::steady_clock::now();
    while (cursor.here() < upTo) {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, QStringLiteral("stopping"));
        ENGINE_TRY_AS(const std::optional<BytesView> bytes, stream->next());
        if (bytes) {
            lastEvent = std::chrono::steady_clock::now();
            ENGINE_TRY_AS(const binlog::Event event, cursor.take(*bytes));
            if (cursor.here() <= from)
                continue;
            ENGINE_TRY_AS(const bool isSame, watch.take(event));
            if (!isSame)
                return false;
        } else if (!stream->wait(kReadWaitMs) && std::chrono::steady_clock::now() - lastEvent > kReadPatience) {
            return fail(makeTransient(ErrorCode::Sql, QString(), QStringLiteral("the binary log does not move")));
        }
    }
    return true;
}

} // namespace busheng
