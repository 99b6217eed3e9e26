// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/sample_node.h"

#include <QDateTime>

namespace busheng::test {
namespace {

constexpr qint64 kHourMs = 3'600'000;

OperatorSnapshot operatorOf(const char* name, const char* person, const char* role, const char* state)
{
    OperatorSnapshot one;
    one.name = QString::fromUtf8(name);
    one.person = QString::fromUtf8(person);
    one.role = QString::fromUtf8(role);
    one.state = QString::fromUtf8(state);
    one.lastSignInUtcMs = QDateTime::currentMSecsSinceEpoch() - kHourMs;
    one.passwordUtcMs = one.lastSignInUtcMs - 400 * kHourMs;
    one.madeBy = QStringLiteral("root");
    return one;
}

ReviewedChange changeOf(qint64 id, const char* method, const char* subject, const char* before, const char* after)
{
    ReviewedChange change;
    change.id = id;
    change.method = QString::fromUtf8(method);
    change.subject = QString::fromUtf8(subject);
    change.before = QString::fromUtf8(before);
    change.after = QString::fromUtf8(after);
    change.state = QStringLiteral("waiting");
    change.proposer = QStringLiteral("li");
    change.proposedUtcMs = QDateTime::currentMSecsSinceEpoch() - id * kHourMs;
    change.expiresUtcMs = change.proposedUtcMs + 168 * kHourMs;
    return change;
}

} // namespace

BackupShelf someBackups()
{
    BackupShelf shelf;
    shelf.plan = {QStringLiteral("daily 02:00"), QStringLiteral("/mnt/backup/busheng"), 14};
    shelf.hasPassphrase = true;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    shelf.nextUtcMs = now + 9 * kHourMs;
    for (int day = 0; day < 4; ++day) {
        BackupRow row;
        row.id = 40 - day;
        row.takenUtcMs = now - (15 + 24 * day) * kHourMs;
        row.file = QStringLiteral("/mnt/backup/busheng/busheng-100000-%1-020000.bsbk")
                       .arg(QDateTime::fromMSecsSinceEpoch(row.takenUtcMs).toString(QStringLiteral("yyyyMMdd")));
        row.cause = day == 2 ? QStringLiteral("asked") : QStringLiteral("timetable");
        row.by = day == 2 ? QStringLiteral("root") : QString();
        row.state = day == 0 ? QStringLiteral("made") : QStringLiteral("verified");
        row.fileBytes = (184LL << 20) - day * (3LL << 20);
        row.verifiedUtcMs = day == 0 ? 0 : row.takenUtcMs + kHourMs;
        shelf.backups.push_back(row);
    }
    return shelf;
}

std::vector<OperatorSnapshot> someOperators()
{
    std::vector<OperatorSnapshot> all{operatorOf("li", "李四 数据处", "operator", "active"),
                                      operatorOf("oa", "办公自动化系统", "service", "active"),
                                      operatorOf("root", "张三 网络安全处", "security", "active"),
                                      operatorOf("shen", "沈六 审计处", "auditor", "blocked"),
                                      operatorOf("wang", "王五 数据处", "reviewer", "active")};
    all[0].isSignedIn = true;
    all[3].mustChangePassword = true;
    return all;
}

std::vector<ReviewedChange> someReviewedChanges()
{
    std::vector<ReviewedChange> all{
        changeOf(
            12, "addLink", "link 340000",
            R"({"peerCode":"340000","peerName":"安徽省","address":"10.34.0.8:7400","enabled":true,"sendLimit":"8MiB/s","rights":["giveTables","takeTables"]})",
            R"({"peerCode":"340000","peerName":"安徽省","address":"10.34.0.8:7400, 10.34.1.8:7400","enabled":true,"sendLimit":"8MiB/s","rights":["giveTables","takeTables","sendFiles"]})"),
        changeOf(11, "remove", "subscription 广东_参保人员",
                 R"({"name":"广东_参保人员","peerCode":"440000","dataset":"参保人员","target":"镜像库"})", ""),
        changeOf(10, "repair", "7", "", R"({"verificationId":7,"subscription":"四川_就业登记","differences":3})")};
    all[0].reason = QStringLiteral("安徽启用备用线路，并开始报送文件（见 2026-07 号函）");
    all.push_back(changeOf(9, "addSource", "source 省库", "", R"({"name":"省库"})"));
    all.back().state = QStringLiteral("rejected");
    all.back().reviewer = QStringLiteral("wang");
    all.back().comment = QStringLiteral("地址不对");
    return all;
}

} // namespace busheng::test
