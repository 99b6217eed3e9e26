// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <QStringList>

#include <memory>
#include <span>

namespace busheng {

/// One open file. Thread: one at a time, except readAt(), which any thread may call beside an append().
/// Fails: Storage; ENOSPC and EDQUOT are transient and carry the event DSK_FULL.
class File {
public:
    virtual ~File() = default;
    /// Reads up to out.size() bytes; fewer only at the end of the file.
    virtual Result<std::size_t> readAt(qint64 offset, std::span<char> out) = 0;
    /// Appends all bytes. After an error the file's end may hold a part of them: truncate before going on.
    virtual Result<> append(BytesView bytes) = 0;
    virtual Result<> truncate(qint64 size) = 0;
    /// Durable when it returns ok. After an error nothing is known of any byte since the last sync.
    virtual Result<> sync() = 0;
    virtual Result<qint64> size() = 0;
};

/// The file system as the engine sees it: a seam, so that full disks, torn writes and crashes can be played in tests.
/// Thread: any.
class FileSystem {
public:
    enum class OpenMode {
        Read,      ///< must exist
        ReadWrite, ///< created when it does not exist, readable by the owner only (0600)
    };

    virtual ~FileSystem() = default;
    virtual Result<std::unique_ptr<File>> open(const QString& path, OpenMode mode) = 0;
    virtual Result<bool> exists(const QString& path) = 0;
    /// Names (not paths) of the plain files in `directory`, sorted by byte.
    virtual Result<QStringList> list(const QString& directory) = 0;
    /// Creates the directory and its parents, for the owner only (0700).
    virtual Result<> makeDirectories(const QString& directory) = 0;
    virtual Result<> remove(const QString& path) = 0;
    /// Replaces `to` when it exists. Durable after syncDirectory() of its directory.
    virtual Result<> rename(const QString& from, const QString& to) = 0;
    virtual Result<> syncDirectory(const QString& directory) = 0;
    virtual Result<qint64> freeBytes(const QString& directory) = 0;
};

/// The machine's own file system.
FileSystem& systemFileSystem();

/// Writes `bytes` as the whole content of `path`: temporary file, sync, rename, directory sync. After a crash the old
/// or the new content is there, never a part.
Result<> replaceFile(FileSystem& fileSystem, const QString& path, BytesView bytes);

/// The whole content of `path`. Fails: Storage; Corrupt when it is larger than `limit` bytes.
Result<Bytes> readFile(FileSystem& fileSystem, const QString& path, qint64 limit);

} // namespace busheng
