// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/content_source.h"
#include "engine/files/file_digest.h"
#include "engine/files/file_messages.h"
#include "engine/files/file_part.h"
#include "engine/files/file_sender.h"
#include "engine/files/leaf_index.h"
#include "engine/files/parts/part_list.h"
#include "engine/files/text/text_encoding.h"
#include "engine/net/token_bucket.h"

#include <deque>
#include <map>

namespace busheng {

/// A larger file is offered to the receiver, which may have some of it; a smaller one goes into a bundle.
inline constexpr std::uint64_t kLargestSmallFile = 256U << 10;

/// A text that was made UTF-8, while it is on its way: it has no name, so that nothing is left of it after a crash.
struct ConvertedCopy {
    std::shared_ptr<TreeFile> file;
    std::uint64_t size = 0;
    std::uint64_t& total; ///< of all of a run

    ConvertedCopy(TreeFile made, std::uint64_t& ofAll) : file(std::make_shared<TreeFile>(std::move(made))), total(ofAll)
    {
    }
    ConvertedCopy(const ConvertedCopy&) = delete;
    ConvertedCopy& operator=(const ConvertedCopy&) = delete;
    ~ConvertedCopy() { total -= size; }
    Result<> append(BytesView bytes);
};

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
        std::int64_t dueNs = 0;   ///< of one that waits
        std::uint64_t size = 0;   ///< as it travels
        QString encoding = {};    ///< that it was found in; empty: the task converts nothing
        QByteArray original = {}; ///< SM3 of it before it was made UTF-8; empty: it travels as it is
    };
    /// A file that travels in parts, until the last of them and the list have a result.
    struct Parts {
        Candidate whole;
        PartList list;
        std::vector<Digest> digests; ///< by which the receiver knows the parts
        Bytes lastSmall;             ///< the last part, when it is too small to be offered
        std::size_t open = 0;        ///< without a result
        bool isListSent = false;
        QString event = {}; ///< why one of them failed
        QStringList args = {};
    };
    /// A file that was sent, or offered, and has no result yet.
    struct Flight {
        Candidate candidate; ///< of a part: with the part's name
        bool isDirectory = false;
        Digest digest{};
        bool hasIndex = false;
        std::shared_ptr<ConvertedCopy> copy = {}; ///< travels instead of the file
        std::uint64_t offset = 0;                 ///< where a part begins
        std::shared_ptr<Parts> parts = {};        ///< that it is one of
    };

    // file_send_export.cpp: files that are made of a database's rows
    enum class Export {
        Made,  ///< or there is nothing to make
        Again, ///< later
        Failed,
    };
    Result<Export> exportRows();
    Result<Bytes> exportName(const TreeDirectory& place) const;
    Result<DatasetSummary> makeExport(const Bytes& name);
    Result<> removeMade();
    Result<Export> exportFailed(const Bytes& name, const Error& why);
    void noteExport(const Bytes& name, const QString& state, const QString& event, const QStringList& args);

    // file_send_run.cpp: sessions and what the peer says
    Result<> session();
    Result<> openTrees();
    Result<> greet();
    Result<> end();
    Result<> clean(); ///< file_send_clean.cpp, as the two that follow
    Result<std::uint64_t> lyingBytes();
    Result<bool> isAsAcknowledged(const FileTransferRecord& file);
    Result<> cleanForRoom(const TreeDirectory* archive);
    Result<std::vector<FileTransferRecord>> fetchedOf(const std::vector<FileTransferRecord>& page);
    Result<> cleanPage(const std::vector<FileTransferRecord>& all, const TreeDirectory* archive,
                       const std::function<bool()>& isWanted, std::uint64_t& bytes);
    Result<> endOfRun(const QString& state);
    Result<> mayGoOn() const;
    Result<> pump();
    Result<> waitUntil(const std::function<bool()>& isReached, std::int64_t upToNs = 0);
    Result<> take(const Message& message);
    Result<> settle(const filemsg::Result& result);
    Result<> settleFailed(const Flight& flight, const QString& event, const QStringList& args);
    Result<> failed(Candidate candidate, std::uint64_t size, const QString& event, const QStringList& args);
    Result<> putAside(const Candidate& candidate, const QString& event, const QStringList& args);
    void note(const Candidate& candidate, const QString& state, BytesView digest, const QString& event = {},
              const QStringList& args = {});
    LedgerEntry lineOf(const FileTransferRecord& record, const Bytes& directory, const QString& outcome) const;
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
    Result<std::optional<ContentSource>> openContent(const TreeDirectory& place, const Candidate& candidate) const;
    Result<> sendSmall(Candidate candidate, const ContentSource& file);
    Result<> sendDirectory(const Bytes& directory, const Bytes& name, qint64 ownId);
    void bundle(Flight flight, BytesView content);
    Result<> flushBundle();
    Result<> sendPart(const FilePartHead& head, BytesView plain);
    Result<> offer(Flight flight);
    Result<> sendAnswered();
    Result<> stream(const filemsg::Need& need);
    Result<bool> streamChunks(const filemsg::Need& need, Flight& flight, const ContentSource& file);
    Result<LeafIndex::Leaves> leavesOf(BytesView chunk, const LeafIndex::Leaves& before, std::uint64_t& changed) const;

    // file_send_made.cpp: what is made of files before they travel: UTF-8, parts
    bool isMade(const Candidate& candidate) const;
    Result<> sendMade(Candidate candidate, const TreeDirectory& place);
    Result<TextEncoding> encodingOf(BytesView head, bool isWhole, const QString& path) const;
    Result<BytesView> convertSmall(Candidate& candidate);
    Result<> convertLarge(Flight& flight, const ContentSource& file);
    Result<std::shared_ptr<Parts>> makeParts(const Flight& flight, const ContentSource& file);
    Result<> sendParts(const Flight& whole, const std::shared_ptr<Parts>& parts);
    Result<> settlePart(const std::shared_ptr<Parts>& parts);
    void sendPartList(const std::shared_ptr<Parts>& parts);

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
    TreeDirectory m_work;
    std::uint64_t m_copied = 0; ///< bytes of converted copies; outlives them
    bool m_isExported = false;
    qint64 m_exportAttempts = 0;
    std::int64_t m_exportDueNs = 0;
    std::optional<Error> m_leftOut; ///< why a directory is not sent
    std::optional<Error> m_heldUp;  ///< why the last session was of no use; until one is
    qint64 m_seen = 0;
    std::int64_t m_shownNs = 0;
    std::vector<FileOutcome> m_outcomes;
    std::map<Bytes, Candidate> m_waiting; ///< by path: failed, to be sent again

    // of one session
    quint64 m_session = 0;
    filemsg::PublicKey m_peerKey; ///< of the suite that both want most: it signs receipts
    std::vector<filemsg::PublicKey> m_peerKeys;
    bool m_isGreeted = false;
    bool m_isReady = false;
    std::optional<Error> m_refused;
    std::optional<filemsg::Ended> m_ended;
    std::optional<filemsg::Fetched> m_fetched;
    bool m_fetchedUnanswered = false; ///< an ask of this run had no answer in time
    std::optional<FilePartSealer> m_sealer;
    std::uint32_t m_epoch = 0; ///< of the key that it seals with
    QString m_suite;           ///< the same
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
    TokenBucket m_rate; ///< of the task
    Bytes m_buffer;
    Bytes m_converted;
};

} // namespace busheng
