// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/exchange/agreement_rules.h"

#include "engine/model/events.h"

#include <QDateTime>

namespace busheng {
namespace {

using State = AgreementState;

constexpr qsizetype kLongestText = 4'000;
constexpr qsizetype kLongestId = 64;

Failure refuse(const QString& agreement, const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::EXC_REFUSED, {agreement, why},
                          QStringLiteral("agreement %1: %2").arg(agreement, why)));
}

Result<> requireNotOver(const ExchangeStep& step, qint64 nowUtcMs)
{
    if (step.validUntilUtcMs > nowUtcMs)
        return {};
    const QString when = QDateTime::fromMSecsSinceEpoch(step.validUntilUtcMs, Qt::UTC).toString(Qt::ISODate);
    return fail(makeEvent(ErrorCode::Config, events::EXC_OVER, {step.agreement, when},
                          QStringLiteral("agreement %1 is valid until %2").arg(step.agreement, when)));
}

bool isOfProvider(const QString& kind)
{
    return kind == u"approve" || kind == u"refuse" || kind == u"revoke";
}

Result<> requireForm(const ExchangeStep& step)
{
    if (step.agreement.isEmpty() || step.agreement.size() > kLongestId)
        return refuse(step.agreement.left(kLongestId), QStringLiteral("it has no number"));
    if (!isOfProvider(step.kind) && step.kind != u"apply" && step.kind != u"withdraw")
        return refuse(step.agreement, QStringLiteral("it is a step that this version does not know"));
    if (step.by.isEmpty())
        return refuse(step.agreement, QStringLiteral("nobody is named who took the step"));
    for (const QString* text : {&step.purpose, &step.legalBasis, &step.reason, &step.by}) {
        if (text->size() > kLongestText)
            return refuse(step.agreement, QStringLiteral("a text has more than %1 characters").arg(kLongestText));
    }
    if (step.kind == u"apply" && step.purpose.trimmed().isEmpty())
        return refuse(step.agreement, QStringLiteral("the purpose is missing"));
    if (step.kind == u"apply" && step.legalBasis.trimmed().isEmpty())
        return refuse(step.agreement, QStringLiteral("the legal basis is missing"));
    const bool needsReason = step.kind == u"refuse" || step.kind == u"revoke" || step.kind == u"withdraw";
    if (needsReason && step.reason.trimmed().isEmpty())
        return refuse(step.agreement, QStringLiteral("the reason is missing"));
    if (step.kind == u"apply" || step.kind == u"approve") {
        if (const QString mistake = extentMistake(step.tables, nullptr); !mistake.isEmpty())
            return refuse(step.agreement, mistake);
    }
    return {};
}

Result<ExchangeAgreement> applied(const std::optional<ExchangeAgreement>& before, const ExchangeStep& step,
                                  const QString& ownNode)
{
    if (before && before->state == State::Withdrawn)
        return refuse(step.agreement, QStringLiteral("it was withdrawn"));
    if (before && (before->state != State::Draft || step.from != ownNode))
        return refuse(step.agreement, QStringLiteral("there is an agreement of this number already"));
    ExchangeAgreement after;
    after.id = step.agreement;
    after.isProvider = step.to == ownNode;
    after.peerCode = after.isProvider ? step.from : step.to;
    after.dataset = step.dataset;
    after.state = State::Applied;
    after.asked = step.tables;
    after.purpose = step.purpose;
    after.legalBasis = step.legalBasis;
    after.validUntilUtcMs = step.validUntilUtcMs;
    return after;
}

/// A withdrawal that comes before its application is kept: what it ends, when it comes, is over.
ExchangeAgreement withdrawnBefore(const ExchangeStep& step)
{
    ExchangeAgreement after;
    after.id = step.agreement;
    after.isProvider = true;
    after.peerCode = step.from;
    after.dataset = step.dataset;
    after.state = State::Withdrawn;
    after.reason = step.reason;
    return after;
}

/// That the step is about this agreement, by the one whose step it is to take.
Result<> requireSameAgreement(const ExchangeAgreement& before, const ExchangeStep& step, const QString& ownNode)
{
    const QString provider = before.isProvider ? ownNode : before.peerCode;
    const QString applicant = before.isProvider ? before.peerCode : ownNode;
    const bool byProvider = isOfProvider(step.kind);
    if (step.from != (byProvider ? provider : applicant) || step.to != (byProvider ? applicant : provider))
        return refuse(step.agreement, QStringLiteral("this step is not for this node to take"));
    if (step.dataset != before.dataset)
        return refuse(step.agreement, QStringLiteral("it is about another dataset than was applied for"));
    return {};
}

} // namespace

AgreementState stateAt(const ExchangeAgreement& agreement, qint64 nowUtcMs)
{
    return isInForce(agreement.state) && agreement.validUntilUtcMs <= nowUtcMs ? State::Expired : agreement.state;
}

Result<ExchangeAgreement> afterStep(const std::optional<ExchangeAgreement>& before, const ExchangeStep& step,
                                    const QString& ownNode, qint64 nowUtcMs)
{
    ENGINE_TRY(requireForm(step));
    if (step.kind == u"apply" || step.kind == u"approve")
        ENGINE_TRY(requireNotOver(step, nowUtcMs));
    if (step.kind == u"apply")
        return applied(before, step, ownNode);
    if (!before && step.kind == u"withdraw" && step.to == ownNode)
        return withdrawnBefore(step);
    if (!before || before->state == State::Draft)
        return refuse(step.agreement, QStringLiteral("its application has not arrived here: take that step first"));
    ENGINE_TRY(requireSameAgreement(*before, step, ownNode));
    ExchangeAgreement after = *before;
    after.state = stateAt(*before, nowUtcMs);
    if (after.state == State::Withdrawn) {
        if (step.kind == u"withdraw" || step.from == ownNode)
            return refuse(step.agreement, QStringLiteral("it was withdrawn"));
        return after; // they crossed
    }
    if (step.kind == u"withdraw") {
        after.state = State::Withdrawn;
    } else if (step.kind == u"revoke") {
        if (!isInForce(after.state))
            return refuse(step.agreement, QStringLiteral("it is not in force"));
        after.state = State::Revoked;
    } else if (step.kind == u"refuse") {
        if (after.state != State::Applied)
            return refuse(step.agreement, QStringLiteral("it is decided already"));
        after.state = State::Refused;
    } else {
        if (!isWholeOf(before->asked, step.tables))
            return refuse(step.agreement, QStringLiteral("more was approved than was applied for"));
        after.state = isWholeOf(step.tables, before->asked) ? State::Approved : State::PartlyApproved;
        after.approved = step.tables;
        after.validUntilUtcMs = step.validUntilUtcMs;
    }
    after.reason = step.reason;
    return after;
}

} // namespace busheng
