// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/finding_model.h"

#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/words.h"

#include <algorithm>

namespace busheng {
namespace {

const QString kError = QStringLiteral("error");
const QString kOk = QStringLiteral("ok");

EventText textOf(const PreflightFinding& finding)
{
    if (finding.severity == kOk)
        return {FindingModel::tr("Nothing stands in the way"), {}, {}};
    return eventText(finding.event, finding.args);
}

QString metaOf(const PreflightFinding& finding)
{
    QStringList parts{Words::term(finding.severity)};
    if (!finding.subject.isEmpty())
        parts.append(displayText(finding.subject));
    return parts.join(QStringLiteral(" · "));
}

} // namespace

void FindingModel::setFindings(std::vector<PreflightFinding> findings)
{
    beginResetModel();
    std::ranges::stable_partition(findings, [](const auto& finding) { return finding.severity == kError; });
    m_findings = std::move(findings);
    endResetModel();
}

void FindingModel::retranslate()
{
    if (!m_findings.empty())
        Q_EMIT dataChanged(index(0), index(int(m_findings.size()) - 1));
}

int FindingModel::count(const QString& severity) const
{
    return int(std::ranges::count(m_findings, severity, &PreflightFinding::severity));
}

QString FindingModel::report() const
{
    QStringList lines;
    for (const PreflightFinding& finding : m_findings) {
        const EventText text = textOf(finding);
        lines.append(metaOf(finding) + QStringLiteral(": ") + text.title);
        for (const QString& line : {text.cause, text.remedy}) {
            if (!line.isEmpty())
                lines.append(line);
        }
        if (!finding.event.isEmpty())
            lines.append(u'[' + displayText(finding.event) + u']');
    }
    return lines.join(u'\n');
}

int FindingModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_findings.size());
}

QVariant FindingModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PreflightFinding& finding = m_findings.at(std::size_t(index.row()));
    const EventText text = textOf(finding);
    switch (role) {
    case Qt::DisplayRole:
        return text.title;
    case Qt::AccessibleTextRole:
        return QStringList{metaOf(finding), text.title, text.cause, text.remedy}.join(QStringLiteral(". "));
    case CauseRole:
        return text.cause;
    case RemedyRole:
        return text.remedy;
    case MetaRole:
        return metaOf(finding);
    case SeverityRole:
        return finding.severity;
    default:
        return {};
    }
}

} // namespace busheng
