// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

#include <QJsonDocument>

#include <limits>

namespace busheng {

namespace {

constexpr quint64 kBeyondDouble = 9'007'199'254'740'993; // 2^53 + 1

SubscriptionSnapshot sampleSubscription()
{
    SubscriptionSnapshot s;
    s.config = {
        QStringLiteral("订阅"), QStringLiteral("340000"), QStringLiteral("d"), QStringLiteral("t"), true, false};
    s.stream = QStringLiteral("340000/3");
    s.state = SubscriptionState::CatchingUp;
    s.positions = {kBeyondDouble, 5, 4, 3, 2};
    s.lagMs = 1234;
    s.waitingChanges = 99;
    s.rowsLoaded = 665'276;
    s.rowsExpected = 665'277;
    s.tables = {{QStringLiteral("t"), 5, 6}, {QStringLiteral("u"), -1, -1}};
    s.loadRemainingMs = 61'000;
    s.changesApplied = 17;
    s.rowsPerSecond = 12345.5;
    s.lastSequence = 7;
    s.plainBytes = 1LL << 40;
    s.sealedBytes = 1LL << 39;
    s.error = events::TGT_CONFLICT;
    s.errorArgs = {QStringLiteral("a"), QString(), QStringLiteral("\"c\"")};
    s.errorDetail = QStringLiteral("detail");
    s.qualityFindings = {QStringLiteral("one"), QStringLiteral("two")};
    s.openExceptions = 3;
    s.openConflicts = 2;
    s.settledConflicts = 1;
    s.parkedTables = {{QStringLiteral("public.t"), QStringLiteral("why"), true, 12, 34}, {}};
    return s;
}

PublicationSnapshot samplePublication()
{
    PublicationSnapshot p;
    p.config = {QStringLiteral("区划"),
                QStringLiteral("s"),
                Route::FullCopy,
                {QStringLiteral("t")},
                {QStringLiteral("000000")}};
    p.capturing = true;
    p.sourcePosition = 10;
    p.cachedPosition = 9;
    p.logCacheBytes = 8;
    p.logCacheQuota = 7;
    p.changesCaptured = 6;
    p.log = {QStringLiteral("extended"), 5, 4, 3, 2, 1};
    p.loadingTables = {{QStringLiteral("t"), 5, -1}};
    p.error = events::CAP_DRIFT;
    p.errorArgs = {QStringLiteral("x")};
    p.errorDetail = QStringLiteral("y");
    p.subscribers = {{QStringLiteral("000000"),
                      QStringLiteral("340000/1"),
                      true,
                      9,
                      10,
                      11,
                      0.5,
                      12,
                      5,
                      4,
                      3,
                      2,
                      1,
                      100,
                      {QStringLiteral("exporting"),
                       QStringLiteral("p1"),
                       QStringLiteral("/media"),
                       1,
                       2,
                       3,
                       4,
                       5,
                       events::DSK_FULL,
                       {QStringLiteral("x")}}},
                     {}};
    return p;
}

NodeSnapshot sampleNode()
{
    NodeSnapshot node;
    node.code = QStringLiteral("340000");
    node.name = QStringLiteral("安徽省人社厅");
    node.version = QStringLiteral("0.1.0");
    node.dataDirectory = QStringLiteral("/var/lib/busheng");
    node.listenAddress = QStringLiteral("[::]:7443");
    node.certificateSubject = QStringLiteral("CN=340000");
    node.certificateExpiresUtcMs = 1'900'000'000'000;
    node.startedUtcMs = 1'700'000'000'000;
    node.peakResidentBytes = 123'456'789;
    LinkSnapshot link;
    link.config = {QStringLiteral("000000"), QStringLiteral("部"),   QStringLiteral("h:1"), false,
                   QStringLiteral("1MiB/s"), QStringLiteral("pause")};
    link.connected = true;
    link.suite = QStringLiteral("TLSv1.3 TLS_AES_128_GCM_SHA256");
    link.peerSubject = QStringLiteral("CN=000000");
    link.peerAddress = QStringLiteral("[::1]:5");
    link.connectedSinceUtcMs = 5;
    link.lastError = events::LNK_DOWN;
    link.lastErrorArgs = {QStringLiteral("000000"), QStringLiteral("why")};
    link.packetSuite = QStringLiteral("SM4-GCM+SM3+SM2");
    link.peerSm2Subject = QStringLiteral("CN=000000,O=部");
    link.sendLimitNow = 1 << 20;
    link.receiveLimitNow = 0;
    link.bytesSent = 11;
    link.bytesReceived = 12;
    node.links = {link, LinkSnapshot()};
    node.credentials = {{QStringLiteral("certificate"), QStringLiteral("CN=340000"), QStringLiteral("0a"), 7},
                        {QStringLiteral("revocation-list"), QStringLiteral("CN=Authority"), QString(), 8}};
    node.subscriptions = {sampleSubscription(), SubscriptionSnapshot()};
    node.publications = {samplePublication()};
    node.alarms = {{events::DSK_FULL, QStringLiteral("/d"), {QStringLiteral("/d")}, QStringLiteral("x"), 1, 2, 3}};
    return node;
}

/// As it comes out of a file or a socket.
QJsonObject throughText(const QJsonObject& json)
{
    return QJsonDocument::fromJson(QJsonDocument(json).toJson(QJsonDocument::Compact)).object();
}

int leafCount(const QJsonValue& value)
{
    int count = value.isObject() || value.isArray() ? 0 : 1;
    const QJsonObject object = value.toObject();
    for (const QJsonValue& member : object)
        count += leafCount(member);
    const QJsonArray array = value.toArray();
    for (const QJsonValue& item : array)
        count += leafCount(item);
    return count;
}

} // namespace

class TstJsonSnapshots : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aNodeComesBackAsItWas()
    {
        const QJsonObject json = toJson(sampleNode());
        const NodeSnapshot back = nodeSnapshotFromJson(throughText(json));
        QCOMPARE(toJson(back), json);
        QCOMPARE(back.name, QStringLiteral("安徽省人社厅"));
        QCOMPARE(back.subscriptions.at(0).positions.source, kBeyondDouble);
        QCOMPARE(back.subscriptions.at(0).config, sampleSubscription().config);
        QCOMPARE(back.subscriptions.at(0).state, SubscriptionState::CatchingUp);
        QCOMPARE(back.subscriptions.at(0).rowsPerSecond, 12345.5);
        QCOMPARE(back.subscriptions.at(1).lagMs, -1);
        QCOMPARE(back.publications.at(0).config, samplePublication().config);
        QCOMPARE(back.publications.at(0).subscribers.at(0).outboxBytes, 100);
        QCOMPARE(back.links.at(0).config, sampleNode().links.at(0).config);
        QCOMPARE(back.alarms.at(0).count, 3U);
        // Everything in the sample differs from its default, so nothing can be missed by being left out on both ways.
        QVERIFY(leafCount(json) >= 90);
    }

    void everyStateComesBack()
    {
        for (const SubscriptionState state :
             {SubscriptionState::Waiting, SubscriptionState::Initializing, SubscriptionState::Checking,
              SubscriptionState::CatchingUp, SubscriptionState::Live, SubscriptionState::Paused,
              SubscriptionState::Stopped}) {
            NodeSnapshot node;
            node.subscriptions.resize(1);
            node.subscriptions[0].state = state;
            QCOMPARE(nodeSnapshotFromJson(toJson(node)).subscriptions.at(0).state, state);
        }
    }

    void aVerificationComesBackAsItWas()
    {
        VerificationSnapshot v;
        v.id = std::numeric_limits<qint64>::max();
        v.subscription = QStringLiteral("s");
        v.level = QStringLiteral("field");
        v.state = QStringLiteral("different");
        v.position = kBeyondDouble;
        v.rowsCompared = 3;
        v.tables = {{QStringLiteral("t"), 1, 2, 3}};
        v.differenceCount = 1;
        v.differences = {{QStringLiteral("different"),
                          QStringLiteral("t"),
                          QStringLiteral("id=1"),
                          {{QStringLiteral("name"), QStringLiteral("旧"), QStringLiteral("新"), true},
                           {QStringLiteral("x"), QString(), QString(), false}}}};
        v.startedUtcMs = 1;
        v.finishedUtcMs = 2;
        v.error = events::VRF_FAILED;
        v.errorArgs = {QStringLiteral("s")};
        const QJsonObject json = toJson(v);
        const VerificationSnapshot back = verificationFromJson(throughText(json));
        QCOMPARE(toJson(back), json);
        QCOMPARE(back.id, v.id);
        QCOMPARE(back.differences.at(0).cells.at(0).targetValue, QStringLiteral("新"));
        QVERIFY(back.differences.at(0).cells.at(0).differs);
        QCOMPARE(back.tables.at(0).differences, 3U);
    }

    void theSmallOnesComeBackAsTheyWere()
    {
        const PreflightFinding finding{
            QStringLiteral("error"), events::SRC_TABLE_KEYLESS, {QStringLiteral("a")}, QStringLiteral("t")};
        QCOMPARE(toJson(preflightFindingFromJson(throughText(toJson(finding)))), toJson(finding));
        StructureSnapshot structure;
        structure.subscription = QStringLiteral("s");
        structure.target = QStringLiteral("t");
        structure.sql = QStringList{QStringLiteral("CREATE TABLE x (y)")};
        structure.waitsForApproval = true;
        StructureTable table{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("differs"), {}, {}};
        table.differences = QStringList{QStringLiteral("column y is missing")};
        table.columns = {{QStringLiteral("y"),
                          QStringLiteral("z"),
                          QStringLiteral("int"),
                          true,
                          QStringLiteral("0"),
                          QStringLiteral("text"),
                          false,
                          {},
                          QStringLiteral("differs")}};
        structure.tables = {table};
        QCOMPARE(toJson(structureFromJson(throughText(toJson(structure)))), toJson(structure));
        LedgerRow row{1,
                      QStringLiteral("s"),
                      QStringLiteral("in"),
                      kBeyondDouble,
                      QStringLiteral("ab"),
                      QStringLiteral("refused"),
                      events::PKT_ORDER,
                      2,
                      3,
                      4,
                      5,
                      6};
        const LedgerRow rowBack = ledgerRowFromJson(throughText(toJson(row)));
        QCOMPARE(toJson(rowBack), toJson(row));
        QCOMPARE(rowBack.sequence, kBeyondDouble);
        QCOMPARE(rowBack.utcMs, 6);
        const AlarmSnapshot alarm{
            events::LNK_DOWN, QStringLiteral("x"), {QStringLiteral("y")}, QStringLiteral("z"), 1, 2, 3};
        QCOMPARE(toJson(alarmFromJson(throughText(toJson(alarm)))), toJson(alarm));
    }

    void everyErrorCodeComesBack()
    {
        for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
            Error error = makeEvent(static_cast<ErrorCode>(code), events::DSK_FULL, {QStringLiteral("a")},
                                    QStringLiteral("detail"));
            error.native = QStringLiteral("native");
            error.transient = true;
            const Error back = errorFromJson(throughText(toJson(error)));
            QCOMPARE(back.code, error.code);
            QCOMPARE(toJson(back), toJson(error));
        }
    }

    void laterVersionsMaySayMoreAndEarlierOnesLess()
    {
        QJsonObject json = toJson(sampleNode());
        json.insert(QStringLiteral("fromTheFuture"), QJsonArray{1, 2});
        json.remove(QStringLiteral("listenAddress"));
        const NodeSnapshot back = nodeSnapshotFromJson(json);
        QCOMPARE(back.code, QStringLiteral("340000"));
        QVERIFY(back.listenAddress.isEmpty());
        QCOMPARE(back.subscriptions.size(), std::size_t{2});
    }

    void nonsenseGivesDefaults_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray("{}");
        QTest::newRow("wrong types") << QByteArray(
            R"({"code":1,"links":{},"subscriptions":"x","publications":7,"alarms":null,"startedUtcMs":"now"})");
        QTest::newRow("numbers that are none") << QByteArray(R"({"startedUtcMs":1.5,"peakResidentBytes":1e300})");
    }

    void nonsenseGivesDefaults()
    {
        QFETCH(QByteArray, json);
        const NodeSnapshot node = nodeSnapshotFromJson(QJsonDocument::fromJson(json).object());
        QCOMPARE(toJson(node), toJson(NodeSnapshot()));
    }

    void nonsenseInsideGivesDefaultsInside()
    {
        const QByteArray json = R"({"subscriptions":[7,{"state":"flying","lagMs":"x","config":[]},{"state":"live"}]})";
        const NodeSnapshot node = nodeSnapshotFromJson(QJsonDocument::fromJson(json).object());
        QCOMPARE(node.subscriptions.size(), std::size_t{3});
        QCOMPARE(node.subscriptions.at(1).state, SubscriptionState::Waiting);
        QCOMPARE(node.subscriptions.at(1).lagMs, -1);
        QCOMPARE(node.subscriptions.at(2).state, SubscriptionState::Live);
    }
};

} // namespace busheng

using busheng::TstJsonSnapshots;
BUSHENG_TEST(TstJsonSnapshots)
#include "tst_json_snapshots.moc"
