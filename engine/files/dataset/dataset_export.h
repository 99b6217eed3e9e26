// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_system.h"
#include "engine/files/dataset/row_text.h"

#include <functional>

namespace busheng {

/// The name of what stands in an archive of a data set, beside the data and kManifestName.
inline constexpr char kDatasetName[] = "dataset.json";

/// What is exported, and where to.
struct DatasetOrder {
    QString task;   ///< for errors
    QString source; ///< the name of the database within the node
    RowQuery rows;
    RowFormat format = RowFormat::Csv;
    bool noFormulas = false;
    qint64 largeBytes = 0; ///< a text or binary value above this is a file of its own in the archive; 0: none is
    QString workDirectory; ///< this export's own: emptied before and after
    QString archive;       ///< path of the zip archive; appears when it is whole and durable
    qint64 nowUtcMs = 0;
};

struct DatasetSummary {
    quint64 rows = 0; ///< 0: no archive was made
    quint64 largeValues = 0;
};

/// Reads a database and gives its rows to the receiver, in the calling thread.
using ReadRows = std::function<Result<>(const RowQuery&, RowReceiver&)>;

/// Writes rows as they come into `data.csv` or `data.jsonl`, and zips it with what it says of itself: rows, columns
/// with their types, digest, when and at which position of the database (docs/files.md). Memory: a row, and 1 MiB.
///
/// `mayGoOn` is asked before each row; what it returns as an error ends the export. Thread: any. Fails: what the reader
/// says, with the event EXP_FAILED where it has none; Config EXP_FAILED for a text that is no UTF-8, two columns of one
/// name, more large values than an archive takes; Storage. Nothing is left of it then.
Result<DatasetSummary> exportDataset(FileSystem& fileSystem, const DatasetOrder& order, const ReadRows& read,
                                     const std::function<Result<>()>& mayGoOn);

} // namespace busheng
