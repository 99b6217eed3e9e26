// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace busheng {

/// A named transfer of files from this node's send directory to a peer's receive directory (§7.2.2.2, §8.2). Lives at
/// the sending node. Words are those of the configuration file.
struct FileTaskConfig {
    QString name;             ///< unique within the node; by the rules of §8.2.4 f: parseTaskName()
    QString peerCode;         ///< the receiving node
    QString sourceDirectory;  ///< beneath the send directory, with '/'; empty: all of it
    QStringList patterns;     ///< with * and ?, for a file's name, or its whole path when they hold a '/'; empty: all
    QString targetDirectory;  ///< beneath the peer's receive directory; empty: that itself
    bool fullCopy = false;    ///< each run sends the whole tree again; else what changed since it was acknowledged
    bool compress = true;     ///< where it pays
    bool seal = true;         ///< SM4-GCM inside the link's TLS
    bool convertText = false; ///< text files arrive as UTF-8
    qint64 splitBytes = 0;    ///< files that are larger arrive in numbered parts; 0: never; else 1 MiB or more
    qint64 priority = 5;      ///< 1 to 9; of the tasks that wait for the same peer, the highest begins first
    qint64 resends = 3;       ///< of a file that failed, before it goes to the failed directory; 3 to 20
    qint64 firstPauseSeconds = 5; ///< before the first resend; each pause is twice the one before; 1 to 3600
    /// When a producer's file is whole: "commit" (it is put there by rename), "control" (NAME.ctl stands beside it), or
    /// "settled" (nobody has it open and it is unchanged for 30 s): the last is a guess, and is shown as one.
    QString completeness = QStringLiteral("commit");
    QString cleaning = QStringLiteral("keep"); ///< of acknowledged files: "keep", "archive", "delete"
    qint64 cleanAfterDays = 30;                ///< since they were acknowledged; 0: at the end of the run
    QString starts = QStringLiteral("demand"); ///< "demand", "service", or a Timetable's line
    bool enabled = true;
    /// Which names are sent: "tree" (that are safe on any receiver), "portable" (that Windows takes too), "upload"
    /// (those of §8.2.4 a and b). A file with another name fails.
    QString names = QStringLiteral("tree");
    /// With convertText: of texts that are not UTF-8, as in "GB18030"; empty: each file's is found by its bytes.
    QString textEncoding = {};
    /// Moments of the timetable that passed while the node was not running: "makeUp" (one run for all), "skip".
    QString missed = QStringLiteral("makeUp");
    /// A task that sends rows instead of files: each run exports them into sourceDirectory, as a zip archive with a
    /// name of §8.2.4 a, and sends that. The name of one of the node's sources; empty: it sends what lies there.
    QString exportSource = {};
    QString exportTable = {};                     ///< a table or view; or
    QString exportQuery = {};                     ///< one SELECT
    QString exportFormat = QStringLiteral("csv"); ///< "csv", "jsonl"
    bool exportNoFormulas = false;                ///< in CSV, what a spreadsheet takes for a formula gets an apostrophe
    qint64 exportLargeBytes = 0;                  ///< values above it are files of their own; 0: none is
    /// The receiver joins parts (splitBytes) and shows the whole file instead of them.
    bool joinParts = false;
    /// With cleaning: acknowledged files go before their time, the oldest first, while those that lie there have more
    /// bytes than this; 0: no limit.
    qint64 cleanAboveBytes = 0;
    qint64 cleanFreeBytes = 0; ///< the same, while less than this is free on their disk; 0: no limit
    bool cleanFetched = false; ///< with cleaning: nothing goes that nobody has fetched at the receiver (`get`)
    /// How files lie in the receive directory, and those that `put` brings in the send directory: "clear", or "sealed"
    /// (docs/formats/sealed-file.md), which only the client helper opens.
    QString atRest = QStringLiteral("clear");
    qint64 rateKiB = 0; ///< a second at most, of each run, within the link's own limit; 0: what the link gives

    bool isExport() const { return !exportSource.isEmpty(); }
    bool isSealedAtRest() const { return atRest == u"sealed"; }
    bool operator==(const FileTaskConfig&) const = default;
};

/// The longest path beneath a root, in bytes (§8.2.4 d).
inline constexpr qsizetype kLongestFilePath = 4096;

/// Empty, or components without "." and "..", without a leading or a doubled '/', and without control characters.
bool isValidTreeDirectory(const QString& path);

} // namespace busheng
