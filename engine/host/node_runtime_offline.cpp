// SPDX-License-Identifier: GPL-3.0-or-later
// Packages of offline starts (docs/offline-start.md), and what a person says to a quality gate.
#include "engine/host/node_runtime.h"

#include "engine/base/log.h"
#include "engine/model/events.h"
#include "engine/net/tls_context.h"
#include "engine/offline/zip_entries.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <optional>

namespace busheng {
namespace {

constexpr qint64 kSmallestPart = 1 << 20;
const QString kImporting = QStringLiteral("importing");
const QString kImported = QStringLiteral("imported");

Failure wrongState(const QString& whose, const QString& is, const QString& mustBe)
{
    return fail(makeEvent(ErrorCode::Config, events::OFL_STATE, {whose, is, mustBe},
                          QStringLiteral("%1 is %2, not %3").arg(whose, is, mustBe)));
}

Failure notFound(const QString& kind, const QString& name)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {kind, name},
                          QStringLiteral("no %1 '%2'").arg(kind, name)));
}

Result<> requireDirectory(const QString& directory, bool writable)
{
    const auto bad = [&directory](const QString& why) {
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_PATH, {QStringLiteral("directory"), directory, why},
                              QStringLiteral("directory %1: %2").arg(directory, why)));
    };
    if (!QDir::isAbsolutePath(directory))
        return bad(QStringLiteral("it is not an absolute path"));
    const QFileInfo info(directory);
    if (!info.isDir())
        return bad(QStringLiteral("there is no such folder"));
    if (writable && !info.isWritable())
        return bad(QStringLiteral("it is not writable"));
    return {};
}

/// The manifest's file in `directory` for this stream; else why none of those there is.
Result<QString> manifestFor(const QString& directory, const StreamId& id)
{
    const QStringList names = QDir(directory).entryList({QStringLiteral("*.manifest.zip")}, QDir::Files, QDir::Name);
    QString why = QStringLiteral("there is no manifest of a package in it");
    std::optional<Error> unreadable;
    for (const QString& name : names) {
        const QString path = QDir(directory).filePath(name);
        const auto sealed = readManifestFile(path);
        if (!sealed) { // another one may be whole
            unreadable = sealed.error();
            continue;
        }
        if (sealed->head.stream == id)
            return path;
        const StreamId& other = sealed->head.stream;
        why = other.to != id.to       ? QStringLiteral("it is for another node")
              : other.from != id.from ? QStringLiteral("it is from another node")
                                      : QStringLiteral("it is of an earlier start, or of another subscription");
    }
    return unreadable ? Result<QString>(fail(*unreadable)) : Result<QString>(refusePackage(directory, why));
}

QByteArray importDetail(const QString& directory, const QString& manifest, const QString& by)
{
    return QJsonDocument(QJsonObject{{QLatin1String("directory"), directory},
                                     {QLatin1String("manifest"), manifest},
                                     {QLatin1String("by"), by}})
        .toJson(QJsonDocument::Compact);
}

QString textOf(const OfflineImportRecord& record, const char* key)
{
    return QJsonDocument::fromJson(record.detail).object().value(QLatin1String(key)).toString();
}

} // namespace

// ---- the node that writes -------------------------------------------------------------------------------------------

/// A peer wants the load of a new stream on media: the package's key is made, and hidden for the peer by what it has
/// just shown, so that writing it later needs no link.
Result<> NodeRuntime::beginOffline(const StreamId& id, const control::Subscribe& subscribe)
{
    ENGINE_TRY_AS(const auto kept, m_journal->offlineExport(id.to, id.number));
    if (kept) // begun before, and perhaps written: it goes with the stream that it is of
        return {};
    ENGINE_TRY_AS(const LinkKey active, m_keyLife->active(id.to));
    const QString name = packageKeyName(id.to, id.number);
    ENGINE_TRY_AS(const std::vector<LinkKey> held, m_keys->held(name, LinkKeys::Direction::Out));
    LinkKey key;
    if (held.empty()) {
        ENGINE_TRY_AS(key, m_keys->make(name, kPackageEpoch, *active.suite));
    } else {
        key = held.back();
    }
    PackageHead head;
    BootId random{};
    ENGINE_TRY(m_seams.random.fill(random));
    head.id = toHex(view(random));
    head.stream = id;
    head.suite = static_cast<std::uint8_t>(key.suite->id());
    head.createdUtcMs = m_seams.clock.utcMs();
    const auto shown = std::ranges::find(subscribe.publicKeys, head.suite, &control::PublicKey::suite);
    if (shown == subscribe.publicKeys.end())
        return fail(ErrorCode::Crypto, QStringLiteral("%1 has shown no key of the suite").arg(id.to));
    ENGINE_TRY_AS(head.wrapped, m_keys->wrapFor(id.to, key, shown->pem));
    return m_journal->saveOfflineExport(OfflineExport::newRecord(id, head));
}

Result<std::unique_ptr<OfflineExport>> NodeRuntime::offlineExport(const OutStreamRecord& record)
{
    ENGINE_TRY_AS(const auto kept, m_journal->offlineExport(record.peerCode, record.number));
    if (!kept)
        return std::unique_ptr<OfflineExport>();
    ENGINE_TRY_AS(const std::vector<LinkKey> keys,
                  m_keys->held(packageKeyName(record.peerCode, record.number), LinkKeys::Direction::Out));
    if (keys.empty() && kept->state != u"complete")
        return fail(ErrorCode::Crypto, QStringLiteral("the key of the package for %1 is gone").arg(record.peerCode));
    const auto sign = [files = m_identityFiles](BytesView text) -> Result<PackageSignature> {
        ENGINE_TRY_AS(const auto identity, TlsContext::create(files));
        ENGINE_TRY_AS(Bytes signature, identity->sm2().sign(text));
        return PackageSignature{std::move(signature), identity->sm2().chain()};
    };
    return OfflineExport::open({m_seams.fileSystem, m_seams.random, m_directory->journal(),
                                StreamId{m_config.code, record.peerCode, record.number}, record.dataset, *kept,
                                keys.empty() ? LinkKey() : keys.back(), sign});
}

Result<> NodeRuntime::exportPackage(const QString& stream, const OfflineExport::Order& order)
{
    for (const auto& [key, record] : m_outRecords) {
        if (StreamId{m_config.code, key.first, key.second}.name() != stream)
            continue;
        ENGINE_TRY_AS(const auto kept, m_journal->offlineExport(key.first, key.second));
        if (!kept)
            return wrongState(stream, QStringLiteral("started over the link"), QStringLiteral("waiting"));
        ENGINE_TRY(requireMayFlow(record));
        const auto running = m_outStreams.find(key);
        const auto status = running == m_outStreams.end() ? std::nullopt : running->second->offlineStatus();
        if (kept->state == u"complete" || (status && status->state == u"exporting"))
            return wrongState(stream, kept->state, QStringLiteral("waiting"));
        ENGINE_TRY(requireDirectory(order.directory, true));
        if (order.partBytes < kSmallestPart)
            return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                                  {stream, QStringLiteral("partBytes"), QString::number(order.partBytes),
                                   QStringLiteral("at least 1 MiB")},
                                  QStringLiteral("the parts are too small")));
        ENGINE_TRY(requireRoom(m_seams.fileSystem, order.directory, static_cast<qint64>(kPackageChunkBytes)));
        ENGINE_TRY_AS(const OfflineExportRecord ordered, OfflineExport::ordered(*kept, order));
        ENGINE_TRY(m_journal->saveOfflineExport(ordered));
        const StreamKey which = key;
        reopenOutStreams({which});
        return {};
    }
    return notFound(QStringLiteral("stream"), stream);
}

Result<> NodeRuntime::cancelExport(const QString& stream)
{
    for (const auto& [key, record] : m_outRecords) {
        if (StreamId{m_config.code, key.first, key.second}.name() != stream)
            continue;
        const StreamKey which = key;
        // The stream first: it may be about to say that a part, or all of it, is whole.
        const auto running = m_outStreams.find(which);
        const auto state = running == m_outStreams.end() || !running->second->offlineStatus()
                               ? QString()
                               : running->second->offlineStatus()->state;
        if (state != u"exporting" && state != u"failed")
            return wrongState(stream, state, QStringLiteral("exporting"));
        m_outStreams.erase(running);
        ENGINE_TRY_AS(const auto kept, m_journal->offlineExport(which.first, which.second));
        if (kept && kept->state != u"complete") {
            ENGINE_TRY_AS(const OfflineExportRecord waiting, OfflineExport::ordered(*kept, std::nullopt));
            ENGINE_TRY(m_journal->saveOfflineExport(waiting));
        }
        reopenOutStreams({which});
        return {};
    }
    return notFound(QStringLiteral("stream"), stream);
}

/// The receiver stands where the package ends, and says the digest of its last packet: what is sent from here on joins
/// it without a gap.
void NodeRuntime::noteJoined(const StreamId& id, const Packer::Start& joint)
{
    if (!m_joined.insert({id.to, id.number}).second)
        return;
    LedgerEntry entry;
    entry.kind = QStringLiteral("package");
    entry.stream = id.name();
    entry.peer = id.to;
    entry.direction = QStringLiteral("out");
    entry.sequence = joint.lastSequence;
    entry.digest = toHex(view(joint.lastDigest));
    entry.upToPosition = joint.position.order;
    entry.outcome = QStringLiteral("continued");
    if (auto noted = m_evidence->note(entry); !noted)
        m_alarms->raise(noted.error(), id.name());
}

// ---- the node that reads --------------------------------------------------------------------------------------------

Result<PackageManifest> NodeRuntime::judgePackage(const SealedManifest& sealed, const SubscriptionConfig& config,
                                                  const QString& file, LinkKey& key)
{
    ENGINE_TRY_AS(const auto identity, TlsContext::create(m_identityFiles));
    const Sm2Identity::Judgement how{identity->revocationLists(), m_seams.clock.utcMs(), identity->listGraceMs(), file};
    ENGINE_TRY_AS(const Sm2Peer signer, identity->sm2().judge(sealed.chain, how));
    if (signer.code != config.peerCode)
        return refusePackage(file, QStringLiteral("it was signed by another node"));
    if (!identity->sm2().verify(signer, signedPackageText(sealed.headBytes, sealed.sealed), sealed.signature))
        return refusePackage(file, QStringLiteral("it was changed or damaged"));
    const CipherSuite* const suite = suiteOf(static_cast<SuiteId>(sealed.head.suite));
    auto accepted = m_keys->accept(packageKeyName(config.peerCode, sealed.head.stream.number), kPackageEpoch,
                                   sealed.head.wrapped, *suite);
    if (!accepted)
        return refusePackage(file, accepted.error().event == events::KEY_EPOCH
                                       ? QStringLiteral("another package of this start was read already")
                                       : QStringLiteral("its key was hidden for another node"));
    key = *accepted;
    ENGINE_TRY_AS(PackageManifest manifest, openManifest(sealed, key, file));
    if (manifest.dataset != config.dataset)
        return refusePackage(file, QStringLiteral("it is of another dataset"));
    return manifest;
}

Result<> NodeRuntime::importPackage(const QString& subscription, const QString& directory, const QString& by)
{
    const auto config = std::ranges::find(m_configuration.subscriptions, subscription, &SubscriptionConfig::name);
    ENGINE_TRY_AS(InStream* const stream, subscribed(subscription));
    if (config == m_configuration.subscriptions.end() || !config->offlineStart)
        return wrongState(subscription, QStringLiteral("started over the link"), QStringLiteral("waiting"));
    ENGINE_TRY(requireDirectory(directory, false));
    const StreamId& id = stream->id();
    ENGINE_TRY_AS(const auto known, m_journal->offlineImport(id.number));
    if (known && known->state == kImported)
        return wrongState(subscription, kImported, QStringLiteral("waiting"));
    auto found = manifestFor(directory, id);
    if (!found && known) // a further medium: the manifest was on the first
        found = textOf(*known, "manifest");
    if (!found)
        return fail(found.error());
    ENGINE_TRY_AS(const SealedManifest sealed, readManifestFile(*found));
    LinkKey key;
    ENGINE_TRY_AS(const PackageManifest manifest, judgePackage(sealed, *config, *found, key));
    const InStream::Status status = stream->status();
    if (status.receivedSequence >= manifest.lastSequence)
        return wrongState(subscription, kImported, QStringLiteral("waiting"));

    const QString keptIn = m_directory->path() + QStringLiteral("/packages");
    ENGINE_TRY(m_seams.fileSystem.makeDirectories(keptIn));
    const QString kept = keptIn + u'/' + manifestFileName(sealed.head);
    ENGINE_TRY(writeManifestFile(m_seams.fileSystem, kept, sealed));
    ENGINE_TRY(m_journal->saveOfflineImport({id.number, kImporting, importDetail(directory, kept, by)}));
    stream->importPackage(std::make_shared<OfflineImport>(manifest, directory), key);
    Q_EMIT changed();
    return {};
}

/// Goes on with what was being read when the node ended.
Result<> NodeRuntime::restoreImport(const SubscriptionConfig& config, const StreamId& id, InStream& stream)
{
    if (!config.offlineStart)
        return {};
    ENGINE_TRY_AS(const auto known, m_journal->offlineImport(id.number));
    if (!known || known->state != kImporting)
        return {};
    const QString file = textOf(*known, "manifest");
    LinkKey key;
    auto manifest = [&]() -> Result<PackageManifest> {
        ENGINE_TRY_AS(const SealedManifest sealed, readManifestFile(file));
        return judgePackage(sealed, config, file, key);
    }();
    if (!manifest) {
        m_alarms->raise(manifest.error(), config.name); // a person reads it again; what was read stays
        return {};
    }
    stream.importPackage(std::make_shared<OfflineImport>(*manifest, textOf(*known, "directory")), key);
    return {};
}

Result<> NodeRuntime::cancelImport(const QString& subscription)
{
    ENGINE_TRY_AS(InStream* const stream, subscribed(subscription));
    ENGINE_TRY_AS(const auto known, m_journal->offlineImport(stream->id().number));
    if (!known || known->state != kImporting)
        return wrongState(subscription, known ? known->state : QStringLiteral("waiting"), kImporting);
    stream->cancelImport();
    ENGINE_TRY(m_journal->saveOfflineImport({known->number, QStringLiteral("cancelled"), known->detail}));
    m_alarms->clearAll(subscription);
    Q_EMIT changed();
    return {};
}

void NodeRuntime::noteImported(const StreamId& id, const PackageManifest& package)
{
    const auto noted = [&]() -> Result<> {
        ENGINE_TRY_AS(const auto known, m_journal->offlineImport(id.number));
        LedgerEntry entry;
        entry.kind = QStringLiteral("package");
        entry.stream = id.name();
        entry.peer = id.from;
        entry.direction = QStringLiteral("in");
        entry.sequence = package.lastSequence;
        entry.digest = toHex(view(package.lastDigest));
        entry.upToPosition = package.position;
        entry.name = package.id;
        entry.outcome = kImported;
        entry.by = known ? textOf(*known, "by") : QString();
        ENGINE_TRY(m_evidence->note(entry));
        if (known)
            ENGINE_TRY(m_journal->saveOfflineImport({id.number, kImported, known->detail}));
        return {};
    }();
    if (!noted)
        m_alarms->raise(noted.error(), id.name());
    Q_EMIT changed();
}

/// A package's key is needed until its last packet is applied; an outbox behind it holds none of them.
void NodeRuntime::wipePackageKeys()
{
    const auto wipe = [this](const QString& peer, std::uint32_t number, LinkKeys::Direction direction) {
        const QString name = packageKeyName(peer, number);
        // By direction: two nodes that start each other's streams on media use the same name for both.
        const QString once =
            (direction == LinkKeys::Direction::Out ? QStringLiteral("out ") : QStringLiteral("in ")) + name;
        if (m_wipedPackageKeys.contains(once))
            return;
        if (auto wiped = m_keys->wipe(name, direction, kPackageEpoch); !wiped)
            return m_alarms->raise(wiped.error(), name);
        m_wipedPackageKeys.insert(once);
    };
    for (const auto& [key, stream] : m_outStreams) {
        const auto status = stream->offlineStatus();
        if (status && status->state == u"complete" && stream->status().appliedSequence >= status->packets)
            wipe(key.first, key.second, LinkKeys::Direction::Out);
    }
    for (const auto& [name, stream] : m_inStreams) {
        const InStream::Status status = stream->status();
        if (m_runningAs[name].offlineStart && !status.import && status.checkpoint.sequence > 0 &&
            status.checkpoint.state != SubscriptionState::Initializing && status.checkpoint.changesApplied > 0)
            wipe(stream->id().from, stream->id().number, LinkKeys::Direction::In);
    }
}

// ---- quality gates --------------------------------------------------------------------------------------------------

Result<GateReport> NodeRuntime::gateReport(const QString& subscription)
{
    ENGINE_TRY_AS(InStream* const stream, subscribed(subscription));
    const InStream::Status status = stream->status();
    if (status.gate)
        return *status.gate;
    ENGINE_TRY_AS(const auto kept, m_journal->gateReport(stream->id().name(), status.checkpoint.generation));
    if (kept)
        return *kept;
    return wrongState(subscription, QStringLiteral("not asked"), QStringLiteral("asked"));
}

std::function<void(Result<GateReport>)> NodeRuntime::gateDone(std::function<void(Result<GateReport>)> onDone)
{
    return [this, onDone = std::move(onDone)](const Result<GateReport>& report) {
        post([this, onDone, report] {
            if (report)
                noteGate(*report);
            onDone(report);
        });
    };
}

void NodeRuntime::noteGate(const GateReport& report)
{
    LedgerEntry entry;
    entry.kind = QStringLiteral("gate");
    entry.stream = report.stream;
    entry.direction = QStringLiteral("in");
    entry.sequence = report.sequence;
    entry.digest = report.digest;
    entry.upToPosition = report.position;
    entry.outcome = report.state;
    entry.name = report.reason;
    entry.by = report.by;
    if (auto noted = m_evidence->note(entry); !noted)
        m_alarms->raise(noted.error(), report.subscription);
    Q_EMIT changed();
}

void NodeRuntime::decideGate(const QString& subscription, const GateDecision& decision,
                             std::function<void(Result<GateReport>)> onDone)
{
    const auto stream = subscribed(subscription);
    if (!stream)
        return onDone(fail(stream.error()));
    (*stream)->decideGate(decision, gateDone(std::move(onDone)));
}

void NodeRuntime::askGateAgain(const QString& subscription, std::function<void(Result<GateReport>)> onDone)
{
    const auto stream = subscribed(subscription);
    if (!stream)
        return onDone(fail(stream.error()));
    (*stream)->askGateAgain(gateDone(std::move(onDone)));
}

} // namespace busheng
