// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/local_commands.h"

#include "app/client/archive_commands.h"
#include "app/client/command_support.h"
#include "app/client/name_commands.h"
#include "app/client/part_commands.h"
#include "app/client/reconcile_commands.h"
#include "app/client/schedule_commands.h"
#include "app/client/text_commands.h"

namespace busheng::cli {
namespace {

struct LocalCommand : CommandForm {
    Result<ExitCode> (*run)(const ClientCall&);
};

const LocalCommand kCommands[] = {
    {"name check", 1, "", "kind system", "name check NAME [--kind file|task|directory|tree] [--system posix|windows]",
     checkName},
    {"name issue", 0, "region suffix", "system initials dir",
     "name issue --region CODE --system NAME | --initials LETTERS --suffix SUFFIX [--dir DIRECTORY]", issueFileName},
    {"listing", 1, "to", "", "listing DIRECTORY --to FILE", makeListing},
    {"reconcile", 2, "", "csv all late-after",
     "reconcile SENDER-LISTING RECEIVER-LISTING [--csv FILE [--all]] [--late-after MINUTES]", reconcileFiles},
    {"split", 1, "part-bytes dir", "", "split FILE --part-bytes N --dir DIRECTORY", splitToParts},
    {"join", 1, "dir", "", "join LIST.parts.json --dir DIRECTORY", joinFromParts},
    {"pack", 1, "to", "", "pack DIRECTORY --to FILE.zip", packFiles},
    {"unpack", 1, "dir", "no-manifest", "unpack FILE.zip --dir EMPTY-DIRECTORY [--no-manifest]", unpackFiles},
    {"text check", 1, "", "encoding", "text check FILE [--encoding NAME]", checkText},
    {"text convert", 2, "", "encoding", "text convert FILE NEWFILE [--encoding NAME]", convertText},
    {"schedule show", 1, "", "", "schedule show 'demand' | 'service' | 'daily 23:00'", showSchedule},
};

} // namespace

std::optional<Result<ExitCode>> runLocalCommand(const ClientCall& call)
{
    for (const LocalCommand& command : kCommands) {
        if (!isOfForm(command, call))
            continue;
        if (auto form = checkForm(command, call); !form)
            return fail(form.error());
        return command.run(call);
    }
    return std::nullopt;
}

QString localUsage()
{
    QString text;
    for (const LocalCommand& command : kCommands)
        text += QStringLiteral("  ") + QString::fromLatin1(command.usage) + u'\n';
    return text;
}

} // namespace busheng::cli
