// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/node_init.h"
#include "engine/host/peer_links.h"
#include "engine/model/upgrade_events.h"
#include "tests/support/test_main.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <optional>

using namespace busheng;

namespace {

const QString kMinistry = QStringLiteral("100000");
const QString kProvince = QStringLiteral("340000");

} // namespace

class TstPeerLinks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        qRegisterMetaType<PeerInfo>();
        qRegisterMetaType<Error>();
        qRegisterMetaType<Delivery>();
    }

    void saysByeWhenTheNodeStops()
    {
        const auto ministry = links(kMinistry, QStringLiteral("127.0.0.1:0"));
        auto province = links(kProvince, QString());
        ministry->setLinks({{kProvince, kProvince, QString(), true}});
        province->setLinks({{kMinistry, kMinistry, ministry->listenAddress(), true}});
        int opened = 0;
        std::optional<Error> why;
        connect(ministry.get(), &PeerLinks::opened, this, [&](const PeerInfo&) { ++opened; });
        connect(province.get(), &PeerLinks::opened, this, [&](const PeerInfo&) { ++opened; });
        connect(ministry.get(), &PeerLinks::closed, this, [&](const QString&, const Error& error) { why = error; });
        QTRY_COMPARE_WITH_TIMEOUT(opened, 2, 20'000);
        QElapsedTimer clock;
        clock.start();
        province.reset();
        QVERIFY2(clock.elapsed() < 2'000, "a node stops within two seconds");
        QTRY_VERIFY_WITH_TIMEOUT(why.has_value(), 20'000);
        QVERIFY2(why->detail.contains(QStringLiteral("goodbye")), qPrintable(why->toString()));
    }

    void stopsAtOnceWithoutPeers()
    {
        auto alone = links(kMinistry, QStringLiteral("127.0.0.1:0"));
        QElapsedTimer clock;
        clock.start();
        alone.reset();
        QVERIFY(clock.elapsed() < 1'000);
    }

    /// An earlier copy of a peer, and another copy of the same number, are sent away and do not take the place of the
    /// right one's session; forgotten by a person, any copy may come.
    void onlyTheCopyThatTookOverLastIsLetIn()
    {
        const auto ministry = links(kMinistry, QStringLiteral("127.0.0.1:0"));
        ministry->setLinks({{kProvince, kProvince, QString(), true}});
        QList<std::uint64_t> opened;
        int closed = 0;
        connect(ministry.get(), &PeerLinks::opened, this,
                [&](const PeerInfo& peer) { opened.append(peer.fence.number); });
        connect(ministry.get(), &PeerLinks::closed, this, [&] { ++closed; });
        const std::vector<LinkConfig> toMinistry{{kMinistry, kMinistry, ministry->listenAddress(), true}};
        const auto restored = links(kProvince, QString(), copyOf(1, 'r'));
        restored->setLinks(toMinistry);
        QTRY_COMPARE_WITH_TIMEOUT(opened, QList<std::uint64_t>{1}, 20'000);

        for (const Fence& fence : {copyOf(0, 'f'), copyOf(1, 'o')}) {
            const auto other = links(kProvince, QString(), fence);
            std::optional<Error> why;
            connect(other.get(), &PeerLinks::closed, this, [&](const QString&, const Error& error) { why = error; });
            other->setLinks(toMinistry);
            QTRY_VERIFY_WITH_TIMEOUT(why.has_value(), 20'000);
            QCOMPARE(why->native, events::NOD_FENCED);
        }
        QCOMPARE(opened.size(), 1);
        QCOMPARE(closed, 0);

        ministry->forgetFence(kProvince);
        const auto former = links(kProvince, QString(), copyOf(0, 'f'));
        former->setLinks(toMinistry);
        QTRY_COMPARE_WITH_TIMEOUT(opened, (QList<std::uint64_t>{1, 0}), 20'000);
    }

    /// Over the standby line while the main one is dead; back on it when it answers again.
    void comesBackToTheMainLine()
    {
        QTcpServer broken; // takes connections, and ends them
        QVERIFY(broken.listen(QHostAddress::LocalHost));
        connect(&broken, &QTcpServer::newConnection, this, [&] { delete broken.nextPendingConnection(); });
        const QString mainLine = QStringLiteral("127.0.0.1:%1").arg(broken.serverPort());
        const auto second = links(kMinistry, QStringLiteral("127.0.0.1:0"));
        second->setLinks({{kProvince, kProvince, QString(), true}});
        const auto province = links(kProvince, QString(), {}, 0);
        std::vector<PeerInfo> opened;
        connect(province.get(), &PeerLinks::opened, this, [&](const PeerInfo& peer) { opened.push_back(peer); });
        province->setLinks(
            {{kMinistry, kMinistry, QStringLiteral("%1, %2").arg(mainLine, second->listenAddress()), true}});
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), std::size_t{1}, 20'000);
        QCOMPARE(opened.front().line, 1);
        QCOMPARE(opened.front().dialed, second->listenAddress());
        QCOMPARE(opened.front().mainLine, mainLine);
        broken.close();
        const auto first = links(kMinistry, mainLine);
        first->setLinks({{kProvince, kProvince, QString(), true}});
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), std::size_t{2}, 60'000);
        QCOMPARE(opened.back().line, 0);
        QCOMPARE(opened.back().dialed, mainLine);
    }

private:
    static Fence copyOf(std::uint64_t number, char holder)
    {
        Fence fence;
        fence.number = number;
        fence.holder.fill(holder);
        return fence;
    }

    std::unique_ptr<PeerLinks> links(const QString& code, const QString& listen, const Fence& fence = {},
                                     qint64 mainLineAfterMs = 60'000)
    {
        const QString path = m_directory.filePath(code + QString::number(++m_made));
        if (auto made = initializeNode({path, code, code, listen, m_directory.filePath(QStringLiteral("authority"))});
            !made)
            qFatal("%s", qPrintable(made.error().toString()));
        const QString identity = path + QStringLiteral("/identity/");
        auto tls =
            TlsContext::create({identity + QStringLiteral("node.crt"),
                                identity + QStringLiteral("node.key"),
                                identity + QStringLiteral("authority.crt"),
                                identity + QStringLiteral("crl"),
                                {identity + QStringLiteral("sm2-sign.crt"), identity + QStringLiteral("sm2-sign.key"),
                                 identity + QStringLiteral("sm2-authority.crt")}});
        if (!tls)
            qFatal("%s", qPrintable(tls.error().toString()));
        BootId bootId{};
        bootId.fill(code.at(0).toLatin1());
        PeerLinks::Options options{code, bootId, listen, systemClock(), systemRandom()};
        options.fence = fence;
        options.mainLineAfterMs = mainLineAfterMs;
        auto made = std::make_unique<PeerLinks>(std::move(options), std::move(*tls));
        if (auto started = made->start(); !started)
            qFatal("%s", qPrintable(started.error().toString()));
        return made;
    }

    QTemporaryDir m_directory;
    int m_made = 0;
};

BUSHENG_TEST(TstPeerLinks)
#include "tst_peer_links.moc"
