// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/demo_node.h"

#include "app/cli/await.h"
#include "engine/localapi/remote_engine.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

namespace busheng::demo {
namespace {

constexpr int kStartWithinMs = 20'000;
constexpr int kStopWithinMs = 10'000;
constexpr int kAttachEveryMs = 50;

void runEventsFor(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace

DemoNode::DemoNode(QString program, QString dataDirectory) : m_program(std::move(program)), m_dataDirectory(std::move(dataDirectory)) {}

DemoNode::~DemoNode()
{
    if (m_process && m_process->state() != QProcess::NotRunning) {
        m_process->kill();
        m_process->waitForFinished(kStopWithinMs);
    }
}

Result<> DemoNode::start()
{
    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setStandardOutputFile(m_dataDirectory + QStringLiteral("/node.log"), QIODevice::Append);
    m_process->start(m_program, {QStringLiteral("run"), QStringLiteral("--data"), m_dataDirectory});
    if (!m_process->waitForStarted(kStartWithinMs))
        return fail(ErrorCode::Internal, QStringLiteral("%1 does not start: %2").arg(m_program, m_process->errorString()));
    QElapsedTimer clock;
    clock.start();
    while (true) {
        auto attached = RemoteEngine::attach(m_dataDirectory);
        if (attached) {
            m_engine = std::move(*attached);
            break;
        }
        if (m_process->state() == QProcess::NotRunning || clock.elapsed() > kStartWithinMs)
            return fail(ErrorCode::Internal, QStringLiteral("the node in %1 does not run; see node.log there").arg(m_dataDirectory));
        runEventsFor(kAttachEveryMs);
    }
    QObject::connect(m_engine.get(), &EngineApi::changed, m_engine.get(), [this](const NodeSnapshot& snapshot) {
        m_latest = snapshot;
        m_peakResidentBytes = std::max(m_peakResidentBytes, snapshot.peakResidentBytes);
    });
    ENGINE_TRY_AS(m_latest, cli::await<NodeSnapshot>([this](auto reply) { m_engine->snapshot(reply); }));
    return {};
}

void DemoNode::kill()
{
    m_engine.reset();
    m_process->kill();
    m_process->waitForFinished(kStopWithinMs);
}

Result<qint64> DemoNode::stop()
{
    QElapsedTimer clock;
    clock.start();
    m_engine.reset();
    m_process->terminate();
    if (!m_process->waitForFinished(kStopWithinMs))
        return fail(ErrorCode::Timeout, QStringLiteral("the node in %1 did not end").arg(m_dataDirectory));
    if (m_process->exitStatus() != QProcess::NormalExit || m_process->exitCode() != 0)
        return fail(ErrorCode::Internal, QStringLiteral("the node in %1 ended with %2").arg(m_dataDirectory).arg(m_process->exitCode()));
    return clock.elapsed();
}

Result<> DemoNode::waitFor(const QString& what, int withinMs, const std::function<bool(const NodeSnapshot&)>& isReached,
                           const std::function<void(const NodeSnapshot&)>& onEach)
{
    QElapsedTimer clock;
    clock.start();
    while (true) {
        if (onEach)
            onEach(m_latest);
        if (isReached(m_latest))
            return {};
        if (clock.elapsed() > withinMs)
            return fail(ErrorCode::Timeout, QStringLiteral("not within %1 s: %2").arg(withinMs / 1000).arg(what));
        if (m_process->state() == QProcess::NotRunning)
            return fail(ErrorCode::Internal, QStringLiteral("the node in %1 ended; see node.log there").arg(m_dataDirectory));
        runEventsFor(kAttachEveryMs);
    }
}

} // namespace busheng::demo
