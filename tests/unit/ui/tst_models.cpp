// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/support/test_main.h"
#include "ui/models/alarm_model.h"
#include "ui/models/link_model.h"
#include "ui/models/subscription_model.h"
#include "ui/text/translator.h"

#include <QAbstractItemModelTester>
#include <QObject>
#include <QRandomGenerator>
#include <QSignalSpy>

using namespace busheng;

static SubscriptionRow flow(const QString& key)
{
    SubscriptionRow row;
    row.key = key;
    row.name = key;
    row.peerCode = QStringLiteral("340000");
    return row;
}

class TstModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { installTranslator(*QCoreApplication::instance(), QStringLiteral("en")); }
    void onlyChangedRowsSaySo();
    void rowsComeAndGoWithoutAReset();
    void randomUpdatesKeepTheModelWhole();
    void duplicateKeysAreShownOnce();
    void columnsSayWhatIsKnown();
    void hostileNamesAreSafeToShow();
    void linkStatesAreWords();
    void alarmsCarryCauseAndRemedy();
    void textsFollowTheLanguage();
};

void TstModels::onlyChangedRowsSaySo()
{
    SubscriptionModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::vector<SubscriptionRow> rows = {flow(QStringLiteral("a")), flow(QStringLiteral("b")),
                                         flow(QStringLiteral("c"))};
    model.setRows(rows);
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    const QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.setRows(rows);
    QCOMPARE(changed.size(), 0);
    rows[1].lagMs = 5;
    model.setRows(rows);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 1);
    QCOMPARE(changed.at(0).at(1).toModelIndex().row(), 1);
    QCOMPARE(reset.size() + inserted.size(), 0);
}

void TstModels::rowsComeAndGoWithoutAReset()
{
    SubscriptionModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({flow(QStringLiteral("a")), flow(QStringLiteral("b"))});
    const QPersistentModelIndex b = model.index(1, 0);
    const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setRows({flow(QStringLiteral("c")), flow(QStringLiteral("b"))});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(b.row(), 0); // selection would have stayed on it
    QCOMPARE(model.indexOf(QStringLiteral("c")), 1);
    QCOMPARE(model.indexOf(QStringLiteral("a")), -1);
    model.setRows({});
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(reset.size(), 0);
}

void TstModels::randomUpdatesKeepTheModelWhole()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    SubscriptionModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (int round = 0; round < 300; ++round) {
        std::vector<SubscriptionRow> rows;
        for (int i = 0; i < 12; ++i) {
            if (random.bounded(2) == 0)
                continue;
            rows.push_back(flow(QString::number(i)));
            rows.back().lagMs = random.bounded(3);
        }
        model.setRows(rows);
        QCOMPARE(std::size_t(model.rowCount()), rows.size());
        for (const SubscriptionRow& row : rows)
            QVERIFY(model.row(model.indexOf(row.key)) == row);
    }
}

void TstModels::duplicateKeysAreShownOnce()
{
    SubscriptionModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({flow(QStringLiteral("a")), flow(QStringLiteral("a"))});
    QCOMPARE(model.rowCount(), 1);
}

void TstModels::columnsSayWhatIsKnown()
{
    SubscriptionModel model;
    SubscriptionRow row = flow(QStringLiteral("a"));
    row.peerName = QStringLiteral("Anhui");
    row.state = SubscriptionState::Initializing;
    row.loadFraction = 0.5;
    model.setRows({row});
    const auto text = [&](int column) { return model.index(0, column).data().toString(); };
    QCOMPARE(text(SubscriptionModel::Peer), QStringLiteral("Anhui"));
    QVERIFY(
        model.index(0, SubscriptionModel::Peer).data(Qt::ToolTipRole).toString().contains(QStringLiteral("340000")));
    QCOMPARE(text(SubscriptionModel::State), QStringLiteral("Initializing"));
    QCOMPARE(text(SubscriptionModel::Progress), QStringLiteral("50%"));
    QCOMPARE(text(SubscriptionModel::Lag), QStringLiteral("–"));
    QCOMPARE(text(SubscriptionModel::Waiting), QStringLiteral("–"));
    row.lagMs = 0;
    row.waiting = 1;
    row.waitingCountsPackets = true;
    row.rowsPerSecond = 0;
    model.setRows({row});
    QCOMPARE(text(SubscriptionModel::Lag), QStringLiteral("0 ms"));
    QCOMPARE(text(SubscriptionModel::Waiting), QStringLiteral("1 packet"));
    QCOMPARE(text(SubscriptionModel::Rate), QStringLiteral("0 rows/s"));
    row.waiting = 1234;
    model.setRows({row});
    QCOMPARE(text(SubscriptionModel::Waiting), QStringLiteral("1,234 packets"));
}

void TstModels::hostileNamesAreSafeToShow()
{
    const QString hostile = QStringLiteral("<img src=x onerror=y>\n") + QChar(0x202E) + QStringLiteral("gpj");
    NodeSnapshot node;
    LinkSnapshot link;
    link.config.peerCode = hostile;
    link.config.peerName = hostile;
    link.config.address = hostile;
    link.suite = hostile;
    link.peerSubject = hostile;
    link.lastError = hostile;
    link.lastErrorArgs = {hostile};
    node.links = {link};
    SubscriptionSnapshot subscription;
    subscription.config = {hostile, hostile, hostile, hostile, false, true};
    subscription.error = hostile;
    subscription.errorArgs = {hostile};
    node.subscriptions = {subscription};
    AlarmSnapshot alarm;
    alarm.event = hostile;
    alarm.subject = hostile;
    alarm.args = {hostile};
    alarm.detail = hostile;
    node.alarms = {alarm};
    SubscriptionModel subscriptions;
    subscriptions.setRows(subscriptionRows(node));
    LinkModel links;
    links.update(node);
    AlarmModel alarms;
    alarms.update(node);
    for (const QAbstractItemModel* model :
         {static_cast<QAbstractItemModel*>(&subscriptions), static_cast<QAbstractItemModel*>(&links),
          static_cast<QAbstractItemModel*>(&alarms)}) {
        QCOMPARE(model->rowCount(), 1);
        for (int column = 0; column < model->columnCount(); ++column) {
            for (const int role :
                 {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole), int(AlarmModel::CauseRole),
                  int(AlarmModel::RemedyRole), int(AlarmModel::MetaRole)}) {
                const QString text = model->index(0, column).data(role).toString();
                QVERIFY2(!text.contains(QChar(0x202E)) && !text.contains(u'\n'), qPrintable(text));
                if (role == Qt::ToolTipRole)
                    QVERIFY2(!text.contains(QStringLiteral("<img")), qPrintable(text));
            }
        }
    }
}

void TstModels::linkStatesAreWords()
{
    NodeSnapshot node;
    LinkSnapshot link;
    link.config.peerCode = QStringLiteral("a");
    link.connected = true;
    link.connectedSinceUtcMs = 1;
    node.links.push_back(link);
    link.config.peerCode = QStringLiteral("b");
    link.connected = false;
    node.links.push_back(link);
    link.config.peerCode = QStringLiteral("c");
    link.lastError = events::LNK_DOWN;
    link.lastErrorArgs = {QStringLiteral("c"), QStringLiteral("refused")};
    node.links.push_back(link);
    link.config.peerCode = QStringLiteral("d");
    link.config.enabled = false;
    node.links.push_back(link);
    LinkModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.update(node);
    QStringList states;
    for (int row = 0; row < model.rowCount(); ++row)
        states.append(model.index(row, LinkModel::State).data().toString());
    QCOMPARE(states, (QStringList{QStringLiteral("Connected"), QStringLiteral("Not connected"),
                                  QStringLiteral("Interrupted"), QStringLiteral("Disabled")}));
    QVERIFY(model.index(2, LinkModel::State).data(Qt::ToolTipRole).toString().contains(QStringLiteral("refused")));
}

void TstModels::alarmsCarryCauseAndRemedy()
{
    NodeSnapshot node;
    AlarmSnapshot alarm;
    alarm.event = events::DSK_FULL;
    alarm.subject = QStringLiteral("/data");
    alarm.args = {QStringLiteral("/data"), QStringLiteral("ENOSPC")};
    alarm.detail = QStringLiteral("writing segment 3");
    alarm.raisedUtcMs = 1700000000000;
    alarm.count = 3;
    node.alarms = {alarm};
    AlarmModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.update(node);
    const QModelIndex index = model.index(0, 0);
    QCOMPARE(index.data().toString(), QStringLiteral("Disk is full"));
    QVERIFY(index.data(AlarmModel::CauseRole).toString().contains(QStringLiteral("/data")));
    QVERIFY(index.data(AlarmModel::RemedyRole).toString().contains(QStringLiteral("Free some space")));
    QVERIFY(index.data(AlarmModel::MetaRole).toString().contains(QStringLiteral("3 times")));
    const QString report = index.data(AlarmModel::ReportRole).toString();
    QVERIFY(report.contains(QStringLiteral("DSK_FULL")) && report.contains(QStringLiteral("writing segment 3")));
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    node.alarms[0].count = 4;
    model.update(node);
    QCOMPARE(changed.size(), 1);
}

void TstModels::textsFollowTheLanguage()
{
    SubscriptionModel model;
    model.setRows({flow(QStringLiteral("a"))});
    const QSignalSpy headers(&model, &QAbstractItemModel::headerDataChanged);
    installTranslator(*QCoreApplication::instance(), QStringLiteral("zh_CN"));
    model.retranslate();
    QCOMPARE(headers.size(), 1);
    QCOMPARE(model.headerData(SubscriptionModel::State, Qt::Horizontal, Qt::DisplayRole).toString(),
             QStringLiteral("状态"));
    QCOMPARE(model.index(0, SubscriptionModel::State).data().toString(), QStringLiteral("等待"));
}

BUSHENG_TEST(TstModels)
#include "tst_models.moc"
