// SPDX-License-Identifier: GPL-3.0-or-later
// What comes and goes over the link, and what the clock does. The steps of people: exchange_desk_steps.cpp
#include "engine/host/exchange_desk.h"

#include "engine/api/json.h"
#include "engine/base/log.h"
#include "engine/exchange/agreement_rules.h"
#include "engine/model/events.h"

#include <QDateTime>
#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace busheng {
namespace {

constexpr qsizetype kMostOffers = 10'000;     ///< of one peer
constexpr std::size_t kMostUndecided = 1'000; ///< applications of one peer
constexpr qsizetype kMostOfPeer = 10'000;     ///< agreements that one peer has applied for, in whatever state
constexpr qint64 kMsPerDay = 86'400'000;
constexpr std::array<qint64, 3> kDaysBefore{30, 7, 1};

Failure refuse(const QString& agreement, const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::EXC_REFUSED, {agreement, why},
                          QStringLiteral("agreement %1: %2").arg(agreement, why)));
}

QString dateText(qint64 utcMs)
{
    return QDateTime::fromMSecsSinceEpoch(utcMs, Qt::UTC).toString(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"));
}

/// What can never become right by trying again.
bool isFinal(const Error& error)
{
    return error.event.startsWith(QStringLiteral("EXC_"));
}

} // namespace

void ExchangeDesk::setOwnOffers(std::vector<DatasetOffer> offers)
{
    if (offers == m_own)
        return;
    m_own = std::move(offers);
    for (const QString& peer : m_up)
        tellOffers(peer);
    m_context.onChange();
}

/// Nodes that offer nothing on application say nothing: versions that know no catalogue hear nothing new.
void ExchangeDesk::tellOffers(const QString& peer)
{
    control::DatasetOffers all;
    std::vector<control::Offer> shown;
    for (const DatasetOffer& offer : m_own) {
        m_hasOffered = m_hasOffered || offer.onApplication;
        if (!m_context.maySee(peer, offer))
            continue;
        all.datasets.append(offer.dataset);
        shown.push_back({Bytes(view(QJsonDocument(toJson(offer)).toJson(QJsonDocument::Compact)))});
    }
    if (!m_hasOffered)
        return;
    for (const control::Offer& offer : shown) {
        if (offer.content.size() <= static_cast<std::size_t>(kLargestPaper))
            m_context.send(peer, offer);
        else
            qCWarning(logHost) << "a dataset is too large for the catalogue:" << offer.content.size() << "bytes";
    }
    m_context.send(peer, all);
}

void ExchangeDesk::onOpened(const QString& peer)
{
    m_up.insert(peer);
    tellOffers(peer);
    const auto waiting = m_records.waitingFor(peer);
    if (!waiting)
        return m_context.alarms.raise(waiting.error(), peer);
    for (const StoredPaper& paper : *waiting)
        m_context.send(peer, control::Paper{Bytes(view(paper.paper))});
}

void ExchangeDesk::onOffer(const QString& peer, const control::Offer& offer)
{
    if (!m_context.mayTake(peer) || offer.content.size() > static_cast<std::size_t>(kLargestPaper))
        return;
    const QByteArray content = toQByteArray(offer.content);
    const DatasetOffer read = offerFromJson(QJsonDocument::fromJson(content).object());
    if (read.provider != peer || read.dataset.isEmpty())
        return m_context.alarms.raise(
            makeError(ErrorCode::Protocol, QStringLiteral("%1 offers what is not its own").arg(peer)), peer);
    if (auto saved = m_records.saveOffer({peer, read.dataset, content}); !saved)
        return m_context.alarms.raise(saved.error(), peer);
    m_context.onChange();
}

void ExchangeDesk::onOffers(const QString& peer, const control::DatasetOffers& offers)
{
    if (!m_context.mayTake(peer))
        return;
    const auto forgot = m_records.keepOffers(peer, offers.datasets.mid(0, kMostOffers));
    if (!forgot)
        return m_context.alarms.raise(forgot.error(), peer);
    m_context.onChange();
}

void ExchangeDesk::onPaper(const QString& peer, const control::Paper& paper)
{
    const auto read = readPaper(toQByteArray(paper.text), peer);
    if (!read)
        return m_context.alarms.raise(read.error(), peer);
    auto received = read->step.from == peer
                        ? receive(*read, QStringLiteral("link"))
                        : refuse(read->step.agreement, QStringLiteral("this step is not for this node to take"));
    control::PaperTaken answer{stepDigest(read->step), {}, {}};
    if (!received && received.error().event != events::EXC_REPEATED) {
        m_context.alarms.raise(received.error(), peer);
        if (!isFinal(received.error()))
            return; // it is sent again
        answer.event = received.error().event;
        answer.args = received.error().args;
    }
    m_context.send(peer, answer);
}

void ExchangeDesk::onPaperTaken(const QString& peer, const control::PaperTaken& taken)
{
    const auto waiting = m_records.waitingFor(peer);
    if (!waiting)
        return m_context.alarms.raise(waiting.error(), peer);
    const auto paper = std::ranges::find(*waiting, taken.digest, &StoredPaper::digest);
    if (paper == waiting->end())
        return;
    const bool isTaken = taken.event.isEmpty();
    auto noted = m_records.noteDelivery(taken.digest, isTaken ? QStringLiteral("taken") : QStringLiteral("refused"),
                                        taken.event, taken.args);
    if (!noted)
        return m_context.alarms.raise(noted.error(), peer);
    if (!isTaken)
        m_context.alarms.raise(makeEvent(ErrorCode::Config, taken.event, taken.args,
                                         QStringLiteral("%1 did not take a step of %2").arg(peer, paper->agreement)),
                               paper->agreement);
    m_context.onChange();
}

/// Before anything of a step counts: who signed it, for whom, and whether it fits what is here.
Result<> ExchangeDesk::judge(const ExchangePaper& paper, const std::optional<ExchangeAgreement>& before)
{
    const ExchangeStep& step = paper.step;
    const bool isBeforeApplication = step.kind == u"withdraw" && !before;
    if (!step.previous.isEmpty() && !isBeforeApplication) {
        ENGINE_TRY_AS(const bool knows, m_records.knowsStep(step.agreement, step.previous));
        if (!knows)
            return refuse(step.agreement, QStringLiteral("a step before it has not arrived here: take that one first"));
    }
    if (!isBeforeApplication && (step.kind != u"apply" || before))
        return {};
    ENGINE_TRY_AS(const auto all, m_records.ofPeer(step.from));
    const auto applied = static_cast<qsizetype>(std::ranges::count_if(all, &ExchangeAgreement::isProvider));
    if (applied >= kMostOfPeer)
        return refuse(step.agreement,
                      QStringLiteral("%1 agreements with %2 are kept already").arg(applied).arg(step.from));
    if (isBeforeApplication)
        return {};
    ENGINE_TRY_AS(const std::optional<DatasetOffer> offer, offerOf(m_context.node, step.dataset));
    // Whether a dataset exists is nobody's business who may not have it.
    if (!offer || !m_context.maySee(step.from, *offer))
        return refuse(step.agreement, QStringLiteral("no dataset %1 is offered to %2").arg(step.dataset, step.from));
    if (const QString mistake = extentMistake(step.tables, &*offer); !mistake.isEmpty())
        return refuse(step.agreement, mistake);
    const auto undecided = std::ranges::count_if(
        all, [](const ExchangeAgreement& one) { return one.isProvider && one.state == AgreementState::Applied; });
    if (static_cast<std::size_t>(undecided) >= kMostUndecided)
        return refuse(step.agreement,
                      QStringLiteral("%1 applications of %2 wait already").arg(undecided).arg(step.from));
    return {};
}

Result<> ExchangeDesk::receive(const ExchangePaper& paper, const QString& way)
{
    const ExchangeStep& step = paper.step;
    if (step.to != m_context.node || step.from == m_context.node)
        return fail(makeEvent(ErrorCode::Config, events::EXC_ADDRESSEE, {step.agreement, step.to},
                              QStringLiteral("a step of agreement %1 is for %2").arg(step.agreement, step.to)));
    ENGINE_TRY(m_context.check(paper));
    ENGINE_TRY_AS(const bool repeated, m_records.knowsStep(step.agreement, stepDigest(step)));
    if (repeated)
        return fail(makeEvent(ErrorCode::Config, events::EXC_REPEATED, {step.agreement},
                              QStringLiteral("this step of agreement %1 was taken before").arg(step.agreement)));
    ENGINE_TRY_AS(const std::optional<ExchangeAgreement> before, m_records.agreement(step.agreement));
    ENGINE_TRY(judge(paper, before));
    ENGINE_TRY_AS(const ExchangeAgreement after, afterStep(before, step, m_context.node, m_context.clock.utcMs()));
    return keep(after, step, way, writePaper(paper));
}

Result<> ExchangeDesk::keep(ExchangeAgreement after, const ExchangeStep& step, const QString& way,
                            const QByteArray& paper)
{
    const bool isOwn = step.from == m_context.node;
    after.by = step.by;
    after.changedUtcMs = m_context.clock.utcMs();
    after.newest = stepDigest(step);
    const ExchangeEvent event{0,
                              step.agreement,
                              step.kind,
                              step.from,
                              step.by,
                              step.utcMs,
                              step.reason,
                              way,
                              after.newest,
                              agreementStateName(after.state),
                              isOwn ? QStringLiteral("waiting") : QString()};
    ENGINE_TRY(m_records.saveStep(after, event, paper));
    LedgerEntry line;
    line.kind = QStringLiteral("exchange");
    line.name = step.agreement;
    line.outcome = step.kind;
    line.direction = isOwn ? QStringLiteral("out") : QStringLiteral("in");
    line.peer = isOwn ? step.to : step.from;
    line.digest = after.newest;
    line.by = step.by;
    // Kept is in force: whatever becomes of its line, rows that may go no more are held.
    Result<> noted = m_context.note(line);
    qCInfo(logHost).noquote() << "agreement" << step.agreement << step.kind << "by" << step.from << "is now"
                              << agreementStateName(after.state);
    showState(after);
    m_context.onChange();
    return noted;
}

/// What a person must do about it, or no more.
void ExchangeDesk::showState(const ExchangeAgreement& agreement)
{
    m_warned.erase(agreement.id);
    m_context.alarms.forget(agreement.id);
    if (agreement.isProvider && agreement.state == AgreementState::Applied)
        m_context.alarms.raise(makeEvent(ErrorCode::Config, events::EXC_WAITING,
                                         {agreement.id, agreement.peerCode, agreement.dataset},
                                         QStringLiteral("an application of %1 waits").arg(agreement.peerCode)),
                               agreement.id);
}

void ExchangeDesk::look()
{
    const qint64 nowUtcMs = m_context.clock.utcMs();
    const auto all = m_records.inForce();
    if (!all)
        return m_context.alarms.raise(all.error(), m_context.node);
    using Flow = std::tuple<bool, QString, QString>;
    const auto flowOf = [](const ExchangeAgreement& one) { return Flow{one.isProvider, one.peerCode, one.dataset}; };
    std::map<Flow, qint64> lastsUntil;
    for (const ExchangeAgreement& one : *all)
        lastsUntil[flowOf(one)] = std::max(lastsUntil[flowOf(one)], one.validUntilUtcMs);
    for (const ExchangeAgreement& one : *all) {
        if (stateAt(one, nowUtcMs) != AgreementState::Expired) {
            warn(one, lastsUntil[flowOf(one)], nowUtcMs);
            continue;
        }
        if (auto expired = expire(one, nowUtcMs); !expired) {
            m_context.alarms.raise(expired.error(), one.id);
            m_context.onChange(); // it is over all the same
        }
    }
}

Result<> ExchangeDesk::expire(ExchangeAgreement agreement, qint64 nowUtcMs)
{
    agreement.state = AgreementState::Expired;
    agreement.changedUtcMs = nowUtcMs;
    const QString state = agreementStateName(agreement.state);
    ENGINE_TRY(m_records.saveStep(agreement,
                                  {0,
                                   agreement.id,
                                   QStringLiteral("expire"),
                                   m_context.node,
                                   {},
                                   nowUtcMs,
                                   {},
                                   QStringLiteral("own"),
                                   {},
                                   state,
                                   {}},
                                  {}));
    LedgerEntry line;
    line.kind = QStringLiteral("exchange");
    line.name = agreement.id;
    line.outcome = QStringLiteral("expire");
    line.peer = agreement.peerCode;
    Result<> noted = m_context.note(line);
    showState(agreement);
    m_context.alarms.raise(makeEvent(ErrorCode::Config, events::EXC_EXPIRED,
                                     {agreement.id, agreement.dataset, dateText(agreement.validUntilUtcMs)},
                                     QStringLiteral("agreement %1 has expired").arg(agreement.id)),
                           agreement.id);
    m_context.onChange();
    return noted;
}

/// 30 days, 7 days and a day before the last agreement about the dataset ends.
void ExchangeDesk::warn(const ExchangeAgreement& agreement, qint64 lastsUntil, qint64 nowUtcMs)
{
    const qint64 left = lastsUntil - nowUtcMs;
    const auto step =
        static_cast<int>(std::ranges::count_if(kDaysBefore, [left](qint64 days) { return left <= days * kMsPerDay; }));
    int& warned = m_warned[agreement.id];
    if (step == 0 || step == warned)
        return;
    warned = step;
    m_context.alarms.clear(events::EXC_EXPIRING, agreement.id);
    m_context.alarms.raise(makeEvent(ErrorCode::Config, events::EXC_EXPIRING,
                                     {agreement.id, agreement.dataset, dateText(agreement.validUntilUtcMs),
                                      QString::number(left / kMsPerDay)},
                                     QStringLiteral("agreement %1 is about to expire").arg(agreement.id)),
                           agreement.id);
}

QString ExchangeDesk::beyond(const QString& peer, const QString& dataset, const std::vector<TableMapping>& shape)
{
    const auto all = m_records.ofPeer(peer);
    if (!all)
        return QStringLiteral("the agreements cannot be read");
    const qint64 nowUtcMs = m_context.clock.utcMs();
    QString why;
    for (const ExchangeAgreement& one : *all) {
        if (!one.isProvider || one.dataset != dataset)
            continue;
        const AgreementState state = stateAt(one, nowUtcMs);
        if (isInForce(state)) {
            const QString more = beyondApproval(shape, one.approved);
            if (more.isEmpty())
                return {};
            why = more; // it says more than what is no longer in force
        } else if (why.isEmpty() && state == AgreementState::Revoked) {
            why = QStringLiteral("agreement %1 was revoked").arg(one.id);
        } else if (why.isEmpty() && state == AgreementState::Expired) {
            why = QStringLiteral("agreement %1 has expired").arg(one.id);
        } else if (why.isEmpty() && state == AgreementState::Withdrawn) {
            why = QStringLiteral("agreement %1 was withdrawn").arg(one.id);
        }
    }
    return why.isEmpty() ? QStringLiteral("nothing of it was approved") : why;
}

} // namespace busheng
