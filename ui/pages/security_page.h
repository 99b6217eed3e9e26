// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "ui/client/refresher.h"
#include "ui/models/security_models.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QWidget>

class QAction;

namespace busheng {

class Card;
class EmptyState;
class EngineClient;
class KeyValueList;
class NoticeBar;
class OperatorsCard;

/// What the node's safety rests on: certificates and revocation lists with their ends, the suites in use, and the link
/// keys of every peer with their whole life; rotating them.
class SecurityPage : public QWidget {
    Q_OBJECT
public:
    explicit SecurityPage(EngineClient& client, QWidget* parent = nullptr);

    QTableView* credentials() const { return m_credentialTable; }
    QTableView* keys() const { return m_keyTable; }
    QComboBox* keyStates() const { return m_keyStates; }
    QLineEdit* search() const { return m_search; }
    QAction* rotateAction() const { return m_rotate; }
    QAction* rotateAllAction() const { return m_rotateAll; }
    const KeyValueList& policy() const { return *m_policy; }
    OperatorsCard& operators() const { return *m_operators; }
    const NoticeBar& notice() const { return *m_notice; }

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void buildKeys();
    void retranslate();
    void onSnapshot();
    void showPolicy();
    void refresh();
    void takeKeys(std::vector<LinkKeyRecord> keys);
    void updateActions();
    QString selectedPeer() const;
    void askToRotate(const QString& peer);
    void copySelected();
    void onFailed(const Error& error);

    EngineClient& m_client;
    CredentialModel m_credentialModel;
    QSortFilterProxyModel m_sortedCredentials;
    LinkKeyModel m_keyModel;
    QSortFilterProxyModel m_sortedKeys;
    std::vector<LinkKeyRecord> m_keys; ///< all; the table may show those in use only
    QString m_seen;                    ///< credentials and links of the newest snapshot
    Refresher<std::vector<LinkKeyRecord>> m_asked;
    bool m_isSending = false;
    NoticeBar* m_notice;
    Card* m_credentialCard;
    QTableView* m_credentialTable;
    Card* m_policyCard;
    KeyValueList* m_policy;
    Card* m_keyCard;
    QLineEdit* m_search;
    QComboBox* m_keyStates;
    QStackedWidget* m_keyStack;
    QTableView* m_keyTable;
    EmptyState* m_noKeys;
    QAction* m_rotate;
    QAction* m_rotateAll;
    QAction* m_copy;
    OperatorsCard* m_operators;
};

} // namespace busheng
