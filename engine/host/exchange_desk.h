// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/exchange_values.h"
#include "engine/base/clock.h"
#include "engine/base/random_source.h"
#include "engine/exchange/exchange_paper.h"
#include "engine/host/alarm_board.h"
#include "engine/host/control_message.h"
#include "engine/journal/exchange_records.h"

#include <map>
#include <set>

namespace busheng {

/// Exchange at this node (docs/exchange.md): its catalogue and its peers', and the agreements, each step of which is
/// signed, kept, put into the ledger and carried to the other node, by the link or by hand.
///
///   apply, decide, end -> signed, kept as "waiting" -> sent at once and at each opening of a session until answered
///   a paper that comes -> signature, addressee, known?, the rules (agreement_rules.h) -> kept, answered
///
/// Who may have which rows is asked of it before they go: beyond(). Thread: the engine's. Durable: when a call returns.
/// Fails: Storage, Crypto, and as ExchangeApi says.
class ExchangeDesk {
public:
    struct Context {
        QString node;
        Journal& journal;
        Clock& clock;
        RandomSource& random;
        AlarmBoard& alarms;
        std::function<Result<>(const LedgerEntry&)> note;
        std::function<Result<ExchangePaper>(const ExchangeStep&)> sign;
        std::function<Result<>(const ExchangePaper&)> check;
        std::function<void(const QString& peer, const control::Body&)> send; ///< dropped without a session
        std::function<bool(const QString& peer, const DatasetOffer&)> maySee;
        std::function<bool(const QString& peer)> mayTake; ///< we may subscribe to what it offers
        std::function<void()> onChange;                   ///< what is in force may be other than before
    };
    explicit ExchangeDesk(Context context) : m_context(std::move(context)), m_records(m_context.journal) {}

    /// What this node offers from now on; its peers are told what is new to them.
    void setOwnOffers(std::vector<DatasetOffer> offers);
    void onOpened(const QString& peer);
    void onOffer(const QString& peer, const control::Offer& offer);
    void onOffers(const QString& peer, const control::DatasetOffers& offers);
    void onPaper(const QString& peer, const control::Paper& paper);
    void onPaperTaken(const QString& peer, const control::PaperTaken& taken);
    /// What the clock makes of the agreements: call once a minute.
    void look();

    /// Why `peer` may not have `shape` of a dataset that is given on application, as a reason; empty: it may.
    QString beyond(const QString& peer, const QString& dataset, const std::vector<TableMapping>& shape);

    // exchange_desk_steps.cpp: ExchangeApi
    Result<std::vector<DatasetOffer>> catalogue();
    Result<std::vector<ExchangeAgreement>> agreements();
    Result<std::vector<ExchangeEvent>> history(const QString& agreement);
    Result<QString> saveDraft(const ExchangeApplication& application, const QString& by);
    Result<> discardDraft(const QString& agreement);
    Result<QString> apply(const ExchangeApplication& application, const QString& by);
    Result<> decide(const ExchangeDecision& decision, const QString& by);
    Result<> end(const QString& agreement, const QString& reason, const QString& by);
    Result<QByteArray> exportPaper(const QString& agreement);
    Result<QString> importPaper(const QByteArray& text, const QString& name);

private:
    void tellOffers(const QString& peer);
    Result<> take(ExchangeStep step);
    Result<> receive(const ExchangePaper& paper, const QString& way);
    Result<> judge(const ExchangePaper& paper, const std::optional<ExchangeAgreement>& before);
    Result<> keep(ExchangeAgreement after, const ExchangeStep& step, const QString& way, const QByteArray& paper);
    void showState(const ExchangeAgreement& agreement);
    void warn(const ExchangeAgreement& agreement, qint64 lastsUntil, qint64 nowUtcMs);
    Result<> expire(ExchangeAgreement agreement, qint64 nowUtcMs);
    Result<std::optional<DatasetOffer>> offerOf(const QString& provider, const QString& dataset);
    Result<QString> newId();
    Result<ExchangeAgreement> known(const QString& agreement);
    Result<ExchangeStep> begun(const ExchangeApplication& application, const QString& by);

    Context m_context;
    ExchangeRecords m_records;
    std::vector<DatasetOffer> m_own;
    std::set<QString> m_up;          ///< peers with a session
    std::map<QString, int> m_warned; ///< by agreement: how urgently its end was told
    bool m_hasOffered = false;       ///< peers know the messages of the catalogue
};

} // namespace busheng
