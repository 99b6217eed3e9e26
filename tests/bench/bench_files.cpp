// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "engine/base/clock.h"
#include "tests/bench/bench.h"
#include "tests/bench/files/ssh_server.h"
#include "tests/support/two_nodes.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <unistd.h>

namespace busheng::bench {
namespace {

constexpr int kPollMs = 5;
constexpr qint64 kRunWithinNs = 1'800'000'000'000;
constexpr qint64 kMiB = 1 << 20;
constexpr qint64 kWholeRows = 1'000'000; ///< of the options: with fewer, files shrink alike
constexpr int kSmallBytes = 4096;

double secondsSince(qint64 startNs)
{
    return static_cast<double>(systemClock().monotonicNs() - startNs) / 1e9;
}

struct Seconds {
    std::vector<double> ours;
    std::vector<double> peer;
};

/// Two nodes with TLS and sealing, and an rsync over ssh, on the same files.
class FileBench {
public:
    explicit FileBench(const Options& options) : m_options(options), m_nodes(1) {}

    Result<std::vector<Row>> run();

private:
    double scale() const { return static_cast<double>(m_options.rows) / kWholeRows; }
    Result<> begin();
    Result<double> ours(const QString& task);
    Result<double> peer(const QString& source, const QString& target, const QStringList& options);
    Result<> addTask(const QString& task, const QString& source);
    QString source(const QString& name) const { return m_nodes.path(QStringLiteral("province/lwjc/send/") + name); }
    QString target(const QString& task) const
    {
        return m_nodes.path(QStringLiteral("ministry/lwjc/recv/340000/") + task);
    }
    QString peerTarget(const QString& name) const { return m_directory.filePath(QStringLiteral("rsync/") + name); }

    Result<> transfer(const QString& name, qint64 bytes, const QStringList& rsyncOptions, Seconds& out, Seconds* again);
    Result<> oursOnce(const QString& name, const QString& task, Seconds& out, Seconds* again);
    Result<> peerOnce(const QString& name, const QString& task, const QStringList& options, Seconds& out,
                      Seconds* again);
    Result<> warmUp(qint64 bytes);
    Result<> delta(Seconds& out);
    Result<double> memory();
    Result<> exportRows();
    void add(const QString& name, const Seconds& seconds, double amount, const QString& unit, const Goal& goal);

    const Options& m_options;
    test::TwoNodes m_nodes;
    QTemporaryDir m_directory;
    std::unique_ptr<SshServer> m_ssh;
    std::vector<Row> m_rows;
};

bool writeFile(const QString& path, qint64 size, const std::function<void(QByteArray&)>& fill)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    QByteArray piece(static_cast<qsizetype>(std::min(size, kMiB)), '\0');
    for (qint64 at = 0; at < size; at += piece.size()) {
        fill(piece);
        if (file.write(piece) != piece.size())
            return false;
    }
    return true;
}

void fillRandom(QByteArray& piece)
{
    QRandomGenerator::global()->fillRange(reinterpret_cast<quint32*>(piece.data()), piece.size() / 4);
}

/// Lines of a register: compresses to about a quarter.
void fillText(QByteArray& piece)
{
    static quint64 number = 0;
    QByteArray text;
    while (text.size() < piece.size()) {
        const quint32 random = QRandomGenerator::global()->generate();
        text += QByteArray::number(++number) + ",34010419" + QByteArray::number(random % 100'000'000) +
                ",张三,合肥市蜀山区人力资源和社会保障局," + QByteArray::number(random % 9'999) + ".50,正常参保\n";
    }
    piece = text.left(piece.size());
}

Result<> FileBench::begin()
{
    if (!m_nodes.isValid())
        return fail(ErrorCode::Internal, m_nodes.failure());
    ENGINE_TRY(m_nodes.startBoth());
    ENGINE_TRY(cli::await<>([&](auto reply) {
        m_nodes.ministry().engine().settings().addLink({QStringLiteral("340000"), QStringLiteral("安徽"), {}, true},
                                                       reply);
    }));
    ENGINE_TRY(cli::await<>([&](auto reply) {
        m_nodes.province().engine().settings().addLink(
            {QStringLiteral("100000"), QStringLiteral("部"), m_nodes.ministryAddress(), true}, reply);
    }));
    ENGINE_TRY(m_nodes.province().waitFor(QStringLiteral("link"), 30'000, [](const NodeSnapshot& node) {
        return !node.links.empty() && node.links.front().connected;
    }));
    if (m_options.peer) {
        ENGINE_TRY_AS(m_ssh, SshServer::start(m_directory.filePath(QStringLiteral("ssh"))));
    }
    return {};
}

Result<> FileBench::addTask(const QString& task, const QString& sourceName)
{
    FileTaskConfig config;
    config.name = task;
    config.peerCode = QStringLiteral("100000");
    config.sourceDirectory = sourceName;
    config.targetDirectory = task;
    return cli::await<>([&](auto reply) { m_nodes.province().engine().files().addTask(config, reply); });
}

Result<double> FileBench::ours(const QString& task)
{
    ::sync();
    const qint64 start = systemClock().monotonicNs();
    ENGINE_TRY_AS(const qint64 run, cli::await<qint64>([&](auto reply) {
                      m_nodes.province().engine().files().startTask(task, false, {}, reply);
                  }));
    for (;;) {
        ENGINE_TRY_AS(const auto runs, cli::await<std::vector<FileRunRow>>([&](auto reply) {
                          m_nodes.province().engine().files().fileRuns(task, run + 1, 1, reply);
                      }));
        if (!runs.empty() && runs.front().id == run && runs.front().finishedUtcMs != 0) {
            if (runs.front().state != u"done")
                return fail(ErrorCode::Internal,
                            QStringLiteral("run %1 of %2: %3").arg(run).arg(task, runs.front().state));
            const double seconds = secondsSince(start);
            std::fprintf(stderr, "ours %s: %.2f s, %llu files, %llu bytes, %llu sent\n", qPrintable(task), seconds,
                         runs.front().arrived, runs.front().bytes, runs.front().sentBytes);
            return seconds;
        }
        if (systemClock().monotonicNs() - start > kRunWithinNs)
            return fail(ErrorCode::Timeout, task);
        cli::runEventsFor(kPollMs);
    }
}

Result<double> FileBench::peer(const QString& from, const QString& to, const QStringList& options)
{
    ::sync();
    ENGINE_TRY_AS(const double seconds, m_ssh->rsync(from, to, options));
    std::fprintf(stderr, "rsync %s: %.2f s\n", qPrintable(from), seconds);
    return seconds;
}

/// Memory and blocks of the disk that were never used before cost whoever comes first several times as much as those
/// that come after: both sides find them used.
Result<> FileBench::warmUp(qint64 bytes)
{
    const QString path = m_directory.filePath(QStringLiteral("warm"));
    if (!writeFile(path, bytes, [](QByteArray&) {}))
        return fail(ErrorCode::Storage, path);
    ::sync();
    QFile::remove(path);
    return {};
}

Result<> FileBench::oursOnce(const QString& name, const QString& task, Seconds& out, Seconds* again)
{
    if (!m_options.ours)
        return {};
    ENGINE_TRY(addTask(task, name));
    ENGINE_TRY_AS(const double seconds, ours(task));
    out.ours.push_back(seconds);
    if (again != nullptr) {
        ENGINE_TRY_AS(const double second, ours(task));
        again->ours.push_back(second);
    }
    QDir(target(task)).removeRecursively();
    return {};
}

Result<> FileBench::peerOnce(const QString& name, const QString& task, const QStringList& options, Seconds& out,
                             Seconds* again)
{
    if (!m_options.peer)
        return {};
    ENGINE_TRY_AS(const double seconds, peer(source(name), peerTarget(task), options));
    out.peer.push_back(seconds);
    if (again != nullptr) {
        ENGINE_TRY_AS(const double second, peer(source(name), peerTarget(task), options));
        again->peer.push_back(second);
    }
    QDir(peerTarget(task)).removeRecursively();
    return {};
}

/// Each round in another target, the two sides taking turns to go first; `again`: the second run with nothing changed.
Result<> FileBench::transfer(const QString& name, qint64 bytes, const QStringList& rsyncOptions, Seconds& out,
                             Seconds* again)
{
    ENGINE_TRY(warmUp(bytes));
    for (int round = 0; round < m_options.rounds; ++round) {
        const QString task = QStringLiteral("%1%2").arg(name).arg(round);
        const bool isPeerFirst = round % 2 == 1;
        if (isPeerFirst)
            ENGINE_TRY(peerOnce(name, task, rsyncOptions, out, again));
        ENGINE_TRY(oursOnce(name, task, out, again));
        if (!isPeerFirst)
            ENGINE_TRY(peerOnce(name, task, rsyncOptions, out, again));
    }
    return {};
}

/// One percent of a file's blocks of 4 KiB, scattered, in each round.
Result<> FileBench::delta(Seconds& out)
{
    const QString name = QStringLiteral("delta");
    const auto size = static_cast<qint64>(1024 * kMiB * scale());
    if (!writeFile(source(name) + QStringLiteral("/file.bin"), size, fillRandom))
        return fail(ErrorCode::Storage, source(name));
    if (m_options.ours) {
        ENGINE_TRY(addTask(name, name));
        ENGINE_TRY(ours(name));
    }
    if (m_options.peer)
        ENGINE_TRY(peer(source(name), peerTarget(name), {}));
    for (int round = 0; round < m_options.rounds; ++round) {
        QFile file(source(name) + QStringLiteral("/file.bin"));
        if (!file.open(QIODevice::ReadWrite))
            return fail(ErrorCode::Storage, file.fileName());
        QByteArray block(kSmallBytes, '\0');
        const qint64 blocks = size / kSmallBytes;
        for (qint64 i = 0; i < blocks / 100; ++i) {
            fillRandom(block);
            file.seek(static_cast<qint64>(QRandomGenerator::global()->generate64() % static_cast<quint64>(blocks)) *
                      kSmallBytes);
            file.write(block);
        }
        file.close();
        if (m_options.ours) {
            ENGINE_TRY_AS(const double seconds, ours(name));
            out.ours.push_back(seconds);
        }
        if (m_options.peer) {
            ENGINE_TRY_AS(const double seconds, peer(source(name), peerTarget(name), {}));
            out.peer.push_back(seconds);
        }
    }
    QDir(source(name)).removeRecursively();
    QDir(target(name)).removeRecursively();
    return {};
}

/// The higher peak of both nodes over a task with a million files.
Result<double> FileBench::memory()
{
    const QString name = QStringLiteral("million");
    const auto files = static_cast<int>(1'000'000 * scale());
    const QByteArray content(16, 'x');
    for (int i = 0; i < files; ++i) {
        const QString directory = source(name) + QStringLiteral("/%1").arg(i / 10'000);
        if (i % 10'000 == 0)
            QDir().mkpath(directory);
        QFile file(directory + QStringLiteral("/file%1").arg(i));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) < 0)
            return fail(ErrorCode::Storage, file.fileName());
    }
    ENGINE_TRY(addTask(name, name));
    ENGINE_TRY(ours(name));
    cli::runEventsFor(1500); // for a snapshot that has seen the end
    const double peak =
        static_cast<double>(std::max(m_nodes.province().peakResidentBytes(), m_nodes.ministry().peakResidentBytes()));
    std::fprintf(stderr, "peak of %d files: %.0f MiB\n", files, peak / static_cast<double>(kMiB));
    return peak / static_cast<double>(kMiB);
}

/// Five million rows of a database as one archive, made and sent: how many a second, and the sender's peak.
Result<> FileBench::exportRows()
{
    const auto rows = static_cast<qint64>(5'000'000 * scale());
    ENGINE_TRY(m_nodes.change(
        QStringLiteral("CREATE TABLE big AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                       "%1) SELECT i AS id, '340104' || (19000101 + i % 1000000) AS card, '张三' || i AS name, "
                       "i * 0.5 AS amount, '合肥市蜀山区人力资源和社会保障局' AS note FROM n;")
            .arg(rows)));
    ENGINE_TRY(cli::await<>([&](auto reply) {
        m_nodes.province().engine().settings().addSource(
            {QStringLiteral("export"), QStringLiteral("sqlite"), m_nodes.sourcePath()}, reply);
    }));
    FileTaskConfig task;
    task.name = QStringLiteral("export");
    task.peerCode = QStringLiteral("100000");
    task.sourceDirectory = task.targetDirectory = task.name;
    task.exportSource = QStringLiteral("export");
    task.exportTable = QStringLiteral("big");
    ENGINE_TRY(cli::await<>([&](auto reply) { m_nodes.province().engine().files().addTask(task, reply); }));
    ENGINE_TRY_AS(const double seconds, ours(task.name));
    cli::runEventsFor(1500); // for a snapshot that has seen the end
    const double peak = static_cast<double>(m_nodes.province().peakResidentBytes()) / static_cast<double>(kMiB);
    std::fprintf(stderr, "export of %lld rows: %.2f s, peak %.0f MiB\n", static_cast<long long>(rows), seconds, peak);
    Row speed{QStringLiteral("files.export"), static_cast<double>(rows) / seconds, std::nullopt,
              QStringLiteral("rows/s")};
    Row memory{
        QStringLiteral("files.export_mib"), peak, std::nullopt, QStringLiteral("MiB"), {Goal::Of::OursAtMost, 300}};
    m_rows.push_back(std::move(speed));
    m_rows.push_back(std::move(memory));
    return {};
}

void FileBench::add(const QString& name, const Seconds& seconds, double amount, const QString& unit, const Goal& goal)
{
    Row row{name, std::nullopt, std::nullopt, unit, goal, {}};
    if (!seconds.ours.empty())
        row.ours = amount / median(seconds.ours);
    if (!seconds.peer.empty())
        row.peer = amount / median(seconds.peer);
    m_rows.push_back(std::move(row));
}

Result<std::vector<Row>> FileBench::run()
{
    using Of = Goal::Of;
    ENGINE_TRY(begin());
    const QString mib = QStringLiteral("MiB/s");
    const QString filesUnit = QStringLiteral("files/s");
    const auto big = static_cast<qint64>(2048 * kMiB * scale());
    const auto text = static_cast<qint64>(1024 * kMiB * scale());
    const auto small = static_cast<int>(50'000 * scale());
    if (m_options.wants(QStringLiteral("files.big"))) {
        const QString name = QStringLiteral("big");
        if (!writeFile(source(name) + QStringLiteral("/file.bin"), big, fillRandom))
            return fail(ErrorCode::Storage, source(name));
        Seconds seconds;
        ENGINE_TRY(transfer(name, big, {}, seconds, nullptr));
        add(QStringLiteral("files.big"), seconds, static_cast<double>(big) / kMiB, mib, {Of::RatioAtLeast, 1.0});
        QDir(source(name)).removeRecursively();
    }
    if (m_options.wants(QStringLiteral("files.text"))) {
        const QString name = QStringLiteral("text");
        if (!writeFile(source(name) + QStringLiteral("/file.csv"), text, fillText))
            return fail(ErrorCode::Storage, source(name));
        Seconds seconds;
        ENGINE_TRY(transfer(name, text,
                            {QStringLiteral("--compress"), QStringLiteral("--compress-choice=zstd"),
                             QStringLiteral("--compress-level=1")},
                            seconds, nullptr));
        add(QStringLiteral("files.text"), seconds, static_cast<double>(text) / kMiB, mib, {Of::RatioAtLeast, 1.5});
        QDir(source(name)).removeRecursively();
    }
    if (m_options.wants(QStringLiteral("files.small")) || m_options.wants(QStringLiteral("files.noop"))) {
        const QString name = QStringLiteral("small");
        for (int i = 0; i < small; ++i) {
            if (!writeFile(source(name) + QStringLiteral("/%1/file%2.dat").arg(i / 1000).arg(i), kSmallBytes,
                           fillRandom))
                return fail(ErrorCode::Storage, source(name));
        }
        Seconds seconds;
        Seconds again;
        ENGINE_TRY(transfer(name, qint64{small} * kSmallBytes, {QStringLiteral("--fsync")}, seconds, &again));
        add(QStringLiteral("files.small"), seconds, small, filesUnit, {Of::RatioAtLeast, 3.0});
        add(QStringLiteral("files.noop"), again, small, filesUnit, {Of::RatioAtLeast, 1.0});
        QDir(source(name)).removeRecursively();
    }
    if (m_options.wants(QStringLiteral("files.delta"))) {
        Seconds seconds;
        ENGINE_TRY(delta(seconds));
        add(QStringLiteral("files.delta"), seconds, 1024 * scale(), mib, {Of::RatioAtLeast, 1.5});
    }
    if (m_options.ours && m_options.wants(QStringLiteral("files.memory_mib"))) {
        ENGINE_TRY_AS(const double peak, memory());
        m_rows.push_back(
            {QStringLiteral("files.memory_mib"), peak, std::nullopt, QStringLiteral("MiB"), {Of::OursAtMost, 300}, {}});
    }
    if (m_options.ours && m_options.wants(QStringLiteral("files.export")))
        ENGINE_TRY(exportRows());
    return std::move(m_rows);
}

} // namespace

Result<std::vector<Row>> benchFiles(const Options& options)
{
    FileBench bench(options);
    return bench.run();
}

} // namespace busheng::bench
