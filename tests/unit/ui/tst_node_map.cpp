// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/models/node_map.h"

#include <algorithm>

using namespace busheng;

namespace {

const QSizeF kTile(120, 46);
constexpr double kNarrowest = 84;
const QSizeF kRoom(900, 480);

NodeMapLayout layOut(int count, QSizeF room = kRoom)
{
    return layOutNodeMap(count, room, kTile, kNarrowest);
}

bool areApart(const NodeMapLayout& layout)
{
    std::vector<QRectF> all = layout.nodes;
    all.push_back(layout.own);
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (all[i].intersects(all[j]))
                return false;
        }
    }
    return true;
}

} // namespace

/// Which nodes stand on the map, and where.
class TstNodeMap : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nodesNeverOverlapAndStayInside_data()
    {
        QTest::addColumn<QSizeF>("room");
        QTest::newRow("usual") << kRoom;
        QTest::newRow("small") << QSizeF(420, 160);
        QTest::newRow("large") << QSizeF(2400, 1300);
        QTest::newRow("narrow") << QSizeF(100, 500);
    }
    void nodesNeverOverlapAndStayInside()
    {
        QFETCH(QSizeF, room);
        for (int count = 0; count <= 500; count += count < 70 ? 1 : 43) {
            const NodeMapLayout layout = layOut(count, room);
            QCOMPARE(layout.nodes.size(), std::size_t(count));
            QVERIFY2(areApart(layout), qPrintable(QString::number(count)));
            for (const QRectF& node : layout.nodes) {
                QVERIFY(node.left() >= -0.01 && node.right() <= std::max(room.width(), kTile.width()) + 0.01);
                QVERIFY(node.top() >= -0.01 && node.bottom() <= layout.height + 0.01);
            }
            if (layout.shape != NodeMapLayout::Shape::Rows)
                QVERIFY(layout.height <= room.height());
        }
    }

    void fewStandAtTheSidesManyInRows()
    {
        QCOMPARE(layOut(1).shape, NodeMapLayout::Shape::Sides);
        QCOMPARE(layOut(16).shape, NodeMapLayout::Shape::Sides);
        QCOMPARE(layOut(32).shape, NodeMapLayout::Shape::Ring); // the provinces
        QCOMPARE(layOut(500).shape, NodeMapLayout::Shape::Rows);
        // One peer stands at the right, two at both sides.
        QVERIFY(layOut(1).nodes.front().left() > layOut(1).own.right());
        QVERIFY(layOut(2).nodes.front().right() < layOut(2).own.left());
    }

    void theSamePlacesEachTime()
    {
        for (const int count : {5, 32, 100})
            QCOMPARE(layOut(count).nodes, layOut(count).nodes);
    }

    void peersComeInTheOrderOfTheirCodesWithWhatFlows()
    {
        NodeSnapshot node;
        for (const char* code : {"650000", "110000", "340000-LWJC"}) {
            LinkSnapshot link;
            link.config.peerCode = QString::fromLatin1(code);
            link.connected = code[0] == '1';
            node.links.push_back(link);
        }
        node.links[0].config.peerName = QStringLiteral("Corps");
        SubscriptionRow in;
        in.peerCode = QStringLiteral("110000");
        in.name = QStringLiteral("person");
        in.stream = QStringLiteral("110000>100000/1");
        in.rowsPerSecond = 100;
        in.lagMs = 500;
        SubscriptionRow out = in;
        out.direction = SubscriptionRow::Direction::Outgoing;
        out.name = QStringLiteral("code_table");
        out.stream = QStringLiteral("100000>110000/1");
        out.rowsPerSecond = -1;
        out.lagMs = 900;
        const auto alarm = [&node](const QString& subject) {
            AlarmSnapshot one;
            one.subject = subject;
            node.alarms.push_back(one);
        };
        alarm(in.stream);
        alarm(in.name);
        alarm(QStringLiteral("650000"));
        alarm(QString());                    // about the node itself
        alarm(QStringLiteral("code_table")); // a dataset of ours: whose fault it is, nobody says
        const auto nodes = mapNodes(node, {in, out}, [](const SubscriptionRow&) { return 7.0; });
        QCOMPARE(nodes.size(), std::size_t{3});
        QCOMPARE(nodes[0].code, QStringLiteral("110000"));
        QCOMPARE(nodes[0].name, QStringLiteral("北京市"));
        QCOMPARE(nodes[0].rowsPerSecond, 107.0);
        QCOMPARE(nodes[0].lagMs, qint64{900});
        QCOMPARE(nodes[0].alarms, 2);
        QCOMPARE(nodes[1].code, QStringLiteral("340000-LWJC"));
        QCOMPARE(nodes[1].name, QStringLiteral("安徽省"));
        QCOMPARE(nodes[1].rowsPerSecond, -1.0);
        QCOMPARE(nodes[2].name, QStringLiteral("Corps"));
        QCOMPARE(nodes[2].alarms, 1);
        QVERIFY(NodeMapText::figures(nodes[1]).isEmpty());
        QVERIFY(NodeMapText::whole(nodes[0]).contains(LinkModel::stateText(nodes[0].state)));
    }
};

BUSHENG_TEST(TstNodeMap)
#include "tst_node_map.moc"
