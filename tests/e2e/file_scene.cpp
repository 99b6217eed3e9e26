// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/file_scene.h"

#include "app/cli/await.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QRandomGenerator>

namespace busheng::test {
namespace {

const QString kTask = QStringLiteral("上报");
const QString kOperator = QStringLiteral("王芳");

QByteArray contentOf(qint64 size, quint32 seed)
{
    QByteArray content((size + 3) / 4 * 4, '\0');
    QRandomGenerator generator(seed);
    generator.fillRange(reinterpret_cast<quint32*>(content.data()), content.size() / 4);
    content.resize(size);
    return content;
}

QByteArray digestOf(const QString& path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    return file.open(QIODevice::ReadOnly) && hash.addData(&file) ? hash.result() : QByteArray();
}

/// Directories as "d path", files with their digests.
std::set<QString> listing(const QString& root)
{
    std::set<QString> all;
    QDirIterator entries(root, QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        const QFileInfo info(entries.next());
        const QString path = QDir(root).relativeFilePath(info.filePath());
        all.insert(info.isDir()
                       ? QStringLiteral("d ") + path
                       : QStringLiteral("f %1 %2").arg(path, QString::fromLatin1(digestOf(info.filePath()).toHex())));
    }
    return all;
}

} // namespace

FileScene::FileScene() : m_nodes(1) {}

FileTaskConfig FileScene::task()
{
    FileTaskConfig task;
    task.name = kTask;
    task.peerCode = QStringLiteral("100000");
    task.sourceDirectory = kTask;
    task.targetDirectory = QStringLiteral("reports");
    task.firstPauseSeconds = 1;
    return task;
}

Result<> FileScene::begin()
{
    if (!m_nodes.isValid())
        return fail(ErrorCode::Internal, m_nodes.failure());
    ENGINE_TRY(m_nodes.startBoth());
    ENGINE_TRY(cli::await<>([&](auto reply) {
        ministry().settings().addLink({QStringLiteral("340000"), QStringLiteral("安徽"), QString(), true}, reply);
    }));
    ENGINE_TRY(cli::await<>([&](auto reply) {
        province().settings().addLink({QStringLiteral("100000"), QStringLiteral("部"), m_nodes.ministryAddress(), true},
                                      reply);
    }));
    QDir().mkpath(source());
    return setTask(task());
}

Result<> FileScene::setTask(const FileTaskConfig& task)
{
    return cli::await<>([&](auto reply) { province().files().addTask(task, reply); });
}

void FileScene::write(const QString& path, const QByteArray& content)
{
    const QString whole = source() + u'/' + path;
    QDir().mkpath(QFileInfo(whole).path());
    QFile file(whole + QStringLiteral(".busheng-new"));
    const QString part = QFileInfo(whole).path() + QStringLiteral("/.busheng-new");
    file.setFileName(part);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("%s cannot be written", qPrintable(part));
    file.close();
    QFile::remove(whole);
    if (!QFile::rename(part, whole))
        qFatal("%s cannot be put there", qPrintable(whole));
}

void FileScene::write(const QString& path, qint64 size, quint32 seed)
{
    write(path, contentOf(size, seed));
}

void FileScene::makeTree(int small)
{
    for (int i = 0; i < small; ++i)
        write(QStringLiteral("小文件/%1/材料%2.doc").arg(i % 17).arg(i), 100 + i * 7 % 9000, static_cast<quint32>(i));
    quint32 seed = 100'000;
    for (const qint64 limit :
         {qint64{0}, qint64{1}, qint64{16} << 10, qint64{256} << 10, qint64{1} << 20, qint64{5} << 20}) {
        for (const qint64 size : {limit - 1, limit, limit + 1}) {
            if (size >= 0)
                write(QStringLiteral("sizes/%1.bin").arg(size), size, ++seed);
        }
    }
    write(QStringLiteral("text.txt"), QByteArray("每行都是一样的内容, so it compresses well.\n").repeated(40'000));
    write(QStringLiteral("large.bin"), qint64{20} << 20, ++seed);
    write(QString(84, QChar(0x6863)) + u'a', 10, ++seed); // 253 bytes
    write(QStringLiteral("with spaces and 'quotes'  .txt"), 10, ++seed);
    QDir(source()).mkpath(QStringLiteral("空目录/里面也空"));
    QString deep;
    for (int i = 0; i < 64; ++i)
        deep += QStringLiteral("d%1/").arg(i);
    write(deep + QStringLiteral("deep.txt"), 5, ++seed);
}

Result<qint64> FileScene::start(bool full)
{
    return cli::await<qint64>([&](auto reply) { province().files().startTask(kTask, full, kOperator, reply); });
}

Result<FileTaskSnapshot> FileScene::waitForEnd(qint64 run, int withinMs, bool revive)
{
    QElapsedTimer clock;
    clock.start();
    FileTaskSnapshot now;
    while (clock.elapsed() < withinMs) {
        if (revive)
            ENGINE_TRY(m_nodes.reviveDead());
        const NodeSnapshot& latest = m_nodes.province().latest();
        if (!latest.fileTasks.empty())
            now = latest.fileTasks.front();
        if (now.run == run && !now.outcome.isEmpty())
            return now;
        cli::runEventsFor(20);
    }
    return fail(ErrorCode::Timeout, QStringLiteral("run %1 is %2, %3 arrived, %4 waiting, %5 %6")
                                        .arg(now.run)
                                        .arg(now.state)
                                        .arg(now.arrived)
                                        .arg(now.waiting)
                                        .arg(now.error, now.errorArgs.join(u' ')));
}

Result<FileTaskSnapshot> FileScene::runOnce(bool full)
{
    ENGINE_TRY_AS(const qint64 run, start(full));
    return waitForEnd(run);
}

QStringList FileScene::differences() const
{
    const std::set<QString> here = listing(source());
    const std::set<QString> there = listing(target());
    QStringList found;
    for (const QString& item : here) {
        if (!there.contains(item))
            found.append(QStringLiteral("missing ") + item);
    }
    for (const QString& item : there) {
        if (!here.contains(item))
            found.append(QStringLiteral("extra ") + item);
    }
    return found;
}

Consumer::Consumer(QString watched, QString expected)
    : m_watched(std::move(watched)), m_expected(std::move(expected)), m_thread([this] {
          std::unique_lock lock(m_mutex);
          while (!m_stop) {
              lock.unlock();
              look();
              ++m_looks;
              lock.lock();
              m_wake.wait_for(lock, std::chrono::milliseconds(10), [this] { return m_stop.load(); });
          }
      })
{
}

Consumer::~Consumer()
{
    m_stop = true;
    m_wake.notify_all();
    m_thread.join();
}

void Consumer::look()
{
    QDirIterator entries(m_watched, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (entries.hasNext() && !m_stop) {
        const QFileInfo info(entries.next());
        const qint64 modified = info.lastModified().toMSecsSinceEpoch();
        const QString path = QDir(m_watched).relativeFilePath(info.filePath());
        if (m_seen.value(path, -1) == modified)
            continue;
        const QByteArray found = digestOf(info.filePath());
        if (found != digestOf(m_expected + u'/' + path)) {
            const std::lock_guard lock(m_mutex);
            m_complaints.append(QStringLiteral("%1 with %2 bytes").arg(path).arg(info.size()));
        }
        m_seen[path] = modified;
    }
}

QStringList Consumer::complaints()
{
    const std::lock_guard lock(m_mutex);
    return m_complaints;
}

} // namespace busheng::test
