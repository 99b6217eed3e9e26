// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/text_desk.h"

#include "engine/base/log.h"
#include "engine/host/text_widening.h"
#include "engine/model/events.h"

#include <QTimer>

#include <algorithm>

namespace busheng {
namespace {

template <typename Config>
const Config* byName(const std::vector<Config>& all, const QString& name)
{
    const auto found = std::ranges::find(all, name, &Config::name);
    return found == all.end() ? nullptr : &*found;
}

Failure notFound(const QString& kind, const QString& name)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {kind, name},
                          QStringLiteral("no %1 '%2'").arg(kind, name)));
}

Failure lineDown(const QString& peer, const QString& why)
{
    return fail(makeEvent(ErrorCode::Network, events::LNK_DOWN, {peer, why},
                          QStringLiteral("link with %1: %2").arg(peer, why)));
}

const QString kNoLine = QStringLiteral("its node is asked about the texts, and there is no line to it");
const QString kNoAnswer = QStringLiteral(
    "its node gives no answer about the texts, as older ones never do: upgrade it, or ask for fewer rows");
constexpr std::size_t kLargestAnswer = 8U << 20; ///< of a message

} // namespace

Result<CaptureJob> TextDesk::jobOf(const QString& dataset) const
{
    const NodeConfiguration all = m_context.configuration();
    const DatasetConfig* const config = byName(all.datasets, dataset);
    if (config == nullptr)
        return notFound(QStringLiteral("dataset"), dataset);
    const DatabaseConfig* const source = byName(all.sources, config->source);
    if (source == nullptr)
        return notFound(QStringLiteral("source"), config->source);
    return CaptureJob{*source, *config, m_context.nodeCode};
}

void TextDesk::read(const QString& dataset, qint64 rows, std::function<void(Result<SourceTexts>)> onTexts)
{
    auto job = jobOf(dataset);
    if (!job)
        return onTexts(fail(std::move(job).error()));
    m_errands.runLong<SourceTexts>(
        QStringLiteral("texts.") + dataset,
        [job = std::move(*job), rows](const std::stop_token& stop) { return readSourceTexts(job, rows, stop); },
        std::move(onTexts));
}

void TextDesk::ask(const QString& peer, const QString& dataset, qint64 rows,
                   std::function<void(Result<SourceTexts>)> onTexts)
{
    const std::uint64_t id = ++m_last;
    if (!m_context.send(peer, control::TextsRequest{id, dataset, static_cast<std::uint64_t>(rows)}))
        return onTexts(lineDown(peer, kNoLine));
    m_asked[id] = {peer, std::move(onTexts)};
    QTimer::singleShot(m_context.patience, &m_timers, [this, id] {
        const auto asked = m_asked.find(id);
        if (asked == m_asked.end())
            return;
        const Asked tooLate = std::move(asked->second);
        m_asked.erase(asked);
        tooLate.onTexts(lineDown(tooLate.peer, kNoAnswer));
    });
}

void TextDesk::survey(const SubscriptionConfig& asked, qint64 rows, std::function<void(Result<TextSurvey>)> onDone)
{
    const NodeConfiguration all = m_context.configuration();
    const SubscriptionConfig* const known = byName(all.subscriptions, asked.name);
    const SubscriptionConfig subscription = known == nullptr ? asked : *known;
    if (!subscription.target.isEmpty() && byName(all.targets, subscription.target) == nullptr)
        return onDone(notFound(QStringLiteral("target"), subscription.target));
    TextSurvey survey;
    survey.dataset = subscription.dataset;
    survey.target = subscription.target;
    survey.rows = rows;
    const auto onTexts = [this, subscription, survey, onDone](const Result<SourceTexts>& texts) {
        if (!texts)
            return onDone(fail(texts.error()));
        judge(*texts, subscription, survey, onDone);
    };
    if (subscription.peerCode.isEmpty() || subscription.peerCode == m_context.nodeCode)
        read(subscription.dataset, rows, onTexts);
    else
        ask(subscription.peerCode, subscription.dataset, rows, onTexts);
}

void TextDesk::judge(const SourceTexts& texts, const SubscriptionConfig& subscription, TextSurvey survey,
                     const std::function<void(Result<TextSurvey>)>& onDone)
{
    const NodeConfiguration all = m_context.configuration();
    const DatabaseConfig* const target = byName(all.targets, subscription.target);
    using Columns = std::vector<TextColumn>;
    std::function<Result<Columns>(const std::stop_token&)> work;
    if (target == nullptr)
        work = [texts](const std::stop_token&) { return sourceColumns(texts); };
    else
        work = [texts, subscription, config = *target](const std::stop_token& stop) {
            return judgeTexts(texts, config, subscription, stop);
        };
    m_errands.runLong<Columns>(QStringLiteral("texts.") + subscription.dataset, std::move(work),
                               [this, survey = std::move(survey), onDone](const Result<Columns>& columns) mutable {
                                   if (!columns)
                                       return onDone(fail(columns.error()));
                                   survey.columns = *columns;
                                   if (const QStringList sql = survey.sql(); !sql.isEmpty()) {
                                       if (auto kept = m_context.keepShown(survey.target, sql); !kept)
                                           return onDone(fail(std::move(kept).error()));
                                   }
                                   onDone(survey);
                               });
}

void TextDesk::widen(const QString& target, const QStringList& statements,
                     std::function<void(Result<QStringList>)> onDone)
{
    const NodeConfiguration all = m_context.configuration();
    const DatabaseConfig* const config = byName(all.targets, target);
    if (config == nullptr)
        return onDone(notFound(QStringLiteral("target"), target));
    const auto shown = m_context.shown(target);
    if (!shown)
        return onDone(fail(shown.error()));
    for (const QString& statement : statements) {
        if (!shown->contains(statement))
            return onDone(fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                                         {QStringLiteral("widenColumns"), QStringLiteral("statements"), statement,
                                          QStringLiteral("a statement that a survey of this target has shown")},
                                         QStringLiteral("no survey of %1 has proposed: %2").arg(target, statement))));
    }
    m_errands.runLong<QStringList>(
        QStringLiteral("texts.") + target,
        [config = *config, statements](const std::stop_token& stop) -> Result<QStringList> {
            ENGINE_TRY_AS(const QStringList run, runWidenings(config, statements, stop));
            qCInfo(logHost).noquote() << "run at target" << config.name
                                      << "by a person's order:" << run.join(QStringLiteral("; "));
            return run;
        },
        std::move(onDone));
}

bool TextDesk::onControl(const QString& peer, const control::Body& body)
{
    if (const auto* request = std::get_if<control::TextsRequest>(&body)) {
        answer(peer, *request);
        return true;
    }
    const auto* texts = std::get_if<control::Texts>(&body);
    if (texts == nullptr)
        return false;
    const auto asked = m_asked.find(texts->id);
    if (asked == m_asked.end() || asked->second.peer != peer)
        return true; // nobody waits any more
    const auto onTexts = std::move(asked->second.onTexts);
    m_asked.erase(asked);
    if (!texts->event.isEmpty())
        onTexts(fail(makeEvent(ErrorCode::Config, texts->event, texts->args,
                               QStringLiteral("%1 says: %2").arg(peer, texts->event))));
    else
        onTexts(decodeSourceTexts(texts->content));
    return true;
}

/// What a peer may not have it is not told about either.
void TextDesk::answer(const QString& peer, const control::TextsRequest& request)
{
    const auto reply = [this, peer, id = request.id, dataset = request.dataset](const Result<SourceTexts>& texts) {
        control::Texts body;
        body.id = id;
        if (texts)
            body.content = encodeSourceTexts(*texts);
        Error why = texts ? Error() : texts.error();
        if (body.content.size() > kLargestAnswer) {
            body.content.clear();
            why = makeEvent(ErrorCode::Config, events::NOT_YET, {QStringLiteral("a survey of so many columns at once")},
                            QStringLiteral("the texts of the dataset do not fit into a message"));
        }
        if (body.content.empty()) {
            body.event = why.event.isEmpty() ? QString(events::SRC_UNAVAILABLE) : why.event;
            body.args = why.event.isEmpty() ? QStringList{dataset, why.detail} : why.args;
        }
        m_context.send(peer, body);
    };
    const auto job = jobOf(request.dataset);
    const auto may = job ? m_context.requireMayHave(peer, job->dataset) : Result<>(fail(job.error()));
    if (!may)
        return reply(fail(may.error()));
    // Each reads whole tables on a connection of its own: a peer has one at a time, however many it asks for.
    if (m_answering.contains(peer))
        return reply(fail(ErrorCode::Config, QStringLiteral("a survey for %1 is under way; one at a time").arg(peer)));
    m_answering.insert(peer);
    read(request.dataset, static_cast<qint64>(request.rows), [this, peer, reply](const Result<SourceTexts>& texts) {
        m_answering.remove(peer);
        reply(texts);
    });
}

void TextDesk::onClosed(const QString& peer)
{
    std::vector<std::function<void(Result<SourceTexts>)>> waiting;
    for (auto asked = m_asked.begin(); asked != m_asked.end();) {
        if (asked->second.peer == peer) {
            waiting.push_back(std::move(asked->second.onTexts));
            asked = m_asked.erase(asked);
        } else {
            ++asked;
        }
    }
    for (const auto& onTexts : waiting)
        onTexts(lineDown(peer, kNoLine));
}

} // namespace busheng
