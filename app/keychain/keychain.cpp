// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keychain/keychain.h"

#include "engine/api/node_config.h"
#include "engine/host/vault_keys.h"
#include "engine/model/events.h"

#include <QEventLoop>

#ifdef BUSHENG_KEYCHAIN
#include <qt6keychain/keychain.h>
#endif

namespace busheng {
namespace {

Failure keychainFailure(const QString& entry, const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_SECRET, {entry, why},
                          QStringLiteral("keychain entry '%1': %2").arg(entry, why)));
}

#ifdef BUSHENG_KEYCHAIN
const QString kService = QStringLiteral("busheng");

/// Until the job is through; it fails by itself when nobody answers.
void run(QKeychain::Job& job)
{
    QEventLoop loop;
    job.setAutoDelete(false);
    job.setInsecureFallback(false); // never a plain file instead
    QObject::connect(&job, &QKeychain::Job::finished, &loop, &QEventLoop::quit);
    job.start();
    loop.exec();
}

QString reasonOf(const QKeychain::Job& job)
{
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return QStringLiteral("the keychain has no such entry");
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return QStringLiteral("the keychain is locked, or this was not allowed");
    case QKeychain::NoBackendAvailable:
        return QStringLiteral("nobody is signed in to a desktop with a keychain");
    default:
        return QStringLiteral("the keychain does not answer; is somebody signed in to the desktop? %1")
            .arg(job.errorString());
    }
}
#endif

} // namespace

#ifdef BUSHENG_KEYCHAIN

Result<SecretBytes> readKeychain(const QString& entry)
{
    QKeychain::ReadPasswordJob job(kService);
    job.setKey(entry);
    run(job);
    if (job.error() != QKeychain::NoError)
        return keychainFailure(entry, reasonOf(job));
    return SecretBytes(Bytes(view(job.binaryData())));
}

Result<> writeKeychain(const QString& entry, const SecretBytes& secret)
{
    QKeychain::WritePasswordJob job(kService);
    job.setKey(entry);
    job.setBinaryData(toQByteArray(secret.bytes));
    run(job);
    if (job.error() != QKeychain::NoError)
        return keychainFailure(entry, reasonOf(job));
    return {};
}

#else

Result<SecretBytes> readKeychain(const QString& entry)
{
    return keychainFailure(entry, QStringLiteral("this program was built without a keychain"));
}

Result<> writeKeychain(const QString& entry, const SecretBytes&)
{
    return keychainFailure(entry, QStringLiteral("this program was built without a keychain"));
}

#endif

Result<> offerKeychain(const QString& dataDirectory)
{
    ENGINE_TRY_AS(const NodeConfig config, readNodeConfig(dataDirectory));
    if (config.crypto.passphraseKeychain.isEmpty())
        return {};
    ENGINE_TRY_AS(SecretBytes secret, readKeychain(config.crypto.passphraseKeychain));
    offerVaultPassphrase(config.crypto.passphraseKeychain, std::move(secret));
    return {};
}

} // namespace busheng
