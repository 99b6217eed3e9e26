// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/node_config.h"

#include "engine/api/json_file.h"
#include "engine/api/strict_json_reader.h"
#include "engine/model/events.h"
#include "engine/model/identifier.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace busheng {
namespace {

constexpr qint64 kSmallestLimitMiB = 1;
constexpr qint64 kLargestLimitMiB = 16 << 20; // 16 TiB
constexpr qsizetype kLongestName = 100;
constexpr qint64 kMostReceivedDays = 36'500;
constexpr qint64 kMostLoadConnections = 16;
constexpr qint64 kLongestCrlGraceHours = 720;
constexpr qsizetype kLongestSm2Id = 64;

Result<NodeConfig::Limits> readLimits(StrictJsonReader& reader)
{
    NodeConfig::Limits limits;
    const auto limit = [&reader](QLatin1String key, qint64& out) {
        reader.number(key, out, kSmallestLimitMiB, kLargestLimitMiB, Presence::Optional);
    };
    limit(QLatin1String("logCacheMiB"), limits.logCacheMiB);
    limit(QLatin1String("outboxMiB"), limits.outboxMiB);
    limit(QLatin1String("inboundMiB"), limits.inboundMiB);
    ENGINE_TRY(reader.finish());
    return limits;
}

void readIdentity(StrictJsonReader& reader, NodeConfig& config)
{
    const auto path = [&reader](QLatin1String key, QString& out, Presence presence) {
        reader(key, out, presence);
        if (out.isEmpty())
            reader.refuse(key, QStringLiteral("the path of a file"));
    };
    path(QLatin1String("certificate"), config.certificate, Presence::Required);
    path(QLatin1String("privateKey"), config.privateKey, Presence::Required);
    path(QLatin1String("authority"), config.authority, Presence::Required);
    path(QLatin1String("revocationLists"), config.revocationLists, Presence::Optional);
    path(QLatin1String("sm2Certificate"), config.sm2Certificate, Presence::Optional);
    path(QLatin1String("sm2PrivateKey"), config.sm2PrivateKey, Presence::Optional);
    path(QLatin1String("sm2Authority"), config.sm2Authority, Presence::Optional);
    path(QLatin1String("sm2EncryptionCertificate"), config.sm2EncryptionCertificate, Presence::Optional);
    path(QLatin1String("sm2EncryptionKey"), config.sm2EncryptionKey, Presence::Optional);
    reader(QLatin1String("sm2Id"), config.sm2Id, Presence::Optional);
    if (config.sm2Id.isEmpty() || config.sm2Id.size() > kLongestSm2Id)
        reader.refuse(QLatin1String("sm2Id"), QStringLiteral("1 to %1 characters").arg(kLongestSm2Id));
    qint64 grace = config.crlGraceHours;
    reader.number(QLatin1String("crlGraceHours"), grace, 0, kLongestCrlGraceHours, Presence::Optional);
    config.crlGraceHours = static_cast<int>(grace);
}

Result<NodeConfig> readConfig(const QJsonObject& json, const QString& where)
{
    NodeConfig config;
    StrictJsonReader reader(json, where);
    reader(QLatin1String("code"), config.code);
    if (!isValidNodeCode(config.code))
        reader.refuse(QLatin1String("code"), expectedNodeCode());
    reader(QLatin1String("name"), config.name);
    if (config.name.trimmed().isEmpty() || config.name.size() > kLongestName)
        reader.refuse(QLatin1String("name"), QStringLiteral("1 to %1 characters").arg(kLongestName));
    reader(QLatin1String("listen"), config.listen, Presence::Optional);
    if (!config.listen.isEmpty() && !isValidListenAddress(config.listen))
        reader.refuse(QLatin1String("listen"), QStringLiteral("empty or host:port, as in [::]:7443"));
    readIdentity(reader, config);
    reader(QLatin1String("localGroups"), config.localGroups, Presence::Optional);
    qint64 connections = config.loadConnections;
    reader.number(QLatin1String("loadConnections"), connections, 0, kMostLoadConnections, Presence::Optional);
    config.loadConnections = static_cast<int>(connections);
    reader.object(QLatin1String("limits"), Presence::Optional, [&config](StrictJsonReader& limits) -> Result<> {
        ENGINE_TRY_AS(config.limits, readLimits(limits));
        return {};
    });
    reader.object(QLatin1String("crypto"), Presence::Optional, [&config](StrictJsonReader& crypto) -> Result<> {
        ENGINE_TRY_AS(config.crypto, readCryptoConfig(crypto));
        return {};
    });
    reader.object(QLatin1String("receivedFiles"), Presence::Optional, [&config](StrictJsonReader& files) -> Result<> {
        NodeConfig::ReceivedFiles& received = config.receivedFiles;
        files(QLatin1String("whenFetched"), received.whenFetched, Presence::Optional);
        if (!QStringList{QStringLiteral("keep"), QStringLiteral("archive"), QStringLiteral("delete")}.contains(
                received.whenFetched))
            files.refuse(QLatin1String("whenFetched"), QStringLiteral("keep, archive or delete"));
        files.number(QLatin1String("afterDays"), received.afterDays, 0, kMostReceivedDays, Presence::Optional);
        return files.finish();
    });
    ENGINE_TRY(reader.finish());
    return config;
}

/// `mayBeElsewhere`: a vault may hold what it names.
Result<> resolveFile(const QString& key, QString& path, const QString& dataDirectory, bool mayBeElsewhere = false)
{
    path = QDir::cleanPath(QDir(dataDirectory).absoluteFilePath(path));
    const QFileInfo info(path);
    if (!info.exists() && mayBeElsewhere)
        return {};
    if (!info.exists())
        return fail(makeEvent(ErrorCode::Config, events::CFG_MISSING_CERT, {path},
                              QStringLiteral("%1: there is no file %2").arg(key, path)));
    const QString why = !info.isFile()       ? QStringLiteral("not a plain file")
                        : !info.isReadable() ? QStringLiteral("not readable by this user")
                                             : QString();
    if (!why.isEmpty())
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_PATH, {key, path, why},
                              QStringLiteral("%1: %2 is %3").arg(key, path, why)));
    return {};
}

} // namespace

QString nodeConfigPath(const QString& dataDirectory)
{
    return QDir(dataDirectory).absoluteFilePath(QStringLiteral("node.json"));
}

Result<NodeConfig> readNodeConfig(const QString& dataDirectory)
{
    const QString path = nodeConfigPath(dataDirectory);
    ENGINE_TRY_AS(const QJsonObject json, readJsonFile(systemFileSystem(), path));
    return readConfig(json, path);
}

Result<NodeConfig> loadNodeConfig(const QString& dataDirectory)
{
    ENGINE_TRY_AS(NodeConfig config, readNodeConfig(dataDirectory));
    const bool hasVault = config.crypto.hasVault();
    ENGINE_TRY(resolveFile(QStringLiteral("certificate"), config.certificate, dataDirectory));
    ENGINE_TRY(resolveFile(QStringLiteral("privateKey"), config.privateKey, dataDirectory, hasVault));
    ENGINE_TRY(resolveFile(QStringLiteral("authority"), config.authority, dataDirectory));
    ENGINE_TRY(resolveFile(QStringLiteral("sm2Certificate"), config.sm2Certificate, dataDirectory));
    ENGINE_TRY(resolveFile(QStringLiteral("sm2PrivateKey"), config.sm2PrivateKey, dataDirectory, hasVault));
    ENGINE_TRY(resolveFile(QStringLiteral("sm2Authority"), config.sm2Authority, dataDirectory));
    for (QString* path : {&config.revocationLists, &config.sm2EncryptionCertificate, &config.sm2EncryptionKey})
        *path = QDir::cleanPath(QDir(dataDirectory).absoluteFilePath(*path));
    return config;
}

QByteArray toJson(const NodeConfig& config)
{
    const QJsonObject limits{{QLatin1String("logCacheMiB"), config.limits.logCacheMiB},
                             {QLatin1String("outboxMiB"), config.limits.outboxMiB},
                             {QLatin1String("inboundMiB"), config.limits.inboundMiB}};
    const QJsonObject json{
        {QLatin1String("code"), config.code},
        {QLatin1String("name"), config.name},
        {QLatin1String("listen"), config.listen},
        {QLatin1String("certificate"), config.certificate},
        {QLatin1String("privateKey"), config.privateKey},
        {QLatin1String("authority"), config.authority},
        {QLatin1String("revocationLists"), config.revocationLists},
        {QLatin1String("sm2Certificate"), config.sm2Certificate},
        {QLatin1String("sm2PrivateKey"), config.sm2PrivateKey},
        {QLatin1String("sm2Authority"), config.sm2Authority},
        {QLatin1String("sm2EncryptionCertificate"), config.sm2EncryptionCertificate},
        {QLatin1String("sm2EncryptionKey"), config.sm2EncryptionKey},
        {QLatin1String("sm2Id"), config.sm2Id},
        {QLatin1String("crlGraceHours"), config.crlGraceHours},
        {QLatin1String("localGroups"), QJsonArray::fromStringList(config.localGroups)},
        {QLatin1String("limits"), limits},
        {QLatin1String("loadConnections"), config.loadConnections},
        {QLatin1String("crypto"), toJson(config.crypto)},
        {QLatin1String("receivedFiles"), QJsonObject{{QLatin1String("whenFetched"), config.receivedFiles.whenFetched},
                                                     {QLatin1String("afterDays"), config.receivedFiles.afterDays}}}};
    return QJsonDocument(json).toJson(QJsonDocument::Indented);
}

} // namespace busheng
