// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/reason_text.h"

#include "ui/text/reason_catalogue.h"

#include <QCoreApplication>
#include <QList>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kDeepest = 4; ///< reasons within reasons
constexpr qsizetype kFewestWords = 3;

struct Pattern {
    const char* source = nullptr;
    QList<int> places; ///< the n of each %n, in the order in which they stand
    QString expression;
    QStringList pieces{QString()}; ///< what stands before, between and behind the places
    qsizetype fixed = 0;           ///< characters that are not places: the more, the surer
};

/// Whether it is worth a regular expression, of which making each one at the start would hold the window up.
bool mayFit(const Pattern& pattern, const QString& reason)
{
    if (!reason.startsWith(pattern.pieces.front()) || !reason.endsWith(pattern.pieces.back()))
        return false;
    qsizetype at = 0;
    for (const QString& piece : pattern.pieces) {
        const qsizetype found = reason.indexOf(piece, at);
        if (found < 0)
            return false;
        at = found + piece.size();
    }
    return true;
}

Pattern makePattern(const char* source)
{
    const QString text = QString::fromUtf8(source);
    Pattern pattern;
    pattern.source = source;
    QString expression;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isPlace = text.at(i) == u'%' && i + 1 < text.size() && text.at(i + 1).isDigit();
        if (isPlace) {
            pattern.places.append(text.at(++i).unicode() - u'0');
            expression += QStringLiteral("((?:(?!; ).)+)"); // what is separated by "; " are several reasons
            pattern.pieces.append(QString());
            continue;
        }
        expression += QRegularExpression::escape(QString(text.at(i)));
        pattern.pieces.back() += text.at(i);
        ++pattern.fixed;
    }
    pattern.expression = QRegularExpression::anchoredPattern(expression);
    return pattern;
}

const std::vector<Pattern>& patterns()
{
    static const std::vector<Pattern> all = [] {
        std::vector<Pattern> made;
        for (const char* source : reasonCatalogue())
            made.push_back(makePattern(source));
        std::ranges::stable_sort(made, std::ranges::greater{}, &Pattern::fixed);
        return made;
    }();
    return all;
}

QString translate(const QString& reason, int depth);

QString filled(const QString& translation, const QHash<int, QString>& values)
{
    QString text;
    for (qsizetype i = 0; i < translation.size(); ++i) {
        const bool isPlace = translation.at(i) == u'%' && i + 1 < translation.size() && translation.at(i + 1).isDigit();
        text += isPlace ? values.value(translation.at(++i).unicode() - u'0') : QString(translation.at(i));
    }
    return text;
}

/// Null when nothing in the catalogue fits.
QString translateWhole(const QString& reason, int depth)
{
    for (const Pattern& pattern : patterns()) {
        if (!mayFit(pattern, reason))
            continue;
        const QRegularExpression matcher(pattern.expression, QRegularExpression::DotMatchesEverythingOption);
        const QRegularExpressionMatch match = matcher.match(reason);
        if (!match.hasMatch())
            continue;
        QHash<int, QString> values;
        for (qsizetype i = 0; i < pattern.places.size(); ++i)
            values.insert(pattern.places.at(i), translate(match.captured(static_cast<int>(i) + 1), depth + 1));
        return filled(QCoreApplication::translate("Reason", pattern.source), values);
    }
    return {};
}

QString translate(const QString& reason, int depth)
{
    if (depth > kDeepest)
        return reason;
    if (const QString whole = translateWhole(reason, depth); !whole.isNull())
        return whole;
    const QStringList parts = reason.split(QStringLiteral("; "));
    if (parts.size() < 2)
        return reason;
    QStringList shown;
    for (const QString& part : parts)
        shown.append(translate(part, depth + 1));
    //: Between the reasons of a list.
    return shown.join(QCoreApplication::translate("Reason", "; "));
}

bool isEnglish()
{
    return QLocale().language() == QLocale::English;
}

} // namespace

QString reasonText(const QString& reason)
{
    return isEnglish() || reason.isEmpty() ? reason : translate(reason, 0);
}

bool isForeignSentence(const QString& text)
{
    const bool isLatin = std::ranges::all_of(text, [](QChar c) { return c.unicode() < 0x2e80; });
    return !isEnglish() && isLatin && !text.startsWith(u'/') && text.count(u' ') + 1 >= kFewestWords &&
           std::ranges::any_of(text, [](QChar c) { return c.isLetter(); });
}

} // namespace busheng
