// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/configuration.h"
#include "engine/host/control_message.h"
#include "engine/host/errands.h"
#include "engine/host/text_survey.h"

#include <QObject>
#include <QSet>

#include <chrono>

namespace busheng {

/// Texts between the encodings of a source and a target (docs/encodings.md): the source's node reads them, the target's
/// node holds them against its columns. Where they are two nodes, one asks the other on stream 0:
///
///   target's node   TextsRequest ->   source's node
///                   <- Texts          readSourceTexts()
///   judgeTexts()
///
/// Each peer is answered one request at a time; others are told so. Thread: the engine's; databases are looked at by
/// errands.
class TextDesk {
public:
    using Post = std::function<void(std::function<void()>)>;
    struct Context {
        Post post;
        std::function<NodeConfiguration()> configuration;
        QString nodeCode;
        /// False: there is no session with the peer.
        std::function<bool(const QString& peer, const control::Body& body)> send;
        /// Fails: Auth, when the peer may not have rows of the dataset.
        std::function<Result<>(const QString& peer, const DatasetConfig& dataset)> requireMayHave;
        /// Statements that surveys have shown for a target, kept over a restart: a second person may agree later.
        std::function<Result<>(const QString& target, const QStringList& statements)> keepShown;
        std::function<Result<QStringList>(const QString& target)> shown;
        /// How long a peer may take for its answer; a node of an older version never gives one.
        std::chrono::milliseconds patience = std::chrono::minutes(30);
    };

    explicit TextDesk(Context context) : m_context(std::move(context)), m_errands(m_context.post) {}

    void survey(const SubscriptionConfig& subscription, qint64 rows, std::function<void(Result<TextSurvey>)> onDone);
    void widen(const QString& target, const QStringList& statements, std::function<void(Result<QStringList>)> onDone);
    /// False: it is none of this desk's.
    bool onControl(const QString& peer, const control::Body& body);
    void onClosed(const QString& peer);

private:
    struct Asked {
        QString peer;
        std::function<void(Result<SourceTexts>)> onTexts;
    };
    Result<CaptureJob> jobOf(const QString& dataset) const;
    void read(const QString& dataset, qint64 rows, std::function<void(Result<SourceTexts>)> onTexts);
    void ask(const QString& peer, const QString& dataset, qint64 rows,
             std::function<void(Result<SourceTexts>)> onTexts);
    void answer(const QString& peer, const control::TextsRequest& request);
    void judge(const SourceTexts& texts, const SubscriptionConfig& subscription, TextSurvey survey,
               const std::function<void(Result<TextSurvey>)>& onDone);

    Context m_context;
    Errands m_errands;
    std::uint64_t m_last = 0;
    std::map<std::uint64_t, Asked> m_asked;
    QSet<QString> m_answering; ///< peers for which texts are being read
    QObject m_timers;          ///< ends them with the desk
};

} // namespace busheng
