// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text_column_model.h"

#include "ui/text/display_text.h"
#include "ui/text/words.h"

namespace busheng {
namespace {

QString count(qint64 number)
{
    return Words::count(quint64(number));
}

} // namespace

QString TextColumnModel::problemsText(const TextColumn& column)
{
    QStringList problems;
    for (const QString& problem : column.problems)
        problems.append(Words::term(problem));
    return problems.isEmpty() ? Words::term(QStringLiteral("fits")) : problems.join(QStringLiteral("; "));
}

QString TextColumnModel::text(const TextColumn& row, int column) const
{
    switch (column) {
    case Name:
        return displayText(QString(row.table + u'.' + row.column));
    case SourceType:
        return displayText(row.sourceType);
    case Texts:
        return count(row.rows);
    case LongestCharacters:
        return count(row.longestCharacters);
    case LongestBytes:
        return count(row.longestBytes);
    case TargetType:
        return row.targetType.isEmpty() ? tr("is made") : displayText(row.targetType);
    case Room:
        if (row.limit == 0)
            return tr("any");
        return row.unit == QStringLiteral("bytes") ? tr("%1 bytes").arg(count(row.limit))
                                                   : tr("%1 characters").arg(count(row.limit));
    case Finding:
        return problemsText(row);
    default:
        return {};
    }
}

QString TextColumnModel::header(int column) const
{
    switch (column) {
    case Name:
        return tr("Column");
    case SourceType:
        return tr("At the source");
    case Texts:
        return tr("Texts");
    case LongestCharacters:
        return tr("Characters");
    case LongestBytes:
        return tr("UTF-8 bytes");
    case TargetType:
        return tr("At the target");
    case Room:
        return tr("Room");
    case Finding:
        return tr("Finding");
    default:
        return {};
    }
}

bool TextColumnModel::isNumber(int column) const
{
    return column == Texts || column == LongestCharacters || column == LongestBytes;
}

QString TextColumnModel::details(const TextColumn& column)
{
    QStringList lines;
    if (!column.problems.isEmpty())
        lines.append(tr("%1: %2").arg(displayText(QString(column.table + u'.' + column.column)), problemsText(column)));
    if (!column.longestKey.isEmpty() && column.problems.contains(QStringLiteral("tooShort")))
        lines.append(tr("The longest is in row %1").arg(displayText(column.longestKey)));
    for (const TextSample& sample : column.lackingSamples)
        lines.append(tr("Row %1 has %2").arg(displayText(sample.key), displayText(sample.text)));
    for (const TextSample& sample : column.unreadableSamples)
        lines.append(tr("Row %1 has the bytes %2").arg(displayText(sample.key), displayText(sample.text)));
    if (!column.looksLike.isEmpty())
        lines.append(tr("The texts make sense as %1: the dataset can say so under \"Texts are really in\"")
                         .arg(column.looksLike.toUpper()));
    return lines.join(u'\n');
}

} // namespace busheng
