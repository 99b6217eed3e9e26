// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/ledger_entry.h"

#include <vector>

namespace busheng {

/// Which lines of the ledger somebody looks for. What is empty, or 0, does not narrow.
struct LedgerFilter {
    QString stream;
    QString peer;
    QString direction; ///< "out", "in"
    QString kind;
    QString outcome;
    QString text;         ///< a part of the name, the beginning of the digest, or a sequence as a number
    qint64 fromUtcMs = 0; ///< lines from then on
    qint64 toUtcMs = 0;   ///< lines before then

    bool isEmpty() const { return *this == LedgerFilter(); }
    bool operator==(const LedgerFilter&) const = default;
};

/// Lines that were found, newest first. A search looks at a bounded number of lines: it goes on before `searchedTo`.
struct LedgerMatches {
    std::vector<LedgerEntry> rows;
    qint64 searchedTo = 0; ///< the oldest line that was looked at; 1 or less: that was all
};

} // namespace busheng
