// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/names/task_name.h"

#include "engine/files/names/name_text.h"

#include <QStringList>

#include <unicode/uscript.h>

namespace busheng {
namespace {

const QString kReport = QStringLiteral("数据上报");
const QString kIssue = QStringLiteral("数据下发");
const QString kMinistry = QStringLiteral("部");

bool isTaskCharacter(char32_t code)
{
    if (code < 0x80)
        return code == U'_' || (code >= U'0' && code <= U'9') || (code >= U'A' && code <= U'Z') ||
               (code >= U'a' && code <= U'z');
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(static_cast<UChar32>(code), &status) == USCRIPT_HAN;
}

TaskName readPattern(const QString& name)
{
    const QStringList words = name.split(u'_');
    if (words.size() == 2 && words.at(1).endsWith(kReport)) {
        TaskName report{TaskName::Pattern::Report, words.at(0), words.at(1).chopped(kReport.size())};
        if (!report.unit.isEmpty() && !report.system.isEmpty())
            return report;
    }
    if (words.size() == 3 && words.at(0) == kMinistry && words.at(1).endsWith(kIssue)) {
        TaskName issue{TaskName::Pattern::Issue, words.at(2), words.at(1).chopped(kIssue.size())};
        if (!issue.unit.isEmpty() && !issue.system.isEmpty())
            return issue;
    }
    return {};
}

} // namespace

NameResult<TaskName> parseTaskName(BytesView name)
{
    if (name.empty())
        return refuseName(NameFault::Empty);
    if (auto hidden = hiddenFault(name))
        return tl::unexpected(*hidden);
    NameCharacters characters(name);
    while (const auto one = characters.next()) {
        if (!isTaskCharacter(one->code))
            return tl::unexpected(refuseCharacter(NameFault::NotTaskCharacter, name, *one));
    }
    const auto size = static_cast<qsizetype>(name.size());
    if (size > kMostTaskNameBytes)
        return refuseName(NameFault::TooLong, kMostTaskNameBytes, size - kMostTaskNameBytes,
                          {QString::number(size), QString::number(kMostTaskNameBytes)});
    return readPattern(QString::fromUtf8(name.data(), size));
}

QString reportTaskName(const QString& unit, const QString& system)
{
    return unit + u'_' + system + kReport;
}

QString issueTaskName(const QString& system, const QString& unit)
{
    return kMinistry + u'_' + system + kIssue + u'_' + unit;
}

} // namespace busheng
