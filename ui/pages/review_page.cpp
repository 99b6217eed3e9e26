// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review_page.h"

#include "ui/client/engine_client.h"
#include "ui/dialogs/confirmation.h"
#include "ui/dialogs/reason_form.h"
#include "ui/dialogs/right_guard.h"
#include "ui/pages/page_layout.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/table_setup.h"

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QVBoxLayout>

namespace busheng {
namespace {

constexpr int kPage = 200;

BadgeDelegate::Look reviewLook(int state)
{
    using States = ReviewModel::States;
    switch (States(state)) {
    case States::Waiting:
        return {QStringLiteral("waiting"), Tone::Warning};
    case States::Done:
        return {QStringLiteral("ok"), Tone::Good};
    case States::Failed:
        return {QStringLiteral("stopped"), Tone::Bad};
    case States::Refused:
        return {QStringLiteral("paused"), Tone::Neutral};
    case States::Over:
        return {QStringLiteral("info"), Tone::Neutral};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

BadgeDelegate::Look markLook(int mark)
{
    using Marks = ChangedFieldModel::Marks;
    switch (Marks(mark)) {
    case Marks::Same:
        return {QStringLiteral("applied"), Tone::Neutral};
    case Marks::Changed:
        return {QStringLiteral("waiting"), Tone::Warning};
    case Marks::Added:
        return {QStringLiteral("incoming"), Tone::Good};
    case Marks::Removed:
        return {QStringLiteral("stopped"), Tone::Bad};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

} // namespace

ReviewPage::ReviewPage(EngineClient& client, QWidget* parent)
    : QWidget(parent), m_client(client),
      m_asked(client, this, [this](const Result<std::vector<ReviewedChange>>& changes) { take(changes); }),
      m_notice(new NoticeBar(this)), m_card(new Card(this)), m_states(new QComboBox(m_card)),
      m_stack(new QStackedWidget(m_card)), m_table(new QTableView(m_stack)),
      m_empty(new EmptyState(QStringLiteral("ok"), m_stack)), m_detailsCard(new Card(this)),
      m_story(new QLabel(m_detailsCard)), m_onlyChanges(new QCheckBox(m_detailsCard)),
      m_fieldTable(new QTableView(m_detailsCard)), m_approve(new QAction(this)), m_reject(new QAction(this)),
      m_withdraw(new QAction(this)), m_copy(new QAction(this))
{
    build();
    buildDetails();
    retranslate();
    connect(&m_client, &EngineClient::snapshotChanged, this, &ReviewPage::onSnapshot);
    connect(&m_client, &EngineClient::lost, this, &ReviewPage::updateActions);
    onSnapshot();
}

void ReviewPage::build()
{
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(ReviewModel::SortRole);
    setUpTable(*m_table, m_sorted);
    m_table->sortByColumn(ReviewModel::Number, Qt::DescendingOrder);
    m_table->setItemDelegate(new RowDelegate(-1, m_table));
    m_table->setItemDelegateForColumn(ReviewModel::State,
                                      new BadgeDelegate(ReviewModel::StateRole, &reviewLook, m_table));
    setColumnWidths(*m_table, {{ReviewModel::Number, 11},
                               {ReviewModel::State, 16},
                               {ReviewModel::Proposer, 14},
                               {ReviewModel::Proposed, 21},
                               {ReviewModel::Reviewer, 14},
                               {ReviewModel::Decided, 21}});
    m_table->horizontalHeader()->setSectionResizeMode(ReviewModel::Title, QHeaderView::Stretch);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ReviewPage::showSelected);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_card->setContent(m_stack);
    m_states->addItem(QString(), QStringLiteral("waiting"));
    m_states->addItem(QString(), QString());
    m_card->addHeadWidget(m_states);
    connect(m_states, &QComboBox::currentIndexChanged, this, &ReviewPage::refresh);
    setFocusProxy(m_table);
}

void ReviewPage::buildDetails()
{
    setUpTable(*m_fieldTable, m_fieldModel);
    m_fieldTable->setSortingEnabled(false);
    m_fieldTable->setItemDelegate(new RowDelegate(-1, m_fieldTable));
    m_fieldTable->setItemDelegateForColumn(ChangedFieldModel::Mark,
                                           new BadgeDelegate(ChangedFieldModel::MarkRole, &markLook, m_fieldTable));
    setColumnWidths(*m_fieldTable, {{ChangedFieldModel::Name, 28}, {ChangedFieldModel::Mark, 17}});
    for (const int column : {ChangedFieldModel::Before, ChangedFieldModel::After})
        m_fieldTable->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
    m_story->setTextFormat(Qt::PlainText);
    m_story->setWordWrap(true);
    m_story->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_story->setContentsMargins(14, 8, 14, 8);
    m_onlyChanges->setChecked(true);
    connect(m_onlyChanges, &QCheckBox::toggled, this, &ReviewPage::showChange);
    auto* body = new QWidget(m_detailsCard);
    auto* inner = new QVBoxLayout(body);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(0);
    inner->addWidget(m_story);
    inner->addWidget(m_fieldTable, 1);
    m_detailsCard->setContent(body);
    m_detailsCard->addHeadWidget(m_onlyChanges);
    for (QAction* action : {m_approve, m_reject, m_withdraw})
        offerAction(*m_detailsCard, *m_table, *action);
    m_copy->setShortcut(QKeySequence::Copy);
    offerAction(*m_detailsCard, *m_table, *m_copy, false);
    needRights(m_client, {{m_approve, "approveChange"}, {m_reject, "rejectChange"}, {m_withdraw, "withdrawChange"}});
    connect(m_approve, &QAction::triggered, this, &ReviewPage::approve);
    connect(m_reject, &QAction::triggered, this, &ReviewPage::reject);
    connect(m_withdraw, &QAction::triggered, this, &ReviewPage::withdraw);
    connect(m_copy, &QAction::triggered, this, [this] {
        QStringList lines{storyOf(m_shown)};
        for (const ChangedField& field : m_fieldModel.rows())
            lines.append(QStringList{field.name, field.before, field.after}.join(u'\t'));
        QGuiApplication::clipboard()->setText(lines.join(u'\n'));
    });
    QVBoxLayout* layout = layPage(*this, *m_notice);
    layout->addWidget(m_card, 2);
    layout->addWidget(m_detailsCard, 3);
}

void ReviewPage::onSnapshot()
{
    const qint64 waiting = m_client.latest().waitingChanges;
    if (std::exchange(m_waiting, waiting) != waiting && isVisible())
        refresh();
    updateActions();
}

void ReviewPage::refresh()
{
    m_asked.ask(
        [state = m_states->currentData().toString()](EngineApi& engine, Reply<std::vector<ReviewedChange>> reply) {
            engine.review().changes(state, 0, kPage, std::move(reply));
        });
}

void ReviewPage::take(const Result<std::vector<ReviewedChange>>& changes)
{
    if (!changes)
        return onFailed(changes.error());
    const int row = m_table->currentIndex().row();
    m_model.setRows(*changes);
    m_stack->setCurrentWidget(m_model.rowCount() == 0 ? static_cast<QWidget*>(m_empty) : m_table);
    if (m_sorted.rowCount() > 0)
        m_table->setCurrentIndex(m_sorted.index(std::clamp(row, 0, m_sorted.rowCount() - 1), 0));
    showSelected();
}

const ReviewedChange* ReviewPage::selected() const
{
    const QModelIndex index = m_sorted.mapToSource(m_table->currentIndex());
    return index.isValid() ? &m_model.row(index.row()) : nullptr;
}

void ReviewPage::showSelected()
{
    const ReviewedChange* const one = selected();
    if (one == nullptr) {
        m_shown = {};
        return showChange();
    }
    if (m_client.isLost())
        return;
    if (one->id != m_shown.id)
        m_shown = {}; // nothing is decided before it is seen
    m_client.request<ReviewedChange>(
        this,
        [id = one->id](EngineApi& engine, Reply<ReviewedChange> reply) {
            engine.review().change(id, std::move(reply));
        },
        [this](const Result<ReviewedChange>& change) {
            if (!change)
                return onFailed(change.error());
            const ReviewedChange* const now = selected();
            if (now == nullptr || now->id != change->id) // another one was selected meanwhile
                return;
            m_shown = *change;
            showChange();
        });
    updateActions();
}

void ReviewPage::showChange()
{
    m_detailsCard->setTitle(m_shown.id == 0 ? tr("Nothing selected") : changeTitle(m_shown));
    m_story->setText(m_shown.id == 0 ? QString() : storyOf(m_shown));
    std::vector<ChangedField> fields = changedFields(m_shown);
    if (m_onlyChanges->isChecked())
        std::erase_if(fields, [](const ChangedField& field) { return !field.differs; });
    m_fieldModel.setRows(std::move(fields));
    updateActions();
}

QString ReviewPage::storyOf(const ReviewedChange& change) const
{
    QStringList lines{tr("Change %1, proposed by %2 on %3, waits until %4")
                          .arg(QString::number(change.id), displayText(change.proposer),
                               Words::time(change.proposedUtcMs), Words::time(change.expiresUtcMs))};
    if (change.state != QStringLiteral("waiting"))
        lines[0] = tr("Change %1, proposed by %2 on %3: %4")
                       .arg(QString::number(change.id), displayText(change.proposer), Words::time(change.proposedUtcMs),
                            Words::term(change.state));
    lines.append(change.reason.isEmpty() ? tr("No reason was given.")
                                         : tr("Because: %1").arg(displayText(change.reason)));
    if (!change.reviewer.isEmpty())
        lines.append(
            tr("Decided by %1 on %2. %3")
                .arg(displayText(change.reviewer), Words::time(change.decidedUtcMs), displayText(change.comment)));
    if (!change.event.isEmpty())
        lines.append(eventText(change.event, change.args).cause);
    return lines.join(u'\n');
}

void ReviewPage::updateActions()
{
    const bool waits = m_shown.id != 0 && m_shown.state == QStringLiteral("waiting") && !m_client.isLost();
    for (QAction* action : {m_approve, m_reject, m_withdraw})
        action->setEnabled(waits);
    m_copy->setEnabled(m_shown.id != 0);
}

void ReviewPage::approve()
{
    auto* form = new ReasonForm(
        m_client,
        {tr("Confirm a change"),
         tr("%1\n\nIt is done at once, and kept in the ledger with both names. Is there something to say about it?")
             .arg(changeTitle(m_shown)),
         tr("Confirm")},
        [id = m_shown.id](EngineApi& engine, const QString& words, Reply<> reply) {
            engine.review().approveChange(id, words, std::move(reply));
        },
        window());
    connect(form, &QDialog::finished, this, &ReviewPage::refresh);
    form->open();
}

void ReviewPage::reject()
{
    auto* form = new ReasonForm(
        m_client,
        {tr("Reject a change"), tr("%1\n\nWhy is it not done?").arg(changeTitle(m_shown)), tr("Reject"), true},
        [id = m_shown.id](EngineApi& engine, const QString& words, Reply<> reply) {
            engine.review().rejectChange(id, words, std::move(reply));
        },
        window());
    connect(form, &QDialog::finished, this, &ReviewPage::refresh);
    form->open();
}

void ReviewPage::withdraw()
{
    confirm(window(),
            {tr("Withdraw a change"), tr("Withdraw change %1?").arg(m_shown.id),
             tr("Nothing is done. It can be proposed again."), tr("Withdraw")},
            [this, id = m_shown.id] {
                m_client.request<void>(
                    this,
                    [id](EngineApi& engine, Reply<> reply) { engine.review().withdrawChange(id, std::move(reply)); },
                    [this](const Result<>& result) {
                        if (!result)
                            return onFailed(result.error());
                        m_notice->hide();
                        refresh();
                    });
            });
}

void ReviewPage::onFailed(const Error& error)
{
    m_notice->showError(error);
}

void ReviewPage::retranslate()
{
    m_card->setTitle(tr("Changes"));
    m_table->setAccessibleName(tr("Changes"));
    m_fieldTable->setAccessibleName(tr("Before and after"));
    m_states->setItemText(0, tr("waiting for a second person"));
    m_states->setItemText(1, tr("all"));
    m_states->setAccessibleName(tr("Which changes"));
    m_onlyChanges->setText(tr("only what differs"));
    m_approve->setText(tr("Confirm…"));
    m_reject->setText(tr("Reject…"));
    m_withdraw->setText(tr("Withdraw…"));
    m_copy->setText(tr("Copy"));
    m_empty->setTexts(tr("Nothing waits"),
                      tr("Where a second person confirms what is of consequence (Security page), it waits here."));
    m_model.retranslate();
    m_fieldModel.retranslate();
    showChange();
}

void ReviewPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void ReviewPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace busheng
