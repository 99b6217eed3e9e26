// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/file_digest.h"
#include "engine/files/file_messages.h"
#include "engine/files/file_part.h"
#include "engine/files/file_sender.h"
#include "engine/files/leaf_index.h"

#include <deque>
#include <map>

namespace busheng {

/// The work of a FileSender, in its thread. What waits, waits in here: for the peer's answers, for room in the window,
/// for a pause to pass; and a session that ends, a pause, or a stop is an error that leads out of all of them.
class FileSendRun {
public:
    FileSendRun(const FileSender::Options& options, const FileSender::Hooks& hooks, FileSenderState& state,
                FileRecords& records, Clock& clock, RandomSource& random, std::stop_token stop);

    /// Ok when the run is over, or the node stops. Fails: Storage, when not even that can be recorded.
    Result<> execute();

private:
    /// A file that is to be sent.
    struct Candidate {
        Bytes directory;
        qint64 directoryId = 0;
        Bytes name;
        FileIdentity identity;
        QByteArray knownDigest; ///< of what the receiver has, as far as is known; empty: nothing
        bool isAsKnown = false; ///< by its identity
        qint64 attempts = 1;    ///< with this one
        bool withoutBasis = false;
        std::int64_t dueNs = 0; ///< of one that waits
    };
    /// A file that was sent, or offered, and has no result yet.
    struct Flight {
        Candidate candidate;
        bool isDirectory = false;
        Digest digest{};
        bool hasIndex = false;
    };

    // file_send_run.cpp: sessions and what the peer says
    Result<> session();
    Result<> greet();
    Result<> end();
    Result<> endOfRun(const QString& state);
    Result<> mayGoOn() const;
    Result<> pump();
    Result<> waitUntil(const std::function<bool()>& isReached, std::int64_t upToNs = 0);
    Result<> take(const Message& message);
    Result<> settle(const filemsg::Result& result);
    Result<> failed(Candidate candidate, std::uint64_t size, const QString& event, const QStringList& args);
    Result<> putAside(const Candidate& candidate, const QString& event, const QStringList& args);
    void note(const Candidate& candidate, const QString& state, BytesView digest, const QString& event = {},
              const QStringList& args = {});
    void keepKnown(const Candidate& candidate, BytesView digest);
    Result<> flush();
    void show(bool atOnce = false);

    // file_send_walk.cpp: what there is to send
    Result<> walk();
    Result<> walkDirectory(const Bytes& path, std::vector<Bytes>& deeper);
    Result<> consider(Candidate candidate, const TreeDirectory& place,
                      const std::vector<TreeDirectory::Entry>& siblings);
    Result<> sendListed();
    Result<> sendAgain(Candidate candidate);
    Result<> settleAll();
    bool isWanted(const Bytes& directory, const Bytes& name) const;
    Result<std::optional<TreeDirectory>> placeOf(const Bytes& directory) const;

    // file_send_large.cpp: the files themselves
    Result<> send(Candidate candidate, const TreeDirectory& place);
    Result<> sendSmall(Candidate candidate, const TreeFile& file);
    Result<> sendDirectory(const Bytes& directory, const Bytes& name, qint64 ownId);
    Result<> flushBundle();
    Result<> sendPart(const FilePartHead& head, BytesView plain);
    Result<> offer(Candidate candidate);
    Result<> sendAnswered();
    Result<> stream(const filemsg::Need& need);
    Result<bool> streamChunks(const filemsg::Need& need, Flight& flight, const TreeFile& file);
    Result<LeafIndex::Leaves> leavesOf(BytesView chunk, const LeafIndex::Leaves& before, std::uint64_t& changed) const;

    const FileSender::Options& m_options;
    const FileSender::Hooks& m_hooks;
    FileSenderState& m_state;
    FileRecords& m_records;
    Clock& m_clock;
    RandomSource& m_random;
    std::stop_token m_stop;
    const std::uint32_t m_stream;
    FileRunRecord m_run;
    qint64 m_flow = 0;
    TreeDirectory m_source;
    TreeDirectory m_index;
    qint64 m_seen = 0;
    std::int64_t m_shownNs = 0;
    std::vector<FileOutcome> m_outcomes;
    std::map<Bytes, Candidate> m_waiting; ///< by path: failed, to be sent again

    // of one session
    quint64 m_session = 0;
    Bytes m_peerKey;
    bool m_isReady = false;
    std::optional<Error> m_refused;
    std::optional<filemsg::Ended> m_ended;
    std::optional<FilePartSealer> m_sealer;
    std::map<std::uint64_t, Flight> m_inFlight;
    std::uint64_t m_lastNumber = 0;
    std::size_t m_offered = 0; ///< without an answer
    std::deque<filemsg::Need> m_answers;
    std::deque<Candidate> m_again; ///< at once
    Bytes m_bundle;
    std::size_t m_bundled = 0; ///< items in it
    std::uint64_t m_sent = 0;  ///< bytes of FileData
    std::uint64_t m_taken = 0; ///< of these, dealt with by the peer
    Sm3 m_results;
    std::uint64_t m_resultCount = 0;
    Bytes m_buffer;
};

} // namespace busheng
