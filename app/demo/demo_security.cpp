// SPDX-License-Identifier: GPL-3.0-or-later
// What the demo shows of keys: where they lie, whom they are hidden for, and that they change without a pause.
#include "app/cli/await.h"
#include "app/demo/demo.h"
#include "engine/api/node_config.h"
#include "engine/base/file_system.h"
#include "engine/base/random_source.h"
#include "engine/crypto/secret_file.h"
#include "engine/crypto/wipe.h"

#include <QDeadlineTimer>
#include <QFile>

#include <algorithm>

namespace busheng::demo {
namespace {

constexpr int kWithinMs = 30'000;
constexpr std::size_t kPassphraseBytes = 32;

bool isOf(const LinkKeyRecord& key, QStringView direction, quint32 epoch, QStringView state)
{
    return key.direction == direction && key.epoch == epoch && key.state == state;
}

} // namespace

/// The province keeps its private keys in a vault from its first start on.
Result<> Demo::giveVault()
{
    const QString passphrase = m_options.workDirectory + QStringLiteral("/province-passphrase");
    SecretBytes raw(kPassphraseBytes);
    ENGINE_TRY(systemRandom().fill(raw.bytes));
    ENGINE_TRY(writeSecretFile(systemFileSystem(), passphrase, view(toHex(raw.bytes).toLatin1())));
    ENGINE_TRY_AS(NodeConfig config, readNodeConfig(m_province.dataDirectory()));
    config.crypto.passphraseFile = passphrase;
    return replaceFile(systemFileSystem(), nodeConfigPath(m_province.dataDirectory()), view(toJson(config)));
}

Result<> Demo::lookAtKeys()
{
    m_screen.step(tr("Keys"));
    const QString identity = m_province.dataDirectory() + QStringLiteral("/identity/");
    for (const char* key : {"node.key", "sm2.key", "sm2-sign.key", "sm2-enc.key"}) {
        if (QFile::exists(identity + QLatin1String(key)))
            return notTrue(tr("%1 lies in the vault").arg(QLatin1String(key)));
    }
    m_screen.checked(tr("the province's private keys lie in its vault, behind a passphrase, and in no file"));
    const auto& credentials = m_province.latest().credentials;
    const auto encryption = std::ranges::find(credentials, QStringLiteral("sm2-encryption"), &CredentialSnapshot::kind);
    if (encryption == credentials.end())
        return notTrue(tr("the authority gave a certificate for encryption"));
    m_screen.checked(tr("link keys for %1 are hidden for its SM2 certificate for encryption, serial %2")
                         .arg(kProvinceCode, encryption->serial.left(8)));

    using Keys = std::vector<LinkKeyRecord>;
    const auto keysOf = [](EngineApi& engine) {
        return cli::await<Keys>([&](auto reply) { engine.security().linkKeys(reply); });
    };
    ENGINE_TRY_AS(const Keys before, keysOf(m_province.engine()));
    const auto active = std::ranges::find_if(
        before, [](const LinkKeyRecord& key) { return key.direction == u"out" && key.state == u"active"; });
    if (active == before.end())
        return notTrue(tr("a link key is in use"));
    const quint32 next = active->epoch + 1;
    ENGINE_TRY(cli::await<>([&](Reply<> reply) {
        m_province.engine().security().rotateKeys(kMinistryCode, QStringLiteral("demo"), reply);
    }));
    const QDeadlineTimer deadline(kWithinMs);
    for (bool isActive = false; !isActive;) {
        ENGINE_TRY_AS(const Keys now, keysOf(m_province.engine()));
        isActive = std::ranges::any_of(now, [next](const auto& key) { return isOf(key, u"out", next, u"active"); });
        if (!isActive && deadline.hasExpired())
            return notTrue(tr("the next link key is in use"));
    }
    ENGINE_TRY(changeProvince(QStringLiteral("UPDATE city SET name = name || '（新）' WHERE provinceCode = '34'")));
    ENGINE_TRY(waitUntilInStep(tr("changes under the next key")));
    ENGINE_TRY_AS(const Keys held, keysOf(m_ministry.engine()));
    if (std::ranges::none_of(held, [next](const auto& key) { return isOf(key, u"in", next, u"active"); }))
        return notTrue(tr("the ministry holds link key %1").arg(next));
    m_screen.checked(tr("link key %1 took the place of %2 while changes flowed; nothing waited for it")
                         .arg(next)
                         .arg(active->epoch));
    return {};
}

} // namespace busheng::demo
