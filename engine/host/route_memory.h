// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/journal/journal.h"
#include "engine/pipeline/capture/polled_route.h"

namespace busheng {

/// RouteMemory in the node's journal, by a connection of its own. Thread: the one that opened it.
class JournalRouteMemory final : public RouteMemory {
public:
    static Result<std::unique_ptr<RouteMemory>> open(const QString& journalPath, const QString& dataset);

    Result<Marks> marks() override { return m_journal->routeMarks(m_dataset); }
    Result<> save(const Marks& marks) override { return m_journal->saveRouteMarks(m_dataset, marks); }

private:
    JournalRouteMemory(std::unique_ptr<Journal> journal, QString dataset)
        : m_journal(std::move(journal)), m_dataset(std::move(dataset))
    {
    }

    std::unique_ptr<Journal> m_journal;
    const QString m_dataset;
};

} // namespace busheng
