// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/table_mapping.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace busheng {

/// Exchange (§5): what a provider offers, what a user applies for, and what of it was approved. docs/exchange.md.

struct OfferedColumn {
    QString name;
    QString type; ///< as the source declares it
    bool isKey = false;
    bool isSensitive = false; ///< approved only when it is named

    bool operator==(const OfferedColumn&) const = default;
};

struct OfferedTable {
    QString table;
    std::vector<OfferedColumn> columns; ///< empty: the provider could not read them yet

    bool operator==(const OfferedTable&) const = default;
};

/// A published dataset as the catalogue shows it.
struct DatasetOffer {
    QString provider; ///< node code
    QString dataset;
    QString title;
    QString description;
    QString contact;
    QString refresh; ///< how fresh its rows are, in words
    QString route;   ///< routeName()
    bool onApplication = false;
    std::vector<OfferedTable> tables;

    bool operator==(const DatasetOffer&) const = default;
};

/// Where an agreement stands.
///
///   Draft -> Applied -> Approved | PartlyApproved | Refused
///   Approved, PartlyApproved -> Revoked | Expired (by the clock);  each of them -> Approved, PartlyApproved (decided
///   again);  Refused -> Approved, PartlyApproved;  all but Draft -> Withdrawn, which is the end
enum class AgreementState { Draft, Applied, Approved, PartlyApproved, Refused, Withdrawn, Revoked, Expired };

QString agreementStateName(AgreementState state); ///< "draft", "applied", "approved", "partlyApproved", ...
/// Draft for a name that is none.
AgreementState agreementStateFrom(const QString& name);
/// Rows may flow.
inline bool isInForce(AgreementState state)
{
    return state == AgreementState::Approved || state == AgreementState::PartlyApproved;
}

/// One step in the life of an agreement, as its author signs it.
struct ExchangeStep {
    QString agreement; ///< "100000-20261127-5F0C3A": chosen by the applicant
    QString kind;      ///< "apply", "withdraw" by the applicant; "approve", "refuse", "revoke" by the provider
    QString from;      ///< node code of the author
    QString to;
    QString dataset;
    std::vector<TableMapping> tables; ///< asked for, or approved: each with its columns, perhaps with a filter
    QString purpose;                  ///< apply
    QString legalBasis;               ///< apply
    QString reason;                   ///< why, of the others
    qint64 validUntilUtcMs = 0;       ///< apply, approve
    QString by;                       ///< the person
    qint64 utcMs = 0;
    QString previous; ///< stepDigest() of the newest step that its author had seen; empty: it is the first

    bool operator==(const ExchangeStep&) const = default;
};

/// An agreement about a dataset between two nodes; each keeps its own copy.
struct ExchangeAgreement {
    QString id;
    bool isProvider = false; ///< this node decides; else it has applied
    QString peerCode;
    QString dataset;
    AgreementState state = AgreementState::Draft;
    std::vector<TableMapping> asked;
    std::vector<TableMapping> approved; ///< as decided last, whether in force or not
    QString purpose;
    QString legalBasis;
    QString reason; ///< of the newest step
    qint64 validUntilUtcMs = 0;
    QString by; ///< of the newest step
    qint64 changedUtcMs = 0;
    QString newest;      ///< digest of the newest step; empty: a draft
    int undelivered = 0; ///< own steps that the peer has not taken yet
    QString error = {};  ///< catalogue id: why the peer did not take one
    QStringList errorArgs = {};

    bool operator==(const ExchangeAgreement&) const = default;
};

/// A line of an agreement's history.
struct ExchangeEvent {
    qint64 id = 0; ///< given by the journal
    QString agreement;
    QString kind; ///< of the step; or "draft", "expire"
    QString node; ///< whose step it was
    QString by;
    qint64 utcMs = 0;
    QString reason;
    QString way;           ///< "own", "link", "file"
    QString digest;        ///< of the step; empty: nothing was signed
    QString state;         ///< agreementStateName() behind it
    QString delivery = {}; ///< of an own step: "waiting", "taken", "refused"

    bool operator==(const ExchangeEvent&) const = default;
};

/// The shape of a subscription that takes all that was approved, and nothing else.
std::vector<TableMapping> shapeOf(const std::vector<TableMapping>& approved);

/// What of `shape` (sourceShape()) is more than was approved, as a reason; empty: nothing.
QString beyondApproval(const std::vector<TableMapping>& shape, const std::vector<TableMapping>& approved);

/// Why `tables` cannot be asked for or approved, as a reason; empty: they can. `offer`: null when it is not known.
QString extentMistake(const std::vector<TableMapping>& tables, const DatasetOffer* offer);

/// "table.column" of the columns among `tables` that the offer marks as sensitive.
QStringList sensitiveColumns(const std::vector<TableMapping>& tables, const DatasetOffer& offer);

/// Whether `tables` is all of `asked`.
bool isWholeOf(const std::vector<TableMapping>& tables, const std::vector<TableMapping>& asked);

} // namespace busheng
