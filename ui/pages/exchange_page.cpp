// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/exchange_page.h"

#include "engine/model/events.h"
#include "ui/client/engine_client.h"
#include "ui/dialogs/application_form.h"
#include "ui/dialogs/confirmation.h"
#include "ui/dialogs/decision_form.h"
#include "ui/dialogs/right_guard.h"
#include "ui/dialogs/subscription_form.h"
#include "ui/pages/page_layout.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/exchange_words.h"
#include "ui/text/words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/table_setup.h"

#include <QAction>
#include <QEvent>
#include <QFile>
#include <QFileDialog>
#include <QHeaderView>
#include <QSaveFile>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kSpacing = 12;
constexpr int kOfferStretch = 2;
constexpr int kAgreementStretch = 3;
constexpr int kInner = 8;
constexpr int kCardMargin = 14;
constexpr qint64 kLargestFile = 5 << 20; ///< what is larger the node refuses anyway

BadgeDelegate::Look lookOf(int state)
{
    switch (static_cast<AgreementState>(state)) {
    case AgreementState::Approved:
        return {QStringLiteral("ok"), Tone::Good};
    case AgreementState::PartlyApproved:
        return {QStringLiteral("ok"), Tone::Good};
    case AgreementState::Applied:
        return {QStringLiteral("waiting"), Tone::Warning};
    case AgreementState::Refused:
    case AgreementState::Revoked:
        return {QStringLiteral("stopped"), Tone::Bad};
    case AgreementState::Expired:
        return {QStringLiteral("lag"), Tone::Bad};
    case AgreementState::Draft:
        return {QStringLiteral("document"), Tone::Neutral};
    case AgreementState::Withdrawn:
        return {QStringLiteral("paused"), Tone::Neutral};
    }
    return {};
}

} // namespace

ExchangePage::ExchangePage(EngineClient& client, QWidget* parent)
    : QWidget(parent), m_client(client), m_notice(new NoticeBar(this)), m_offerCard(new Card(this)),
      m_search(searchField(m_offerCard)), m_offerStack(new QStackedWidget(m_offerCard)),
      m_offers(new QTableView(m_offerStack)), m_noOffers(new EmptyState(QStringLiteral("exchange"), m_offerStack)),
      m_agreementCard(new Card(this)), m_states(new QComboBox(m_agreementCard)),
      m_import(new QPushButton(m_agreementCard)), m_stack(new QStackedWidget(m_agreementCard)),
      m_agreements(new QTableView(m_stack)), m_noAgreements(new EmptyState(QStringLiteral("document"), m_stack)),
      m_detailsCard(new Card(this)), m_details(new KeyValueList(m_detailsCard)),
      m_history(new QTableView(m_detailsCard)), m_export(new QPushButton(m_detailsCard)), m_apply(new QAction(this)),
      m_decide(new QAction(this)), m_subscribe(new QAction(this)), m_end(new QAction(this)),
      m_discard(new QAction(this))
{
    build();
    buildActions();
    retranslate();
    connect(&m_client, &EngineClient::snapshotChanged, this, &ExchangePage::onSnapshot);
    connect(&m_client, &EngineClient::lost, this, &ExchangePage::updateActions);
    onSnapshot(m_client.latest());
}

void ExchangePage::build()
{
    m_sortedOffers.setSourceModel(&m_offerModel);
    m_sortedOffers.setFilterKeyColumn(-1);
    m_sortedOffers.setFilterCaseSensitivity(Qt::CaseInsensitive);
    setUpTable(*m_offers, m_sortedOffers);
    m_offers->setItemDelegate(new RowDelegate(-1, m_offers));
    setColumnWidths(
        *m_offers,
        {{OfferModel::Provider, 16}, {OfferModel::Tables, 12}, {OfferModel::Access, 20}, {OfferModel::Refresh, 22}});
    m_offers->horizontalHeader()->setSectionResizeMode(OfferModel::Title, QHeaderView::Stretch);
    m_offerStack->addWidget(m_offers);
    m_offerStack->addWidget(m_noOffers);
    m_offerCard->setContent(m_offerStack);
    m_offerCard->addHeadWidget(m_search);
    setFocusProxy(m_offers);
    QVBoxLayout* layout = layPage(*this, *m_notice);
    layout->addWidget(m_offerCard, kOfferStretch);
    layout->addWidget(buildAgreements(), kAgreementStretch);
}

QWidget* ExchangePage::buildAgreements()
{
    m_sorted.setSourceModel(&m_agreementModel);
    m_sorted.setSortRole(AgreementModel::SortRole);
    setUpTable(*m_agreements, m_sorted);
    m_agreements->setItemDelegate(new RowDelegate(-1, m_agreements));
    m_agreements->setItemDelegateForColumn(AgreementModel::State,
                                           new BadgeDelegate(AgreementModel::StateRole, &lookOf, m_agreements));
    setColumnWidths(*m_agreements, {{AgreementModel::Peer, 15},
                                    {AgreementModel::State, 17},
                                    {AgreementModel::Until, 13},
                                    {AgreementModel::Id, 26}});
    m_agreements->horizontalHeader()->setSectionResizeMode(AgreementModel::Dataset, QHeaderView::Stretch);
    m_stack->addWidget(m_agreements);
    m_stack->addWidget(m_noAgreements);
    m_agreementCard->setContent(m_stack);

    setUpTable(*m_history, m_historyModel);
    m_history->setSortingEnabled(false);
    m_history->setItemDelegate(new RowDelegate(-1, m_history));
    setColumnWidths(*m_history, {{ExchangeHistoryModel::When, 20},
                                 {ExchangeHistoryModel::Step, 14},
                                 {ExchangeHistoryModel::Who, 14},
                                 {ExchangeHistoryModel::Way, 12}});
    m_history->horizontalHeader()->setSectionResizeMode(ExchangeHistoryModel::Reason, QHeaderView::Stretch);
    auto* content = new QWidget(m_detailsCard);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(kInner);
    inner->addWidget(m_details);
    inner->addWidget(m_history, 1);
    m_detailsCard->setContent(content, kCardMargin);
    m_detailsCard->addHeadWidget(m_export);

    auto* both = new QWidget(this);
    auto* beside = new QHBoxLayout(both);
    beside->setContentsMargins(0, 0, 0, 0);
    beside->setSpacing(kSpacing);
    beside->addWidget(m_agreementCard, 6);
    beside->addWidget(m_detailsCard, 5);
    return both;
}

void ExchangePage::buildActions()
{
    m_apply->setShortcut(Qt::Key_Return);
    m_decide->setShortcut(Qt::Key_Return);
    m_end->setShortcut(QKeySequence::Delete);
    offerAction(*m_offerCard, *m_offers, *m_apply);
    m_agreementCard->addHeadWidget(m_states);
    for (QAction* action : {m_decide, m_subscribe, m_end})
        offerAction(*m_agreementCard, *m_agreements, *action);
    offerAction(*m_agreementCard, *m_agreements, *m_discard, false);
    m_agreementCard->addHeadWidget(m_import);
    needRights(m_client, {{m_apply, "exchangeApply"},
                          {m_decide, "exchangeDecide"},
                          {m_subscribe, "addSubscription"},
                          {m_end, "exchangeEnd"},
                          {m_discard, "exchangeDiscardDraft"},
                          {m_import, "exchangeImport"},
                          {m_export, "exchangeExport"}});
    connect(m_apply, &QAction::triggered, this, &ExchangePage::applyFor);
    connect(m_offers, &QTableView::doubleClicked, this, &ExchangePage::applyFor);
    connect(m_decide, &QAction::triggered, this, &ExchangePage::decide);
    connect(m_agreements, &QTableView::doubleClicked, this, &ExchangePage::decide);
    connect(m_subscribe, &QAction::triggered, this, &ExchangePage::subscribe);
    connect(m_end, &QAction::triggered, this, &ExchangePage::endAgreement);
    connect(m_discard, &QAction::triggered, this, &ExchangePage::discard);
    connect(m_import, &QPushButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(window(), tr("Import a signed request or decision"), QString(),
                                       tr("Signed steps (*.json);;All files (*)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, &ExchangePage::importFile);
        dialog->open();
    });
    connect(m_export, &QPushButton::clicked, this, [this] {
        const ExchangeAgreement* agreement = selected();
        if (agreement == nullptr)
            return;
        auto* dialog = new QFileDialog(window(), tr("Save the signed step"), agreement->id + QStringLiteral(".json"),
                                       tr("Signed steps (*.json)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        connect(dialog, &QFileDialog::fileSelected, this, &ExchangePage::exportFile);
        dialog->open();
    });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_sortedOffers.setFilterFixedString(text);
        m_offerStack->setCurrentWidget(m_sortedOffers.rowCount() > 0 ? static_cast<QWidget*>(m_offers) : m_noOffers);
    });
    connect(m_states, &QComboBox::currentIndexChanged, this, &ExchangePage::filterAgreements);
    connect(m_offers->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ExchangePage::updateActions);
    connect(m_agreements->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ExchangePage::showSelected);
}

void ExchangePage::onSnapshot(const NodeSnapshot& node)
{
    if (!node.code.isEmpty() && node.exchangeChanges != m_seen) {
        m_seen = node.exchangeChanges;
        ask();
    }
    updateActions();
}

void ExchangePage::ask()
{
    using Offers = std::vector<DatasetOffer>;
    using Agreements = std::vector<ExchangeAgreement>;
    m_client.request<Offers>(
        this, [](EngineApi& engine, Reply<Offers> reply) { engine.exchange().catalogue(std::move(reply)); },
        [this](const Result<Offers>& offers) {
            if (offers)
                takeOffers(*offers);
            else
                showFailure(offers.error());
        });
    m_client.request<Agreements>(
        this, [](EngineApi& engine, Reply<Agreements> reply) { engine.exchange().agreements(std::move(reply)); },
        [this](const Result<Agreements>& agreements) {
            if (agreements)
                takeAgreements(*agreements);
            else
                showFailure(agreements.error());
        });
}

void ExchangePage::takeOffers(const std::vector<DatasetOffer>& offers)
{
    m_offerModel.update(offers, m_client.latest().code);
    m_offerStack->setCurrentWidget(m_sortedOffers.rowCount() > 0 ? static_cast<QWidget*>(m_offers) : m_noOffers);
    if (m_sortedOffers.rowCount() > 0 && !m_offers->currentIndex().isValid())
        m_offers->setCurrentIndex(m_sortedOffers.index(0, 0));
    updateActions();
}

void ExchangePage::takeAgreements(const std::vector<ExchangeAgreement>& agreements)
{
    m_all = agreements;
    filterAgreements();
}

void ExchangePage::filterAgreements()
{
    std::vector<ExchangeAgreement> shown = m_all;
    const int which = m_states->currentIndex();
    if (which == 1) // what waits for somebody here
        std::erase_if(shown, [](const ExchangeAgreement& one) {
            return one.state != AgreementState::Draft && (one.state != AgreementState::Applied || !one.isProvider);
        });
    else if (which == 2)
        std::erase_if(shown, [](const ExchangeAgreement& one) { return !isInForce(one.state); });
    m_agreementModel.update(shown);
    m_stack->setCurrentWidget(shown.empty() ? static_cast<QWidget*>(m_noAgreements) : m_agreements);
    if (m_agreementModel.indexOf(m_wanted) >= 0)
        m_agreements->setCurrentIndex(
            m_sorted.mapFromSource(m_agreementModel.index(m_agreementModel.indexOf(std::exchange(m_wanted, {})), 0)));
    else if (m_sorted.rowCount() > 0 && !m_agreements->currentIndex().isValid())
        m_agreements->setCurrentIndex(m_sorted.index(0, 0));
    showSelected();
}

const DatasetOffer* ExchangePage::selectedOffer() const
{
    const QModelIndex index = m_sortedOffers.mapToSource(m_offers->currentIndex());
    return index.isValid() ? &m_offerModel.row(index.row()).offer : nullptr;
}

const ExchangeAgreement* ExchangePage::selected() const
{
    const QModelIndex index = m_sorted.mapToSource(m_agreements->currentIndex());
    return index.isValid() ? &m_agreementModel.row(index.row()).agreement : nullptr;
}

std::optional<DatasetOffer> ExchangePage::offerOf(const ExchangeAgreement& agreement) const
{
    const QString provider = agreement.isProvider ? m_client.latest().code : agreement.peerCode;
    const int at = m_offerModel.indexOf(OfferModel::keyOf(provider, agreement.dataset));
    return at < 0 ? std::nullopt : std::optional(m_offerModel.row(at).offer);
}

void ExchangePage::updateActions()
{
    const bool works = !m_client.isLost();
    const DatasetOffer* offer = selectedOffer();
    const bool isPeers = offer != nullptr && offer->provider != m_client.latest().code;
    m_apply->setEnabled(works && isPeers && offer->onApplication);
    const ExchangeAgreement* one = selected();
    const bool isDraft = one != nullptr && one->state == AgreementState::Draft;
    const bool isOver = one == nullptr || one->state == AgreementState::Withdrawn;
    m_decide->setText(isDraft ? tr("Go on…") : tr("Decide…"));
    m_decide->setEnabled(works && !isOver && (isDraft || one->isProvider));
    m_subscribe->setEnabled(works && one != nullptr && !one->isProvider && isInForce(one->state));
    m_end->setText(one != nullptr && one->isProvider ? tr("Revoke…") : tr("Withdraw…"));
    m_end->setEnabled(works && !isOver && !isDraft && (!one->isProvider || isInForce(one->state)));
    m_discard->setEnabled(works && isDraft);
    m_export->setEnabled(works && one != nullptr && !isDraft);
    m_import->setEnabled(works);
}

void ExchangePage::showSelected()
{
    updateActions();
    const ExchangeAgreement* one = selected();
    m_detailsCard->setVisible(one != nullptr);
    if (one == nullptr)
        return;
    m_detailsCard->setNote(displayText(one->id));
    QString state = ExchangeWords::stateHint(*one);
    if (!one->error.isEmpty())
        state = eventText(one->error, one->errorArgs).cause;
    m_details->setRows(
        {{tr("State"), QString(ExchangeWords::state(one->state) + QStringLiteral(" · ") + state)},
         {tr("Asked for"), displayText(ExchangeWords::extent(one->asked))},
         {tr("Approved"), displayText(ExchangeWords::extent(one->approved))},
         {tr("Purpose"), displayText(one->purpose)},
         {tr("Legal basis"), displayText(one->legalBasis)},
         {tr("Delivery"), one->undelivered > 0 ? ExchangeWords::delivery(QStringLiteral("waiting")) : QString()}});
    const QString shown = one->id + u' ' + one->newest + agreementStateName(one->state);
    if (std::exchange(m_shown, shown) == shown)
        return;
    using History = std::vector<ExchangeEvent>;
    m_client.request<History>(
        this,
        [id = one->id](EngineApi& engine, Reply<History> reply) {
            engine.exchange().agreementHistory(id, std::move(reply));
        },
        [this, shown](const Result<History>& history) {
            if (m_shown != shown)
                return; // another one was selected meanwhile
            if (history)
                m_historyModel.setRows(*history);
            else
                showFailure(history.error());
        });
}

void ExchangePage::showFailure(const Error& error)
{
    m_notice->showError(error);
}

void ExchangePage::wanted(const QString& agreement)
{
    m_notice->hide();
    m_states->setCurrentIndex(0);
    m_wanted = agreement;
    m_shown.clear();
    ask();
}

void ExchangePage::applyFor()
{
    const DatasetOffer* offer = selectedOffer();
    if (offer == nullptr || !m_apply->isEnabled())
        return;
    auto* form = new ApplicationForm(m_client, *offer, std::nullopt, window());
    connect(form, &ApplicationForm::saved, this, &ExchangePage::wanted);
    form->open();
}

void ExchangePage::goOnWithDraft(const ExchangeAgreement& draft)
{
    DatasetOffer offer = offerOf(draft).value_or(DatasetOffer());
    if (offer.dataset.isEmpty()) { // not in the catalogue: what the draft names can still be sent
        offer.provider = draft.peerCode;
        offer.dataset = draft.dataset;
        for (const TableMapping& table : draft.asked) {
            OfferedTable named{table.table, {}};
            for (const QString& column : table.columns)
                named.columns.push_back({column, {}, false, false});
            offer.tables.push_back(named);
        }
    }
    auto* form = new ApplicationForm(m_client, offer, draft, window());
    connect(form, &ApplicationForm::saved, this, &ExchangePage::wanted);
    form->open();
}

void ExchangePage::decide()
{
    const ExchangeAgreement* one = selected();
    if (one == nullptr || !m_decide->isEnabled())
        return;
    if (one->state == AgreementState::Draft)
        return goOnWithDraft(*one);
    auto* form = new DecisionForm(m_client, *one, offerOf(*one), window());
    connect(form, &DecisionForm::saved, this, &ExchangePage::wanted);
    form->open();
}

void ExchangePage::endAgreement()
{
    const ExchangeAgreement* one = selected();
    if (one == nullptr || !m_end->isEnabled())
        return;
    auto* form = new EndAgreementForm(m_client, *one, window());
    connect(form, &EndAgreementForm::saved, this, &ExchangePage::wanted);
    form->open();
}

void ExchangePage::subscribe()
{
    const ExchangeAgreement* one = selected();
    if (one == nullptr || !m_subscribe->isEnabled())
        return;
    auto* form = new SubscriptionForm(m_client, std::nullopt, window());
    form->setApproved(*one);
    form->open();
}

void ExchangePage::discard()
{
    const ExchangeAgreement* one = selected();
    if (one == nullptr)
        return;
    confirm(window(),
            {tr("Discard a draft"), tr("Discard the draft about dataset %1?").arg(displayText(one->dataset)),
             tr("Nobody has seen it; what was filled in is lost."), tr("Discard")},
            [this, id = one->id] {
                m_client.request<void>(
                    this,
                    [id](EngineApi& engine, Reply<> reply) { engine.exchange().discardDraft(id, std::move(reply)); },
                    [this](const Result<>& done) {
                        if (!done)
                            showFailure(done.error());
                    });
            });
}

void ExchangePage::importFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return showFailure(
            makeEvent(ErrorCode::Config, events::CFG_UNREADABLE, {path, file.errorString()}, file.errorString()));
    m_client.request<QString>(
        this,
        [text = QString::fromUtf8(file.read(kLargestFile)), path](EngineApi& engine, Reply<QString> reply) {
            engine.exchange().importPaper(text, path, std::move(reply));
        },
        [this](const Result<QString>& id) {
            if (id)
                wanted(*id);
            else
                showFailure(id.error());
        });
}

void ExchangePage::exportFile(const QString& path)
{
    const ExchangeAgreement* one = selected();
    if (one == nullptr)
        return;
    m_client.request<QString>(
        this,
        [id = one->id](EngineApi& engine, Reply<QString> reply) {
            engine.exchange().exportPaper(id, std::move(reply));
        },
        [this, path](const Result<QString>& text) {
            if (!text)
                return showFailure(text.error());
            QSaveFile file(path);
            const QByteArray bytes = text->toUtf8();
            if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
                showFailure(
                    makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, file.errorString()}, file.errorString()));
        });
}

void ExchangePage::retranslate()
{
    m_offerCard->setTitle(tr("Catalogue"));
    m_agreementCard->setTitle(tr("Agreements"));
    m_detailsCard->setTitle(tr("Details and history"));
    m_noOffers->setTexts(tr("Nothing is offered"),
                         tr("What peers publish for this node appears here, and what this node publishes on "
                            "application or grants (page Overview)."));
    m_noAgreements->setTexts(tr("No agreements"),
                             tr("Choose a dataset of another node in the catalogue and apply for it, or import a "
                                "signed request file."));
    for (QTableView* table : {m_offers, m_agreements, m_history})
        table->setAccessibleName(table == m_offers       ? tr("Catalogue")
                                 : table == m_agreements ? tr("Agreements")
                                                         : tr("History"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search"));
    const int which = std::max(0, m_states->currentIndex());
    m_states->clear();
    m_states->addItems({tr("All"), tr("Waiting for me"), tr("In force")});
    m_states->setCurrentIndex(which);
    m_states->setAccessibleName(tr("Which agreements"));
    m_apply->setText(tr("Apply…"));
    m_subscribe->setText(tr("Subscribe…"));
    m_discard->setText(tr("Discard draft…"));
    m_import->setText(tr("Import…"));
    m_export->setText(tr("Save signed step…"));
    m_offerModel.retranslate();
    m_agreementModel.retranslate();
    m_historyModel.retranslate();
    showSelected();
}

void ExchangePage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace busheng
