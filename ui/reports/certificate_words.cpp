// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/certificate_words.h"

#include "engine/api/json.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"

#include <algorithm>

namespace busheng {
namespace {

QString member(const Certificate& certificate, const char* name)
{
    const QString text = displayText(certificate.verification.value(QLatin1String(name)).toString());
    return text.isEmpty() ? QStringLiteral("–") : text;
}

VerificationSnapshot foundBy(const Certificate& certificate)
{
    return verificationFromJson(certificate.verification);
}

bool comparesFields(const VerificationSnapshot& found)
{
    return found.level == QStringLiteral("field");
}

} // namespace

QString CertificateWords::title()
{
    return tr("Certificate of a reconciliation");
}

QString CertificateWords::conclusion(const Certificate& certificate)
{
    const VerificationSnapshot found = foundBy(certificate);
    const auto parked = std::ranges::count_if(found.tables, &TableCheck::isParked);
    QStringList leftOut;
    for (const TableCheck& table : found.tables) {
        for (const QString& column : table.leftOut)
            leftOut.append(displayText(QString(table.table + u'.' + column)));
    }
    QStringList said;
    if (found.state != QStringLiteral("equal"))
        said.append(tr("Source and target differ in %1 rows.").arg(Words::count(found.differenceCount)));
    else if (comparesFields(found))
        said.append(parked == 0 && leftOut.isEmpty()
                        ? tr("Source and target are equal, field by field.")
                        : tr("What was compared is equal at source and target, field by field."));
    else
        said.append(parked == 0 ? tr("Source and target have as many rows. Equal counts do not prove equal rows.")
                                : tr("What was compared has as many rows at source and target. Equal counts do not "
                                     "prove equal rows."));
    if (parked > 0)
        said.append(tr("Not compared, because their changes wait: %1 of %2 tables.")
                        .arg(Words::count(quint64(parked)), Words::count(found.tables.size())));
    if (!leftOut.isEmpty())
        said.append(tr("Not compared, because their values do not come with the rows: %1.")
                        .arg(leftOut.join(QStringLiteral(", "))));
    return said.join(u' ');
}

QStringList CertificateWords::facts(const Certificate& certificate)
{
    const VerificationSnapshot found = foundBy(certificate);
    QStringList facts{
        tr("Subscription: %1").arg(member(certificate, "subscription")),
        tr("Dataset %1 of node %2, target %3")
            .arg(member(certificate, "dataset"), member(certificate, "peer"), member(certificate, "target")),
        tr("Compared from %1 to %2, at position %3")
            .arg(Words::time(found.startedUtcMs), Words::time(found.finishedUtcMs), QString::number(found.position)),
        tr("%1 rows compared").arg(Words::count(found.rowsCompared))};
    facts.append(tr("Certified by %1 for %2 at %3")
                     .arg(displayText(certificate.key.node),
                          certificate.line.by.isEmpty() ? tr("nobody in particular") : displayText(certificate.line.by),
                          Words::time(certificate.line.utcMs)));
    return facts;
}

QStringList CertificateWords::proof(const Certificate& certificate)
{
    return {tr("SM3 of what was found: %1").arg(certificate.line.digest),
            tr("Signed with the key %1 (%2) of node %3; compare it with the one that the node shows")
                .arg(displayText(certificate.key.fingerprint), displayText(certificate.key.suite),
                     displayText(certificate.key.node)),
            tr("The same line stands in the node's ledger, as verification %1.").arg(certificate.line.sequence)};
}

QStringList CertificateWords::tableHeader()
{
    return {tr("Table"),   tr("Rows at the source"), tr("Rows at the target"),
            tr("Missing"), tr("Too many"),           tr("Different")};
}

QList<QStringList> CertificateWords::tableRows(const Certificate& certificate)
{
    const VerificationSnapshot found = foundBy(certificate);
    QList<QStringList> rows;
    for (const TableCheck& table : found.tables) {
        QStringList row{displayText(table.table), Words::count(table.sourceRows),
                        table.isParked ? QStringLiteral("–") : Words::count(table.targetRows)};
        if (table.isParked)
            row += {tr("not compared: its changes wait"), QString(), QString()};
        else if (comparesFields(found))
            row += {Words::count(table.missing), Words::count(table.extra), Words::count(table.different)};
        else
            row += {QStringLiteral("–"), QStringLiteral("–"), QStringLiteral("–")};
        rows.append(row);
    }
    return rows;
}

QStringList CertificateWords::lines(const Certificate& certificate)
{
    QStringList lines{conclusion(certificate)};
    lines += facts(certificate);
    const QStringList header = tableHeader();
    for (const QStringList& row : tableRows(certificate)) {
        QStringList parts;
        for (int i = 0; i < row.size(); ++i) {
            if (!row.at(i).isEmpty())
                parts.append(QString(header.at(i) + u' ' + row.at(i)));
        }
        lines.append(QString(QStringLiteral("  ") + parts.join(QStringLiteral(", "))));
    }
    return lines + proof(certificate);
}

} // namespace busheng
