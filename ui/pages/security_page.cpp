// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/security_page.h"

#include "ui/client/engine_client.h"
#include "ui/client/operator_name.h"
#include "ui/dialogs/confirmation.h"
#include "ui/dialogs/right_guard.h"
#include "ui/pages/operators_card.h"
#include "ui/pages/page_layout.h"
#include "ui/text/display_text.h"
#include "ui/widgets/card.h"
#include "ui/widgets/cell_delegates.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/table_setup.h"

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>

namespace busheng {
namespace {

constexpr int kCredentialRows = 5;
constexpr int kKeyRows = 4;
constexpr int kPolicyCharacters = 62;

BadgeDelegate::Look credentialLook(int state)
{
    using States = CredentialModel::States;
    switch (States(state)) {
    case States::Good:
        return {QStringLiteral("ok"), Tone::Good};
    case States::Soon:
        return {QStringLiteral("waiting"), Tone::Warning};
    case States::Ended:
        return {QStringLiteral("stopped"), Tone::Bad};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

BadgeDelegate::Look keyLook(int state)
{
    using States = LinkKeyModel::States;
    switch (States(state)) {
    case States::Granted:
        return {QStringLiteral("waiting"), Tone::Busy};
    case States::Active:
        return {QStringLiteral("key"), Tone::Good};
    case States::Retired:
        return {QStringLiteral("paused"), Tone::Neutral};
    case States::Wiped:
        return {QStringLiteral("applied"), Tone::Neutral};
    }
    return {QStringLiteral("info"), Tone::Neutral};
}

} // namespace

SecurityPage::SecurityPage(EngineClient& client, QWidget* parent)
    : QWidget(parent), m_client(client), m_asked(client, this,
                                                 [this](const Result<std::vector<LinkKeyRecord>>& keys) {
                                                     if (keys)
                                                         takeKeys(*keys);
                                                     else
                                                         onFailed(keys.error());
                                                 }),
      m_notice(new NoticeBar(this)), m_credentialCard(new Card(this)),
      m_credentialTable(new QTableView(m_credentialCard)), m_policyCard(new Card(this)),
      m_policy(new KeyValueList(m_policyCard)), m_keyCard(new Card(this)), m_search(searchField(m_keyCard)),
      m_keyStates(new QComboBox(m_keyCard)), m_keyStack(new QStackedWidget(m_keyCard)),
      m_keyTable(new QTableView(m_keyStack)), m_noKeys(new EmptyState(QStringLiteral("key"), m_keyStack)),
      m_rotate(new QAction(this)), m_rotateAll(new QAction(this)), m_copy(new QAction(this)),
      m_operators(new OperatorsCard(client, this))
{
    build();
    buildKeys();
    retranslate();
    connect(&m_client, &EngineClient::snapshotChanged, this, &SecurityPage::onSnapshot);
    connect(&m_client, &EngineClient::found, this, &SecurityPage::refresh);
    connect(&m_client, &EngineClient::lost, this, &SecurityPage::updateActions);
    onSnapshot();
}

void SecurityPage::build()
{
    m_sortedCredentials.setSourceModel(&m_credentialModel);
    m_sortedCredentials.setSortRole(CredentialModel::SortRole);
    setUpTable(*m_credentialTable, m_sortedCredentials);
    m_credentialTable->sortByColumn(CredentialModel::Expires, Qt::AscendingOrder);
    m_credentialTable->setItemDelegate(new RowDelegate(-1, m_credentialTable));
    m_credentialTable->setItemDelegateForColumn(
        CredentialModel::State, new BadgeDelegate(CredentialModel::StateRole, &credentialLook, m_credentialTable));
    setColumnWidths(*m_credentialTable, {{CredentialModel::Kind, 27},
                                         {CredentialModel::Serial, 15},
                                         {CredentialModel::Expires, 21},
                                         {CredentialModel::State, 19}});
    m_credentialTable->horizontalHeader()->setSectionResizeMode(CredentialModel::Subject, QHeaderView::Stretch);
    m_credentialTable->setMinimumHeight(m_credentialTable->horizontalHeader()->sizeHint().height() +
                                        kCredentialRows * m_credentialTable->verticalHeader()->defaultSectionSize() +
                                        2);
    m_credentialCard->setContent(m_credentialTable);
    m_policyCard->setContent(m_policy, 14);
    m_policyCard->setMaximumWidth(fontMetrics().horizontalAdvance(u'0') * kPolicyCharacters);
    auto* upper = new QHBoxLayout;
    upper->addWidget(m_credentialCard, 3);
    upper->addWidget(m_policyCard, 2);
    QVBoxLayout* layout = layPage(*this, *m_notice);
    upper->setSpacing(layout->spacing());
    layout->addLayout(upper, 2);
    layout->addWidget(m_keyCard, 3);
    layout->addWidget(m_operators, 2);
    connect(m_operators, &OperatorsCard::failed, this, &SecurityPage::onFailed);
    setFocusProxy(m_keyTable);
}

void SecurityPage::buildKeys()
{
    m_sortedKeys.setSourceModel(&m_keyModel);
    m_sortedKeys.setSortRole(LinkKeyModel::SortRole);
    m_sortedKeys.setFilterKeyColumn(-1);
    m_sortedKeys.setFilterCaseSensitivity(Qt::CaseInsensitive);
    setUpTable(*m_keyTable, m_sortedKeys);
    m_keyTable->setItemDelegate(new RowDelegate(-1, m_keyTable));
    m_keyTable->setItemDelegateForColumn(LinkKeyModel::State,
                                         new BadgeDelegate(LinkKeyModel::StateRole, &keyLook, m_keyTable));
    setColumnWidths(*m_keyTable, {{LinkKeyModel::Peer, 15},
                                  {LinkKeyModel::Direction, 8},
                                  {LinkKeyModel::Epoch, 9},
                                  {LinkKeyModel::State, 15},
                                  {LinkKeyModel::Suite, 20},
                                  {LinkKeyModel::Packets, 11},
                                  {LinkKeyModel::Size, 11},
                                  {LinkKeyModel::Made, 21},
                                  {LinkKeyModel::Active, 21},
                                  {LinkKeyModel::Retired, 21},
                                  {LinkKeyModel::Wiped, 21},
                                  {LinkKeyModel::Why, 24},
                                  {LinkKeyModel::Fingerprint, 36}});
    m_keyTable->setMinimumHeight(m_keyTable->horizontalHeader()->sizeHint().height() +
                                 kKeyRows * m_keyTable->verticalHeader()->defaultSectionSize() +
                                 m_keyTable->style()->pixelMetric(QStyle::PM_ScrollBarExtent) + 2);
    m_keyStack->addWidget(m_keyTable);
    m_keyStack->addWidget(m_noKeys);
    m_keyCard->setContent(m_keyStack);
    m_keyStates->addItem(QString(), false);
    m_keyStates->addItem(QString(), true);
    m_keyCard->addHeadWidget(m_search);
    m_keyCard->addHeadWidget(m_keyStates);
    connect(m_search, &QLineEdit::textChanged, &m_sortedKeys, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_keyStates, &QComboBox::currentIndexChanged, this, [this] { takeKeys(std::move(m_keys)); });
    connect(m_keyTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &SecurityPage::updateActions);
    connect(m_rotate, &QAction::triggered, this, [this] { askToRotate(selectedPeer()); });
    connect(m_rotateAll, &QAction::triggered, this, [this] { askToRotate({}); });
    connect(m_copy, &QAction::triggered, this, &SecurityPage::copySelected);
    m_copy->setIcon(themedIcon(QStringLiteral("copy")));
    m_copy->setShortcut(QKeySequence::Copy);
    offerAction(*m_keyCard, *m_keyTable, *m_rotate);
    offerAction(*m_keyCard, *m_keyTable, *m_rotateAll);
    offerAction(*m_keyCard, *m_keyTable, *m_copy, false);
    needRights(m_client, {{m_rotate, "rotateKeys"}, {m_rotateAll, "rotateKeys"}});
}

void SecurityPage::showEvent(QShowEvent* event)
{
    refresh();
    m_operators->refresh();
    QWidget::showEvent(event);
}

void SecurityPage::onSnapshot()
{
    const NodeSnapshot& node = m_client.latest();
    QStringList seen;
    for (const CredentialSnapshot& one : node.credentials)
        seen.append(one.kind + one.subject + one.serial + QString::number(one.expiresUtcMs));
    for (const LinkSnapshot& link : node.links)
        seen.append(link.config.peerCode + link.suite + link.packetSuite);
    seen.append(node.cipherDevice + node.evidenceKey);
    if (const QString now = seen.join(u'\n'); std::exchange(m_seen, now) != now) {
        m_credentialModel.setRows(node.credentials);
        showPolicy();
        if (isVisible())
            refresh();
    }
    updateActions();
}

void SecurityPage::showPolicy()
{
    const NodeSnapshot& node = m_client.latest();
    QStringList channels;
    QStringList packets;
    for (const LinkSnapshot& link : node.links) {
        channels.append(displayText(link.suite));
        packets.append(displayText(link.packetSuite));
    }
    const auto once = [](QStringList texts) {
        texts.removeAll(QString());
        texts.removeDuplicates();
        return texts.join(QStringLiteral(", "));
    };
    m_policy->setRows({{tr("Channels"), once(channels)},
                       {tr("Packets"), once(packets)},
                       {tr("Work is done by"),
                        node.cipherDevice.isEmpty() ? tr("this program (no device)") : displayText(node.cipherDevice)},
                       {tr("Ledger is sealed by"), displayText(node.evidenceKey)},
                       {tr("Certificate"), displayText(node.certificateSubject)}});
}

void SecurityPage::refresh()
{
    m_asked.ask([](EngineApi& engine, Reply<std::vector<LinkKeyRecord>> reply) {
        engine.security().linkKeys(std::move(reply));
    });
}

void SecurityPage::takeKeys(std::vector<LinkKeyRecord> keys)
{
    m_keys = std::move(keys);
    std::vector<LinkKeyRecord> shown;
    const bool isAll = m_keyStates->currentData().toBool();
    for (const LinkKeyRecord& key : m_keys) {
        if (isAll || LinkKeyModel::stateOf(key.state) != LinkKeyModel::States::Wiped)
            shown.push_back(key);
    }
    const int row = m_keyTable->currentIndex().row();
    if (shown != m_keyModel.rows())
        m_keyModel.setRows(std::move(shown));
    m_keyStack->setCurrentWidget(m_keyModel.rowCount() == 0 ? static_cast<QWidget*>(m_noKeys) : m_keyTable);
    if (m_sortedKeys.rowCount() > 0 && !m_keyTable->currentIndex().isValid())
        m_keyTable->setCurrentIndex(m_sortedKeys.index(std::clamp(row, 0, m_sortedKeys.rowCount() - 1), 0));
    updateActions();
}

QString SecurityPage::selectedPeer() const
{
    const QModelIndex index = m_sortedKeys.mapToSource(m_keyTable->currentIndex());
    return index.isValid() ? m_keyModel.row(index.row()).peerCode : QString();
}

void SecurityPage::updateActions()
{
    const bool works = !m_isSending && !m_client.isLost();
    const QModelIndex index = m_sortedKeys.mapToSource(m_keyTable->currentIndex());
    const bool isOurs = index.isValid() && m_keyModel.row(index.row()).direction == QStringLiteral("out");
    m_rotate->setEnabled(works && isOurs);
    m_rotateAll->setEnabled(works && std::ranges::any_of(m_keys, [](const LinkKeyRecord& key) {
                                return key.direction == QStringLiteral("out");
                            }));
    m_copy->setEnabled(index.isValid());
}

void SecurityPage::askToRotate(const QString& peer)
{
    confirm(window(),
            {tr("New keys"),
             peer.isEmpty() ? tr("Make new keys for everything that goes out?")
                            : tr("Make a new key for what goes to %1?").arg(displayText(peer)),
             tr("Nothing pauses: each new key is used as soon as the peer holds it. Old ones are wiped when their "
                "packets have arrived. It is kept in the ledger with your name."),
             tr("Make new keys")},
            [this, peer] {
                if (std::exchange(m_isSending, true))
                    return;
                updateActions();
                m_client.request<void>(
                    this,
                    [peer](EngineApi& engine, Reply<> reply) {
                        engine.security().rotateKeys(peer, operatorName(), std::move(reply));
                    },
                    [this](const Result<>& result) {
                        m_isSending = false;
                        updateActions();
                        if (!result)
                            return onFailed(result.error());
                        m_notice->hide();
                        refresh();
                    });
            });
}

void SecurityPage::copySelected()
{
    const QModelIndex current = m_keyTable->currentIndex();
    QStringList parts;
    for (int column = 0; current.isValid() && column < LinkKeyModel::ColumnCount; ++column)
        parts.append(current.siblingAtColumn(column).data().toString());
    QGuiApplication::clipboard()->setText(parts.join(u'\t'));
}

void SecurityPage::onFailed(const Error& error)
{
    m_notice->showError(error);
}

void SecurityPage::retranslate()
{
    m_credentialCard->setTitle(tr("Certificates and revocation lists"));
    m_credentialTable->setAccessibleName(tr("Certificates and revocation lists"));
    m_policyCard->setTitle(tr("Suites in use"));
    m_keyCard->setTitle(tr("Link keys"));
    m_keyTable->setAccessibleName(tr("Link keys"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search"));
    m_keyStates->setItemText(0, tr("in use"));
    m_keyStates->setItemText(1, tr("all, with those that were wiped"));
    m_keyStates->setAccessibleName(tr("Which keys"));
    m_rotate->setText(tr("New key…"));
    m_rotate->setToolTip(tr("For what goes to the peer of the selected key"));
    m_rotateAll->setText(tr("New keys for all…"));
    m_copy->setText(tr("Copy"));
    m_noKeys->setTexts(tr("No link keys yet"),
                       tr("A key is made when something first goes to a peer, and is replaced in time."));
    m_credentialModel.retranslate();
    m_keyModel.retranslate();
    showPolicy();
}

void SecurityPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace busheng
