// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "app/node/node_init.h"
#include "engine/host/link_keys.h"
#include "engine/net/message_codec.h"
#include "engine/pipeline/pack/frames.h"
#include "engine/pipeline/transport/outbox.h"
#include "tests/support/hostile_peer.h"
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kProvince = QStringLiteral("340000");
const QString kMinistry = QStringLiteral("100000");
const QString kOther = QStringLiteral("330000");
const QString kName = QStringLiteral("register");
constexpr std::uint32_t kStream = 1;

} // namespace

/// Peers with good certificates that do not play by the rules, against a whole node in its own process: what they send
/// is refused with its event, the target stays as it was, an operator is told, and the honest stream goes on.
class TstMaliciousPeer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesEveryPacketThatIsNotAsItWasSealed()
    {
        TwoNodes nodes;
        std::map<std::uint64_t, Bytes> genuine;
        holdBack(nodes, genuine);
        const std::uint64_t due = genuine.begin()->first;
        const Bytes& packet = genuine.at(due);
        const auto before = nodes.targetState();
        QVERIFY_OK(before);
        for (const Bytes& bad : damaged(packet)) {
            HostilePeer peer(nodes.province().dataDirectory(), kProvince, nodes.ministryAddress());
            QVERIFY2(peer.waitSubscribes(1), qPrintable(peer.reason().toString()));
            peer.sendPacket(kStream, bad);
            const auto refusal = peer.takeRefusal();
            QVERIFY(refusal.has_value());
            QVERIFY2(refusal->event.startsWith(QStringLiteral("PKT_")) || refusal->event == events::KEY_EPOCH,
                     qPrintable(refusal->event));
        }
        QCOMPARE(*nodes.targetState(), *before);
        for (const QString& event : {events::PKT_TAMPERED, events::PKT_MALFORMED})
            QTRY_VERIFY2(wasAlarmed(nodes, event, kName), qPrintable(event));
        goesOn(nodes);
    }

    void refusesWhatIsOutOfOrderAndTakesRepeatsOnce()
    {
        TwoNodes nodes;
        std::map<std::uint64_t, Bytes> genuine;
        holdBack(nodes, genuine);
        QVERIFY2(genuine.size() >= 3, "the test needs several packets");
        const std::uint64_t due = genuine.begin()->first;
        const auto before = nodes.targetState();
        QVERIFY_OK(before);
        HostilePeer early(nodes.province().dataDirectory(), kProvince, nodes.ministryAddress());
        QVERIFY(early.waitSubscribes(1));
        early.sendPacket(kStream, genuine.at(due + 1));
        auto refusal = early.takeRefusal();
        QVERIFY(refusal.has_value());
        QCOMPARE(refusal->event, events::PKT_ORDER);
        QCOMPARE(refusal->sequence, due + 1);
        QCOMPARE(*nodes.targetState(), *before);
        QTRY_VERIFY(wasAlarmed(nodes, events::PKT_ORDER, kName));
        // After a refusal nothing is taken until the receiver has asked again, in the same session, by itself.
        early.sendPacket(kStream, genuine.at(due));
        QVERIFY(early.waitSubscribes(2));
        early.sendPacket(kStream, genuine.at(due));
        QCOMPARE(early.waitReceived(due), due);
        // Repeated: acknowledged, not applied again.
        for (int i = 0; i < 3; ++i)
            early.sendPacket(kStream, genuine.at(due));
        early.sendPacket(kStream, genuine.at(due + 1));
        QCOMPARE(early.waitReceived(due + 1), due + 1);
        QVERIFY(!early.takeRefusal(0).has_value());
        goesOn(nodes);
    }

    void refusesWhatThePeerSealedItselfButMayNotSay()
    {
        TwoNodes nodes;
        std::map<std::uint64_t, Bytes> genuine;
        holdBack(nodes, genuine);
        const std::uint64_t due = genuine.begin()->first;
        const auto real = readPacketHeader(genuine.at(due));
        QVERIFY_OK(real);
        auto keys = LinkKeys::open(systemFileSystem(), systemRandom(),
                                   nodes.province().dataDirectory() + QStringLiteral("/identity/sm2.key"),
                                   nodes.province().dataDirectory() + QStringLiteral("/keys"));
        QVERIFY_OK(keys);
        const auto key = (*keys)->outgoing(kMinistry);
        QVERIFY_OK(key);
        const auto before = nodes.targetState();
        QVERIFY_OK(before);

        PacketHeader fork = *real;
        fork.previous.fill('f');
        PacketHeader garbage = *real;
        PacketHeader counts = *real;
        counts.changes += 1;
        Bytes heartbeat;
        ByteWriter writer(heartbeat);
        Frame frame;
        frame.position = real->upTo;
        writeFrame(writer, frame);
        for (const auto& [header, body, event] : {std::tuple(fork, heartbeat, events::PKT_FORK),
                                                  std::tuple(garbage, Bytes("\xff\xff\xff\xff"), events::PKT_MALFORMED),
                                                  std::tuple(counts, heartbeat, events::PKT_MALFORMED)}) {
            BootId bootId{};
            QVERIFY_OK(systemRandom().fill(bootId));
            PacketWriter forger(*key, {kProvince, kMinistry, kStream}, bootId);
            PacketHeader sealed = header;
            Bytes packet;
            QVERIFY_OK(forger.write(sealed, body, packet));
            HostilePeer peer(nodes.province().dataDirectory(), kProvince, nodes.ministryAddress());
            QVERIFY(peer.waitSubscribes(1));
            peer.sendPacket(kStream, packet);
            const auto refusal = peer.takeRefusal();
            QVERIFY(refusal.has_value());
            QCOMPARE(refusal->event, event);
            QTRY_VERIFY2(wasAlarmed(nodes, event, kName), qPrintable(event));
        }
        QCOMPARE(*nodes.targetState(), *before);
        goesOn(nodes);
    }

    void keepsAnotherProvinceOutOfThisStream()
    {
        TwoNodes nodes;
        std::map<std::uint64_t, Bytes> genuine;
        holdBack(nodes, genuine);
        QVERIFY_OK(nodes.province().start());
        QVERIFY_OK(nodes.waitUntilInStep());
        const QString other = registerOther(nodes);
        const Bytes& packet = genuine.begin()->second;
        HostilePeer peer(other, kOther, nodes.ministryAddress());
        QVERIFY2(peer.isOpen(), qPrintable(peer.reason().toString()));
        QVERIFY(peer.waitSubscribes(1));
        // On the number of the honest stream, which is another stream when this peer says it ...
        const std::uint32_t own = peer.subscribedStream();
        const auto before = nodes.targetState();
        QVERIFY_OK(before);
        peer.sendPacket(own + 7, packet);
        auto refusal = peer.takeRefusal();
        QVERIFY(refusal.has_value());
        QCOMPARE(refusal->event, events::PKT_UNKNOWN_STREAM);
        QTRY_VERIFY(wasAlarmed(nodes, events::PKT_UNKNOWN_STREAM, kOther));
        // ... and in its own stream, where the header says who really sealed it.
        peer.sendPacket(own, packet);
        refusal = peer.takeRefusal();
        QVERIFY(refusal.has_value());
        QCOMPARE(refusal->event, events::PKT_UNKNOWN_SENDER);
        QTRY_VERIFY(wasAlarmed(nodes, events::PKT_UNKNOWN_SENDER, QStringLiteral("other")));
        QCOMPARE(rowsOf(*nodes.targetState()), rowsOf(*before));
        goesOn(nodes);
    }

    void survivesControlMessagesThatMakeNoSense()
    {
        TwoNodes nodes;
        startHonest(nodes);
        const QString other = registerOther(nodes);
        HostilePeer peer(other, kOther, nodes.ministryAddress());
        QVERIFY(peer.waitSubscribes(1));
        const std::uint32_t own = peer.subscribedStream();
        for (const Message& message : senseless(own))
            peer.send(message);
        QTRY_VERIFY(wasAlarmed(nodes, errorCodeName(ErrorCode::Protocol), kOther)); // malformed and unknown ones
        QTRY_VERIFY(wasAlarmed(nodes, events::LNK_REFUSED, kOther));                // a dataset that is not granted
        QVERIFY2(peer.isOpen(), qPrintable(peer.reason().toString()));
        goesOn(nodes);
    }

    void endsSessionsThatDoNotKeepToTheMessageFormat()
    {
        TwoNodes nodes;
        startHonest(nodes);
        const QString other = registerOther(nodes);
        const auto header = [](unsigned char type, std::uint32_t stream, std::uint32_t length) {
            Bytes bytes;
            ByteWriter writer(bytes);
            writer.fixed(type);
            writer.fixed(stream);
            writer.fixed(length);
            return bytes;
        };
        for (const Bytes& bytes : {header(99, 0, 0), header(16, 1, 0xffffffffU), header(16, 1, kLargestMessage + 1),
                                   header(16, 0, 4), header(1, 0, 10), header(2, 0, 5)}) {
            HostileWire wire(identityOf(other), kOther, nodes.ministryAddress());
            QVERIFY(wire.isGreeted());
            wire.sendBytes(bytes + Bytes(64, 'x'));
            QVERIFY2(wire.waitDisconnected(), qPrintable(toHex(bytes)));
        }
        QTRY_VERIFY(wasAlarmed(nodes, events::LNK_REFUSED, kOther) || wasAlarmed(nodes, events::LNK_DOWN, kOther));
        goesOn(nodes);
    }

    void letsNobodyInWhoIsNotRegistered()
    {
        TwoNodes nodes;
        startHonest(nodes);
        const QString stranger = nodes.path(QStringLiteral("stranger"));
        QVERIFY_OK(initializeNode({stranger, kOther, QStringLiteral("x"), QString(), nodes.authorityPath()}));
        HostilePeer unregistered(stranger, kOther, nodes.ministryAddress());
        QVERIFY(unregistered.waitOver());
        QTRY_VERIFY(wasAlarmed(nodes, events::LNK_UNKNOWN_PEER, {}));

        // The province's code under an authority that nobody here trusts.
        const QString impostor = nodes.path(QStringLiteral("impostor"));
        QVERIFY_OK(initializeNode(
            {impostor, kProvince, QStringLiteral("x"), QString(), nodes.path(QStringLiteral("authority2"))}));
        HostileWire untrusted(identityOf(impostor), kProvince, nodes.ministryAddress());
        QVERIFY(untrusted.waitDisconnected());
        QVERIFY(!untrusted.isGreeted());
        QTRY_VERIFY(wasAlarmed(nodes, events::CRT_INVALID, {}));

        // A registered certificate that says in its Hello that it is somebody else.
        const QString other = registerOther(nodes);
        HostilePeer liar(other, kProvince, nodes.ministryAddress());
        QVERIFY(liar.waitOver());
        QTRY_VERIFY(wasAlarmed(nodes, events::LNK_REFUSED, {}));
        goesOn(nodes);
    }

private:
    static void startHonest(TwoNodes& nodes)
    {
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(nodes.work(0, 3));
        QVERIFY_OK(nodes.waitUntilInStep());
    }

    /// The stream stands in the middle of its work: the province has sealed packets that the ministry has not, and is
    /// down; `genuine` are these packets. The ministry runs.
    static void holdBack(TwoNodes& nodes, std::map<std::uint64_t, Bytes>& genuine)
    {
        startHonest(nodes);
        const std::uint64_t applied = nodes.subscription()->lastSequence;
        QVERIFY_OK(nodes.ministry().stop());
        for (int i = 3; i < 6; ++i) { // apart, so that they are packets of their own
            const std::uint64_t before = sealed(nodes);
            QVERIFY_OK(nodes.work(i, 1));
            QVERIFY_OK(nodes.province().waitFor(QStringLiteral("sealed"), 20'000,
                                                [&](const NodeSnapshot&) { return sealed(nodes) > before; }));
        }
        QVERIFY_OK(nodes.province().stop());
        auto outbox = Outbox::open(systemFileSystem(),
                                   {nodes.province().dataDirectory() + QStringLiteral("/streams/out/100000-1")});
        QVERIFY_OK(outbox);
        QVERIFY_OK(nodes.ministry().start());
        QVERIFY_OK(nodes.ministry().waitFor(QStringLiteral("open"), 20'000, [&](const NodeSnapshot&) {
            return nodes.subscription() != nullptr && nodes.subscription()->lastSequence >= applied;
        }));
        for (std::uint64_t n = nodes.subscription()->lastSequence + 1; n < (*outbox)->endSequence(); ++n)
            genuine[n] = (*outbox)->read(n).value_or(Bytes());
        QVERIFY(!genuine.empty());
    }

    static std::uint64_t sealed(TwoNodes& nodes)
    {
        const auto& publications = nodes.province().latest().publications;
        return publications.empty() || publications.front().subscribers.empty()
                   ? 0
                   : publications.front().subscribers.front().lastSequence;
    }

    /// The honest stream: whatever happened, both databases hold the same rows in the end.
    static void goesOn(TwoNodes& nodes)
    {
        QVERIFY(nodes.ministry().isRunning());
        if (!nodes.province().isRunning())
            QVERIFY_OK(nodes.province().start());
        QVERIFY_OK(nodes.work(50, 3));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(nodes.countDifferentRows().value_or(999), quint64{0});
    }

    static std::vector<Bytes> damaged(const Bytes& packet)
    {
        std::vector<Bytes> all;
        const auto flip = [&](std::size_t at) {
            Bytes bad = packet;
            bad[at] = static_cast<char>(bad[at] ^ (1 << (at % 8)));
            all.push_back(bad);
        };
        for (std::size_t at = 0; at < 208; at += 5)
            flip(at);
        for (std::size_t at = 208; at < packet.size(); at += std::max<std::size_t>(1, packet.size() / 10))
            flip(at);
        for (std::size_t fromEnd = 1; fromEnd <= 16; fromEnd += 5)
            flip(packet.size() - fromEnd);
        for (const std::size_t length :
             {std::size_t{0}, std::size_t{1}, std::size_t{8}, std::size_t{100}, std::size_t{207}, std::size_t{208},
              packet.size() / 2, packet.size() - 16, packet.size() - 1})
            all.push_back(packet.substr(0, length));
        all.push_back(packet + 'x');
        return all;
    }

    static std::vector<Message> senseless(std::uint32_t own)
    {
        using namespace control;
        std::vector<Message> all;
        for (const Bytes& payload :
             {Bytes(), Bytes("\xa0"), Bytes("\xff\xff"), Bytes(1 << 20, '\x9f'), Bytes(40, '\xbf')})
            all.push_back({MessageType::Control, own, payload});
        Message unknown = encode(own, VerifyEnd{1, QString(), {}});
        unknown.payload.replace(unknown.payload.find("verify-end"), 10, "dance-home");
        all.push_back(unknown);
        const Message whole = encode(own, SourceStatus{1, 2, 3, 4, 5, 6, QString(), {}});
        for (std::size_t length = 1; length < whole.payload.size(); length += 9)
            all.push_back({MessageType::Control, own, whole.payload.substr(0, length)});
        // Whole, but not this peer's to say, or not now.
        for (const std::uint32_t stream : {std::uint32_t{0}, kStream, own, own + 7}) {
            for (const Body& body :
                 {Body(WantedStreams{}), Body(Subscribe{kName, 99, Digest{}, 99, 99, {{1, "no key"}}}),
                  Body(Subscribed{QString(), {}}), Body(Keys{9, {{9, 1, "no key"}, {10, 7, ""}}}),
                  Body(KeysHeld{9, {{9, QStringLiteral("x")}}, QString(), {}}),
                  Body(SourceStatus{~0ULL >> 1, 0, 0, 0, -1, -1, QStringLiteral("DSK_FULL"), {}}),
                  Body(VerifyRequest{1, true, 9, "key", 1, true, {}}), Body(TableCounts{1, 5, {1, 2, 3}}),
                  Body(ChunkDigests{1, {}, true, 9, "key"}), Body(RowsRequest{1, 1, {}}), Body(Rows{1, 1, {}, {"row"}}),
                  Body(VerifyEnd{1, QStringLiteral("VRF_FAILED"), {}}), Body(RepairRequest{1, {{1, "key"}}})})
                all.push_back(encode(stream, body));
            if (stream == 0)
                continue;
            all.push_back(encodeProgress(MessageType::Received, stream, {~0ULL, ~0ULL}));
            all.push_back(encodeProgress(MessageType::Applied, stream, {~0ULL, ~0ULL}));
            all.push_back(encodeRefusal(stream, {1, QStringLiteral("PKT_FORK")}));
            all.push_back({MessageType::Applied, stream, "short"});
            all.push_back({MessageType::Refused, stream, Bytes(1 << 20, '\xff')});
        }
        return all;
    }

    /// A second province with a certificate of the same authority, registered at the ministry, which subscribes to it.
    static QString registerOther(TwoNodes& nodes)
    {
        const QString directory = nodes.path(QStringLiteral("other"));
        const auto made = initializeNode({directory, kOther, QStringLiteral("浙江"), QString(), nodes.authorityPath()});
        SettingsApi& settings = nodes.ministry().engine().settings();
        const auto linked = cli::await<>([&](auto reply) {
            settings.addLink({kOther, QStringLiteral("浙江"), QString(), true}, reply);
        });
        const auto target = cli::await<>([&](auto reply) {
            settings.addTarget(
                {QStringLiteral("second"), QStringLiteral("sqlite"), nodes.path(QStringLiteral("second.sqlite"))},
                reply);
        });
        const auto subscribed = cli::await<>([&](auto reply) {
            settings.addSubscription({QStringLiteral("other"), kOther, kName, QStringLiteral("second"), false, true},
                                     reply);
        });
        for (const Result<>& done : {made, linked, target, subscribed}) {
            if (!done)
                qFatal("%s", qPrintable(done.error().toString()));
        }
        return directory;
    }

    /// `subject` empty: whoever.
    static bool wasAlarmed(TwoNodes& nodes, const QString& event, const QString& subject)
    {
        const auto alarms = cli::await<std::vector<AlarmSnapshot>>(
            [&](auto reply) { nodes.ministry().engine().flow().alarmHistory(500, reply); });
        return alarms && std::ranges::any_of(*alarms, [&](const AlarmSnapshot& alarm) {
                   return alarm.event == event && (subject.isEmpty() || alarm.subject == subject);
               });
    }

    /// Without the checkpoint, which heartbeats of the honest stream move.
    static QString rowsOf(const QString& state) { return state.section(kProvince + u'>', 0, 0); }
};

BUSHENG_TEST(TstMaliciousPeer)
#include "tst_malicious_peer.moc"
