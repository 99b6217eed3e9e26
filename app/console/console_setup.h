// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/console/practice.h"
#include "engine/api/node_setup.h"

#include <functional>
#include <memory>

namespace busheng {

/// NodeSetupApi of the console: the steps as busheng-node does them, then the engine in a thread of this process.
class ConsoleSetup final : public NodeSetupApi {
public:
    struct Options {
        QString dataDirectory;
        QString practiceFolder;
        QString nodeProgram;             ///< runs the second node of a practice
        std::function<void()> onStopped; ///< as EngineThread has it
    };
    explicit ConsoleSetup(Options options) : m_options(std::move(options)) {}

    /// Of the node that was chosen.
    QString dataDirectory() const { return m_options.dataDirectory; }
    Result<NodeSetupState> look() override;
    Result<NodeSetupState> useDirectory(const QString& directory) override;
    Result<NodeSetupState> nameNode(const NodeNaming& naming) override;
    Result<NodeSetupState> requestIdentity(const QString& organization, bool again) override;
    Result<> copyRequests(const QString& folder) override;
    Result<NodeSetupState> importFiles(const QStringList& files, const QString& passphrase) override;
    Result<BackupOrigin> lookAtBackup(const QString& file, const QString& passphrase) override;
    Result<NodeSetupState> restore(const QString& file, const QString& passphrase, const QString& code) override;
    Result<NodeSetupState> practise() override;
    Result<EngineApi*> start() override;
    void end() override;

private:
    Options m_options;
    std::unique_ptr<Practice> m_practice;
    std::unique_ptr<EngineThread> m_engine;
};

} // namespace busheng
