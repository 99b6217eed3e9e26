// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/field_text.h"

#include "engine/model/dataset.h"
#include "ui/text/display_text.h"
#include "ui/text/field_words.h"
#include "ui/text/reason_text.h"
#include "ui/text/timetable_text.h"
#include "ui/text/words.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QStringList>

#include <algorithm>

namespace busheng {
namespace {

QString said(const FieldWord& word)
{
    return QCoreApplication::translate(word.context, word.text);
}

/// Of this kind, or of any.
const FieldWord* wordOf(std::span<const FieldWord> words, const QString& kind, const QString& key)
{
    const FieldWord* general = nullptr;
    for (const FieldWord& word : words) {
        const QString known = QString::fromLatin1(word.key);
        if (known == QString(kind + u'.' + key))
            return &word;
        if (known == key)
            general = &word;
    }
    return general;
}

bool isSecret(const QString& key)
{
    static const QStringList secrets{QStringLiteral("password"), QStringLiteral("passphrase"),
                                     QStringLiteral("secret"),   QStringLiteral("salt"),
                                     QStringLiteral("token"),    QStringLiteral("ticket")};
    return std::ranges::any_of(secrets,
                               [&key](const QString& secret) { return key.contains(secret, Qt::CaseInsensitive); });
}

bool isTimetable(const QString& key)
{
    return key == u"starts" || key.endsWith(u"Times") || key == u"times";
}

QString numberText(const QString& key, qint64 value)
{
    if (key.endsWith(u"UtcMs"))
        return value > 0 ? Words::time(value) : QString();
    if (key.endsWith(u"Bytes"))
        return value > 0 ? Words::bytes(value) : QCoreApplication::translate("ReviewText", "no limit");
    if (key.endsWith(u"Seconds"))
        return Words::duration(value * 1000);
    return QString::number(value); // an id, a port, a number of days: as it is typed
}

QString wordText(const QString& kind, const QString& key, const QString& text)
{
    if (isTimetable(key))
        return text.isEmpty() ? QCoreApplication::translate("ReviewText", "by hand only") : TimetableText::of(text);
    if (key == u"route") {
        for (const Route route :
             {Route::Log, Route::Trigger, Route::Timestamp, Route::Flag, Route::FullCopy, Route::Compare}) {
            if (routeName(route) == text)
                return Words::route(route);
        }
    }
    if (key == u"role")
        return Words::operatorRole(text);
    if (key == u"state" || key == u"level")
        return Words::term(text);
    if (key == u"kind" && kind.isEmpty())
        return Words::kind(text);
    if (key == u"onConflict" && text.startsWith(u"newer:"))
        return said(*wordOf(fieldChoices(), kind, QStringLiteral("onConflict=newer"))) + QStringLiteral(": ") +
               displayText(text.section(u':', 1));
    if (const FieldWord* const choice = wordOf(fieldChoices(), kind, key + u'=' + text))
        return said(*choice);
    return displayText(reasonText(text));
}

} // namespace

QString fieldText(const QString& kind, const QString& key)
{
    const FieldWord* const word = wordOf(fieldLabels(), kind, key);
    return word == nullptr ? displayText(key) : said(*word);
}

QString fieldValueText(const QString& kind, const QString& key, const QJsonValue& value)
{
    if (isSecret(key))
        return QCoreApplication::translate("ReviewText", "not shown");
    if (value.isBool())
        return value.toBool() ? QCoreApplication::translate("ReviewText", "yes")
                              : QCoreApplication::translate("ReviewText", "no");
    if (value.isDouble())
        return numberText(key, value.toInteger());
    if (value.isArray()) {
        QStringList texts;
        const QJsonArray array = value.toArray();
        for (const QJsonValue item : array)
            texts.append(wordText(kind, key, item.toString()));
        return texts.join(QStringLiteral(", "));
    }
    return wordText(kind, key, value.toString());
}

QString kindOfList(const QString& list)
{
    static const std::pair<const char*, const char*> kinds[] = {{"sources", "source"},
                                                                {"targets", "target"},
                                                                {"datasets", "dataset"},
                                                                {"links", "link"},
                                                                {"subscriptions", "subscription"},
                                                                {"fileTasks", "task"}};
    for (const auto& [name, kind] : kinds) {
        if (list == QLatin1String(name))
            return QString::fromLatin1(kind);
    }
    return {};
}

} // namespace busheng
