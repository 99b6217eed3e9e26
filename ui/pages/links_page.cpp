// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/links_page.h"

#include "ui/client/engine_client.h"
#include "ui/pages/table_setup.h"
#include "ui/text/display_text.h"
#include "ui/widgets/card.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/notice_bar.h"

#include <QEvent>
#include <QHeaderView>

namespace busheng {
namespace {

constexpr int kSpacing = 10;
constexpr int kMargin = 16;

BadgeDelegate::Look linkLook(int state)
{
    switch (LinkModel::LinkState(state)) {
    case LinkModel::LinkState::Connected:
        return {QStringLiteral("ok"), Tone::Good};
    case LinkModel::LinkState::Down:
        return {QStringLiteral("waiting"), Tone::Neutral};
    case LinkModel::LinkState::Failed:
        return {QStringLiteral("link-down"), Tone::Bad};
    case LinkModel::LinkState::Disabled:
        return {QStringLiteral("paused"), Tone::Neutral};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

} // namespace

LinksPage::LinksPage(EngineClient& client, QWidget* parent)
    : QWidget(parent), m_client(client), m_card(new Card(this)), m_stack(new QStackedWidget(m_card)),
      m_table(new QTableView(m_stack)), m_empty(new EmptyState(QStringLiteral("links"), m_stack)),
      m_detailsCard(new Card(this)), m_details(new KeyValueList(m_detailsCard)), m_notice(new NoticeBar(m_detailsCard))
{
    build();
    retranslate();
    connect(&m_client, &EngineClient::snapshotChanged, this, &LinksPage::onSnapshot);
    onSnapshot(m_client.latest());
}

void LinksPage::build()
{
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(LinkModel::SortRole);
    setUpTable(*m_table, m_sorted);
    m_table->setItemDelegate(new RowDelegate(-1, m_table));
    m_table->setItemDelegateForColumn(LinkModel::State,
                                      new BadgeDelegate(LinkModel::LinkStateRole, &linkLook, m_table));
    setColumnWidths(*m_table, {{LinkModel::Peer, 26},
                               {LinkModel::State, 17},
                               {LinkModel::Address, 20},
                               {LinkModel::Suite, 36},
                               {LinkModel::Since, 22}});
    m_table->horizontalHeader()->setSectionResizeMode(LinkModel::Subject, QHeaderView::Stretch);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &LinksPage::showSelected);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_card->setContent(m_stack);
    setFocusProxy(m_table);

    auto* content = new QWidget(m_detailsCard);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(8);
    inner->addWidget(m_notice);
    inner->addWidget(m_details);
    m_detailsCard->setContent(content, 14);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, 12, kMargin, 12);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_card, 1);
    layout->addWidget(m_detailsCard);
}

void LinksPage::onSnapshot(const NodeSnapshot& node)
{
    m_model.update(node);
    m_stack->setCurrentWidget(m_model.rowCount() == 0 ? static_cast<QWidget*>(m_empty) : m_table);
    if (m_model.rowCount() > 0 && !m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_sorted.index(0, 0));
    showSelected();
}

void LinksPage::showSelected()
{
    const QModelIndex index = m_sorted.mapToSource(m_table->currentIndex());
    m_detailsCard->setVisible(index.isValid());
    if (!index.isValid())
        return;
    const LinkRow& row = m_model.row(index.row());
    const auto text = [&](int column) { return m_model.index(index.row(), column).data().toString(); };
    m_detailsCard->setNote(text(LinkModel::Peer));
    m_details->setRows({{tr("State"), text(LinkModel::State)},
                        {tr("Peer certificate"), text(LinkModel::Subject)},
                        {tr("Encryption"), text(LinkModel::Suite)},
                        {tr("Peer address"), displayText(row.peerAddress)},
                        {tr("Configured address"), displayText(row.configuredAddress)},
                        {tr("Connected since"), text(LinkModel::Since)}});
    if (row.connected || row.error.isEmpty()) {
        m_notice->hide();
        return;
    }
    Error error;
    error.event = row.error;
    error.args = row.errorArgs;
    const EventText what = errorText(error);
    m_notice->showText(what,
                       what.title + u'\n' + what.cause + u'\n' + what.remedy + QStringLiteral("\n[") +
                           displayText(row.error) + u']',
                       row.enabled ? Tone::Bad : Tone::Warning);
}

void LinksPage::retranslate()
{
    m_card->setTitle(tr("Links"));
    m_detailsCard->setTitle(tr("Details"));
    m_empty->setTexts(tr("No links yet"), tr("A link joins this node to another one. Both ends register each other by "
                                             "node code and check each other's certificate."));
    m_table->setAccessibleName(tr("Links"));
    m_model.retranslate();
    showSelected();
}

void LinksPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace busheng
