// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/link_keys.h"

#include "engine/crypto/link_key_wrap.h"
#include "engine/crypto/secret_file.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr qint64 kLargestKeyFile = 64 << 10;

QString prefixOf(const QString& peer, const char* direction)
{
    return peer + u'-' + QLatin1String(direction) + u'-';
}

const QString kSuffix = QStringLiteral(".wrapped");

} // namespace

LinkKeys::LinkKeys(FileSystem& fileSystem, RandomSource& random, Sm2Key own, QString directory)
    : m_fileSystem(fileSystem), m_random(random), m_own(std::move(own)), m_directory(std::move(directory))
{
}

Result<std::unique_ptr<LinkKeys>> LinkKeys::open(FileSystem& fileSystem, RandomSource& random,
                                                 const QString& sm2KeyPath, const QString& directory)
{
    ENGINE_TRY(fileSystem.makeDirectories(directory));
    ENGINE_TRY_AS(const bool there, fileSystem.exists(sm2KeyPath));
    if (!there) {
        ENGINE_TRY_AS(const Sm2Key made, Sm2Key::generate());
        ENGINE_TRY_AS(const Bytes pem, made.privatePem());
        ENGINE_TRY(writeSecretFile(fileSystem, sm2KeyPath, pem));
    }
    ENGINE_TRY_AS(const Bytes pem, readSecretFile(fileSystem, sm2KeyPath));
    ENGINE_TRY_AS(Sm2Key own, Sm2Key::fromPrivatePem(pem));
    return std::unique_ptr<LinkKeys>(new LinkKeys(fileSystem, random, std::move(own), directory));
}

Result<std::vector<LinkKey>> LinkKeys::load(const QString& prefix)
{
    std::vector<LinkKey> keys;
    ENGINE_TRY_AS(const QStringList names, m_fileSystem.list(m_directory));
    for (const QString& name : names) {
        if (!name.startsWith(prefix) || !name.endsWith(kSuffix))
            continue;
        bool ok = false;
        const std::uint32_t epoch = name.mid(prefix.size(), name.size() - prefix.size() - kSuffix.size()).toUInt(&ok);
        if (!ok)
            continue;
        ENGINE_TRY_AS(const Bytes wrapped, readFile(m_fileSystem, m_directory + u'/' + name, kLargestKeyFile));
        ENGINE_TRY_AS(LinkKey key, unwrapLinkKey(wrapped, epoch, m_own));
        keys.push_back(std::move(key));
    }
    std::ranges::sort(keys, {}, &LinkKey::epoch);
    return keys;
}

Result<> LinkKeys::store(const QString& name, BytesView wrapped)
{
    return replaceFile(m_fileSystem, m_directory + u'/' + name, wrapped);
}

Result<LinkKey> LinkKeys::outgoing(const QString& peer)
{
    const std::lock_guard lock(m_mutex);
    const QString prefix = prefixOf(peer, "out");
    ENGINE_TRY_AS(std::vector<LinkKey> keys, load(prefix));
    if (!keys.empty())
        return keys.back();
    ENGINE_TRY_AS(LinkKey made, generateLinkKey(1, m_random));
    ENGINE_TRY_AS(const Bytes wrapped, wrapLinkKey(made, m_own));
    ENGINE_TRY(store(prefix + QString::number(made.epoch) + kSuffix, wrapped));
    return made;
}

Result<std::vector<LinkKey>> LinkKeys::incoming(const QString& peer)
{
    const std::lock_guard lock(m_mutex);
    return load(prefixOf(peer, "in"));
}

Result<Bytes> LinkKeys::wrapFor(const LinkKey& key, BytesView peerPublicPem) const
{
    ENGINE_TRY_AS(const Sm2Key peer, Sm2Key::fromPublicPem(peerPublicPem));
    return wrapLinkKey(key, peer);
}

Result<LinkKey> LinkKeys::accept(const QString& peer, std::uint32_t epoch, BytesView wrapped)
{
    const std::lock_guard lock(m_mutex);
    const QString prefix = prefixOf(peer, "in");
    ENGINE_TRY_AS(LinkKey granted, unwrapLinkKey(wrapped, epoch, m_own));
    ENGINE_TRY_AS(const std::vector<LinkKey> known, load(prefix));
    for (const LinkKey& key : known) {
        if (key.epoch != epoch)
            continue;
        if (key.secret == granted.secret)
            return granted;
        return fail(makeEvent(ErrorCode::Crypto, events::KEY_EPOCH, {peer, QString::number(epoch)},
                              QStringLiteral("%1 granted another key under epoch %2").arg(peer).arg(epoch)));
    }
    ENGINE_TRY(store(prefix + QString::number(epoch) + kSuffix, wrapped));
    return granted;
}

} // namespace busheng
