// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/file_task.h"

#include <vector>

namespace busheng {

/// What the outside sees of file transfer (§7.2, §8.2): plain values, as in values.h. Paths are texts for people; bytes
/// of a name that are no UTF-8 stand as \xNN.

/// A task and its run: the one that is under way, or the last.
struct FileTaskSnapshot {
    FileTaskConfig config;
    QString state;   ///< "idle", "queued" (others go first), "waiting" (for the link, or held up), "running", "paused"
    qint64 run = 0;  ///< 0: it never ran
    QString kind;    ///< of the run: "full", "incremental", "resend"
    QString outcome; ///< of the last one: "done", "failed" (some files), "stopped"; empty while it is under way
    quint64 seen = 0;
    quint64 arrived = 0;
    quint64 repeated = 0; ///< the receiver had them already
    quint64 unchanged = 0;
    quint64 failed = 0;
    quint64 skipped = 0;
    quint64 waiting = 0; ///< failed, and to be sent again
    quint64 bytes = 0;   ///< of the files that arrived
    quint64 sentBytes = 0;
    double filesPerSecond = 0; ///< over the last seconds
    double bytesPerSecond = 0;
    qint64 startedUtcMs = 0;
    qint64 finishedUtcMs = 0;
    qint64 nextStartUtcMs = -1; ///< by its timetable; -1: never
    QString error;              ///< catalogue id of what holds it up
    QStringList errorArgs;
};

/// One execution of a task, at the sending ("out") or the receiving ("in") node.
struct FileRunRow {
    qint64 id = 0;
    QString direction;
    QString task;
    QString peerCode;
    QString kind;
    QString state; ///< "running", "paused", "done", "failed" (some files), "stopped"
    qint64 startedUtcMs = 0;
    qint64 finishedUtcMs = 0;
    quint64 arrived = 0;
    quint64 repeated = 0;
    quint64 unchanged = 0;
    quint64 failed = 0;
    quint64 skipped = 0;
    quint64 bytes = 0;
    quint64 sentBytes = 0;
    QString receipt; ///< the receiver's signature, hex; empty: none yet
    QString by;      ///< who started it; empty: its timetable, the service, or a peer
};

/// What became of one file in one run.
struct FileRow {
    qint64 id = 0;
    qint64 run = 0;
    QString task;
    QString peerCode;
    QString path;  ///< beneath the task's source directory
    QString place; ///< of one that arrived here: beneath the receive directory
    quint64 size = 0;
    QString digest; ///< hex
    QString state;  ///< "arrived", "repeated", "waiting", "failed", "skipped"
    qint64 attempts = 0;
    qint64 firstUtcMs = 0;
    qint64 lastUtcMs = 0;
    QString event; ///< catalogue id of why not
    QStringList args;
    QString encoding;        ///< that the sender found the file in, as "GB18030", "binary"; empty: nobody looked
    QString originalDigest;  ///< of a text that was made UTF-8: SM3 of the file as it was, hex; empty: sent as it is
    bool sealed = false;     ///< of one that arrived here: it lies sealed (docs/formats/sealed-file.md)
    qint64 fetchedUtcMs = 0; ///< of one that arrived here: when it was first fetched; 0: not yet
    QString fetchedBy;
};

/// What the client helper needs for one file: to open one that lies sealed in the receive directory, or to seal one for
/// the send directory. The key is this file's alone.
struct FileTicket {
    qint64 id = 0;       ///< of the arrival, for noteFetched(); 0: nothing is known of the file
    bool sealed = false; ///< else `head` and `key` are empty
    QString digest;      ///< of the content, hex; empty: not known
    QString head;        ///< SealedFileHead, hex
    QString key;         ///< hex
};

/// What a resend would do, or does.
struct FileResendItem {
    QString path;
    QString effect; ///< "send", "repeated" (it arrived as it is: nothing happens), "gone"
    quint64 size = 0;
};

struct FileResend {
    qint64 run = 0; ///< 0: only looked at
    quint64 toSend = 0;
    quint64 repeated = 0;
    quint64 gone = 0;
    std::vector<FileResendItem> items; ///< the first 1,000
};

/// One side's sums over a period.
struct FileTotalsRow {
    quint64 runs = 0;
    quint64 files = 0;
    quint64 bytes = 0;
    quint64 repeated = 0;
    quint64 failed = 0;
    quint64 waiting = 0;
};

struct FileDifference {
    QString kind; ///< "missing" (the receiver has it not), "extra", "different"; "late": no difference of content
    QString path;
    QString here; ///< digest, hex
    QString there;
    quint64 size = 0;      ///< as the sender has it; 0 for "extra", as the three that follow
    qint64 firstUtcMs = 0; ///< when it was first tried
    qint64 lastUtcMs = 0;  ///< when the sender heard that it had arrived
    qint64 attempts = 0;
    quint64 thereSize = 0; ///< as the receiver has it; 0 for "missing"
};

/// Both nodes' records of a task over a period, side by side (§8.2.6).
struct FileReconciliation {
    qint64 id = 0;
    QString task;
    QString state; ///< "running", "equal", "different", "failed", "stopped" (by a person)
    qint64 fromUtcMs = 0;
    qint64 toUtcMs = 0;
    FileTotalsRow here;
    FileTotalsRow there;
    quint64 compared = 0;
    quint64 differenceCount = 0; ///< without those that are only late
    quint64 lateCount = 0;       ///< arrived later than was asked about after the first try, by the sender's clock
    std::vector<FileDifference> differences; ///< the first 1,000, late ones among them
    QString error;
    QStringList errorArgs;
    quint64 missing = 0; ///< of the differences
    quint64 extra = 0;
    quint64 different = 0;
    qint64 lateAfterMs = 0;  ///< what was asked for; 0: nothing is late
    QString by;              ///< who asked
    qint64 startedUtcMs = 0; ///< of one that is kept: ComparisonsApi::beginFiles()
    qint64 finishedUtcMs = 0;
    quint64 listed = 0; ///< of the differences and the late ones, those that ComparisonsApi::fileDifferences() has
};

} // namespace busheng
