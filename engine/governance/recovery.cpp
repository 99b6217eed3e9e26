// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/governance/recovery.h"

#include "engine/crypto/vault.h"
#include "engine/governance/password.h"
#include "engine/journal/operator_records.h"
#include "engine/model/events.h"
#include "engine/model/identifier.h"
#include "engine/model/operator_events.h"

namespace busheng {
namespace {

LedgerEntry recoveryLine(const QString& outcome, const QString& name, const QString& by, qint64 utcMs)
{
    LedgerEntry line;
    line.kind = QStringLiteral("operator");
    line.outcome = outcome;
    line.name = name;
    line.by = by;
    line.utcMs = utcMs;
    return line;
}

} // namespace

Result<> Recovery::giveAccess(const QString& name, const QString& person, const QString& password)
{
    if (!isValidName(name))
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                              {QStringLiteral("operator"), QStringLiteral("name"), name, expectedName()},
                              QStringLiteral("name '%1'").arg(name)));
    ENGINE_TRY(checkPasswordRules(password, name));
    OperatorRecords records(journal);
    ENGINE_TRY_AS(const auto found, records.named(name));
    OperatorRecord record = found.value_or(OperatorRecord());
    if (!found) {
        record.name = name;
        record.person = person.isEmpty() ? name : person;
        record.role = OperatorRole::Security;
        record.madeBy = by;
        record.madeUtcMs = clock.utcMs();
    }
    record.enabled = true;
    record.failures = 0;
    record.blockedUntilUtcMs = 0;
    record.mustChange = record.role != OperatorRole::Service;
    record.passwordUtcMs = clock.utcMs();
    ENGINE_TRY_AS(record.password, newPasswordRecord(random, Vault::kIterations));
    ENGINE_TRY_AS(const Bytes digest, passwordDigest(record.password, view(password.toUtf8())));
    record.password.digest = toQByteArray(digest);
    return records.save(record, recoveryLine(QStringLiteral("recovered"), name, by, clock.utcMs()));
}

Result<> Recovery::switchOff()
{
    OperatorRecords records(journal);
    ENGINE_TRY_AS(const bool isEmpty, records.isEmpty());
    if (isEmpty)
        return fail(
            makeEvent(ErrorCode::Config, events::OPR_TURNED_OFF, {}, QStringLiteral("this node has no operators")));
    return records.removeAll(
        recoveryLine(QStringLiteral("switchedOff"), QStringLiteral("operators"), by, clock.utcMs()));
}

} // namespace busheng
