// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/node_runtime.h"

#include "engine/backup/upgrade_copy.h"
#include "engine/base/log.h"
#include "engine/crypto/self_test.h"
#include "engine/db/server_book.h"
#include "engine/host/at_rest_keys.h"
#include "engine/host/odbc_driver.h"
#include "engine/host/vault_keys.h"
#include "engine/model/events.h"

namespace busheng {
namespace {

TlsContext::Files identityFilesOf(const NodeConfig& config, std::shared_ptr<PrivateKeys> keys)
{
    constexpr qint64 kMsPerHour = 3'600'000;
    return {config.certificate,
            config.privateKey,
            config.authority,
            config.revocationLists,
            {config.sm2Certificate, config.sm2PrivateKey, config.sm2Authority, config.sm2Id,
             config.sm2EncryptionCertificate, config.sm2EncryptionKey},
            config.crlGraceHours * kMsPerHour,
            std::move(keys)};
}

} // namespace

NodeRuntime::NodeRuntime(std::unique_ptr<DataDirectory> directory, NodeConfig config, Seams seams)
    : m_directory(std::move(directory)), m_config(std::move(config)), m_seams(seams)
{
    qRegisterMetaType<PeerInfo>();
    qRegisterMetaType<Delivery>();
    qRegisterMetaType<Error>();
}

Result<std::unique_ptr<NodeRuntime>> NodeRuntime::start(const QString& dataDirectory, Seams seams)
{
    ENGINE_TRY_AS(auto directory, DataDirectory::open(dataDirectory));
    ENGINE_TRY_AS(NodeConfig config, loadNodeConfig(directory->path()));
    std::unique_ptr<NodeRuntime> runtime(new NodeRuntime(std::move(directory), std::move(config), seams));
    ENGINE_TRY(runtime->open());
    return runtime;
}

Result<> NodeRuntime::open()
{
    m_startedUtcMs = m_seams.clock.utcMs();
    ENGINE_TRY(cryptoSelfTest());
    ENGINE_TRY(m_seams.random.fill(m_bootId));
    useOdbcDialects(m_directory->dialects());
    ENGINE_TRY(openVault());
    std::shared_ptr<PrivateKeys> keys;
    if (m_vault)
        keys = std::make_shared<VaultKeys>(m_seams.fileSystem, m_vault);
    TlsContext::Files identity = identityFilesOf(m_config, keys);
    identity.onEncryptionKey = [this](const Sm2Key& key) { m_keys->addOwnEncryption(key); };
    m_identityFiles = identity;
    ENGINE_TRY_AS(auto tls, TlsContext::create(identity));
    if (tls->ownCode() != m_config.code)
        return fail(
            makeEvent(ErrorCode::Config, events::CFG_BAD_CERT,
                      {m_config.certificate,
                       QStringLiteral("it was issued for %1, this node is %2").arg(tls->ownCode(), m_config.code)},
                      QStringLiteral("the certificate is for another node")));

    ENGINE_TRY(prepareUpgrade(m_seams.fileSystem, m_seams.clock, m_directory->path()));
    ENGINE_TRY_AS(m_journal, Journal::open(m_directory->journal()));
    ENGINE_TRY_AS(m_fence, m_journal->fence());
    ENGINE_TRY_AS(m_peerFences, m_journal->peerFences());
    m_alarms = std::make_unique<AlarmBoard>(
        m_seams.clock, *m_journal, [this](std::function<void()> call) { post(std::move(call)); },
        [this] { Q_EMIT changed(); });
    ENGINE_TRY(openServerBook());
    ENGINE_TRY(openKeys());
    if (const auto& key = tls->sm2().encryptionKey())
        m_keys->addOwnEncryption(*key);
    const std::vector<Credential> tlsCredentials = tls->credentials();
    m_links = std::make_unique<PeerLinks>(PeerLinks::Options{m_config.code, m_bootId, m_config.listen, m_seams.clock,
                                                             m_seams.random, Session::Options().suites, m_fence,
                                                             m_peerFences},
                                          std::move(tls));
    connect(m_links.get(), &PeerLinks::opened, this, &NodeRuntime::onOpened);
    connect(m_links.get(), &PeerLinks::closed, this, &NodeRuntime::onClosed);
    connect(m_links.get(), &PeerLinks::delivered, this, &NodeRuntime::onDelivered);
    m_credentials = std::make_unique<CredentialWatch>(m_seams.clock, *m_alarms, tlsCredentials);
    connect(m_links.get(), &PeerLinks::credentialsChanged, this, &NodeRuntime::onCredentials);
    connect(m_links.get(), &PeerLinks::credentialsRefused, this, &NodeRuntime::onCredentialsRefused);
    connect(m_links.get(), &PeerLinks::refused, this, [this](const QString& whom, const Error& why) {
        if (m_linkStates.contains(whom))
            m_linkStates[whom].lastError = why;
        m_alarms->raise(why, whom);
        Q_EMIT changed();
    });
    ENGINE_TRY(m_links->start());

    makeVerifications();
    makeFiles();
    makeExchange();
    makeDesks();
    ENGINE_TRY_AS(const std::vector<OutStreamRecord> outgoing, m_journal->outStreams());
    ENGINE_TRY(reload());
    for (const OutStreamRecord& record : outgoing) {
        if (auto started = startOutStream(record); !started)
            noteNotStarted({record.peerCode, record.number}, started.error(), record.dataset);
    }
    ENGINE_TRY(m_verifications->restore());
    ENGINE_TRY(m_files->open());
    qCInfo(logHost).noquote() << "node" << m_config.code << "runs" << m_directory->path() << m_links->listenAddress();
    return {};
}

NodeRuntime::~NodeRuntime()
{
    // Workers first, each joined by its owner; they may use the links until they end.
    m_exchangeTimer.stop();
    m_files.reset();
    m_desks.reset();
    m_looks.clear();
    m_sourceVerifications.clear();
    m_verifications.reset();
    m_inStreams.clear();
    m_outStreams.clear();
    m_publications.clear();
    ServerBook::ofProcess().setOnChange({});
    m_links.reset();
    if (m_evidence) {
        if (auto sealed = m_evidence->seal(); !sealed)
            qCWarning(logHost).noquote() << "the ledger is not sealed:" << sealed.error().toString();
    }
    if (m_keyLife) {
        if (auto saved = m_keyLife->saveCounts(); !saved)
            qCWarning(logHost).noquote() << "counts of the keys not saved:" << saved.error().toString();
    }
}

void NodeRuntime::makeFiles()
{
    m_files = std::make_unique<FileService>(FileService::Context{
        m_config.code, m_directory->files(m_config.code), m_directory->filesWorkspace(), m_directory->journal(),
        m_config.crypto.sealedFilesOnly, m_seams.clock, m_seams.random, *m_journal, *m_alarms, *m_keys,
        [this](std::function<void()> call) { post(std::move(call)); },
        [this](const QString& peer, Message message) { m_links->send(peer, std::move(message)); },
        [this] { Q_EMIT changed(); },
        [this](const QString& name) -> std::optional<DatabaseConfig> {
            const auto found = std::ranges::find(m_configuration.sources, name, &DatabaseConfig::name);
            return found == m_configuration.sources.end() ? std::nullopt : std::optional(*found);
        },
        [crypto = m_config.crypto](const QString& peer) { return crypto.suitesFor(peer); },
        [keys = std::make_shared<NodeAtRestKeys>(m_vault, m_seams.random, *suiteNamed(m_config.crypto.suites.first()))](
            std::uint32_t number) { return keys->key(number); },
        m_config.receivedFiles});
}

void NodeRuntime::post(std::function<void()> call)
{
    QMetaObject::invokeMethod(this, std::move(call), Qt::QueuedConnection);
}

Result<> NodeRuntime::reload()
{
    ENGINE_TRY_AS(m_configuration.sources, m_journal->sources());
    ENGINE_TRY_AS(m_configuration.targets, m_journal->targets());
    ENGINE_TRY_AS(m_configuration.datasets, m_journal->datasets());
    ENGINE_TRY_AS(m_configuration.links, m_journal->links());
    ENGINE_TRY_AS(m_configuration.subscriptions, m_journal->subscriptions());
    ENGINE_TRY_AS(m_configuration.fileTasks, m_journal->fileTasks());
    std::erase_if(m_linkStates, [this](const auto& item) {
        return std::ranges::find(m_configuration.links, item.first, &LinkConfig::peerCode) ==
               m_configuration.links.end();
    });
    for (const LinkConfig& link : m_configuration.links)
        m_linkStates.try_emplace(link.peerCode);
    ENGINE_TRY(reloadPublications());
    ENGINE_TRY(reloadSubscriptions());
    m_links->setLinks(m_configuration.links);
    for (const QString& peer : m_keyLife->peers()) {
        if (!m_linkStates.contains(peer))
            ENGINE_TRY(m_keyLife->forget(peer));
    }
    ENGINE_TRY(forgetFences());
    showServerUses();
    m_files->setTasks(m_configuration.fileTasks);
    renewOffers();
    Q_EMIT changed();
    return {};
}

} // namespace busheng
