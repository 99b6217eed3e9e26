// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/text_table_model.h"

#include <functional>
#include <optional>

namespace busheng {

/// A list that the engine gives page by page, by key: the next page is asked for when somebody scrolls to the end of
/// what is there. At most kMostRows are kept; whoever wants more narrows what is asked for, or goes on behind them.
template <typename Row>
class PagedTableModel : public TextTableModel<Row> {
public:
    static constexpr std::size_t kMostRows = 50'000;
    using TextTableModel<Row>::TextTableModel;

    /// `ask` gets the last row there is (nothing: the list begins) and answers, at some time, by append().
    void setSource(std::function<void(const std::optional<Row>& last)> ask) { m_ask = std::move(ask); }

    /// Forgets what is there and asks for the first page.
    void restart()
    {
        this->setRows({});
        m_hasMore = true;
        m_isFull = false;
        m_isAsked = true;
        m_ask(std::nullopt);
    }
    void clear()
    {
        this->setRows({});
        m_hasMore = false;
        m_isFull = false;
        m_isAsked = false;
    }
    void append(std::vector<Row> page, bool isLast)
    {
        m_isAsked = false;
        m_isFull = !isLast && this->rows().size() + page.size() >= kMostRows;
        m_hasMore = !isLast && !m_isFull;
        this->appendRows(std::move(page));
    }
    /// kMostRows are there and more could be had: goOn() shows what is behind them instead.
    bool isFull() const { return m_isFull; }
    void goOn()
    {
        const Row last = this->rows().back();
        this->setRows({});
        m_isFull = false;
        m_isAsked = true;
        m_ask(last);
    }
    /// The page could not be had: it is asked for again when somebody scrolls there again.
    void giveUp() { m_isAsked = false; }
    bool isAsked() const { return m_isAsked; }
    bool hasMore() const { return m_hasMore; }

    bool canFetchMore(const QModelIndex& parent) const override
    {
        return !parent.isValid() && m_hasMore && !m_isAsked && !this->rows().empty();
    }
    void fetchMore(const QModelIndex& parent) override
    {
        if (!canFetchMore(parent))
            return;
        m_isAsked = true;
        m_ask(this->rows().back());
    }

private:
    std::function<void(const std::optional<Row>&)> m_ask;
    bool m_hasMore = false;
    bool m_isFull = false;
    bool m_isAsked = false; ///< an answer is under way
};

} // namespace busheng
