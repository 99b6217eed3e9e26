// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/name_commands.h"

#include "app/client/client_output.h"
#include "app/client/command_support.h"
#include "engine/base/clock.h"
#include "engine/files/names/absolute_path.h"
#include "engine/files/names/divisions.h"
#include "engine/files/names/name_issuer.h"
#include "engine/files/names/name_text.h"
#include "engine/files/names/relative_path.h"
#include "engine/files/names/system_initials.h"
#include "engine/files/names/task_name.h"

#include <QDateTime>
#include <QDirIterator>

namespace busheng::cli {
namespace {

QJsonObject toJson(const UploadName& name)
{
    return {{QStringLiteral("name"), name.toString()},
            {QStringLiteral("region"), name.region},
            {QStringLiteral("division"), divisionName(name.region)},
            {QStringLiteral("initials"), name.initials},
            {QStringLiteral("time"), QDateTime(name.date, name.time).toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss"))},
            {QStringLiteral("part"), name.part},
            {QStringLiteral("suffix"), name.suffix}};
}

void printName(const ClientCall& call, const UploadName& name)
{
    if (call.json) {
        printJson(toJson(name));
        return;
    }
    const QString time = QDateTime(name.date, name.time).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    print(ClientText::tr("division %1 %2, system %3, time %4, suffix %5")
              .arg(name.region, divisionName(name.region), name.initials, time, name.suffix));
    print(name.part == 0 ? ClientText::tr("a whole file") : ClientText::tr("part %1").arg(name.part));
}

void printTask(const ClientCall& call, const TaskName& name)
{
    if (call.json) {
        static const QStringList patterns{QStringLiteral("free"), QStringLiteral("report"), QStringLiteral("issue")};
        printJson(QJsonObject{{QStringLiteral("pattern"), patterns.at(static_cast<int>(name.pattern))},
                              {QStringLiteral("unit"), name.unit},
                              {QStringLiteral("system"), name.system}});
        return;
    }
    switch (name.pattern) {
    case TaskName::Pattern::Report:
        print(ClientText::tr("%1 reports %2").arg(name.unit, name.system));
        return;
    case TaskName::Pattern::Issue:
        print(ClientText::tr("the ministry issues %1 to %2").arg(name.system, name.unit));
        return;
    case TaskName::Pattern::Free:
        print(ClientText::tr("allowed, but neither UNIT_SYSTEM数据上报 nor 部_SYSTEM数据下发_UNIT"));
        return;
    }
}

Failure refused(const NameRefusal& refusal, BytesView name)
{
    return fail(toError(refusal, name));
}

Result<ExitCode> checkUpload(const ClientCall& call, BytesView name)
{
    const auto read = parseUploadName(name);
    if (!read)
        return refused(read.error(), name);
    printName(call, *read);
    return ExitOk;
}

/// Neither of the patterns is something to look at, no error.
Result<ExitCode> checkTask(const ClientCall& call, BytesView name)
{
    const auto read = parseTaskName(name);
    if (!read)
        return refused(read.error(), name);
    printTask(call, *read);
    return read->pattern == TaskName::Pattern::Free ? ExitWarning : ExitOk;
}

Result<ExitCode> checkPath(const ClientCall& call, const QString& kind, BytesView name)
{
    const QString system = call.option(QStringLiteral("system"));
    const bool forWindows = system == QStringLiteral("windows");
    if (!forWindows && !system.isEmpty() && system != QStringLiteral("posix"))
        return usageError(QStringLiteral("--system is posix or windows"));
    const auto checked = kind == QStringLiteral("tree")
                             ? checkTreePath(name, {.forWindows = forWindows})
                             : checkAbsolutePath(name, forWindows ? PathStyle::Windows : PathStyle::Posix);
    if (!checked)
        return refused(checked.error(), name);
    if (call.json)
        printJson(QJsonObject{{QStringLiteral("ok"), true}});
    else
        print(ClientText::tr("allowed, %1 bytes").arg(name.size()));
    return ExitOk;
}

/// A file of the same division, system and second is there, whole or as a part, whatever its suffix.
bool isTakenIn(const QString& directory, const UploadName& wanted)
{
    const QString stem = wanted.toString().section(u'.', 0, 0);
    QDirIterator entries(directory, {stem + u'*'}, QDir::AllEntries | QDir::Hidden | QDir::System);
    return entries.hasNext();
}

Result<QString> initialsFor(const ClientCall& call)
{
    const QString system = call.option(QStringLiteral("system"));
    if (system.isEmpty() == call.option(QStringLiteral("initials")).isEmpty())
        return usageError(QStringLiteral("one of --system and --initials is needed"));
    if (system.isEmpty())
        return call.option(QStringLiteral("initials"));
    const auto found = initialsOf(system);
    if (!found)
        return refused(found.error(), view(system.toUtf8()));
    if (!found->doubtful.isEmpty())
        note(ClientText::tr("%1 is read in more than one way: look at the initials %2, or give --initials")
                 .arg(found->doubtful.join(u'、'), found->letters));
    return found->letters;
}

} // namespace

Result<ExitCode> checkName(const ClientCall& call)
{
    const QByteArray name = argument(call, 2).toUtf8();
    const QString kind = call.option(QStringLiteral("kind"));
    if (kind.isEmpty() || kind == QStringLiteral("file"))
        return checkUpload(call, view(name));
    if (kind == QStringLiteral("task"))
        return checkTask(call, view(name));
    if (kind == QStringLiteral("directory") || kind == QStringLiteral("tree"))
        return checkPath(call, kind, view(name));
    return usageError(QStringLiteral("--kind is file, task, directory or tree"));
}

Result<ExitCode> issueFileName(const ClientCall& call)
{
    ENGINE_TRY_AS(const QString initials, initialsFor(call));
    const QString directory = call.option(QStringLiteral("dir"));
    if (!directory.isEmpty() && !QDir(directory).exists())
        return usageError(QStringLiteral("directory %1 does not exist").arg(directory));
    const NameRequest request{call.option(QStringLiteral("region")), initials, call.option(QStringLiteral("suffix"))};
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(systemClock().utcMs());
    const auto made = issueName(request, now.date(), now.time(), [&directory](const UploadName& name) {
        return !directory.isEmpty() && isTakenIn(directory, name);
    });
    if (!made) {
        const QString asked = request.region + request.initials + QStringLiteral("yyyyMMddHHmmss.") + request.suffix;
        return refused(made.error(), view(asked.toUtf8()));
    }
    if (call.json)
        printJson(toJson(*made));
    else
        print(made->toString());
    return ExitOk;
}

} // namespace busheng::cli
