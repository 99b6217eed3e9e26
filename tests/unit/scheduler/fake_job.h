// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scheduler/job.h"
#include "engine/scheduler/schedule_store.h"

#include <QList>

#include <map>

namespace busheng::test {

/// A job that ends when the test says so.
class FakeJob final : public Job {
public:
    void start(StartCause cause, OnFinished onFinished) override
    {
        Q_ASSERT(!m_onFinished);
        causes.append(cause);
        m_onFinished = std::move(onFinished);
    }
    void cancel() override { ++cancels; }

    bool isRunning() const { return m_onFinished != nullptr; }
    void finish(Result<> result = {})
    {
        Q_ASSERT(m_onFinished);
        std::exchange(m_onFinished, nullptr)(std::move(result));
    }
    void failNow() { finish(fail(ErrorCode::Network, QStringLiteral("cut"))); }
    /// The process has died: nobody hears of the end.
    void die() { m_onFinished = nullptr; }

    QList<StartCause> causes;
    int cancels = 0;

private:
    OnFinished m_onFinished;
};

/// Marks that survive the scheduler, and a disk that can be full.
class FakeStore final : public ScheduleStore {
public:
    Result<std::optional<ScheduleMark>> load(const QString& job) override
    {
        const auto found = marks.find(job);
        return found == marks.end() ? std::nullopt : std::optional(found->second);
    }
    Result<> save(const QString& job, const ScheduleMark& mark) override
    {
        if (isFull)
            return fail(ErrorCode::Storage, QStringLiteral("no space"));
        marks[job] = mark;
        return {};
    }
    Result<> remove(const QString& job) override
    {
        marks.erase(job);
        return {};
    }

    std::map<QString, ScheduleMark> marks;
    bool isFull = false;
};

} // namespace busheng::test
