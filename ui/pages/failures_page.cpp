// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/failures_page.h"

#include "ui/client/engine_client.h"
#include "ui/client/operator_name.h"
#include "ui/dialogs/right_guard.h"
#include "ui/pages/failed_files_card.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/table_setup.h"

#include <QEvent>
#include <QHeaderView>
#include <QInputDialog>
#include <QMessageBox>

namespace busheng {
namespace {

constexpr int kSpacing = 10;
constexpr int kMargin = 16;
constexpr int kPage = 200;
constexpr int kComboCharacters = 20;
constexpr int kParkedRows = 3;
const QString kOpen = QStringLiteral("open");
const QString kConflict = QStringLiteral("conflict");

using States = ExceptionModel::States;

BadgeDelegate::Look stateLookOf(int state)
{
    switch (States(state)) {
    case States::Open:
        return {QStringLiteral("alarm"), Tone::Warning};
    case States::Resolved:
        return {QStringLiteral("ok"), Tone::Good};
    case States::Dismissed:
        return {QStringLiteral("paused"), Tone::Neutral};
    case States::Settled:
        return {QStringLiteral("applied"), Tone::Neutral};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

} // namespace

FailuresPage::FailuresPage(EngineClient& client, QWidget* parent)
    : QWidget(parent), m_client(client), m_notice(new NoticeBar(this)), m_card(new Card(this)),
      m_subscriptions(new QComboBox(m_card)), m_states(new QComboBox(m_card)), m_resendAll(new QPushButton(m_card)),
      m_more(new QPushButton(m_card)), m_stack(new QStackedWidget(m_card)), m_table(new QTableView(m_stack)),
      m_empty(new EmptyState(QStringLiteral("ok"), m_stack)), m_detailsCard(new Card(this)),
      m_details(new KeyValueList(m_detailsCard)), m_resend(new QPushButton(m_detailsCard)),
      m_dismiss(new QPushButton(m_detailsCard)), m_takeSource(new QPushButton(m_detailsCard)),
      m_takeTarget(new QPushButton(m_detailsCard)), m_parkedCard(new Card(this)),
      m_parked(new QTableView(m_parkedCard)), m_unpark(new QPushButton(m_parkedCard)),
      m_files(new FailedFilesCard(client, this))
{
    build();
    retranslate();
    connect(&m_client, &EngineClient::snapshotChanged, this, &FailuresPage::onSnapshot);
    connect(&m_client, &EngineClient::lost, this, &FailuresPage::updateButtons);
    onSnapshot();
}

void FailuresPage::build()
{
    setUpTable(*m_table, m_model);
    m_table->setSortingEnabled(false); // newest first; the rest is read on demand
    m_table->setItemDelegate(new RowDelegate(-1, m_table));
    m_table->setItemDelegateForColumn(ExceptionModel::State,
                                      new BadgeDelegate(ExceptionModel::StateRole, &stateLookOf, m_table));
    setColumnWidths(*m_table, {{ExceptionModel::Since, 22},
                               {ExceptionModel::Kind, 14},
                               {ExceptionModel::Table, 24},
                               {ExceptionModel::Operation, 14},
                               {ExceptionModel::State, 20},
                               {ExceptionModel::Attempts, 11}});
    m_table->horizontalHeader()->setSectionResizeMode(ExceptionModel::Key, QHeaderView::Stretch);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &FailuresPage::showSelected);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_card->setContent(m_stack);
    m_subscriptions->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * kComboCharacters);
    m_states->addItem(QString(), kOpen);
    m_states->addItem(QString(), QString());
    connect(m_subscriptions, &QComboBox::currentIndexChanged, this, [this] {
        showParked();
        refresh();
    });
    connect(m_states, &QComboBox::currentIndexChanged, this, &FailuresPage::refresh);
    connect(m_resendAll, &QPushButton::clicked, this, &FailuresPage::askToResendAll);
    connect(m_more, &QPushButton::clicked, this, &FailuresPage::loadMore);
    for (QWidget* widget : {static_cast<QWidget*>(m_subscriptions), static_cast<QWidget*>(m_states),
                            static_cast<QWidget*>(m_more), static_cast<QWidget*>(m_resendAll)})
        m_card->addHeadWidget(widget);
    m_detailsCard->setContent(m_details, 14);
    for (QPushButton* button : {m_takeSource, m_takeTarget, m_resend, m_dismiss})
        m_detailsCard->addHeadWidget(button);
    connect(m_resend, &QPushButton::clicked, this, [this] {
        if (const ExceptionRecord* row = selected())
            resend(row->id);
    });
    connect(m_dismiss, &QPushButton::clicked, this, &FailuresPage::askToDismiss);
    connect(m_takeSource, &QPushButton::clicked, this, [this] { askWhichSide(QStringLiteral("source")); });
    connect(m_takeTarget, &QPushButton::clicked, this, [this] { askWhichSide(QStringLiteral("target")); });
    buildParked();
    needRights(m_client, {{m_resend, "resendExceptions"},
                          {m_resendAll, "resendExceptions"},
                          {m_dismiss, "dismissException"},
                          {m_takeSource, "resolveConflict"},
                          {m_takeTarget, "resolveConflict"},
                          {m_unpark, "unparkTable"}});
    connect(m_files, &FailedFilesCard::requestFailed, this,
            [this](const Error& error) { m_notice->showError(error, Tone::Warning); });
    setFocusProxy(m_table);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, 12, kMargin, 12);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_notice);
    layout->addWidget(m_parkedCard);
    layout->addWidget(m_card, 1);
    layout->addWidget(m_detailsCard);
    layout->addWidget(m_files);
    m_notice->hide();
}

void FailuresPage::buildParked()
{
    setUpTable(*m_parked, m_parkedModel);
    m_parked->setSortingEnabled(false);
    m_parked->setItemDelegate(new RowDelegate(-1, m_parked));
    setColumnWidths(*m_parked,
                    {{ParkedTableModel::Table, 26}, {ParkedTableModel::Waiting, 17}, {ParkedTableModel::Since, 22}});
    m_parked->horizontalHeader()->setSectionResizeMode(ParkedTableModel::Why, QHeaderView::Stretch);
    m_parked->setFixedHeight(m_parked->horizontalHeader()->sizeHint().height() +
                             kParkedRows * m_parked->verticalHeader()->defaultSectionSize() + 2);
    m_parkedCard->setContent(m_parked);
    m_parkedCard->addHeadWidget(m_unpark);
    connect(m_unpark, &QPushButton::clicked, this, &FailuresPage::unpark);
    connect(m_parked->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &FailuresPage::updateButtons);
}

void FailuresPage::showEvent(QShowEvent* event)
{
    refresh();
    m_files->refresh();
    QWidget::showEvent(event);
}

QString FailuresPage::subscription() const
{
    return m_subscriptions->currentData().toString();
}

void FailuresPage::onSnapshot()
{
    const auto& subscriptions = m_client.latest().subscriptions;
    QStringList names;
    for (const SubscriptionSnapshot& one : subscriptions)
        names.append(one.config.name);
    QStringList shown;
    for (int i = 0; i < m_subscriptions->count(); ++i)
        shown.append(m_subscriptions->itemData(i).toString());
    if (names != shown) {
        const QString chosen = subscription();
        m_subscriptions->clear();
        for (const QString& name : names)
            m_subscriptions->addItem(displayText(name), name);
        m_subscriptions->setCurrentIndex(std::max(0, m_subscriptions->findData(chosen)));
    }
    showParked();
    quint64 open = 0;
    for (const SubscriptionSnapshot& one : subscriptions) {
        if (one.config.name == subscription())
            open = one.openExceptions + one.openConflicts;
    }
    if (std::exchange(m_openBefore, open) != open && isVisible())
        refresh();
    updateButtons();
}

void FailuresPage::showParked()
{
    std::vector<ParkedTable> parked;
    for (const SubscriptionSnapshot& one : m_client.latest().subscriptions) {
        if (one.config.name == subscription())
            parked = one.parkedTables;
    }
    m_parkedCard->setVisible(!parked.empty());
    if (parked == m_parkedModel.rows())
        return;
    const int row = m_parked->currentIndex().row();
    m_parkedModel.setRows(std::move(parked));
    if (m_parkedModel.rowCount() > 0)
        m_parked->setCurrentIndex(m_parkedModel.index(std::clamp(row, 0, m_parkedModel.rowCount() - 1), 0));
}

void FailuresPage::refresh()
{
    ++m_generation;
    if (subscription().isEmpty()) {
        m_model.setRows({});
        showSelected();
        return;
    }
    ask(0);
}

void FailuresPage::loadMore()
{
    if (!m_model.rows().empty())
        ask(m_model.rows().back().id);
}

void FailuresPage::ask(qint64 beforeId)
{
    using Page = std::vector<ExceptionRecord>;
    m_client.request<Page>(
        this,
        [name = subscription(), state = m_states->currentData().toString(), beforeId](EngineApi& engine,
                                                                                      Reply<Page> reply) {
            engine.faults().exceptions(name, state, beforeId, kPage, std::move(reply));
        },
        [this, beforeId, generation = m_generation](const Result<Page>& page) {
            if (generation != m_generation)
                return;
            if (!page) {
                m_model.setRows({});
                m_notice->showError(page.error(), Tone::Warning);
            } else if (beforeId == 0) {
                const ExceptionRecord* before = selected();
                const qint64 id = before == nullptr ? 0 : before->id;
                m_model.setRows(*page);
                const auto again = std::ranges::find(m_model.rows(), id, &ExceptionRecord::id);
                const int row = again == m_model.rows().end() ? 0 : int(again - m_model.rows().begin());
                m_table->setCurrentIndex(m_model.index(row, 0));
            } else {
                m_model.append(*page);
            }
            m_more->setVisible(page && page->size() == std::size_t(kPage));
            showSelected();
        });
}

const ExceptionRecord* FailuresPage::selected() const
{
    const QModelIndex index = m_table->currentIndex();
    return index.isValid() && index.row() < m_model.rowCount() ? &m_model.row(index.row()) : nullptr;
}

void FailuresPage::showSelected()
{
    m_stack->setCurrentWidget(m_model.rowCount() == 0 ? static_cast<QWidget*>(m_empty) : m_table);
    const ExceptionRecord* row = selected();
    m_detailsCard->setVisible(row != nullptr);
    if (row != nullptr) {
        m_detailsCard->setNote(displayText(row->table) + QStringLiteral(" · ") + displayText(row->key));
        const QString decided =
            row->decidedBy.isEmpty()
                ? QString()
                : displayText(row->decidedBy) + QStringLiteral(", ") + Words::time(row->changedUtcMs) +
                      (row->reason.isEmpty() ? QString() : QStringLiteral(": ") + displayText(row->reason));
        m_details->setRows(
            {{tr("Why"),
              displayText(row->message) +
                  (row->sqlState.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(displayText(row->sqlState)))},
             {tr("At the source before"), displayText(row->oldRow)},
             {tr("At the source now"), displayText(row->newRow)},
             {tr("In the target"), displayText(row->currentRow)},
             {tr("Packet"), Words::count(row->sequence)},
             {tr("Outcome"), displayText(row->outcome)},
             {tr("Decided by"), decided}});
    }
    updateButtons();
}

void FailuresPage::updateButtons()
{
    const bool isFree = !m_isSending && !m_client.isLost();
    const ExceptionRecord* row = selected();
    const bool isOpen = row != nullptr && row->state == kOpen;
    const bool isConflict = row != nullptr && row->kind == kConflict;
    m_takeSource->setVisible(isOpen && isConflict);
    m_takeTarget->setVisible(isOpen && isConflict);
    m_resend->setVisible(isOpen && !isConflict);
    m_dismiss->setVisible(isOpen && !isConflict);
    for (QPushButton* button : {m_takeSource, m_takeTarget, m_resend, m_dismiss})
        button->setEnabled(isFree);
    const bool hasErrors = std::ranges::any_of(
        m_model.rows(), [](const ExceptionRecord& one) { return one.state == kOpen && one.kind != kConflict; });
    m_resendAll->setEnabled(isFree && hasErrors);
    m_unpark->setEnabled(isFree && m_parked->currentIndex().isValid());
}

void FailuresPage::send(const Call& call)
{
    if (m_isSending)
        return; // nothing is sent twice by a double click
    m_isSending = true;
    updateButtons();
    m_client.request<void>(
        this, call, [this](const Result<>& result) { onSent(result ? std::optional<Error>() : result.error()); });
}

void FailuresPage::onSent(const std::optional<Error>& error)
{
    m_isSending = false;
    if (error)
        m_notice->showError(*error);
    else
        m_notice->hide();
    refresh();
    updateButtons();
}

void FailuresPage::resend(qint64 id)
{
    if (m_isSending)
        return;
    m_isSending = true;
    updateButtons();
    m_client.request<qint64>(
        this,
        [name = subscription(), id](EngineApi& engine, Reply<qint64> reply) {
            engine.faults().resendExceptions(name, id, std::move(reply));
        },
        [this](const Result<qint64>& asked) { onSent(asked ? std::optional<Error>() : asked.error()); });
}

QMessageBox* FailuresPage::question(const QString& text, const QString& consequence)
{
    auto* box = new QMessageBox(window());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setTextFormat(Qt::PlainText);
    box->setText(text);
    box->setInformativeText(consequence);
    return box;
}

void FailuresPage::askToResendAll()
{
    QMessageBox* box = question(tr("Send all open rows of \"%1\" again?").arg(displayText(subscription())),
                                tr("The source sends them as they are now, in order with its changes. What the target "
                                   "refuses again is set aside again. Conflicts are decided one by one."));
    QPushButton* yes = box->addButton(tr("Send again"), QMessageBox::AcceptRole);
    box->setDefaultButton(box->addButton(tr("Cancel"), QMessageBox::RejectRole));
    connect(yes, &QPushButton::clicked, this, [this] { resend(0); });
    box->open();
}

void FailuresPage::askWhichSide(const QString& take)
{
    const ExceptionRecord* row = selected();
    if (row == nullptr)
        return;
    const bool isSource = take == QStringLiteral("source");
    QMessageBox* box = question(isSource ? tr("Take the row of the source?") : tr("Keep the row of the target?"),
                                tr("Source: %1\nTarget: %2")
                                    .arg(row->newRow.isEmpty() ? tr("deleted") : displayText(row->newRow),
                                         row->currentRow.isEmpty() ? tr("not there") : displayText(row->currentRow)));
    QPushButton* yes = box->addButton(isSource ? tr("Take it") : tr("Keep it"), QMessageBox::AcceptRole);
    box->setDefaultButton(box->addButton(tr("Cancel"), QMessageBox::RejectRole));
    connect(yes, &QPushButton::clicked, this, [this, take, id = row->id] {
        send([name = subscription(), id, take](EngineApi& engine, Reply<> reply) {
            engine.faults().resolveConflict(name, id, take, operatorName(), std::move(reply));
        });
    });
    box->open();
}

void FailuresPage::askToDismiss()
{
    const ExceptionRecord* row = selected();
    if (row == nullptr)
        return;
    auto* dialog = new QInputDialog(window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Dismiss"));
    dialog->setLabelText(tr("The row stays as it is in the target. Why?"));
    dialog->setOkButtonText(tr("Dismiss"));
    dialog->setCancelButtonText(tr("Cancel"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, id = row->id](const QString& reason) {
        if (reason.trimmed().isEmpty())
            return; // without a reason nothing is dismissed
        send([name = subscription(), id, reason = reason.trimmed()](EngineApi& engine, Reply<> reply) {
            engine.faults().dismissException(name, id, operatorName(), reason, std::move(reply));
        });
    });
    dialog->open();
}

void FailuresPage::unpark()
{
    const QModelIndex index = m_parked->currentIndex();
    if (!index.isValid())
        return;
    send([name = subscription(), table = m_parkedModel.row(index.row()).table](EngineApi& engine, Reply<> reply) {
        engine.faults().unparkTable(name, table, operatorName(), std::move(reply));
    });
}

void FailuresPage::retranslate()
{
    m_card->setTitle(tr("Rows not taken"));
    m_detailsCard->setTitle(tr("Details"));
    m_parkedCard->setTitle(tr("Tables that wait"));
    m_subscriptions->setAccessibleName(tr("Subscription"));
    m_states->setAccessibleName(tr("State"));
    m_states->setItemText(0, tr("open"));
    m_states->setItemText(1, tr("all"));
    m_more->setText(tr("Older ones"));
    m_resendAll->setText(tr("Send all again…"));
    m_resend->setText(tr("Send again"));
    m_dismiss->setText(tr("Dismiss…"));
    m_takeSource->setText(tr("Take the source's…"));
    m_takeTarget->setText(tr("Keep the target's…"));
    m_unpark->setText(tr("Go on"));
    m_unpark->setToolTip(tr("Writes what waits, in order; refused while the table does not fit"));
    m_empty->setTexts(tr("Nothing waits"),
                      tr("Rows that the target refuses or that were changed there appear here when "
                         "the subscription sets them aside."));
    m_table->setAccessibleName(tr("Rows not taken"));
    m_parked->setAccessibleName(tr("Tables that wait"));
    m_model.retranslate();
    m_parkedModel.retranslate();
    m_files->retranslate();
    showSelected();
}

void FailuresPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace busheng
