// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/node_process.h"
#include "app/demo/demo_screen.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonObject>

namespace busheng::demo {

inline const QString kProvinceCode = QStringLiteral("340000");
inline const QString kMinistryCode = QStringLiteral("100000");

/// The main job on real data: a province's node and the ministry's, as two processes on this machine. Each step checks
/// what it claims; the first that does not hold ends the demo with an error.
class Demo {
    Q_DECLARE_TR_FUNCTIONS(Demo)
public:
    struct Options {
        QString workDirectory;
        QString nodeProgram;
        QString consoleProgram; ///< empty: nobody looks
        QString divisions;      ///< china-division's data.sqlite; empty: the built-in GB/T 2260 table
    };
    explicit Demo(Options options);
    ~Demo();

    Result<> run();
    QJsonObject summary() const { return m_summary; }

private:
    Result<> prepare();
    Result<> connectNodes();
    Result<> subscribe();
    Result<> initialLoad();
    Result<> liveChanges();
    Result<> killAndRecover();
    Result<> verifyBothLevels();
    Result<> plantAndRepair();
    Result<> readLedger();
    Result<> sendTrees(); ///< demo_files.cpp
    Result<> giveVault(); ///< demo_security.cpp
    Result<> lookAtKeys();
    Result<> finish();
    static QList<std::pair<QString, QString>> summaryLabels(); ///< key in the summary, text with its value as %1

    Result<> changeProvince(const QString& sql);
    /// Until everything the province has done so far is in the ministry's database.
    Result<> waitUntilInStep(const QString& what);
    Result<> checkSame(const QString& claim);
    Result<VerificationSnapshot> verify(const QString& level);
    const SubscriptionSnapshot* subscription() const;
    /// The ministry's node listens on a free port, another one after each start.
    Result<> tellMinistryAddress();
    static Failure notTrue(const QString& claim);

    // demo_files.cpp
    static const FileTaskSnapshot* fileTask(const cli::NodeProcess& node);
    Result<> waitForTree(cli::NodeProcess& node, quint64 files);
    Result<> reconcileTree(cli::NodeProcess& node, const QString& task, quint64 files);

    const Options m_options;
    DemoScreen m_screen;
    cli::NodeProcess m_province;
    cli::NodeProcess m_ministry;
    QString m_sourcePath;
    QString m_targetPath;
    QString m_bigTable;
    std::unique_ptr<QProcess> m_console;
    QElapsedTimer m_clock;
    quint64 m_changesMade = 0;
    QJsonObject m_summary;
};

} // namespace busheng::demo
