// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/exchange_models.h"

#include "ui/text/display_text.h"
#include "ui/text/exchange_words.h"
#include "ui/text/words.h"

namespace busheng {
namespace {

constexpr int kLeft = Qt::AlignVCenter | Qt::AlignLeft;

/// What both tables answer to the roles that are about text alone.
QVariant ofText(const QString& text, int role)
{
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return text;
    if (role == Qt::ToolTipRole)
        return plainToolTip(text);
    return role == Qt::TextAlignmentRole ? QVariant(kLeft) : QVariant();
}

} // namespace

QString OfferModel::keyOf(const QString& provider, const QString& dataset)
{
    return provider + u'/' + dataset;
}

void OfferModel::update(const std::vector<DatasetOffer>& offers, const QString& ownCode)
{
    std::vector<OfferRow> rows;
    for (const DatasetOffer& offer : offers)
        rows.push_back({keyOf(offer.provider, offer.dataset), offer, offer.provider == ownCode});
    setRows(rows);
}

int OfferModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString OfferModel::text(const OfferRow& row, int column) const
{
    const DatasetOffer& offer = row.offer;
    switch (column) {
    case Title:
        return offer.title.isEmpty() ? displayText(offer.dataset)
                                     : tr("%1 (%2)").arg(displayText(offer.title), displayText(offer.dataset));
    case Provider:
        return row.isOwn ? tr("this node") : displayText(offer.provider);
    case Tables:
        return tr("%n tables", nullptr, static_cast<int>(offer.tables.size()));
    case Access:
        return offer.onApplication ? tr("on application") : tr("granted by name");
    case Refresh:
        return displayText(offer.refresh);
    default:
        return {};
    }
}

QVariant OfferModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    return ofText(text(row(index.row()), index.column()), role);
}

QVariant OfferModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return kLeft;
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Title:
        return tr("Dataset");
    case Provider:
        return tr("Provider");
    case Tables:
        return tr("Tables");
    case Access:
        return tr("How to have it");
    case Refresh:
        return tr("Refreshed");
    default:
        return {};
    }
}

void AgreementModel::update(const std::vector<ExchangeAgreement>& agreements)
{
    std::vector<AgreementRow> rows;
    for (const ExchangeAgreement& agreement : agreements)
        rows.push_back({agreement.id, agreement});
    setRows(rows);
}

int AgreementModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString AgreementModel::text(const AgreementRow& row, int column) const
{
    const ExchangeAgreement& agreement = row.agreement;
    switch (column) {
    case Dataset:
        return displayText(agreement.dataset);
    case Peer:
        return agreement.isProvider ? tr("to %1").arg(displayText(agreement.peerCode))
                                    : tr("from %1").arg(displayText(agreement.peerCode));
    case State:
        return ExchangeWords::state(agreement.state);
    case Until:
        return agreement.validUntilUtcMs > 0 ? Words::date(agreement.validUntilUtcMs) : QStringLiteral("–");
    case Id:
        return displayText(agreement.id);
    default:
        return {};
    }
}

QVariant AgreementModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const AgreementRow& at = row(index.row());
    if (role == StateRole)
        return static_cast<int>(at.agreement.state);
    if (role == SortRole)
        return index.column() == Until   ? QVariant(at.agreement.validUntilUtcMs)
               : index.column() == State ? QVariant(static_cast<int>(at.agreement.state))
                                         : QVariant(text(at, index.column()));
    return ofText(text(at, index.column()), role);
}

QVariant AgreementModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return kLeft;
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Dataset:
        return tr("Dataset");
    case Peer:
        return tr("Node");
    case State:
        return tr("State");
    case Until:
        return tr("Valid until");
    case Id:
        return tr("Number");
    default:
        return {};
    }
}

int ExchangeHistoryModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ExchangeHistoryModel::text(const ExchangeEvent& row, int column) const
{
    switch (column) {
    case When:
        return Words::time(row.utcMs);
    case Step:
        return ExchangeWords::step(row.kind);
    case Who:
        return row.by.isEmpty() ? displayText(row.node) : tr("%1 (%2)").arg(displayText(row.by), displayText(row.node));
    case Way:
        return row.delivery.isEmpty() ? ExchangeWords::way(row.way) : ExchangeWords::delivery(row.delivery);
    case Reason:
        return displayText(row.reason);
    default:
        return {};
    }
}

QString ExchangeHistoryModel::header(int column) const
{
    switch (column) {
    case When:
        return tr("When");
    case Step:
        return tr("Step");
    case Who:
        return tr("Who");
    case Way:
        return tr("Way");
    case Reason:
        return tr("Reason");
    default:
        return {};
    }
}

} // namespace busheng
