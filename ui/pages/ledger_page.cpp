// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/ledger_page.h"

#include "ui/client/engine_client.h"
#include "ui/dialogs/ledger_check_dialog.h"
#include "ui/models/subscription_model.h"
#include "ui/pages/page_layout.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/table_setup.h"

#include <QAction>
#include <QClipboard>
#include <QDateTime>
#include <QEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <QScrollBar>

namespace busheng {
namespace {

constexpr int kTickMs = 2000;
constexpr int kTypingMs = 300;
constexpr int kEnough = 400; ///< rows that a search finds by itself; more when somebody scrolls there
constexpr qint64 kHourMs = 3'600'000;
constexpr qint64 kDayMs = 24 * kHourMs;

using Outcomes = LedgerModel::Outcomes;

BadgeDelegate::Look outcomeLook(int outcome)
{
    switch (Outcomes(outcome)) {
    case Outcomes::Crossed:
        return {QStringLiteral("ok"), Tone::Good};
    case Outcomes::Refused:
        return {QStringLiteral("alarm"), Tone::Bad};
    case Outcomes::Repeated:
        return {QStringLiteral("applied"), Tone::Neutral};
    case Outcomes::Other:
        return {QStringLiteral("info"), Tone::Neutral};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

} // namespace

LedgerPage::LedgerPage(EngineClient& client, QWidget* parent)
    : QWidget(parent), m_client(client), m_notice(new NoticeBar(this)), m_card(new Card(this)),
      m_search(searchField(m_card)), m_peers(new QComboBox(m_card)), m_kinds(new QComboBox(m_card)),
      m_outcomes(new QComboBox(m_card)), m_times(new QComboBox(m_card)), m_progress(new QLabel(m_card)),
      m_stop(new QPushButton(m_card)), m_clear(new QPushButton(m_card)), m_check(new QPushButton(m_card)),
      m_export(new QPushButton(m_card)), m_stack(new QStackedWidget(m_card)), m_table(new QTableView(m_stack)),
      m_empty(new EmptyState(QStringLiteral("ledger"), m_stack)),
      m_nothingFound(new EmptyState(QStringLiteral("info"), m_stack)), m_detailsCard(new Card(this)),
      m_details(new KeyValueList(m_detailsCard)), m_life(new QAction(this)), m_copy(new QAction(this))
{
    build();
    buildFilters();
    buildActions();
    retranslate();
    connect(&m_client, &EngineClient::snapshotChanged, this, &LedgerPage::onSnapshot);
    connect(&m_client, &EngineClient::found, this, &LedgerPage::refresh);
    connect(&m_tick, &QTimer::timeout, this, &LedgerPage::lookForNewer);
    connect(&m_typing, &QTimer::timeout, this, &LedgerPage::refresh);
    m_typing.setSingleShot(true);
    m_tick.start(kTickMs);
    onSnapshot();
    showState();
}

void LedgerPage::build()
{
    setUpTable(*m_table, m_model);
    m_table->setSortingEnabled(false); // newest first: that is the order of the ledger
    m_table->setItemDelegate(new RowDelegate(-1, m_table));
    m_table->setItemDelegateForColumn(LedgerModel::Outcome,
                                      new BadgeDelegate(LedgerModel::OutcomeRole, &outcomeLook, m_table));
    setColumnWidths(*m_table, {{LedgerModel::Id, 10},
                               {LedgerModel::Time, 21},
                               {LedgerModel::Direction, 8},
                               {LedgerModel::Peer, 15},
                               {LedgerModel::Kind, 12},
                               {LedgerModel::Sequence, 11},
                               {LedgerModel::Outcome, 17},
                               {LedgerModel::Changes, 11},
                               {LedgerModel::Size, 11}});
    m_table->horizontalHeader()->setSectionResizeMode(LedgerModel::Stream, QHeaderView::Stretch);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &LedgerPage::showSelected);
    connect(m_table, &QTableView::doubleClicked, this, &LedgerPage::showLife);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &LedgerPage::onScrolled);
    connect(&m_model, &LedgerModel::blockWanted, this, &LedgerPage::askBlock, Qt::QueuedConnection);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &LedgerPage::showSelected);
    for (QWidget* page :
         {static_cast<QWidget*>(m_table), static_cast<QWidget*>(m_empty), static_cast<QWidget*>(m_nothingFound)})
        m_stack->addWidget(page);
    m_detailsCard->setContent(m_details, 14);
    setFocusProxy(m_table);
    QVBoxLayout* layout = layPage(*this, *m_notice);
    layout->addWidget(m_card, 1);
    layout->addWidget(m_detailsCard);
}

void LedgerPage::buildFilters()
{
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* filters = new QWidget;
    auto* row = new QHBoxLayout(filters);
    row->setContentsMargins(14, 0, 14, 8);
    m_peers->addItem(QString(), QString());
    m_kinds->addItem(QString(), QString());
    for (const char* kind : {"packet", "file", "key", "manifest", "receipt", "seal", "certificate", "operator",
                             "change", "call", "retention", "backup"})
        m_kinds->addItem(QString(), QString::fromLatin1(kind));
    m_outcomes->addItem(QString(), QString());
    for (const char* outcome : {"sealed", "applied", "arrived", "repeated", "refused"})
        m_outcomes->addItem(QString(), QString::fromLatin1(outcome));
    for (const qint64 back : {qint64{0}, kHourMs, kDayMs, 7 * kDayMs, 31 * kDayMs})
        m_times->addItem(QString(), back);
    for (QComboBox* box : {m_peers, m_kinds, m_outcomes, m_times}) {
        row->addWidget(box);
        connect(box, &QComboBox::currentIndexChanged, this, &LedgerPage::onFilterChanged);
    }
    m_progress->setTextFormat(Qt::PlainText);
    row->addWidget(m_progress, 1);
    row->addWidget(m_stop);
    row->addWidget(m_clear);
    layout->addWidget(filters);
    layout->addWidget(m_stack, 1);
    m_card->setContent(content);
    connect(m_search, &QLineEdit::textChanged, this, [this] {
        m_lifeStream.clear();
        m_typing.start(kTypingMs);
    });
    connect(m_stop, &QPushButton::clicked, this, &LedgerPage::stopSearch);
    connect(m_clear, &QPushButton::clicked, this, &LedgerPage::clearFilter);
}

void LedgerPage::buildActions()
{
    m_card->addHeadWidget(m_search);
    m_life->setShortcut(Qt::Key_Return);
    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setIcon(themedIcon(QStringLiteral("copy")));
    connect(m_life, &QAction::triggered, this, &LedgerPage::showLife);
    connect(m_copy, &QAction::triggered, this, &LedgerPage::copySelected);
    offerAction(*m_card, *m_table, *m_life);
    offerAction(*m_card, *m_table, *m_copy, false);
    connect(m_check, &QPushButton::clicked, this, [this] { openCheck({}); });
    connect(m_export, &QPushButton::clicked, this, &LedgerPage::askForFile);
    m_card->addHeadWidget(m_check);
    m_card->addHeadWidget(m_export);
}

void LedgerPage::showEvent(QShowEvent* event)
{
    if (m_model.isAll())
        lookForNewer();
    QWidget::showEvent(event);
}

void LedgerPage::onSnapshot()
{
    QStringList codes{QString()};
    for (const LinkSnapshot& link : m_client.latest().links)
        codes.append(link.config.peerCode);
    QStringList shown;
    for (int i = 0; i < m_peers->count(); ++i)
        shown.append(m_peers->itemData(i).toString());
    if (codes != shown) {
        const QSignalBlocker quiet(m_peers);
        const QString chosen = m_peers->currentData().toString();
        while (m_peers->count() > 1)
            m_peers->removeItem(1);
        for (const LinkSnapshot& link : m_client.latest().links)
            m_peers->addItem(SubscriptionModel::peerText(link.config.peerCode, link.config.peerName),
                             link.config.peerCode);
        m_peers->setCurrentIndex(std::max(0, m_peers->findData(chosen)));
    }
    for (QPushButton* button : {m_check, m_export})
        button->setEnabled(!m_client.isLost());
}

LedgerFilter LedgerPage::filter() const
{
    LedgerFilter filter;
    filter.stream = m_lifeStream;
    filter.peer = m_peers->currentData().toString();
    filter.kind = m_kinds->currentData().toString();
    filter.outcome = m_outcomes->currentData().toString();
    filter.text = m_search->text().trimmed();
    if (const qint64 back = m_times->currentData().toLongLong(); back > 0)
        filter.fromUtcMs = QDateTime::currentMSecsSinceEpoch() - back;
    return filter;
}

void LedgerPage::onFilterChanged()
{
    m_lifeStream.clear();
    refresh();
}

void LedgerPage::refresh()
{
    m_typing.stop();
    ++m_generation;
    m_isSearching = false;
    m_notice->hide();
    if (filter().isEmpty()) {
        m_model.showAll(0);
        return lookForNewer();
    }
    m_model.showFound();
    searchOn(0);
}

void LedgerPage::lookForNewer()
{
    if (!isVisible() || !m_model.isAll() || !filter().isEmpty() || m_client.isLost() ||
        std::exchange(m_isNewestAsked, true))
        return;
    m_client.request<LedgerMatches>(
        this,
        [](EngineApi& engine, Reply<LedgerMatches> reply) {
            engine.security().searchLedger({}, 0, 1, std::move(reply));
        },
        [this](const Result<LedgerMatches>& newest) {
            m_isNewestAsked = false;
            if (!newest)
                return onFailed(newest.error());
            if (!m_model.isAll())
                return;
            m_model.showAll(newest->rows.empty() ? 0 : newest->rows.front().id);
            if (m_model.rowCount() > 0 && !m_table->currentIndex().isValid())
                m_table->setCurrentIndex(m_model.index(0, 0));
            showState();
        });
}

void LedgerPage::askBlock(qint64 block)
{
    m_client.request<LedgerMatches>(
        this,
        [before = (block + 1) * LedgerModel::kBlock + 1](EngineApi& engine, Reply<LedgerMatches> reply) {
            engine.security().searchLedger({}, before, LedgerModel::kBlock, std::move(reply));
        },
        [this, block](const Result<LedgerMatches>& lines) {
            if (!lines) {
                m_model.blockFailed(block);
                return onFailed(lines.error());
            }
            m_model.takeBlock(block, lines->rows);
            showSelected();
        });
}

void LedgerPage::searchOn(qint64 beforeId)
{
    m_isSearching = true;
    showState();
    m_client.request<LedgerMatches>(
        this,
        [wanted = filter(), beforeId](EngineApi& engine, Reply<LedgerMatches> reply) {
            engine.security().searchLedger(wanted, beforeId, LedgerModel::kBlock, std::move(reply));
        },
        [this, generation = m_generation](const Result<LedgerMatches>& found) {
            if (generation != m_generation)
                return;
            m_isSearching = false;
            if (!found) {
                showState();
                return onFailed(found.error());
            }
            m_searchedTo = found->searchedTo;
            m_model.append(found->rows);
            if (m_model.rowCount() > 0 && !m_table->currentIndex().isValid())
                m_table->setCurrentIndex(m_model.index(0, 0));
            if (m_searchedTo > 1 && m_model.rowCount() < kEnough)
                return searchOn(m_searchedTo);
            showState();
        });
}

void LedgerPage::onScrolled(int value)
{
    if (!m_model.isAll() && !m_isSearching && m_searchedTo > 1 &&
        std::size_t(m_model.rowCount()) < LedgerModel::kMostFound &&
        value >= m_table->verticalScrollBar()->maximum() - m_table->verticalScrollBar()->pageStep())
        searchOn(m_searchedTo);
}

void LedgerPage::stopSearch()
{
    ++m_generation;
    m_isSearching = false;
    showState();
}

void LedgerPage::clearFilter()
{
    {
        const QSignalBlocker quiet(m_search);
        m_search->clear();
    }
    for (QComboBox* box : {m_peers, m_kinds, m_outcomes, m_times}) {
        const QSignalBlocker quiet(box);
        box->setCurrentIndex(0);
    }
    m_lifeStream.clear();
    refresh();
}

/// All lines that speak of the same packet, file or key.
void LedgerPage::showLife()
{
    const LedgerRow* row = m_model.line(m_table->currentIndex().row());
    if (row == nullptr)
        return;
    const QString text = row->name.isEmpty() ? QString::number(row->sequence) : row->name;
    const QString stream = row->name.isEmpty() ? row->stream : QString();
    {
        const QSignalBlocker quiet(m_search);
        m_search->setText(text);
    }
    for (QComboBox* box : {m_peers, m_kinds, m_outcomes, m_times}) {
        const QSignalBlocker quiet(box);
        box->setCurrentIndex(0);
    }
    m_lifeStream = stream;
    refresh();
}

void LedgerPage::showSelected()
{
    const LedgerRow* row = m_model.line(m_table->currentIndex().row());
    m_detailsCard->setVisible(row != nullptr);
    m_life->setEnabled(row != nullptr);
    m_copy->setEnabled(row != nullptr);
    if (row == nullptr)
        return;
    m_detailsCard->setNote(tr("line %1").arg(row->id));
    const auto count = [](quint64 value) { return value == 0 ? QString() : Words::count(value); };
    const QString positions =
        row->upToPosition == 0 ? QString() : QStringLiteral("%1 – %2").arg(row->fromPosition).arg(row->upToPosition);
    QString why;
    if (!row->event.isEmpty()) {
        const EventText text = eventText(row->event, {});
        why = text.title + QStringLiteral(" [") + displayText(row->event) + u']';
    }
    m_details->setRows(
        {{tr("What"), Words::term(row->kind) + QStringLiteral(" · ") + Words::term(row->outcome)},
         {tr("Why"), why},
         {tr("Name"), displayText(row->name)},
         {tr("Stream"), displayText(row->stream)},
         {tr("Transactions, changes"), row->transactions + row->changes == 0
                                           ? QString()
                                           : count(row->transactions) + QStringLiteral(", ") + count(row->changes)},
         {tr("Positions"), positions},
         {tr("Size, sealed"),
          row->plainBytes + row->sealedBytes == 0
              ? QString()
              : Words::bytes(row->plainBytes) + QStringLiteral(", ") + Words::bytes(row->sealedBytes)},
         {tr("Sealed with"),
          row->suite.isEmpty() ? QString()
                               : displayText(row->suite) + QStringLiteral(" · ") + tr("key epoch %1").arg(row->epoch)},
         {tr("Asked for by"), displayText(row->by)},
         {tr("Digest"), displayText(row->digest)},
         {tr("Signed by"), displayText(row->signer)},
         {tr("Chain"), displayText(row->chain)}});
}

void LedgerPage::showState()
{
    QWidget* shown = m_table;
    if (m_model.rowCount() == 0)
        shown = m_model.isAll() ? m_empty : m_nothingFound;
    m_stack->setCurrentWidget(shown);
    m_stop->setVisible(m_isSearching);
    m_clear->setVisible(!m_model.isAll());
    const QString rows = Words::count(quint64(m_model.rowCount()));
    if (m_model.isAll())
        m_progress->setText(tr("%1 lines").arg(rows));
    else if (m_isSearching)
        m_progress->setText(tr("%1 found; searched back to line %2…").arg(rows, QString::number(m_searchedTo)));
    else if (m_searchedTo > 1)
        m_progress->setText(
            tr("%1 found back to line %2; scroll on for more").arg(rows, QString::number(m_searchedTo)));
    else
        m_progress->setText(tr("%1 found").arg(rows));
    showSelected();
}

void LedgerPage::select(qint64 id)
{
    if (const int row = m_model.rowOf(id); row >= 0)
        m_table->setCurrentIndex(m_model.index(row, 0));
}

void LedgerPage::copySelected()
{
    const LedgerRow* row = m_model.line(m_table->currentIndex().row());
    if (row == nullptr)
        return;
    QStringList parts;
    for (int column = 0; column < LedgerModel::ColumnCount; ++column)
        parts.append(LedgerModel::text(*row, column));
    parts.append(displayText(row->digest));
    QGuiApplication::clipboard()->setText(parts.join(u'\t'));
}

void LedgerPage::askForFile()
{
    auto* dialog = new QFileDialog(window(), tr("Export the ledger"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("jsonl"));
    dialog->setNameFilter(tr("Ledger (*.jsonl)"));
    connect(dialog, &QFileDialog::fileSelected, this, &LedgerPage::exportTo);
    dialog->open();
}

void LedgerPage::exportTo(const QString& path)
{
    openCheck(path);
}

void LedgerPage::openCheck(const QString& path)
{
    (new LedgerCheckDialog(m_client, path, window()))->open();
}

void LedgerPage::onFailed(const Error& error)
{
    m_notice->showError(error);
}

void LedgerPage::retranslateFilters()
{
    m_peers->setItemText(0, tr("all peers"));
    m_peers->setAccessibleName(tr("Peer"));
    m_kinds->setItemText(0, tr("all kinds"));
    m_kinds->setAccessibleName(tr("Kind"));
    m_outcomes->setItemText(0, tr("all outcomes"));
    m_outcomes->setAccessibleName(tr("Outcome"));
    for (QComboBox* box : {m_kinds, m_outcomes}) {
        for (int i = 1; i < box->count(); ++i)
            box->setItemText(i, Words::term(box->itemData(i).toString()));
    }
    const QStringList times{tr("any time"), tr("the last hour"), tr("the last 24 hours"), tr("the last 7 days"),
                            tr("the last 31 days")};
    for (int i = 0; i < m_times->count(); ++i)
        m_times->setItemText(i, times.at(i));
    m_times->setAccessibleName(tr("Time"));
}

void LedgerPage::retranslate()
{
    m_card->setTitle(tr("Ledger"));
    m_detailsCard->setTitle(tr("Details"));
    m_table->setAccessibleName(tr("Ledger"));
    m_search->setPlaceholderText(tr("Number, file or digest"));
    m_search->setAccessibleName(tr("Search"));
    m_stop->setText(tr("Stop"));
    m_clear->setText(tr("Show all"));
    m_check->setText(tr("Check…"));
    m_check->setToolTip(tr("Whether a line was changed, left out or moved"));
    m_export->setText(tr("Export signed…"));
    m_life->setText(tr("Its life"));
    m_life->setToolTip(tr("All lines that speak of this packet, file or key"));
    m_copy->setText(tr("Copy"));
    m_empty->setTexts(tr("Nothing has crossed yet"),
                      tr("Each packet and file that is sent or received has its line here, with its digest."));
    m_nothingFound->setTexts(tr("Nothing found"), tr("No line of the ledger fits what is chosen above."));
    retranslateFilters();
    m_model.retranslate();
    showState();
}

void LedgerPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace busheng
