// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "engine/localapi/local_api_path.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "tests/unit/localapi/served_engine.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QSignalSpy>

#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace busheng {

using namespace test;

namespace {

const DatabaseConfig kDatabase{QStringLiteral("库"), QStringLiteral("sqlite"), QStringLiteral("/数据/x.db")};
const DatasetConfig kDataset{QStringLiteral("区划"),
                             QStringLiteral("库"),
                             Route::FullCopy,
                             {QStringLiteral("t1"), QStringLiteral("t2")},
                             {QStringLiteral("000000")}};
const LinkConfig kLink{QStringLiteral("340000"), QStringLiteral("安徽"), QStringLiteral("h:1"), false};
const SubscriptionConfig kSubscription{
    QStringLiteral("s"), QStringLiteral("340000"), QStringLiteral("d"), QStringLiteral("t"), true, true};

/// Counts how often a reply came and keeps the last.
template <typename T = void>
struct Received {
    Reply<T> reply()
    {
        return [this](Result<T> value) {
            ++count;
            result.emplace(std::move(value));
        };
    }
    bool isOk() const { return result && result->has_value(); }
    QString event() const { return result && !result->has_value() ? result->error().event : QString(); }

    int count = 0;
    std::optional<Result<T>> result;
};

/// A socket file with nobody behind it, as a killed node leaves it.
bool leaveStaleSocket(const QString& path)
{
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray name = QFile::encodeName(path);
    std::memcpy(address.sun_path, name.constData(), static_cast<std::size_t>(name.size()));
    const bool bound = ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    ::close(descriptor);
    return bound;
}

} // namespace

class TstRemoteEngine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_served = std::make_unique<ServedEngine>();
        QVERIFY_OK(m_served->listen());
        auto attached = m_served->attach();
        QVERIFY_OK(attached);
        m_remote = std::move(*attached);
    }

    void cleanup()
    {
        m_remote.reset();
        m_served.reset();
    }

    void saysThatNoNodeRuns()
    {
        const QTemporaryDir empty;
        const auto attached = RemoteEngine::attach(empty.path());
        QVERIFY(!attached);
        QCOMPARE(attached.error().event, events::AGT_NOT_RUNNING);
        QCOMPARE(attached.error().args, QStringList{empty.path()});
    }

    void replacesWhatAKilledNodeLeft()
    {
        ServedEngine later;
        QVERIFY(leaveStaleSocket(localApiPath(later.directory.path())));
        const auto attached = later.attach();
        QVERIFY(!attached);
        QCOMPARE(attached.error().event, events::AGT_NOT_RUNNING);
        QVERIFY_OK(later.listen());
        QVERIFY_OK(later.attach());
    }

    void refusesASecondServerOfOneDirectory()
    {
        FakeEngine engine;
        LocalApiServer second(engine);
        const Result<> listening = second.listen(m_served->directory.path());
        QVERIFY(!listening);
        QCOMPARE(listening.error().event, events::AGT_DUPLICATE);
        QCOMPARE(listening.error().args.value(1), QString::number(QCoreApplication::applicationPid()));
        Received<NodeSnapshot> snapshot;
        m_remote->snapshot(snapshot.reply());
        QTRY_VERIFY(snapshot.isOk()); // the first goes on
    }

    void theSocketIsForItsOwnerOnly()
    {
        const auto others =
            QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
        QCOMPARE(QFile::permissions(localApiPath(m_served->directory.path())) & others, QFileDevice::Permissions());
    }

    void eachRequestReachesTheEngineAndItsAnswerComesBack()
    {
        fillEngine();
        SettingsApi& settings = m_remote->settings();
        FlowApi& flow = m_remote->flow();
        checkPlain("addSource", {{QStringLiteral("source"), toJson(kDatabase)}},
                   [&](Reply<> r) { settings.addSource(kDatabase, std::move(r)); });
        checkPlain("addTarget", {{QStringLiteral("target"), toJson(kDatabase)}},
                   [&](Reply<> r) { settings.addTarget(kDatabase, std::move(r)); });
        checkPlain("addDataset", {{QStringLiteral("dataset"), toJson(kDataset)}},
                   [&](Reply<> r) { settings.addDataset(kDataset, std::move(r)); });
        checkPlain("addLink", {{QStringLiteral("link"), toJson(kLink)}},
                   [&](Reply<> r) { settings.addLink(kLink, std::move(r)); });
        checkPlain("addSubscription", {{QStringLiteral("subscription"), toJson(kSubscription)}},
                   [&](Reply<> r) { settings.addSubscription(kSubscription, std::move(r)); });
        checkPlain("pause", {{QStringLiteral("subscription"), QStringLiteral("s")}},
                   [&](Reply<> r) { flow.pause(QStringLiteral("s"), std::move(r)); });
        checkPlain("resume", {{QStringLiteral("subscription"), QStringLiteral("s")}},
                   [&](Reply<> r) { flow.resume(QStringLiteral("s"), std::move(r)); });
        checkPlain("repair", {{QStringLiteral("verificationId"), 7}}, [&](Reply<> r) { flow.repair(7, std::move(r)); });
        const QJsonObject removal{{QStringLiteral("kind"), QStringLiteral("subscription")},
                                  {QStringLiteral("name"), QStringLiteral("s")}};
        checkPlain("remove", removal, [&](Reply<> r) {
            settings.remove(QStringLiteral("subscription"), QStringLiteral("s"), std::move(r));
        });
        const QJsonObject whole = toJson(NodeConfiguration{});
        checkPlain("importConfiguration", {{QStringLiteral("configuration"), whole}},
                   [&](Reply<> r) { settings.importConfiguration(whole, std::move(r)); });
        checkPlain("shutdown", {}, [&](Reply<> r) { m_remote->shutdown(std::move(r)); });
        QVERIFY(m_served->engine.wasShutDown());
    }

    void valuesComeBackWhole()
    {
        fillEngine();
        SettingsApi& settings = m_remote->settings();
        FlowApi& flow = m_remote->flow();
        QCOMPARE(fetch<std::vector<DatabaseConfig>>([&](auto r) { settings.listSources(r); }), std::vector{kDatabase});
        QCOMPARE(fetch<std::vector<DatabaseConfig>>([&](auto r) { settings.listTargets(r); }),
                 std::vector<DatabaseConfig>());
        m_served->engine.setTables({QStringLiteral("public.a"), QStringLiteral("表")});
        QCOMPARE(fetch<QStringList>([&](auto r) { settings.listTables(QStringLiteral("source"), kDatabase.name, r); }),
                 QStringList({QStringLiteral("public.a"), QStringLiteral("表")}));
        const auto findings = fetch<std::vector<PreflightFinding>>([&](auto r) { settings.preflight(kDataset, r); });
        QCOMPARE(findings.size(), std::size_t{1});
        QCOMPARE(findings[0].args, QStringList{QStringLiteral("a")});
        QCOMPARE(fetch<QJsonObject>([&](auto r) { settings.exportConfiguration(r); }),
                 toJson(m_served->engine.configuration()));
        QCOMPARE(fetch<qint64>([&](auto r) { flow.verify(QStringLiteral("s"), QStringLiteral("field"), true, r); }), 8);
        const auto found = fetch<VerificationSnapshot>([&](auto r) { flow.verification(7, r); });
        QCOMPARE(found.state, QStringLiteral("different"));
        QCOMPARE(found.position, 9'007'199'254'740'993ULL);
        const auto rows = fetch<std::vector<LedgerRow>>([&](auto r) { flow.ledgerPage(QString(), 0, 1, r); });
        QCOMPARE(rows.size(), std::size_t{1});
        QCOMPARE(rows[0].id, 12);
        LedgerFilter filter;
        filter.kind = QStringLiteral("packet");
        const auto matches = fetch<LedgerMatches>([&](auto r) { m_remote->security().searchLedger(filter, 0, 1, r); });
        QCOMPARE(matches.rows.size(), std::size_t{1});
        QCOMPARE(matches.rows[0].id, 12);
        QCOMPARE(matches.searchedTo, qint64{12});
        const auto alarms = fetch<std::vector<AlarmSnapshot>>([&](auto r) { flow.alarmHistory(10, r); });
        QCOMPARE(alarms.at(0).event, events::LNK_DOWN);
        QCOMPARE(fetch<NodeSnapshot>([&](auto r) { m_remote->snapshot(r); }).code, m_served->engine.node().code);
    }

    void anErrorComesBackWhole()
    {
        Error error = makeEvent(ErrorCode::Storage, events::DSK_FULL, {QStringLiteral("/数据"), QStringLiteral("b")},
                                QStringLiteral("detail"));
        error.native = QStringLiteral("No space");
        error.transient = true;
        m_served->engine.failNext(QStringLiteral("addSource"), error);
        Received<> received;
        m_remote->settings().addSource(kDatabase, received.reply());
        QTRY_COMPARE(received.count, 1);
        QCOMPARE(toJson(received.result->error()), toJson(error));
    }

    void theSameAgainIsToldApart()
    {
        Received<> first;
        Received<> removed;
        Received<> second;
        m_remote->settings().addSource(kDatabase, first.reply());
        m_remote->settings().remove(QStringLiteral("source"), kDatabase.name, removed.reply());
        m_remote->settings().remove(QStringLiteral("source"), kDatabase.name, second.reply());
        QTRY_COMPARE(second.count, 1);
        QVERIFY(first.isOk() && removed.isOk());
        QCOMPARE(second.event(), events::CFG_NOT_FOUND);
        QCOMPARE(m_served->engine.configuration().sources.size(), std::size_t{0});
    }

    void everyClientHearsOfAChange()
    {
        auto other = m_served->attach();
        QVERIFY_OK(other);
        QString heard;
        QString otherHeard;
        connect(m_remote.get(), &EngineApi::changed, this, [&](const NodeSnapshot& node) { heard = node.name; });
        connect(other->get(), &EngineApi::changed, this, [&](const NodeSnapshot& node) { otherHeard = node.name; });
        QTRY_VERIFY(!heard.isEmpty() && !otherHeard.isEmpty()); // the state at first
        NodeSnapshot node = m_served->engine.node();
        node.name = QStringLiteral("新名字");
        m_served->engine.setNode(node);
        QTRY_COMPARE(heard, node.name);
        QTRY_COMPARE(otherHeard, node.name);
    }

    void answersOnceWhenTheConnectionDies()
    {
        QSignalSpy lost(m_remote.get(), &EngineApi::lost);
        m_served->engine.holdReplies();
        Received<> adding;
        Received<NodeSnapshot> looking;
        m_remote->settings().addSource(kDatabase, adding.reply());
        m_remote->snapshot(looking.reply());
        QTRY_COMPARE(m_served->engine.callCount(QStringLiteral("addSource")), 1);
        m_served->server.close();
        QTRY_COMPARE(lost.count(), 1);
        QCOMPARE(adding.event(), events::AGT_NOT_RUNNING);
        QCOMPARE(looking.event(), events::AGT_NOT_RUNNING);
        m_served->engine.releaseReplies(); // too late, and to nobody
        Received<> whileAway;
        m_remote->settings().addSource(kDatabase, whileAway.reply());
        QCOMPARE(whileAway.count, 0); // never inside the request
        QTRY_COMPARE(whileAway.event(), events::AGT_NOT_RUNNING);
        QVERIFY(whileAway.result->error().transient);
        QCOMPARE(adding.count, 1);
        QCOMPARE(looking.count, 1);
        QCOMPARE(lost.count(), 1);
    }

    void comesBackAndAsksForTheWholeState()
    {
        QSignalSpy lost(m_remote.get(), &EngineApi::lost);
        QSignalSpy changed(m_remote.get(), &EngineApi::changed);
        QTRY_COMPARE(changed.count(), 1);
        for (int round = 1; round <= 3; ++round) {
            m_served->server.close();
            QTRY_COMPARE(lost.count(), round);
            NodeSnapshot node = m_served->engine.node();
            node.name = QStringLiteral("round %1").arg(round);
            m_served->engine.setNode(node);
            QVERIFY_OK(m_served->listen());
            QTRY_COMPARE(changed.count(), round + 1);
            QCOMPARE(changed.last().at(0).value<NodeSnapshot>().name, node.name);
            Received<NodeSnapshot> snapshot;
            m_remote->snapshot(snapshot.reply());
            QTRY_VERIFY(snapshot.isOk());
        }
        QCOMPARE(lost.count(), 3);
    }

    void answersWithCancelledWhenItIsDestroyed()
    {
        m_served->engine.holdReplies();
        Received<> waiting;
        m_remote->settings().addSource(kDatabase, waiting.reply());
        m_remote.reset();
        QCOMPARE(waiting.count, 1);
        QCOMPARE(waiting.result->error().code, ErrorCode::Cancelled);
        m_served->engine.releaseReplies();
        QTRY_COMPARE(m_served->server.clientCount(), 0);
        QCOMPARE(waiting.count, 1);
    }

    void aReplyMayDestroyTheEngine()
    {
        bool done = false;
        m_remote->snapshot([&](const Result<NodeSnapshot>&) {
            m_remote.reset();
            done = true;
        });
        QTRY_VERIFY(done);
        auto again = m_served->attach();
        QVERIFY_OK(again);
        m_remote = std::move(*again);
        done = false;
        m_served->engine.holdReplies();
        m_remote->snapshot([&](const Result<NodeSnapshot>&) {
            m_remote.reset();
            done = true;
        });
        m_served->server.close();
        QTRY_VERIFY(done);
    }

    void theReplyToShutdownComesBeforeTheEnd()
    {
        Received<> received;
        m_remote->shutdown(received.reply());
        QTRY_VERIFY(m_served->engine.wasShutDown());
        m_served->server.close();
        QTRY_COMPARE(received.count, 1);
        QVERIFY(received.isOk());
    }

    void aReplyTooLargeForAFrameIsAnError()
    {
        LocalApiLimits limits;
        limits.largestFrame = 2000;
        ServedEngine served(limits);
        QVERIFY_OK(served.listen());
        const auto remote = served.attach();
        QVERIFY_OK(remote);
        NodeSnapshot node;
        node.name = QString(5000, u'x');
        served.engine.setNode(node);
        Received<NodeSnapshot> snapshot;
        (*remote)->snapshot(snapshot.reply());
        QTRY_COMPARE(snapshot.count, 1);
        QCOMPARE(snapshot.result->error().code, ErrorCode::Protocol);
        Received<> adding;
        (*remote)->settings().addSource(kDatabase, adding.reply());
        QTRY_VERIFY(adding.isOk());
    }

    void worksInADirectoryWithALongName()
    {
        const QTemporaryDir runtime;
        const QByteArray before = qgetenv("XDG_RUNTIME_DIR");
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(runtime.path()));
        FakeEngine engine;
        LocalApiServer server(engine);
        const QString longName = m_served->directory.filePath(QString(120, u'x'));
        QVERIFY(QDir().mkpath(longName));
        QVERIFY_OK(server.listen(longName));
        const auto remote = RemoteEngine::attach(longName);
        QVERIFY_OK(remote);
        Received<NodeSnapshot> snapshot;
        (*remote)->snapshot(snapshot.reply());
        QTRY_VERIFY(snapshot.isOk());
        server.close();
        before.isNull() ? qunsetenv("XDG_RUNTIME_DIR") : qputenv("XDG_RUNTIME_DIR", before);
    }

private:
    void fillEngine()
    {
        NodeConfiguration configuration;
        configuration.sources.push_back(kDatabase);
        m_served->engine.setConfiguration(configuration);
        VerificationSnapshot found;
        found.id = 7;
        found.state = QStringLiteral("different");
        found.position = 9'007'199'254'740'993ULL;
        m_served->engine.setVerification(found);
        m_served->engine.setFindings({{QStringLiteral("error"), events::SRC_TABLE_KEYLESS, {QStringLiteral("a")}, {}}});
        LedgerRow row;
        row.id = 12;
        m_served->engine.setLedger({row, row});
        AlarmSnapshot alarm;
        alarm.event = events::LNK_DOWN;
        m_served->engine.setAlarmHistory({alarm});
    }

    void checkPlain(const char* method, const QJsonObject& params, const std::function<void(Reply<>)>& request)
    {
        m_served->engine.clearCalls();
        if (qstrcmp(method, "addSource") == 0)
            m_served->engine.setConfiguration({});
        Received<> received;
        request(received.reply());
        QTRY_COMPARE(received.count, 1);
        QVERIFY2(received.isOk(), method);
        // The client's own first look at the state may come in between.
        QCOMPARE(m_served->engine.callCount(QString::fromLatin1(method)), 1);
        for (const FakeEngine::Call& call : m_served->engine.calls())
            if (call.method == QString::fromLatin1(method))
                QCOMPARE(call.params, params);
    }

    template <typename T, typename Request>
    T fetch(Request request)
    {
        Received<T> received;
        request(received.reply());
        [&] { QTRY_COMPARE(received.count, 1); }();
        return received.isOk() ? **received.result : T();
    }

    std::unique_ptr<ServedEngine> m_served;
    std::unique_ptr<RemoteEngine> m_remote;
};

} // namespace busheng

using busheng::TstRemoteEngine;
BUSHENG_TEST(TstRemoteEngine)
#include "tst_remote_engine.moc"
