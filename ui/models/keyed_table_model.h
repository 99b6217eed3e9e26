// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QHash>

#include <algorithm>
#include <iterator>
#include <vector>

namespace busheng {

/// A table whose rows have a key and come anew with each snapshot: rows that stay are kept, and only those that changed
/// say so; selection, scroll position and editors survive. Never resets. `Row` has a QString `key` and operator==.
/// Rows whose key appears twice in one update are shown once.
template <typename Row>
class KeyedTableModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    const Row& row(int index) const { return m_rows.at(std::size_t(index)); }
    const std::vector<Row>& rows() const { return m_rows; }

    /// -1 when there is none.
    int indexOf(const QString& key) const
    {
        const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.key == key; });
        return found == m_rows.end() ? -1 : int(found - m_rows.begin());
    }

    void setRows(const std::vector<Row>& incoming)
    {
        QHash<QString, const Row*> byKey;
        for (const Row& row : incoming)
            byKey.insert(row.key, &row);
        removeMissing(byKey);
        mergeRows(incoming);
    }
    /// The same of a part of the list: rows that are not in it stay as they are.
    void mergeRows(const std::vector<Row>& incoming)
    {
        QHash<QString, const Row*> byKey;
        for (const Row& row : incoming)
            byKey.insert(row.key, &row);
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            const Row* newer = byKey.take(m_rows[i].key);
            if (newer && !(*newer == m_rows[i])) {
                m_rows[i] = *newer;
                Q_EMIT dataChanged(index(int(i), 0), index(int(i), columnCount() - 1));
            }
        }
        std::vector<Row> added;
        for (const Row& row : incoming) {
            if (byKey.take(row.key) != nullptr)
                added.push_back(row);
        }
        if (added.empty())
            return;
        beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + added.size()) - 1);
        m_rows.insert(m_rows.end(), std::make_move_iterator(added.begin()), std::make_move_iterator(added.end()));
        endInsertRows();
    }

    /// After a change of language: everything reads differently.
    void retranslate()
    {
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, columnCount() - 1));
    }

private:
    void removeMissing(const QHash<QString, const Row*>& byKey)
    {
        for (int i = int(m_rows.size()) - 1; i >= 0; --i) {
            if (byKey.contains(m_rows[std::size_t(i)].key))
                continue;
            beginRemoveRows({}, i, i);
            m_rows.erase(m_rows.begin() + i);
            endRemoveRows();
        }
    }

    std::vector<Row> m_rows;
};

} // namespace busheng
