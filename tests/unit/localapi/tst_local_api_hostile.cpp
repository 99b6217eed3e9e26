// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/local_api_path.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "tests/unit/localapi/served_engine.h"

#include <QLocalServer>
#include <QSignalSpy>
#include <QtEndian>

namespace busheng {

using namespace test;

namespace {

QByteArray header(quint32 length)
{
    QByteArray bytes(4, Qt::Uninitialized);
    qToLittleEndian(length, bytes.data());
    return bytes;
}

QByteArray frame(const QByteArray& json)
{
    return header(static_cast<quint32>(json.size())) + json;
}

const QByteArray kGoodRequest = QByteArrayLiteral(R"({"id":1,"method":"snapshot","params":{}})");

bool isConnected(const QLocalSocket& socket)
{
    return socket.state() == QLocalSocket::ConnectedState;
}

} // namespace

class TstLocalApiHostile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aBadFrameClosesItsSenderOnly_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("length 0") << header(0);
        QTest::newRow("length 1") << header(1) + "1";
        QTest::newRow("length one too large") << header((16U << 20) + 1);
        QTest::newRow("length with the sign bit") << header(0x80000000U);
        QTest::newRow("length all ones") << header(0xffffffffU);
        QTest::newRow("HTTP") << QByteArray("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QTest::newRow("no JSON") << frame("hello");
        QTest::newRow("JSON cut") << frame(kGoodRequest.chopped(1));
        QTest::newRow("JSON and more") << frame(kGoodRequest + "x");
        QTest::newRow("a list") << frame("[1,2]");
        QTest::newRow("a text") << frame("\"text\"");
        QTest::newRow("null") << frame("null");
        QTest::newRow("bad UTF-8") << frame("{\"id\":1,\"method\":\"\xff\xfe\"}");
        QTest::newRow("5,000 levels deep")
            << frame("{\"id\":" + QByteArray(5000, '[') + QByteArray(5000, ']') + ",\"method\":\"snapshot\"}");
        QTest::newRow("empty object") << frame("{}");
        QTest::newRow("no id") << frame(R"({"method":"snapshot"})");
        QTest::newRow("id is a text") << frame(R"({"id":"1","method":"snapshot"})");
        QTest::newRow("id is negative") << frame(R"({"id":-1,"method":"snapshot"})");
        QTest::newRow("id is a fraction") << frame(R"({"id":1.5,"method":"snapshot"})");
        QTest::newRow("no method") << frame(R"({"id":1})");
        QTest::newRow("method is a number") << frame(R"({"id":1,"method":7})");
        QTest::newRow("params is a list") << frame(R"({"id":1,"method":"snapshot","params":[]})");
        QTest::newRow("params is null") << frame(R"({"id":1,"method":"snapshot","params":null})");
        QTest::newRow("a reply") << frame(R"({"id":1,"result":{}})");
        QTest::newRow("good, then bad") << frame(kGoodRequest) + header(0);
    }

    void aBadFrameClosesItsSenderOnly()
    {
        QFETCH(QByteArray, bytes);
        ServedEngine served;
        QVERIFY_OK(served.listen());
        const auto other = served.attach();
        QVERIFY_OK(other);
        QSignalSpy lost(other->get(), &EngineApi::lost);
        QLocalSocket socket;
        socket.connectToServer(localApiPath(served.directory.path()));
        QVERIFY(isConnected(socket));
        QTRY_COMPARE(served.server.clientCount(), 2);
        socket.write(bytes);
        QTRY_VERIFY(!isConnected(socket));
        QTRY_COMPARE(served.server.clientCount(), 1);
        QVERIFY(works(**other));
        QCOMPARE(lost.count(), 0);
    }

    void aClientThatGoesInTheMiddleOfAFrameIsForgotten()
    {
        ServedEngine served;
        QVERIFY_OK(served.listen());
        const QByteArray whole = frame(kGoodRequest);
        for (qsizetype length = 0; length <= whole.size(); ++length) {
            QLocalSocket socket;
            socket.connectToServer(localApiPath(served.directory.path()));
            QVERIFY(isConnected(socket));
            socket.write(whole.left(length));
            socket.flush();
            socket.abort();
            if (length % 16 == 15) // never more at once than may be there: Windows tells late that one is gone
                QCoreApplication::processEvents();
        }
        const auto other = served.attach();
        QVERIFY_OK(other);
        QVERIFY(works(**other));
        QTRY_COMPARE(served.server.clientCount(), 1);
    }

    void oneByteAtATimeIsAFrameToo()
    {
        ServedEngine served;
        QVERIFY_OK(served.listen());
        QLocalSocket socket;
        socket.connectToServer(localApiPath(served.directory.path()));
        for (const char byte : frame(kGoodRequest)) {
            socket.write(&byte, 1);
            socket.flush();
            QCoreApplication::processEvents();
        }
        QTRY_COMPARE(served.engine.callCount(QStringLiteral("snapshot")), 1);
        QVERIFY(isConnected(socket));
    }

    void aFrameThatIsNotFinishedInTimeClosesItsSender_data()
    {
        QTest::addColumn<QByteArray>("begun");
        QTest::addColumn<bool>("dribbles");
        QTest::newRow("one byte") << QByteArray(1, '\x20') << false;
        QTest::newRow("length only") << header(1000) << false;
        QTest::newRow("a byte now and then") << header(16U << 20) << true;
        QTest::newRow("after a good one") << frame(kGoodRequest) + header(1000) << false;
    }

    void aFrameThatIsNotFinishedInTimeClosesItsSender()
    {
        QFETCH(QByteArray, begun);
        QFETCH(bool, dribbles);
        LocalApiLimits limits;
        limits.frameDeadline = std::chrono::milliseconds(100);
        ServedEngine served(limits);
        QVERIFY_OK(served.listen());
        const auto idle = served.attach(); // says nothing, which is allowed
        QVERIFY_OK(idle);
        QSignalSpy lost(idle->get(), &EngineApi::lost);
        QLocalSocket socket;
        socket.connectToServer(localApiPath(served.directory.path()));
        QTimer dribble;
        connect(&dribble, &QTimer::timeout, &socket, [&socket] { socket.write(" ", 1); });
        socket.write(begun);
        if (dribbles)
            dribble.start(5);
        QTRY_VERIFY(!isConnected(socket));
        QVERIFY(works(**idle));
        QCOMPARE(lost.count(), 0);
    }

    void oneClientTooManyIsClosed()
    {
        LocalApiLimits limits;
        limits.clients = 2;
        ServedEngine served(limits);
        QVERIFY_OK(served.listen());
        auto first = served.attach();
        auto second = served.attach();
        QVERIFY_OK(first);
        QVERIFY_OK(second);
        QTRY_COMPARE(served.server.clientCount(), 2);
        QLocalSocket third;
        third.connectToServer(localApiPath(served.directory.path()));
        QTRY_VERIFY(!isConnected(third));
        QVERIFY(works(**first));
        QVERIFY(works(**second));
        second->reset();
        QTRY_COMPARE(served.server.clientCount(), 1);
        const auto again = served.attach();
        QVERIFY_OK(again);
        QVERIFY(works(**again));
    }

    void tooManyRequestsAtOnceCloseTheirSender()
    {
        LocalApiLimits limits;
        limits.requestsInWork = 8;
        ServedEngine served(limits);
        QVERIFY_OK(served.listen());
        served.engine.holdReplies();
        QLocalSocket socket;
        socket.connectToServer(localApiPath(served.directory.path()));
        for (int i = 0; i < 9; ++i)
            socket.write(frame(kGoodRequest));
        QTRY_VERIFY(!isConnected(socket));
        QCOMPARE(served.engine.calls().size(), 8);
        served.engine.releaseReplies(); // to a client that is gone
        const auto other = served.attach();
        QVERIFY_OK(other);
        QVERIFY(works(**other));
    }

    void whoDoesNotReadGetsTheNewestStateAndNotAllOfThem()
    {
        LocalApiLimits limits;
        limits.unsentBeforePause = 64 << 10;
        ServedEngine served(limits);
        QVERIFY_OK(served.listen());
        QLocalSocket socket;
        socket.setReadBufferSize(1); // takes no more than this from the system until it is read
        socket.connectToServer(localApiPath(served.directory.path()));
        QTRY_COMPARE(served.server.clientCount(), 1);
        constexpr int kPushes = 200;
        NodeSnapshot node;
        node.name = QString(100'000, u'x');
        for (int i = 1; i <= kPushes; ++i) {
            node.startedUtcMs = i;
            served.engine.setNode(node);
        }
        LocalFrameReader reader;
        socket.setReadBufferSize(0);
        int heard = 0;
        qint64 newest = 0;
        const auto readAll = [&] {
            reader.append(socket.readAll());
            for (;;) {
                const auto next = reader.next();
                if (!next || !next->has_value())
                    return newest;
                const QJsonObject changed = (**next).value(QLatin1String("changed")).toObject();
                heard += changed.isEmpty() ? 0 : 1;
                newest = std::max(newest, changed.value(QLatin1String("startedUtcMs")).toInteger());
            }
        };
        QTRY_COMPARE(readAll(), qint64{kPushes});
        QVERIFY2(heard < kPushes / 2, qPrintable(QString::number(heard)));
    }

    void whoAsksAndDoesNotReadIsClosed()
    {
        LocalApiLimits limits;
        limits.unsentBeforeClose = 1 << 20;
        ServedEngine served(limits);
        QVERIFY_OK(served.listen());
        NodeSnapshot node;
        node.name = QString(100'000, u'x');
        served.engine.setNode(node);
        QLocalSocket socket;
        socket.setReadBufferSize(1);
        socket.connectToServer(localApiPath(served.directory.path()));
        for (int i = 0; i < 100; ++i)
            socket.write(frame(kGoodRequest));
        QTRY_COMPARE(served.engine.callCount(QStringLiteral("snapshot")), 100);
        QTRY_COMPARE(served.server.clientCount(), 0);
    }

    void aNodeThatTalksNonsenseIsDropped_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray hello = frame(R"({"hello":{"protocol":1,"version":"0"}})");
        QTest::newRow("not even a frame") << header(0);
        QTest::newRow("no JSON") << frame("xx");
        QTest::newRow("another protocol") << frame(R"({"hello":{"protocol":2}})");
        QTest::newRow("hello is no object") << frame(R"({"hello":7})");
        QTest::newRow("a reply to no request") << hello + frame(R"({"id":99,"result":null})");
        QTest::newRow("id is a text") << hello + frame(R"({"id":"1","result":null})");
        QTest::newRow("the reply twice") << hello + frame(R"({"id":1,"result":{}})") + frame(R"({"id":1,"result":{}})");
    }

    void aNodeThatTalksNonsenseIsDropped()
    {
        QFETCH(QByteArray, bytes);
        const QTemporaryDir directory;
        QLocalServer server;
        server.setSocketOptions(QLocalServer::UserAccessOption); // as a node's: a pipe with an owner
        QVERIFY(server.listen(localApiPath(directory.path())));
        const auto remote = RemoteEngine::attach(directory.path());
        QVERIFY_OK(remote);
        QSignalSpy lost(remote->get(), &EngineApi::lost);
        int replies = 0;
        (*remote)->snapshot([&replies](const Result<NodeSnapshot>&) { ++replies; });
        QTRY_VERIFY(server.hasPendingConnections());
        server.nextPendingConnection()->write(bytes);
        QTRY_COMPARE(lost.count(), 1);
        QCOMPARE(lost.at(0).at(0).value<Error>().code, ErrorCode::Protocol);
        QCOMPARE(replies, 1);
    }

    void aResultOfAnotherKindIsAnErrorOfThatRequest()
    {
        const QTemporaryDir directory;
        QLocalServer server;
        server.setSocketOptions(QLocalServer::UserAccessOption); // as a node's: a pipe with an owner
        QVERIFY(server.listen(localApiPath(directory.path())));
        const auto remote = RemoteEngine::attach(directory.path());
        QVERIFY_OK(remote);
        QStringList errors;
        const auto note = [&errors](const auto& result) {
            errors.append(result ? QStringLiteral("ok") : errorCodeName(result.error().code));
        };
        (*remote)->snapshot(note);
        (*remote)->flow().verify(QString(), QString(), false, note);
        (*remote)->settings().listSources(note);
        (*remote)->settings().listSources(note);
        (*remote)->flow().pause(QString(), note);
        QTRY_VERIFY(server.hasPendingConnections());
        QLocalSocket* socket = server.nextPendingConnection();
        socket->write(frame(R"({"id":1,"result":[]})") + frame(R"({"id":2,"result":"x"})") +
                      frame(R"({"id":3,"result":{}})") + frame(R"({"id":4,"result":[{"name":1}]})") +
                      frame(R"({"id":5,"result":null})"));
        QTRY_COMPARE(errors, (QStringList{QStringLiteral("Protocol"), QStringLiteral("Protocol"),
                                          QStringLiteral("Protocol"), QStringLiteral("Config"), QStringLiteral("ok")}));
        QVERIFY(isConnected(*socket));
    }

private:
    static bool works(RemoteEngine& remote)
    {
        bool ok = false;
        remote.snapshot([&ok](const Result<NodeSnapshot>& result) { ok = result.has_value(); });
        [&] { QTRY_VERIFY(ok); }();
        return ok;
    }
};

} // namespace busheng

using busheng::TstLocalApiHostile;
BUSHENG_TEST(TstLocalApiHostile)
#include "tst_local_api_hostile.moc"
