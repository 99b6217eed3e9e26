// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "ui/models/exchange_models.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QWidget>

#include <functional>

class QAction;

namespace busheng {

class Card;
class EmptyState;
class EngineClient;
class KeyValueList;
class NoticeBar;

/// Who may have what (§5): the catalogue of this node and its peers, the agreements about it, and the life of each with
/// every step. A user applies and subscribes here, a provider decides and revokes; papers come and go as files too.
class ExchangePage : public QWidget {
    Q_OBJECT
public:
    explicit ExchangePage(EngineClient& client, QWidget* parent = nullptr);

    QTableView* offers() const { return m_offers; }
    QTableView* agreements() const { return m_agreements; }
    QTableView* history() const { return m_history; }
    QLineEdit* search() const { return m_search; }
    QComboBox* states() const { return m_states; }
    const NoticeBar& notice() const { return *m_notice; }
    QAction* applyAction() const { return m_apply; }
    QAction* decideAction() const { return m_decide; }
    QAction* endAction() const { return m_end; }
    QAction* subscribeAction() const { return m_subscribe; }
    QAction* discardAction() const { return m_discard; }
    const KeyValueList& details() const { return *m_details; }

    void importFile(const QString& path);
    void exportFile(const QString& path); ///< of the selected agreement

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    QWidget* buildAgreements();
    void buildActions();
    void retranslate();
    void onSnapshot(const NodeSnapshot& node);
    void ask();
    void takeOffers(const std::vector<DatasetOffer>& offers);
    void takeAgreements(const std::vector<ExchangeAgreement>& agreements);
    void filterAgreements();
    void showSelected();
    void updateActions();
    void showFailure(const Error& error);
    void wanted(const QString& agreement); ///< is shown once it is there
    const DatasetOffer* selectedOffer() const;
    const ExchangeAgreement* selected() const;
    std::optional<DatasetOffer> offerOf(const ExchangeAgreement& agreement) const;
    void applyFor();
    void goOnWithDraft(const ExchangeAgreement& draft);
    void decide();
    void endAgreement();
    void subscribe();
    void discard();

    EngineClient& m_client;
    OfferModel m_offerModel;
    AgreementModel m_agreementModel;
    ExchangeHistoryModel m_historyModel;
    QSortFilterProxyModel m_sortedOffers;
    QSortFilterProxyModel m_sorted;
    std::vector<ExchangeAgreement> m_all;
    qint64 m_seen = -1; ///< NodeSnapshot::exchangeChanges as asked last
    QString m_wanted;
    QString m_shown; ///< agreement whose history is there, and its newest step
    NoticeBar* m_notice;
    Card* m_offerCard;
    QLineEdit* m_search;
    QStackedWidget* m_offerStack;
    QTableView* m_offers;
    EmptyState* m_noOffers;
    Card* m_agreementCard;
    QComboBox* m_states;
    QPushButton* m_import;
    QStackedWidget* m_stack;
    QTableView* m_agreements;
    EmptyState* m_noAgreements;
    Card* m_detailsCard;
    KeyValueList* m_details;
    QTableView* m_history;
    QPushButton* m_export;
    QAction* m_apply;
    QAction* m_decide;
    QAction* m_subscribe;
    QAction* m_end;
    QAction* m_discard;
};

} // namespace busheng
