// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace busheng {

/// A row whose text is in question.
struct TextSample {
    QString key;
    QString text; ///< "U+20BB7 𠮷": a character; "x'd6d0'": bytes
};

/// A column of texts: what the rows that were read have in it, and the column that is to take them.
struct TextColumn {
    QString table; ///< at the source
    QString column;
    QString sourceType;
    qint64 rows = 0; ///< that have a text
    qint64 longestCharacters = 0;
    qint64 longestBytes = 0; ///< in UTF-8
    QString longestKey;      ///< of the row with the most characters
    qint64 unreadable = 0;   ///< bytes that are no text in the column's encoding
    std::vector<TextSample> unreadableSamples;
    QString
        looksLike; ///< an encoding of DatasetConfig::readAs: the texts make sense in that one only; empty: as declared
    QString targetTable;
    QString targetColumn;
    QString targetType; ///< empty: it is not there yet
    qint64 limit = 0;   ///< 0: none
    QString unit;       ///< of the limit: "characters" or "bytes"
    qint64 lacking = 0; ///< texts with a character that the target's encoding has not
    std::vector<TextSample> lackingSamples;
    /// Of "tooShort", "mayBeTooShort" (by its declaration), "lacksCharacters", "unreadable", "looksOtherwise"; empty:
    /// it fits.
    QStringList problems;
    QString sql; ///< what widens the target's column; empty: nothing is needed, or can be done there
};

struct TextSurvey {
    QString dataset;
    QString target;  ///< empty: the source alone was looked at
    qint64 rows = 0; ///< read of each table at most; 0: all
    std::vector<TextColumn> columns;

    QStringList sql() const
    {
        QStringList all;
        for (const TextColumn& column : columns) {
            if (!column.sql.isEmpty())
                all.append(column.sql);
        }
        return all;
    }
};

} // namespace busheng
