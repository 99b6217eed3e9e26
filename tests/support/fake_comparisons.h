// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/comparisons_api.h"
#include "engine/api/figures_api.h"

#include <QJsonObject>

#include <map>
#include <optional>

namespace busheng::test {

/// The comparisons, the retention and the figures of a FakeEngine. Replies come through the event loop.
class FakeComparisons final : public ComparisonsApi, public RetentionApi, public FiguresApi {
public:
    template <typename T = void>
    using Reply = std::function<void(Result<T>)>;
    using Note = std::function<std::optional<Error>(const QString& method, const QJsonObject& params)>;
    /// Makes the row of a number, from 1. Kinds take turns: missing, extra, different.
    using RowSource = std::function<Difference(qint64 number)>;

    /// `note` records a call and says whether it fails; `post` runs later; `found` says what a verification found.
    FakeComparisons(Note note, std::function<void(std::function<void()>)> post,
                    std::function<std::vector<Difference>(qint64 verification)> found)
        : m_note(std::move(note)), m_post(std::move(post)), m_found(std::move(found))
    {
    }

    /// Instead of what verifications found: so many rows, made when they are asked for.
    void setRows(qint64 total, RowSource source)
    {
        m_total = total;
        m_source = std::move(source);
    }
    void setFileReconciliations(const std::vector<FileReconciliation>& all) { m_files = all; } ///< newest first
    void setFileDifferences(qint64 id, const std::vector<FileDifference>& found) { m_fileDifferences[id] = found; }
    void setRetention(const std::vector<RetentionState>& states) { m_retention = states; }
    /// Of every flow, in every step.
    void setFigures(const std::vector<FlowFigure>& figures) { m_figures = figures; }
    void setCertificate(const QJsonObject& certificate) { m_certificate = certificate; }
    qint64 rowsGiven() const { return m_given; } ///< in all answers together

    void rowDifferences(const DifferenceQuery& query, Reply<RowDifferences> reply) override;
    void beginFiles(const QString& task, qint64 fromUtcMs, qint64 toUtcMs, qint64 lateAfterMs, const QString& by,
                    Reply<qint64> reply) override;
    void stopFiles(qint64 id, Reply<> reply) override;
    void fileReconciliations(const QString& task, qint64 beforeId, int limit,
                             Reply<std::vector<FileReconciliation>> reply) override;
    void fileDifferences(const DifferenceQuery& query, Reply<FileDifferences> reply) override;

    void certify(qint64 verification, const QString& by, Reply<QJsonObject> reply) override;
    void flowFigures(const QString& flow, qint64 stepSeconds, qint64 fromUtcMs,
                     Reply<std::vector<FlowFigure>> reply) override;
    void retention(const std::vector<RetentionRule>& asked, Reply<std::vector<RetentionState>> reply) override;
    void setRetention(const std::vector<RetentionRule>& rules, const QString& by, Reply<> reply) override;

private:
    template <typename T>
    void answer(const QString& method, const QJsonObject& params, Reply<T> reply, std::function<Result<T>()> work)
    {
        const std::optional<Error> error = m_note(method, params);
        m_post([reply = std::move(reply), work = std::move(work), error] {
            reply(error ? Result<T>(fail(*error)) : work());
        });
    }
    RowDifferences rowsOf(const DifferenceQuery& query);

    Note m_note;
    std::function<void(std::function<void()>)> m_post;
    std::function<std::vector<Difference>(qint64)> m_found;
    qint64 m_total = 0;
    RowSource m_source;
    qint64 m_given = 0;
    std::vector<FileReconciliation> m_files;
    std::map<qint64, std::vector<FileDifference>> m_fileDifferences;
    std::vector<RetentionState> m_retention;
    std::vector<FlowFigure> m_figures;
    QJsonObject m_certificate;
};

} // namespace busheng::test
