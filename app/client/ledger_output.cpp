// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/ledger_output.h"

#include "app/cli/report.h"
#include "app/client/client_output.h"
#include "ui/text/display_text.h"

#include <QDateTime>
#include <QJsonArray>

namespace busheng::cli {
namespace {

constexpr std::size_t kFindingsPrinted = 50;

QString sentence(const LedgerCheck::Finding& finding)
{
    const QString id = QString::number(finding.id);
    if (finding.what == u"changed")
        return ClientText::tr("line %1 was changed").arg(id);
    if (finding.what == u"missing")
        return ClientText::tr("line %1 is missing").arg(id);
    if (finding.what == u"moved")
        return ClientText::tr("line %1 is not in its place, or is there twice").arg(id);
    if (finding.what == u"signature")
        return ClientText::tr("the signature of line %1 is not right").arg(id);
    if (finding.what == u"seal")
        return ClientText::tr("lines before the seal in line %1 were rewritten").arg(id);
    if (finding.what == u"unsigned")
        return ClientText::tr("line %1 has no signature by a key of this file").arg(id);
    if (finding.what == u"end")
        return ClientText::tr("the file stops before its end");
    return ClientText::tr("row %1 of the file cannot be read").arg(id);
}

} // namespace

void printLedgerCheck(const LedgerCheck& check)
{
    print(ClientText::tr("ledger of node %1: %2 lines, %3 signatures")
              .arg(displayText(check.head.node))
              .arg(check.lines)
              .arg(check.signatures));
    if (check.unchained > 0)
        print(ClientText::tr("%1 lines are from before the ledger was chained: nothing protects them")
                  .arg(check.unchained));
    if (check.sealedUpTo > 0)
        print(
            ClientText::tr("sealed up to line %1 at %2 by the key %3; compare it with the one the node shows")
                .arg(check.sealedUpTo)
                .arg(QDateTime::fromMSecsSinceEpoch(check.sealedUtcMs).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")),
                     check.sealer));
    else
        print(ClientText::tr("no good seal of the node is in it"));
    std::size_t shown = 0;
    for (const LedgerCheck::Finding& finding : check.findings) {
        if (shown++ == kFindingsPrinted)
            break;
        print(QStringLiteral("! ") + sentence(finding));
    }
    if (check.findingCount == 0)
        print(ClientText::tr("nothing was changed, left out or moved"));
    else
        print(ClientText::tr("findings: %1").arg(check.findingCount));
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
