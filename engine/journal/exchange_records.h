// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/journal/journal.h"
#include "engine/model/exchange.h"

namespace busheng {

/// An offer as it is kept: what is in it is the host's to read.
struct StoredOffer {
    QString provider;
    QString dataset;
    QByteArray content;

    bool operator==(const StoredOffer&) const = default;
};

/// A signed step that a peer has to take, or one that it sent.
struct StoredPaper {
    qint64 id = 0; ///< of the event
    QString agreement;
    QString digest;
    QByteArray paper;
};

/// The journal's part about exchange: offers, agreements, every step with its signed paper. Thread, durability and
/// failures are the journal's.
class ExchangeRecords {
public:
    explicit ExchangeRecords(Journal& journal) : m_journal(journal) {}

    /// By provider and dataset.
    Result<std::vector<StoredOffer>> offers();
    Result<> saveOffer(const StoredOffer& offer);
    /// Forgets those of `provider` that are not among `kept`. True when there were any.
    Result<bool> keepOffers(const QString& provider, const QStringList& kept);

    /// Newest change first, with what was not delivered. At most 10,000.
    Result<std::vector<ExchangeAgreement>> agreements();
    /// All with `peer`, in both directions: what others have decides nothing about it.
    Result<std::vector<ExchangeAgreement>> ofPeer(const QString& peer);
    Result<std::vector<ExchangeAgreement>> inForce(); ///< all, by their states alone: the clock may have ended some
    Result<std::optional<ExchangeAgreement>> agreement(const QString& id);
    /// The agreement and the event that made it so, in one: inserts or replaces by id. `paper` empty: nothing was
    /// signed.
    Result<> saveStep(const ExchangeAgreement& agreement, const ExchangeEvent& event, const QByteArray& paper);
    /// A draft that nobody has seen.
    Result<> removeDraft(const QString& id);

    Result<std::vector<ExchangeEvent>> history(const QString& agreement); ///< oldest first
    Result<bool> knowsStep(const QString& agreement, const QString& digest);
    /// Own steps that `peer` has not taken, oldest first.
    Result<std::vector<StoredPaper>> waitingFor(const QString& peer);
    /// What became of an own step at the peer: "taken", or "refused" with why.
    Result<> noteDelivery(const QString& digest, const QString& delivery, const QString& event,
                          const QStringList& args);
    /// The newest signed step of `node` in an agreement; empty: there is none.
    Result<QByteArray> newestPaper(const QString& agreement, const QString& node);

private:
    Result<std::vector<ExchangeAgreement>> read(const QString& condition, const QString& value, int limit);

    Journal& m_journal;
};

} // namespace busheng
