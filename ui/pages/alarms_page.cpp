// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/alarms_page.h"

#include "engine/model/events.h"
#include "ui/client/engine_client.h"
#include "ui/client/operator_name.h"
#include "ui/dialogs/right_guard.h"
#include "ui/dialogs/silence_form.h"
#include "ui/pages/page_layout.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/table_setup.h"

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>

namespace busheng {
namespace {

constexpr int kTickMs = 10'000;
constexpr int kHistory = 1000;

using States = AlarmModel::States;
using Classes = AlarmModel::Classes;

BadgeDelegate::Look alarmLook(int state)
{
    switch (States(state)) {
    case States::New:
        return {QStringLiteral("alarm"), Tone::Bad};
    case States::Seen:
        return {QStringLiteral("applied"), Tone::Warning};
    case States::Silenced:
        return {QStringLiteral("paused"), Tone::Neutral};
    case States::Over:
        return {QStringLiteral("ok"), Tone::Good};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

} // namespace

ConsolePage pageFor(const QString& event)
{
    static const QStringList kFailures{events::TGT_SET_ASIDE, events::TGT_CONFLICTS_OPEN, events::TGT_PARKED,
                                       events::FIL_FAILED};
    if (kFailures.contains(event))
        return ConsolePage::Failures;
    if (event.startsWith(QStringLiteral("VRF_")))
        return ConsolePage::Reconciliation;
    if (event.startsWith(QStringLiteral("PKT_")))
        return ConsolePage::Ledger;
    if (event.startsWith(QStringLiteral("BCK_")))
        return ConsolePage::Settings;
    if (event.startsWith(QStringLiteral("EXC_")))
        return ConsolePage::Exchange;
    switch (AlarmModel::classOf(event)) {
    case Classes::Network:
        return ConsolePage::Links;
    case Classes::Source:
    case Classes::Target:
        return ConsolePage::Overview;
    case Classes::File:
        return ConsolePage::Tasks;
    case Classes::Security:
        return ConsolePage::Security;
    case Classes::Agent:
        break;
    }
    return ConsolePage::Alarms;
}

AlarmsPage::AlarmsPage(EngineClient& client, QWidget* parent)
    : QWidget(parent), m_client(client), m_notice(new NoticeBar(this)), m_card(new Card(this)),
      m_search(searchField(m_card)), m_classes(new QComboBox(m_card)), m_history(new QCheckBox(m_card)),
      m_stack(new QStackedWidget(m_card)), m_table(new QTableView(m_stack)),
      m_empty(new EmptyState(QStringLiteral("ok"), m_stack)),
      m_nothingFound(new EmptyState(QStringLiteral("info"), m_stack)), m_detailsCard(new Card(this)),
      m_text(new QLabel(m_detailsCard)), m_next(new QPushButton(m_detailsCard)), m_acknowledge(new QAction(this)),
      m_silence(new QAction(this)), m_copy(new QAction(this))
{
    build();
    buildActions();
    retranslate();
    connect(&m_client, &EngineClient::snapshotChanged, this, &AlarmsPage::onSnapshot);
    connect(&m_client, &EngineClient::lost, this, &AlarmsPage::updateActions);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        m_model.retranslate(); // a silence may have ended
        updateActions();
    });
    m_tick.start(kTickMs);
    onSnapshot();
}

void AlarmsPage::build()
{
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(AlarmModel::SortRole);
    setUpTable(*m_table, m_sorted);
    m_table->sortByColumn(AlarmModel::Since, Qt::DescendingOrder);
    m_table->setItemDelegate(new RowDelegate(-1, m_table));
    m_table->setItemDelegateForColumn(AlarmModel::State, new BadgeDelegate(AlarmModel::StateRole, &alarmLook, m_table));
    setColumnWidths(*m_table, {{AlarmModel::Subject, 34},
                               {AlarmModel::Since, 21},
                               {AlarmModel::Count, 9},
                               {AlarmModel::Class, 20},
                               {AlarmModel::State, 15}});
    m_table->horizontalHeader()->setSectionResizeMode(AlarmModel::Title, QHeaderView::Stretch);
    m_table->horizontalHeader()->moveSection(AlarmModel::State, 0);
    m_table->horizontalHeader()->moveSection(m_table->horizontalHeader()->visualIndex(AlarmModel::Class), 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &AlarmsPage::showSelected);
    for (QWidget* page :
         {static_cast<QWidget*>(m_table), static_cast<QWidget*>(m_empty), static_cast<QWidget*>(m_nothingFound)})
        m_stack->addWidget(page);
    m_card->setContent(m_stack);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_detailsCard->setContent(m_text, 14);
    m_detailsCard->addHeadWidget(m_next);
    setFocusProxy(m_table);
    QVBoxLayout* layout = layPage(*this, *m_notice);
    layout->addWidget(m_card, 1);
    layout->addWidget(m_detailsCard);
}

void AlarmsPage::buildActions()
{
    m_classes->addItem(QString(), -1);
    for (const Classes one :
         {Classes::Agent, Classes::Network, Classes::Source, Classes::Target, Classes::File, Classes::Security})
        m_classes->addItem(QString(), int(one));
    for (QWidget* widget :
         {static_cast<QWidget*>(m_search), static_cast<QWidget*>(m_classes), static_cast<QWidget*>(m_history)})
        m_card->addHeadWidget(widget);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_sorted.setText(text);
        showKnown();
    });
    connect(m_classes, &QComboBox::currentIndexChanged, this, [this] {
        const int chosen = m_classes->currentData().toInt();
        m_sorted.setClass(chosen < 0 ? std::nullopt : std::optional(Classes(chosen)));
        showKnown();
    });
    connect(m_history, &QCheckBox::toggled, this, [this] {
        m_past.clear();
        askHistory();
        showKnown();
    });
    m_copy->setIcon(themedIcon(QStringLiteral("copy")));
    m_copy->setShortcut(QKeySequence::Copy);
    m_acknowledge->setShortcut(Qt::Key_Space);
    connect(m_acknowledge, &QAction::triggered, this, &AlarmsPage::acknowledge);
    connect(m_silence, &QAction::triggered, this, &AlarmsPage::silenceOrNot);
    connect(m_copy, &QAction::triggered, this, [this] {
        if (const AlarmRow* row = selected())
            QGuiApplication::clipboard()->setText(AlarmModel::report(*row));
    });
    offerAction(*m_card, *m_table, *m_acknowledge);
    offerAction(*m_card, *m_table, *m_silence);
    offerAction(*m_card, *m_table, *m_copy, false);
    needRights(m_client, {{m_acknowledge, "acknowledgeAlarm"}, {m_silence, "silenceAlarm"}});
    const auto goOn = [this] {
        if (const AlarmRow* row = selected())
            Q_EMIT pageWanted(pageFor(row->event));
    };
    connect(m_next, &QPushButton::clicked, this, goOn);
    connect(m_table, &QTableView::doubleClicked, this, goOn);
}

void AlarmsPage::showEvent(QShowEvent* event)
{
    askHistory();
    QWidget::showEvent(event);
}

void AlarmsPage::onSnapshot()
{
    const std::size_t standing = m_client.latest().alarms.size();
    if (std::exchange(m_standing, standing) != standing && isVisible())
        askHistory();
    showKnown();
}

void AlarmsPage::askHistory()
{
    if (!m_history->isChecked())
        return;
    using Alarms = std::vector<AlarmSnapshot>;
    m_client.request<Alarms>(
        this, [](EngineApi& engine, Reply<Alarms> reply) { engine.flow().alarmHistory(kHistory, std::move(reply)); },
        [this](const Result<Alarms>& past) {
            if (!past)
                return onFailed(past.error());
            m_past = m_history->isChecked() ? *past : Alarms();
            showKnown();
        });
}

void AlarmsPage::showKnown()
{
    m_model.update(m_client.latest(), m_past);
    QWidget* shown = m_table;
    if (m_model.rowCount() == 0)
        shown = m_empty;
    else if (m_sorted.rowCount() == 0)
        shown = m_nothingFound;
    m_stack->setCurrentWidget(shown);
    if (m_sorted.rowCount() > 0 && !m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_sorted.index(0, 0));
    showSelected();
}

const AlarmRow* AlarmsPage::selected() const
{
    const QModelIndex index = m_sorted.mapToSource(m_table->currentIndex());
    return index.isValid() ? &m_model.row(index.row()) : nullptr;
}

void AlarmsPage::showSelected()
{
    const AlarmRow* row = selected();
    m_detailsCard->setVisible(row != nullptr);
    if (row != nullptr) {
        const EventText what = eventText(row->event, row->args);
        m_detailsCard->setTitle(what.title);
        QStringList lines{what.cause, what.remedy};
        if (!row->acknowledgedBy.isEmpty())
            lines.append(
                tr("Seen by %1 at %2").arg(displayText(row->acknowledgedBy), Words::time(row->acknowledgedUtcMs)));
        if (row->silencedUntilUtcMs > 0)
            lines.append(tr("Silenced until %1 by %2: %3")
                             .arg(Words::time(row->silencedUntilUtcMs), displayText(row->silencedBy),
                                  displayText(row->silenceReason)));
        if (row->clearedUtcMs > 0)
            lines.append(tr("Over since %1").arg(Words::time(row->clearedUtcMs)));
        if (!row->detail.isEmpty())
            lines.append(u'[' + displayText(row->event) + QStringLiteral("] ") + displayText(row->detail));
        lines.removeAll(QString());
        m_text->setText(lines.join(u'\n'));
    }
    updateActions();
}

void AlarmsPage::updateActions()
{
    const AlarmRow* row = selected();
    const bool works = row != nullptr && row->clearedUtcMs == 0 && !m_isSending && !m_client.isLost();
    const States state = row == nullptr ? States::New : AlarmModel::stateOf(*row, QDateTime::currentMSecsSinceEpoch());
    m_acknowledge->setEnabled(works && row->acknowledgedBy.isEmpty());
    m_silence->setEnabled(works);
    m_silence->setText(state == States::Silenced ? tr("No longer silent") : tr("Silence…"));
    m_copy->setEnabled(row != nullptr);
    m_next->setVisible(row != nullptr && pageFor(row->event) != ConsolePage::Alarms);
}

void AlarmsPage::send(const std::function<void(EngineApi&, Reply<>)>& call)
{
    if (m_isSending)
        return;
    m_isSending = true;
    updateActions();
    m_client.request<void>(this, call, [this](const Result<>& result) {
        m_isSending = false;
        updateActions();
        if (!result)
            return onFailed(result.error());
        m_notice->hide();
    });
}

void AlarmsPage::acknowledge()
{
    if (const AlarmRow* row = selected())
        send([alarm = *row](EngineApi& engine, Reply<> reply) {
            engine.alarms().acknowledgeAlarm(alarm.event, alarm.subject, operatorName(), std::move(reply));
        });
}

void AlarmsPage::silenceOrNot()
{
    const AlarmRow* row = selected();
    if (row == nullptr)
        return;
    if (AlarmModel::stateOf(*row, QDateTime::currentMSecsSinceEpoch()) != States::Silenced) {
        (new SilenceForm(m_client, *row, window()))->open();
        return;
    }
    send([alarm = *row](EngineApi& engine, Reply<> reply) {
        engine.alarms().silenceAlarm(alarm.event, alarm.subject, 0, operatorName(), {}, std::move(reply));
    });
}

void AlarmsPage::onFailed(const Error& error)
{
    m_notice->showError(error);
}

void AlarmsPage::retranslate()
{
    m_card->setTitle(tr("Alarms"));
    m_table->setAccessibleName(tr("Alarms"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search"));
    m_classes->setItemText(0, tr("all classes"));
    for (int i = 1; i < m_classes->count(); ++i)
        m_classes->setItemText(i, AlarmModel::classText(Classes(m_classes->itemData(i).toInt())));
    m_classes->setAccessibleName(tr("Class"));
    m_history->setText(tr("also those that are over"));
    m_acknowledge->setText(tr("Seen"));
    m_acknowledge->setToolTip(tr("You have seen it and look after it; kept with your name"));
    m_copy->setText(tr("Copy"));
    m_next->setText(tr("Go there"));
    m_next->setToolTip(tr("Opens the page on which this is dealt with; changes nothing"));
    m_empty->setTexts(tr("No alarms"), tr("Everything this node watches is in order."));
    m_nothingFound->setTexts(tr("Nothing found"), tr("No alarm of this class has this text."));
    m_model.retranslate();
    showSelected();
}

void AlarmsPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace busheng
