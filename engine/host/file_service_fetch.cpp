// SPDX-License-Identifier: GPL-3.0-or-later
// What the client helper fetches of what arrived, and what it puts sealed.
#include "engine/host/file_service.h"

#include "engine/base/failpoint.h"
#include "engine/model/events.h"

namespace busheng {
namespace {

constexpr int kCleanedPage = 1000;
constexpr qint64 kMsPerDay = 86'400'000;
constexpr std::int64_t kCleanEveryNs = 60'000'000'000;
constexpr std::int64_t kReadingAtMostNs = 3600 * 1'000'000'000LL; ///< who has not said by then that it has it, is gone
const QString kReceived = QStringLiteral("received files");

struct Place {
    QString peer;
    Bytes directory; ///< beneath the peer's
    Bytes name;

    Bytes path() const { return joinPath(directory, name); }
};

Failure isNotThere(const QString& place)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_UNREADABLE,
                          {place, QStringLiteral("it is not in the receive directory")}, place));
}

Result<Place> placeOf(const QString& place)
{
    const QString peer = place.section(u'/', 0, 0);
    const QString path = place.section(u'/', 1);
    if (!isValidTreeDirectory(place) || peer.isEmpty() || path.isEmpty())
        return isNotThere(place);
    const Bytes bytes = path.toUtf8().toStdString();
    const std::size_t slash = bytes.rfind('/');
    if (slash == Bytes::npos)
        return Place{peer, {}, bytes};
    return Place{peer, bytes.substr(0, slash), bytes.substr(slash + 1)};
}

/// The head of a sealed file, and the key of it alone.
Result<> addKey(FileTicket& ticket, const SealedFileHead& head, const AtRestKey& key)
{
    ENGINE_TRY_AS(const SecretBytes own, head.fileKey(key));
    ticket.sealed = true;
    ticket.head = toHex(head.encode());
    ticket.key = toHex(own.bytes);
    return {};
}

Result<FileTicket> ticketOf(const QString& journalPath, const QString& receive, const QString& shown,
                            const AtRestKeys& keys)
{
    ENGINE_TRY_AS(const Place place, placeOf(shown));
    ENGINE_TRY_AS(const TreeDirectory root, TreeDirectory::openRoot(receive));
    ENGINE_TRY_AS(const auto peer, root.open(view(place.peer.toUtf8())));
    if (!peer)
        return isNotThere(shown);
    ENGINE_TRY_AS(const auto directory, peer->open(place.directory));
    if (!directory)
        return isNotThere(shown);
    ENGINE_TRY_AS(const auto file, directory->openFile(place.name));
    if (!file)
        return isNotThere(shown);
    ENGINE_TRY_AS(const auto journal, Journal::open(journalPath));
    FileRecords records(*journal);
    ENGINE_TRY_AS(const auto arrived, records.arrivedAt(place.peer, place.path()));
    FileTicket ticket;
    if (!arrived) // a person has put it there
        return ticket;
    ticket.id = arrived->id;
    ticket.digest = toHex(view(arrived->digest));
    if (!arrived->sealed)
        return ticket;
    std::array<char, SealedFileHead::kBytes> begin{};
    ENGINE_TRY_AS(const std::size_t got, file->readAt(0, begin));
    const auto head = SealedFileHead::decode({begin.data(), got});
    if (!head)
        return fail(makeEvent(ErrorCode::Corrupt, events::FIL_SEALED,
                              {shown, QStringLiteral("it does not begin as a sealed file does")},
                              QStringLiteral("%1 does not begin as a sealed file does").arg(shown)));
    ENGINE_TRY_AS(const AtRestKey key, keys(head->number));
    ENGINE_TRY(addKey(ticket, *head, key));
    return ticket;
}

LedgerEntry lineOf(const FileTransferRecord& file, const QString& outcome, qint64 utcMs, const QString& by)
{
    LedgerEntry line;
    line.kind = QStringLiteral("file");
    line.stream = file.task;
    line.direction = QStringLiteral("in");
    line.sequence = static_cast<quint64>(file.run);
    line.digest = toHex(view(file.digest));
    line.outcome = outcome;
    line.plainBytes = static_cast<qint64>(file.size);
    line.utcMs = utcMs;
    line.peer = file.peerCode;
    line.name = shownPath(joinPath(file.directory, file.name));
    line.by = by;
    return line;
}

/// The directory of a file that arrived; empty: it is gone.
Result<std::optional<TreeDirectory>> directoryOf(const QString& root, const FileTransferRecord& file)
{
    ENGINE_TRY_AS(const TreeDirectory receive, TreeDirectory::openRoot(root + u'/' + file.peerCode));
    ENGINE_TRY_AS(const auto target, receive.open(view(file.targetDirectory.toUtf8())));
    return target ? target->open(file.directory) : Result<std::optional<TreeDirectory>>(std::nullopt);
}

/// How many went. `taken`: arrivals that somebody reads.
Result<qint64> cleanFetched(const QString& journalPath, const QString& root, bool isArchived, qint64 upToUtcMs,
                            const std::set<qint64>& taken, qint64 nowUtcMs)
{
    ENGINE_TRY_AS(const auto journal, Journal::open(journalPath));
    FileRecords records(*journal);
    const QString how = isArchived ? QStringLiteral("archived") : QStringLiteral("deleted");
    qint64 after = 0;
    qint64 gone = 0;
    for (;;) {
        ENGINE_TRY_AS(const auto page, records.fetchedUpTo(upToUtcMs, after, kCleanedPage));
        if (page.empty())
            return gone;
        std::vector<FileTransferRecord> cleaned;
        std::vector<LedgerEntry> lines;
        for (const FileTransferRecord& file : page) {
            after = file.id;
            if (taken.contains(file.id))
                continue;
            ENGINE_TRY_AS(const auto place, directoryOf(root + QStringLiteral("/recv"), file));
            ENGINE_TRY_AS(const auto known, records.known(file.directoryId, file.name));
            if (!place || !known)
                continue;
            ENGINE_TRY_AS(const auto now, place->look(file.name));
            if (now != FileIdentity{known->size, known->modifiedNs, known->changedNs, known->inode})
                continue; // another hand was at it: it is not ours to clean
            if (isArchived) {
                ENGINE_TRY_AS(const TreeDirectory archive,
                              TreeDirectory::openRoot(root + QStringLiteral("/recv-archive/") + file.peerCode));
                ENGINE_TRY_AS(const TreeDirectory target, archive.make(view(file.targetDirectory.toUtf8())));
                ENGINE_TRY_AS(const TreeDirectory to, target.make(file.directory));
                ENGINE_TRY(place->rename(file.name, to, file.name));
            } else {
                ENGINE_TRY(place->remove(file.name));
            }
            ENGINE_FAILPOINT("files.clean.received");
            cleaned.push_back(file);
            lines.push_back(lineOf(file, how, nowUtcMs, {}));
        }
        ENGINE_TRY(records.setCleaned(cleaned, how, nowUtcMs, lines));
        gone += static_cast<qint64>(cleaned.size());
    }
}

} // namespace

void FileService::takeArrival(const QString& place, Done<FileTicket> onDone)
{
    m_errands.run<FileTicket>(
        QStringLiteral("files.take"),
        [journalPath = m_context.journalPath, receive = QString(m_context.root + QStringLiteral("/recv")), place,
         keys = m_context.atRestKeys] { return ticketOf(journalPath, receive, place, keys); },
        [this, onDone = std::move(onDone)](Result<FileTicket> ticket) {
            if (ticket && ticket->id != 0)
                m_taken[ticket->id] = m_context.clock.monotonicNs() + kReadingAtMostNs;
            onDone(std::move(ticket));
        });
}

/// What was fetched long enough ago goes from the receive directory, by the node's policy (node.json), when it is still
/// as it arrived and nobody is reading it. Twice is as once.
void FileService::cleanReceived()
{
    const NodeConfig::ReceivedFiles& policy = m_context.received;
    const std::int64_t nowNs = m_context.clock.monotonicNs();
    if (policy.whenFetched == u"keep" || m_isCleaning || nowNs < m_nextCleaningNs)
        return;
    m_isCleaning = true;
    m_nextCleaningNs = nowNs + kCleanEveryNs;
    std::erase_if(m_taken, [nowNs](const auto& taken) { return taken.second < nowNs; });
    std::set<qint64> taken;
    for (const auto& [id, upToNs] : m_taken)
        taken.insert(id);
    m_errands.run<qint64>(
        QStringLiteral("files.clean"),
        [journalPath = m_context.journalPath, root = m_context.root, how = policy.whenFetched, taken = std::move(taken),
         now = m_context.clock.utcMs(), days = policy.afterDays] {
            return cleanFetched(journalPath, root, how == u"archive", now - days * kMsPerDay, taken, now);
        },
        [this](Result<qint64> done) {
            m_isCleaning = false;
            if (!done)
                m_context.alarms.raise(done.error(), kReceived);
            else
                m_context.alarms.clearAll(kReceived);
        });
}

Result<> FileService::noteFetched(qint64 arrival, const QString& by)
{
    ENGINE_TRY_AS(const auto found, m_records.transfer(arrival));
    if (!found || found->state != u"arrived")
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND,
                              {QStringLiteral("arrival"), QString::number(arrival)},
                              QStringLiteral("no arrival %1").arg(arrival)));
    m_taken.erase(arrival);
    if (found->fetchedUtcMs != 0)
        return {};
    const LedgerEntry line = lineOf(*found, QStringLiteral("fetched"), m_context.clock.utcMs(), by);
    return m_records.setFetched(arrival, line.utcMs, by, line);
}

Result<FileTicket> FileService::ticketToPut(const QString& task)
{
    ENGINE_TRY_AS(const FileTaskConfig* const config, configOf(task));
    FileTicket ticket;
    if (!config->isSealedAtRest())
        return ticket;
    ENGINE_TRY_AS(const AtRestKey key, m_context.atRestKeys(0));
    ENGINE_TRY_AS(const SealedFileHead head, SealedFileHead::make(key, m_context.random));
    ENGINE_TRY(addKey(ticket, head, key));
    return ticket;
}

/// To a peer that cleans only what was fetched here.
void FileService::answerFetched(const QString& peer, const Message& message)
{
    auto ask = filemsg::decodeFetchedAsk(message.payload);
    if (!ask)
        return m_context.alarms.raise(ask.error(), peer);
    const QString errand = QStringLiteral("%1 %2").arg(peer).arg(message.stream);
    if (!m_answering.insert(errand).second) // it asks one thing at a time for a run; more is not owed to anybody
        return;
    m_errands.run<filemsg::Fetched>(
        QStringLiteral("files.fetched"),
        [journalPath = m_context.journalPath, peer, ask = std::move(*ask)]() -> Result<filemsg::Fetched> {
            ENGINE_TRY_AS(const auto journal, Journal::open(journalPath));
            FileRecords records(*journal);
            ENGINE_TRY_AS(const qint64 flow, records.flow(QStringLiteral("in"), peer, ask.task));
            filemsg::Fetched answer;
            for (const filemsg::FetchedAsk::Item& item : ask.items) {
                ENGINE_TRY_AS(const bool isFetched,
                              records.isFetched(flow, ask.directory, item.name, view(item.digest)));
                answer.fetched.push_back(isFetched);
            }
            return answer;
        },
        [this, peer, errand, run = message.stream](Result<filemsg::Fetched> answer) {
            m_answering.erase(errand);
            if (answer)
                m_context.send(peer, filemsg::encode(run, *answer));
            else
                m_context.alarms.raise(answer.error(), peer);
        });
}

} // namespace busheng
