// SPDX-License-Identifier: GPL-3.0-or-later
// Files, both ways: trees of this machine, cut and killed in between, compared file by file.
#include "app/demo/demo.h"

#include "app/cli/await.h"
#include "app/demo/demo_trees.h"
#include "ui/text/words.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>

#include <algorithm>

namespace busheng::demo {
namespace {

const QString kReport = QStringLiteral("安徽_文档数据上报");
const QString kIssue = QStringLiteral("部_文档数据下发_安徽");
const QString kFolder = QStringLiteral("documents");
constexpr int kFilesWithinMs = 600'000;
constexpr int kMostFiles = 20'000; ///< each way
constexpr qint64 kLargestFile = 1 << 20;

/// A tree of this machine that is there anyway, as long as it has files that the demo may read; at most kMostFiles.
Result<quint64> copyTree(const QString& from, const QString& to)
{
    quint64 copied = 0;
    QDirIterator entries(from, QDir::Files | QDir::Readable | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (entries.hasNext() && copied < kMostFiles) {
        const QFileInfo file(entries.next());
        if (file.size() > kLargestFile)
            continue;
        const QString target = to + u'/' + QDir(from).relativeFilePath(file.filePath());
        if (!QDir().mkpath(QFileInfo(target).path()) || !QFile::copy(file.filePath(), target))
            return fail(ErrorCode::Storage, QStringLiteral("%1 cannot be copied to %2").arg(file.filePath(), target));
        ++copied;
    }
    return copied;
}

QByteArray digestOf(const QString& path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    return file.open(QIODevice::ReadOnly) && hash.addData(&file) ? hash.result() : QByteArray();
}

/// Files of `from` that are not, or not the same, beneath `to`; read anew, without what the nodes have recorded.
quint64 differentFiles(const QString& from, const QString& to)
{
    quint64 different = 0;
    QDirIterator entries(from, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        const QString path = entries.next();
        different += digestOf(path) != digestOf(to + u'/' + QDir(from).relativeFilePath(path)) ? 1 : 0;
    }
    return different;
}

} // namespace

bool hasFiles(const QString& tree, int least)
{
    QDirIterator entries(tree, QDir::Files | QDir::NoSymLinks, QDirIterator::Subdirectories);
    int files = 0;
    for (; files < least && entries.hasNext(); ++files)
        entries.next();
    return files == least;
}

const FileTaskSnapshot* Demo::fileTask(const cli::NodeProcess& node)
{
    const auto& all = node.latest().fileTasks;
    return all.empty() ? nullptr : &all.front();
}

Result<> Demo::sendTrees()
{
    m_screen.step(tr("Files, both ways"));
    const QString send = QStringLiteral("/send/") + kFolder;
    const QString here = m_province.latest().filesDirectory + send;
    const QString there = m_ministry.latest().filesDirectory + send;
    const QString report = treeToReport();
    ENGINE_TRY_AS(const quint64 reported, copyTree(report, here));
    const QString issue = treeToIssue();
    ENGINE_TRY_AS(const quint64 issued, copyTree(issue, there));
    if (reported == 0 || issued == 0)
        return notTrue(tr("%1 and %2 have files to send").arg(report, issue));
    m_screen.line(tr("the province reports %1 files of %2, the ministry issues %3 of %4")
                      .arg(Words::count(reported), report, Words::count(issued), issue));
    FileTaskConfig task;
    task.sourceDirectory = task.targetDirectory = kFolder;
    task.name = kReport;
    task.peerCode = m_ministry.latest().code;
    ENGINE_TRY(cli::await<>([&](Reply<> reply) { m_province.engine().files().addTask(task, reply); }));
    task.name = kIssue;
    task.peerCode = m_province.latest().code;
    ENGINE_TRY(cli::await<>([&](Reply<> reply) { m_ministry.engine().files().addTask(task, reply); }));
    QElapsedTimer clock;
    clock.start();
    const QString by = QStringLiteral("demo");
    ENGINE_TRY(
        cli::await<qint64>([&](auto reply) { m_province.engine().files().startTask(kReport, false, by, reply); }));
    ENGINE_TRY(
        cli::await<qint64>([&](auto reply) { m_ministry.engine().files().startTask(kIssue, false, by, reply); }));
    const auto isUnderWay = [](const cli::NodeProcess& node) {
        return [&node](const NodeSnapshot&) { // sent again: after a kill every file may be there already
            return fileTask(node) != nullptr && fileTask(node)->arrived + fileTask(node)->repeated > 0;
        };
    };
    ENGINE_TRY(m_province.waitFor(tr("files on their way"), kFilesWithinMs, isUnderWay(m_province)));
    m_province.kill();
    m_screen.line(tr("the province's node was killed while files went both ways"));
    ENGINE_TRY(m_province.start());
    ENGINE_TRY(m_ministry.waitFor(tr("files on their way"), kFilesWithinMs, isUnderWay(m_ministry)));
    m_ministry.kill();
    m_screen.line(tr("the ministry's node was killed, and with it the link was cut"));
    ENGINE_TRY(m_ministry.start());
    ENGINE_TRY(tellMinistryAddress());
    ENGINE_TRY(waitForTree(m_province, reported));
    ENGINE_TRY(waitForTree(m_ministry, issued));
    const auto files = reported + issued;
    m_screen.checked(
        tr("%1 files arrived in %2, through both kills").arg(Words::count(files), Words::duration(clock.elapsed())));
    // Few files are there before the link is again, and the nodes ask each other now.
    const auto isUp = [](const NodeSnapshot& node) { return !node.links.empty() && node.links.front().connected; };
    ENGINE_TRY(m_province.waitFor(tr("link up"), kFilesWithinMs, isUp));
    ENGINE_TRY(m_ministry.waitFor(tr("link up"), kFilesWithinMs, isUp));
    ENGINE_TRY(reconcileTree(m_province, kReport, reported));
    ENGINE_TRY(reconcileTree(m_ministry, kIssue, issued));
    const QString receive = QStringLiteral("/recv/%1/") + kFolder;
    const quint64 different =
        differentFiles(here, m_ministry.latest().filesDirectory + receive.arg(m_province.latest().code)) +
        differentFiles(there, m_province.latest().filesDirectory + receive.arg(m_ministry.latest().code));
    if (different != 0)
        return notTrue(tr("every file is at the other side as it was sent (%1 are not)").arg(different));
    m_screen.checked(tr("read anew, every file is at the other side as it was sent"));
    m_summary[QStringLiteral("files_arrived")] = static_cast<qint64>(files);
    return {};
}

Result<> Demo::waitForTree(cli::NodeProcess& node, quint64 files)
{
    const auto isDone = [&](const NodeSnapshot&) {
        return fileTask(node) != nullptr && !fileTask(node)->outcome.isEmpty();
    };
    const auto show = [&](const NodeSnapshot&) {
        if (fileTask(node) != nullptr)
            m_screen.progress(fileTask(node)->config.name,
                              std::min(files, fileTask(node)->arrived + fileTask(node)->repeated), files);
    };
    ENGINE_TRY(node.waitFor(tr("files"), kFilesWithinMs, isDone, show));
    const FileTaskSnapshot& task = *fileTask(node);
    if (task.outcome != u"done" || task.failed != 0)
        return notTrue(tr("every file of task %1 arrives (%2 failed)").arg(task.config.name).arg(task.failed));
    return {};
}

/// What both nodes have recorded, side by side.
Result<> Demo::reconcileTree(cli::NodeProcess& node, const QString& task, quint64 files)
{
    ENGINE_TRY_AS(const FileReconciliation found,
                  cli::await<FileReconciliation>(
                      [&](auto reply) {
                          node.engine().files().reconcileFiles(task, 0, std::numeric_limits<qint64>::max(), 0, reply);
                      },
                      kFilesWithinMs));
    if (found.state != u"equal" || found.compared != files)
        return notTrue(tr("the records of both nodes agree about the %1 files of task %2 (%3 compared, %4 differences)")
                           .arg(files)
                           .arg(task)
                           .arg(found.compared)
                           .arg(found.differenceCount));
    m_screen.checked(tr("%1: reconciled file by file, %2 files, no difference").arg(task, Words::count(files)));
    return {};
}

} // namespace busheng::demo
