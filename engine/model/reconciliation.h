// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/model/packet.h"

#include <QString>

#include <array>
#include <map>
#include <optional>

namespace busheng {

/// One file as one side has it recorded (§8.2.6).
struct FileListingRow {
    Bytes directory; ///< relative, with '/', empty for the root
    Bytes name;
    qint64 bytes = 0;
    Digest digest{}; ///< SM3
    QString state;   ///< "arrived" and "repeated": the receiver has it; sender only: "waiting", "failed", "skipped"
    qint64 firstUtcMs = 0; ///< when it was first tried, by the side's own clock
    qint64 lastUtcMs = 0;  ///< when it got its state
    int attempts = 0;

    bool operator==(const FileListingRow&) const = default;
};

/// What the two records of a file say together.
enum class FileVerdict {
    Equal,          ///< both sides have the same
    Late,           ///< the same, later than agreed
    Unacknowledged, ///< the receiver has it, the sender does not know: a receipt was lost, a resend will be a no-op
    Open,           ///< not at the receiver, and the sender knows: it waits, has failed, or is left out
    Missing,        ///< the sender has it acknowledged, the receiver does not have it
    Extra,          ///< the receiver has it, the sender never sent it
    Different,      ///< size or digest differ
};
inline constexpr std::array kFileVerdicts = {FileVerdict::Equal,    FileVerdict::Late,    FileVerdict::Unacknowledged,
                                             FileVerdict::Open,     FileVerdict::Missing, FileVerdict::Extra,
                                             FileVerdict::Different};

/// "equal", "late", "unacknowledged", "open", "missing", "extra", "different".
QString fileVerdictName(FileVerdict verdict);

struct FileCount {
    qint64 files = 0;
    qint64 bytes = 0;
    void add(qint64 fileBytes)
    {
        ++files;
        bytes += fileBytes;
    }
    bool operator==(const FileCount&) const = default;
};

/// Detail: one file, as both sides have it.
struct FileComparison {
    FileVerdict verdict = FileVerdict::Equal;
    std::optional<FileListingRow> sender;
    std::optional<FileListingRow> receiver;

    const FileListingRow& any() const { return sender ? *sender : *receiver; }
};

/// Summary: both sides' totals, by state, and what they say together.
struct ReconciliationSummary {
    FileCount sender;
    FileCount receiver;
    std::map<QString, FileCount> senderStates;
    std::map<QString, FileCount> receiverStates;
    std::map<FileVerdict, FileCount> verdicts;

    qint64 count(FileVerdict verdict) const
    {
        const auto found = verdicts.find(verdict);
        return found == verdicts.end() ? 0 : found->second.files;
    }
    /// Nothing is lost, too many or another; what is open is known to be.
    bool agrees() const
    {
        return count(FileVerdict::Missing) + count(FileVerdict::Extra) + count(FileVerdict::Different) == 0;
    }
};

} // namespace busheng
