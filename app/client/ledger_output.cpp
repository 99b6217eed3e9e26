// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/ledger_output.h"

#include "app/cli/report.h"
#include "ui/client/ledger_check_text.h"

#include <QJsonArray>

namespace busheng::cli {
void printLedgerCheck(const LedgerCheck& check)
{
    for (const QString& line : LedgerCheckText::lines(check))
        print(line);
}

QJsonObject ledgerCheckJson(const LedgerCheck& check)
{
    QJsonArray findings;
    for (const LedgerCheck::Finding& finding : check.findings)
        findings.append(QJsonObject{{QStringLiteral("what"), finding.what}, {QStringLiteral("line"), finding.id}});
    return {{QStringLiteral("node"), check.head.node},
            {QStringLiteral("lines"), static_cast<qint64>(check.lines)},
            {QStringLiteral("unchained"), static_cast<qint64>(check.unchained)},
            {QStringLiteral("signatures"), static_cast<qint64>(check.signatures)},
            {QStringLiteral("sealedUpTo"), check.sealedUpTo},
            {QStringLiteral("sealedUtcMs"), check.sealedUtcMs},
            {QStringLiteral("sealer"), check.sealer},
            {QStringLiteral("findingCount"), static_cast<qint64>(check.findingCount)},
            {QStringLiteral("findings"), findings}};
}

} // namespace busheng::cli
