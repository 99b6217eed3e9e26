// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/links_page.h"

#include "engine/api/json.h"
#include "engine/model/rate_plan.h"
#include "ui/client/engine_client.h"
#include "ui/dialogs/confirmation.h"
#include "ui/dialogs/link_form.h"
#include "ui/dialogs/right_guard.h"
#include "ui/models/link_advice.h"
#include "ui/pages/link_look.h"
#include "ui/pages/page_layout.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/table_setup.h"

#include <QAction>
#include <QEvent>
#include <QHeaderView>

namespace busheng {
namespace {

/// What a plan allows now; empty: there is none.
QString limitText(const QString& plan, qint64 now)
{
    if (plan.isEmpty())
        return LinksPage::tr("without limit");
    const QString rate = now == RatePlan::kUnlimited ? LinksPage::tr("without limit")
                         : now == 0                  ? LinksPage::tr("nothing")
                                                     : LinksPage::tr("%1/s").arg(Words::bytes(now));
    return LinksPage::tr("now %1 (%2)").arg(rate, displayText(plan));
}

} // namespace

LinksPage::LinksPage(EngineClient& client, QWidget* parent)
    : QWidget(parent), m_client(client), m_failure(new NoticeBar(this)), m_card(new Card(this)),
      m_search(searchField(m_card)), m_add(new QPushButton(m_card)), m_stack(new QStackedWidget(m_card)),
      m_table(new QTableView(m_stack)), m_empty(new EmptyState(QStringLiteral("links"), m_stack)),
      m_nothingFound(new EmptyState(QStringLiteral("info"), m_stack)), m_detailsCard(new Card(this)),
      m_details(new KeyValueList(m_detailsCard)), m_notice(new NoticeBar(m_detailsCard)), m_edit(new QAction(this)),
      m_enable(new QAction(this)), m_remove(new QAction(this))
{
    build();
    buildActions();
    retranslate();
    connect(&m_client, &EngineClient::snapshotChanged, this, &LinksPage::onSnapshot);
    connect(&m_client, &EngineClient::lost, this, &LinksPage::updateActions);
    onSnapshot(m_client.latest());
}

void LinksPage::build()
{
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(LinkModel::SortRole);
    m_sorted.setFilterKeyColumn(-1);
    m_sorted.setFilterCaseSensitivity(Qt::CaseInsensitive);
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
    m_stack->addWidget(m_nothingFound);
    m_card->setContent(m_stack);
    setFocusProxy(m_table);

    auto* content = new QWidget(m_detailsCard);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(8);
    inner->addWidget(m_notice);
    inner->addWidget(m_details);
    m_detailsCard->setContent(content, 14);

    QVBoxLayout* layout = layPage(*this, *m_failure);
    layout->addWidget(m_card, 1);
    layout->addWidget(m_detailsCard);
}

void LinksPage::buildActions()
{
    m_card->addHeadWidget(m_search);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_sorted.setFilterFixedString(text);
        onSnapshot(m_client.latest());
    });
    m_edit->setShortcut(Qt::Key_Return);
    m_remove->setShortcut(QKeySequence::Delete);
    const auto edit = [this] {
        if (const LinkSnapshot* link = selected(); link != nullptr && m_edit->isEnabled())
            openForm(link->config);
    };
    connect(m_edit, &QAction::triggered, this, edit);
    connect(m_table, &QTableView::doubleClicked, this, edit);
    connect(m_enable, &QAction::triggered, this, &LinksPage::enableOrDisable);
    connect(m_remove, &QAction::triggered, this, &LinksPage::askToRemove);
    for (QAction* action : {m_edit, m_enable, m_remove})
        offerAction(*m_card, *m_table, *action);
    connect(m_add, &QPushButton::clicked, this, [this] { openForm(std::nullopt); });
    m_card->addHeadWidget(m_add);
    needRights(m_client, {{m_add, "addLink"}, {m_edit, "addLink"}, {m_enable, "addLink"}, {m_remove, "remove"}});
}

const LinkSnapshot* LinksPage::selected() const
{
    const QModelIndex index = m_sorted.mapToSource(m_table->currentIndex());
    if (!index.isValid())
        return nullptr;
    const auto& links = m_client.latest().links;
    const auto found = std::ranges::find_if(
        links, [&](const LinkSnapshot& link) { return link.config.peerCode == m_model.row(index.row()).key; });
    return found == links.end() ? nullptr : &*found;
}

void LinksPage::updateActions()
{
    const LinkSnapshot* link = selected();
    const bool works = link != nullptr && !m_isSending && !m_client.isLost();
    for (QAction* action : {m_edit, m_enable, m_remove})
        action->setEnabled(works);
    m_enable->setText(link == nullptr || link->config.enabled ? tr("Switch off…") : tr("Switch on"));
    m_add->setEnabled(!m_client.isLost());
}

void LinksPage::openForm(const std::optional<LinkConfig>& existing)
{
    auto* form = new LinkForm(m_client, existing, window());
    reopenWithTheirs<LinkConfig>(*form, this, linkFromJson, [this](const LinkConfig& theirs) { openForm(theirs); });
    connect(form, &LinkForm::saved, this, [this](const QString& code) {
        m_failure->hide();
        select(code);
    });
    form->open();
}

void LinksPage::send(const std::function<void(EngineApi&, Reply<>)>& call)
{
    if (std::exchange(m_isSending, true))
        return;
    updateActions();
    m_client.request<void>(this, call, [this](const Result<>& result) {
        m_isSending = false;
        updateActions();
        if (result)
            m_failure->hide();
        else
            m_failure->showError(result.error());
    });
}

void LinksPage::enableOrDisable()
{
    const LinkSnapshot* link = selected();
    if (link == nullptr)
        return;
    LinkConfig config = link->config;
    config.enabled = !config.enabled;
    const SeenChange wanted{
        QStringLiteral("addLink"), {{QStringLiteral("link"), toJson(config)}}, toJson(link->config)};
    const auto change = [this, wanted] {
        send([wanted](EngineApi& engine, Reply<> reply) { engine.changeSeen(wanted, std::move(reply)); });
    };
    if (config.enabled)
        return change();
    confirm(window(),
            {tr("Switch off a link"), tr("Switch off the link to %1?").arg(displayText(config.peerCode)),
             tr("Nothing is sent or received until it is switched on again; then everything goes on where it was."),
             tr("Switch off")},
            change);
}

void LinksPage::askToRemove()
{
    const LinkSnapshot* link = selected();
    if (link == nullptr)
        return;
    confirm(window(),
            {m_remove->text(), tr("Remove the link to %1?").arg(displayText(link->config.peerCode)),
             tr("A link that subscriptions or tasks use is not removed."), tr("Remove")},
            [this, code = link->config.peerCode] {
                send([code](EngineApi& engine, Reply<> reply) {
                    engine.settings().remove(QStringLiteral("link"), code, std::move(reply));
                });
            });
}

void LinksPage::onSnapshot(const NodeSnapshot& node)
{
    m_model.update(node);
    QWidget* shown = m_table;
    if (m_model.rowCount() == 0)
        shown = m_empty;
    else if (m_sorted.rowCount() == 0)
        shown = m_nothingFound;
    m_stack->setCurrentWidget(shown);
    if (m_model.indexOf(m_wanted) >= 0)
        m_table->setCurrentIndex(
            m_sorted.mapFromSource(m_model.index(m_model.indexOf(std::exchange(m_wanted, QString())), 0)));
    else if (m_sorted.rowCount() > 0 && !m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_sorted.index(0, 0));
    showSelected();
}

void LinksPage::select(const QString& code)
{
    m_search->clear();
    m_wanted = code;
    onSnapshot(m_client.latest());
}

void LinksPage::showSelected()
{
    const QModelIndex index = m_sorted.mapToSource(m_table->currentIndex());
    const LinkSnapshot* link = selected();
    m_detailsCard->setVisible(link != nullptr);
    updateActions();
    if (link == nullptr)
        return;
    const LinkRow& row = m_model.row(index.row());
    const auto text = [&](int column) { return m_model.index(index.row(), column).data().toString(); };
    m_detailsCard->setNote(text(LinkModel::Peer));
    m_details->setRows({{tr("State"), text(LinkModel::State)},
                        {tr("Peer certificate"), text(LinkModel::Subject)},
                        {tr("Encryption"), text(LinkModel::Suite)},
                        {tr("Peer address"), displayText(row.peerAddress)},
                        {tr("Line in use"), row.line.isEmpty() ? QStringLiteral("–") : displayText(row.line)},
                        {tr("Configured address"), displayText(row.configuredAddress)},
                        {tr("Sending"), limitText(link->config.sendLimit, link->sendLimitNow)},
                        {tr("Receiving"), limitText(link->config.receiveLimit, link->receiveLimitNow)},
                        {tr("Connected since"), text(LinkModel::Since)}});
    const auto advice = LinkAdvice::of(*link, m_client.latest());
    m_notice->setVisible(advice.has_value());
    if (advice)
        m_notice->showText(advice->text, advice->report, advice->isFault ? Tone::Bad : Tone::Warning);
}

void LinksPage::retranslate()
{
    m_card->setTitle(tr("Links"));
    m_detailsCard->setTitle(tr("Details"));
    m_empty->setTexts(tr("No links yet"), tr("A link joins this node to another one. Both ends register each other by "
                                             "node code and check each other's certificate."));
    m_table->setAccessibleName(tr("Links"));
    m_nothingFound->setTexts(tr("Nothing found"), tr("No link has this text in its peer, address or certificate."));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search"));
    m_add->setText(tr("Register peer…"));
    m_edit->setText(tr("Change…"));
    m_remove->setText(tr("Remove…"));
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
