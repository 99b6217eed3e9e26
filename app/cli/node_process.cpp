// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/node_process.h"

#include "app/cli/await.h"
#include "app/cli/stop_signal.h"
#include "engine/localapi/remote_engine.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

namespace busheng::cli {
namespace {

constexpr int kStartWithinMs = 20'000;
constexpr int kStopWithinMs = 10'000;
constexpr int kAttachEveryMs = 50;

} // namespace

void runEventsFor(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

NodeProcess::NodeProcess(QString program, QString dataDirectory)
    : m_program(std::move(program)), m_dataDirectory(std::move(dataDirectory))
{
}

NodeProcess::~NodeProcess()
{
    if (m_process && m_process->state() != QProcess::NotRunning) {
        m_process->kill();
        m_process->waitForFinished(kStopWithinMs);
    }
}

Result<> NodeProcess::start()
{
    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setStandardOutputFile(m_dataDirectory + QStringLiteral("/node.log"), QIODevice::Append);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& variable : m_environment)
        environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    m_process->setProcessEnvironment(environment);
    m_process->start(m_program, {QStringLiteral("run"), QStringLiteral("--data"), m_dataDirectory});
    if (!m_process->waitForStarted(kStartWithinMs))
        return fail(ErrorCode::Internal,
                    QStringLiteral("%1 does not start: %2").arg(m_program, m_process->errorString()));
    QElapsedTimer clock;
    clock.start();
    while (true) {
        auto attached = RemoteEngine::attach(m_dataDirectory);
        if (attached) {
            m_engine = std::move(*attached);
            break;
        }
        if (m_process->state() == QProcess::NotRunning || clock.elapsed() > kStartWithinMs)
            return fail(ErrorCode::Internal,
                        QStringLiteral("the node in %1 does not run; see node.log there").arg(m_dataDirectory));
        runEventsFor(kAttachEveryMs);
    }
    QObject::connect(m_engine.get(), &EngineApi::changed, m_engine.get(), [this](const NodeSnapshot& snapshot) {
        m_latest = snapshot;
        m_peakResidentBytes = std::max(m_peakResidentBytes, snapshot.peakResidentBytes);
    });
    ENGINE_TRY_AS(m_latest, await<NodeSnapshot>([this](auto reply) { m_engine->snapshot(reply); }));
    return {};
}

bool NodeProcess::isRunning() const
{
    return m_process && m_process->state() != QProcess::NotRunning;
}

Result<> NodeProcess::waitForEnd(int withinMs)
{
    QElapsedTimer clock;
    clock.start();
    while (isRunning()) {
        if (clock.elapsed() > withinMs)
            return fail(ErrorCode::Timeout, QStringLiteral("the node in %1 still runs").arg(m_dataDirectory));
        runEventsFor(kAttachEveryMs);
    }
    m_engine.reset();
    return {};
}

void NodeProcess::kill()
{
    m_engine.reset();
    m_process->kill();
    m_process->waitForFinished(kStopWithinMs);
}

Result<qint64> NodeProcess::stop()
{
    QElapsedTimer clock;
    clock.start();
    m_engine.reset();
    requestStop(m_process->processId());
    if (!m_process->waitForFinished(kStopWithinMs))
        return fail(ErrorCode::Timeout, QStringLiteral("the node in %1 did not end").arg(m_dataDirectory));
    if (m_process->exitStatus() != QProcess::NormalExit || m_process->exitCode() != 0)
        return fail(ErrorCode::Internal,
                    QStringLiteral("the node in %1 ended with %2").arg(m_dataDirectory).arg(m_process->exitCode()));
    return clock.elapsed();
}

Result<> NodeProcess::waitFor(const QString& what, int withinMs,
                              const std::function<bool(const NodeSnapshot&)>& isReached,
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
            return fail(ErrorCode::Internal,
                        QStringLiteral("the node in %1 ended; see node.log there").arg(m_dataDirectory));
        runEventsFor(kAttachEveryMs);
    }
}

} // namespace busheng::cli
