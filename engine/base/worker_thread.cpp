// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/worker_thread.h"

#include "engine/base/log.h"

#include <exception>

namespace busheng {

WorkerThread::WorkerThread(const QString& name, Body body, OnCrash onCrash)
{
    m_thread.reset(
        QThread::create([name, body = std::move(body), onCrash = std::move(onCrash), stop = m_stop.get_token()] {
            try {
                body(stop);
            } catch (const std::exception& exception) {
                onCrash(makeError(ErrorCode::Internal,
                                  QStringLiteral("worker %1: %2").arg(name, QString::fromUtf8(exception.what()))));
            }
        }));
    m_thread->setObjectName(name);
    m_thread->start();
}

WorkerThread::~WorkerThread()
{
    requestStop();
    join();
}

void WorkerThread::join()
{
    constexpr unsigned long kWarnAfterMs = 5000;
    while (!m_thread->wait(kWarnAfterMs))
        qCCritical(logBase) << "worker" << m_thread->objectName() << "was asked to stop and has not";
}

} // namespace busheng
