// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/console_setup.h"

#include "app/node/node_setup.h"
#include "engine/backup/node_restore.h"
#include "engine/base/file_system.h"
#include "engine/model/events.h"

#include <QDir>
#include <QFileInfo>

namespace busheng {
namespace {

constexpr qint64 kLargestRequest = 64 << 10;

} // namespace

Result<NodeSetupState> ConsoleSetup::look()
{
    ENGINE_TRY_AS(NodeSetupState state, lookAtNode(m_options.dataDirectory));
    state.isPractice = m_practice != nullptr;
    return state;
}

Result<NodeSetupState> ConsoleSetup::useDirectory(const QString& directory)
{
    // Kept only when it can be looked at: else the one before stays.
    ENGINE_TRY_AS(const NodeSetupState state, lookAtNode(directory));
    m_options.dataDirectory = state.directory;
    m_practice.reset();
    return state;
}

Result<NodeSetupState> ConsoleSetup::nameNode(const NodeNaming& naming)
{
    ENGINE_TRY(busheng::nameNode(m_options.dataDirectory, naming));
    return look();
}

Result<NodeSetupState> ConsoleSetup::requestIdentity(const QString& organization, bool again)
{
    ENGINE_TRY_AS(const NodeIdentity identity, NodeIdentity::of(m_options.dataDirectory));
    ENGINE_TRY_AS(const bool isUnderWay, identity.isRequested());
    if (isUnderWay && !again)
        return fail(makeEvent(ErrorCode::Config, events::CFG_NAME_TAKEN,
                              {QStringLiteral("request"), identity.config().code},
                              QStringLiteral("a request is under way")));
    ENGINE_TRY(identity.request(organization));
    return look();
}

Result<> ConsoleSetup::copyRequests(const QString& folder)
{
    ENGINE_TRY_AS(const NodeSetupState state, look());
    for (const IdentitySetup* setup : {&state.channel, &state.sm2}) {
        if (setup->requestFile.isEmpty())
            continue;
        ENGINE_TRY_AS(const Bytes request, readFile(systemFileSystem(), setup->requestFile, kLargestRequest));
        ENGINE_TRY(replaceFile(systemFileSystem(),
                               QDir(folder).absoluteFilePath(QFileInfo(setup->requestFile).fileName()), request));
    }
    return {};
}

Result<NodeSetupState> ConsoleSetup::importFiles(const QStringList& files, const QString& passphrase)
{
    ENGINE_TRY_AS(const NodeIdentity identity, NodeIdentity::of(m_options.dataDirectory));
    ENGINE_TRY(identity.importAll(files, passphrase));
    return look();
}

Result<BackupOrigin> ConsoleSetup::lookAtBackup(const QString& file, const QString& passphrase)
{
    ENGINE_TRY_AS(const BackupHead head, readBackupHead(systemFileSystem(), file, view(passphrase.toUtf8())));
    return BackupOrigin{head.code, head.name, head.takenUtcMs};
}

Result<NodeSetupState> ConsoleSetup::restore(const QString& file, const QString& passphrase, const QString& code)
{
    NodeRestore wanted;
    wanted.file = file;
    wanted.passphrase = Bytes(view(passphrase.toUtf8()));
    wanted.dataDirectory = m_options.dataDirectory;
    wanted.code = code;
    ENGINE_TRY(restoreNode(systemFileSystem(), systemRandom(), wanted));
    return look();
}

Result<NodeSetupState> ConsoleSetup::practise()
{
    auto practice = std::make_unique<Practice>(m_options.practiceFolder, m_options.nodeProgram);
    ENGINE_TRY(practice->layOut());
    m_practice = std::move(practice);
    m_options.dataDirectory = m_practice->nodeDirectory();
    return look();
}

Result<EngineApi*> ConsoleSetup::start()
{
    auto engine = std::make_unique<EngineThread>(m_options.onStopped);
    ENGINE_TRY(engine->start(m_options.dataDirectory));
    if (m_practice)
        ENGINE_TRY(m_practice->begin(*engine));
    m_engine = std::move(engine);
    return &m_engine->engine();
}

void ConsoleSetup::end()
{
    m_practice.reset();
    m_engine.reset();
}

} // namespace busheng
