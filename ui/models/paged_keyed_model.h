// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/keyed_table_model.h"

#include <functional>

namespace busheng {

/// A long list, newest first, of which the newest page comes anew again and again and older ones when somebody scrolls
/// to the end. The key of a row is its number, which rises with time. At most kMostRows are kept.
template <typename Row>
class PagedKeyedModel : public KeyedTableModel<Row> {
public:
    static constexpr std::size_t kMostRows = 50'000;
    using KeyedTableModel<Row>::KeyedTableModel;

    /// `ask` gets the number below which the next page is, and answers, at some time, by takeOlder() or giveUp().
    void setSource(std::function<void(qint64 beforeId)> ask) { m_ask = std::move(ask); }

    /// Another list.
    void clear()
    {
        this->setRows({});
        m_oldest = 0;
        m_hasMore = false;
        m_isAsked = false;
    }
    /// The newest page as it is now; what is older than it stays. `isLast`: there is nothing older.
    void takeNewest(const std::vector<Row>& page, bool isLast)
    {
        // Nothing of it is known, and it is full: there may be others between.
        const bool isApart = !page.empty() && !isLast && this->indexOf(page.back().key) < 0 && m_oldest != 0 &&
                             page.back().key.toLongLong() > m_oldest;
        if (m_oldest == 0 || isApart || isLast) {
            m_oldest = page.empty() ? 0 : page.back().key.toLongLong();
            m_hasMore = !isLast;
            this->setRows(page);
            return;
        }
        this->mergeRows(page);
    }
    void takeOlder(const std::vector<Row>& page, bool isLast)
    {
        if (!page.empty())
            m_oldest = page.back().key.toLongLong();
        m_hasMore = !isLast && this->rows().size() + page.size() < kMostRows;
        this->mergeRows(page);
        m_isAsked = false; // not before the rows are there: who hears of them may ask for more at once
    }
    /// The page could not be had: it is asked for again when somebody scrolls there again.
    void giveUp() { m_isAsked = false; }

    bool canFetchMore(const QModelIndex& parent) const override { return !parent.isValid() && m_hasMore && !m_isAsked; }
    void fetchMore(const QModelIndex& parent) override
    {
        if (!canFetchMore(parent))
            return;
        m_isAsked = true;
        m_ask(m_oldest);
    }

private:
    std::function<void(qint64)> m_ask;
    qint64 m_oldest = 0; ///< number of the oldest row; 0: there is none
    bool m_hasMore = false;
    bool m_isAsked = false; ///< an answer is under way
};

} // namespace busheng
