// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/ledger_check_text.h"

#include "ui/text/display_text.h"
#include "ui/text/words.h"

namespace busheng {
namespace {

constexpr std::size_t kFindingsNamed = 50;

} // namespace

QString LedgerCheckText::finding(const LedgerCheck::Finding& finding)
{
    const QString id = QString::number(finding.id);
    if (finding.what == u"changed")
        return tr("line %1 was changed").arg(id);
    if (finding.what == u"missing")
        return tr("line %1 is missing").arg(id);
    if (finding.what == u"moved")
        return tr("line %1 is not in its place, or is there twice").arg(id);
    if (finding.what == u"signature")
        return tr("the signature of line %1 is not right").arg(id);
    if (finding.what == u"seal")
        return tr("lines before the seal in line %1 were rewritten").arg(id);
    if (finding.what == u"unsigned")
        return tr("line %1 has no signature by a key of this file").arg(id);
    if (finding.what == u"end")
        return tr("the file stops before its end");
    return tr("row %1 of the file cannot be read").arg(id);
}

QStringList LedgerCheckText::lines(const LedgerCheck& check)
{
    QStringList lines{tr("ledger of node %1: %2 lines, %3 signatures")
                          .arg(displayText(check.head.node))
                          .arg(check.lines)
                          .arg(check.signatures)};
    if (check.unchained > 0)
        lines.append(tr("%1 lines are from before the ledger was chained: nothing protects them").arg(check.unchained));
    lines.append(check.sealedUpTo > 0
                     ? tr("sealed up to line %1 at %2 by the key %3; compare it with the one the node shows")
                           .arg(check.sealedUpTo)
                           .arg(Words::time(check.sealedUtcMs), check.sealer)
                     : tr("no good seal of the node is in it"));
    std::size_t named = 0;
    for (const LedgerCheck::Finding& one : check.findings) {
        if (named++ == kFindingsNamed)
            break;
        lines.append(QStringLiteral("! ") + finding(one));
    }
    lines.append(check.findingCount == 0 ? tr("nothing was changed, left out or moved")
                                         : tr("findings: %1").arg(check.findingCount));
    return lines;
}

} // namespace busheng
