// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/text_values.h"
#include "engine/host/database_drivers.h"

namespace busheng {

/// Texts with a character that some encoding lacks.
struct LackingTexts {
    QString repertoire; ///< of Repertoire::names()
    qint64 rows = 0;
    std::vector<TextSample> samples;
};

/// A column of texts as the source's node has read it; what TextColumn says of the source.
struct SourceTextColumn {
    QString table;
    QString column;
    qint64 rows = 0;
    qint64 longestCharacters = 0;
    qint64 longestBytes = 0;
    QString longestKey;
    qint64 unreadable = 0;
    std::vector<TextSample> unreadableSamples;
    QString looksLike;
    std::vector<LackingTexts> lacking;
};

/// What a source's node tells of the texts of a dataset: to its own people and to the node that wants it.
struct SourceTexts {
    QString structure; ///< encodeSchema() in hex
    std::vector<SourceTextColumn> columns;
};

/// Reads at most `rows` rows (0: all) of each table, in the order of their keys, at one moment. Blocks on the database.
/// Memory: a row. Fails: as snapshots; Config CFG_BAD_VALUE for what `job` says of encodings.
Result<SourceTexts> readSourceTexts(const CaptureJob& job, qint64 rows, const std::stop_token& stop);
/// JSON, for the peer. takeSourceTexts() fails with Protocol on anything else.
Bytes encodeSourceTexts(const SourceTexts& texts);
Result<SourceTexts> decodeSourceTexts(BytesView bytes);

/// The source's texts beside the columns of the target, and what widens them there. Blocks on the target's database.
Result<std::vector<TextColumn>> judgeTexts(const SourceTexts& texts, const DatabaseConfig& target,
                                           const SubscriptionConfig& subscription, const std::stop_token& stop);
/// Of the source alone.
Result<std::vector<TextColumn>> sourceColumns(const SourceTexts& texts);

} // namespace busheng
