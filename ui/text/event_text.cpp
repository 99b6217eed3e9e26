// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/event_text.h"

#include "ui/text/display_text.h"
#include "ui/text/event_catalogue.h"
#include "ui/text/reason_text.h"
#include "ui/text/words.h"

#include <QCoreApplication>

namespace busheng {
namespace {

QString translated(const char* source)
{
    return QCoreApplication::translate("EventText", source);
}

/// Fills %1 ... %9 in one pass, so that an argument that itself holds "%2" stays what it is.
QString filled(const QString& pattern, const QStringList& args)
{
    QString text;
    text.reserve(pattern.size() + 64);
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const QChar c = pattern.at(i);
        const bool isPlace =
            c == u'%' && i + 1 < pattern.size() && pattern.at(i + 1) >= u'1' && pattern.at(i + 1) <= u'9';
        if (!isPlace) {
            text += c;
            continue;
        }
        const QString value = args.value(pattern.at(++i).unicode() - u'1');
        const bool isQuoted = text.endsWith(u'"') || text.endsWith(QChar(0x201c));
        if (value.isEmpty())
            text += u'?';
        else
            text += isQuoted || !isForeignSentence(value) ? value : QString(QChar(0x201c) + value + QChar(0x201d));
    }
    return text;
}

/// The highest %n of `pattern`, 0 for none.
int lastPlace(const QString& pattern)
{
    int last = 0;
    for (qsizetype i = 0; i + 1 < pattern.size(); ++i) {
        if (pattern.at(i) == u'%' && pattern.at(i + 1) >= u'1' && pattern.at(i + 1) <= u'9')
            last = qMax(last, pattern.at(i + 1).unicode() - u'0');
    }
    return last;
}

/// The engine's reasons may end with a full stop of their own; the catalogue's sentences bring theirs.
QString cleaned(const QString& arg)
{
    QString text = displayText(arg).trimmed();
    if (text.endsWith(u'.') && !text.endsWith(QStringLiteral("..")) && text.contains(u' '))
        text.chop(1);
    return text;
}

EventText textOf(const CatalogueText& entry, const QStringList& args)
{
    QStringList cleanArgs;
    for (const QString& arg : args)
        cleanArgs.append(reasonText(cleaned(arg)));
    if (entry.kindFirst && !cleanArgs.isEmpty())
        cleanArgs[0] = Words::kind(args.first());
    const QString remedy = translated(entry.remedy);
    const bool withoutLast = entry.remedyWithoutLastArgument && args.value(lastPlace(remedy) - 1).isEmpty();
    return {translated(entry.title), filled(translated(entry.cause), cleanArgs),
            filled(withoutLast ? translated(entry.remedyWithoutLastArgument) : remedy, cleanArgs)};
}

} // namespace

EventText eventText(const QString& event, const QStringList& args)
{
    if (const CatalogueText* entry = findCatalogueText(event))
        return textOf(*entry, args);
    // What has no event of its own goes by the name of its code.
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
        if (event == errorCodeName(static_cast<ErrorCode>(code)))
            return textOf(generalText(static_cast<ErrorCode>(code)), args);
    }
    const QStringList shown = {displayText(event.isEmpty() ? QStringLiteral("?") : event),
                               displayText(args.join(QStringLiteral(", ")))};
    return {filled(QCoreApplication::translate("EventText", "Event %1"), shown),
            filled(args.isEmpty() ? QCoreApplication::translate("EventText", "This version has no description of it.")
                                  : QCoreApplication::translate(
                                        "EventText", "This version has no description of it. Its particulars: %2."),
                   shown),
            QCoreApplication::translate("EventText", "Update this program, or send the details to support.")};
}

EventText errorText(const Error& error)
{
    if (!error.event.isEmpty())
        return eventText(error.event, error.args);
    QString detail = error.detail.isEmpty() ? error.native : error.detail;
    if (detail.isEmpty())
        detail = errorCodeName(error.code);
    return textOf(generalText(error.code), {detail});
}

QString errorLine(const Error& error)
{
    const EventText text = errorText(error);
    //: What happened: why. What to do.
    return filled(QCoreApplication::translate("EventText", "%1: %2 %3"), {text.title, text.cause, text.remedy});
}

QString errorReport(const Error& error)
{
    const EventText text = errorText(error);
    QString report = text.title + u'\n' + text.cause + u'\n' + text.remedy + u'\n';
    report +=
        u'[' + errorCodeName(error.code) + (error.event.isEmpty() ? QString() : QString(u'/' + error.event)) + u']';
    if (!error.detail.isEmpty())
        report += u'\n' + displayText(error.detail);
    if (!error.native.isEmpty())
        report += u'\n' + displayText(error.native);
    return report;
}

} // namespace busheng
