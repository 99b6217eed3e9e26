// SPDX-License-Identifier: GPL-3.0-or-later
// Samples of files, ledger and keys.
#include "engine/model/events.h"
#include "tests/gui/sample_node.h"

#include <QDateTime>

namespace busheng::test {
namespace {

constexpr qint64 kMorningUtcMs = 1'782'000'000'000; // 2026-06-21
constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kDayMs = 24 * 60 * kMinuteMs;

FileTaskSnapshot task(const QString& name, const QString& starts, const QString& state, const QString& outcome)
{
    FileTaskSnapshot shown;
    shown.config.name = name;
    shown.config.peerCode = QStringLiteral("000000");
    shown.config.sourceDirectory = QStringLiteral("lwjc");
    shown.config.patterns = {QStringLiteral("*.zip")};
    shown.config.starts = starts;
    shown.state = state;
    shown.outcome = outcome;
    shown.run = 7;
    shown.kind = QStringLiteral("incremental");
    shown.arrived = 1'204;
    shown.bytes = 734'003'200;
    shown.startedUtcMs = kMorningUtcMs;
    shown.finishedUtcMs = outcome.isEmpty() ? 0 : kMorningUtcMs + kMinuteMs;
    return shown;
}

FileRunRow run(qint64 id, const QString& direction, const QString& state, quint64 failed)
{
    FileRunRow row;
    row.id = id;
    row.direction = direction;
    row.task = QStringLiteral("安徽_联网监测数据上报");
    row.peerCode = QStringLiteral("000000");
    row.kind = id % 3 == 0 ? QStringLiteral("full") : QStringLiteral("incremental");
    row.state = state;
    row.startedUtcMs = kMorningUtcMs + id * kMinuteMs;
    row.finishedUtcMs = row.startedUtcMs + kMinuteMs;
    row.arrived = 1'204;
    row.failed = failed;
    row.bytes = 734'003'200;
    return row;
}

FileRow file(qint64 id, const QString& path, const QString& state, const QString& event)
{
    FileRow row;
    row.id = id;
    row.run = 6;
    row.task = QStringLiteral("安徽_联网监测数据上报");
    row.peerCode = QStringLiteral("000000");
    row.path = path;
    row.size = 3'145'728;
    row.digest = QString(64, u'a');
    row.state = state;
    row.attempts = event.isEmpty() ? 1 : 4;
    row.firstUtcMs = kMorningUtcMs;
    row.lastUtcMs = kMorningUtcMs + kMinuteMs;
    row.event = event;
    if (!event.isEmpty())
        row.args = {path};
    return row;
}

} // namespace

NodeSnapshot filesNode()
{
    NodeSnapshot node = provinceNode();
    node.filesDirectory = QStringLiteral("/var/lib/busheng/lwjc");
    FileTaskSnapshot running =
        task(QStringLiteral("安徽_就业信息数据上报"), QStringLiteral("service"), QStringLiteral("running"), QString());
    running.bytesPerSecond = 8'388'608;
    FileTaskSnapshot failed = task(QStringLiteral("安徽_联网监测数据上报"), QStringLiteral("daily 23:00"),
                                   QStringLiteral("idle"), QStringLiteral("failed"));
    failed.failed = 2;
    failed.nextStartUtcMs = kMorningUtcMs + kDayMs;
    FileTaskSnapshot waiting = task(QStringLiteral("安徽_参保数据上报"), QStringLiteral("weekly mon,thu 02:30"),
                                    QStringLiteral("waiting"), QString());
    waiting.error = events::LNK_DOWN;
    waiting.errorArgs = {QStringLiteral("人社部 (000000)"), QStringLiteral("connection timed out")};
    FileTaskSnapshot off = task(QStringLiteral("安徽_档案数据上报"), QStringLiteral("monthly 1,15,last 02:30"),
                                QStringLiteral("idle"), QStringLiteral("done"));
    off.config.enabled = false;
    node.fileTasks = {running, failed, waiting, off};
    return node;
}

std::vector<FileRunRow> someRuns()
{
    const QString out = QStringLiteral("out");
    FileRunRow received = run(3, QStringLiteral("in"), QStringLiteral("done"), 0);
    received.task = QStringLiteral("部_标准代码数据下发_安徽");
    return {run(7, out, QStringLiteral("running"), 0), run(6, out, QStringLiteral("failed"), 2),
            run(5, out, QStringLiteral("done"), 0), run(4, out, QStringLiteral("stopped"), 0), received};
}

std::vector<FileRow> someFiles()
{
    return {file(11, QStringLiteral("340000LWJC20260621000501.zip"), QStringLiteral("arrived"), {}),
            file(12, QStringLiteral("340000LWJC20260621000502.zip"), QStringLiteral("repeated"), {}),
            file(13, QStringLiteral("340000LWJC20260621000503.zip"), QStringLiteral("failed"), events::FIL_CHANGED),
            file(14, QStringLiteral("合肥/340000LWJC20260621000504.zip"), QStringLiteral("failed"), events::FIL_GONE),
            file(15, QStringLiteral("340000LWJC20260621000505.zip"), QStringLiteral("waiting"), events::FIL_OPEN),
            file(16, QStringLiteral("link\u202E-evil"), QStringLiteral("skipped"), events::FIL_KIND)};
}

std::vector<LedgerRow> someLedger(qint64 count)
{
    std::vector<LedgerRow> rows;
    rows.reserve(std::size_t(count));
    for (qint64 id = count; id >= 1; --id) {
        LedgerRow row;
        row.id = id;
        row.stream = QStringLiteral("340000>000000/1");
        row.direction = QStringLiteral("out");
        row.peer = QStringLiteral("000000");
        row.sequence = quint64(id);
        row.digest = QString::number(id, 16).rightJustified(64, u'0');
        row.outcome = id % 50 == 0 ? QStringLiteral("refused") : QStringLiteral("sealed");
        row.event = id % 50 == 0 ? events::PKT_TAMPERED : QString();
        row.changes = 40;
        row.transactions = 3;
        row.plainBytes = 65'536;
        row.sealedBytes = 9'216;
        row.utcMs = kMorningUtcMs + id * 1000;
        row.suite = QStringLiteral("SM4-GCM+SM3+SM2");
        row.epoch = 4;
        if (id % 7 == 0) {
            row.kind = QStringLiteral("file");
            row.name = QStringLiteral("340000LWJC%1.zip").arg(id, 8, 10, QLatin1Char('0'));
            row.stream = QStringLiteral("安徽_联网监测数据上报");
            row.outcome = QStringLiteral("arrived");
            row.event.clear();
            row.sequence = 0;
        }
        row.chain = row.digest;
        rows.push_back(row);
    }
    return rows;
}

std::vector<LinkKeyRecord> someLinkKeys()
{
    std::vector<LinkKeyRecord> keys;
    for (const QString& peer : {QStringLiteral("000000"), QStringLiteral("320000")}) {
        for (quint32 epoch = 1; epoch <= 4; ++epoch) {
            LinkKeyRecord key;
            key.peerCode = peer;
            key.direction = QStringLiteral("out");
            key.epoch = epoch;
            key.suite = QStringLiteral("SM4-GCM+SM3+SM2");
            key.fingerprint = QStringLiteral("c0ffee%1").arg(epoch);
            key.state = epoch == 4   ? QStringLiteral("active")
                        : epoch == 3 ? QStringLiteral("retired")
                                     : QStringLiteral("wiped");
            key.why = epoch == 1 ? QStringLiteral("first") : QStringLiteral("age");
            key.packets = 7'106 * epoch;
            key.sealedBytes = 31'457'280;
            key.madeUtcMs = kMorningUtcMs + epoch * kDayMs;
            key.activeUtcMs = key.madeUtcMs + 900;
            key.retiredUtcMs = epoch < 4 ? key.madeUtcMs + kDayMs : 0;
            key.wipedUtcMs = epoch < 3 ? key.madeUtcMs + kDayMs + kMinuteMs : 0;
            keys.push_back(key);
        }
    }
    LinkKeyRecord incoming = keys.back();
    incoming.direction = QStringLiteral("in");
    incoming.why = QStringLiteral("granted");
    keys.push_back(incoming);
    return keys;
}

std::vector<CredentialSnapshot> someCredentials()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const QString subject = QStringLiteral("CN=340000, O=安徽省人社厅, C=CN");
    return {{QStringLiteral("certificate"), subject, QStringLiteral("4a01"), now + 300 * kDayMs + kMinuteMs},
            {QStringLiteral("sm2-certificate"), subject, QStringLiteral("4a02"), now + 12 * kDayMs + kMinuteMs},
            {QStringLiteral("authority"), QStringLiteral("CN=人社部根证书"), QStringLiteral("01"),
             now + 3'000 * kDayMs + kMinuteMs},
            {QStringLiteral("revocation-list"), QStringLiteral("CN=人社部根证书"), QString(), now - kDayMs}};
}

} // namespace busheng::test
