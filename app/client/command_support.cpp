// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/command_support.h"

namespace busheng::cli {
namespace {

QStringList wordsOf(const char* text)
{
    return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
}

} // namespace

bool isOfForm(const CommandForm& form, const ClientCall& call)
{
    const QStringList words = wordsOf(form.words);
    return call.words.mid(0, words.size()) == words;
}

Result<> checkForm(const CommandForm& form, const ClientCall& call)
{
    const QString usage = QString::fromLatin1(form.usage);
    const qsizetype given = call.words.size() - wordsOf(form.words).size();
    if (form.arguments == kAnyNumber ? given < 1 : given != form.arguments)
        return usageError(QStringLiteral("busheng-client ") + usage);
    const QStringList required = wordsOf(form.required);
    const QStringList known = required + wordsOf(form.optional);
    for (const QString& name : required) {
        if (call.option(name).isEmpty())
            return usageError(QStringLiteral("--%1 is missing: busheng-client %2").arg(name, usage));
    }
    for (auto option = call.options.begin(); option != call.options.end(); ++option) {
        if (!known.contains(option.key()))
            return usageError(QStringLiteral("--%1 does not belong here: busheng-client %2").arg(option.key(), usage));
    }
    return {};
}

} // namespace busheng::cli
