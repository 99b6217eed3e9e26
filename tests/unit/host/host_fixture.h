// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/in_stream.h"
#include "engine/host/out_stream.h"
#include "tests/support/crash_file_system.h"
#include "tests/support/fake_clock.h"
#include "tests/unit/pack/packet_forge.h"

#include <QTemporaryDir>

#include <map>
#include <mutex>

namespace busheng::test {

/// A source database that the test plays: transactions are added, errors ordered. One table of packet_forge's schema()
/// is used, person1. Thread: any.
class PlayedSource {
public:
    /// Commits one insert or removal at the next position and returns it.
    Position insert(std::int64_t id, BytesView text);
    Position remove(std::int64_t id);
    void failOpening(int times) { m_openingsToFail = times; }
    void failPolling(const Error& error);
    void setLog(const SourceLogState& log);
    Position released() const { return Position{m_released}; }
    int beats() const { return m_beats; }
    int openings() const { return m_openings; }

    /// What Publication opens.
    Result<std::unique_ptr<Capturer>> openCapturer(Position resumeAfter);

private:
    friend class PlayedCapturer;
    struct Commit {
        Position position;
        Bytes block;
    };
    Position add(Commit commit);

    mutable std::mutex m_mutex; ///< all but the atomics
    std::vector<Commit> m_commits;
    std::map<Bytes, Bytes> m_rows; ///< by key
    std::optional<Error> m_pollError;
    std::optional<SourceLogState> m_log;
    std::atomic<std::uint64_t> m_released{0};
    std::atomic<int> m_openingsToFail{0};
    std::atomic<int> m_beats{0};
    std::atomic<int> m_openings{0};
};

/// An InboundQueue's and target's stream, or an outgoing one: what they say, kept.
struct Said {
    void add(const Error& error);
    void add(const Message& message);
    bool hasEvent(const QString& event) const;
    int count(MessageType type) const;
    std::vector<Bytes> packets() const;
    /// Newest sequence said by a Received or Applied.
    std::uint64_t progress(MessageType type) const;

    mutable std::mutex mutex;
    std::vector<Error> errors;
    std::vector<Message> messages;
    std::atomic<int> ready{0};
    std::atomic<int> recovered{0};
    std::atomic<int> reopened{0};
};

/// A publication of a PlayedSource over a log cache in memory, and what it says.
struct PublishedSource {
    explicit PublishedSource(CrashFileSystem& fileSystem, qint64 segmentBytes = 4096);

    QTemporaryDir directory; ///< of the journal
    PlayedSource source;
    FakeClock clock;
    std::atomic<int> errors{0};
    std::atomic<int> recoveries{0};
    std::atomic<int> reopenings{0};
    Said logLow; ///< that the source's log runs out
    std::atomic<int> logRecoveries{0};
    std::shared_ptr<Publication> publication; ///< last: ends before what it calls
};

/// Never in a test of ours a real wait: this is how long one waits for another thread before the test fails.
inline constexpr int kPatienceMs = 20'000;

} // namespace busheng::test
