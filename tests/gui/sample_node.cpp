// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/sample_node.h"

#include "engine/model/events.h"

#include <QDateTime>

namespace busheng::test {
namespace {

constexpr qint64 kMorningUtcMs = 1'782'000'000'000; // 2026-06-21
constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kYearMs = 365LL * 24 * 60 * kMinuteMs;

LinkSnapshot link(const QString& code, const QString& name, const QString& address, bool connected)
{
    LinkSnapshot snapshot;
    snapshot.config = {code, name, address, true};
    snapshot.connected = connected;
    if (connected) {
        snapshot.suite = QStringLiteral("TLSv1.3 TLS_AES_256_GCM_SHA384");
        snapshot.peerSubject = QStringLiteral("CN=") + code + QStringLiteral(", O=") + name + QStringLiteral(", C=CN");
        snapshot.peerAddress = address;
        snapshot.connectedSinceUtcMs = kMorningUtcMs;
    } else {
        snapshot.lastError = events::LNK_DOWN;
        snapshot.lastErrorArgs = {name + QStringLiteral(" (") + code + u')', QStringLiteral("connection timed out")};
    }
    return snapshot;
}

SubscriptionSnapshot subscription(const SubscriptionConfig& config, SubscriptionState state,
                                  const StagePositions& positions)
{
    SubscriptionSnapshot snapshot;
    snapshot.config = config;
    snapshot.stream = config.peerCode + QStringLiteral("/1");
    snapshot.state = state;
    snapshot.positions = positions;
    snapshot.waitingChanges = qint64(positions.source - positions.applied);
    snapshot.rowsLoaded = 665276;
    snapshot.rowsExpected = 665276;
    snapshot.changesApplied = positions.applied;
    snapshot.lastSequence = positions.applied / 40;
    snapshot.plainBytes = 214'748'364;
    snapshot.sealedBytes = 31'457'280;
    snapshot.lagMs = 340;
    snapshot.rowsPerSecond = 12480;
    return snapshot;
}

AlarmSnapshot alarm(const QString& event, const QString& subject, const QStringList& args, quint64 count)
{
    AlarmSnapshot snapshot;
    snapshot.event = event;
    snapshot.subject = subject;
    snapshot.args = args;
    snapshot.raisedUtcMs = kMorningUtcMs + 17 * kMinuteMs;
    snapshot.count = count;
    return snapshot;
}

void identify(NodeSnapshot& node, const QString& code, const QString& name)
{
    node.code = code;
    node.name = name;
    node.version = QStringLiteral("0.1.0");
    node.dataDirectory = QStringLiteral("/var/lib/busheng");
    node.listenAddress = QStringLiteral("0.0.0.0:7400");
    node.certificateSubject = QStringLiteral("CN=") + code + QStringLiteral(", O=") + name + QStringLiteral(", C=CN");
    node.certificateExpiresUtcMs = kMorningUtcMs + kYearMs;
    node.startedUtcMs = kMorningUtcMs;
    node.peakResidentBytes = 96'468'992;
}

} // namespace

NodeConfiguration ministryConfiguration()
{
    const QString postgres = QStringLiteral("postgres");
    NodeConfiguration configuration;
    configuration.sources = {{QStringLiteral("业务库"), postgres,
                              QStringLiteral("host=10.9.8.7 port=5433 dbname=rsxt user=busheng sslmode=verify-full "
                                             "connect_timeout=5")}};
    configuration.targets = {
        {QStringLiteral("部级中心库"), QStringLiteral("sqlite"), QStringLiteral("/srv/busheng/collected.sqlite")},
        {QStringLiteral("镜像库"), postgres, QStringLiteral("postgresql://busheng@[::1]:5432/rsxt")}};
    return configuration;
}

VerificationSnapshot foundDifferences()
{
    const QString name = QStringLiteral("AAC003");
    const QString address = QStringLiteral("AAE006");
    VerificationSnapshot found;
    found.id = 12;
    found.subscription = QStringLiteral("安徽_行政区划");
    found.level = QStringLiteral("field");
    found.state = QStringLiteral("different");
    found.slices = 4;
    found.rowsExpected = 665'276;
    found.rowsCompared = 665'276;
    found.tables = {{QStringLiteral("public.ac01"), 665'059, 665'058, 2, false, 1, 0, 1},
                    {QStringLiteral("public.ac02"), 217, 218, 1, false, 0, 1, 0}};
    found.differenceCount = 3;
    found.startedUtcMs = kMorningUtcMs;
    found.finishedUtcMs = kMorningUtcMs + kMinuteMs;
    found.differences = {
        {QStringLiteral("missing"),
         QStringLiteral("public.ac01"),
         QStringLiteral("AAC001=3401000017"),
         {{QStringLiteral("AAC001"), QStringLiteral("3401000017"), QString(), true},
          {name, QStringLiteral("=cmd|calc"), QString(), true},
          {address, QStringLiteral("合肥市"), QString(), true}}},
        {QStringLiteral("extra"),
         QStringLiteral("public.ac02"),
         QStringLiteral("AAZ001=99"),
         {{QStringLiteral("AAZ001"), QString(), QStringLiteral("99"), true}}},
        {QStringLiteral("different"),
         QStringLiteral("public.ac01"),
         QStringLiteral("AAC001=3401000023"),
         {{name, QStringLiteral("王秀英"), QStringLiteral("王秀英"), false},
          {address, QStringLiteral("合肥市庐阳区"), QStringLiteral("合肥市蜀山区"), true},
          {QStringLiteral("AAE036"), QStringLiteral("2026-06-20 09:14:33"), QStringLiteral("2026-06-20 09:14:30"),
           true}}},
    };
    return found;
}

NodeSnapshot failingNode()
{
    NodeSnapshot node = ministryNode();
    SubscriptionSnapshot& first = node.subscriptions.front();
    first.openExceptions = 1;
    first.openConflicts = 1;
    first.parkedTables = {{QStringLiteral("public.ac43"), QString(), true, 1'204, kMorningUtcMs}};
    return node;
}

std::vector<ExceptionRecord> someExceptions()
{
    ExceptionRecord refused;
    refused.id = 9;
    refused.kind = QStringLiteral("error");
    refused.state = QStringLiteral("open");
    refused.table = QStringLiteral("public.ac01");
    refused.operation = QStringLiteral("insert");
    refused.key = QStringLiteral("AAC001=3401000031");
    refused.sequence = 7'104;
    refused.newRow = QStringLiteral("(3401000031, NULL, '合肥市')");
    refused.sqlState = QStringLiteral("23502");
    refused.message = QStringLiteral("null value in column \"AAC003\" violates not-null constraint");
    refused.createdUtcMs = kMorningUtcMs + kMinuteMs;
    refused.changedUtcMs = refused.createdUtcMs;
    ExceptionRecord conflict = refused;
    conflict.id = 8;
    conflict.kind = QStringLiteral("conflict");
    conflict.operation = QStringLiteral("update");
    conflict.key = QStringLiteral("AAC001=17");
    conflict.oldRow = QStringLiteral("(17, '张三')");
    conflict.newRow = QStringLiteral("(17, '张三丰')");
    conflict.currentRow = QStringLiteral("(17, '李四')");
    conflict.sqlState.clear();
    conflict.message = QStringLiteral("the row was changed here");
    ExceptionRecord over = refused;
    over.id = 7;
    over.state = QStringLiteral("dismissed");
    over.decidedBy = QStringLiteral("wang");
    over.reason = QStringLiteral("重复登记");
    return {refused, conflict, over};
}

NodeSnapshot qualityNode()
{
    NodeSnapshot node;
    identify(node, QStringLiteral("000000"), QStringLiteral("人力资源和社会保障部"));
    const QString anhui = QStringLiteral("340000");
    node.links = {link(anhui, QStringLiteral("安徽省人社厅"), QStringLiteral("10.34.0.8:7400"), true)};
    auto stopped = subscription(
        {QStringLiteral("安徽_行政区划"), anhui, QStringLiteral("行政区划"), QStringLiteral("部级中心库"), false, true},
        SubscriptionState::Stopped, {12, 12, 12, 12, 0});
    stopped.rowsPerSecond = 0;
    stopped.qualityFindings = {QStringLiteral("area: 2,975 rows, the source has 2,976")};
    stopped.error = QStringLiteral("TGT_QUALITY");
    stopped.errorArgs = {QStringLiteral("340000>000000/1"), stopped.qualityFindings.front()};
    node.subscriptions = {stopped};
    return node;
}

NodeSnapshot ministryNode()
{
    NodeSnapshot node;
    identify(node, QStringLiteral("000000"), QStringLiteral("人力资源和社会保障部"));
    const QString anhui = QStringLiteral("340000");
    const QString guangdong = QStringLiteral("440000");
    const QString sichuan = QStringLiteral("510000");
    node.links = {link(anhui, QStringLiteral("安徽省人社厅"), QStringLiteral("10.34.0.8:7400"), true),
                  link(guangdong, QStringLiteral("广东省人社厅"), QStringLiteral("10.44.0.8:7400"), true),
                  link(sichuan, QStringLiteral("四川省人社厅"), QStringLiteral("10.51.0.8:7400"), false)};

    const QString target = QStringLiteral("部级中心库");
    auto live = subscription({QStringLiteral("安徽_行政区划"), anhui, QStringLiteral("行政区划"), target, false, true},
                             SubscriptionState::Live, {284'211, 284'211, 284'211, 284'180, 284'156});
    auto loading = subscription(
        {QStringLiteral("广东_参保人员"), guangdong, QStringLiteral("参保人员基本信息"), target, false, true},
        SubscriptionState::Initializing, {91'004, 91'004, 0, 0, 0});
    loading.rowsExpected = 4'812'300;
    loading.rowsLoaded = 3'031'749;
    loading.lagMs = -1;
    loading.waitingChanges = -1;
    loading.changesApplied = 0;
    loading.rowsPerSecond = 48'210;
    auto behind =
        subscription({QStringLiteral("广东_单位信息"), guangdong, QStringLiteral("参保单位"), target, false, true},
                     SubscriptionState::CatchingUp, {58'120, 58'120, 52'600, 51'300, 49'822});
    behind.lagMs = 94'000;
    behind.rowsPerSecond = 6'120;
    auto stopped =
        subscription({QStringLiteral("四川_就业登记"), sichuan, QStringLiteral("就业登记"), target, false, true},
                     SubscriptionState::Stopped, {0, 0, 0, 12'400, 12'380});
    stopped.rowsPerSecond = 0;
    stopped.lagMs = -1;
    stopped.error = events::TGT_STRUCTURE;
    stopped.errorArgs = {target, QStringLiteral("employment_record"), QStringLiteral("column HJDZ is missing")};
    stopped.errorDetail = QStringLiteral("applying 510000/1 packet 310: no such column: HJDZ");
    node.subscriptions = {live, loading, behind, stopped};
    node.alarms = {alarm(events::LNK_DOWN, sichuan, node.links[2].lastErrorArgs, 4),
                   alarm(events::TGT_STRUCTURE, QStringLiteral("四川_就业登记"), stopped.errorArgs, 1)};
    return node;
}

NodeSnapshot provinceNode()
{
    NodeSnapshot node;
    identify(node, QStringLiteral("340000"), QStringLiteral("安徽省人力资源和社会保障厅"));
    node.links = {
        link(QStringLiteral("000000"), QStringLiteral("人社部"), QString(), true),
        link(QStringLiteral("320000"), QStringLiteral("江苏省人社厅"), QStringLiteral("10.32.0.8:7400"), true)};
    PublicationSnapshot publication;
    publication.config.name = QStringLiteral("行政区划");
    publication.config.source = QStringLiteral("省级区划库");
    publication.capturing = true;
    publication.sourcePosition = 284'211;
    publication.cachedPosition = 284'211;
    publication.changesCaptured = 284'211;
    PublicationSnapshot::Subscriber ministry;
    ministry.peerCode = QStringLiteral("000000");
    ministry.stream = QStringLiteral("340000/1");
    ministry.packedPosition = 284'211;
    ministry.lastSequence = 7'106;
    ministry.receivedSequence = 7'106;
    ministry.appliedSequence = 7'104;
    ministry.lagMs = 340;
    PublicationSnapshot::Subscriber neighbour = ministry;
    neighbour.peerCode = QStringLiteral("320000");
    neighbour.stream = QStringLiteral("340000/2");
    neighbour.loading = true;
    neighbour.packedPosition = 0;
    neighbour.lastSequence = 310;
    neighbour.receivedSequence = 280;
    neighbour.appliedSequence = 241;
    neighbour.lagMs = -1;
    publication.subscribers = {ministry, neighbour};
    node.publications = {publication};
    node.subscriptions = {subscription({QStringLiteral("部_标准代码"), QStringLiteral("000000"),
                                        QStringLiteral("标准代码"), QStringLiteral("省级区划库"), false, true},
                                       SubscriptionState::Live, {8'204, 8'204, 8'204, 8'204, 8'204})};
    node.subscriptions[0].rowsPerSecond = 0;
    node.subscriptions[0].lagMs = 120;
    return node;
}

} // namespace busheng::test
