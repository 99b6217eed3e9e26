// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/table_snapshot.h"

#include <map>
#include <utility>

namespace busheng {

/// A snapshot without the rows that their table marks as deleted: for whoever loads, compares or repairs, they are not
/// there, whatever else the snapshot is restricted to.
class LiveRowsSnapshot final : public TableSnapshot {
public:
    using Conditions = std::map<QString, QString>; ///< by table: true for the rows that are there

    LiveRowsSnapshot(std::unique_ptr<TableSnapshot> all, Conditions live)
        : m_all(std::move(all)), m_live(std::move(live))
    {
        for (const auto& [table, condition] : m_live)
            m_all->restrict(table, condition);
    }

    void restrict(const QString& table, const QString& condition) override
    {
        const auto live = m_live.find(table);
        m_all->restrict(table, live == m_live.end()
                                   ? condition
                                   : QString(u'(' + condition + QStringLiteral(") AND ") + live->second));
    }
    Result<std::uint64_t> countRows(const TableSchema& table) override { return m_all->countRows(table); }
    Result<> scan(const TableSchema& table, const KeyRange& range, std::uint64_t limit, const RowSink& sink) override
    {
        return m_all->scan(table, range, limit, sink);
    }
    Result<Bytes> fetch(const TableSchema& table, BytesView key) override { return m_all->fetch(table, key); }
    Result<std::vector<Bytes>> divide(const TableSchema& table, BytesView after, std::uint64_t bytes) override
    {
        return m_all->divide(table, after, bytes);
    }
    /// It has the restrictions that this one has now.
    Result<std::unique_ptr<TableSnapshot>> openAnother() const override { return m_all->openAnother(); }

private:
    std::unique_ptr<TableSnapshot> m_all;
    Conditions m_live;
};

} // namespace busheng
