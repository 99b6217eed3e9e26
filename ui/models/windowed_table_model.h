// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <vector>

namespace busheng {

/// A list that the engine gives page by page, of any length: its rows are known by their place, those that somebody
/// looks at are asked for, and no more than kPagesKept pages are in memory. A row that is not here yet reads "…".
///
/// A table's header costs some bytes for each row that it knows of; so kGrow rows are shown at first, and more as
/// somebody scrolls to their end.
template <typename Row>
class WindowedTableModel : public QAbstractTableModel {
public:
    static constexpr int kPage = 200;
    static constexpr std::size_t kPagesKept = 40;
    static constexpr int kGrow = 250'000;
    using QAbstractTableModel::QAbstractTableModel;

    /// `ask` gets a page's first row and how many it has, and answers, at some time, by take() or giveUp().
    void setSource(std::function<void(qint64 from, int limit)> ask) { m_ask = std::move(ask); }

    /// Another list: forgets all, and asks for its first page, which says how long it is.
    void restart()
    {
        clear();
        askFor(0);
    }
    void clear()
    {
        beginResetModel();
        m_pages.clear();
        m_wanted.reset();
        m_asked.reset();
        m_total = 0;
        m_shown = 0;
        endResetModel();
    }
    /// The list may have become longer.
    void refresh()
    {
        if (!m_asked)
            askFor(0);
    }

    /// `total`: how long the list is; -1: as it was.
    void take(qint64 from, qint64 total, std::vector<Row> rows)
    {
        const qint64 page = from / kPage;
        m_asked.reset();
        const auto count = int(rows.size());
        m_pages[page] = std::move(rows);
        if (total >= 0)
            setTotal(total);
        forgetFarFrom(page);
        const int first = int(page * kPage);
        if (const int last = std::min(first + count, m_shown) - 1; last >= first)
            Q_EMIT dataChanged(index(first, 0), index(last, columnCount() - 1));
        if (const auto wanted = std::exchange(m_wanted, std::nullopt); wanted && !m_pages.contains(*wanted))
            askFor(*wanted);
    }
    /// The page could not be had: it is asked for again when somebody looks there again.
    void giveUp() { m_asked.reset(); }

    /// Null when it is not here yet.
    const Row* row(int at) const
    {
        const auto page = m_pages.find(at / kPage);
        const auto place = std::size_t(at % kPage);
        return page != m_pages.end() && place < page->second.size() ? &page->second[place] : nullptr;
    }
    qint64 total() const { return m_total; }
    bool isAsked() const { return m_asked.has_value(); } ///< an answer is under way
    std::size_t rowsInMemory() const
    {
        std::size_t count = 0;
        for (const auto& [number, rows] : m_pages)
            count += rows.size();
        return count;
    }

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : m_shown; }
    bool canFetchMore(const QModelIndex& parent) const override
    {
        return !parent.isValid() && !m_isGrowing && m_shown < m_total;
    }
    void fetchMore(const QModelIndex& parent) override
    {
        if (canFetchMore(parent))
            show(int(std::min<qint64>(m_total, qint64(m_shown) + kGrow)));
    }

    QVariant data(const QModelIndex& index, int role) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        if (role == Qt::TextAlignmentRole)
            return int(Qt::AlignVCenter | (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
        const Row* const at = row(index.row());
        if (at == nullptr) {
            if (role != Qt::DisplayRole)
                return {};
            if (!m_pages.contains(index.row() / kPage))
                want(index.row() / kPage);
            return QStringLiteral("…");
        }
        if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
            return text(*at, index.column());
        return more(*at, index.column(), role);
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal)
            return {};
        if (role == Qt::TextAlignmentRole)
            return int(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
        return role == Qt::DisplayRole ? QVariant(header(section)) : QVariant();
    }
    /// After a change of language.
    void retranslate()
    {
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
        if (m_shown > 0)
            Q_EMIT dataChanged(index(0, 0), index(m_shown - 1, columnCount() - 1));
    }

protected:
    virtual QString text(const Row& row, int column) const = 0; ///< safe for display
    virtual QString header(int column) const = 0;
    virtual bool isNumber(int) const { return false; }
    virtual QVariant more(const Row&, int, int) const { return {}; } ///< other roles

private:
    void askFor(qint64 page) const
    {
        m_asked = page;
        m_ask(page * kPage, kPage);
    }
    /// One page is under way at a time; what was looked at last comes next.
    void want(qint64 page) const
    {
        if (!m_asked)
            askFor(page);
        else if (*m_asked != page)
            m_wanted = page;
    }
    void setTotal(qint64 total)
    {
        if (total < m_total) { // another list than it was
            beginResetModel();
            m_shown = 0;
            m_total = total;
            endResetModel();
        } else if (total > m_total) {
            // What was the end has more rows now.
            std::erase_if(m_pages, [](const auto& page) { return page.first > 0 && page.second.size() < kPage; });
        }
        m_total = total;
        show(int(std::min<qint64>(total, std::max(m_shown, kGrow))));
    }
    void show(int rows)
    {
        if (rows <= m_shown)
            return;
        m_isGrowing = true; // who hears of it may ask for more at once
        beginInsertRows({}, m_shown, rows - 1);
        m_shown = rows;
        endInsertRows();
        m_isGrowing = false;
    }
    void forgetFarFrom(qint64 page)
    {
        while (m_pages.size() > kPagesKept) {
            const auto first = m_pages.begin();
            const auto last = std::prev(m_pages.end());
            m_pages.erase(std::abs(first->first - page) > std::abs(last->first - page) ? first : last);
        }
    }

    std::function<void(qint64, int)> m_ask;
    std::map<qint64, std::vector<Row>> m_pages;
    mutable std::optional<qint64> m_asked;  ///< under way
    mutable std::optional<qint64> m_wanted; ///< after it
    qint64 m_total = 0;
    int m_shown = 0;
    bool m_isGrowing = false;
};

} // namespace busheng
