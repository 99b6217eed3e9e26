// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/models/link_model.h"

#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QWidget>

namespace busheng {

class Card;
class EmptyState;
class EngineClient;
class KeyValueList;
class NoticeBar;

/// The peers of this node: who authenticated as whom, over which address and cipher suite, and what failed.
class LinksPage : public QWidget {
    Q_OBJECT
public:
    explicit LinksPage(EngineClient& client, QWidget* parent = nullptr);

    QTableView* table() const { return m_table; }
    const NoticeBar& notice() const { return *m_notice; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void retranslate();
    void onSnapshot(const NodeSnapshot& node);
    void showSelected();

    EngineClient& m_client;
    LinkModel m_model;
    QSortFilterProxyModel m_sorted;
    Card* m_card;
    QStackedWidget* m_stack;
    QTableView* m_table;
    EmptyState* m_empty;
    Card* m_detailsCard;
    KeyValueList* m_details;
    NoticeBar* m_notice;
};

} // namespace busheng
