// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/backup_fields.h"
#include "engine/localapi/local_api_params.h"

namespace busheng {
namespace {

Result<> backups(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY(params.finish());
    engine.backup().backups(answerObject<BackupShelf>(answer));
    return {};
}

using Work = void (BackupApi::*)(const QString&, const QString&, const QString&, Reply<BackupRow>);

template <Work work>
Result<> workOnFile(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    QString file;
    QString passphrase;
    QString by;
    params(QLatin1String("file"), file);
    params(QLatin1String("passphrase"), passphrase);
    params(QLatin1String("by"), by);
    ENGINE_TRY(params.finish());
    (engine.backup().*work)(file, passphrase, by, answerObject<BackupRow>(answer));
    return {};
}

Result<> cancelBackup(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY(params.finish());
    engine.backup().cancelBackup(answerDone(answer));
    return {};
}

Result<> setBackupPlan(EngineApi& engine, StrictJsonReader& params, const LocalApiAnswer& answer)
{
    ENGINE_TRY_AS(const BackupPlan plan, objectParam<BackupPlan>(params, QLatin1String("plan")));
    engine.backup().setBackupPlan(plan, answerDone(answer));
    return {};
}

} // namespace

std::map<QString, LocalApiMethod> localApiBackupMethods()
{
    return {
        {QStringLiteral("backups"), backups},
        {QStringLiteral("makeBackup"), workOnFile<&BackupApi::makeBackup>},
        {QStringLiteral("verifyBackup"), workOnFile<&BackupApi::verifyBackup>},
        {QStringLiteral("cancelBackup"), cancelBackup},
        {QStringLiteral("setBackupPlan"), setBackupPlan},
    };
}

} // namespace busheng
