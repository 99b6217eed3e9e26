// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/link_keys.h"

#include "engine/base/failpoint.h"
#include "engine/crypto/link_key_wrap.h"
#include "engine/crypto/secret_file.h"
#include "engine/crypto/sm2_identity_key.h"
#include "engine/crypto/wipe.h"
#include "engine/model/events.h"

#include <QFileInfo>

#include <algorithm>

namespace busheng {
namespace {

constexpr qint64 kLargestKeyFile = 64 << 10;

QString prefixOf(const QString& peer, LinkKeys::Direction direction)
{
    return peer + (direction == LinkKeys::Direction::Out ? QStringLiteral("-out-") : QStringLiteral("-in-"));
}

QString suffixOf(const CipherSuite& suite)
{
    return suite.id() == SuiteId::Sm ? QStringLiteral(".wrapped") : QStringLiteral(".p256");
}

struct KeyFile {
    std::uint32_t epoch = 0;
    const CipherSuite* suite = nullptr;
};

/// What a file's name says; nothing when it is not a key's.
std::optional<KeyFile> keyFileOf(const QString& name, const QString& prefix)
{
    for (const CipherSuite* suite : {&smSuite(), &internationalSuite()}) {
        const QString suffix = suffixOf(*suite);
        if (!name.startsWith(prefix) || !name.endsWith(suffix))
            continue;
        bool ok = false;
        const std::uint32_t epoch = name.mid(prefix.size(), name.size() - prefix.size() - suffix.size()).toUInt(&ok);
        if (ok)
            return KeyFile{epoch, suite};
    }
    return std::nullopt;
}

} // namespace

LinkKeys::LinkKeys(FileSystem& fileSystem, RandomSource& random, QString identityDirectory, QString directory,
                   Vault* vault)
    : m_fileSystem(fileSystem), m_random(random), m_identityDirectory(std::move(identityDirectory)),
      m_directory(std::move(directory)), m_vault(vault)
{
}

Result<std::unique_ptr<LinkKeys>> LinkKeys::open(FileSystem& fileSystem, RandomSource& random,
                                                 const QString& sm2KeyPath, const QString& directory, Vault* vault)
{
    ENGINE_TRY(fileSystem.makeDirectories(directory));
    std::unique_ptr<LinkKeys> keys(new LinkKeys(fileSystem, random, QFileInfo(sm2KeyPath).path(), directory, vault));
    ENGINE_TRY(keys->own(smSuite()));
    return keys;
}

Result<IdentityKeyPtr> LinkKeys::own(const CipherSuite& suite)
{
    const std::lock_guard lock(m_mutex);
    return loadOwn(suite);
}

Result<SecretBytes> LinkKeys::privatePem(const CipherSuite& suite, const QString& name)
{
    const QString path = m_identityDirectory + u'/' + name;
    const QString secret = QStringLiteral("identity/") + name;
    if (m_vault != nullptr) {
        if (auto kept = m_vault->get(secret))
            return SecretBytes(std::move(*kept));
    }
    ENGINE_TRY_AS(const bool there, m_fileSystem.exists(path));
    SecretBytes pem;
    if (there) {
        ENGINE_TRY_AS(pem.bytes, readSecretFile(m_fileSystem, path));
    } else {
        ENGINE_TRY_AS(const IdentityKeyPtr made, suite.makeIdentity());
        ENGINE_TRY_AS(pem.bytes, made->privatePem());
    }
    if (m_vault != nullptr) {
        ENGINE_TRY(m_vault->set(secret, pem.bytes));
        if (there)
            ENGINE_TRY(overwriteAndRemove(m_fileSystem, path));
    } else if (!there) {
        ENGINE_TRY(writeSecretFile(m_fileSystem, path, pem.bytes));
        ENGINE_TRY_AS(pem.bytes, readSecretFile(m_fileSystem, path)); // what is there now is what counts
    }
    return pem;
}

Result<IdentityKeyPtr> LinkKeys::loadOwn(const CipherSuite& suite)
{
    if (const auto known = m_own.find(suite.id()); known != m_own.end())
        return known->second;
    IdentityKeyPtr own;
    if (const QString name = suite.identityFile(); name.isEmpty()) {
        ENGINE_TRY_AS(own, suite.makeIdentity()); // a device's: it has the key
    } else {
        ENGINE_TRY_AS(const SecretBytes pem, privatePem(suite, name));
        ENGINE_TRY_AS(own, suite.identityFromPrivatePem(pem.bytes));
    }
    m_own[suite.id()] = own;
    return own;
}

/// What was kept before a device took over was wrapped for the key in the file, which is still there to read it.
Result<LinkKey> LinkKeys::unwrapOwn(BytesView wrapped, std::uint32_t epoch, const CipherSuite& suite)
{
    ENGINE_TRY_AS(const IdentityKeyPtr identity, loadOwn(suite));
    auto key = unwrapLinkKey(wrapped, epoch, *identity, suite);
    if (key || !suite.identityFile().isEmpty())
        return key;
    const QString name = softwareSmSuite().identityFile();
    ENGINE_TRY_AS(const bool there, m_fileSystem.exists(m_identityDirectory + u'/' + name));
    if (!there && (m_vault == nullptr || !m_vault->get(QStringLiteral("identity/") + name)))
        return key;
    ENGINE_TRY_AS(const SecretBytes pem, privatePem(softwareSmSuite(), name));
    ENGINE_TRY_AS(const IdentityKeyPtr former, softwareSmSuite().identityFromPrivatePem(pem.bytes));
    return unwrapLinkKey(wrapped, epoch, *former, suite);
}

Result<std::vector<LinkKey>> LinkKeys::load(const QString& prefix)
{
    std::vector<LinkKey> keys;
    ENGINE_TRY_AS(const QStringList names, m_fileSystem.list(m_directory));
    for (const QString& name : names) {
        const std::optional<KeyFile> file = keyFileOf(name, prefix);
        if (!file)
            continue;
        ENGINE_TRY_AS(const Bytes wrapped, readFile(m_fileSystem, m_directory + u'/' + name, kLargestKeyFile));
        ENGINE_TRY_AS(LinkKey key, unwrapOwn(wrapped, file->epoch, *file->suite));
        keys.push_back(std::move(key));
    }
    std::ranges::sort(keys, {}, &LinkKey::epoch);
    return keys;
}

Result<> LinkKeys::store(const QString& prefix, const LinkKey& key, BytesView wrapped)
{
    ENGINE_FAILPOINT("keys.store.before");
    ENGINE_TRY(replaceFile(m_fileSystem,
                           m_directory + u'/' + prefix + QString::number(key.epoch) + suffixOf(*key.suite), wrapped));
    ENGINE_FAILPOINT("keys.store.after");
    return {};
}

Result<LinkKey> LinkKeys::makeLocked(const QString& peer, std::uint32_t epoch, const CipherSuite& suite)
{
    ENGINE_TRY_AS(const IdentityKeyPtr identity, loadOwn(suite));
    ENGINE_TRY_AS(LinkKey made, generateLinkKey(epoch, m_random, suite));
    ENGINE_TRY_AS(const Bytes wrapped, wrapLinkKey(made, *identity));
    ENGINE_TRY(store(prefixOf(peer, Direction::Out), made, wrapped));
    return made;
}

Result<LinkKey> LinkKeys::outgoing(const QString& peer, const CipherSuite& suite)
{
    const std::lock_guard lock(m_mutex);
    ENGINE_TRY_AS(const std::vector<LinkKey> keys, load(prefixOf(peer, Direction::Out)));
    for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
        if (key->suite->id() == suite.id())
            return *key;
    }
    return makeLocked(peer, keys.empty() ? 1 : keys.back().epoch + 1, suite);
}

Result<LinkKey> LinkKeys::make(const QString& peer, std::uint32_t epoch, const CipherSuite& suite)
{
    const std::lock_guard lock(m_mutex);
    ENGINE_TRY_AS(const std::vector<LinkKey> keys, load(prefixOf(peer, Direction::Out)));
    if (std::ranges::find(keys, epoch, &LinkKey::epoch) != keys.end())
        return fail(ErrorCode::Internal, QStringLiteral("there is a key of epoch %1 for %2").arg(epoch).arg(peer));
    return makeLocked(peer, epoch, suite);
}

Result<std::vector<LinkKey>> LinkKeys::held(const QString& peer, Direction direction)
{
    const std::lock_guard lock(m_mutex);
    return load(prefixOf(peer, direction));
}

void LinkKeys::setPeerEncryption(const QString& peer, const Bytes& publicPem)
{
    const std::lock_guard lock(m_mutex);
    m_peerEncryption[peer] = publicPem;
}

void LinkKeys::addOwnEncryption(const Sm2Key& key)
{
    const std::lock_guard lock(m_mutex);
    m_ownEncryption.push_back(key);
}

Result<Bytes> LinkKeys::wrapFor(const QString& peer, const LinkKey& key, BytesView peerPublicPem)
{
    const std::lock_guard lock(m_mutex);
    const auto certified = m_peerEncryption.find(peer);
    const bool isCertified =
        key.suite->id() == SuiteId::Sm && certified != m_peerEncryption.end() && !certified->second.empty();
    ENGINE_TRY_AS(const IdentityKeyPtr holder,
                  key.suite->identityFromPublicPem(isCertified ? BytesView(certified->second) : peerPublicPem));
    return wrapLinkKey(key, *holder);
}

/// Of an authority's key the newest first: a session that began before a renewal still has the one before.
Result<LinkKey> LinkKeys::unwrapGranted(BytesView wrapped, std::uint32_t epoch, const CipherSuite& suite)
{
    if (suite.id() == SuiteId::Sm) {
        for (auto key = m_ownEncryption.rbegin(); key != m_ownEncryption.rend(); ++key) {
            if (auto opened = unwrapLinkKey(wrapped, epoch, Sm2IdentityKey(*key), suite))
                return opened;
        }
    }
    ENGINE_TRY_AS(const IdentityKeyPtr identity, loadOwn(suite));
    return unwrapLinkKey(wrapped, epoch, *identity, suite);
}

Result<LinkKey> LinkKeys::accept(const QString& peer, std::uint32_t epoch, BytesView wrapped, const CipherSuite& suite)
{
    const std::lock_guard lock(m_mutex);
    const QString prefix = prefixOf(peer, Direction::In);
    ENGINE_TRY_AS(LinkKey granted, unwrapGranted(wrapped, epoch, suite));
    ENGINE_TRY_AS(const std::vector<LinkKey> known, load(prefix));
    for (const LinkKey& key : known) {
        if (key.epoch != epoch)
            continue;
        if (key.secret == granted.secret && key.suite == granted.suite)
            return granted;
        return fail(makeEvent(ErrorCode::Crypto, events::KEY_EPOCH, {peer, QString::number(epoch)},
                              QStringLiteral("%1 granted another key under epoch %2").arg(peer).arg(epoch)));
    }
    // At rest for the key that nobody but this node has.
    ENGINE_TRY_AS(const IdentityKeyPtr identity, loadOwn(suite));
    ENGINE_TRY_AS(const Bytes kept, wrapLinkKey(granted, *identity));
    ENGINE_TRY(store(prefix, granted, kept));
    return granted;
}

Result<> LinkKeys::wipe(const QString& peer, Direction direction, std::uint32_t epoch)
{
    const std::lock_guard lock(m_mutex);
    for (const CipherSuite* suite : {&smSuite(), &internationalSuite()}) {
        const QString path = m_directory + u'/' + prefixOf(peer, direction) + QString::number(epoch) + suffixOf(*suite);
        ENGINE_TRY_AS(const bool there, m_fileSystem.exists(path));
        if (!there)
            continue;
        ENGINE_FAILPOINT("keys.wipe.before");
        ENGINE_TRY(overwriteAndRemove(m_fileSystem, path));
        ENGINE_FAILPOINT("keys.wipe.after");
    }
    return {};
}

} // namespace busheng
