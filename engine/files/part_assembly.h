// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/file_system.h"
#include "engine/journal/file_records.h"

namespace busheng {

/// What became of the lists of parts that have arrived.
struct PartAssembly {
    qint64 lookedUpTo = 0; ///< the newest list's number among the arrivals, or where the search began
    int joined = 0;
    std::vector<Error> faults; ///< of lists whose parts cannot be joined; looked at again by the next start
};

/// Makes whole files of parts that arrived, where their sender wants it (PartList::join): the whole file appears, is
/// recorded as what arrived, and the parts and their list go. Twice is as once, and a crash anywhere in between leaves
/// work that the next call finishes.
///
/// `receiveDirectory`: beneath it lie the directories of the peers. `afterArrival`: lists behind it are looked at. A
/// list that a consumer has taken away is passed over. Thread: any; blocks while it reads and writes whole files.
/// Fails: Storage of the journal; what concerns one list alone is among the faults.
Result<PartAssembly> assembleParts(FileSystem& fileSystem, FileRecords& records, const QString& receiveDirectory,
                                   qint64 afterArrival, Clock& clock);

} // namespace busheng
