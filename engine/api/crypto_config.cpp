// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/crypto_config.h"

#include "engine/model/identifier.h"

#include <QDir>
#include <QJsonArray>

namespace busheng {
namespace {

// A limit may be lowered, not raised: beyond these nobody has shown that the cipher holds.
constexpr qint64 kMostPackets = 1 << 20;
constexpr qint64 kMostMebibytes = 64 << 10;
constexpr qint64 kMostHours = 24 * 366;

void readSuites(StrictJsonReader& reader, QStringList& out, Presence presence)
{
    const QLatin1String key("suites");
    reader(key, out, presence);
    bool known = !out.isEmpty();
    for (const QString& name : out)
        known = known && (name == kNationalSuite || name == kInternationalSuite);
    if (!known || out.removeDuplicates() > 0)
        reader.refuse(key, QStringLiteral("\"%1\", \"%2\" or both").arg(kNationalSuite, kInternationalSuite));
}

Result<> readLink(StrictJsonReader& reader, CryptoConfig& config)
{
    QString peer;
    QStringList suites;
    reader(QLatin1String("peer"), peer);
    if (!isValidNodeCode(peer) || config.linkSuites.contains(peer))
        reader.refuse(QLatin1String("peer"), expectedNodeCode());
    readSuites(reader, suites, Presence::Required);
    ENGINE_TRY(reader.finish());
    config.linkSuites[peer] = suites;
    return {};
}

Result<> readLimits(StrictJsonReader& reader, CryptoConfig::KeyLimits& limits)
{
    reader.number(QLatin1String("packets"), limits.packets, 1, kMostPackets, Presence::Optional);
    reader.number(QLatin1String("mebibytes"), limits.mebibytes, 1, kMostMebibytes, Presence::Optional);
    reader.number(QLatin1String("hours"), limits.hours, 1, kMostHours, Presence::Optional);
    return reader.finish();
}

/// What is loaded or trusted by its path alone stands where the path says, from wherever the node is started.
void readPath(StrictJsonReader& reader, QLatin1String key, QString& out)
{
    reader(key, out, Presence::Optional);
    if (!out.isEmpty() && !QDir::isAbsolutePath(out))
        reader.refuse(key, QStringLiteral("an absolute path"));
}

} // namespace

Result<CryptoConfig> readCryptoConfig(StrictJsonReader& reader)
{
    CryptoConfig config;
    readSuites(reader, config.suites, Presence::Optional);
    reader.objects(QLatin1String("links"), Presence::Optional,
                   [&config](StrictJsonReader& link) { return readLink(link, config); });
    reader.object(QLatin1String("keys"), Presence::Optional,
                  [&config](StrictJsonReader& limits) { return readLimits(limits, config.keyLimits); });
    readPath(reader, QLatin1String("device"), config.device);
    reader(QLatin1String("deviceSettings"), config.deviceSettings, Presence::Optional);
    readPath(reader, QLatin1String("provider"), config.provider);
    readPath(reader, QLatin1String("providerConfiguration"), config.providerConfiguration);
    if (!config.provider.isEmpty() && !config.device.isEmpty())
        reader.refuse(QLatin1String("provider"), QStringLiteral("a device or a provider, not both"));
    readPath(reader, QLatin1String("passphraseFile"), config.passphraseFile);
    reader(QLatin1String("passphraseKeychain"), config.passphraseKeychain, Presence::Optional);
    if (!config.passphraseFile.isEmpty() && !config.passphraseKeychain.isEmpty())
        reader.refuse(QLatin1String("passphraseKeychain"),
                      QStringLiteral("a file or an entry of the keychain, not both"));
    reader(QLatin1String("sealedFilesOnly"), config.sealedFilesOnly, Presence::Optional);
    ENGINE_TRY(reader.finish());
    return config;
}

QJsonObject toJson(const CryptoConfig& config)
{
    QJsonArray links;
    for (auto link = config.linkSuites.begin(); link != config.linkSuites.end(); ++link)
        links.append(QJsonObject{{QLatin1String("peer"), link.key()},
                                 {QLatin1String("suites"), QJsonArray::fromStringList(link.value())}});
    return {{QLatin1String("suites"), QJsonArray::fromStringList(config.suites)},
            {QLatin1String("links"), links},
            {QLatin1String("keys"), QJsonObject{{QLatin1String("packets"), config.keyLimits.packets},
                                                {QLatin1String("mebibytes"), config.keyLimits.mebibytes},
                                                {QLatin1String("hours"), config.keyLimits.hours}}},
            {QLatin1String("device"), config.device},
            {QLatin1String("deviceSettings"), config.deviceSettings},
            {QLatin1String("provider"), config.provider},
            {QLatin1String("providerConfiguration"), config.providerConfiguration},
            {QLatin1String("passphraseFile"), config.passphraseFile},
            {QLatin1String("passphraseKeychain"), config.passphraseKeychain},
            {QLatin1String("sealedFilesOnly"), config.sealedFilesOnly}};
}

} // namespace busheng
