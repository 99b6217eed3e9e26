// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/report.h"
#include "app/client/client_commands.h"
#include "engine/api/json.h"
#include "engine/model/events.h"

#include <QJsonArray>

/// What the commands of busheng-client share.
namespace busheng::cli {

inline constexpr int kAnyNumber = -1; ///< of further words, at least one

/// How a command is written.
struct CommandForm {
    const char* words;    ///< what selects it
    int arguments;        ///< further words it takes, or kAnyNumber
    const char* required; ///< options, separated by a blank
    const char* optional;
    const char* usage;
};

inline Failure usageError(const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_USAGE, {why}, why));
}

/// Whether the call begins with the form's words.
bool isOfForm(const CommandForm& form, const ClientCall& call);
/// That the call has the words and options of its form, and no others.
Result<> checkForm(const CommandForm& form, const ClientCall& call);

/// The words behind those that selected the command.
inline QString argument(const ClientCall& call, qsizetype index)
{
    return call.words.value(index);
}

/// "a, b" as an option has it.
inline QStringList listOf(const QString& text)
{
    QStringList items;
    for (const QString& item : text.split(u',', Qt::SkipEmptyParts))
        items.append(item.trimmed());
    return items;
}

template <typename T>
void printArray(const std::vector<T>& values)
{
    QJsonArray array;
    for (const T& value : values)
        array.append(toJson(value));
    printJson(array);
}

inline Result<ExitCode> done(const ClientCall& call, Result<> result)
{
    ENGINE_TRY(std::move(result));
    if (call.json)
        printJson(QJsonObject{{QStringLiteral("ok"), true}});
    return ExitOk;
}

} // namespace busheng::cli
