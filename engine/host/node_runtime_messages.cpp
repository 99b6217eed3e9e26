// SPDX-License-Identifier: GPL-3.0-or-later
// What peers say, and who is told.
#include "engine/host/node_runtime.h"

#include "engine/base/log.h"
#include "engine/files/file_messages.h"
#include "engine/host/tuning.h"
#include "engine/model/events.h"
#include "engine/model/row_filter.h"
#include "engine/net/peer_address.h"

namespace busheng {

void NodeRuntime::onOpened(const PeerInfo& peer)
{
    LinkState& state = m_linkStates[peer.code];
    state.peer = peer;
    m_keys->setPeerEncryption(peer.code, peer.encryptionKey);
    noteFence(peer);
    state.sinceUtcMs = m_seams.clock.utcMs();
    state.lastError.reset();
    m_alarms->clearAll(peer.code);
    m_alarms->clearAll(hostPart(peer.address)); // what was refused from there before
    showLine(peer);
    qCInfo(logHost).noquote() << "link with" << peer.code << "is up:" << peer.certificateSubject << peer.tlsVersion
                              << peer.suite;
    subscribeAll(peer.code);
    m_exchange->onOpened(peer.code);
    m_verifications->onLink(peer.code, true);
    m_files->onOpened(peer.code);
    Q_EMIT changed();
}

void NodeRuntime::onClosed(const QString& peer, const Error& why)
{
    if (const auto state = m_linkStates.find(peer); state != m_linkStates.end()) {
        state->second.peer.reset();
        state->second.lastError = why;
        // The reason alone where the session gives it: the rest of its detail says who, which the text says anyway.
        const QString reason = why.event == events::LNK_DOWN ? why.args.value(1, why.detail) : why.detail;
        m_alarms->raise(makeEvent(why.code, events::LNK_DOWN, {peer, reason}, why.toString()), peer);
        noteFenced(peer, why);
        if (why.code == ErrorCode::Tls && why.event != events::LNK_DOWN)
            m_alarms->raise(why, peer); // its certificate: that is more than a broken line
    }
    for (auto& [key, stream] : m_outStreams) {
        if (key.first == peer)
            stream->onSessionClosed();
    }
    for (auto& [name, stream] : m_inStreams) {
        if (stream->id().from == peer)
            stream->onSessionClosed();
    }
    std::erase_if(m_held, [&](const auto& item) { return item.first.first == peer; });
    for (auto& [key, verification] : m_sourceVerifications) {
        if (key.first == peer)
            verification->end();
    }
    m_verifications->onLink(peer, false);
    m_files->onClosed(peer);
    m_desks->onClosed(peer);
    Q_EMIT changed();
}

void NodeRuntime::onCredentials(const std::vector<Credential>& credentials)
{
    m_credentials->replace(credentials);
    Q_EMIT changed();
}

void NodeRuntime::onCredentialsRefused(const Error& why)
{
    m_credentials->refused(why);
    Q_EMIT changed();
}

bool NodeRuntime::mayPass(const QString& peer, LinkRight right) const
{
    const auto link = std::ranges::find(m_configuration.links, peer, &LinkConfig::peerCode);
    return link != m_configuration.links.end() && link->may(right);
}

namespace {

Error noRight(const QString& peer, LinkRight right)
{
    return makeEvent(ErrorCode::Auth, events::LNK_NO_RIGHT, {peer, linkRightText(right)},
                     QStringLiteral("%1 asked for what its link does not allow").arg(peer));
}

} // namespace

QStringList noRightThere(const QString& ownCode, LinkRight right)
{
    return {ownCode, linkRightText(right == LinkRight::GiveTables ? LinkRight::TakeTables : LinkRight::SendFiles)};
}

/// Whatever starts a stream asks this: what is held comes back with a restart or a reopened file only when it may.
/// Fails: Config CFG_NOT_FOUND, Auth LNK_NO_RIGHT, EXC_NO_APPROVAL.
Result<> NodeRuntime::requireMayFlow(const OutStreamRecord& record) const
{
    const auto dataset = std::ranges::find(m_configuration.datasets, record.dataset, &DatasetConfig::name);
    if (dataset == m_configuration.datasets.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("dataset"), record.dataset},
                              QStringLiteral("no dataset '%1'").arg(record.dataset)));
    if (!mayPass(record.peerCode, LinkRight::GiveTables))
        return fail(noRight(record.peerCode, LinkRight::GiveTables));
    return requireApproved(record.peerCode, *dataset, record.shape);
}

/// One that may not flow is held, and its peer told, who asks again; anything else is an alarm of `subject`.
void NodeRuntime::noteNotStarted(const StreamKey& key, const Error& why, const QString& subject)
{
    const bool isUnapproved = why.event == events::EXC_NO_APPROVAL;
    if (!isUnapproved && why.event != events::LNK_NO_RIGHT)
        return m_alarms->raise(why, subject);
    m_alarms->raise(why, isUnapproved ? StreamId{m_config.code, key.first, key.second}.name() : key.first);
    const QStringList args = isUnapproved ? why.args : noRightThere(m_config.code, LinkRight::GiveTables);
    m_links->send(key.first, control::encode(key.second, control::Subscribed{why.event, args}));
}

/// It keeps its place; nothing of it goes out until the peer may have it and asks again.
void NodeRuntime::holdOutStream(const StreamKey& key, const QString& event, const QStringList& args)
{
    if (m_outStreams.erase(key) == 0)
        return;
    for (auto& [asked, verification] : m_sourceVerifications) {
        if (asked.first == key.first)
            verification->end(); // it would go on answering with rows
    }
    m_links->send(key.first, control::encode(key.second, control::Subscribed{event, args}));
}

void NodeRuntime::onDelivered(const Delivery& delivery)
{
    const Message& message = delivery.message;
    if (message.type == MessageType::FileOpen && !mayPass(delivery.peer, LinkRight::TakeFiles)) {
        const Error why = noRight(delivery.peer, LinkRight::TakeFiles);
        m_alarms->raise(why, delivery.peer);
        m_links->send(
            delivery.peer,
            filemsg::encode(message.stream,
                            filemsg::Ready{why.event, noRightThere(m_config.code, LinkRight::TakeFiles), {}}));
        return;
    }
    if (message.type == MessageType::FileOpen)
        m_alarms->clear(events::LNK_NO_RIGHT, delivery.peer);
    if (message.type >= MessageType::FileOpen) {
        m_files->onMessage(delivery.peer, delivery.bulk, delivery.hold);
        return;
    }
    const auto refuse = [&](const Error& why) { m_alarms->raise(why, delivery.peer); };
    const StreamKey key{delivery.peer, message.stream};
    const auto out = m_outStreams.find(key);
    switch (message.type) {
    case MessageType::Packet:
        onPacket(delivery);
        break;
    case MessageType::Begin:
        if (InStream* in = inStream(delivery.peer, message.stream))
            in->onBegin();
        break;
    case MessageType::Received:
    case MessageType::Applied: {
        const auto progress = control::decodeProgress(message);
        if (!progress)
            return refuse(progress.error());
        if (out == m_outStreams.end())
            return;
        if (message.type == MessageType::Received)
            out->second->onReceived(*progress);
        else
            out->second->onApplied(*progress);
        break;
    }
    case MessageType::Refused: {
        const auto refusal = control::decodeRefusal(message);
        if (!refusal)
            return refuse(refusal.error());
        if (out != m_outStreams.end())
            out->second->onRefused(*refusal);
        break;
    }
    case MessageType::Control: {
        const auto body = control::decode(message);
        if (!body)
            return refuse(body.error());
        onControl(delivery.peer, message.stream, *body);
        break;
    }
    default:
        refuse(
            makeError(ErrorCode::Protocol, QStringLiteral("a message of type %1").arg(static_cast<int>(message.type))));
    }
}

InStream* NodeRuntime::inStream(const QString& peer, std::uint32_t number)
{
    for (const auto& [name, stream] : m_inStreams) {
        if (stream->id().from == peer && stream->id().number == number)
            return stream.get();
    }
    return nullptr;
}

void NodeRuntime::onPacket(const Delivery& delivery)
{
    const StreamKey key{delivery.peer, delivery.message.stream};
    InStream* stream = inStream(key.first, key.second);
    if (stream == nullptr) {
        const QString name = StreamId{key.first, m_config.code, key.second}.name();
        m_alarms->raise(makeEvent(ErrorCode::Protocol, events::PKT_UNKNOWN_STREAM, {name},
                                  QStringLiteral("a packet of a stream that is not subscribed")),
                        delivery.peer);
        m_links->send(delivery.peer, control::encodeRefusal(key.second, {0, events::PKT_UNKNOWN_STREAM}));
        return;
    }
    const auto held = m_held.find(key);
    if (held != m_held.end() || !stream->offer(delivery.message.payload))
        m_held[key].push_back(delivery);
}

void NodeRuntime::offerHeld(const StreamKey& key)
{
    const auto held = m_held.find(key);
    InStream* stream = inStream(key.first, key.second);
    if (held == m_held.end() || stream == nullptr)
        return;
    while (!held->second.empty() && stream->offer(held->second.front().message.payload))
        held->second.pop_front();
    if (held->second.empty())
        m_held.erase(held);
}

void NodeRuntime::subscribeAll(const QString& peer)
{
    control::WantedStreams wanted;
    for (const SubscriptionConfig& config : m_configuration.subscriptions) {
        if (config.peerCode != peer)
            continue;
        if (const auto number = m_streamNumbers.find(config.name); number != m_streamNumbers.end())
            wanted.numbers.push_back(number->second);
        subscribeOne(config.name);
    }
    m_links->send(peer, control::encode(0, wanted));
}

void NodeRuntime::subscribeOne(const QString& subscription)
{
    const auto config = std::ranges::find(m_configuration.subscriptions, subscription, &SubscriptionConfig::name);
    const auto stream = m_inStreams.find(subscription);
    if (config == m_configuration.subscriptions.end() || stream == m_inStreams.end())
        return;
    const auto link = m_linkStates.find(config->peerCode);
    std::optional<control::Subscribe> subscribe = stream->second->subscription();
    if (!subscribe || link == m_linkStates.end() || !link->second.peer)
        return;
    auto publicKeys = m_keyLife->ownKeys(config->peerCode);
    if (!publicKeys)
        return m_alarms->raise(publicKeys.error(), subscription);
    subscribe->dataset = config->dataset;
    subscribe->shape = sourceShape(config->mappings);
    subscribe->offline = config->offlineStart;
    subscribe->publicKeys = std::move(*publicKeys);
    const StreamId& id = stream->second->id();
    m_held.erase({id.from, id.number});
    stream->second->onAsked();
    m_links->send(config->peerCode, control::encode(id.number, *subscribe));
}

void NodeRuntime::onControl(const QString& peer, std::uint32_t stream, const control::Body& body)
{
    const auto sourceSide = [&](std::uint64_t id) -> SourceVerification* {
        const auto found = m_sourceVerifications.find({peer, id});
        return found == m_sourceVerifications.end() ? nullptr : found->second.get();
    };
    if (m_verifications->onControl(peer, stream, body) || onExchange(peer, body) || m_desks->onControl(peer, body))
        return;
    if (const auto* wanted = std::get_if<control::WantedStreams>(&body)) {
        onWantedStreams(peer, *wanted);
    } else if (const auto* subscribe = std::get_if<control::Subscribe>(&body)) {
        onSubscribe(peer, stream, *subscribe);
    } else if (const auto* keys = std::get_if<control::Keys>(&body)) {
        onKeys(peer, *keys);
    } else if (const auto* held = std::get_if<control::KeysHeld>(&body)) {
        onKeysHeld(peer, *held);
    } else if (const auto* statement = std::get_if<control::Statement>(&body)) {
        onStatement(peer, stream, *statement);
    } else if (const auto* subscribed = std::get_if<control::Subscribed>(&body)) {
        onSubscribed(peer, stream, *subscribed);
    } else if (const auto* status = std::get_if<control::SourceStatus>(&body)) {
        if (InStream* in = inStream(peer, stream))
            in->onSourceStatus(*status);
    } else if (const auto* verify = std::get_if<control::VerifyRequest>(&body)) {
        onVerifyRequest(peer, stream, *verify);
    } else if (const auto* repair = std::get_if<control::RepairRequest>(&body)) {
        onRepairRequest(peer, stream, *repair);
    } else if (const auto* reload = std::get_if<control::ReloadTable>(&body)) {
        if (const auto out = m_outStreams.find({peer, stream}); out != m_outStreams.end())
            out->second->publication()->requestTableLoad(reload->table);
    } else if (const auto* rowsRequest = std::get_if<control::RowsRequest>(&body)) {
        if (SourceVerification* side = sourceSide(rowsRequest->id))
            side->onRowsRequest(*rowsRequest);
    } else if (const auto* end = std::get_if<control::VerifyEnd>(&body)) {
        if (SourceVerification* side = sourceSide(end->id))
            side->end();
        std::erase_if(m_sourceVerifications, [](const auto& item) { return item.second->isFinished(); });
    }
}

/// What a peer wants of a dataset, as far as it can be judged at once: the stream itself says the rest, when it knows
/// the structure.
Result<> NodeRuntime::checkShape(const StreamId& id, const control::Subscribe& subscribe) const
{
    const auto refused = [&id](const QString& table, const QString& why) {
        return fail(makeEvent(ErrorCode::Config, events::MAP_REFUSED, {id.name(), table, why},
                              QStringLiteral("stream %1, table %2: %3").arg(id.name(), table, why)));
    };
    const auto known = m_outRecords.find({id.to, id.number});
    if (known != m_outRecords.end() && known->second.shape != encodeMappings(subscribe.shape))
        return fail(makeEvent(ErrorCode::Protocol, events::LNK_FORK, {id.name()},
                              QStringLiteral("the stream carries another part of the dataset")));
    for (const TableMapping& mapping : subscribe.shape) {
        if (mapping.filter.isEmpty())
            continue;
        if (const auto filter = parseRowFilter(mapping.filter); !filter)
            return refused(mapping.table, filter.error().detail);
        // The database would compare the bytes, and we what they mean.
        const auto dataset = std::ranges::find(m_configuration.datasets, subscribe.dataset, &DatasetConfig::name);
        if (dataset != m_configuration.datasets.end() && !dataset->readAs.isEmpty())
            return refused(mapping.table, QStringLiteral("its texts are read in another encoding, so no filter"));
    }
    const auto publication = m_publications.find(subscribe.dataset);
    const auto schema = publication == m_publications.end() ? std::nullopt : publication->second->schema();
    if (schema && known == m_outRecords.end())
        ENGINE_TRY(DatasetProjection::of(id.name(), subscribe.shape, *schema));
    return {};
}

void NodeRuntime::onSubscribe(const QString& peer, std::uint32_t stream, const control::Subscribe& subscribe)
{
    const StreamKey key{peer, stream};
    auto accepted = [&]() -> Result<control::Subscribed> {
        const auto dataset = std::ranges::find(m_configuration.datasets, subscribe.dataset, &DatasetConfig::name);
        // Whether a dataset exists is nobody's business who may not have it.
        if (dataset == m_configuration.datasets.end() ||
            (!dataset->onApplication && !dataset->grantedTo.contains(peer)))
            return fail(
                makeEvent(ErrorCode::Auth, events::LNK_REFUSED,
                          {peer, QStringLiteral("the dataset '%1' is not granted to %2").arg(subscribe.dataset, peer)},
                          QStringLiteral("%1 asked for dataset '%2'").arg(peer, subscribe.dataset)));
        if (!mayPass(peer, LinkRight::GiveTables))
            return fail(noRight(peer, LinkRight::GiveTables));
        const auto known = m_outRecords.find(key);
        if (known != m_outRecords.end() && known->second.dataset != subscribe.dataset)
            return fail(makeEvent(ErrorCode::Protocol, events::LNK_FORK, {StreamId{m_config.code, peer, stream}.name()},
                                  QStringLiteral("the stream carries another dataset")));
        ENGINE_TRY(requireApproved(peer, *dataset, encodeMappings(subscribe.shape)));
        ENGINE_TRY(checkShape(StreamId{m_config.code, peer, stream}, subscribe));
        ENGINE_TRY(m_keyLife->setPeer(peer, subscribe.publicKeys));
        if (known == m_outRecords.end()) {
            const OutStreamRecord record{peer, stream, subscribe.dataset, 1, encodeMappings(subscribe.shape)};
            if (subscribe.offline) // first: a stream without it would start over the link
                ENGINE_TRY(beginOffline(StreamId{m_config.code, peer, stream}, subscribe));
            ENGINE_TRY(m_journal->saveOutStream(record));
            ENGINE_TRY(startOutStream(record));
        } else if (!m_outStreams.contains(key)) {
            ENGINE_TRY(startOutStream(known->second));
        }
        return control::Subscribed{};
    }();
    if (!accepted) {
        const bool isUnapproved = accepted.error().event == events::EXC_NO_APPROVAL;
        m_alarms->raise(accepted.error(), isUnapproved ? StreamId{m_config.code, peer, stream}.name() : peer);
        const Error& why = accepted.error();
        const QString event = why.event.isEmpty() ? errorCodeName(why.code) : why.event;
        const QStringList args =
            event == events::LNK_NO_RIGHT ? noRightThere(m_config.code, LinkRight::GiveTables) : why.args;
        m_links->send(peer, control::encode(stream, control::Subscribed{event, args}));
        return;
    }
    m_alarms->clear(events::LNK_NO_RIGHT, peer);
    m_alarms->clear(events::EXC_NO_APPROVAL, StreamId{m_config.code, peer, stream}.name());
    sendKeys(peer); // before any packet
    m_links->send(peer, control::encode(stream, *accepted));
    m_outStreams.at(key)->onSubscribe(subscribe);
    repeatStatement(m_outStreams.at(key)->id(), peer);
    Q_EMIT changed();
}

void NodeRuntime::onSubscribed(const QString& peer, std::uint32_t stream, const control::Subscribed& subscribed)
{
    InStream* in = inStream(peer, stream);
    if (in == nullptr)
        return;
    const QString name = in->id().name();
    if (!subscribed.event.isEmpty()) {
        m_alarms->raise(makeEvent(ErrorCode::Auth, subscribed.event, subscribed.args,
                                  QStringLiteral("%1 did not accept the subscription").arg(peer)),
                        name);
        // What it lacks may be given any time, and nobody tells us.
        QTimer::singleShot(tuning::kAskAgainMs, this, [this, peer, stream] {
            for (const auto& [subscription, asking] : m_inStreams) {
                if (asking->id().from == peer && asking->id().number == stream)
                    return subscribeOne(subscription);
            }
        });
        return;
    }
    m_alarms->clearAll(name);
    repeatStatement(in->id(), peer);
}

void NodeRuntime::onWantedStreams(const QString& peer, const control::WantedStreams& wanted)
{
    std::vector<StreamKey> unwanted;
    for (const auto& [key, record] : m_outRecords) {
        if (key.first == peer && std::ranges::find(wanted.numbers, key.second) == wanted.numbers.end())
            unwanted.push_back(key);
    }
    for (const StreamKey& key : unwanted)
        dropOutStream(key);
    // What was refused and is asked for no more has no stream here that could take its alarm away.
    for (const Alarm& alarm : std::vector<Alarm>(m_alarms->standing())) {
        const auto isOf = [&](std::uint32_t number) {
            return alarm.subject == StreamId{m_config.code, peer, number}.name();
        };
        if (alarm.event == events::EXC_NO_APPROVAL && std::ranges::none_of(wanted.numbers, isOf) &&
            alarm.subject.startsWith(StreamId{m_config.code, peer, 0}.name().chopped(1)))
            m_alarms->clear(alarm.event, alarm.subject);
    }
}

} // namespace busheng
