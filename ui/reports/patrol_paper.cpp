// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/patrol_paper.h"

namespace busheng {

void PatrolPaper::write(const QString& path, const PatrolFacts& facts)
{
    const auto bringBack = [this, path](const Result<>& result) {
        QMetaObject::invokeMethod(
            this,
            [this, path, result] {
                if (result)
                    Q_EMIT written(path);
                else
                    Q_EMIT failed(result.error());
            },
            Qt::QueuedConnection);
    };
    m_thread.reset(); // joins
    m_thread = std::make_unique<WorkerThread>(
        QStringLiteral("patrol-pdf"),
        [path, facts, bringBack](const std::stop_token&) { bringBack(writePatrolPdf(path, facts)); },
        [bringBack](const Error& error) { bringBack(fail(error)); });
}

} // namespace busheng
