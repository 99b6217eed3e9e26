// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/peers_step.h"

#include "ui/client/engine_client.h"
#include "ui/dialogs/link_form.h"
#include "ui/models/link_advice.h"
#include "ui/pages/link_look.h"
#include "ui/text/event_text.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/table_setup.h"

#include <QHeaderView>
#include <QVBoxLayout>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kSpacing = 10;

} // namespace

PeersStep::PeersStep(FirstStart& shared)
    : WizardStep(shared), m_card(new Card), m_add(new QPushButton), m_edit(new QPushButton),
      m_stack(new QStackedWidget), m_table(new QTableView), m_empty(new EmptyState(QStringLiteral("links"))),
      m_notice(new NoticeBar)
{
    build();
    retranslate();
}

PeersStep::~PeersStep() = default;

void PeersStep::build()
{
    setUpTable(*m_table, m_model);
    m_table->setSortingEnabled(false);
    m_table->setItemDelegate(new RowDelegate(-1, m_table));
    m_table->setItemDelegateForColumn(LinkModel::State,
                                      new BadgeDelegate(LinkModel::LinkStateRole, &linkLook, m_table));
    for (const int column : {LinkModel::Suite, LinkModel::Subject, LinkModel::Since})
        m_table->setColumnHidden(column, true);
    setColumnWidths(*m_table, {{LinkModel::Peer, 28}, {LinkModel::State, 17}});
    m_table->horizontalHeader()->setSectionResizeMode(LinkModel::Address, QHeaderView::Stretch);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    m_card->setContent(m_stack);
    m_card->addHeadWidget(m_edit);
    m_card->addHeadWidget(m_add);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_card, 1);
    layout->addWidget(m_notice);
    setFocusProxy(m_add);
    connect(m_add, &QPushButton::clicked, this, [this] { openForm(false); });
    connect(m_edit, &QPushButton::clicked, this, [this] { openForm(true); });
    connect(m_table, &QTableView::doubleClicked, this, [this] { openForm(true); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PeersStep::showSelected);
}

QString PeersStep::title() const
{
    return tr("Peers");
}

QString PeersStep::headline() const
{
    return tr("Whom does it exchange data with?");
}

QString PeersStep::explanation() const
{
    return tr(
        "A province's node needs the ministry's, and the ministry's those of the provinces. Each link is tried as "
        "soon as it is registered; below stands what is in its way. More can be registered later.");
}

void PeersStep::enter()
{
    if (m_client || shared().engine == nullptr)
        return;
    m_client = std::make_unique<EngineClient>(*shared().engine);
    connect(m_client.get(), &EngineClient::snapshotChanged, this, &PeersStep::onSnapshot);
    connect(m_client.get(), &EngineClient::lost, this, [this](const Error& reason) { Q_EMIT failed(reason); });
    onSnapshot();
}

void PeersStep::onSnapshot()
{
    const NodeSnapshot& node = m_client->latest();
    m_model.update(node);
    m_stack->setCurrentWidget(m_model.rowCount() > 0 ? static_cast<QWidget*>(m_table) : m_empty);
    if (m_model.rowCount() > 0 && !m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_model.index(0, 0));
    m_add->setEnabled(m_client->hasSnapshot());
    showSelected();
    Q_EMIT changed();
}

const LinkSnapshot* PeersStep::selected() const
{
    const int row = m_table->currentIndex().row();
    if (!m_client || row < 0)
        return nullptr;
    const auto& links = m_client->latest().links;
    const auto found =
        std::ranges::find(links, m_model.row(row).key, [](const LinkSnapshot& link) { return link.config.peerCode; });
    return found == links.end() ? nullptr : &*found;
}

void PeersStep::showSelected()
{
    const LinkSnapshot* link = selected();
    m_edit->setEnabled(link != nullptr);
    const auto advice = link == nullptr ? std::nullopt : LinkAdvice::of(*link, m_client->latest());
    m_notice->setVisible(advice.has_value());
    if (advice)
        m_notice->showText(advice->text, advice->report, advice->isFault ? Tone::Bad : Tone::Warning);
}

void PeersStep::openForm(bool forSelected)
{
    const LinkSnapshot* link = selected();
    if (!m_client || (forSelected && link == nullptr))
        return;
    auto* form = new LinkForm(*m_client, forSelected ? std::optional(link->config) : std::nullopt, window());
    connect(form, &LinkForm::saved, m_client.get(), &EngineClient::refresh);
    form->open();
}

void PeersStep::retranslate()
{
    m_card->setTitle(tr("Peers"));
    m_add->setText(tr("&Register peer…"));
    m_edit->setText(tr("&Change…"));
    m_empty->setTexts(tr("No peer yet"), tr("You need its GB/T 2260 code, and its address unless it dials this node."));
    m_table->setAccessibleName(tr("Peers"));
    m_model.retranslate();
    showSelected();
}

} // namespace busheng
