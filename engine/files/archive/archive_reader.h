// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/archive/archive_manifest.h"

namespace busheng {

/// What an archive of others may be.
struct ArchiveRules {
    qint64 mostEntries = 100'000;
    qint64 mostBytes = 64LL << 30;  ///< unpacked, all together
    qint64 mostRatio = 500;         ///< unpacked to packed, of each entry and of the whole; tables seldom reach 100
    qint64 smallBytes = 16LL << 20; ///< below this, no ratio is looked at
    bool withManifest = true;       ///< it must have one, and be as it says
    bool withArchives = false;      ///< archives in it are let through (and never unpacked)
};

struct ArchiveEntry {
    Bytes path;
    bool isDirectory = false;
    qint64 bytes = 0; ///< as the archive says; unpacking holds it to that
    qint64 packedBytes = 0;
};

/// Reads the directory of an archive, nothing else, and refuses the whole archive for one entry that is
/// encrypted, packed by a method other than store and deflate, a link or another special file, named so that it would
/// leave its place, there twice (also by another case or Unicode form), or part of what is larger than the rules allow.
///
/// Thread: any. Fails: Config, event ARC_REFUSED with the entry and why; Storage.
Result<std::vector<ArchiveEntry>> inspectArchive(const QString& path, const ArchiveRules& rules = {});

/// Inspects the archive and unpacks it into `directory`, which must be there and empty: whole, with every checksum
/// right, no entry longer than it said, no archive in it, and as its manifest says; else the directory is empty again.
/// Memory: 1 MiB and the list of entries. Thread, Fails: the same.
Result<ArchiveManifest> unpackArchive(const QString& path, const QString& directory, const ArchiveRules& rules = {});

Failure refuseArchive(const QString& archive, const QString& entry, const QString& why);

} // namespace busheng
