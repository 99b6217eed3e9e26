// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/exchange_words.h"

namespace busheng {

QString ExchangeWords::state(AgreementState state)
{
    switch (state) {
    case AgreementState::Draft:
        return tr("Draft");
    case AgreementState::Applied:
        return tr("Applied for");
    case AgreementState::Approved:
        return tr("Approved");
    case AgreementState::PartlyApproved:
        return tr("Approved in part");
    case AgreementState::Refused:
        return tr("Refused");
    case AgreementState::Withdrawn:
        return tr("Withdrawn");
    case AgreementState::Revoked:
        return tr("Revoked");
    case AgreementState::Expired:
        return tr("Expired");
    }
    return {};
}

QString ExchangeWords::stateHint(const ExchangeAgreement& agreement)
{
    switch (agreement.state) {
    case AgreementState::Draft:
        return tr("Nobody has seen it yet: complete it and send it.");
    case AgreementState::Applied:
        return agreement.isProvider ? tr("It waits for your decision.") : tr("It waits for the provider's decision.");
    case AgreementState::Approved:
    case AgreementState::PartlyApproved:
        return agreement.isProvider ? tr("The applicant may subscribe to what was approved.")
                                    : tr("You may subscribe to what was approved.");
    case AgreementState::Refused:
        return tr("Nothing of it may be subscribed to.");
    case AgreementState::Withdrawn:
        return tr("The applicant needs it no more; this is the end of it.");
    case AgreementState::Revoked:
        return tr("Rows wait at the provider; when it is approved again they go on, without a new load.");
    case AgreementState::Expired:
        return tr("Its validity has ended: rows wait at the provider until it is approved again.");
    }
    return {};
}

QString ExchangeWords::step(const QString& kind)
{
    if (kind == u"draft")
        return tr("Draft kept");
    if (kind == u"apply")
        return tr("Application");
    if (kind == u"approve")
        return tr("Approval");
    if (kind == u"refuse")
        return tr("Refusal");
    if (kind == u"withdraw")
        return tr("Withdrawal");
    if (kind == u"revoke")
        return tr("Revocation");
    return kind == u"expire" ? tr("End of validity") : kind;
}

QString ExchangeWords::way(const QString& way)
{
    if (way == u"own")
        return tr("here");
    if (way == u"link")
        return tr("by the link");
    return way == u"file" ? tr("by file") : way;
}

QString ExchangeWords::delivery(const QString& delivery)
{
    if (delivery == u"waiting")
        return tr("not delivered yet");
    if (delivery == u"taken")
        return tr("delivered");
    return delivery == u"refused" ? tr("refused by the peer") : delivery;
}

QString ExchangeWords::extent(const std::vector<TableMapping>& tables)
{
    QStringList parts;
    for (const TableMapping& table : tables) {
        const QString count = tr("%1: %n columns", nullptr, static_cast<int>(table.columns.size())).arg(table.table);
        parts.append(table.filter.isEmpty() ? count : tr("%1, rows where %2").arg(count, table.filter));
    }
    return parts.join(QStringLiteral("; "));
}

} // namespace busheng
