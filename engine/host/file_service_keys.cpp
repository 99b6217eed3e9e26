// SPDX-License-Identifier: GPL-3.0-or-later
// What files are sealed with on their way.
#include "engine/host/file_service.h"

#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

Failure noSuite(const QString& peer, const QString& came, const QString& wanted)
{
    return fail(makeEvent(
        ErrorCode::Crypto, events::KEY_SUITE, {peer, came, wanted},
        QStringLiteral("%1 and this node have no cipher suite in common: %2 against %3").arg(peer, came, wanted)));
}

} // namespace

/// By the first suite of ours that is among theirs, as link keys of streams are (docs/formats/keys.md).
Result<FileSender::GrantedKey> FileService::grantKey(const QString& peer,
                                                     const std::vector<filemsg::PublicKey>& theirs) const
{
    const QStringList ours = m_context.suitesFor(peer);
    for (const QString& name : ours) {
        const CipherSuite* const suite = suiteNamed(name);
        const auto key = std::ranges::find_if(theirs, [&](const filemsg::PublicKey& one) {
            return suite != nullptr && static_cast<SuiteId>(one.suite) == suite->id();
        });
        if (key == theirs.end())
            continue;
        FileSender::GrantedKey granted;
        ENGINE_TRY_AS(granted.key, m_context.keys.outgoing(peer, *suite));
        ENGINE_TRY_AS(granted.wrapped, m_context.keys.wrapFor(peer, granted.key, key->pem));
        return granted;
    }
    QStringList named;
    for (const filemsg::PublicKey& one : theirs) {
        const CipherSuite* const suite = suiteOf(static_cast<SuiteId>(one.suite));
        named.append(suite != nullptr ? suite->name() : QString::number(one.suite));
    }
    return noSuite(peer, named.join(u','), ours.join(u','));
}

/// Of this node, the best first: it signs receipts.
Result<std::vector<filemsg::PublicKey>> FileService::ownKeys(const QString& peer) const
{
    std::vector<filemsg::PublicKey> keys;
    const QStringList ours = m_context.suitesFor(peer);
    for (const QString& name : ours) {
        const CipherSuite* const suite = suiteNamed(name);
        ENGINE_TRY_AS(const IdentityKeyPtr own, m_context.keys.own(*suite));
        ENGINE_TRY_AS(Bytes pem, own->publicPem());
        keys.push_back({static_cast<std::uint8_t>(suite->id()), std::move(pem)});
    }
    return keys;
}

Result<LinkKey> FileService::acceptKey(const QString& peer, std::uint8_t id, std::uint32_t epoch,
                                       BytesView wrapped) const
{
    const CipherSuite* const suite = suiteOf(static_cast<SuiteId>(id));
    const QStringList ours = m_context.suitesFor(peer);
    if (suite == nullptr || !ours.contains(suite->name()))
        return noSuite(peer, suite == nullptr ? QString::number(id) : suite->name(), ours.join(u','));
    return m_context.keys.accept(peer, epoch, wrapped, *suite);
}

} // namespace busheng
