// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/sample_map.h"

#include "engine/api/json.h"
#include "engine/model/events.h"
#include "engine/model/operator_events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/sample_node.h"
#include "ui/dialogs/overtaken_dialog.h"
#include "ui/pages/node_map_card.h"
#include "ui/pages/overview_page.h"

#include <QJsonDocument>
#include <QTest>

namespace busheng::test {
namespace {

constexpr int kProvinces[] = {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41,
                              42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 66};

OvertakenDialog* overtakenLink(QWidget& window)
{
    LinkConfig seen;
    seen.peerCode = QStringLiteral("340000");
    seen.peerName = QStringLiteral("安徽省人社厅");
    seen.address = QStringLiteral("10.34.0.8:7443");
    LinkConfig theirs = seen;
    theirs.address = QStringLiteral("10.34.0.8:7443,10.34.1.8:7443");
    LinkConfig mine = seen;
    mine.sendLimit = QStringLiteral("8MiB/s, mon-fri 08:30-18:00 2MiB/s");
    const QString stands = QString::fromUtf8(QJsonDocument(toJson(theirs)).toJson(QJsonDocument::Compact));
    const SeenEdit edit{{QStringLiteral("addLink"), {{QStringLiteral("link"), toJson(mine)}}, toJson(seen)},
                        toJson(mine)};
    return new OvertakenDialog(
        edit, makeEvent(ErrorCode::Config, events::REV_OVERTAKEN, {QStringLiteral("link 340000"), stands}, {}),
        &window);
}

} // namespace

NodeSnapshot ministryOfAllProvinces()
{
    NodeSnapshot node = ministryNode();
    node.links.clear();
    node.subscriptions.clear();
    node.alarms.clear();
    for (const int province : kProvinces) {
        LinkSnapshot link;
        link.config.peerCode = QStringLiteral("%1").arg(province * 10'000);
        link.connected = province % 16 != 6;
        if (province == 54)
            link.lastError = events::LNK_DOWN;
        link.config.enabled = province != 46;
        link.connected = link.connected && link.config.enabled && link.lastError.isEmpty();
        if (province == 33)
            link.line = QStringLiteral("10.33.1.8:7443");
        node.links.push_back(link);
        SubscriptionSnapshot flow;
        flow.config.name = QStringLiteral("%1_参保").arg(province);
        flow.config.peerCode = link.config.peerCode;
        flow.state = SubscriptionState::Live;
        flow.rowsPerSecond = link.connected ? province * 37 % 900 : 0;
        flow.lagMs = link.connected ? province * 13 % 700 : 95'000;
        node.subscriptions.push_back(flow);
    }
    for (const int province : {54, 54, 22}) {
        AlarmSnapshot alarm;
        alarm.event = events::LNK_DOWN;
        alarm.subject = QStringLiteral("%1").arg(province * 10'000);
        node.alarms.push_back(alarm);
    }
    return node;
}

void eachMapPicture(ConsoleFixture& console, const std::function<void(QWidget&, const QString&)>& save)
{
    MainWindow& window = *console.window;
    OverviewPage& page = window.overview();
    const NodeSnapshot usual = console.engine.node();
    page.setShowsMap(true);
    QTRY_COMPARE(page.map().view().shape(), NodeMapLayout::Shape::Sides);
    save(window, QStringLiteral("overview-map-few-"));
    console.engine.setNode(ministryOfAllProvinces());
    QTRY_VERIFY(page.map().view().tile(QStringLiteral("660000")) != nullptr);
    save(window, QStringLiteral("overview-map-"));
    console.engine.setNode(usual);
    QTRY_VERIFY(page.map().view().tile(QStringLiteral("660000")) == nullptr);
    page.setShowsMap(false);
    OvertakenDialog* const dialog = overtakenLink(window);
    dialog->open();
    save(*dialog, QStringLiteral("overtaken-"));
    delete dialog;
}

} // namespace busheng::test
