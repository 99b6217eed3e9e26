// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/node_process.h"
#include "app/console/engine_thread.h"

#include <QCoreApplication>

namespace busheng {

/// A pair of nodes on this machine to practise with: the user's own, of a province, and the ministry's, which publishes
/// the administrative divisions to it. Certificates are of an authority made for them alone. All of it lies in one
/// folder; removing that ends the practice.
///
///   node/  ministry/  authority/  divisions.sqlite (what the ministry publishes)  practice.sqlite (of the user)
///
/// Thread: one with an event loop, for the second node's process.
class Practice {
    Q_DECLARE_TR_FUNCTIONS(Practice)
public:
    Practice(QString folder, QString nodeProgram);

    QString nodeDirectory() const { return m_folder + QStringLiteral("/node"); }
    /// What is not there yet. Fails: Config, Storage, Crypto, Sql.
    Result<> layOut();
    /// Starts the ministry's node and joins both. Fails: Internal when the process does not run; as SettingsApi.
    Result<> begin(EngineThread& own);

private:
    Result<> publish();
    QString at(const QString& name) const { return m_folder + u'/' + name; }

    const QString m_folder;
    cli::NodeProcess m_ministry;
};

} // namespace busheng
