// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions, and what the peer says.
#include "engine/files/file_send_run.h"

#include "engine/base/log.h"
#include "engine/crypto/cipher_suite.h"
#include "engine/crypto/file_key.h"
#include "engine/model/events.h"

namespace busheng {
namespace {

constexpr std::chrono::milliseconds kLookEvery{500};
constexpr std::int64_t kNsPerMs = 1'000'000;
constexpr std::int64_t kNsPerSecond = 1'000'000'000;
constexpr std::int64_t kShowEveryNs = 100 * kNsPerMs;
constexpr std::int64_t kFirstBackOffNs = kNsPerSecond;
constexpr std::int64_t kLongestBackOffNs = 60 * kNsPerSecond;
constexpr std::size_t kOutcomesPerTransaction = 2000;
constexpr qint64 kBytesPerKiB = 1024;

QString word(const char* text)
{
    return QLatin1String(text);
}

/// No resend mends a name, or a text.
bool isForGood(const QString& event)
{
    return event == events::NAM_REFUSED || event == events::TXT_REFUSED || event == events::TXT_UNKNOWN;
}

} // namespace

FileSendRun::FileSendRun(const FileSender::Options& options, const FileSender::Hooks& hooks, FileSenderState& state,
                         FileRecords& records, Clock& clock, RandomSource& random, std::stop_token stop)
    : m_options(options), m_hooks(hooks), m_state(state), m_records(records), m_clock(clock), m_random(random),
      m_stop(std::move(stop)), m_stream(static_cast<std::uint32_t>(options.run.id)), m_run(options.run), m_rate(clock)
{
    if (options.task.rateKiB > 0)
        m_rate.setRate(options.task.rateKiB * kBytesPerKiB);
}

Result<> FileSendRun::execute()
{
    ENGINE_TRY_AS(m_flow, m_records.flow(word("out"), m_options.task.peerCode, m_options.task.name));
    std::int64_t backOffNs = kFirstBackOffNs;
    for (;;) {
        bool isPaused = false;
        bool isOpen = false;
        bool isGivenUp = false;
        {
            const std::lock_guard lock(m_state.mutex);
            isPaused = m_state.isPaused;
            isOpen = m_state.isOpen;
            isGivenUp = m_state.isGivenUp;
            m_session = m_state.session;
        }
        if (m_stop.stop_requested())
            return {};
        if (isGivenUp) {
            if (isOpen)
                m_hooks.send(filemsg::encode(m_stream, filemsg::End{true, 0}));
            return endOfRun(word("stopped"));
        }
        const QString state = isPaused ? word("paused") : word("running");
        if (m_run.state != state) {
            m_run.state = state;
            ENGINE_TRY_AS(m_run.id, m_records.saveRun(m_run));
            show(true);
        }
        if (!m_isExported && !isPaused && m_clock.monotonicNs() >= m_exportDueNs) {
            ENGINE_TRY_AS(const Export made, exportRows());
            if (made == Export::Failed)
                return endOfRun(word("failed"));
            if (made == Export::Made)
                m_isExported = true;
            continue;
        }
        if (isPaused || !isOpen || !m_isExported) {
            m_state.notifier.waitFor(m_stop, kLookEvery);
            continue;
        }
        const auto done = session();
        const auto flushed = flush(); // what the peer has said stands, whatever came then
        if (done && flushed) {
            m_heldUp.reset();
            m_hooks.onWell(m_leftOut);
            return endOfRun(m_run.failed > 0 ? word("failed") : word("done"));
        }
        const Error why = done ? flushed.error() : done.error();
        if (why.code == ErrorCode::Cancelled) {
            show(true); // all that was sent; nothing may come for a long while
            backOffNs = kFirstBackOffNs;
            continue;
        }
        qCWarning(logFiles).noquote() << "task" << m_options.task.name << "is held up:" << why.toString();
        m_hooks.onFault(why);
        m_heldUp = why;
        m_refused.reset(); // said; else it would end the pause that follows
        show(true);
        (void)waitUntil([] { return false; }, m_clock.monotonicNs() + backOffNs);
        backOffNs = std::min(backOffNs * 2, kLongestBackOffNs);
    }
}

Result<> FileSendRun::endOfRun(const QString& state)
{
    ENGINE_TRY(flush());
    ENGINE_TRY(m_records.countRun(m_run));
    m_run.sentBytes += m_sent;
    m_sent = 0;
    m_run.state = m_run.failed > 0 && state == u"done" ? word("failed") : state;
    m_run.finishedUtcMs = m_clock.utcMs();
    ENGINE_TRY_AS(m_run.id, m_records.saveRun(m_run));
    show(true);
    qCInfo(logFiles).noquote() << "task" << m_run.task << "run" << m_run.id << m_run.state << ":" << m_run.arrived
                               << "arrived," << m_run.repeated << "repeated," << m_run.unchanged << "unchanged,"
                               << m_run.failed << "failed";
    m_hooks.onFinished(m_run);
    return {};
}

Result<> FileSendRun::openTrees()
{
    ENGINE_TRY_AS(const TreeDirectory root, TreeDirectory::openRoot(m_options.sendDirectory));
    ENGINE_TRY_AS(m_source, root.make(view(m_options.task.sourceDirectory.toUtf8())));
    ENGINE_TRY_AS(m_index, TreeDirectory::openRoot(m_options.indexDirectory));
    ENGINE_TRY_AS(m_work, TreeDirectory::openRoot(m_options.workDirectory));
    return {};
}

Result<> FileSendRun::session()
{
    m_isGreeted = false;
    m_isReady = false;
    m_refused.reset();
    m_ended.reset();
    m_fetched.reset();
    m_inFlight.clear();
    m_answers.clear();
    m_again.clear();
    m_offered = 0;
    m_bundle.clear();
    m_bundled = 0;
    m_run.sentBytes += m_sent; // of the session before
    m_sent = m_taken = 0;
    m_resultCount = 0;
    m_results.finish();
    m_run.unchanged = 0;
    m_seen = 0;
    m_leftOut.reset();
    ENGINE_TRY(openTrees());
    if (m_run.kind == u"resend")
        ENGINE_TRY(sendListed());
    else
        ENGINE_TRY(walk());
    ENGINE_TRY(settleAll());
    if (m_isGreeted) // else nothing was to be sent, and the peer need not know of the run
        ENGINE_TRY(end());
    return clean();
}

Result<> FileSendRun::greet()
{
    if (std::exchange(m_isGreeted, true))
        return {};
    filemsg::Open open;
    std::copy_n(m_run.key.begin(), std::min<qsizetype>(m_run.key.size(), 16), open.key.begin());
    open.task = m_options.task.name;
    open.targetDirectory = m_options.task.targetDirectory;
    open.fullCopy = m_run.kind == u"full";
    open.seal = m_options.task.seal;
    open.sealedAtRest = m_options.task.isSealedAtRest();
    m_hooks.send(filemsg::encode(m_stream, open));
    ENGINE_TRY(waitUntil([this] { return m_isReady; }));
    if (!m_options.task.seal) {
        ENGINE_TRY_AS(m_sealer, FilePartSealer::create(nullptr, m_options.task.compress));
        m_heldUp.reset();
        return {};
    }
    ENGINE_TRY_AS(const FileSender::GrantedKey granted, m_hooks.grantKey(m_peerKeys));
    filemsg::Key key{granted.key.epoch, {}, granted.wrapped, static_cast<std::uint8_t>(granted.key.suite->id())};
    m_epoch = granted.key.epoch;
    m_suite = granted.key.suite->name();
    ENGINE_TRY(m_random.fill(key.salt));
    ENGINE_TRY_AS(const PacketKey derived,
                  deriveFileKey(granted.key, m_options.ownCode, m_options.task.peerCode, key.salt));
    ENGINE_TRY_AS(m_sealer, FilePartSealer::create(&derived, m_options.task.compress, *granted.key.suite));
    m_hooks.send(filemsg::encode(m_stream, key));
    m_heldUp.reset();
    return {};
}

Result<> FileSendRun::end()
{
    const std::uint64_t files = m_resultCount;
    const Digest ofResults = m_results.finish();
    m_hooks.send(filemsg::encode(m_stream, filemsg::End{false, files}));
    ENGINE_TRY(waitUntil([this] { return m_ended.has_value(); }));
    filemsg::RunKey key{};
    std::copy_n(m_run.key.begin(), key.size(), key.begin());
    const Bytes text = filemsg::receiptText(key, m_options.task.peerCode, files, ofResults);
    const CipherSuite* const suite = suiteOf(static_cast<SuiteId>(m_peerKey.suite));
    if (suite == nullptr)
        return fail(ErrorCode::Protocol, QStringLiteral("a receipt of a suite that nobody knows"));
    ENGINE_TRY_AS(const IdentityKeyPtr peer, suite->identityFromPublicPem(m_peerKey.pem));
    if (m_ended->files != files || !peer->verify(text, m_ended->receipt))
        return fail(makeEvent(
            ErrorCode::Corrupt, events::FIL_TAMPERED,
            {m_options.task.name, m_options.task.peerCode, QStringLiteral("the receipt is not one for these files")},
            QStringLiteral("the receipt of run %1 does not verify").arg(m_run.id)));
    m_run.receipt = toQByteArray(m_ended->receipt);
    return {};
}

Result<> FileSendRun::mayGoOn() const
{
    const std::lock_guard lock(m_state.mutex);
    if (m_stop.stop_requested() || m_state.isPaused || m_state.isGivenUp || !m_state.isOpen ||
        m_state.session != m_session)
        return fail(ErrorCode::Cancelled, QStringLiteral("the session is over, or a person wants it otherwise"));
    return {};
}

Result<> FileSendRun::pump()
{
    ENGINE_TRY(mayGoOn());
    std::vector<FileSenderState::Letter> letters;
    {
        const std::lock_guard lock(m_state.mutex);
        letters.swap(m_state.letters);
    }
    for (const FileSenderState::Letter& letter : letters)
        ENGINE_TRY(take(*letter.message));
    if (m_refused)
        return fail(*m_refused);
    if (m_outcomes.size() >= kOutcomesPerTransaction)
        ENGINE_TRY(flush());
    show();
    return {};
}

Result<> FileSendRun::waitUntil(const std::function<bool()>& isReached, std::int64_t upToNs)
{
    for (;;) {
        ENGINE_TRY(pump());
        if (isReached())
            return {};
        std::chrono::nanoseconds pause = kLookEvery;
        if (upToNs != 0) {
            const std::int64_t left = upToNs - m_clock.monotonicNs();
            if (left <= 0)
                return {};
            pause = std::min(pause, std::chrono::nanoseconds(left));
        }
        m_state.notifier.waitFor(m_stop, std::chrono::ceil<std::chrono::milliseconds>(pause));
    }
}

Result<> FileSendRun::take(const Message& message)
{
    const bool isAboutRun = message.type != MessageType::FileReady && message.type != MessageType::FileFetched;
    if (!m_isReady && isAboutRun) // of the session before
        return {};
    switch (message.type) {
    case MessageType::FileReady: {
        ENGINE_TRY_AS(filemsg::Ready ready, filemsg::decodeReady(message.payload));
        if (!ready.event.isEmpty()) {
            m_refused = makeEvent(ErrorCode::Auth, ready.event, ready.args,
                                  QStringLiteral("%1 does not take the files").arg(m_options.task.peerCode));
            return {};
        }
        if (ready.keys.empty())
            return fail(ErrorCode::Protocol, QStringLiteral("the receiver of files has no key"));
        m_peerKeys = std::move(ready.keys);
        m_peerKey = m_peerKeys.front();
        m_isReady = true;
        return {};
    }
    case MessageType::FileNeed: {
        ENGINE_TRY_AS(filemsg::Need need, filemsg::decodeNeed(message.payload));
        if (m_offered > 0)
            --m_offered;
        m_answers.push_back(std::move(need));
        return {};
    }
    case MessageType::FileTaken: {
        ENGINE_TRY_AS(const std::uint64_t taken, filemsg::decodeTaken(message.payload));
        m_taken = std::clamp(taken, m_taken, m_sent);
        return {};
    }
    case MessageType::FileResult: {
        ENGINE_TRY_AS(const auto results, filemsg::decodeResults(message.payload));
        m_results.update(message.payload);
        m_resultCount += results.size();
        for (const filemsg::Result& result : results)
            ENGINE_TRY(settle(result));
        return {};
    }
    case MessageType::FileEnded: {
        ENGINE_TRY_AS(m_ended, filemsg::decodeEnded(message.payload));
        return {};
    }
    case MessageType::FileFetched: {
        ENGINE_TRY_AS(m_fetched, filemsg::decodeFetched(message.payload));
        return {};
    }
    default:
        return fail(ErrorCode::Protocol, QStringLiteral("a message that a receiver of files does not send"));
    }
}

Result<> FileSendRun::settle(const filemsg::Result& result)
{
    using Outcome = filemsg::Result::Outcome;
    auto found = m_inFlight.extract(result.number);
    if (found.empty()) // of a file that we have given up already
        return {};
    Flight& flight = found.mapped();
    Candidate& candidate = flight.candidate;
    switch (result.outcome) {
    case Outcome::Arrived:
    case Outcome::Repeated:
        if (flight.isDirectory)
            return m_records.setDirectoryThere(candidate.directoryId);
        note(candidate, result.outcome == Outcome::Arrived ? word("arrived") : word("repeated"), view(flight.digest));
        if (flight.parts)
            return settlePart(flight.parts);
        keepKnown(candidate, view(flight.digest));
        if (flight.hasIndex)
            ENGINE_TRY(LeafIndexWriter::replace(
                m_index, toHex(view(sm3(joinPath(candidate.directory, candidate.name)))).toStdString()));
        return {};
    case Outcome::BasisLost:
        candidate.withoutBasis = true;
        m_again.push_back(std::move(candidate));
        return {};
    case Outcome::Failed:
        if (flight.isDirectory) // a file in it will say so
            return {};
        return settleFailed(flight, result.event, result.args);
    }
    return {};
}

Result<> FileSendRun::settleFailed(const Flight& flight, const QString& event, const QStringList& args)
{
    if (!flight.parts)
        return failed(flight.candidate, flight.candidate.size, event, args);
    if (flight.parts->event.isEmpty()) {
        flight.parts->event = event;
        flight.parts->args = args;
    }
    return settlePart(flight.parts);
}

Result<> FileSendRun::failed(Candidate candidate, std::uint64_t size, const QString& event, const QStringList& args)
{
    candidate.size = size;
    if (candidate.attempts > m_options.task.resends || isForGood(event)) {
        note(candidate, word("failed"), {}, event, args);
        ++m_run.failed;
        return putAside(candidate, event, args);
    }
    note(candidate, word("waiting"), {}, event, args);
    const std::int64_t pause = m_options.task.firstPauseSeconds * kNsPerSecond
                               << std::min<qint64>(candidate.attempts - 1, 10);
    candidate.dueNs = m_clock.monotonicNs() + pause;
    ++candidate.attempts;
    Bytes path = joinPath(candidate.directory, candidate.name);
    m_waiting.insert_or_assign(std::move(path), std::move(candidate));
    return {};
}

Result<> FileSendRun::putAside(const Candidate& candidate, const QString& event, const QStringList& args)
{
    ENGINE_TRY_AS(const auto from, placeOf(candidate.directory));
    ENGINE_TRY_AS(const TreeDirectory failedRoot, TreeDirectory::openRoot(m_options.failedDirectory));
    ENGINE_TRY_AS(const TreeDirectory to, failedRoot.make(candidate.directory));
    if (!from)
        return {};
    if (const auto moved = from->rename(candidate.name, to, candidate.name); !moved) {
        // It stays where it is; the run says that it failed, and why.
        qCWarning(logFiles).noquote() << moved.error().toString();
        return {};
    }
    const Bytes reason = candidate.name.substr(0, 240) + ".reason.txt";
    ENGINE_TRY_AS(TreeFile file, to.makeFile(reason, true));
    const QString text =
        QStringLiteral("%1\n%2 %3\nattempts: %4\nrun: %5\n")
            .arg(shownPath(joinPath(candidate.directory, candidate.name)), event, args.join(QStringLiteral(" | ")))
            .arg(candidate.attempts)
            .arg(m_run.id);
    return file.writeAt(0, view(text.toUtf8()));
}

void FileSendRun::note(const Candidate& candidate, const QString& state, BytesView digest, const QString& event,
                       const QStringList& args)
{
    FileTransferRecord record;
    record.run = m_run.id;
    record.directoryId = candidate.directoryId;
    record.name = candidate.name;
    record.size = candidate.size;
    record.digest = toQByteArray(digest);
    record.state = state;
    record.attempts = candidate.attempts;
    record.firstUtcMs = record.lastUtcMs = m_clock.utcMs();
    record.event = event;
    record.args = args;
    record.encoding = candidate.encoding;
    record.original = candidate.original;
    std::optional<LedgerEntry> line;
    if (state != u"skipped")
        line = lineOf(record, candidate.directory,
                      state == u"arrived"   ? word("acknowledged")
                      : state == u"waiting" ? word("again")
                                            : state);
    m_outcomes.push_back({std::move(record), std::nullopt, std::move(line)});
    if (state == u"arrived") {
        ++m_run.arrived;
        m_run.bytes += candidate.size;
    } else if (state == u"repeated") {
        ++m_run.repeated;
    } else if (state == u"skipped") {
        ++m_run.skipped;
    }
}

/// What the ledger keeps of a file that went (docs/formats/ledger.md).
LedgerEntry FileSendRun::lineOf(const FileTransferRecord& record, const Bytes& directory, const QString& outcome) const
{
    LedgerEntry line;
    line.kind = word("file");
    line.stream = m_options.task.name;
    line.direction = word("out");
    line.sequence = static_cast<quint64>(m_run.id);
    line.digest = toHex(view(record.digest));
    line.outcome = outcome;
    line.event = record.event;
    line.transactions = static_cast<quint64>(record.attempts);
    line.plainBytes = static_cast<qint64>(record.size);
    line.utcMs = m_clock.utcMs();
    line.peer = m_options.task.peerCode;
    line.name = shownPath(joinPath(directory, record.name));
    if (m_options.task.seal) {
        line.suite = m_suite;
        line.epoch = m_epoch;
    }
    line.by = m_run.by;
    return line;
}

void FileSendRun::keepKnown(const Candidate& candidate, BytesView digest)
{
    FileCatalogueEntry known{candidate.name,
                             candidate.identity.size,
                             candidate.identity.modifiedNs,
                             candidate.identity.changedNs,
                             candidate.identity.inode,
                             toQByteArray(digest),
                             m_run.id,
                             m_clock.utcMs(),
                             candidate.encoding};
    const bool wasNoted = !m_outcomes.empty() && !m_outcomes.back().known &&
                          m_outcomes.back().transfer.name == candidate.name &&
                          m_outcomes.back().transfer.directoryId == candidate.directoryId;
    if (!wasNoted) {
        FileOutcome outcome;
        outcome.transfer.directoryId = candidate.directoryId;
        m_outcomes.push_back(std::move(outcome));
    }
    m_outcomes.back().known = std::move(known);
}

Result<> FileSendRun::flush()
{
    ENGINE_TRY(m_records.keep(m_outcomes));
    m_outcomes.clear();
    return {};
}

void FileSendRun::show(bool atOnce)
{
    const std::int64_t now = m_clock.monotonicNs();
    if (!atOnce && now - m_shownNs < kShowEveryNs)
        return;
    m_shownNs = now;
    {
        const std::lock_guard lock(m_state.mutex);
        m_state.progress.run = m_run;
        m_state.progress.run.sentBytes += m_sent;
        m_state.progress.seen = static_cast<quint64>(m_seen);
        m_state.progress.waiting = m_waiting.size();
        m_state.progress.inFlight = m_inFlight.size();
        m_state.progress.error = m_heldUp ? m_heldUp->event : QString();
        m_state.progress.errorArgs = m_heldUp ? m_heldUp->args : QStringList();
    }
    m_hooks.onProgress();
}

} // namespace busheng
