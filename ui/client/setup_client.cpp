// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/setup_client.h"

namespace busheng {

SetupClient::SetupClient(NodeSetupApi& setup, QObject* parent) : QObject(parent), m_setup(setup)
{
    m_thread.setObjectName(QStringLiteral("setup"));
    m_worker.moveToThread(&m_thread);
    m_thread.start();
}

SetupClient::~SetupClient()
{
    QMetaObject::invokeMethod(
        &m_worker,
        [this] {
            m_setup.end();
            m_worker.moveToThread(nullptr);
        },
        Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

} // namespace busheng
